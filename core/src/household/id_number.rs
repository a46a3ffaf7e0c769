//! Identity numbers of residents: GB 11643-1999, its 15-digit forerunner, and codes that systems made up for people
//! without papers.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::typing;
use crate::error::Explain;

/// GB 11643 weights of the first seventeen digits.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// GB 11643 check characters by the weighted sum modulo 11.
const CHECKS: &[u8; 11] = b"10X98765432";
/// Digits of a number of today.
const LEN: usize = 18;
/// Digits of a number given out before 1999-10-01.
const OLD_LEN: usize = 15;
/// Characters in front that masks leave: the division of the first registration.
const MASK_FRONT: usize = 6;

/// Why a text is not an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing but blanks.
    #[error("身份证号码为空，请填写 18 位号码")]
    Empty,
    /// Neither 18 nor 15 characters.
    #[error("身份证号码应为 18 位，现为 {found} 位，请对照身份证原件更正")]
    Length {
        /// How many characters there are.
        found: usize,
    },
    /// A character that no number has.
    #[error("身份证号码中有数字和末位 X 以外的字符，请对照身份证原件更正")]
    Character,
    /// The last character does not follow from the others.
    #[error("身份证号码校验位不符(GB 11643)，至少有一位写错，请对照身份证原件更正")]
    Checksum,
    /// Digits 7 to 14 are no date.
    #[error("身份证号码中的出生日期不存在，请对照身份证原件更正")]
    BirthDate,
}

impl Explain for IdError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "id_missing",
            Self::Length { .. } => "id_length",
            Self::Character => "id_character",
            Self::Checksum => "id_checksum",
            Self::BirthDate => "id_birth_date",
        }
    }
}

/// What kind of number it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// Eighteen characters with a check.
    Resident18,
    /// Fifteen digits without one: no longer valid as a paper since 2013, still found in old rosters.
    Resident15,
    /// Made up by a system for somebody without papers; it contains an `N` and proves nothing.
    Generated,
}

/// Sex as the number has it (GB/T 2261.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

/// An identity number in its plain form. `Debug` and `Display` are masked.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct IdNumber(String);

impl IdNumber {
    /// Reads a number as people type it: full-width digits, blanks, a small `x`.
    ///
    /// # Errors
    /// [`IdError`]. The check comes before the date, so that a slip of one digit is always called a slip.
    pub fn new(text: impl AsRef<str>) -> Result<Self, IdError> {
        let plain = typing::compact(text.as_ref()).to_ascii_uppercase();
        let id_no = Self(plain);
        let found = id_no.0.chars().count();
        match found {
            0 => return Err(IdError::Empty),
            LEN | OLD_LEN => {}
            _ => return Err(IdError::Length { found }),
        }
        if !id_no.0.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(IdError::Character);
        }
        if id_no.kind() == IdKind::Generated {
            return Ok(id_no);
        }
        let digits = id_no.0.strip_suffix('X').filter(|_| found == LEN).unwrap_or(&id_no.0);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdError::Character);
        }
        if found == LEN && check_of(id_no.0.as_bytes()) != id_no.0.bytes().last() {
            return Err(IdError::Checksum);
        }
        if id_no.birth().is_none() { Err(IdError::BirthDate) } else { Ok(id_no) }
    }

    /// The whole number.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// `110105********002X`.
    #[must_use]
    pub fn masked(&self) -> String {
        let back = self.0.len().saturating_sub(if self.0.len() == OLD_LEN { 3 } else { 4 });
        let stars = "*".repeat(back.saturating_sub(MASK_FRONT));
        let front = self.0.get(..MASK_FRONT).unwrap_or_default();
        format!("{front}{stars}{}", self.0.get(back..).unwrap_or_default())
    }

    /// What kind of number it is.
    #[must_use]
    pub fn kind(&self) -> IdKind {
        if self.0.len() == OLD_LEN {
            IdKind::Resident15
        } else if self.0.contains('N') {
            IdKind::Generated
        } else {
            IdKind::Resident18
        }
    }

    /// The birth date in the number; none in a made-up one.
    #[must_use]
    pub fn birth(&self) -> Option<Date> {
        let digits = match self.kind() {
            IdKind::Resident18 => self.0.get(6..14)?.to_owned(),
            IdKind::Resident15 => format!("19{}", self.0.get(6..12)?),
            IdKind::Generated => return None,
        };
        let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    }

    /// The sex in the number: the digit before the check, or the last of fifteen; odd is male.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        let at = match self.kind() {
            IdKind::Resident18 => 16,
            IdKind::Resident15 => 14,
            IdKind::Generated => return None,
        };
        let digit = self.0.as_bytes().get(at)?;
        Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
    }

    /// The 15-digit number that the same person had before 1999-10-01; none for people born outside 1900 to 1999.
    #[must_use]
    pub fn to_15(&self) -> Option<Self> {
        let (region, rest) = self.0.split_at_checked(MASK_FRONT)?;
        match self.kind() {
            IdKind::Resident15 => Some(self.clone()),
            IdKind::Resident18 => {
                let birth_and_order = rest.strip_prefix("19")?.get(..OLD_LEN - MASK_FRONT)?;
                Some(Self(format!("{region}{birth_and_order}")))
            }
            IdKind::Generated => None,
        }
    }

    /// The number of today for a 15-digit one; any other number itself. Two spellings of one person are equal in this
    /// form.
    #[must_use]
    pub fn to_18(&self) -> Self {
        let Some((region, rest)) = self.0.split_at_checked(MASK_FRONT).filter(|_| self.0.len() == OLD_LEN)
        else {
            return self.clone();
        };
        let mut longer = format!("{region}19{rest}");
        longer.extend(check_of(longer.as_bytes()).map(char::from));
        Self(longer)
    }
}

