//! How far a place is from the rings of a village.

use geo::{Coord, LineString};

use super::part::Part;
use crate::location::{datum::Place, distance::distance_m as between_m};

/// Metres from a place to the nearest border of the parts; infinite where there is none.
pub(super) fn distance_m(parts: &[Part], at: Coord<f64>) -> f64 {
    let shrink = at.y.to_radians().cos();
    let lines = parts.iter().flat_map(Part::rings).flat_map(LineString::lines);
    let mut nearest: Option<(f64, Coord<f64>)> = None;
    for line in lines {
        let point = nearest_on(line.start, line.end, at, shrink);
        let square = square(at, point, shrink);
        if nearest.is_none_or(|(least, _)| square < least) {
            nearest = Some((square, point));
        }
    }
    nearest.map_or(f64::INFINITY, |(_, point)| between_m(place(at), place(point)))
}

/// The point of a stretch of border that lies nearest, on a plane around `at` on which degrees east are `shrink` as
/// long as degrees north.
fn nearest_on(from: Coord<f64>, to: Coord<f64>, at: Coord<f64>, shrink: f64) -> Coord<f64> {
    let (along_x, along_y) = ((to.x - from.x) * shrink, to.y - from.y);
    let (off_x, off_y) = ((at.x - from.x) * shrink, at.y - from.y);
    let length = along_x * along_x + along_y * along_y;
    let part = if length > 0.0 { (off_x * along_x + off_y * along_y) / length } else { 0.0 };
    let part = part.clamp(0.0, 1.0);
    Coord { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}

fn square(one: Coord<f64>, other: Coord<f64>, shrink: f64) -> f64 {
    let (east, north) = ((one.x - other.x) * shrink, one.y - other.y);
    east * east + north * north
}

fn place(at: Coord<f64>) -> Place {
    Place::wgs84(at.y, at.x)
}
