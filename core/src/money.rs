//! Money as integer fen (分) in records and as exact decimals in yuan for people; never a float.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An amount in fen, 1/100 yuan. Negative amounts exist in arithmetic; where a rule forbids them, the rule says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("金额写法不正确，请填写数字，单位为元，最多两位小数，例如 1170 或 1170.50")]
pub struct MoneyError;

impl crate::error::Explain for MoneyError {
    fn code(&self) -> &'static str {
        "bad_amount"
    }
}

impl Fen {
    /// The amount in yuan, two decimals.
    #[must_use]
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads an amount in yuan.
    ///
    /// # Errors
    /// [`MoneyError`] where it has more than two decimals or is beyond 64 bits of fen.
    pub fn from_yuan(yuan: Decimal) -> Result<Self, MoneyError> {
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError)?;
        if !fen.fract().is_zero() {
            return Err(MoneyError);
        }
        i64::try_from(fen.trunc()).map(Self).map_err(|_| MoneyError)
    }

    /// Sum that stops at the ends of the range instead of wrapping.
    #[must_use]
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Fen {
    /// Yuan with two decimals and no unit: `1170.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.yuan())
    }
}

impl FromStr for Fen {
    type Err = MoneyError;

    /// Reads yuan as offices type it: full-width digits, thousands commas, `¥` or `元` around it.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let plain: String = text
            .chars()
            .filter_map(|c| match c {
                '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xff10 + 0x30),
                '\u{ff0e}' => Some('.'),
                '\u{ff0d}' | '\u{2212}' => Some('-'),
                ',' | '\u{ff0c}' | '\u{a5}' | '\u{ffe5}' | ' ' | '\u{3000}' => None,
                other => Some(other),
            })
            .collect();
        let digits = plain.strip_suffix("元").unwrap_or(&plain);
        // The decimal parser also takes exponents and underscores, which no office means.
        if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
            return Err(MoneyError);
        }
        Self::from_yuan(digits.parse().map_err(|_| MoneyError)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_spellings_are_read_exactly() {
        for (text, fen) in [
            ("1170", 117_000),
            ("1,170.5元", 117_050),
            ("¥0.01", 1),
            ("\u{ff11}\u{ff11}70", 117_000),
            ("-3", -300),
        ] {
            assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
        }
        for text in ["", "元", "1.001", "abc", "1e5", "99999999999999999999"] {
            assert_eq!(text.parse::<Fen>(), Err(MoneyError), "{text}");
        }
        assert_eq!(Fen(117_050).to_string(), "1170.50");
    }
}