/// The check character of seventeen digits.
fn check_of(digits: &[u8]) -> Option<u8> {
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum();
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for IdNumber {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for IdNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example that GB 11643 itself prints.
    const STANDARD: &str = "11010519491231002X";

    fn resident() -> impl Strategy<Value = String> {
        ("[1-8][1-9][0-9]{4}", 1900_i16..=2026, 1_i8..=12, 1_i8..=28, 0_u16..1000).prop_map(
            |(region, year, month, day, order)| {
                let mut text = format!("{region}{year:04}{month:02}{day:02}{order:03}");
                text.push(char::from(check_of(text.as_bytes()).unwrap()));
                text
            },
        )
    }

    #[test]
    fn the_example_of_the_standard_is_read() {
        let id_no = IdNumber::new(STANDARD).unwrap();
        assert_eq!(id_no.kind(), IdKind::Resident18);
        assert_eq!(id_no.birth(), Some(jiff::civil::date(1949, 12, 31)));
        assert_eq!(id_no.sex(), Some(Sex::Female));
        assert_eq!(format!("{id_no} {id_no:?}"), "110105********002X 110105********002X");
    }

    #[test]
    fn typing_habits_do_not_change_a_number() {
        let full_width: String =
            STANDARD.chars().map(|c| char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap()).collect();
        for text in [full_width.as_str(), "110105 19491231 002x", "\u{feff}11010519491231002X\u{3000}"] {
            assert_eq!(IdNumber::new(text).unwrap().full(), STANDARD);
        }
    }

    #[test]
    fn fifteen_digits_are_one_person_with_eighteen() {
        let old = IdNumber::new("110105491231002").unwrap();
        assert_eq!(old.kind(), IdKind::Resident15);
        assert_eq!(old.to_18().full(), STANDARD);
        assert_eq!((old.birth(), old.sex()), (old.to_18().birth(), Some(Sex::Female)));
        assert_eq!(old.masked(), "110105******002");
        assert_eq!(old.to_18().to_15(), Some(old));
        assert_eq!(IdNumber::new("110105200501010012").unwrap().to_15(), None);
        assert_eq!(IdNumber::new("110105491331002"), Err(IdError::BirthDate));
    }

    #[test]
    fn made_up_codes_are_known_by_their_n() {
        let code = IdNumber::new("3611242015N0000123").unwrap();
        assert_eq!((code.kind(), code.birth(), code.sex()), (IdKind::Generated, None, None));
        assert_eq!(code.to_18(), code);
    }

    #[test]
    fn each_fault_has_its_name() {
        for (text, error) in [
            ("  ", IdError::Empty),
            ("1101051949123100", IdError::Length { found: 16 }),
            ("1101051949123100-X", IdError::Character),
            ("X1010519491231002X", IdError::Character),
            ("身份证号码身份证号码身份证号码身份证", IdError::Character),
            ("11010549123100X", IdError::Character),
            ("110105194912310021", IdError::Checksum),
            ("110105194913310021", IdError::BirthDate),
        ] {
            assert_eq!(IdNumber::new(text), Err(error), "{text}");
        }
        assert!(serde_json::from_str::<IdNumber>("\"110105194912310021\"").is_err());
    }

    proptest! {
        #[test]
        fn valid_numbers_pass(text in resident()) {
            let id_no = IdNumber::new(&text).unwrap();
            prop_assert_eq!(id_no.full(), text);
            let shown = format!("{id_no:?}");
            prop_assert!(!shown.contains(id_no.full().get(6..14).unwrap()));
        }

        #[test]
        fn a_slip_of_one_character_is_always_caught(text in resident(), at in 0_usize..18, other in 0_u8..11) {
            let mut bytes = text.clone().into_bytes();
            let slip = if other == 10 { b'X' } else { b'0' + other };
            prop_assume!(bytes[at] != slip && (slip != b'X' || at == 17));
            bytes[at] = slip;
            prop_assert_eq!(IdNumber::new(String::from_utf8(bytes).unwrap()), Err(IdError::Checksum));
        }

        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,20}") {
            if let Ok(id_no) = IdNumber::new(text) {
                prop_assert!(id_no.masked().contains('*'));
            }
        }
    }
}
