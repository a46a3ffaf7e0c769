//! The route of a day: in which order a team goes to its households.
//!
//! Nearest first, then crossings are taken out (2-opt) until no exchange of two legs makes the way shorter. It is a
//! proposal as the crow flies: it knows no road and no river.

use super::{datum::Place, distance::distance_m};
use crate::{error::Explain, ids::HouseholdId};

/// Most households of one day: ten times what a team can visit.
pub const MAX_STOPS: usize = 200;

/// A household to be visited.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Which.
    pub household: HouseholdId,
    /// Where it was found before, where anybody knows.
    pub place: Option<Place>,
}

/// The way of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Every household, in the order of the way; those without a place come last, by their ids.
    pub order: Vec<HouseholdId>,
    /// How many of them have a place.
    pub placed: usize,
    /// Length of the way from the start to the last placed household, in metres as the crow flies.
    pub length_m: u64,
    /// The same length with nothing but nearest first.
    pub nearest_first_m: u64,
}

/// Why there is no route.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// Too many households.
    #[error("一天的路线最多安排 {MAX_STOPS} 户，请分组或分天安排")]
    TooManyStops,
    /// The start is no place on earth.
    #[error("出发地的经纬度不合理，请重新定位后再排路线")]
    BadStart,
}

impl Explain for RouteError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooManyStops => "route_too_many_stops",
            Self::BadStart => "route_bad_start",
        }
    }
}

/// Orders the households of a day into a way that begins at `start` and ends at the last of them. The order in which they
/// are given does not matter.
///
/// # Errors
/// [`RouteError`]: more than [`MAX_STOPS`] households, or a start that is no place on earth.
pub fn route_of_the_day(start: Place, stops: &[Stop]) -> Result<Route, RouteError> {
    if stops.len() > MAX_STOPS {
        return Err(RouteError::TooManyStops);
    }
    let start = start.checked().map_err(|_| RouteError::BadStart)?;
    let on_earth = |stop: &Stop| stop.place.and_then(|place| place.checked().ok());
    let mut placed: Vec<(&HouseholdId, Place)> =
        stops.iter().filter_map(|stop| Some((&stop.household, on_earth(stop)?))).collect();
    placed.sort_by(|(one, here), (other, there)| {
        one.cmp(other)
            .then(here.latitude.total_cmp(&there.latitude))
            .then(here.longitude.total_cmp(&there.longitude))
    });
    let mut unplaced: Vec<&HouseholdId> =
        stops.iter().filter(|stop| on_earth(stop).is_none()).map(|stop| &stop.household).collect();
    unplaced.sort();
    let legs = Legs::between(start, &placed);
    let mut way = nearest_first(&legs);
    let nearest_first_m = legs.length(&way) / UNITS_PER_M;
    without_crossings(&legs, &mut way);
    let length_m = legs.length(&way) / UNITS_PER_M;
    let in_order =
        way.iter().filter_map(|stop| placed.get(stop.wrapping_sub(1))).map(|(household, _)| *household);
    let order = in_order.chain(unplaced).cloned().collect();
    Ok(Route { order, placed: placed.len(), length_m, nearest_first_m })
}

/// Centimetres, in whole numbers: sums and comparisons are the same on every machine, and 2-opt comes to an end.
const UNITS_PER_M: u64 = 100;

/// Every distance between two points; 0 is the start, the household `n` of the list is `n + 1`.
struct Legs {
    points: usize,
    lengths: Vec<u64>,
}

impl Legs {
    fn between(start: Place, placed: &[(&HouseholdId, Place)]) -> Self {
        let points: Vec<Place> =
            std::iter::once(start).chain(placed.iter().map(|(_, place)| *place)).collect();
        let pairs = points.iter().flat_map(|from| points.iter().map(move |to| whole(distance_m(*from, *to))));
        Self { lengths: pairs.collect(), points: points.len() }
    }

    fn leg(&self, from: usize, to: usize) -> u64 {
        self.lengths.get(from * self.points + to).copied().unwrap_or(u64::MAX / 4)
    }

    /// Length of a way.
    fn length(&self, way: &[usize]) -> u64 {
        way.iter().zip(way.iter().skip(1)).map(|(from, to)| self.leg(*from, *to)).sum()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most half the earth's girth, above zero"
)]
fn whole(metres: f64) -> u64 {
    // The multiplication is by a hundred: UNITS_PER_M.
    (metres * 100.0).round() as u64
}

/// From the start always to the nearest household that is left; of two as near to the one whose id comes first.
fn nearest_first(legs: &Legs) -> Vec<usize> {
    let mut left: Vec<usize> = (1..legs.points).collect();
    let mut way = vec![0];
    let mut here = 0;
    while let Some((at, next)) =
        left.iter().copied().enumerate().min_by_key(|(_, stop)| (legs.leg(here, *stop), *stop))
    {
        left.remove(at);
        way.push(next);
        here = next;
    }
    way
}

/// Turns round stretches of the way as long as that makes it shorter. Each turn saves at least a centimetre, so it ends.
fn without_crossings(legs: &Legs, way: &mut [usize]) {
    while let Some((first, last)) = better_turn(legs, way) {
        if let Some(stretch) = way.get_mut(first..=last) {
            stretch.reverse();
        }
    }
}

