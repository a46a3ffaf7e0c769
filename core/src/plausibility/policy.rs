//! The thresholds as data: `policy/plausibility.toml`, each group of numbers with what it rests on.
//!
//! A file that is wrong anywhere is refused with its line; nothing is guessed and nothing has a default.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error};

use crate::error::Explain;

/// Longest policy file in bytes.
pub const MAX_THRESHOLD_BYTES: usize = 64 * 1024;
/// Most characters of a text.
const MAX_TEXT_CHARS: usize = 300;

const SHIPPED: &str = include_str!("../../../policy/plausibility.toml");

/// Why thresholds are not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdsError {
    /// The file is too long.
    #[error("阈值文件超过 {} KB，请检查是否选错了文件", MAX_THRESHOLD_BYTES / 1024)]
    TooLong,
    /// A line is not TOML, not known, or makes no sense.
    #[error("阈值文件第 {line} 行：{what}。请对照随附的 plausibility.toml 修改后重试")]
    Line {
        /// Counted from 1.
        line: usize,
        /// In Chinese.
        what: String,
    },
}

impl Explain for ThresholdsError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "thresholds_too_long",
            Self::Line { .. } => "thresholds_line",
        }
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Whole<MIN, MAX> {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<'de, const MIN: u32, const MAX: u32> Deserialize<'de> for Whole<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        match u32::try_from(number) {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(D::Error::custom(format_args!("数值应为 {MIN} 至 {MAX} 的整数"))),
        }
    }
}

impl<const MIN: u32, const MAX: u32> fmt::Display for Whole<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that says something: a name, a title, what a group of numbers rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim().chars().count() {
            1..=MAX_TEXT_CHARS => Ok(Self(text)),
            _ => Err(D::Error::custom(format_args!("文字不能为空，也不能超过 {MAX_TEXT_CHARS} 个字"))),
        }
    }
}

/// Metres.
type Metres = Whole<1, 100_000>;
/// Minutes, up to a day.
type Minutes = Whole<1, 1_440>;
/// How many of something.
type Count = Whole<1, 1_000>;

macro_rules! group {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)*
            /// What the numbers rest on.
            pub source: Text,
        }
    };
}

group! {
    /// How far a measured place may be off.
    FixRule {
        /// How much of its stated accuracy, in percent.
        accuracy_percent: Whole<100, 1_000>,
        /// The accuracy of a fix that states none, in metres.
        unknown_accuracy_m: Metres,
        /// Above this accuracy, in metres, a fix says nothing.
        worst_accuracy_m: Metres,
    }
}

group! {
    /// 村外
    OutsideVillage {
        /// How far the fence itself may be off, in metres.
        slack_m: Whole<0, 100_000>,
    }
}

group! {
    /// 与上年位置相差过大
    FarFromLastYear {
        /// Metres, beyond what the fix may be off.
        most_m: Metres,
    }
}

group! {
    /// 两次入户之间赶不到
    TooFast {
        /// Fastest journey, in kilometres an hour.
        most_kmh: Whole<10, 400>,
        /// Shorter journeys are not looked at, in metres.
        least_m: Metres,
    }
}

group! {
    /// 多户在同一处填写
    OneSpot {
        /// Metres around a fix that are one spot.
        radius_m: Metres,
        /// Fixes above this accuracy, in metres, say nothing about a spot.
        worst_accuracy_m: Metres,
        /// From how many households.
        least_households: Whole<2, 1_000>,
    }
}

group! {
    /// 用时短于题目
    TooShort {
        /// Shortest visit, in minutes.
        least_minutes: Minutes,
        /// Shortest time for a question, in seconds.
        seconds_a_question: Whole<0, 600>,
    }
}

group! {
    /// 答案与另一户雷同
    CopiedAnswers {
        /// From how many telling answers that are the same.
        least_answers: Count,
        /// From which part of the telling answers of both, in percent.
        same_percent: Whole<1, 100>,
        /// Smaller whole numbers tell nothing: members, rooms and children are shared by chance.
        least_number: Whole<0, 1_000_000>,
        /// Shorter texts tell nothing: a name of a village is shared by chance. In characters.
        least_chars: Count,
    }
}

