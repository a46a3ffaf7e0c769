use super::{
    one_visit::{TEN, after, fence, fix_at, found, home, placed, visit},
    village::moved,
    world::{HOUR, MINUTE, Made, team},
};
use crate::{
    clock::TimeSource,
    ids::BootId,
    location::{Fix, FixSource},
    plausibility::{FindingCode, KnownPlace, Thresholds, findings},
    visit::VisitMode,
};

/// A fix some metres to the east, and the photos with it.
fn stand(made: &mut Made, east_m: f64, accuracy_m: f64) {
    let place = moved(home(), (east_m, 0.0));
    made.record.fixes = vec![Fix { accuracy_m: Some(accuracy_m), ..fix_at(place, TEN + MINUTE) }];
    for photo in &mut made.record.photos {
        photo.fix = None;
    }
}

#[test]
fn an_honest_visit_gives_no_reason() {
    assert_eq!(after(|_| {}), []);
}

#[test]
fn a_fix_is_outside_the_village_only_beyond_its_error_and_the_fence_s() {
    let outside = |off_m: f64, accuracy: f64| {
        after(|made| {
            stand(made, 500.0 + off_m, accuracy);
            made.known = None;
        })
    };
    assert_eq!(outside(-100.0, 10.0), []);
    assert_eq!(outside(210.0, 10.0), []);
    assert_eq!(outside(230.0, 10.0), [FindingCode::OutsideVillage]);
    assert_eq!(outside(310.0, 60.0), [], "in the hills");
    assert_eq!(outside(50_000.0, 1_500.0), [], "such a fix says nothing");
    let by_telephone = after(|made| {
        stand(made, 9_000.0, 10.0);
        made.record.mode = VisitMode::Phone;
    });
    assert_eq!(by_telephone, []);
    let pointed_at = after(|made| {
        stand(made, 9_000.0, 10.0);
        made.record.fixes[0].source = FixSource::Manual;
    });
    assert_eq!(pointed_at, [], "a place on a map is no measurement");
}

#[test]
fn last_year_s_place_is_told_when_it_is_too_far() {
    assert_eq!(after(|made| stand(made, 310.0, 10.0)), []);
    assert_eq!(after(|made| stand(made, 330.0, 10.0)), [FindingCode::FarFromLastYear]);
    assert_eq!(after(|made| stand(made, 400.0, 60.0)), []);
}

#[test]
fn last_year_s_place_is_as_good_as_what_was_measured_then() {
    let thresholds = Thresholds::shipped().unwrap();
    let last_year = |change: fn(&mut Made)| {
        let mut made = visit(9, TEN);
        change(&mut made);
        KnownPlace::of(&made.record, &thresholds)
    };
    let found = last_year(|made| made.record.fixes[0].accuracy_m = Some(60.0)).unwrap();
    assert_eq!((found.place, found.off_m), (home(), 120.0));
    let better = last_year(|made| {
        let good = made.record.fixes[0];
        stand(made, 3_000.0, 400.0);
        made.record.fixes.push(good);
    });
    assert_eq!(better.unwrap().place, home());
    assert_eq!(last_year(|made| made.record.mode = VisitMode::Phone), None);
    assert_eq!(last_year(|made| made.record.fixes[0].source = FixSource::Manual), None);
    assert_eq!(last_year(|made| made.record.fixes[0].mock = true), None);

    let mut made = visit(1, TEN);
    stand(&mut made, 400.0, 10.0);
    let fences = fence();
    let told = |off_m| {
        let mut placed = placed(std::slice::from_ref(&made), &fences);
        placed[0].known_place = Some(KnownPlace { place: home(), off_m });
        findings(&team(&placed), &thresholds).len()
    };
    assert_eq!((told(0.0), told(120.0)), (1, 0));
}

#[test]
fn the_most_accurate_fix_counts() {
    let both = after(|made| {
        let good = made.record.fixes[0];
        stand(made, 3_000.0, 400.0);
        made.record.fixes.push(good);
    });
    assert_eq!(both, []);
}

fn second(minutes: i64, east_m: f64) -> Made {
    let mut made = visit(2, TEN + minutes * MINUTE);
    let place = moved(home(), (east_m, 0.0));
    made.record.fixes = vec![fix_at(place, TEN + minutes * MINUTE + MINUTE)];
    made.record.photos.clear();
    made.known = Some(place);
    made
}

/// Only what is about the journey.
fn journeys(visits: &[Made]) -> Vec<(u8, FindingCode)> {
    found(visits).into_iter().filter(|(_, code)| *code == FindingCode::TooFast).collect()
}

#[test]
fn a_journey_that_nobody_makes_in_the_time_is_told() {
    let far = |minutes, east| journeys(&[visit(1, TEN), second(minutes, east)]);
    assert_eq!(far(25, 12_000.0), []);
    assert_eq!(far(25, 50_000.0), [(2, FindingCode::TooFast)]);
    assert_eq!(far(0, 900.0), [], "two phones of one team in one hamlet");
    assert_eq!(far(0, 5_000.0), [(2, FindingCode::TooFast)], "at two places at once");
}

#[test]
fn times_of_two_clocks_are_not_compared() {
    let mut other = second(5, 30_000.0);
    other.record.fixes[0].at.source = TimeSource::DeviceClock;
    assert_eq!(journeys(&[visit(1, TEN), other.clone()]), [], "satellites and the phone's own clock");
    let mut first = visit(1, TEN);
    first.record.fixes[0].at.source = TimeSource::DeviceClock;
    assert_eq!(journeys(&[first.clone(), other.clone()]), [(2, FindingCode::TooFast)], "one boot's clock");
    (other.record.started.boot, other.record.ended.boot) = (BootId([2; 16]), BootId([2; 16]));
    assert_eq!(journeys(&[first, other]), [], "a flat battery lies between");
}

#[test]
fn a_courtyard_of_many_is_no_desk_and_a_desk_is_one() {
    let visits: Vec<Made> =
        (1..=8_u8).map(|number| visit(number, TEN + i64::from(number) * HOUR / 2)).collect();
    assert_eq!(found(&visits), [], "they live there");
    let mut unknown = visits.clone();
    unknown.iter_mut().for_each(|made| made.known = None);
    assert_eq!(found(&unknown[..5]), [], "a courtyard of five that nobody knows");
    assert_eq!(found(&unknown).len(), 8);
    let mut desk = visits;
    for made in &mut desk {
        made.known = Some(moved(home(), (200.0, 0.0)));
    }
    let told = found(&desk);
    assert_eq!(told.len(), 8);
    assert!(told.iter().all(|(_, code)| *code == FindingCode::OneSpot), "{told:?}");
    for made in &mut desk {
        made.record.fixes[0].accuracy_m = Some(90.0);
    }
    assert_eq!(found(&desk), [], "the network's guess is one spot for a whole valley");
}
