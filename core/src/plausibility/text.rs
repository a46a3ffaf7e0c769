//! Measures as people read them.

use jiff::{Timestamp, tz::Offset};

/// Hours between Beijing and Greenwich.
const CHINA_HOURS: i8 = 8;
const MS_PER_MINUTE: u64 = 60_000;

/// `350 米`, `1.8 公里`.
pub(super) fn metres(metres: f64) -> String {
    if metres < 1_000.0 { format!("{metres:.0} 米") } else { format!("{:.1} 公里", metres / 1_000.0) }
}

/// `40 秒`, `12 分钟`, `3.5 小时`, `12 天`.
pub(super) fn duration(ms: u64) -> String {
    match ms / MS_PER_MINUTE {
        0 => format!("{} 秒", ms / 1_000),
        minutes @ 1..120 => format!("{minutes} 分钟"),
        minutes @ 120..2_880 => format!("{}.{} 小时", minutes / 60, minutes % 60 / 6),
        minutes => format!("{} 天", minutes / 1_440),
    }
}

/// Beijing time, to the minute.
pub(super) fn time(at_ms: i64) -> String {
    match civil(at_ms) {
        Some(civil) => civil.strftime("%Y-%m-%d %H:%M").to_string(),
        None => "(时间不合理)".to_owned(),
    }
}

/// The hour of Beijing time.
pub(super) fn hour(at_ms: i64) -> Option<u32> {
    civil(at_ms).and_then(|civil| u32::try_from(civil.hour()).ok())
}

fn civil(at_ms: i64) -> Option<jiff::civil::DateTime> {
    Some(Offset::constant(CHINA_HOURS).to_datetime(Timestamp::from_millisecond(at_ms).ok()?))
}

/// Minutes in milliseconds.
pub(super) fn minutes_ms(minutes: u32) -> u64 {
    u64::from(minutes) * MS_PER_MINUTE
}
