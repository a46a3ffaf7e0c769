//! Times as people in China read them: UTC+8, all year.

use jiff::{Timestamp, Zoned, tz::TimeZone};

const BEIJING_OFFSET_SECONDS: i32 = 8 * 3_600;

/// A moment in Beijing time; a moment beyond the calendar shows as its nearest end.
#[must_use]
pub fn beijing(ms: i64) -> Zoned {
    let timestamp = Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX });
    let offset = jiff::tz::Offset::from_seconds(BEIJING_OFFSET_SECONDS).unwrap_or(jiff::tz::Offset::UTC);
    timestamp.to_zoned(TimeZone::fixed(offset))
}

/// `2026-11-23 20:40`.
#[must_use]
pub fn minute(ms: i64) -> String {
    beijing(ms).strftime("%Y-%m-%d %H:%M").to_string()
}
