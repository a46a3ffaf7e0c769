//! Whether the holes of a polygon lie inside it, as RFC 7946 section 3.1.6 asks.

use geo::{Coord, LineString, Polygon};

use super::{part::Part, ring};

/// By how many metres a hole may stick out: borders that were simplified, or brought from another datum, no longer touch.
const MOST_M: f64 = 1.0;
/// Points of holes whose distance to the outer ring is measured; more of them outside are no matter of rounding.
const MOST_MEASURED: usize = 100;

/// Whether a hole sticks out of the outer ring.
pub(super) fn sticks_out(outer: &LineString<f64>, holes: &[LineString<f64>]) -> bool {
    if holes.is_empty() {
        return false;
    }
    let Some(whole) = Part::of(Polygon::new(outer.clone(), Vec::new())) else { return false };
    let outside = holes.iter().flatten().copied().filter(|point| !whole.covers(*point));
    let outside: Vec<Coord<f64>> = outside.take(MOST_MEASURED + 1).collect();
    let whole = [whole];
    outside.len() > MOST_MEASURED || outside.iter().any(|point| ring::distance_m(&whole, *point) > MOST_M)
}
