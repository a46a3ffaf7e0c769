//! What does not fit together in a team's visits: reasons to look again, never a verdict.
//!
//! Every finding says what was measured, from which point it is worth a look, what that point rests on, and what to look
//! at. It is the same on the phone, where much can still be mended, and on the server, where people decide.

mod clocks;
mod copied;
mod finding;
mod pace;
mod people;
mod photos;
mod place;
mod policy;
mod spot;
#[cfg(test)]
mod tests;
mod text;
mod travel;

pub use finding::{Finding, FindingCode, Input, Threshold};
pub use place::KnownPlace;
pub use policy::{
    ClockMoved, CopiedAnswers, FarFromLastYear, FixRule, MAX_THRESHOLD_BYTES, MockLocation, NightVisit,
    OneSpot, OutsideVillage, PhotoPlace, PhotoReused, PhotoTime, RelatedSurveyor, Text, Thresholds,
    ThresholdsError, TooFast, TooShort, Whole,
};

use crate::{
    ids::{EntryId, HouseholdId, Sha256Hash},
    location::VillageFence,
    visit::{VisitMode, VisitRecord},
};

/// A photo that the index of photos has seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoMatch {
    /// The original of the visit's photo.
    pub photo: Sha256Hash,
    /// The record in which the other photo is.
    pub seen_in: EntryId,
    /// Whether that record is of the same household: its gate looks the same every year.
    pub same_household: bool,
    /// Whether it is the same picture, file for file; otherwise the two look alike.
    pub same_picture: bool,
}

/// A sealed visit with what is known around it.
#[derive(Debug, Clone, Copy)]
pub struct PlacedVisit<'a> {
    /// The journal's entry.
    pub entry: EntryId,
    /// Who was visited.
    pub household: &'a HouseholdId,
    /// What was recorded.
    pub record: &'a VisitRecord,
    /// Where the household was found last year, where anybody knows.
    pub known_place: Option<KnownPlace>,
    /// The fence of the household's village, where there is one.
    pub fence: Option<&'a VillageFence>,
    /// How many of the surveyors have the name of somebody who is registered as a close relative (近亲属) of the household.
    pub related_surveyors: u32,
    /// What the index of photos found.
    pub photo_matches: &'a [PhotoMatch],
}

impl PlacedVisit<'_> {
    /// Whether somebody says to have been there: telephone and video visits have no place and no journey.
    fn on_site(&self) -> bool {
        self.record.mode == VisitMode::Onsite
    }
}

/// The visits of one team in one campaign, in the order in which they were sealed.
#[derive(Debug, Clone, Copy)]
pub struct TeamVisits<'a> {
    /// Each with its surroundings.
    pub visits: &'a [PlacedVisit<'a>],
    /// When the campaign began, in milliseconds since 1970: a clock that shows an earlier time was reset by a flat battery,
    /// and says nothing.
    pub not_before_ms: Option<i64>,
}

impl TeamVisits<'_> {
    /// Whether a wall clock shows a time that can be.
    fn can_be(&self, wall_ms: i64) -> bool {
        self.not_before_ms.is_none_or(|from| from <= wall_ms)
    }
}

/// Everything that is worth a look, visit by visit in their order.
#[must_use]
pub fn findings<'a>(team: &TeamVisits<'a>, thresholds: &'a Thresholds) -> Vec<Finding<'a>> {
    let mut found: Vec<(usize, Finding<'a>)> = Vec::new();
    for (at, visit) in team.visits.iter().enumerate() {
        let alone = [
            place::outside_village(visit, thresholds),
            place::far_from_last_year(visit, thresholds),
            place::mock_location(visit, thresholds),
            pace::too_short(visit, thresholds),
            photos::time(team, visit, thresholds),
            photos::place(visit, thresholds),
            photos::reused(visit, thresholds),
            clocks::moved_during(team, visit, thresholds),
            clocks::against_satellites(team, visit, thresholds),
            clocks::night(team, visit, thresholds),
            people::related(visit, thresholds),
        ];
        let mut codes = Vec::new();
        for finding in alone.into_iter().flatten() {
            // One look at a clock is enough, whichever way it was seen to be moved.
            if !codes.contains(&finding.code) {
                codes.push(finding.code);
                found.push((at, finding));
            }
        }
    }
    found.extend(travel::too_fast(team, thresholds));
    found.extend(spot::one_spot(team, thresholds));
    found.extend(copied::copied_answers(team, thresholds));
    found.extend(clocks::moved_between(team, thresholds));
    found.sort_by_key(|(at, finding)| (*at, finding.code));
    found.dedup_by(|later, kept| later.0 == kept.0 && later.1.code == kept.1.code);
    found.into_iter().map(|(_, finding)| finding).collect()
}
