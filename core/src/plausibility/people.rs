//! Who visited whom.

use super::{Finding, FindingCode, PlacedVisit, policy::Thresholds};

/// 调查人为近亲属
pub(super) fn related<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let rule = &all.related_surveyor;
    if visit.related_surveyors < rule.least_surveyors.get() {
        return None;
    }
    let sentence = format!(
        "本次调查人中有 {} 人与备案为该户近亲属的人员同名。请核对是否本人、是否应当回避，并由县级另行入户核实",
        visit.related_surveyors
    );
    let threshold =
        ("related_surveyor.least_surveyors", format!("{} 人", rule.least_surveyors), &rule.source);
    Some(
        Finding::new(FindingCode::RelatedSurveyor, visit.entry, sentence, threshold)
            .with("备案的近亲属", format!("{} 人", visit.related_surveyors))
            .with("调查人", format!("{} 人", visit.record.surveyors.len())),
    )
}
