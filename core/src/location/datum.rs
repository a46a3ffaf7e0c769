//! The datums of Chinese maps and the way between them (domain facts: GPS and EXIF are WGS-84, 高德 and 腾讯
//! GCJ-02, 百度 BD-09).

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::fix::LocationError;

/// Semi-major axis that GCJ-02 is defined with, in metres (Krasovsky 1940).
const SEMI_MAJOR_M: f64 = 6_378_245.0;
/// First eccentricity squared that GCJ-02 is defined with.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Angular constant of BD-09.
const BD_ANGLE: f64 = PI * 3000.0 / 180.0;
/// BD-09's shift to the east, in degrees.
const BD_EAST: f64 = 0.0065;
/// BD-09's shift to the north, in degrees.
const BD_NORTH: f64 = 0.006;

/// Most rounds of an inverse. Each shrinks the error about a hundredfold, so three or four do.
const MAX_INVERSE_ROUNDS: usize = 20;
/// When an inverse stops, in degrees (about 0.1 mm); a public conversion needs no more than 1e-7.
const INVERSE_TOLERANCE: f64 = 1e-9;

/// What degrees are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// GPS and EXIF; what is stored.
    Wgs84,
    /// 高德, 腾讯 and other domestic maps.
    Gcj02,
    /// 百度.
    Bd09,
}

/// Degrees and what they are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What the degrees are measured in.
    pub datum: Datum,
}

impl Place {
    /// A place in WGS-84.
    #[must_use]
    pub fn wgs84(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude, datum: Datum::Wgs84 }
    }

    /// Gives the place back if it is one on earth.
    ///
    /// # Errors
    /// [`LocationError::CoordinateOutOfRange`].
    pub fn checked(self) -> Result<Self, LocationError> {
        let on_earth = (-90.0..=90.0).contains(&self.latitude) && (-180.0..=180.0).contains(&self.longitude);
        if on_earth { Ok(self) } else { Err(LocationError::CoordinateOutOfRange) }
    }
}

/// Whether the maps shift this WGS-84 place: the box that the public conversions use for China.
#[must_use]
pub fn in_shifted_area(latitude: f64, longitude: f64) -> bool {
    (0.8293..=55.8271).contains(&latitude) && (72.004..=137.8347).contains(&longitude)
}

/// The place in WGS-84.
#[must_use]
pub fn to_wgs84(place: Place) -> Place {
    let shown = (place.latitude, place.longitude);
    let (latitude, longitude) = match place.datum {
        Datum::Wgs84 => shown,
        Datum::Gcj02 => unshift(shown, gcj02_of),
        Datum::Bd09 => unshift(shown, |point| bd09_of(gcj02_of(point))),
    };
    Place { latitude, longitude, datum: Datum::Wgs84 }
}

/// The place, given in any datum, in `datum`.
#[must_use]
pub fn from_wgs84(place: Place, datum: Datum) -> Place {
    if place.datum == datum {
        return place;
    }
    let wgs = to_wgs84(place);
    let point = (wgs.latitude, wgs.longitude);
    let (latitude, longitude) = match datum {
        _ if !in_shifted_area(wgs.latitude, wgs.longitude) => point,
        Datum::Wgs84 => point,
        Datum::Gcj02 => gcj02_of(point),
        Datum::Bd09 => bd09_of(gcj02_of(point)),
    };
    Place { latitude, longitude, datum }
}

/// Degrees north and east.
type Degrees = (f64, f64);

/// Undoes `shift` by iteration: its formulas have no closed inverse, but they move nearby places nearly alike.
///
/// Whether a place was shifted at all is asked of the true place, not of the shown one, so that places beside the
/// border of the area come back as they were.
fn unshift(shown: Degrees, shift: impl Fn(Degrees) -> Degrees) -> Degrees {
    let mut guess = shown;
    for _ in 0..MAX_INVERSE_ROUNDS {
        let (latitude, longitude) = shift(guess);
        let miss = (latitude - shown.0, longitude - shown.1);
        guess = (guess.0 - miss.0, guess.1 - miss.1);
        if miss.0.abs().max(miss.1.abs()) < INVERSE_TOLERANCE {
            break;
        }
    }
    if in_shifted_area(guess.0, guess.1) { guess } else { shown }
}

