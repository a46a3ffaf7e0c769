//! The campaign that the phone works in.

use rusqlite::params;

use super::{Reader, StoreError, Writer, transaction::signed};
use crate::{ids::CampaignId, wire::CampaignBody};

/// A campaign (专项任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Its Chinese title.
    pub title: String,
}

impl Reader<'_> {
    /// The campaign that arrived last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn campaign(&self) -> Result<Option<Campaign>, StoreError> {
        let sql = "SELECT campaign_id, title FROM campaigns ORDER BY arrived DESC LIMIT 1";
        self.row(sql, [], |row| {
            let id = CampaignId::new(row.get::<_, String>(0)?);
            let id = id.map_err(|_| StoreError::Damaged { what: "campaigns.campaign_id" })?;
            Ok(Campaign { id, title: row.get(1)? })
        })
    }
}

impl Writer<'_> {
    pub(super) fn keep_campaign(&self, body: &CampaignBody, cursor: u64) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO campaigns (campaign_id, title, arrived) VALUES (?1, ?2, ?3)";
        self.run(sql, params![body.campaign.as_str(), body.title, signed(cursor)]).map(drop)
    }
}
