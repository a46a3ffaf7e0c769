//! Places: fixes that say how they were measured, the datums in use in China, distances, village fences, and the route
//! of a day.

mod datum;
mod distance;
mod fence;
mod fix;
mod route;

pub use datum::{Datum, Place, from_wgs84, in_shifted_area, to_wgs84};
pub use distance::{EARTH_RADIUS_M, distance_m};
pub use fence::{
    FenceError, FenceIndex, FenceProblem, MAX_FENCE_BYTES, MAX_FENCE_POINTS, MAX_FENCES,
    MAX_VILLAGE_NAME_CHARS, Standing, VillageFence,
};
pub use fix::{Fix, FixSource, LocationError, MAX_ACCURACY_M, MAX_ALTITUDE_M, MIN_ALTITUDE_M};
pub use route::{MAX_STOPS, Route, RouteError, Stop, route_of_the_day};