group! {
    /// 照片时间不符
    PhotoTime {
        /// Minutes before the visit and after it.
        most_minutes: Minutes,
        /// From how many photos.
        least_photos: Count,
    }
}

group! {
    /// 照片位置不符
    PhotoPlace {
        /// Metres, beyond what both may be off.
        most_m: Metres,
        /// From how many photos.
        least_photos: Count,
    }
}

group! {
    /// 照片重复使用
    PhotoReused {
        /// From how many pictures of other households, file for file.
        least_same: Count,
        /// From how many pictures that look like those of one other record.
        least_alike: Count,
    }
}

group! {
    /// 手机时钟被调整
    ClockMoved {
        /// By how many minutes the clock was set.
        most_minutes: Minutes,
        /// By how many minutes it differs from the satellites' time.
        satellite_minutes: Minutes,
    }
}

group! {
    /// 夜间入户
    NightVisit {
        /// The hour of Beijing time at which night begins.
        from_hour: Whole<0, 23>,
        /// The hour at which it ends.
        until_hour: Whole<0, 23>,
    }
}

group! {
    /// 模拟定位
    MockLocation {}
}

group! {
    /// 调查人为近亲属
    RelatedSurveyor {
        /// From how many surveyors.
        least_surveyors: Count,
    }
}

/// From which points a visit is worth a look.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Stable name.
    pub name: Text,
    /// As people read it.
    pub title: Text,
    /// How far a measured place may be off.
    pub fix: FixRule,
    /// 村外
    pub outside_village: OutsideVillage,
    /// 与上年位置相差过大
    pub far_from_last_year: FarFromLastYear,
    /// 两次入户之间赶不到
    pub too_fast: TooFast,
    /// 多户在同一处填写
    pub one_spot: OneSpot,
    /// 用时短于题目
    pub too_short: TooShort,
    /// 答案与另一户雷同
    pub copied_answers: CopiedAnswers,
    /// 照片时间不符
    pub photo_time: PhotoTime,
    /// 照片位置不符
    pub photo_place: PhotoPlace,
    /// 照片重复使用
    pub photo_reused: PhotoReused,
    /// 手机时钟被调整
    pub clock_moved: ClockMoved,
    /// 夜间入户
    pub night_visit: NightVisit,
    /// 模拟定位
    pub mock_location: MockLocation,
    /// 调查人为近亲属
    pub related_surveyor: RelatedSurveyor,
}

impl Thresholds {
    /// Reads a policy file (TOML) and checks every number.
    ///
    /// # Errors
    /// [`ThresholdsError`] with the line.
    pub fn read(text: &str) -> Result<Self, ThresholdsError> {
        if text.len() > MAX_THRESHOLD_BYTES {
            return Err(ThresholdsError::TooLong);
        }
        toml::from_str(text).map_err(|error| ThresholdsError::Line {
            line: crate::policy_file::line_of(text, &error),
            what: in_chinese(error.message()),
        })
    }

    /// The thresholds that ship with Ruhu.
    ///
    /// # Errors
    /// [`ThresholdsError`], which the file in this repository does not give.
    pub fn shipped() -> Result<Self, ThresholdsError> {
        Self::read(SHIPPED)
    }
}

/// A threshold that things in memory are counted against.
pub(super) fn many(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The parser speaks English: what people need of it is the line and the name. What is refused above is Chinese already.
fn in_chinese(message: &str) -> String {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        format!("没有“{}”这一项", quoted())
    } else if message.starts_with("missing field") {
        format!("缺少“{}”这一项", quoted())
    } else if message.starts_with("数值") || message.starts_with("文字") {
        message.to_owned()
    } else if message.starts_with("invalid type") {
        "数值的写法不对，应为整数或加引号的文字".to_owned()
    } else {
        "不符合 TOML 的写法".to_owned()
    }
}
