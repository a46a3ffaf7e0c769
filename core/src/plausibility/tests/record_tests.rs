use proptest::prelude::*;

use super::{
    one_visit::{TEN, after, clock, fix_at, found, home, visit},
    village::moved,
    world::{DAY, HOUR, MINUTE, Made, honest, team},
};
use crate::{
    clock::{ClockReading, SourcedTime, TimeSource},
    form::{Answer, AnswerKey},
    ids::{BootId, EntryId},
    location::{Fix, FixSource, Place},
    money::Fen,
    photo::PhotoKind,
    plausibility::{FindingCode, PhotoMatch, PlacedVisit, TeamVisits, Thresholds, findings},
    visit::TrailStep,
};

#[test]
fn a_visit_is_too_short_for_its_questions() {
    let of = |minutes: i64| after(|made| made.record.ended = clock(TEN + minutes * MINUTE));
    assert_eq!(of(6), []);
    assert_eq!(of(4), [FindingCode::TooShort]);
    let many = |questions: i32| {
        after(|made| {
            made.record.ended = clock(TEN + 6 * MINUTE);
            let step = made.record.trail[0].clone();
            let key = |question| AnswerKey::new(format!("q{question}")).unwrap();
            made.record.trail = (0..questions)
                .map(|question| TrailStep { question: key(question), ..step.clone() })
                .collect();
        })
    };
    assert_eq!(many(60), []);
    assert_eq!(many(61), [FindingCode::TooShort]);
    let started_anew = after(|made| {
        made.record.ended = ClockReading { wall_ms: TEN, boot: BootId([2; 16]), mono_ms: 5 };
    });
    assert_eq!(started_anew, [], "the answers' own times say twenty minutes");
}

fn with_answers(number: u8, amounts: &[i64]) -> Made {
    let mut made = visit(number, TEN + i64::from(number) * HOUR);
    for (place, amount) in (0..).zip(amounts) {
        let key = AnswerKey::new(format!("amount_{place}")).unwrap();
        made.record.answers.insert(key, Answer::Money(Fen(*amount)));
    }
    made
}

#[test]
fn copied_amounts_are_told_and_common_ones_are_not() {
    let first = [1_000, 2_000, 3_300, 4_700, 5_100, 6_200, 7_900, 8_100];
    let compared = |second: &[i64]| found(&[with_answers(1, &first), with_answers(2, second)]);
    assert_eq!(compared(&first), [(2, FindingCode::CopiedAnswers)]);
    assert_eq!(
        compared(&[1_000, 2_000, 3_300, 4_700, 5_100, 6_200, 7_900, 1]),
        [(2, FindingCode::CopiedAnswers)]
    );
    assert_eq!(compared(&[1_000, 2_000, 3_300, 4_700, 5_100, 6_200, 1, 1]), [], "six of eight");
    assert_eq!(compared(&[0; 8]), [], "nothing is like nothing");
    let mut again = with_answers(2, &first);
    again.household = with_answers(1, &first).household;
    assert_eq!(found(&[with_answers(1, &first), again]), [], "a correction of the same household's visit");
}

#[test]
fn photos_of_another_time_are_told_and_papers_are_not() {
    let taken = |off: i64, kind: PhotoKind| {
        after(|made| {
            let photo = &mut made.record.photos[0];
            photo.taken_at = Some(SourcedTime { at_ms: TEN + off, source: TimeSource::Exif });
            (photo.kind, photo.source) = (kind, crate::photo::PhotoSource::Gallery);
        })
    };
    assert_eq!(taken(-20 * MINUTE, PhotoKind::Outside), []);
    assert_eq!(taken(-2 * HOUR, PhotoKind::Outside), [FindingCode::PhotoTime]);
    assert_eq!(taken(2 * HOUR, PhotoKind::Kitchen), [FindingCode::PhotoTime]);
    assert_eq!(taken(-90 * DAY, PhotoKind::Document), []);
}

#[test]
fn one_photo_with_an_old_place_is_let_pass_and_two_are_not() {
    let off = |count: usize| {
        after(|made| {
            let mut photo = made.record.photos[0].clone();
            let there = fix_at(moved(home(), (1_500.0, 0.0)), TEN);
            photo.fix = Some(Fix { source: FixSource::Exif, ..there });
            made.record.photos.extend(vec![photo; count]);
        })
    };
    assert_eq!(off(1), []);
    assert_eq!(off(2), [FindingCode::PhotoPlace]);
}

#[test]
fn a_picture_of_another_household_is_told() {
    let seen = |same_household: bool, same_picture: bool, count: u8| {
        after(|made| {
            let of = |number| PhotoMatch {
                photo: crate::ids::Sha256Hash([number; 32]),
                seen_in: EntryId([9; 16]),
                same_household,
                same_picture,
            };
            made.matches = (0..count).map(of).collect();
        })
    };
    assert_eq!(seen(false, true, 1), [FindingCode::PhotoReused]);
    assert_eq!(seen(false, false, 1), [], "two gates of one courtyard");
    assert_eq!(seen(false, false, 2), [FindingCode::PhotoReused]);
    assert_eq!(seen(true, true, 3), [], "their own of last year");
}

