//! Where a visit was made: against the village's fence and against last year's place.

use super::{
    Finding, FindingCode, PlacedVisit,
    policy::{FixRule, Thresholds},
    text,
};
use crate::{
    location::{Fix, FixSource, Place, Standing, distance_m},
    visit::{VisitMode, VisitRecord},
};

/// Where a household was found once, and how far from there it may have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownPlace {
    /// Where.
    pub place: Place,
    /// How far the measurement may be off, in metres.
    pub off_m: f64,
}

impl KnownPlace {
    /// By the most accurate fix of a visit at the door; none where nothing was measured that says where that is.
    #[must_use]
    pub fn of(visit: &VisitRecord, thresholds: &Thresholds) -> Option<Self> {
        let rule = &thresholds.fix;
        let fix = best_fix(visit, rule, rule.worst_accuracy_m.get())?;
        let believed = visit.mode == VisitMode::Onsite && !fix.mock;
        believed.then(|| Self { place: fix.place(), off_m: leeway_m(fix, rule) })
    }
}

/// The fix that says most about where the phone was: measured, not pointed at or read out of a picture, and the most
/// accurate one of them, unless it is worse than `worst_m`.
pub(super) fn best_fix<'a>(visit: &'a VisitRecord, rule: &FixRule, worst_m: u32) -> Option<&'a Fix> {
    visit
        .fixes
        .iter()
        .filter(|fix| matches!(fix.source, FixSource::Gnss | FixSource::Network) && fix.is_plausible())
        .filter(|fix| accuracy_m(fix, rule) <= f64::from(worst_m))
        .min_by(|one, other| accuracy_m(one, rule).total_cmp(&accuracy_m(other, rule)))
}

/// The accuracy of a fix, or that of a fix that states none.
fn accuracy_m(fix: &Fix, rule: &FixRule) -> f64 {
    fix.accuracy_m.unwrap_or_else(|| rule.unknown_accuracy_m.get().into())
}

/// How far a fix may be off, in metres.
pub(super) fn leeway_m(fix: &Fix, rule: &FixRule) -> f64 {
    accuracy_m(fix, rule) * f64::from(rule.accuracy_percent.get()) / 100.0
}

/// What a finding says of the fix that it rests on.
pub(super) fn described(fix: &Fix, rule: &FixRule) -> String {
    format!("{}，精度 {}", fix.source.label(), text::metres(accuracy_m(fix, rule)))
}

/// 定位在村外
pub(super) fn outside_village<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let fence = visit.fence.filter(|_| visit.on_site())?;
    let fix = best_fix(visit.record, &all.fix, all.fix.worst_accuracy_m.get())?;
    let rule = &all.outside_village;
    let leeway = leeway_m(fix, &all.fix) + f64::from(rule.slack_m.get());
    let Standing::Outside { off_m } = fence.standing(fix.place(), leeway) else { return None };
    let sentence = format!(
        "定位点在本村范围以外 {}，超出了定位和村界可能的误差。请核对是否在户内定位、该户现住何处，并查看门牌和外观照片",
        text::metres(off_m)
    );
    let threshold = ("outside_village.slack_m", format!("{} 米", rule.slack_m), &rule.source);
    Some(
        Finding::new(FindingCode::OutsideVillage, visit.entry, sentence, threshold)
            .with("离村界", text::metres(off_m))
            .with("定位", described(fix, &all.fix))
            .with("可能的误差", text::metres(leeway)),
    )
}

/// 与上年位置相差过大
pub(super) fn far_from_last_year<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let KnownPlace { place, off_m } = visit.known_place.filter(|_| visit.on_site())?;
    let known = place.checked().ok()?;
    let fix = best_fix(visit.record, &all.fix, all.fix.worst_accuracy_m.get())?;
    let rule = &all.far_from_last_year;
    let (off, leeway) = (distance_m(fix.place(), known), leeway_m(fix, &all.fix) + off_m);
    if off <= leeway + f64::from(rule.most_m.get()) {
        return None;
    }
    let sentence = format!(
        "本次定位与该户上年的位置相距 {}。请核对是否搬家或走错户，并对照两年的门牌和外观照片",
        text::metres(off)
    );
    let threshold = ("far_from_last_year.most_m", format!("{} 米", rule.most_m), &rule.source);
    Some(
        Finding::new(FindingCode::FarFromLastYear, visit.entry, sentence, threshold)
            .with("与上年相距", text::metres(off))
            .with("定位", described(fix, &all.fix))
            .with("可能的误差", text::metres(leeway)),
    )
}

/// 模拟定位
pub(super) fn mock_location<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let of_photos = visit.record.photos.iter().filter_map(|photo| photo.fix.as_ref());
    let mocked = visit.record.fixes.iter().chain(of_photos).filter(|fix| fix.mock).count();
    if mocked == 0 {
        return None;
    }
    let sentence =
        "手机系统标明本次定位由其他应用提供，不是实测。请关闭模拟定位后重新定位，并查看照片的位置和时间"
            .to_owned();
    let threshold = ("mock_location", "1 次".to_owned(), &all.mock_location.source);
    Some(
        Finding::new(FindingCode::MockLocation, visit.entry, sentence, threshold)
            .with("模拟定位", format!("{mocked} 个"))
            .with("本次定位", format!("{} 个", visit.record.fixes.len())),
    )
}
