//! Review meetings, what they are to judge, and the packs made for them.

use ruhu_core::{
    ids::{CampaignId, HouseholdId, MeetingId},
    region::RegionCode,
};
use rusqlite::{OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use super::{Reader, StoreError, Writer};

/// Who runs a meeting; empty where it is written by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingOfficers {
    /// 召集人
    pub convener: String,
    /// 主持人
    pub chair: String,
    /// 记录人
    pub recorder: String,
    /// 监督人
    pub supervisor: String,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Its id.
    pub meeting: MeetingId,
    /// The village or town.
    pub region: RegionCode,
    /// The campaign.
    pub campaign: CampaignId,
    /// Its Chinese title.
    pub title: String,
    /// Local date and time, `2026-11-20T19:00`.
    pub held_at: String,
    /// Where.
    pub place: String,
    /// Who runs it.
    pub officers: MeetingOfficers,
}

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackRow {
    /// `organiser` or `participants`.
    pub edition: String,
    /// SHA-256 of the manifest, hex.
    pub version: String,
    /// Pages.
    pub pages: u32,
    /// When.
    pub made_ms: i64,
}

const COLUMNS: &str = "meeting_id, region, campaign_id, title, held_at, place, officers";

fn meeting(row: &Row<'_>) -> Result<MeetingRow, StoreError> {
    let corrupt = |what| StoreError::Corrupt { what };
    Ok(MeetingRow {
        meeting: MeetingId::new(row.get::<_, String>(0)?).map_err(|_| corrupt("meetings.meeting_id"))?,
        region: row.get::<_, String>(1)?.parse().map_err(|_| corrupt("meetings.region"))?,
        campaign: CampaignId::new(row.get::<_, String>(2)?).map_err(|_| corrupt("meetings.campaign_id"))?,
        title: row.get(3)?,
        held_at: row.get(4)?,
        place: row.get(5)?,
        officers: serde_json::from_str(&row.get::<_, String>(6)?)
            .map_err(|_| corrupt("meetings.officers"))?,
    })
}

impl Reader<'_> {
    /// One meeting.
    pub fn meeting(&self, id: &MeetingId) -> Result<Option<MeetingRow>, StoreError> {
        let mut statement =
            self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM meetings WHERE meeting_id = ?1"))?;
        let mut rows = statement.query([id.as_str()])?;
        rows.next()?.map(meeting).transpose()
    }

    /// The meetings of a region, newest first.
    pub fn meetings_in(&self, region: &RegionCode) -> Result<Vec<MeetingRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM meetings WHERE region GLOB ?1 ORDER BY created_ms DESC"
        ))?;
        let mut rows = statement.query([format!("{}*", region.significant())])?;
        let mut meetings = Vec::new();
        while let Some(row) = rows.next()? {
            meetings.push(meeting(row)?);
        }
        Ok(meetings)
    }

    /// The households that a meeting judges, in the order of the agenda.
    pub fn meeting_households(&self, id: &MeetingId) -> Result<Vec<HouseholdId>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT household_id FROM meeting_households WHERE meeting_id = ?1 ORDER BY ordinal",
        )?;
        let rows = statement.query_map([id.as_str()], |row| row.get::<_, String>(0))?;
        rows.map(|id| HouseholdId::new(id?).map_err(|_| StoreError::Corrupt { what: "meeting_households" }))
            .collect()
    }

    /// The packs made for a meeting, newest first.
    pub fn packs_of(&self, id: &MeetingId) -> Result<Vec<PackRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT edition, version, pages, made_ms FROM packs WHERE meeting_id = ?1 ORDER BY made_ms DESC, edition",
        )?;
        let rows = statement.query_map([id.as_str()], |row| {
            Ok(PackRow {
                edition: row.get(0)?,
                version: row.get(1)?,
                pages: row.get(2)?,
                made_ms: row.get(3)?,
            })
        })?;
        rows.map(|row| Ok(row?)).collect()
    }

    /// How many meetings there are.
    pub fn meeting_count(&self) -> Result<u64, StoreError> {
        Ok(self
            .conn
            .query_row("SELECT count(*) FROM meetings", [], |row| row.get(0))
            .optional()?
            .unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Keeps a new meeting with its agenda.
    pub fn keep_meeting(
        &self,
        meeting: &MeetingRow,
        households: &[HouseholdId],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let officers = serde_json::to_string(&meeting.officers)
            .map_err(|_| StoreError::Corrupt { what: "meetings.officers" })?;
        self.conn.execute(
            "INSERT INTO meetings (meeting_id, region, campaign_id, title, held_at, place, officers, created_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (
                meeting.meeting.as_str(),
                meeting.region.to_string(),
                meeting.campaign.as_str(),
                &meeting.title,
                &meeting.held_at,
                &meeting.place,
                officers,
                now_ms,
            ),
        )?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO meeting_households (meeting_id, ordinal, household_id) VALUES (?1, ?2, ?3)",
        )?;
        for (ordinal, household) in (1_i64..).zip(households) {
            insert.execute((meeting.meeting.as_str(), ordinal, household.as_str()))?;
        }
        Ok(())
    }

    /// Keeps that a pack was made.
    pub fn keep_pack(&self, id: &MeetingId, pack: &PackRow) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO packs (meeting_id, edition, version, pages, made_ms) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET pages = excluded.pages, made_ms = excluded.made_ms",
            (id.as_str(), &pack.edition, &pack.version, pack.pages, pack.made_ms),
        )?;
        Ok(())
    }
}
