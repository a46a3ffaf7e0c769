//! What does not fit together in the visits on file (core's `plausibility`): reasons to look again, never a verdict.

use std::collections::{BTreeMap, BTreeSet};

use ruhu_core::{
    ids::{CampaignId, DeviceId, EntryId, HouseholdId},
    journal::{BlobRole, SealedEntry},
    location::FenceIndex,
    plausibility::{
        Finding, FindingCode, KnownPlace, PhotoMatch, PlacedVisit, TeamVisits, Thresholds, findings,
    },
    record::{Record, RecordKind},
    region::RegionCode,
    visit::VisitRecord,
    wire::RecordState,
};

use super::relatives::related_among;
use crate::store::{Reader, StoreError};

/// Most visits of one phone that are looked at together, the newest: a campaign's worth.
const MAX_VISITS: usize = 500;

/// What visits are measured against.
#[derive(Debug)]
pub struct Yardstick {
    thresholds: Thresholds,
    fences: Option<FenceIndex>,
}

impl Yardstick {
    /// The thresholds that ship and the fences of the county around a division.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the thresholds or the fences that were imported are not sound any more.
    pub fn of(r: &Reader<'_>, region: &RegionCode) -> Result<Self, StoreError> {
        let thresholds =
            Thresholds::shipped().map_err(|_| StoreError::Corrupt { what: "plausibility.toml" })?;
        let fences = r.fences_around(region)?.map(|text| FenceIndex::read(&text)).transpose();
        let fences = fences.map_err(|_| StoreError::Corrupt { what: "fences.geojson" })?;
        Ok(Self { thresholds, fences })
    }
}

/// A finding as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine {
    /// What kind.
    pub code: FindingCode,
    /// The visit.
    pub visit: EntryId,
    /// The household of the other visit that it is about, where that is a visit of the same phone.
    pub other: Option<HouseholdId>,
    /// What was seen and where to look.
    pub sentence: String,
    /// What it rests on: label and value.
    pub inputs: Vec<(&'static str, String)>,
    /// From which point it is worth a look, and what that rests on.
    pub threshold: String,
}

impl FindingLine {
    /// What it rests on, in one line.
    #[must_use]
    pub fn evidence(&self) -> String {
        let inputs = self.inputs.iter().map(|(label, value)| format!("{label} {value}"));
        let other = self.other.iter().map(|household| format!("另一户 {household}"));
        let threshold = std::iter::once(format!("提示界限 {}", self.threshold));
        inputs.chain(other).chain(threshold).collect::<Vec<_>>().join("；")
    }
}

/// A visit of a phone.
struct Visit {
    entry: EntryId,
    household: HouseholdId,
    campaign: CampaignId,
    region: Option<RegionCode>,
    record: VisitRecord,
    known_place: Option<KnownPlace>,
    related_surveyors: u32,
    matches: Vec<PhotoMatch>,
}

/// Findings by household.
pub type Findings = BTreeMap<HouseholdId, Vec<FindingLine>>;

/// Findings about the visits of these households, each among all the visits of the phones that made them. A household
/// that nothing is found about has no entry.
///
/// # Errors
/// [`StoreError`].
pub fn of_households<'h>(
    r: &Reader<'_>,
    households: impl IntoIterator<Item = &'h HouseholdId>,
    yardstick: &Yardstick,
) -> Result<Findings, StoreError> {
    let (mut devices, mut asked) = (BTreeSet::new(), BTreeSet::new());
    for household in households {
        let visits =
            r.records_of(household)?.into_iter().filter(|record| record.kind == Some(RecordKind::Visit));
        devices.extend(visits.map(|record| record.device));
        asked.insert(household);
    }
    let mut found = Findings::new();
    for device in devices {
        for (household, line) in of_device(r, &device, yardstick)? {
            if asked.contains(&household) {
                found.entry(household).or_default().push(line);
            }
        }
    }
    Ok(found)
}

/// Findings about the visits that one phone made, campaign by campaign, in the order in which they arrived.
fn of_device(
    r: &Reader<'_>,
    device: &DeviceId,
    yardstick: &Yardstick,
) -> Result<Vec<(HouseholdId, FindingLine)>, StoreError> {
    let mut campaigns: BTreeMap<CampaignId, Vec<Visit>> = BTreeMap::new();
    for visit in visits_of(r, device, &yardstick.thresholds)? {
        campaigns.entry(visit.campaign.clone()).or_default().push(visit);
    }
    let mut lines = Vec::new();
    for visits in campaigns.values() {
        let placed: Vec<PlacedVisit<'_>> = visits.iter().map(|visit| yardstick.placed(visit)).collect();
        let household_of: BTreeMap<EntryId, &HouseholdId> =
            visits.iter().map(|visit| (visit.entry, &visit.household)).collect();
        let team = TeamVisits { visits: &placed, not_before_ms: None };
        for finding in findings(&team, &yardstick.thresholds) {
            let Some(household) = household_of.get(&finding.visit) else { continue };
            let other = finding.other.and_then(|other| household_of.get(&other));
            lines.push(((*household).clone(), line(finding, other.map(|other| (*other).clone()))));
        }
    }
    Ok(lines)
}

