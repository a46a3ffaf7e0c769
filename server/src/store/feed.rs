//! The feed: what each phone is to be told, in order. Also campaigns, which every phone hears of.

use ruhu_core::{
    ids::{CampaignId, DeviceId},
    wire::{CampaignBody, FeedItem, FeedKind},
};
use rusqlite::OptionalExtension;
use serde_bytes::ByteBuf;

use super::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// A phone's items after a cursor.
    pub fn feed_after(
        &self,
        device: &DeviceId,
        cursor: i64,
        limit: usize,
    ) -> Result<Vec<FeedItem>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT cursor, kind, body FROM feed WHERE device_id = ?1 AND cursor > ?2 ORDER BY cursor LIMIT ?3",
        )?;
        let rows = statement.query_map((device.as_bytes(), cursor, limit), |row| {
            Ok(FeedItem {
                cursor: row.get(0)?,
                kind: row.get(1)?,
                body: ByteBuf::from(row.get::<_, Vec<u8>>(2)?),
            })
        })?;
        rows.map(|item| Ok(item?)).collect()
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
                Ok(CampaignBody { campaign, title })
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

    /// Keeps a campaign; false where it exists.
    pub fn keep_campaign(&self, campaign: &CampaignBody, now_ms: i64) -> Result<bool, StoreError> {
        Ok(self.conn.execute(
            "INSERT INTO campaigns (campaign_id, title, created_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (campaign.campaign.as_str(), &campaign.title, now_ms),
        )? == 1)
    }
}
