//! One honest visit, to be changed where a test wants it, and what is found of it.

use super::{
    dice::Dice,
    village::at,
    world::{BEGIN_MS, DAY, HOUR, MINUTE, Made, photo, team},
};
use crate::{
    clock::{ClockReading, SourcedTime, TimeSource},
    form::AnswerKey,
    household::PersonName,
    ids::{BootId, EntryId, HouseholdId},
    location::{Datum, FenceIndex, Fix, FixSource, Place},
    plausibility::{FindingCode, KnownPlace, PlacedVisit, Thresholds, findings},
    visit::{TrailStep, VisitMode, VisitPurpose, VisitRecord},
};

/// Ten in the morning of the campaign's second week.
pub(super) const TEN: i64 = BEGIN_MS + 13 * DAY + 10 * HOUR;

pub(super) fn home() -> Place {
    at(0.0, 0.0)
}

pub(super) fn fix_at(place: Place, at_ms: i64) -> Fix {
    Fix {
        latitude: place.latitude,
        longitude: place.longitude,
        accuracy_m: Some(10.0),
        altitude_m: None,
        datum: Datum::Wgs84,
        source: FixSource::Gnss,
        at: SourcedTime { at_ms, source: TimeSource::Gnss },
        mock: false,
    }
}

pub(super) fn clock(wall_ms: i64) -> ClockReading {
    ClockReading { wall_ms, boot: BootId([1; 16]), mono_ms: u64::try_from(wall_ms - BEGIN_MS).unwrap() }
}

/// An honest visit of twenty minutes with thirty questions, a fix and a photo; each number has its own household.
pub(super) fn visit(number: u8, from: i64) -> Made {
    let step = |question: i32| TrailStep {
        question: AnswerKey::new(format!("q{question}")).unwrap(),
        changes: 1,
        spent_ms: 40_000,
        last_wall_ms: from,
    };
    let mut dice = Dice::of(number.into());
    let taken = SourcedTime { at_ms: from + 5 * MINUTE, source: TimeSource::Exif };
    let picture = Fix { source: FixSource::Exif, accuracy_m: None, ..fix_at(home(), taken.at_ms) };
    Made {
        entry: EntryId([number; 16]),
        household: HouseholdId::new(format!("h-{number}")).unwrap(),
        village: 0,
        known: Some(home()),
        related: 0,
        matches: Vec::new(),
        record: VisitRecord {
            purpose: VisitPurpose::Review,
            mode: VisitMode::Onsite,
            surveyors: ["陈建国", "李秀英"].map(|name| PersonName::new(name).unwrap()).to_vec(),
            cadre: None,
            started: clock(from),
            ended: clock(from + 20 * MINUTE),
            answers: [].into(),
            photos: vec![photo(&mut dice, Some(taken), Some(picture))],
            fixes: vec![fix_at(home(), from + MINUTE)],
            signatures: Vec::new(),
            trail: (0..30).map(step).collect(),
            supersedes: None,
        },
    }
}

pub(super) fn fence() -> FenceIndex {
    let corners = [(-500.0, -500.0), (500.0, -500.0), (500.0, 500.0), (-500.0, 500.0), (-500.0, -500.0)];
    let points =
        corners.map(|(east, north)| format!("[{},{}]", at(east, north).longitude, at(east, north).latitude));
    FenceIndex::read(&format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"region_code":"361124100201","name":"石桥村"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}]}}"#,
        points.join(",")
    ))
    .unwrap()
}

/// What is found: the visit's number and the kind.
pub(super) fn found(visits: &[Made]) -> Vec<(u8, FindingCode)> {
    let (fences, thresholds) = (fence(), Thresholds::shipped().unwrap());
    let placed = placed(visits, &fences);
    let all = findings(&team(&placed), &thresholds);
    for finding in &all {
        let asks = ["请核对", "请查看", "请关闭", "请并排"].iter().any(|ask| finding.sentence.contains(ask));
        assert!(asks, "{} says not what to look at", finding.sentence);
        assert!(!finding.inputs.is_empty() && !finding.threshold.source.is_empty(), "{finding:?}");
        assert!(finding.threshold.key.starts_with(finding.code.name()), "{finding:?}");
    }
    all.into_iter().map(|finding| (finding.visit.0[0], finding.code)).collect()
}

pub(super) fn placed<'a>(visits: &'a [Made], fences: &'a FenceIndex) -> Vec<PlacedVisit<'a>> {
    let of = |made: &'a Made| PlacedVisit {
        entry: made.entry,
        household: &made.household,
        record: &made.record,
        known_place: made.known.map(|place| KnownPlace { place, off_m: 0.0 }),
        fence: fences.fences().first(),
        related_surveyors: made.related,
        photo_matches: &made.matches,
    };
    visits.iter().map(of).collect()
}

/// What is found of one visit after a change.
pub(super) fn after(change: impl FnOnce(&mut Made)) -> Vec<FindingCode> {
    let mut made = visit(1, TEN);
    change(&mut made);
    found(&[made]).into_iter().map(|(_, code)| code).collect()
}
