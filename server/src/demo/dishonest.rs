//! Dishonest visits among the demo's honest ones, and what the findings make of them.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{ids::HouseholdId, plausibility::FindingCode, region::RegionCode};
use serde::Serialize;

use crate::{
    app::App,
    casework::plausible::{FindingLine, Yardstick, of_households},
    store::StoreError,
};

/// Corners of the village, WGS-84, degrees north and east.
const FENCE_SOUTH_WEST: (f64, f64) = (28.300, 117.700);
const FENCE_NORTH_EAST: (f64, f64) = (28.335, 117.720);
/// Visits that a desk survey makes at least, so that it is one.
const DESK_VISITS: usize = 8;

/// How a visit is dishonest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Somewhere else than in the village.
    Elsewhere,
    /// At one desk for many households.
    Desk,
    /// Faster than anybody asks.
    Hurried,
    /// With the answers of the household before.
    Copied,
    /// With the photos of the household before.
    OldPhotos,
    /// With the photos of the household before, as a chat passes them on: smaller, and without what the camera wrote.
    ForwardedPhotos,
    /// With photos that were taken hours before.
    EarlyPhotos,
    /// With photos that were taken far away.
    FarPhotos,
    /// In the night.
    Night,
    /// With a clock that was set during the visit.
    ClockSet,
    /// With a place that an app made up.
    MadeUpPlace,
    /// By a close relative of the household, as the register says. Nothing else is wrong with it.
    OwnFamily,
}

impl Way {
    const ALL: [Self; 12] = [
        Self::Elsewhere,
        Self::Hurried,
        Self::Copied,
        Self::OldPhotos,
        Self::ForwardedPhotos,
        Self::EarlyPhotos,
        Self::FarPhotos,
        Self::Night,
        Self::ClockSet,
        Self::MadeUpPlace,
        Self::OwnFamily,
        Self::Desk,
    ];

    /// The finding that should catch it.
    fn finding(self) -> FindingCode {
        match self {
            Self::Elsewhere => FindingCode::OutsideVillage,
            Self::Desk => FindingCode::OneSpot,
            Self::Hurried => FindingCode::TooShort,
            Self::Copied => FindingCode::CopiedAnswers,
            Self::OldPhotos | Self::ForwardedPhotos => FindingCode::PhotoReused,
            Self::EarlyPhotos => FindingCode::PhotoTime,
            Self::FarPhotos => FindingCode::PhotoPlace,
            Self::Night => FindingCode::NightVisit,
            Self::ClockSet => FindingCode::ClockMoved,
            Self::MadeUpPlace => FindingCode::MockLocation,
            Self::OwnFamily => FindingCode::RelatedSurveyor,
        }
    }
}

/// Which of `visits` are dishonest, and how: a `share` of them, spread by seed; where there are enough, one phone makes a
/// day of its share at a desk. The first visit of a phone is honest: there is nothing to copy yet.
pub(super) fn plan((visits, phones): (usize, usize), share: f64, seed: u64) -> BTreeMap<usize, Way> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 0xd150);
    let wanted = dishonest(visits, share);
    let mut planned = BTreeMap::new();
    if wanted >= 2 * DESK_VISITS {
        // The visits of the first phone, after its first ten.
        let desk = (10..).map(|nth| nth * phones).take(DESK_VISITS).filter(|index| *index < visits);
        planned.extend(desk.map(|index| (index, Way::Desk)));
    }
    let ways = Way::ALL.iter().copied().filter(|way| *way != Way::Desk).cycle();
    let mut tries = visits * 20;
    for way in ways {
        // A household before must be there, and honest, so that what is copied is somebody's.
        loop {
            tries = tries.saturating_sub(1);
            if planned.len() >= wanted || tries == 0 {
                return planned;
            }
            let index = rng.random_range(phones.min(visits - 1)..visits.max(phones + 1));
            let free = |at: usize| !planned.contains_key(&at);
            if index < visits && free(index) && free(index - phones.min(index)) && free(index + phones) {
                planned.insert(index, way);
                break;
            }
        }
    }
    planned
}

/// How many of those planned are at night: after each, work goes on the next morning.
pub(super) fn nights((visits, phones): (usize, usize), share: f64, seed: u64) -> usize {
    plan((visits, phones), share, seed).values().filter(|way| **way == Way::Night).count()
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of at most 300 visits"
)]
fn dishonest(visits: usize, share: f64) -> usize {
    (visits as f64 * share).round() as usize
}

/// How one kind of finding did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Caught {
    /// What kind.
    pub code: FindingCode,
    /// Visits that were dishonest in the way it is for.
    pub planted: usize,
    /// Of them found.
    pub caught: usize,
    /// Honest visits that it spoke of, where it does not name a dishonest one as the other visit.
    pub false_alarms: usize,
}

/// Holds the findings against what was planted: `ways` by household.
pub(super) fn judge(
    app: &App,
    village: &RegionCode,
    ways: &BTreeMap<HouseholdId, Way>,
) -> Result<Vec<Caught>, StoreError> {
    let found = app.store.read(|r| {
        let households: Vec<HouseholdId> =
            r.households_in(village)?.into_iter().map(|row| row.household_id).collect();
        of_households(r, &households, &Yardstick::of(r, village)?)
    })?;
    let is_dishonest = |household: &HouseholdId| ways.contains_key(household);
    let judged = FindingCode::ALL.into_iter().map(|code| {
        let spoken = |household: &HouseholdId| {
            found.get(household).is_some_and(|lines| lines.iter().any(|line| line.code == code))
        };
        let planted: Vec<&HouseholdId> =
            ways.iter().filter(|(_, way)| way.finding() == code).map(|(household, _)| household).collect();
        let is_false =
            |line: &FindingLine| line.code == code && !line.other.as_ref().is_some_and(is_dishonest);
        let honest = found.iter().filter(|(household, _)| !is_dishonest(household));
        Caught {
            code,
            caught: planted.iter().filter(|household| spoken(household)).count(),
            planted: planted.len(),
            false_alarms: honest.filter(|(_, lines)| lines.iter().any(is_false)).count(),
        }
    });
    Ok(judged.collect())
}

/// The fence of the demo's village, as a county would import it: around the invented houses, with fields beside them.
pub(super) fn fence(village: &RegionCode, name: &str) -> String {
    let ((south, west), (north, east)) = (FENCE_SOUTH_WEST, FENCE_NORTH_EAST);
    let corners = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    serde_json::json!({
        "type": "FeatureCollection",
        "features": [{
            "type": "Feature",
            "properties": { "region_code": village.to_string(), "name": name },
            "geometry": { "type": "Polygon", "coordinates": [corners] },
        }],
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_a_tenth_and_nobody_copies_from_the_dishonest() {
        let planned = plan((300, 3), 0.1, 7);
        assert_eq!(planned.len(), 30);
        assert_eq!(planned.values().filter(|way| **way == Way::Desk).count(), DESK_VISITS);
        for (index, way) in &planned {
            assert!(*index >= 3, "the first visit of a phone is honest");
            assert!(*way == Way::Desk || !planned.contains_key(&(index - 3)), "{index}");
        }
        assert_eq!(plan((300, 3), 0.1, 7), planned, "the same seed plans the same");
        assert!(plan((300, 3), 0.0, 7).is_empty());
    }
}
