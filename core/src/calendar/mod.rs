//! Working days (工作日) with China's holidays and make-up days, and how long each step may take.
//!
//! Holidays and limits are data: `policy/holidays.toml` and `policy/time-limits.toml`.

mod limits;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

pub use limits::{Counted, Limit, Step, TimeLimits};

use crate::{error::Explain, policy_file::line_of};

/// Longest file of holidays or limits in bytes.
pub const MAX_CALENDAR_BYTES: usize = 256 * 1024;
/// Longest holiday in days.
const MOST_DAYS_OFF: i32 = 31;
/// Most days that are counted ahead.
pub const MOST_DAYS_AHEAD: u16 = 1_000;

/// The holidays of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
}

/// The years whose holidays have been announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, Year>,
}

/// Why a calendar is not taken, or cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// It is too long.
    #[error("节假日或时限文件超过 {} KB，请检查是否选错了文件", MAX_CALENDAR_BYTES / 1024)]
    TooLong,
    /// It cannot be read as TOML, or a line is not known.
    #[error("第 {line} 行写法不正确，请对照随附的 holidays.toml 或 time-limits.toml 修改后重试")]
    Unreadable {
        /// Counted from 1.
        line: usize,
    },
    /// A day or a number makes no sense.
    #[error("“{key}”：{what}，请修改后重试")]
    Unsound {
        /// The year or the step.
        key: String,
        /// In Chinese.
        what: &'static str,
    },
    /// The holidays of a year are not known.
    #[error("还没有 {year} 年的节假日安排，无法计算工作日；请在 holidays.toml 中补上国务院办公厅公布的安排")]
    UnknownYear {
        /// Which.
        year: i16,
    },
    /// No limit for a step.
    #[error("时限文件中没有“{}”的时限，请补上后重试", .step.label())]
    NoLimit {
        /// Which.
        step: Step,
    },
    /// More days than are counted.
    #[error("时限不能超过 {MOST_DAYS_AHEAD} 天，请修改后重试")]
    TooFar,
}

impl Explain for CalendarError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "calendar_too_long",
            Self::Unreadable { .. } => "calendar_unreadable",
            Self::Unsound { .. } => "calendar_unsound",
            Self::UnknownYear { .. } => "holidays_unknown",
            Self::NoLimit { .. } => "no_time_limit",
            Self::TooFar => "time_limit_too_long",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayFile {
    year: Vec<AnnouncedYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnnouncedYear {
    year: i16,
    source: String,
    off: Vec<(Date, Date)>,
    work: Vec<Date>,
}

impl WorkCalendar {
    /// Reads a file of holidays (TOML) and checks every day.
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn read(text: &str) -> Result<Self, CalendarError> {
        let file: HolidayFile = parse(text)?;
        let mut years = BTreeMap::new();
        for announced in file.year {
            let number = announced.year;
            let year = announced.checked()?;
            if years.insert(number, year).is_some() {
                return Err(CalendarError::Unsound {
                    key: number.to_string(), what: "同一年写了两次"
                });
            }
        }
        Ok(Self { years })
    }

    /// The holidays that ship.
    ///
    /// # Errors
    /// [`CalendarError`] where the file that ships is not sound; a test sees to it that it is.
    pub fn shipped() -> Result<Self, CalendarError> {
        Self::read(include_str!("../../../policy/holidays.toml"))
    }

    /// Whether people work on a day.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn is_working_day(&self, day: Date) -> Result<bool, CalendarError> {
        let year = self.years.get(&day.year()).ok_or(CalendarError::UnknownYear { year: day.year() })?;
        Ok(year.work.contains(&day) || (!is_weekend(day) && !year.off.contains(&day)))
    }

    /// The last of so many working days after a day, which is not counted itself (民法典 201).
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`], [`CalendarError::TooFar`].
    pub fn working_days_after(&self, start: Date, days: u16) -> Result<Date, CalendarError> {
        if days > MOST_DAYS_AHEAD {
            return Err(CalendarError::TooFar);
        }
        let (mut day, mut left) = (start, days);
        while left > 0 {
            day = tomorrow(day)?;
            left -= u16::from(self.is_working_day(day)?);
        }
        Ok(day)
    }

    /// The last of so many days after a day, which is not counted itself; where it is no working day, the next one
    /// (民法典 203).
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`], [`CalendarError::TooFar`].
    pub fn days_after(&self, start: Date, days: u16) -> Result<Date, CalendarError> {
        if days > MOST_DAYS_AHEAD {
            return Err(CalendarError::TooFar);
        }
        let span = jiff::Span::new().days(i64::from(days));
        let mut day = start.checked_add(span).map_err(|_| CalendarError::TooFar)?;
        while !self.is_working_day(day)? {
            day = tomorrow(day)?;
        }
        Ok(day)
    }
}

impl AnnouncedYear {
    fn checked(self) -> Result<Year, CalendarError> {
        let unsound = |what| CalendarError::Unsound { key: self.year.to_string(), what };
        if self.source.trim().is_empty() {
            return Err(unsound("缺少依据(source)"));
        }
        let mut off = BTreeSet::new();
        for (first, last) in &self.off {
            let length = first.until(*last).map_or(-1, |span| span.get_days());
            if !(0..MOST_DAYS_OFF).contains(&length) {
                return Err(unsound("假期的第一天应不晚于最后一天，且不超过 31 天"));
            }
            off.extend(first.series(jiff::Span::new().days(1)).take_while(|day| day <= last));
        }
        let work: BTreeSet<Date> = self.work.iter().copied().collect();
        if off.iter().chain(&work).any(|day| day.year() != self.year) {
            return Err(unsound("有不属于这一年的日期"));
        }
        if !work.is_disjoint(&off) {
            return Err(unsound("同一天既放假又上班"));
        }
        if !work.iter().all(|day| is_weekend(*day)) {
            return Err(unsound("调休上班的日子应为周六或周日"));
        }
        Ok(Year { off, work })
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn tomorrow(day: Date) -> Result<Date, CalendarError> {
    day.tomorrow().map_err(|_| CalendarError::TooFar)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, CalendarError> {
    if text.len() > MAX_CALENDAR_BYTES {
        return Err(CalendarError::TooLong);
    }
    toml::from_str(text).map_err(|error| CalendarError::Unreadable { line: line_of(text, &error) })
}
