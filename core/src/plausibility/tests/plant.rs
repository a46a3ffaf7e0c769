//! Dishonest visits: each kind put into an honest campaign.

use super::{
    dice::Dice,
    households::retouched,
    village::{moved, towards},
    world::{Campaign, DAY, HOUR, MINUTE, Made, photo, satellite_fix},
};
use crate::{
    clock::{ClockReading, SourcedTime, TimeSource},
    ids::{BootId, EntryId, Sha256Hash},
    location::{Fix, FixSource, Place},
    photo::PhotoSource,
    plausibility::{FindingCode, PhotoMatch},
    visit::VisitRecord,
};

/// How many visits of a campaign are made dishonest at a time; a desk needs this many, too.
pub(super) const PLANTED: usize = 8;

/// The campaign with some visits of one kind, and which ones they are. They lie apart, but for those from a desk.
pub(super) fn plant(campaign: &Campaign, code: FindingCode, dice: &mut Dice) -> (Vec<Made>, Vec<usize>) {
    let mut visits = campaign.visits.clone();
    let apart = visits.len() / PLANTED;
    let first = usize::try_from(dice.whole(1, 8)).unwrap();
    let chosen: Vec<usize> = match code {
        FindingCode::OneSpot => (first * PLANTED..(first + 1) * PLANTED).collect(),
        _ => (0..PLANTED).map(|number| first + number * apart).filter(|at| *at < visits.len()).collect(),
    };
    let desk = campaign.county.offices[0];
    for at in &chosen {
        spoil(campaign, &mut visits, *at, code, desk, dice);
    }
    (visits, chosen)
}

fn spoil(
    campaign: &Campaign,
    visits: &mut [Made],
    at: usize,
    code: FindingCode,
    desk: Place,
    dice: &mut Dice,
) {
    let home = campaign.county.homes.iter().find(|home| home.id == visits[at].household).unwrap().place;
    match code {
        FindingCode::OutsideVillage => {
            // At the township, or by the road outside the village.
            let far = if dice.happens(0.5) {
                dice.between(5_000.0, 15_000.0)
            } else {
                dice.between(2_500.0, 5_000.0)
            };
            visits[at].stand_at(moved(home, towards(dice, far)), dice);
        }
        FindingCode::FarFromLastYear => {
            visits[at].known = Some(moved(home, dice.error_m(20.0)));
            let far = dice.between(200.0, 2_500.0);
            visits[at].stand_at(moved(home, towards(dice, far)), dice);
        }
        FindingCode::TooFast => {
            // Another team's phone fills in a household on the other side of the county, minutes later.
            let started = visits[at - 1].record.started;
            let gap = dice.whole(2, 15) * MINUTE;
            let far = dice.between(5_000.0, 40_000.0);
            visits[at].record.begin_at(later(started, gap), gap_of(&visits[at].record));
            visits[at].stand_at(moved(visits[at - 1].place(), towards(dice, far)), dice);
        }
        FindingCode::OneSpot => visits[at].stand_at(desk, dice),
        FindingCode::TooShort => {
            let took = dice.whole(30, 330) * 1_000;
            visits[at].record.take_only(took);
        }
        FindingCode::CopiedAnswers => {
            let from = usize::try_from(dice.whole(0, i64::try_from(at).unwrap() - 1)).unwrap();
            let changes = dice.whole(0, 6);
            visits[at].record.answers = retouched(&visits[from].record.answers, changes, dice);
        }
        FindingCode::PhotoTime => old_photos(&mut visits[at].record, dice),
        FindingCode::PhotoPlace => {
            let far = dice.between(300.0, 5_000.0);
            let place = moved(home, towards(dice, far));
            photos_at(&mut visits[at].record, place, dice);
        }
        FindingCode::PhotoReused => reuse(&mut visits[at], dice),
        FindingCode::ClockMoved => set_clock_back(visits, at, dice),
        FindingCode::NightVisit => at_night(&mut visits[at].record, dice),
        FindingCode::MockLocation => {
            visits[at].stand_at(home, dice);
            visits[at].record.fixes[0].mock = true;
        }
        FindingCode::RelatedSurveyor => visits[at].related = u32::try_from(dice.whole(1, 2)).unwrap(),
    }
}

impl Made {
    fn place(&self) -> Place {
        self.record.fixes[0].place()
    }

    /// The phone is elsewhere, and measures well or badly there.
    fn stand_at(&mut self, place: Place, dice: &mut Dice) {
        let old = self.record.fixes[0];
        let at = if old.at.source == TimeSource::Gnss { old.at.at_ms } else { self.record.started.wall_ms };
        let accuracy = dice.between(5.0, 45.0);
        let fix = satellite_fix(place, at, accuracy, dice);
        self.record.fixes = vec![fix];
    }
}

