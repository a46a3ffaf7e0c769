//! How long a visit took, against what was asked.

use super::{Finding, FindingCode, PlacedVisit, policy::Thresholds, text};
use crate::visit::VisitRecord;

/// How long a visit took, in milliseconds: by the monotonic clock inside one boot, otherwise by the time that the answers
/// took, which is monotonic too. The wall clock is not asked: it may have been set.
fn took_ms(record: &VisitRecord) -> u64 {
    let answering = record.trail.iter().fold(0_u64, |sum, step| sum.saturating_add(step.spent_ms));
    if record.started.boot == record.ended.boot {
        record.ended.mono_ms.saturating_sub(record.started.mono_ms)
    } else {
        answering
    }
}

/// 用时短于题目
pub(super) fn too_short<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let (record, rule) = (visit.record, &all.too_short);
    let questions = record.trail.len() as u64;
    let by_questions = questions.saturating_mul(u64::from(rule.seconds_a_question.get()) * 1_000);
    let by_visit = text::minutes_ms(rule.least_minutes.get());
    let (least, took) = (by_questions.max(by_visit), took_ms(record));
    if took >= least {
        return None;
    }
    let sentence = format!(
        "本次入户用时 {}，回答了 {questions} 题，按题数至少需要 {}。请核对是否逐项询问，并查看每题的用时和签字",
        text::duration(took),
        text::duration(least)
    );
    let (key, value) = if by_questions > by_visit {
        ("too_short.seconds_a_question", format!("每题 {} 秒", rule.seconds_a_question))
    } else {
        ("too_short.least_minutes", format!("{} 分钟", rule.least_minutes))
    };
    Some(
        Finding::new(FindingCode::TooShort, visit.entry, sentence, (key, value, &rule.source))
            .with("用时", text::duration(took))
            .with("已答题数", questions.to_string()),
    )
}
