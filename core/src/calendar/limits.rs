//! How long each step of the procedure may take.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CalendarError, MOST_DAYS_AHEAD, WorkCalendar, parse};

/// A step that has to be done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The survey begins after the application was taken.
    StartSurvey,
    /// The verification of information begins after the application was taken.
    StartVerification,
    /// The county gives its opinion.
    CountyOpinion,
    /// The refusal is told.
    RefusalNotice,
    /// From the application to the decision.
    Whole,
    /// The same in special cases.
    WholeSpecial,
    /// The same where the township decides.
    WholeDelegated,
    /// The survey of people in special hardship.
    TekunSurvey,
    /// The county's decision on people in special hardship.
    TekunCounty,
    /// A posting stays on the wall.
    Posting,
    /// A report under the reporter's name is answered.
    NamedReport,
    /// A petition is answered with whether it is taken.
    PetitionNotice,
    /// A petition is decided.
    Petition,
    /// The same after an extension.
    PetitionExtended,
}

impl Step {
    /// Every step, in the order of the procedure.
    pub const ALL: [Self; 14] = [
        Self::StartSurvey,
        Self::StartVerification,
        Self::CountyOpinion,
        Self::RefusalNotice,
        Self::Whole,
        Self::WholeSpecial,
        Self::WholeDelegated,
        Self::TekunSurvey,
        Self::TekunCounty,
        Self::Posting,
        Self::NamedReport,
        Self::PetitionNotice,
        Self::Petition,
        Self::PetitionExtended,
    ];

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::StartSurvey => "受理后开始入户调查",
            Self::StartVerification => "受理后开始信息核对",
            Self::CountyOpinion => "县级提出审核确认意见",
            Self::RefusalNotice => "不予确认的书面告知",
            Self::Whole => "受理至审核确认",
            Self::WholeSpecial => "受理至审核确认（特殊情况）",
            Self::WholeDelegated => "受理至审核确认（下放乡镇）",
            Self::TekunSurvey => "特困人员调查核实",
            Self::TekunCounty => "特困人员县级确认",
            Self::Posting => "公示",
            Self::NamedReport => "实名举报核查反馈",
            Self::PetitionNotice => "信访受理告知",
            Self::Petition => "信访办理",
            Self::PetitionExtended => "信访办理（延期）",
        }
    }
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// 工作日
    Working,
    /// 自然日
    Calendar,
}

/// How long a step may take.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The step.
    pub step: Step,
    /// So many days, without the one on which it begins.
    pub days: u16,
    /// Which days count.
    pub counted: Counted,
    /// The clause.
    pub source: String,
}

/// The limits in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeLimits {
    limit: Vec<Limit>,
}

impl TimeLimits {
    /// Reads a file of time limits (TOML) and checks every number.
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn read(text: &str) -> Result<Self, CalendarError> {
        let limits: Self = parse(text)?;
        for (at, limit) in limits.limit.iter().enumerate() {
            let unsound = |what| CalendarError::Unsound { key: limit.step.label().to_owned(), what };
            if limit.days == 0 || limit.days > MOST_DAYS_AHEAD {
                return Err(unsound("天数应在 1 到 1000 之间"));
            }
            if limit.source.trim().is_empty() {
                return Err(unsound("缺少依据(source)"));
            }
            if limits.limit.iter().take(at).any(|earlier| earlier.step == limit.step) {
                return Err(unsound("同一步骤写了两次"));
            }
        }
        Ok(limits)
    }

    /// The limits that ship.
    ///
    /// # Errors
    /// [`CalendarError`] where the file that ships is not sound; a test sees to it that it is.
    pub fn shipped() -> Result<Self, CalendarError> {
        Self::read(include_str!("../../../policy/time-limits.toml"))
    }

    /// The limit of a step.
    ///
    /// # Errors
    /// [`CalendarError::NoLimit`].
    pub fn of(&self, step: Step) -> Result<&Limit, CalendarError> {
        self.limit.iter().find(|limit| limit.step == step).ok_or(CalendarError::NoLimit { step })
    }

    /// The last day of a step that begins on `start`.
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn due(&self, step: Step, start: Date, calendar: &WorkCalendar) -> Result<Date, CalendarError> {
        let limit = self.of(step)?;
        match limit.counted {
            Counted::Working => calendar.working_days_after(start, limit.days),
            Counted::Calendar => calendar.days_after(start, limit.days),
        }
    }
}
