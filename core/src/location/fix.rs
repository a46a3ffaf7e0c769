//! One measured place.

use serde::{Deserialize, Serialize};

use super::datum::{Datum, Place, to_wgs84};
use crate::{clock::SourcedTime, error::Explain};

/// Worst accuracy that is still a measurement, in metres; beyond it a fix says nothing about a village.
pub const MAX_ACCURACY_M: f64 = 100_000.0;
/// Lowest altitude that a fix may have, in metres (below the Turpan basin and the Dead Sea).
pub const MIN_ALTITUDE_M: f64 = -500.0;
/// Highest altitude that a fix may have, in metres.
pub const MAX_ALTITUDE_M: f64 = 9_000.0;

/// What measured a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixSource {
    /// Satellites.
    Gnss,
    /// Base stations or wireless networks.
    Network,
    /// The picture's EXIF block.
    Exif,
    /// A person who pointed at a map.
    Manual,
}

impl FixSource {
    /// The source as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Gnss => "卫星定位",
            Self::Network => "网络定位",
            Self::Exif => "照片信息",
            Self::Manual => "人工标注",
        }
    }
}

/// One measured place, with how well, by what and when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// Degrees north in `datum`.
    pub latitude: f64,
    /// Degrees east in `datum`.
    pub longitude: f64,
    /// Radius of 68% confidence, in metres, where the device says it.
    pub accuracy_m: Option<f64>,
    /// Metres above sea level or the ellipsoid, as the device gives it.
    pub altitude_m: Option<f64>,
    /// What the degrees are measured in.
    pub datum: Datum,
    /// What measured them.
    pub source: FixSource,
    /// When.
    pub at: SourcedTime,
    /// Whether the system says that an app made the place up (Android's `isMock`, Apple's `isSimulatedBySoftware`).
    /// It says so of network and satellite fixes alike, so it is no source of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mock: bool,
}

/// Why a fix is not a place on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// Latitude or longitude is not a number or out of range.
    #[error("经纬度超出范围，请重新定位")]
    CoordinateOutOfRange,
    /// Accuracy is not a number, negative or absurd.
    #[error("定位精度数值不合理，请到开阔处重新定位")]
    BadAccuracy,
    /// Altitude is not a number or absurd.
    #[error("海拔数值不合理，请重新定位")]
    BadAltitude,
}

impl Explain for LocationError {
    fn code(&self) -> &'static str {
        match self {
            Self::CoordinateOutOfRange => "coordinate_out_of_range",
            Self::BadAccuracy => "bad_accuracy",
            Self::BadAltitude => "bad_altitude",
        }
    }
}

impl Fix {
    /// Gives the fix back if it can be a place on earth.
    ///
    /// # Errors
    /// [`LocationError`] naming what is wrong.
    pub fn checked(self) -> Result<Self, LocationError> {
        self.place().checked()?;
        // NaN lies in no range, so every check refuses it.
        if !self.accuracy_m.is_none_or(|metres| (0.0..=MAX_ACCURACY_M).contains(&metres)) {
            return Err(LocationError::BadAccuracy);
        }
        if !self.altitude_m.is_none_or(|metres| (MIN_ALTITUDE_M..=MAX_ALTITUDE_M).contains(&metres)) {
            return Err(LocationError::BadAltitude);
        }
        Ok(self)
    }

    /// Whether [`Fix::checked`] accepts it.
    #[must_use]
    pub fn is_plausible(&self) -> bool {
        self.checked().is_ok()
    }

    /// Where it is, without how it was measured.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { latitude: self.latitude, longitude: self.longitude, datum: self.datum }
    }

    /// The same fix in WGS-84.
    #[must_use]
    pub fn in_wgs84(&self) -> Self {
        let place = to_wgs84(self.place());
        Self { latitude: place.latitude, longitude: place.longitude, datum: place.datum, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::TimeSource;

    fn fix() -> Fix {
        Fix {
            latitude: 28.6,
            longitude: 117.2,
            accuracy_m: Some(8.0),
            altitude_m: Some(62.0),
            datum: Datum::Wgs84,
            source: FixSource::Gnss,
            at: SourcedTime { at_ms: 1_790_000_000_000, source: TimeSource::Gnss },
            mock: false,
        }
    }

    #[test]
    fn a_fix_at_the_door_is_accepted() {
        assert_eq!(fix().checked(), Ok(fix()));
        let bare = Fix { accuracy_m: None, altitude_m: None, ..fix() };
        assert!(bare.is_plausible());
    }

    #[test]
    fn a_fix_off_the_earth_is_refused() {
        use LocationError::{BadAccuracy, BadAltitude, CoordinateOutOfRange};
        for (bad, why) in [
            (Fix { latitude: f64::NAN, ..fix() }, CoordinateOutOfRange),
            (Fix { latitude: 90.1, ..fix() }, CoordinateOutOfRange),
            (Fix { longitude: -180.1, ..fix() }, CoordinateOutOfRange),
            (Fix { longitude: f64::INFINITY, ..fix() }, CoordinateOutOfRange),
            (Fix { accuracy_m: Some(-1.0), ..fix() }, BadAccuracy),
            (Fix { accuracy_m: Some(f64::NAN), ..fix() }, BadAccuracy),
            (Fix { accuracy_m: Some(1e9), ..fix() }, BadAccuracy),
            (Fix { altitude_m: Some(40_000.0), ..fix() }, BadAltitude),
            (Fix { altitude_m: Some(f64::NEG_INFINITY), ..fix() }, BadAltitude),
        ] {
            assert_eq!(bad.checked(), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn a_fix_in_a_map_datum_comes_back_in_wgs84_with_its_story() {
        let gcj = Fix { datum: Datum::Gcj02, ..fix() };
        let wgs = gcj.in_wgs84();
        assert_eq!((wgs.datum, wgs.source, wgs.at), (Datum::Wgs84, gcj.source, gcj.at));
        assert!((wgs.latitude - gcj.latitude).abs() > 1e-4, "the datums differ by hundreds of metres here");
    }
}
