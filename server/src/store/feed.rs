//! The feed: what each phone is to be told, in order. Also campaigns, which every phone hears of.

use ruhu_core::{
    form::FormVersion,
    ids::{CampaignId, DeviceId},
    journal::to_cbor,
    wire::{CampaignBody, FEED_MAX_BYTES, FeedItem, FeedKind, FormBody},
};
use rusqlite::OptionalExtension;
use serde_bytes::ByteBuf;

use super::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// A phone's items after a cursor, as many as fit a page; and whether more are waiting.
    pub fn feed_after(
        &self,
        device: &DeviceId,
        cursor: i64,
        limit: usize,
    ) -> Result<(Vec<FeedItem>, bool), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT cursor, kind, body FROM feed WHERE device_id = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3",
        )?;
        let mut rows = statement.query((device.as_bytes(), cursor, limit + 1))?;
        let (mut items, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let kind: String = row.get(1)?;
            let mut body: Vec<u8> = row.get(2)?;
            if kind == FeedKind::Form.name() {
                body = self.form_body(&body)?;
            }
            bytes += body.len();
            if items.len() == limit || (bytes > FEED_MAX_BYTES && !items.is_empty()) {
                return Ok((items, true));
            }
            items.push(FeedItem { cursor: row.get(0)?, kind, body: ByteBuf::from(body) });
        }
        Ok((items, false))
    }

    /// The feed of every phone names forms by their versions; each is kept once.
    fn form_body(&self, version: &[u8]) -> Result<Vec<u8>, StoreError> {
        let corrupt = || StoreError::Corrupt { what: "feed.body" };
        let version = FormVersion(std::str::from_utf8(version).map_err(|_| corrupt())?.to_owned());
        let content = ByteBuf::from(self.form_content(&version)?.ok_or_else(corrupt)?);
        to_cbor(&FormBody { version, content }).map_err(|_| corrupt())
    }

    /// The last cursor ever given out.
    pub fn feed_head(&self) -> Result<i64, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'feed'")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// The newest campaign.
    pub fn current_campaign(&self) -> Result<Option<CampaignBody>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT campaign_id, title FROM campaigns ORDER BY created_ms DESC, campaign_id DESC LIMIT 1",
        )?;
        let found: Option<(String, String)> =
            statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found
            .map(|(id, title)| {
                let campaign =
                    CampaignId::new(id).map_err(|_| StoreError::Corrupt { what: "campaigns.campaign_id" })?;
                let forms = self.campaign_forms(&campaign)?;
                Ok(CampaignBody { campaign, title, forms })
            })
            .transpose()
    }

    /// Whether the campaign exists.
    pub fn campaign_exists(&self, campaign: &CampaignId) -> Result<bool, StoreError> {
        Ok(self
            .conn
            .prepare_cached("SELECT 1 FROM campaigns WHERE campaign_id = ?1")?
            .exists([campaign.as_str()])?)
    }
}

impl Writer<'_> {
    /// Appends an item to a phone's feed.
    pub fn tell(&self, device: &DeviceId, kind: FeedKind, body: &[u8]) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO feed (device_id, kind, body) VALUES (?1, ?2, ?3)")?
            .execute((device.as_bytes(), kind.name(), body))?;
        Ok(())
    }

    /// Keeps a campaign with its forms, which are kept already; false where there is one of that id.
    pub fn keep_campaign(&self, campaign: &CampaignBody, now_ms: i64) -> Result<bool, StoreError> {
        let is_new = self.conn.execute(
            "INSERT INTO campaigns (campaign_id, title, created_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (campaign.campaign.as_str(), &campaign.title, now_ms),
        )? == 1;
        if is_new {
            for version in &campaign.forms {
                self.use_form(&campaign.campaign, version)?;
            }
        }
        Ok(is_new)
    }
}
