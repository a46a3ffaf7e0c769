//! Times and durations as the console words them.

use crate::local_time;

/// `2026-11-23 20:40:07`, Beijing time.
pub(super) fn second(ms: i64) -> String {
    local_time::beijing(ms).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `1 小时 5 分`, `23 分 10 秒`, `40 秒`.
pub(super) fn duration(ms: u64) -> String {
    let seconds = ms / 1_000;
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, _) => format!("{rest} 秒"),
        (0, _, 0) => format!("{minutes} 分钟"),
        (0, ..) => format!("{minutes} 分 {rest} 秒"),
        _ => format!("{hours} 小时 {minutes} 分"),
    }
}

/// How far the phone's clock was from the server's, where it is more than people would overlook.
pub(super) fn lag(sealed_ms: i64, received_ms: i64) -> Option<String> {
    let late = received_ms.saturating_sub(sealed_ms);
    if late < 0 {
        return Some(format!("手机时间比服务器快 {}，请核对手机时间", duration(late.unsigned_abs())));
    }
    let days = late / 86_400_000;
    (days >= 1).then(|| format!("封存 {days} 天后送达"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(duration(40_900), "40 秒");
        assert_eq!(duration(1_390_000), "23 分 10 秒");
        assert_eq!(duration(1_500_000), "25 分钟");
        assert_eq!(duration(3_900_000), "1 小时 5 分");
    }

    #[test]
    fn only_clocks_that_run_ahead_and_long_delays_are_pointed_out() {
        assert_eq!(lag(1_000, 60_000), None);
        assert!(lag(60_000, 1_000).unwrap().contains("快 59 秒"));
        assert_eq!(lag(0, 3 * 86_400_000).unwrap(), "封存 3 天后送达");
        assert!(lag(i64::MAX, i64::MIN).is_some());
    }
}
