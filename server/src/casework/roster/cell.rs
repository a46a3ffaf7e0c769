//! One cell, and reading it as what its column says.

use calamine::{Data, DataRef, ExcelDateTime};
use jiff::civil::Date;
use ruhu_core::{household::YearMonth, household::typing, money::Fen};
use rust_decimal::{Decimal, prelude::FromPrimitive};

/// Whole numbers up to here are exact in Excel; it keeps fifteen digits.
const MAX_EXACT: f64 = 999_999_999_999_999.0;
/// Excel's day numbers of 1954-10-03 to 2091-06-06: a date whose cell lost its format.
const DAY_NUMBERS: std::ops::RangeInclusive<f64> = 20_000.0..=69_999.0;
/// Day zero of Excel's calendar, as its day numbers from March 1900 on need it.
const DAY_ZERO: Date = jiff::civil::date(1899, 12, 30);
/// Noise of binary fractions below this is not the office's.
const NOISE: Decimal = Decimal::from_parts(1, 0, 0, false, 6);

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::casework) enum Cell {
    /// As typed, with blanks trimmed; never empty.
    Text(String),
    /// A number, which Excel keeps in fifteen digits.
    Number(f64),
    /// A date.
    Date(Date),
    /// A formula that opens a link: what it shows is not data.
    Link,
}

/// Why a number cannot be the code that its column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::casework) struct DigitsLost;

/// Why a month cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::casework) enum MonthFault {
    /// No month.
    Bad,
    /// The number 2019.1 stands for January and, where `2019.10` was typed, for October.
    JanuaryOrOctober,
}

impl Cell {
    /// A value of a cell; none where it is empty. Texts beyond `max_chars` are cut.
    pub(super) fn from_ref(value: &DataRef<'_>, max_chars: usize) -> Option<Self> {
        match value {
            DataRef::Int(number) => Self::number(*number),
            DataRef::Float(number) => Some(Self::Number(*number)),
            DataRef::String(text) => Self::text(text, max_chars),
            DataRef::SharedString(text) => Self::text(text, max_chars),
            DataRef::Bool(value) => Self::text(if *value { "是" } else { "否" }, max_chars),
            DataRef::DateTime(time) => Some(Self::date(*time)),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::text(text, max_chars),
            DataRef::Error(error) => Self::text(&error.to_string(), max_chars),
            DataRef::Empty => None,
        }
    }

    /// As [`Self::from_ref`], of an owned value.
    pub(super) fn from_data(value: &Data, max_chars: usize) -> Option<Self> {
        match value {
            Data::Int(number) => Self::number(*number),
            Data::Float(number) => Some(Self::Number(*number)),
            Data::String(text) => Self::text(text, max_chars),
            Data::Bool(value) => Self::text(if *value { "是" } else { "否" }, max_chars),
            Data::DateTime(time) => Some(Self::date(*time)),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Self::text(text, max_chars),
            Data::Error(error) => Self::text(&error.to_string(), max_chars),
            Data::Empty => None,
        }
    }

    fn number(number: i64) -> Option<Self> {
        number.to_string().parse().ok().map(Self::Number)
    }

    pub(super) fn text(text: &str, max_chars: usize) -> Option<Self> {
        let plain: String = text.trim().chars().take(max_chars).collect();
        (!typing::compact(&plain).is_empty()).then_some(Self::Text(plain))
    }

    fn date(time: ExcelDateTime) -> Self {
        let (year, month, day, ..) = time.to_ymd_hms_milli();
        let date = || Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok();
        date().map_or(Self::Number(time.as_f64()), Self::Date)
    }

