//! Times as people in China read them: UTC+8, all year.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

/// Beijing's offset from UTC in hours.
const BEIJING_HOURS: i8 = 8;

/// A moment on the UTC time line; one beyond the calendar is its nearest end.
#[must_use]
pub fn timestamp(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Beijing's offset.
#[must_use]
pub const fn beijing_offset() -> Offset {
    Offset::constant(BEIJING_HOURS)
}

/// A moment as a Beijing wall clock shows it.
#[must_use]
pub fn beijing(ms: i64) -> DateTime {
    beijing_offset().to_datetime(timestamp(ms))
}

/// `2026-11-23 20:40`.
#[must_use]
pub fn minute(ms: i64) -> String {
    beijing(ms).strftime("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_show_as_in_beijing_and_never_fail() {
        assert_eq!(minute(0), "1970-01-01 08:00");
        assert_eq!(minute(1_795_136_400_000), "2026-11-20 09:00");
        assert!(minute(i64::MIN).starts_with('-'));
        assert!(minute(i64::MAX).starts_with("9999"));
    }
}
