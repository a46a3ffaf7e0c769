//! A campaign of an honest team, from its phone's point of view: hills, a courtyard, a flat battery, evenings.

use super::{
    dice::Dice,
    households,
    village::{County, Home, county, moved},
};
use crate::{
    clock::{ClockReading, SourcedTime, TimeSource},
    household::PersonName,
    ids::{BootId, EntryId, HouseholdId, Sha256Hash},
    location::{Datum, Fix, FixSource, Place, Stop, distance_m, route_of_the_day},
    photo::{BlobRef, PhotoKind, PhotoRecord, PhotoSource},
    plausibility::{KnownPlace, PhotoMatch, PlacedVisit, TeamVisits},
    visit::{TrailStep, VisitMode, VisitPurpose, VisitRecord},
};

/// 2026-09-01 00:00 in Beijing, when the campaign begins.
pub(super) const BEGIN_MS: i64 = 1_788_192_000_000;
/// What a phone shows after its battery was flat: 2021-01-01.
const RESET_MS: i64 = 1_609_459_200_000;
pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// Households of a day.
const A_DAY: usize = 8;
/// A visit that would begin later is left for another campaign.
const TOO_LATE_MINUTES: i64 = 21 * 60;

/// A sealed visit and what is known around it.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) entry: EntryId,
    pub(super) household: HouseholdId,
    pub(super) village: usize,
    pub(super) record: VisitRecord,
    pub(super) known: Option<Place>,
    pub(super) related: u32,
    pub(super) matches: Vec<PhotoMatch>,
}

pub(super) struct Campaign {
    pub(super) county: County,
    pub(super) visits: Vec<Made>,
}

impl Campaign {
    /// The visits as the rules take them.
    pub(super) fn placed<'a>(&'a self, visits: &'a [Made]) -> Vec<PlacedVisit<'a>> {
        let fences = self.county.fences.fences();
        visits
            .iter()
            .map(|made| PlacedVisit {
                entry: made.entry,
                household: &made.household,
                record: &made.record,
                known_place: made.known.map(|place| KnownPlace { place, off_m: 0.0 }),
                fence: fences.get(made.village),
                related_surveyors: made.related,
                photo_matches: &made.matches,
            })
            .collect()
    }
}

