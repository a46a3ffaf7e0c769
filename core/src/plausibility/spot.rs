//! Many households from one spot: a survey that was filled in at a desk.
//!
//! Households that are known to live at the spot do not count: a courtyard of five is one spot for an honest team.

use std::collections::BTreeSet;

use super::{
    Finding, FindingCode, PlacedVisit, TeamVisits,
    place::{best_fix, described, leeway_m},
    policy::{Thresholds, many},
    text,
};
use crate::location::{Fix, Place, distance_m, to_wgs84};

/// One metre of latitude in degrees, a little more than it is: it narrows what is compared, and decides nothing.
const DEGREES_A_METRE: f64 = 1.0 / 110_000.0;

/// A visit with the fix that says where it was filled in.
struct Spot<'a> {
    visit: usize,
    fix: &'a Fix,
    place: Place,
}

/// 多户在同一处填写
pub(super) fn one_spot<'a>(team: &TeamVisits<'a>, all: &'a Thresholds) -> Vec<(usize, Finding<'a>)> {
    let rule = &all.one_spot;
    let radius = f64::from(rule.radius_m.get());
    let mut spots: Vec<Spot<'a>> = team
        .visits
        .iter()
        .enumerate()
        .filter(|(_, placed)| placed.on_site())
        .filter_map(|(visit, placed)| {
            let fix = best_fix(placed.record, &all.fix, rule.worst_accuracy_m.get())?;
            (!lives_there(placed, fix, all)).then(|| Spot { visit, fix, place: to_wgs84(fix.place()) })
        })
        .collect();
    // From south to north, so that only neighbours are compared.
    spots.sort_by(|one, other| one.place.latitude.total_cmp(&other.place.latitude));
    let mut found = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let in_reach = |other: &&Spot<'a>| {
            (other.place.latitude - spot.place.latitude).abs() <= radius * DEGREES_A_METRE
        };
        let south = spots.get(..at).unwrap_or_default().iter().rev().take_while(in_reach);
        let north = spots.get(at..).unwrap_or_default().iter().take_while(in_reach);
        let here = south.chain(north).filter(|other| distance_m(other.place, spot.place) <= radius);
        let households: BTreeSet<_> =
            here.filter_map(|other| team.visits.get(other.visit)).map(|placed| placed.household).collect();
        let least = many(rule.least_households.get());
        if let Some(placed) = team.visits.get(spot.visit).filter(|_| households.len() >= least) {
            found.push((spot.visit, finding(placed, spot.fix, households.len(), all)));
        }
    }
    found
}

/// Whether the household was found there last year, or as near as both measurements can tell.
fn lives_there(visit: &PlacedVisit<'_>, fix: &Fix, all: &Thresholds) -> bool {
    let may_be = f64::from(all.one_spot.radius_m.get()) + leeway_m(fix, &all.fix);
    visit.known_place.is_some_and(|known| distance_m(known.place, fix.place()) <= may_be + known.off_m)
}

fn finding<'a>(visit: &PlacedVisit<'a>, fix: &Fix, households: usize, all: &'a Thresholds) -> Finding<'a> {
    let rule = &all.one_spot;
    let sentence = format!(
        "同一处 {}范围内填写了 {households} 户，这些户上年都不在此处。请核对是否逐户上门，并查看各户的外观和室内照片",
        text::metres(rule.radius_m.get().into())
    );
    let threshold = ("one_spot.least_households", format!("{} 户", rule.least_households), &rule.source);
    Finding::new(FindingCode::OneSpot, visit.entry, sentence, threshold)
        .with("同一处的户数", format!("{households} 户"))
        .with("定位", described(fix, &all.fix))
}
