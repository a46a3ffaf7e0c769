//! Frozen frames of spot checks.

use ruhu_core::region::RegionCode;
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// A frozen frame: the lines never change once a notice names their root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenFrame {
    /// Merkle root, hex.
    pub root: String,
    /// What was frozen.
    pub region: RegionCode,
    /// The notice, JSON.
    pub notice: String,
    /// The lines, one per row.
    pub lines: String,
    /// When.
    pub frozen_ms: i64,
    /// The proof, JSON, once drawn.
    pub proof: Option<String>,
}

impl Reader<'_> {
    /// The frame with this root, or the newest.
    pub fn frozen_frame(&self, root: Option<&str>) -> Result<Option<FrozenFrame>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT root, region, notice, lines, frozen_ms, proof FROM spot_check_frames
             WHERE ?1 IS NULL OR root = ?1 ORDER BY frozen_ms DESC LIMIT 1",
        )?;
        let found: Option<(String, String, String, String, i64, Option<String>)> = statement
            .query_row([root], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
            })
            .optional()?;
        found
            .map(|(root, region, notice, lines, frozen_ms, proof)| {
                let region =
                    region.parse().map_err(|_| StoreError::Corrupt { what: "spot_check_frames.region" })?;
                Ok(FrozenFrame { root, region, notice, lines, frozen_ms, proof })
            })
            .transpose()
    }
}

impl Writer<'_> {
    /// Keeps a frozen frame; one that was frozen before stays as it is.
    pub fn keep_frame(&self, frame: &FrozenFrame) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO spot_check_frames (root, region, notice, lines, frozen_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
            (&frame.root, frame.region.to_string(), &frame.notice, &frame.lines, frame.frozen_ms),
        )?;
        Ok(())
    }

    /// Keeps the first draw of a frame; false where it was drawn before: a second draw would be steering.
    pub fn keep_proof(&self, root: &str, proof: &str) -> Result<bool, StoreError> {
        let changed = self.conn.execute(
            "UPDATE spot_check_frames SET proof = ?2 WHERE root = ?1 AND proof IS NULL",
            (root, proof),
        )?;
        Ok(changed == 1)
    }
}
