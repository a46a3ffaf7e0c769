//! A finding: what was seen, from which point it is worth a look, and where to look.

use serde::Serialize;

use super::policy::Text;
use crate::ids::EntryId;

/// What kind of thing does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// 定位在村外
    OutsideVillage,
    /// 与上年位置相差过大
    FarFromLastYear,
    /// 两次入户之间赶不到
    TooFast,
    /// 多户在同一处填写
    OneSpot,
    /// 时间短于题目
    TooShort,
    /// 答案与另一户雷同
    CopiedAnswers,
    /// 照片时间不符
    PhotoTime,
    /// 照片位置不符
    PhotoPlace,
    /// 照片重复使用
    PhotoReused,
    /// 时钟被调整
    ClockMoved,
    /// 夜间入户
    NightVisit,
    /// 模拟定位
    MockLocation,
    /// 调查人为近亲属
    RelatedSurveyor,
}

impl FindingCode {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 13] = [
        Self::OutsideVillage,
        Self::FarFromLastYear,
        Self::TooFast,
        Self::OneSpot,
        Self::TooShort,
        Self::CopiedAnswers,
        Self::PhotoTime,
        Self::PhotoPlace,
        Self::PhotoReused,
        Self::ClockMoved,
        Self::NightVisit,
        Self::MockLocation,
        Self::RelatedSurveyor,
    ];

    /// Stable name in exports and in the policy.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OutsideVillage => "outside_village",
            Self::FarFromLastYear => "far_from_last_year",
            Self::TooFast => "too_fast",
            Self::OneSpot => "one_spot",
            Self::TooShort => "too_short",
            Self::CopiedAnswers => "copied_answers",
            Self::PhotoTime => "photo_time",
            Self::PhotoPlace => "photo_place",
            Self::PhotoReused => "photo_reused",
            Self::ClockMoved => "clock_moved",
            Self::NightVisit => "night_visit",
            Self::MockLocation => "mock_location",
            Self::RelatedSurveyor => "related_surveyor",
        }
    }

    /// The kind as people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::OutsideVillage => "定位在村外",
            Self::FarFromLastYear => "与上年位置相差过大",
            Self::TooFast => "两次入户之间赶不到",
            Self::OneSpot => "多户在同一处填写",
            Self::TooShort => "用时短于题目",
            Self::CopiedAnswers => "答案与另一户雷同",
            Self::PhotoTime => "照片时间不符",
            Self::PhotoPlace => "照片位置不符",
            Self::PhotoReused => "照片重复使用",
            Self::ClockMoved => "手机时钟被调整",
            Self::NightVisit => "夜间入户",
            Self::MockLocation => "模拟定位",
            Self::RelatedSurveyor => "调查人为近亲属",
        }
    }

    /// Whether a team that still stands at the door can mend it: measure, photograph or ask again. The others can only be
    /// explained.
    #[must_use]
    pub const fn mendable_at_the_door(self) -> bool {
        match self {
            Self::OutsideVillage
            | Self::FarFromLastYear
            | Self::TooShort
            | Self::CopiedAnswers
            | Self::PhotoTime
            | Self::PhotoPlace
            | Self::PhotoReused
            | Self::MockLocation => true,
            Self::TooFast | Self::OneSpot | Self::ClockMoved | Self::NightVisit | Self::RelatedSurveyor => {
                false
            }
        }
    }
}

/// Something measured that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// What, in Chinese.
    pub label: &'static str,
    /// With its unit.
    pub value: String,
}

/// From which point something is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Threshold<'a> {
    /// Where it stands in the policy: `too_fast.most_kmh`.
    pub key: &'static str,
    /// With its unit.
    pub value: String,
    /// What it rests on.
    pub source: &'a str,
}

/// A reason to look at a visit again. It decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding<'a> {
    /// What kind.
    pub code: FindingCode,
    /// The visit.
    pub visit: EntryId,
    /// The other visit that it is about, if any.
    pub other: Option<EntryId>,
    /// In Chinese; the end says what to look at. It names no person.
    pub sentence: String,
    /// What it rests on.
    pub inputs: Vec<Input>,
    /// From which point.
    pub threshold: Threshold<'a>,
}

impl<'a> Finding<'a> {
    /// A finding about one visit. `threshold` is its key, its value, and what it rests on.
    pub(super) fn new(
        code: FindingCode,
        visit: EntryId,
        sentence: String,
        threshold: (&'static str, String, &'a Text),
    ) -> Self {
        let (key, value, source) = threshold;
        let threshold = Threshold { key, value, source: source.as_str() };
        Self { code, visit, other: None, sentence, inputs: Vec::new(), threshold }
    }

    /// The same about two visits.
    pub(super) fn and(mut self, other: EntryId) -> Self {
        self.other = Some(other);
        self
    }

    /// The same with something it rests on.
    pub(super) fn with(mut self, label: &'static str, value: impl Into<String>) -> Self {
        self.inputs.push(Input { label, value: value.into() });
        self
    }

    /// Whether a team that still stands at the door can mend it.
    #[must_use]
    pub const fn mendable_at_the_door(&self) -> bool {
        self.code.mendable_at_the_door()
    }
}
