//! What does not fit together in a visit, told while the team still stands at the door and can mend it.

use super::{CaptureError, FieldSession, draft::open_draft_of, seal};
use crate::{
    ids::{CampaignId, DraftId, EntryId, HouseholdId},
    plausibility::{FindingCode, PhotoMatch, PlacedVisit, TeamVisits, Thresholds, findings},
    record::{Record, RecordKind},
    store::{Reader, StoreError},
    visit::VisitRecord,
};

/// Visits of this phone that a draft is held against, the newest.
const MAX_EARLIER_VISITS: usize = 40;
/// Stands for the entry that the draft is not yet.
const NOT_SEALED: EntryId = EntryId([0; 16]);

/// Something about a draft that is worth another look (疑点). It keeps nobody from sealing: there are honest reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What kind.
    pub code: FindingCode,
    /// Chinese text whose end says what to look at. It names no person.
    pub sentence: String,
}

/// A sealed visit of this phone.
struct Earlier {
    entry: EntryId,
    household: HouseholdId,
    record: VisitRecord,
}

impl FieldSession {
    /// What does not fit together in a draft of a visit and can be mended at the door: it is measured, photographed or asked
    /// again. The server looks at more, such as the village's fence.
    ///
    /// # Errors
    /// As [`FieldSession::resume`], and [`CaptureError::WrongKind`] for an interview.
    pub fn doubts(&self, draft: DraftId) -> Result<Vec<Doubt>, CaptureError> {
        let thresholds =
            Thresholds::shipped().map_err(|_| StoreError::Damaged { what: "plausibility.toml" })?;
        let mut forms = self.forms();
        let now = self.store.clock().read();
        self.store.read(|r| {
            let draft = open_draft_of(r, &draft, RecordKind::Visit)?;
            let form = forms.session(r, &draft, now)?;
            let Record::Visit(visit) = seal::build(&draft, r.draft_parts(&draft.id)?, form, now) else {
                return Err(CaptureError::WrongKind);
            };
            let earlier = earlier_visits(r, &draft.head.campaign, draft.head.supersedes)?;
            Ok(doubts(&thresholds, (&draft.household, &visit), &earlier))
        })
    }
}

fn doubts(
    thresholds: &Thresholds,
    (household, visit): (&HouseholdId, &VisitRecord),
    earlier: &[Earlier],
) -> Vec<Doubt> {
    let seen = photos_seen((household, visit), earlier);
    let placed = |entry, household, record, photo_matches| PlacedVisit {
        entry,
        household,
        record,
        known_place: None,
        fence: None,
        related_surveyors: 0,
        photo_matches,
    };
    let mut visits: Vec<PlacedVisit<'_>> =
        earlier.iter().map(|visit| placed(visit.entry, &visit.household, &visit.record, &[][..])).collect();
    visits.push(placed(NOT_SEALED, household, visit, &seen));
    findings(&TeamVisits { visits: &visits, not_before_ms: None }, thresholds)
        .into_iter()
        .filter(|finding| finding.visit == NOT_SEALED && finding.mendable_at_the_door())
        .map(|finding| Doubt { code: finding.code, sentence: finding.sentence })
        .collect()
}

/// The photos of the draft that stand in earlier visits too.
fn photos_seen((household, visit): (&HouseholdId, &VisitRecord), earlier: &[Earlier]) -> Vec<PhotoMatch> {
    let stands_in = |earlier: &Earlier, original| {
        earlier.record.photos.iter().any(|photo| photo.original.sha256 == original)
    };
    let originals = visit.photos.iter().map(|photo| photo.original.sha256);
    let seen = originals.flat_map(|photo| {
        earlier.iter().filter(move |earlier| stands_in(earlier, photo)).map(move |earlier| PhotoMatch {
            photo,
            seen_in: earlier.entry,
            same_household: earlier.household == *household,
            same_picture: true,
        })
    });
    seen.collect()
}

/// The newest sealed visits of the campaign in the order of their sealing, without `corrected` and those that others
/// correct.
fn earlier_visits(
    r: &Reader<'_>,
    campaign: &CampaignId,
    corrected: Option<EntryId>,
) -> Result<Vec<Earlier>, CaptureError> {
    let rows = r.records()?;
    let gone: Vec<EntryId> = rows.iter().filter_map(|row| row.supersedes).chain(corrected).collect();
    let mut visits = Vec::new();
    for row in rows.into_iter().filter(|row| row.kind == RecordKind::Visit) {
        if visits.len() >= MAX_EARLIER_VISITS {
            break;
        }
        if gone.contains(&row.entry_id) {
            continue;
        }
        let Some(sealed) = r.entry(&row.entry_id)? else { continue };
        if sealed.entry.campaign != *campaign {
            continue;
        }
        if let Record::Visit(record) = sealed.entry.record()? {
            visits.push(Earlier { entry: row.entry_id, household: row.household, record: *record });
        }
    }
    visits.reverse();
    Ok(visits)
}

#[cfg(test)]
#[path = "doorstep_tests.rs"]
mod tests;
