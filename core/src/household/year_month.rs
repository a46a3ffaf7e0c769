//! A month of a year, in the many ways offices write one.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::typing;
use crate::error::Explain;

/// First year that a roster can mean: older ones are typing errors.
const FIRST_YEAR: i16 = 1950;
/// Last year that a roster can mean.
const LAST_YEAR: i16 = 2100;

/// Why a text is not a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("年月写法不正确，请按“2019年3月”或“2019-03”填写，月份为 1 至 12")]
pub struct MonthError;

impl Explain for MonthError {
    fn code(&self) -> &'static str {
        "bad_month"
    }
}

/// A month of a year. Written `2019-03`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct YearMonth {
    year: i16,
    month: i8,
}

impl YearMonth {
    /// A month between 1950 and 2100.
    ///
    /// # Errors
    /// [`MonthError`].
    pub fn new(year: i16, month: i8) -> Result<Self, MonthError> {
        let fits = (FIRST_YEAR..=LAST_YEAR).contains(&year) && (1..=12).contains(&month);
        if fits { Ok(Self { year, month }) } else { Err(MonthError) }
    }

    /// The month that a date lies in.
    ///
    /// # Errors
    /// [`MonthError`] outside 1950 to 2100.
    pub fn of(date: jiff::civil::Date) -> Result<Self, MonthError> {
        Self::new(date.year(), date.month())
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.month
    }

    /// Months since the year 0: what differences are taken of.
    #[must_use]
    pub fn number(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month) - 1
    }

    /// So many months before, not before the first that can be meant.
    #[must_use]
    pub fn minus(self, months: u32) -> Self {
        let first = Self { year: FIRST_YEAR, month: 1 };
        let number = self.number().saturating_sub_unsigned(months).max(first.number());
        let year = i16::try_from(number / 12).unwrap_or(FIRST_YEAR);
        Self { year, month: i8::try_from(number % 12 + 1).unwrap_or(1) }
    }

    /// `2019年3月`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "YearMonth({self})")
    }
}

impl FromStr for YearMonth {
    type Err = MonthError;

    /// Reads `2019年3月`, `2019年03月`, `2019.03`, `2019-3`, `2019/3`, `201903`, each with or without a day behind it,
    /// full-width digits included.
    fn from_str(text: &str) -> Result<Self, MonthError> {
        let plain = typing::compact(text);
        let parts: Vec<&str> = plain
            .trim_end_matches(['日', '号', '月', '份'])
            .split(['年', '月', '.', '-', '/', '。'])
            .collect();
        if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(MonthError);
        }
        let number = |part: &str| part.parse::<i16>().map_err(|_| MonthError);
        match *parts {
            [year, month] if year.len() == 4 && month.len() <= 2 => Self::read(number(year)?, number(month)?),
            [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
                let found = Self::read(number(year)?, number(month)?)?;
                let day = i8::try_from(number(day)?).map_err(|_| MonthError)?;
                jiff::civil::Date::new(found.year, found.month, day).map_err(|_| MonthError)?;
                Ok(found)
            }
            [together] if together.len() == 6 => Self::read(
                number(together.get(..4).unwrap_or_default())?,
                number(together.get(4..).unwrap_or_default())?,
            ),
            _ => Err(MonthError),
        }
    }
}

impl YearMonth {
    fn read(year: i16, month: i16) -> Result<Self, MonthError> {
        Self::new(year, i8::try_from(month).map_err(|_| MonthError)?)
    }
}

impl Serialize for YearMonth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for YearMonth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn office_spellings_mean_one_month() {
        for text in [
            "2019年3月",
            "2019年03月",
            "2019.03",
            "2019.3",
            "2019-03",
            "2019/3",
            "201903",
            "2019年3月份",
            " 2019 年 3 月 ",
            "\u{ff12}\u{ff10}\u{ff11}\u{ff19}\u{ff0e}\u{ff10}\u{ff13}",
            "2019-03-01",
            "2019年3月15日",
            "2019.3.1",
        ] {
            assert_eq!(text.parse(), YearMonth::new(2019, 3), "{text}");
        }
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in [
            "",
            "2027年13月",
            "2019.00",
            "2019",
            "19.03",
            "2019.031",
            "2019年",
            "去年",
            "2019-03-32",
            "1019-03",
            "2019--3",
            "2019-1-2-3",
        ] {
            assert_eq!(text.parse::<YearMonth>(), Err(MonthError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_month_survives_text_and_json(year in FIRST_YEAR..=LAST_YEAR, month in 1_i8..=12) {
            let one = YearMonth::new(year, month).unwrap();
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            prop_assert_eq!(one.label().parse(), Ok(one));
            prop_assert_eq!(serde_json::from_str::<YearMonth>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC*") {
            let _ = text.parse::<YearMonth>();
        }
    }
}
