//! The campaign that the phone works in.

use rusqlite::params;

use super::{
    Reader, StoreError, Writer,
    transaction::{read_cbor, signed, write_cbor},
};
use crate::{
    form::{FormRole, FormVersion},
    ids::CampaignId,
    wire::CampaignBody,
};

/// A campaign (专项任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its Chinese title.
    pub title: String,
    /// What new records are made with.
    pub forms: Vec<FormVersion>,
}

impl Campaign {
    /// The form for a purpose; none where the campaign has none.
    #[must_use]
    pub fn form(&self, role: FormRole) -> Option<&FormVersion> {
        self.forms.iter().find(|version| version.form_id() == role.name())
    }
}

impl Reader<'_> {
    /// The campaign that arrived last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn campaign(&self) -> Result<Option<Campaign>, StoreError> {
        let sql = "SELECT campaign_id, title, forms FROM campaigns ORDER BY arrived DESC LIMIT 1";
        self.row(sql, [], |row| {
            let id = CampaignId::new(row.get::<_, String>(0)?);
            let id = id.map_err(|_| StoreError::Damaged { what: "campaigns.campaign_id" })?;
            let forms: Vec<u8> = row.get(2)?;
            Ok(Campaign { id, title: row.get(1)?, forms: read_cbor(&forms, "campaigns.forms")? })
        })
    }
}

impl Writer<'_> {
    pub(super) fn keep_campaign(&self, body: &CampaignBody, cursor: u64) -> Result<(), StoreError> {
        let sql =
            "INSERT OR REPLACE INTO campaigns (campaign_id, title, arrived, forms) VALUES (?1, ?2, ?3, ?4)";
        let forms = write_cbor(&body.forms)?;
        self.run(sql, params![body.campaign.as_str(), body.title, signed(cursor), forms]).map(drop)
    }
}