pub(super) fn team<'a>(visits: &'a [PlacedVisit<'a>]) -> TeamVisits<'a> {
    TeamVisits { visits, not_before_ms: Some(BEGIN_MS) }
}

/// A phone's clocks: from when on, since which true time it has run, and by how much its wall clock is off.
struct Phone {
    spans: Vec<(i64, BootId, i64, i64)>,
}

impl Phone {
    fn read(&self, true_ms: i64) -> ClockReading {
        let spans = self.spans.iter().rev();
        let (_, boot, since, off) = spans.clone().find(|span| span.0 <= true_ms).unwrap_or(&self.spans[0]);
        ClockReading {
            wall_ms: true_ms + off,
            boot: *boot,
            mono_ms: u64::try_from(true_ms - since).unwrap_or(0),
        }
    }

    /// The battery goes flat; the network sets the clock some time later.
    fn dies(&mut self, true_ms: i64, dice: &mut Dice) {
        let boot = BootId(dice.id());
        self.spans.push((true_ms, boot, true_ms, RESET_MS - true_ms));
        let minutes = if dice.happens(0.5) { 1 } else { dice.whole(5, 150) };
        self.spans.push((true_ms + minutes * MINUTE, boot, true_ms, dice.whole(-2_000, 2_000)));
    }
}

/// An honest campaign, the same for the same seed.
pub(super) fn honest(seed: u64) -> Campaign {
    let mut dice = Dice::of(seed);
    let county = county(&mut dice);
    let mut phone = Phone { spans: vec![(BEGIN_MS, BootId(dice.id()), BEGIN_MS - DAY, 800)] };
    let (mut visits, mut before) = (Vec::new(), None);
    for (day, homes) in (1_i64..).zip(county.homes.chunks(A_DAY)) {
        let on_foot = dice.happens(0.5);
        let mut now = BEGIN_MS + day * DAY + dice.whole(8 * 60, 9 * 60) * MINUTE;
        let start = homes[0].place;
        let stops: Vec<_> =
            homes.iter().map(|home| Stop { household: home.id.clone(), place: Some(home.place) }).collect();
        let mut order = route_of_the_day(start, &stops).unwrap().order;
        // Some families are at home in the evening only; they come last.
        let at_work = dice.happens(0.4).then(|| order.remove(0));
        order.extend(at_work.clone());
        let midnight = BEGIN_MS + day * DAY;
        let mut here = start;
        for id in order {
            let home = homes.iter().find(|home| home.id == id).unwrap();
            let kmh = if on_foot { dice.between(3.0, 5.5) } else { dice.between(12.0, 45.0) };
            now += journey_ms(distance_m(here, home.place) * 1.3, kmh) + dice.whole(1, 8) * MINUTE;
            if at_work.as_ref() == Some(&id) {
                now = now.max(midnight + dice.whole(19 * 60, 20 * 60 + 50) * MINUTE);
            }
            if now > midnight + TOO_LATE_MINUTES * MINUTE {
                break;
            }
            if dice.happens(0.006) {
                phone.dies(now - dice.whole(1, 20) * MINUTE, &mut dice);
            }
            let took = dice.whole(12, 40) * MINUTE;
            if dice.happens(0.002) {
                phone.dies(now + took / 2, &mut dice);
            }
            let made = visit(home, &county, (&phone, now, took), before, &mut dice);
            before = made.record.fixes.last().copied();
            visits.push(made);
            (here, now) = (home.place, now + took);
        }
    }
    Campaign { county, visits }
}

#[expect(clippy::cast_possible_truncation, reason = "hours at most")]
fn journey_ms(metres: f64, kmh: f64) -> i64 {
    (metres / (kmh * 1_000.0) * 3_600_000.0) as i64
}

fn visit(
    home: &Home,
    county: &County,
    (phone, from, took): (&Phone, i64, i64),
    before: Option<Fix>,
    dice: &mut Dice,
) -> Made {
    let answers = households::answers(dice);
    // A signature that comes in the evening is waited for.
    let sealed = if dice.happens(0.02) { from + took + dice.whole(1, 3) * HOUR } else { from + took };
    let spent = u64::try_from(took).unwrap() / answers.len() as u64;
    let step = |question: &crate::form::AnswerKey| TrailStep {
        question: question.clone(),
        changes: 1,
        spent_ms: spent,
        last_wall_ms: phone.read(from + took).wall_ms,
    };
    let fixes = fixes(home, (phone, from), before, dice);
    let photos = photos(home, (phone, from, took), before, dice);
    let matches = looks_like_others(home, &photos, dice);
    Made {
        entry: EntryId(dice.id()),
        household: home.id.clone(),
        village: county.fences.fences().iter().position(|fence| *fence.region() == home.village).unwrap(),
        known: home.known,
        related: 0,
        matches,
        record: VisitRecord {
            purpose: VisitPurpose::Review,
            mode: VisitMode::Onsite,
            surveyors: ["陈建国", "李秀英"].map(|name| PersonName::new(name).unwrap()).to_vec(),
            cadre: None,
            started: phone.read(from),
            ended: phone.read(sealed),
            trail: answers.keys().map(step).collect(),
            answers,
            photos,
            fixes,
            signatures: Vec::new(),
            supersedes: None,
        },
    }
}

/// A satellite fix there and then; what the phone says of its accuracy is about right.
pub(super) fn satellite_fix(place: Place, true_ms: i64, accuracy: f64, dice: &mut Dice) -> Fix {
    let honesty = if dice.happens(0.02) { dice.between(2.0, 4.0) } else { dice.between(0.8, 1.3) };
    let place = moved(place, dice.error_m(accuracy * honesty));
    Fix {
        latitude: place.latitude,
        longitude: place.longitude,
        accuracy_m: dice.happens(0.99).then_some(accuracy),
        altitude_m: Some(120.0),
        datum: Datum::Wgs84,
        source: FixSource::Gnss,
        at: SourcedTime { at_ms: true_ms, source: TimeSource::Gnss },
        mock: false,
    }
}

fn fixes(home: &Home, (phone, from): (&Phone, i64), before: Option<Fix>, dice: &mut Dice) -> Vec<Fix> {
    let accuracy = if home.hills { dice.between(15.0, 60.0) } else { dice.between(4.0, 20.0) };
    let at = from + dice.whole(0, 180_000);
    let fix = satellite_fix(home.place, at, accuracy, dice);
    if dice.happens(0.04) {
        // No satellite is seen: the network's guess, by the phone's clock.
        let accuracy = dice.between(200.0, 1_500.0);
        let guess = satellite_fix(home.place, at, accuracy, dice);
        let time = SourcedTime { at_ms: phone.read(at).wall_ms, source: TimeSource::DeviceClock };
        return vec![Fix { source: FixSource::Network, accuracy_m: Some(accuracy), at: time, ..guess }];
    }
    // Some phones show where they were last.
    match before.filter(|_| dice.happens(0.003)) {
        Some(old) => vec![old],
        None => vec![fix],
    }
}

fn photos(
    home: &Home,
    (phone, from, took): (&Phone, i64, i64),
    before: Option<Fix>,
    dice: &mut Dice,
) -> Vec<PhotoRecord> {
    let count = dice.whole(3, 7);
    // Half of the phones write places into pictures.
    let writes_places = dice.happens(0.5);
    let mut photos: Vec<PhotoRecord> = (0..count)
        .map(|_| {
            let at = from + dice.whole(0, took);
            let taken = SourcedTime { at_ms: phone.read(at).wall_ms, source: TimeSource::Exif };
            // Cameras write the place that the phone knew last.
            let old = before.filter(|_| dice.happens(0.03));
            let here = satellite_fix(home.place, at, 25.0, dice);
            let fix = old.unwrap_or(here);
            let fix = Fix { source: FixSource::Exif, accuracy_m: None, at: taken, ..fix };
            photo(dice, Some(taken), Some(fix).filter(|_| writes_places))
        })
        .collect();
    if dice.happens(0.08) {
        // A receipt, photographed last month.
        let taken = SourcedTime { at_ms: from - dice.whole(1, 40) * DAY, source: TimeSource::Exif };
        let paper = photo(dice, Some(taken), None);
        photos.push(PhotoRecord { kind: PhotoKind::Document, source: PhotoSource::Gallery, ..paper });
    }
    photos
}

pub(super) fn photo(dice: &mut Dice, taken_at: Option<SourcedTime>, fix: Option<Fix>) -> PhotoRecord {
    let blob = |dice: &mut Dice| BlobRef { sha256: Sha256Hash::of(&dice.id()), size: 1 };
    PhotoRecord {
        kind: PhotoKind::Outside,
        source: PhotoSource::Camera,
        caption: String::new(),
        taken_at,
        fix,
        original: blob(dice),
        derivative: blob(dice),
        thumbnail: blob(dice),
        width: 1_600,
        height: 1_200,
        watermark_px: 0,
    }
}

/// Gates of one courtyard look alike, and so do some walls.
fn looks_like_others(home: &Home, photos: &[PhotoRecord], dice: &mut Dice) -> Vec<PhotoMatch> {
    let chance = if home.courtyard { 0.15 } else { 0.005 };
    let alike = photos.iter().take(2).filter(|_| dice.happens(chance)).map(|photo| photo.original.sha256);
    let alike: Vec<_> = alike.collect();
    let seen =
        |photo| PhotoMatch { photo, seen_in: EntryId(dice.id()), same_household: false, same_picture: false };
    alike.into_iter().map(seen).collect()
}
