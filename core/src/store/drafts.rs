//! Unfinished visits and interviews.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{
    Reader, StoreError, Writer,
    transaction::{read_cbor, signed, unsigned, write_cbor},
};
use crate::{
    clock::ClockReading,
    form::FormVersion,
    household::PersonName,
    ids::{BootId, CampaignId, DraftId, EntryId, HouseholdId},
    record::RecordKind,
    visit::{VisitMode, VisitPurpose},
};

/// What has become of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftState {
    /// Being filled in.
    Open,
    /// Its record is sealed.
    Sealed,
    /// Given up by the surveyor; its answers and photos are kept.
    Discarded,
}

impl DraftState {
    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Sealed => "sealed",
            Self::Discarded => "discarded",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Sealed, Self::Discarded].into_iter().find(|state| state.name() == name)
    }
}

/// What a draft says besides its answers, photos, fixes and signatures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftHead {
    /// The form that the draft was started with; it keeps it.
    pub form: FormVersion,
    /// The campaign it was started in.
    pub campaign: CampaignId,
    /// The version of the roster row that the surveyor saw.
    pub household_version: u32,
    /// The assignment under which the surveyor works.
    pub assignment_epoch: u32,
    /// Why the household is visited; none for an interview.
    pub purpose: Option<VisitPurpose>,
    /// How the visit is held.
    pub mode: VisitMode,
    /// When the draft was opened at the door.
    pub started: ClockReading,
    /// Surveyors or interviewers.
    pub team: Vec<PersonName>,
    /// The accompanying cadre.
    pub cadre: Option<PersonName>,
    /// The interviewee.
    pub interviewee: Option<PersonName>,
    /// The record that this one will correct.
    pub supersedes: Option<EntryId>,
}

/// A draft without its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Which.
    pub id: DraftId,
    /// A visit or an interview.
    pub kind: RecordKind,
    /// At which household.
    pub household: HouseholdId,
    /// What has become of it.
    pub state: DraftState,
    /// The record, once it is sealed.
    pub entry_id: Option<EntryId>,
    /// What it says.
    pub head: DraftHead,
    /// Boot and monotonic milliseconds of the last answer: what the next one's time is counted from.
    pub(super) touched: (BootId, u64),
}

/// One line of the list of open drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDraft {
    /// Which.
    pub id: DraftId,
    /// A visit or an interview.
    pub kind: RecordKind,
    /// At which household.
    pub household: HouseholdId,
    /// The head's name, while the household is known.
    pub head_name: Option<PersonName>,
    /// When it was started, by the phone's wall clock in milliseconds.
    pub started_ms: i64,
    /// Questions that a person has answered.
    pub answered: u32,
    /// Photos attached.
    pub photos: u32,
}

fn read_draft(row: &Row<'_>) -> Result<Draft, StoreError> {
    let (kind, household, state): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let head: Vec<u8> = row.get(7)?;
    Ok(Draft {
        id: DraftId(row.get(0)?),
        kind: RecordKind::from_name(&kind).ok_or(StoreError::Damaged { what: "drafts.kind" })?,
        household: HouseholdId::new(household)
            .map_err(|_| StoreError::Damaged { what: "drafts.household_id" })?,
        state: DraftState::from_name(&state).ok_or(StoreError::Damaged { what: "drafts.state" })?,
        entry_id: row.get::<_, Option<[u8; 16]>>(4)?.map(EntryId),
        head: read_cbor(&head, "drafts.head")?,
        touched: (BootId(row.get(5)?), unsigned(row.get(6)?)),
    })
}

impl Reader<'_> {
    /// The draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft(&self, id: &DraftId) -> Result<Option<Draft>, StoreError> {
        let sql = "SELECT draft_id, kind, household_id, state, entry_id, touched_boot, touched_mono, head \
                   FROM drafts WHERE draft_id = ?1";
        self.row(sql, [id.0], read_draft)
    }

    /// The open drafts, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_drafts(&self) -> Result<Vec<OpenDraft>, StoreError> {
        let sql = "SELECT draft_id, kind, household_id, started_ms, \
                   (SELECT head_name FROM roster WHERE roster.household_id = drafts.household_id), \
                   (SELECT count(answer) FROM draft_answers WHERE draft_answers.draft_id = drafts.draft_id AND changes > 0), \
                   (SELECT count(*) FROM draft_photos WHERE draft_photos.draft_id = drafts.draft_id) \
                   FROM drafts WHERE state = 'open' ORDER BY started_ms DESC, draft_id";
        self.rows(sql, [], |row| {
            let (kind, household): (String, String) = (row.get(1)?, row.get(2)?);
            Ok(OpenDraft {
                id: DraftId(row.get(0)?),
                kind: RecordKind::from_name(&kind).ok_or(StoreError::Damaged { what: "drafts.kind" })?,
                household: HouseholdId::new(household)
                    .map_err(|_| StoreError::Damaged { what: "drafts.household_id" })?,
                head_name: row.get::<_, Option<String>>(4)?.and_then(|name| PersonName::new(name).ok()),
                started_ms: row.get(3)?,
                answered: row.get(5)?,
                photos: row.get(6)?,
            })
        })
    }
}

impl Writer<'_> {
    /// Begins a draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin_draft(
        &self,
        kind: RecordKind,
        household: &HouseholdId,
        head: &DraftHead,
    ) -> Result<DraftId, StoreError> {
        let id = DraftId(self.random()?);
        self.run(
            "INSERT INTO drafts (draft_id, kind, household_id, state, started_ms, touched_boot, touched_mono, \
             entry_id, head) VALUES (?1, ?2, ?3, 'open', ?4, ?5, ?6, NULL, ?7)",
            params![
                id.0,
                kind.name(),
                household.as_str(),
                head.started.wall_ms,
                head.started.boot.0,
                signed(head.started.mono_ms),
                write_cbor(head)?,
            ],
        )?;
        Ok(id)
    }

    /// Replaces what the draft says besides its parts.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_draft_head(&self, id: &DraftId, head: &DraftHead) -> Result<(), StoreError> {
        self.run("UPDATE drafts SET head = ?2 WHERE draft_id = ?1", params![id.0, write_cbor(head)?])
            .map(drop)
    }

    /// The time until the next answer counts from now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn touch_draft(&self, id: &DraftId, now: &ClockReading) -> Result<(), StoreError> {
        let sql = "UPDATE drafts SET touched_boot = ?2, touched_mono = ?3 WHERE draft_id = ?1";
        self.run(sql, params![id.0, now.boot.0, signed(now.mono_ms)]).map(drop)
    }

    /// Opens or discards a draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_draft_state(&self, id: &DraftId, state: DraftState) -> Result<(), StoreError> {
        self.run("UPDATE drafts SET state = ?2 WHERE draft_id = ?1", params![id.0, state.name()]).map(drop)
    }

    /// The draft has become a record, which holds everything: its parts go.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft_is_sealed(&self, id: &DraftId, entry_id: &EntryId) -> Result<(), StoreError> {
        let sql = "UPDATE drafts SET state = 'sealed', entry_id = ?2 WHERE draft_id = ?1";
        self.run(sql, params![id.0, entry_id.0])?;
        for sql in [
            "DELETE FROM draft_answers WHERE draft_id = ?1",
            "DELETE FROM draft_photos WHERE draft_id = ?1",
            "DELETE FROM draft_fixes WHERE draft_id = ?1",
            "DELETE FROM draft_signatures WHERE draft_id = ?1",
        ] {
            self.run(sql, [id.0])?;
        }
        Ok(())
    }
}