/// The stretch whose turning saves most.
fn better_turn(legs: &Legs, way: &[usize]) -> Option<(usize, usize)> {
    let mut best: Option<(u64, (usize, usize))> = None;
    // The start stays where it is; the way may end anywhere.
    for (first, (before, from)) in (1..).zip(way.iter().zip(way.iter().skip(1))) {
        for (last, to) in way.iter().enumerate().skip(first + 1) {
            let (mut old, mut new) = (legs.leg(*before, *from), legs.leg(*before, *to));
            if let Some(after) = way.get(last + 1) {
                old += legs.leg(*to, *after);
                new += legs.leg(*from, *after);
            }
            let saved = old.saturating_sub(new);
            if saved > best.map_or(0, |(most, _)| most) {
                best = Some((saved, (first, last)));
            }
        }
    }
    best.map(|(_, stretch)| stretch)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stop(number: usize, place: Option<Place>) -> Stop {
        Stop { household: HouseholdId::new(format!("h-{number:03}")).unwrap(), place }
    }

    const OFFICE: Place = Place { latitude: 28.0, longitude: 117.0, datum: crate::location::Datum::Wgs84 };

    fn order(route: &Route) -> Vec<&str> {
        route.order.iter().map(|household| household.as_str()).collect()
    }

    #[test]
    fn houses_along_a_road_are_visited_along_the_road() {
        let places = [3, 1, 4, 2, 0].map(|at| Place::wgs84(28.0, 117.0 + f64::from(at) * 0.01));
        let stops: Vec<_> =
            places.into_iter().enumerate().map(|(number, place)| stop(number, Some(place))).collect();
        let route = route_of_the_day(OFFICE, &stops).unwrap();
        assert_eq!(order(&route), ["h-004", "h-001", "h-003", "h-000", "h-002"]);
        let end_to_end = distance_m(OFFICE, Place::wgs84(28.0, 117.04));
        assert_eq!(route.length_m, whole(end_to_end) / UNITS_PER_M);
    }

    #[test]
    fn households_without_a_place_come_last() {
        let nowhere = Place::wgs84(f64::NAN, 117.0);
        let stops = [
            stop(1, None),
            stop(2, Some(Place::wgs84(28.1, 117.0))),
            stop(3, Some(nowhere)),
            stop(0, None),
            stop(4, Some(Place::wgs84(28.0, 117.0))),
        ];
        let route = route_of_the_day(OFFICE, &stops).unwrap();
        assert_eq!(order(&route), ["h-004", "h-002", "h-000", "h-001", "h-003"]);
        assert_eq!(route.placed, 2);
    }

    #[test]
    fn a_day_has_a_limit_and_needs_a_start() {
        let stops: Vec<_> = (0..=MAX_STOPS).map(|number| stop(number, None)).collect();
        assert_eq!(route_of_the_day(OFFICE, &stops), Err(RouteError::TooManyStops));
        assert!(route_of_the_day(OFFICE, &stops[..MAX_STOPS]).is_ok());
        assert_eq!(route_of_the_day(Place::wgs84(91.0, 0.0), &[]), Err(RouteError::BadStart));
        assert_eq!(route_of_the_day(OFFICE, &[]).unwrap().order, []);
        assert_eq!(RouteError::BadStart.code(), "route_bad_start");
    }

    fn a_day() -> impl Strategy<Value = Vec<Stop>> {
        let place = proptest::option::weighted(0.9, (27.98_f64..28.02, 116.98_f64..117.02));
        proptest::collection::vec(place, 0..30).prop_map(|places| {
            let placed = places.into_iter().map(|place| place.map(|(north, east)| Place::wgs84(north, east)));
            placed.enumerate().map(|(number, place)| stop(number, place)).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_does_not_matter(stops in a_day(), turn in 0_usize..30) {
            let mut others = stops.clone();
            others.reverse();
            others.rotate_left(turn % stops.len().max(1));
            prop_assert_eq!(route_of_the_day(OFFICE, &stops), route_of_the_day(OFFICE, &others));
        }

        #[test]
        fn every_household_is_visited_once_and_the_way_is_never_longer_than_nearest_first(stops in a_day()) {
            let route = route_of_the_day(OFFICE, &stops).unwrap();
            prop_assert!(route.length_m <= route.nearest_first_m);
            let mut visited = order(&route);
            visited.sort_unstable();
            prop_assert_eq!(visited, stops.iter().map(|stop| stop.household.as_str()).collect::<Vec<_>>());
        }

        #[test]
        fn no_two_legs_can_be_exchanged_for_shorter_ones(stops in a_day()) {
            let route = route_of_the_day(OFFICE, &stops).unwrap();
            let place = |household: &HouseholdId| {
                stops.iter().find(|stop| stop.household == *household).and_then(|stop| stop.place)
            };
            let way: Vec<Place> =
                std::iter::once(OFFICE).chain(route.order.iter().take(route.placed).filter_map(place)).collect();
            let length = |way: &[Place]| way.windows(2).map(|leg| distance_m(leg[0], leg[1])).sum::<f64>();
            let found = length(&way);
            for first in 1..way.len() {
                for last in first + 1..way.len() {
                    let mut turned = way.clone();
                    turned[first..=last].reverse();
                    // Legs are compared in whole centimetres.
                    prop_assert!(length(&turned) > found - 0.05, "{first}..={last}");
                }
            }
        }
    }
}
