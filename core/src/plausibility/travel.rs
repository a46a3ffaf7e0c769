//! Journeys between visits that nobody makes in the time.

use super::{
    Finding, FindingCode, TeamVisits, clocks,
    place::{best_fix, described, leeway_m},
    policy::Thresholds,
    text,
};
use crate::{
    clock::TimeSource,
    ids::BootId,
    location::{Fix, distance_m},
};

const MS_PER_HOUR: f64 = 3_600_000.0;
const METRES_PER_KM: f64 = 1_000.0;

/// Whose clock a time is read from. Only times of one clock are compared: a flat battery sets a phone's back by years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum TimeLine {
    /// The satellites', or the server's: the same for every phone.
    True,
    /// One boot's monotonic clock.
    Boot(BootId),
}

/// One visit on a time line.
struct Stop<'a> {
    line: TimeLine,
    at_ms: i64,
    /// The place of the visit in the list.
    visit: usize,
    fix: &'a Fix,
}

/// 两次入户之间赶不到
pub(super) fn too_fast<'a>(team: &TeamVisits<'a>, all: &'a Thresholds) -> Vec<(usize, Finding<'a>)> {
    let mut stops: Vec<Stop<'a>> =
        (0..team.visits.len()).flat_map(|visit| stops_of(team, visit, all)).collect();
    stops.sort_by_key(|stop| (stop.line, stop.at_ms, stop.visit));
    let pairs = stops.iter().zip(stops.iter().skip(1));
    pairs
        .filter(|(before, after)| before.line == after.line && before.visit != after.visit)
        .filter_map(|(before, after)| journey(team, before, after, all))
        .collect()
}

/// Where and when a visit was, on each time line that knows it.
fn stops_of<'a>(team: &TeamVisits<'a>, visit: usize, all: &Thresholds) -> Vec<Stop<'a>> {
    let Some(placed) = team.visits.get(visit).filter(|placed| placed.on_site()) else { return Vec::new() };
    let Some(fix) = best_fix(placed.record, &all.fix, all.fix.worst_accuracy_m.get()) else {
        return Vec::new();
    };
    let (started, ended) = (placed.record.started, placed.record.ended);
    let line = match fix.at.source {
        TimeSource::Gnss | TimeSource::Server => Some((TimeLine::True, fix.at.at_ms)),
        // The wall clock's time of the fix, brought to the monotonic clock, where the one did not move against the other.
        TimeSource::DeviceClock
            if started.boot == ended.boot
                && clocks::moved_ms(started, ended)
                    < text::minutes_ms(all.clock_moved.most_minutes.get()) =>
        {
            let mono = i64::try_from(started.mono_ms).unwrap_or(i64::MAX);
            let at = fix.at.at_ms.saturating_sub(started.wall_ms).saturating_add(mono);
            Some((TimeLine::Boot(started.boot), at))
        }
        TimeSource::DeviceClock | TimeSource::Exif => None,
    };
    line.map(|(line, at_ms)| Stop { line, at_ms, visit, fix }).into_iter().collect()
}

fn journey<'a>(
    team: &TeamVisits<'a>,
    before: &Stop<'_>,
    after: &Stop<'_>,
    all: &'a Thresholds,
) -> Option<(usize, Finding<'a>)> {
    let rule = &all.too_fast;
    let apart = distance_m(before.fix.place(), after.fix.place());
    // Both fixes may be off towards each other.
    let at_least = apart - leeway_m(before.fix, &all.fix) - leeway_m(after.fix, &all.fix);
    let took_ms = after.at_ms.abs_diff(before.at_ms);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a campaign are exact in a float")]
    let possible = took_ms as f64 / MS_PER_HOUR * f64::from(rule.most_kmh.get()) * METRES_PER_KM;
    if at_least < f64::from(rule.least_m.get()) || at_least <= possible {
        return None;
    }
    let (earlier, visit) = (team.visits.get(before.visit)?, team.visits.get(after.visit)?);
    let sentence = format!(
        "与前一次入户相距 {}，中间只有 {}，路上赶不到。请核对两次入户的时间、地点和同行人，并查看两户的照片",
        text::metres(apart),
        text::duration(took_ms)
    );
    let threshold = ("too_fast.most_kmh", format!("每小时 {} 公里", rule.most_kmh), &rule.source);
    let finding = Finding::new(FindingCode::TooFast, visit.entry, sentence, threshold)
        .with("相距", text::metres(apart))
        .with("间隔", text::duration(took_ms))
        .with("前一次定位", described(before.fix, &all.fix))
        .with("本次定位", described(after.fix, &all.fix));
    Some((after.visit, finding.and(earlier.entry)))
}
