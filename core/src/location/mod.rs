//! Places: fixes that say how they were measured, the datums in use in China, and distances.

mod datum;
mod distance;
mod fix;

pub use datum::{Datum, Place, from_wgs84, in_shifted_area, to_wgs84};
pub use distance::{EARTH_RADIUS_M, distance_m};
pub use fix::{Fix, FixSource, LocationError, MAX_ACCURACY_M, MAX_ALTITUDE_M, MIN_ALTITUDE_M};
