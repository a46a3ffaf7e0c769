//! Places and times as the app measures them.

use ruhu_core::clock::{SourcedTime, TimeSource};

use super::shown_masked;

pub(crate) type Datum = ruhu_core::location::Datum;
pub(crate) type FixSource = ruhu_core::location::FixSource;

/// What degrees are measured in.
#[uniffi::remote(Enum)]
pub enum Datum {
    /// GPS, Android's `LocationManager`, Apple's `CLLocationManager` outside of maps.
    Wgs84,
    /// 高德, 腾讯 and other domestic maps and their location SDKs.
    Gcj02,
    /// 百度.
    Bd09,
}

/// What measured a place.
#[uniffi::remote(Enum)]
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

/// A measured place.
#[derive(Clone, Copy, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius of 68% confidence, in metres, where the phone says it.
    pub accuracy_m: Option<f64>,
    /// Metres above sea level or the ellipsoid, where the phone says it.
    pub altitude_m: Option<f64>,
    /// What the degrees are measured in.
    pub datum: Datum,
    /// What measured them.
    pub source: FixSource,
    /// Milliseconds since 1970: the satellites' time for `Gnss`, else the phone's.
    pub at_ms: i64,
    /// Whether the system says that an app made the place up: Android's `Location.isMock`, Apple's
    /// `CLLocationSourceInformation.isSimulatedBySoftware`. It is recorded as measured, and said to reviewers.
    #[uniffi(default = false)]
    pub mock: bool,
}

/// What the phone's clocks show.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ClockReading {
    /// Milliseconds since 1970 by the wall clock.
    pub wall_ms: i64,
    /// Which start of the system `mono_ms` counts from, for example Android's `BOOT_COUNT`; any text.
    pub boot: String,
    /// Milliseconds since that start, sleep included.
    pub mono_ms: u64,
}

// Where a household lives is personal.
shown_masked!(Fix, datum, source);

impl From<Fix> for ruhu_core::location::Fix {
    fn from(fix: Fix) -> Self {
        let source = if fix.source == FixSource::Gnss { TimeSource::Gnss } else { TimeSource::DeviceClock };
        Self {
            latitude: fix.latitude,
            longitude: fix.longitude,
            accuracy_m: fix.accuracy_m,
            altitude_m: fix.altitude_m,
            datum: fix.datum,
            source: fix.source,
            at: SourcedTime { at_ms: fix.at_ms, source },
            mock: fix.mock,
        }
    }
}

impl From<ruhu_core::location::Fix> for Fix {
    fn from(fix: ruhu_core::location::Fix) -> Self {
        Self {
            latitude: fix.latitude,
            longitude: fix.longitude,
            accuracy_m: fix.accuracy_m,
            altitude_m: fix.altitude_m,
            datum: fix.datum,
            source: fix.source,
            at_ms: fix.at.at_ms,
            mock: fix.mock,
        }
    }
}
