//! Clocks that were set, and the hour of a visit.

use std::collections::BTreeMap;

use super::{Finding, FindingCode, PlacedVisit, TeamVisits, policy::Thresholds, text};
use crate::{
    clock::{ClockReading, TimeSource},
    ids::BootId,
};

/// By how much the wall clock was set between two readings of one boot, in milliseconds; 0 across boots, where nobody
/// knows.
pub(super) fn moved_ms(from: ClockReading, to: ClockReading) -> u64 {
    moved(from, to).unsigned_abs()
}

/// The same with its direction: above zero forwards.
fn moved(from: ClockReading, to: ClockReading) -> i64 {
    if from.boot != to.boot {
        return 0;
    }
    let by_wall = i128::from(to.wall_ms) - i128::from(from.wall_ms);
    let by_mono = i128::from(to.mono_ms) - i128::from(from.mono_ms);
    let difference = by_wall - by_mono;
    i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX })
}

fn clock_moved<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds, what: &str, by_ms: u64) -> Finding<'a> {
    let rule = &all.clock_moved;
    let sentence = format!(
        "{what}，相差 {}，本次入户的时间不可靠。请核对实际入户时间，并查看卫星定位时间和服务器收到记录的时间",
        text::duration(by_ms)
    );
    let threshold = ("clock_moved.most_minutes", format!("{} 分钟", rule.most_minutes), &rule.source);
    Finding::new(FindingCode::ClockMoved, visit.entry, sentence, threshold)
        .with("记录的开始时间", text::time(visit.record.started.wall_ms))
        .with("相差", text::duration(by_ms))
}

/// The clock was set while the visit went on. Where it showed an impossible time before, the network put it right.
pub(super) fn moved_during<'a>(
    team: &TeamVisits<'a>,
    visit: &PlacedVisit<'a>,
    all: &'a Thresholds,
) -> Option<Finding<'a>> {
    let (started, ended) = (visit.record.started, visit.record.ended);
    let by_ms = moved_ms(started, ended);
    let moved = by_ms > text::minutes_ms(all.clock_moved.most_minutes.get()) && team.can_be(started.wall_ms);
    moved.then(|| clock_moved(visit, all, "入户过程中手机时钟被调整", by_ms))
}

/// The satellites show another time than the clock does.
pub(super) fn against_satellites<'a>(
    team: &TeamVisits<'a>,
    visit: &PlacedVisit<'a>,
    all: &'a Thresholds,
) -> Option<Finding<'a>> {
    let record = visit.record;
    let (started, ended) = (record.started.wall_ms, record.ended.wall_ms);
    if record.started.boot != record.ended.boot || !team.can_be(started) {
        return None;
    }
    let off_ms =
        |at_ms: i64| started.saturating_sub(at_ms).max(at_ms.saturating_sub(ended)).max(0).unsigned_abs();
    let times = record.fixes.iter().filter(|fix| fix.at.source == TimeSource::Gnss).map(|fix| fix.at.at_ms);
    // A phone may show an old fix again; the one that agrees best counts, and an hour is let pass.
    let (off, at_ms) = times.map(|at_ms| (off_ms(at_ms), at_ms)).min()?;
    (off > text::minutes_ms(all.clock_moved.satellite_minutes.get())).then(|| {
        clock_moved(visit, all, "卫星定位的时间与手机时钟不一致", off).with("卫星定位时间", text::time(at_ms))
    })
}

/// The clock was set back between two visits of one boot. Forwards, after a battery went flat, the network sets it.
pub(super) fn moved_between<'a>(team: &TeamVisits<'a>, all: &'a Thresholds) -> Vec<(usize, Finding<'a>)> {
    let most = text::minutes_ms(all.clock_moved.most_minutes.get());
    let mut last_of: BTreeMap<BootId, &PlacedVisit<'a>> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, visit) in team.visits.iter().enumerate() {
        let (started, ended) = (visit.record.started, visit.record.ended);
        if let Some(before) = last_of.insert(ended.boot, visit).filter(|before| before.entry != visit.entry) {
            let by_ms = set_back_ms(before.record.ended, started);
            if by_ms > most {
                let finding = clock_moved(visit, all, "与上一次入户相比手机时钟被调回", by_ms);
                found.push((at, finding.and(before.entry)));
            }
        }
    }
    found
}

/// By how much the clock was set back between two readings, whichever came first.
fn set_back_ms(one: ClockReading, other: ClockReading) -> u64 {
    let moved = if one.mono_ms <= other.mono_ms { moved(one, other) } else { moved(other, one) };
    moved.min(0).unsigned_abs()
}

/// 夜间入户
pub(super) fn night<'a>(
    team: &TeamVisits<'a>,
    visit: &PlacedVisit<'a>,
    all: &'a Thresholds,
) -> Option<Finding<'a>> {
    let (started, rule) = (visit.record.started.wall_ms, &all.night_visit);
    let hour = text::hour(started).filter(|_| team.can_be(started) && visit.on_site())?;
    let (from, until) = (rule.from_hour.get(), rule.until_hour.get());
    let at_night = if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until };
    if !at_night {
        return None;
    }
    let sentence = format!(
        "入户开始于 {}，是夜间。请核对手机时钟和实际入户时间，并查看照片的光线和在场人签字",
        text::time(started)
    );
    let threshold = ("night_visit.from_hour", format!("{from} 时至次日 {until} 时"), &rule.source);
    Some(
        Finding::new(FindingCode::NightVisit, visit.entry, sentence, threshold)
            .with("开始时间", text::time(started)),
    )
}
