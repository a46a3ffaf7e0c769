//! Distance between places.

use super::datum::{Place, to_wgs84};

/// Mean radius of the earth, in metres (IUGG).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// Great-circle distance in metres, each place first brought to WGS-84.
///
/// A sphere is within 0.6% of the ellipsoid: three metres in five hundred, less than a phone's own error.
#[must_use]
pub fn distance_m(from: Place, to: Place) -> f64 {
    let (from, to) = (to_wgs84(from), to_wgs84(to));
    let (lat_a, lat_b) = (from.latitude.to_radians(), to.latitude.to_radians());
    let half_north = (lat_b - lat_a) / 2.0;
    let half_east = (to.longitude - from.longitude).to_radians() / 2.0;
    // Haversine keeps its digits at doorstep distances, where the cosine rule loses them.
    let chord = half_north.sin().powi(2) + lat_a.cos() * lat_b.cos() * half_east.sin().powi(2);
    2.0 * EARTH_RADIUS_M * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::location::{Datum, from_wgs84};

    #[test]
    fn known_distances_come_out() {
        // One degree along a meridian of the mean sphere.
        let degree = distance_m(Place::wgs84(28.0, 117.0), Place::wgs84(29.0, 117.0));
        assert!((degree - 111_195.08).abs() < 0.01, "{degree}");
        // From the Eiffel Tower to Big Ben it is about 340 km.
        let far = distance_m(Place::wgs84(48.858_4, 2.294_5), Place::wgs84(51.500_7, -0.124_6));
        assert!((far - 340_000.0).abs() < 2_000.0, "{far}");
        let half = distance_m(Place::wgs84(0.0, 0.0), Place::wgs84(0.0, 180.0));
        assert!((half - EARTH_RADIUS_M * std::f64::consts::PI).abs() < 1.0, "{half}");
    }

    #[test]
    fn one_door_in_two_datums_is_one_door() {
        let door = Place::wgs84(28.6, 117.2);
        for datum in [Datum::Gcj02, Datum::Bd09] {
            let metres = distance_m(door, from_wgs84(door, datum));
            assert!(metres < 0.01, "{datum:?}: {metres}");
        }
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_at_home(
            a in (-90.0_f64..90.0, -180.0_f64..180.0), b in (-90.0_f64..90.0, -180.0_f64..180.0)
        ) {
            let (from, to) = (Place::wgs84(a.0, a.1), Place::wgs84(b.0, b.1));
            prop_assert!((distance_m(from, to) - distance_m(to, from)).abs() < 1e-6);
            prop_assert!(distance_m(from, from) < 1e-6);
            prop_assert!((0.0..=20_015_200.0).contains(&distance_m(from, to)));
        }
    }
}