impl VisitRecord {
    /// Begins then, and takes so long.
    fn begin_at(&mut self, started: ClockReading, took_ms: i64) {
        let off = started.wall_ms - self.started.wall_ms;
        (self.started, self.ended) = (started, later(started, took_ms));
        for fix in &mut self.fixes {
            fix.at.at_ms = started.wall_ms + MINUTE;
        }
        for time in self.photos.iter_mut().filter_map(|photo| photo.taken_at.as_mut()) {
            time.at_ms += off;
        }
    }

    fn take_only(&mut self, took_ms: i64) {
        self.ended = later(self.started, took_ms);
        let spent = u64::try_from(took_ms).unwrap() / self.trail.len() as u64;
        for step in &mut self.trail {
            step.spent_ms = spent;
        }
    }
}

fn later(from: ClockReading, ms: i64) -> ClockReading {
    ClockReading {
        wall_ms: from.wall_ms + ms,
        mono_ms: u64::try_from(i64::try_from(from.mono_ms).unwrap() + ms).unwrap(),
        ..from
    }
}

fn gap_of(record: &VisitRecord) -> i64 {
    i64::try_from(record.ended.mono_ms.saturating_sub(record.started.mono_ms))
        .unwrap()
        .clamp(10 * MINUTE, HOUR)
}

/// Pictures out of the gallery, hours to months old; some have lost their time on the way.
fn old_photos(record: &mut VisitRecord, dice: &mut Dice) {
    let age = if dice.happens(0.5) { dice.whole(1, 12) * HOUR } else { dice.whole(1, 300) * DAY };
    let keeps_time = dice.happens(0.9);
    for picture in &mut record.photos {
        let taken = SourcedTime { at_ms: record.started.wall_ms - age, source: TimeSource::Exif };
        let old = photo(dice, Some(taken).filter(|_| keeps_time), None);
        *picture = crate::photo::PhotoRecord { source: PhotoSource::Gallery, ..old };
    }
}

/// Pictures of another house; some phones write no place.
fn photos_at(record: &mut VisitRecord, place: Place, dice: &mut Dice) {
    let writes_places = dice.happens(0.8);
    for picture in &mut record.photos {
        let at = SourcedTime { at_ms: record.started.wall_ms + MINUTE, source: TimeSource::Exif };
        let fix = satellite_fix(place, at.at_ms, 25.0, dice);
        let fix = Fix { source: FixSource::Exif, accuracy_m: None, at, ..fix };
        *picture = photo(dice, Some(at), Some(fix).filter(|_| writes_places));
    }
}

/// The same files, or the same scenes photographed from the screen: mostly those of one household, one in five times of
/// several.
fn reuse(made: &mut Made, dice: &mut Dice) {
    let same_picture = dice.happens(0.7);
    let count = usize::try_from(dice.whole(1, 3)).unwrap();
    let originals: Vec<Sha256Hash> =
        made.record.photos.iter().take(count).map(|photo| photo.original.sha256).collect();
    let (one, scattered) = (EntryId(dice.id()), dice.happens(0.2));
    let seen = |photo| {
        let seen_in = if scattered { EntryId(dice.id()) } else { one };
        PhotoMatch { photo, seen_in, same_household: false, same_picture }
    };
    made.matches = originals.into_iter().map(seen).collect();
}

/// The clock shows an earlier day from this visit on; three in ten start the phone anew as well.
fn set_clock_back(visits: &mut [Made], at: usize, dice: &mut Dice) {
    let back = dice.whole(1, 240) * HOUR;
    let boot = dice.happens(0.3).then(|| BootId(dice.id()));
    let record = &mut visits[at].record;
    for reading in [&mut record.started, &mut record.ended] {
        reading.wall_ms -= back;
        reading.boot = boot.unwrap_or(reading.boot);
    }
    for time in record.photos.iter_mut().filter_map(|photo| photo.taken_at.as_mut()) {
        time.at_ms -= back;
    }
}

/// The visit is held, or filled in, between half past ten and five.
fn at_night(record: &mut VisitRecord, dice: &mut Dice) {
    let beijing = record.started.wall_ms + 8 * HOUR;
    let midnight = beijing - beijing.rem_euclid(DAY) - 8 * HOUR;
    let at = midnight + dice.whole(22 * 60 + 30, 29 * 60) * MINUTE;
    let later_by = at - record.started.wall_ms;
    let took = gap_of(record);
    record.begin_at(later(record.started, later_by), took);
}