/// WGS-84 to GCJ-02, wherever the place is.
fn gcj02_of((latitude, longitude): Degrees) -> Degrees {
    let (north_m, east_m) = gcj02_offset_m(longitude - 105.0, latitude - 35.0);
    let radians = latitude.to_radians();
    let bulge = 1.0 - ECCENTRICITY_SQUARED * radians.sin().powi(2);
    let metres_per_degree_north =
        SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (bulge * bulge.sqrt()) * PI / 180.0;
    let metres_per_degree_east = SEMI_MAJOR_M / bulge.sqrt() * radians.cos() * PI / 180.0;
    (latitude + north_m / metres_per_degree_north, longitude + east_m / metres_per_degree_east)
}

/// GCJ-02's shift north and east in metres, for degrees `x` east of 105 and `y` north of 35.
fn gcj02_offset_m(x: f64, y: f64) -> (f64, f64) {
    let wave = |terms: [(f64, f64); 2]| -> f64 {
        terms.iter().map(|(height, angle)| height * (angle * PI).sin()).sum::<f64>() * 2.0 / 3.0
    };
    let ripple = wave([(20.0, 6.0 * x), (20.0, 2.0 * x)]);
    let root = x.abs().sqrt();
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + ripple
        + wave([(20.0, y), (40.0, y / 3.0)])
        + wave([(160.0, y / 12.0), (320.0, y / 30.0)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + ripple
        + wave([(20.0, x), (40.0, x / 3.0)])
        + wave([(150.0, x / 12.0), (300.0, x / 30.0)]);
    (north, east)
}

/// GCJ-02 to BD-09, wherever the place is.
fn bd09_of((latitude, longitude): Degrees) -> Degrees {
    let radius = longitude.hypot(latitude) + 0.000_02 * (latitude * BD_ANGLE).sin();
    let angle = latitude.atan2(longitude) + 0.000_003 * (longitude * BD_ANGLE).cos();
    (radius * angle.sin() + BD_NORTH, radius * angle.cos() + BD_EAST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::location::distance_m;

    fn near(place: Place, latitude: f64, longitude: f64, tolerance: f64) {
        let off = (place.latitude - latitude).abs().max((place.longitude - longitude).abs());
        assert!(off < tolerance, "{place:?} is {off} degrees off {latitude}, {longitude}");
    }

    /// The worked example that the public converters for JavaScript print: 116.404 E, 39.915 N.
    #[test]
    fn the_published_example_at_tiananmen_comes_out() {
        let at = |datum| Place { latitude: 39.915, longitude: 116.404, datum };
        near(from_wgs84(at(Datum::Wgs84), Datum::Gcj02), 39.916_404_281_501_64, 116.410_244_499_169_38, 1e-9);
        near(from_wgs84(at(Datum::Gcj02), Datum::Bd09), 39.921_336_993_510_21, 116.410_369_493_710_29, 1e-8);
        // The published inverses are one-step approximations, good to about a metre.
        near(to_wgs84(at(Datum::Gcj02)), 39.913_595_718_498_36, 116.397_755_500_830_61, 2e-5);
        near(from_wgs84(at(Datum::Bd09), Datum::Gcj02), 39.908_656_739_576_31, 116.397_627_291_193_15, 2e-5);
    }

    /// The places that the public converters of several languages are tested with, WGS-84 and GCJ-02.
    #[test]
    fn published_pairs_come_out_both_ways() {
        for (wgs, gcj) in [
            ((31.177_427_6, 121.527_210_6), (31.175_303_983_645_97, 121.531_541_859_215)),
            ((22.543_847, 113.912_316), (22.540_796_131_694_766, 113.917_176_480_836_3)),
            ((39.911_954, 116.377_817), (39.913_345_455_360_69, 116.384_047_224_556_57)),
        ] {
            let shown = from_wgs84(Place::wgs84(wgs.0, wgs.1), Datum::Gcj02);
            near(shown, gcj.0, gcj.1, 1e-6);
            let given = Place { latitude: gcj.0, longitude: gcj.1, datum: Datum::Gcj02 };
            near(to_wgs84(given), wgs.0, wgs.1, 1e-6);
            // Through 百度 and back.
            near(from_wgs84(from_wgs84(given, Datum::Bd09), Datum::Gcj02), gcj.0, gcj.1, 1e-6);
        }
    }

    #[test]
    fn the_constants_are_the_published_ones() {
        assert_eq!(SEMI_MAJOR_M.to_bits(), 6_378_245.0_f64.to_bits());
        assert!((ECCENTRICITY_SQUARED - 0.006_693_421_622_965_943).abs() < 1e-18);
        assert!((BD_ANGLE - 52.359_877_559_829_88).abs() < 1e-12);
        for (latitude, longitude, inside) in [
            (0.8292, 100.0, false),
            (0.8294, 100.0, true),
            (55.8272, 100.0, false),
            (30.0, 72.003, false),
            (30.0, 72.005, true),
            (30.0, 137.8348, false),
        ] {
            assert_eq!(in_shifted_area(latitude, longitude), inside, "{latitude}, {longitude}");
        }
    }

    #[test]
    fn outside_china_every_datum_shows_the_same_degrees() {
        for (latitude, longitude) in [(48.8584, 2.2945), (-33.8568, 151.2153), (40.6892, -74.0445)] {
            let place = Place::wgs84(latitude, longitude);
            for datum in [Datum::Gcj02, Datum::Bd09] {
                near(from_wgs84(place, datum), latitude, longitude, f64::MIN_POSITIVE);
                near(to_wgs84(Place { datum, ..place }), latitude, longitude, f64::MIN_POSITIVE);
            }
        }
    }

    #[test]
    fn degrees_that_are_no_numbers_stay_refused() {
        let lost = to_wgs84(Place { latitude: f64::NAN, longitude: 1e300, datum: Datum::Bd09 });
        assert!(lost.checked().is_err());
    }

    proptest! {
        #[test]
        fn a_place_in_china_survives_both_datums_both_ways(latitude in 0.83_f64..55.82, longitude in 72.01_f64..137.83) {
            let wgs = Place::wgs84(latitude, longitude);
            for datum in [Datum::Gcj02, Datum::Bd09] {
                let back = to_wgs84(from_wgs84(wgs, datum));
                prop_assert!((back.latitude - latitude).abs() < 1e-7, "{datum:?} {back:?}");
                prop_assert!((back.longitude - longitude).abs() < 1e-7, "{datum:?} {back:?}");
            }
        }

        #[test]
        fn a_shown_place_survives_the_way_through_wgs84(latitude in 18.0_f64..54.0, longitude in 73.5_f64..135.0) {
            for datum in [Datum::Gcj02, Datum::Bd09] {
                let shown = Place { latitude, longitude, datum };
                let back = from_wgs84(to_wgs84(shown), datum);
                prop_assert!((back.latitude - latitude).abs() < 1e-7, "{back:?}");
                prop_assert!((back.longitude - longitude).abs() < 1e-7, "{back:?}");
            }
        }

        #[test]
        fn the_shift_is_hundreds_of_metres_not_more(latitude in 18.0_f64..54.0, longitude in 73.5_f64..135.0) {
            let wgs = Place::wgs84(latitude, longitude);
            let shown = from_wgs84(wgs, Datum::Gcj02);
            let metres = distance_m(wgs, Place { datum: Datum::Wgs84, ..shown });
            prop_assert!((20.0..1_500.0).contains(&metres), "{metres}");
        }
    }
}