impl Yardstick {
    fn placed<'a>(&'a self, visit: &'a Visit) -> PlacedVisit<'a> {
        let fences = self.fences.as_ref();
        PlacedVisit {
            entry: visit.entry,
            household: &visit.household,
            record: &visit.record,
            known_place: visit.known_place,
            fence: fences.zip(visit.region.as_ref()).and_then(|(fences, region)| fences.fence(region)),
            related_surveyors: visit.related_surveyors,
            photo_matches: &visit.matches,
        }
    }
}

fn visits_of(r: &Reader<'_>, device: &DeviceId, thresholds: &Thresholds) -> Result<Vec<Visit>, StoreError> {
    let mut records = r.records_by(device)?;
    records.retain(|record| record.kind == Some(RecordKind::Visit) && record.state == RecordState::Complete);
    let corrected: Vec<EntryId> = records.iter().filter_map(|record| record.supersedes).collect();
    records.retain(|record| !corrected.contains(&record.entry_id));
    let skipped = records.len().saturating_sub(MAX_VISITS);
    let mut visits = Vec::new();
    for stored in records.into_iter().skip(skipped) {
        let Some((campaign, record)) = visit_of(r, &stored.entry_id)? else { continue };
        let matches = matches_of(r, &stored.entry_id, (&stored.household, &record))?;
        visits.push(Visit {
            entry: stored.entry_id,
            known_place: known_place(r, (&stored.household, &campaign), thresholds)?,
            related_surveyors: related_among(r, &stored.household, &record.surveyors)?,
            region: r.household(&stored.household)?.map(|household| household.row.region),
            household: stored.household,
            campaign,
            record,
            matches,
        });
    }
    Ok(visits)
}

fn visit_of(r: &Reader<'_>, entry: &EntryId) -> Result<Option<(CampaignId, VisitRecord)>, StoreError> {
    let Some(stored) = r.entry_of_record(entry)? else { return Ok(None) };
    let sealed =
        SealedEntry::parse(stored.bytes).map_err(|_| StoreError::Corrupt { what: "entries.bytes" })?;
    Ok(match sealed.entry.record() {
        Ok(Record::Visit(visit)) => Some((sealed.entry.campaign.clone(), *visit)),
        _ => None,
    })
}

/// Where the household was found in the newest complete visit of another campaign that says it.
fn known_place(
    r: &Reader<'_>,
    (household, campaign): (&HouseholdId, &CampaignId),
    thresholds: &Thresholds,
) -> Result<Option<KnownPlace>, StoreError> {
    for stored in r.records_of(household)?.into_iter().rev() {
        if stored.kind != Some(RecordKind::Visit) || stored.state != RecordState::Complete {
            continue;
        }
        let earlier = visit_of(r, &stored.entry_id)?.filter(|(of, _)| of != campaign);
        if let Some(known) = earlier.and_then(|(_, visit)| KnownPlace::of(&visit, thresholds)) {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

fn matches_of(
    r: &Reader<'_>,
    entry: &EntryId,
    (household, record): (&HouseholdId, &VisitRecord),
) -> Result<Vec<PhotoMatch>, StoreError> {
    let mut matches: Vec<PhotoMatch> = Vec::new();
    for photo in &record.photos {
        let original = photo.original.sha256;
        let seen = |seen_in, whose, same_picture| PhotoMatch {
            photo: original,
            seen_in,
            same_household: whose == *household,
            same_picture,
        };
        for (seen_in, whose) in r.seen_elsewhere((&original, BlobRole::Original), entry)? {
            matches.push(seen(seen_in, whose, true));
        }
        if photo.kind.follows_a_pattern() {
            continue;
        }
        for alike in r.thumbnails_like(&photo.thumbnail.sha256)? {
            for (seen_in, whose) in r.seen_elsewhere((&alike, BlobRole::Thumbnail), entry)? {
                if !matches.iter().any(|known| known.photo == original && known.seen_in == seen_in) {
                    matches.push(seen(seen_in, whose, false));
                }
            }
        }
    }
    Ok(matches)
}

fn line(finding: Finding<'_>, other: Option<HouseholdId>) -> FindingLine {
    FindingLine {
        code: finding.code,
        visit: finding.visit,
        other,
        threshold: format!("{}（{}）", finding.threshold.value, finding.threshold.source),
        sentence: finding.sentence,
        inputs: finding.inputs.into_iter().map(|input| (input.label, input.value)).collect(),
    }
}
