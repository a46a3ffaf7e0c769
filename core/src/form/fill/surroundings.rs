//! What a session takes from outside: the time, chance, who fills the form on which device.

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

/// What a session takes from outside. It changes only when the caller says so.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The time.
    pub now: Timestamp,
    /// Where the wall clock hangs that dates and times are read from.
    pub time_zone: TimeZone,
    /// What `property('deviceid')` and questions of the type `deviceid` give.
    pub device: String,
    /// What `property('username')` and questions of the type `username` give.
    pub user: String,
    /// Where chance begins; other bits, other shuffles.
    pub seed: u64,
}

/// Hours that China's clocks are ahead of UTC, everywhere and all year.
const CHINA_HOURS: i8 = 8;

impl Surroundings {
    /// In China at this time, in milliseconds since 1970, with these random bits.
    #[must_use]
    pub fn in_china(now_ms: i64, seed: u64) -> Self {
        Self {
            now: Timestamp::from_millisecond(now_ms).unwrap_or_default(),
            time_zone: TimeZone::fixed(Offset::constant(CHINA_HOURS)),
            device: String::new(),
            user: String::new(),
            seed,
        }
    }

    /// Another time, in milliseconds since 1970.
    pub(super) fn set_now(&mut self, now_ms: i64) {
        self.now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    }
}