#[test]
fn a_clock_that_was_set_is_told_and_a_flat_battery_is_not() {
    let set = after(|made| made.record.ended.wall_ms -= 3 * HOUR);
    assert_eq!(set, [FindingCode::ClockMoved]);
    let by_the_network = after(|made| made.record.ended.wall_ms += 5_000);
    assert_eq!(by_the_network, []);
    let yesterday = after(|made| {
        for reading in [&mut made.record.started, &mut made.record.ended] {
            reading.wall_ms -= DAY;
        }
        made.record.photos.clear();
    });
    assert_eq!(yesterday, [FindingCode::ClockMoved], "the satellites know better");
    let flat = after(|made| {
        let boot = BootId([7; 16]);
        made.record.started = ClockReading { wall_ms: 1_609_459_200_000, boot, mono_ms: 0 };
        made.record.ended = ClockReading { wall_ms: TEN + 20 * MINUTE, boot, mono_ms: 1_200_000 };
    });
    assert_eq!(flat, []);
}

#[test]
fn a_clock_that_went_back_between_two_visits_is_told() {
    let mut second = visit(2, TEN + 2 * HOUR);
    for reading in [&mut second.record.started, &mut second.record.ended] {
        reading.wall_ms -= HOUR;
    }
    (second.record.photos, second.record.fixes) = (Vec::new(), Vec::new());
    assert_eq!(found(&[visit(1, TEN), second.clone()]), [(2, FindingCode::ClockMoved)]);
    (second.record.started.boot, second.record.ended.boot) = (BootId([3; 16]), BootId([3; 16]));
    assert_eq!(found(&[visit(1, TEN), second]), [], "nobody knows across boots");
}

#[test]
fn a_visit_at_night_is_told_and_one_in_the_evening_is_not() {
    let from = |hour: i64| found(&[visit(1, TEN + (hour - 10) * HOUR)]);
    assert_eq!(from(21), []);
    assert_eq!(from(22), [(1, FindingCode::NightVisit)]);
    assert_eq!(from(29), [(1, FindingCode::NightVisit)]);
    assert_eq!(from(30), []);
}

#[test]
fn relatives_and_made_up_places_are_told() {
    assert_eq!(after(|made| made.related = 1), [FindingCode::RelatedSurveyor]);
    assert_eq!(after(|made| made.record.fixes[0].mock = true), [FindingCode::MockLocation]);
}

#[test]
fn codes_have_one_name_and_some_can_be_mended_at_the_door() {
    let mut names: Vec<_> = FindingCode::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FindingCode::ALL.len());
    for code in FindingCode::ALL {
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.name()));
    }
    let mendable = FindingCode::ALL.into_iter().filter(|code| code.mendable_at_the_door()).count();
    assert_eq!(mendable, 8);
    assert!(!FindingCode::ClockMoved.mendable_at_the_door());
}

#[test]
fn nothing_is_found_where_nothing_was_recorded() {
    let thresholds = Thresholds::shipped().unwrap();
    assert_eq!(findings(&TeamVisits { visits: &[], not_before_ms: None }, &thresholds), []);
}

proptest! {
    /// Records come from outside: whatever is in them, rules end and say something readable.
    #[test]
    fn no_record_is_too_odd(
        wall in proptest::array::uniform2(any::<i64>()), mono in proptest::array::uniform2(any::<u64>()),
        fix in (any::<f64>(), any::<f64>(), proptest::option::of(any::<f64>()), any::<i64>()),
        spent in any::<u64>(), exif in any::<i64>(),
    ) {
        let mut odd = visit(1, TEN);
        odd.record.started = ClockReading { wall_ms: wall[0], boot: BootId([1; 16]), mono_ms: mono[0] };
        odd.record.ended = ClockReading { wall_ms: wall[1], boot: BootId([1; 16]), mono_ms: mono[1] };
        let (latitude, longitude, accuracy_m, at_ms) = fix;
        let strange = Fix { latitude, longitude, accuracy_m, ..fix_at(home(), at_ms) };
        odd.record.fixes.push(strange);
        odd.record.photos[0].fix = Some(Fix { source: FixSource::Exif, ..strange });
        odd.record.photos[0].taken_at = Some(SourcedTime { at_ms: exif, source: TimeSource::Exif });
        odd.record.trail.iter_mut().for_each(|step| step.spent_ms = spent);
        odd.known = Some(Place::wgs84(latitude, longitude));
        let device = Fix { at: SourcedTime { at_ms, source: TimeSource::DeviceClock }, ..fix_at(home(), at_ms) };
        let mut another = visit(2, TEN);
        another.record.fixes = vec![device];
        found(&[odd, another, visit(3, TEN + HOUR)]);
    }

    /// What a visit shows by itself does not depend on what the team did elsewhere.
    #[test]
    fn a_visit_s_own_findings_do_not_depend_on_other_visits(seed in 1_u64..4, from in 0_usize..110) {
        let of_the_team = [
            FindingCode::TooFast, FindingCode::OneSpot, FindingCode::CopiedAnswers, FindingCode::ClockMoved,
        ];
        let campaign = honest(seed);
        let thresholds = Thresholds::shipped().unwrap();
        let placed = campaign.placed(&campaign.visits);
        let own = |visits: &[PlacedVisit<'_>]| -> Vec<_> {
            let all = findings(&team(visits), &thresholds).into_iter();
            all.filter(|finding| !of_the_team.contains(&finding.code))
                .map(|finding| (finding.visit, finding.sentence))
                .collect()
        };
        let together = own(&placed[from..from + 10]);
        let apart: Vec<_> = placed[from..from + 10].chunks(1).flat_map(own).collect();
        prop_assert_eq!(together, apart);
    }
}