    /// The cell as text: whole numbers without a fraction.
    pub(in crate::casework) fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Link => String::new(),
        }
    }

    /// The text in half-width without blanks.
    pub(in crate::casework) fn compact(&self) -> String {
        typing::compact(&self.to_text())
    }

    /// A long code (identity number, account): Excel drops what is beyond fifteen digits of a number.
    pub(in crate::casework) fn to_code(&self) -> Result<String, DigitsLost> {
        match self {
            Self::Number(number) if number.abs() > MAX_EXACT || number.fract() != 0.0 => Err(DigitsLost),
            other => Ok(other.compact()),
        }
    }

    /// A count: `3`, `3人`, `3口`.
    pub(super) fn to_count(&self) -> Option<u16> {
        let text = self.compact();
        text.strip_suffix(['人', '口', '户']).unwrap_or(&text).parse().ok()
    }

    /// 序号: a whole number above zero.
    pub(super) fn to_serial(&self) -> Option<u32> {
        self.compact().parse().ok().filter(|number| *number > 0)
    }

    /// An amount in yuan.
    pub(in crate::casework) fn to_amount(&self) -> Option<Fen> {
        match self {
            Self::Number(number) => {
                let yuan = Decimal::from_f64(*number)?;
                let rounded = yuan.round_dp(2);
                if (yuan - rounded).abs() > NOISE { None } else { Fen::from_yuan(rounded).ok() }
            }
            other => {
                let text = other.compact();
                let plain = text.strip_suffix("/月").or_else(|| text.strip_suffix("每月")).unwrap_or(&text);
                plain.strip_prefix('¥').unwrap_or(plain).parse().ok()
            }
        }
    }

    /// A month.
    pub(in crate::casework) fn to_month(&self) -> Result<YearMonth, MonthFault> {
        match self {
            Self::Date(date) => YearMonth::of(*date).map_err(|_| MonthFault::Bad),
            Self::Number(number) if DAY_NUMBERS.contains(number) => {
                let days = number.trunc().to_string().parse::<i64>().map_err(|_| MonthFault::Bad)?;
                let date = DAY_ZERO.checked_add(jiff::Span::new().days(days)).map_err(|_| MonthFault::Bad)?;
                YearMonth::of(date).map_err(|_| MonthFault::Bad)
            }
            Self::Number(number) if number.to_string().ends_with(".1") => Err(MonthFault::JanuaryOrOctober),
            other => other.to_text().parse().map_err(|_| MonthFault::Bad),
        }
    }

    /// 是 or 否 and their like.
    pub(super) fn to_flag(&self) -> Option<bool> {
        match self.compact().as_str() {
            "是" | "有" | "√" | "✓" | "Y" | "1" | "保障" => Some(true),
            "否" | "无" | "×" | "N" | "0" | "不保障" => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(cell: &Cell) -> String {
        cell.to_month().map(|month| month.to_string()).unwrap_or_default()
    }

    #[test]
    fn numbers_that_lost_digits_are_no_codes() {
        assert_eq!(Cell::Number(110_105_491_231_002.0).to_code(), Ok("110105491231002".to_owned()));
        assert_eq!(Cell::Number(1.101_051_949_123_1e17).to_code(), Err(DigitsLost));
        assert_eq!(
            Cell::Text(" 11010519491231002X".to_owned()).to_code(),
            Ok("11010519491231002X".to_owned())
        );
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let text = |text: &str| Cell::Text(text.to_owned()).to_amount();
        assert_eq!(Cell::Number(1170.1 + 0.2).to_amount(), Some(Fen(117_030)));
        assert_eq!(Cell::Number(333.333_333).to_amount(), None);
        assert_eq!(Cell::Number(f64::NAN).to_amount(), None);
        assert_eq!(text("1,048元"), Some(Fen(104_800)));
        assert_eq!(text("\u{ffe5}1048.5元/月"), Some(Fen(104_850)));
        assert_eq!(text("约1000"), None);
    }

    #[test]
    fn months_are_read_from_texts_dates_and_day_numbers() {
        assert_eq!(month(&Cell::Text("2019年3月".to_owned())), "2019-03");
        assert_eq!(month(&Cell::Date(jiff::civil::date(2019, 3, 31))), "2019-03");
        assert_eq!(month(&Cell::Number(43_525.0)), "2019-03");
        assert_eq!(month(&Cell::Number(201_903.0)), "2019-03");
        assert_eq!(month(&Cell::Number(2019.03)), "2019-03");
        assert_eq!(Cell::Number(2019.1).to_month(), Err(MonthFault::JanuaryOrOctober));
        assert_eq!(Cell::Number(13.0).to_month(), Err(MonthFault::Bad));
    }
}
