//! One division code: 2+2+2+3+3 digits, from province to village.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Explain;

/// Digits of a full code.
const DIGITS: usize = 12;

/// How deep a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegionLevel {
    /// 全国: twelve zeros.
    Country,
    /// 省级
    Province,
    /// 地级
    City,
    /// 县级
    County,
    /// 乡级
    Town,
    /// 村级
    Village,
}

impl RegionLevel {
    /// How many leading digits of the code carry meaning at this level.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Country => 0,
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Town => 9,
            Self::Village => DIGITS,
        }
    }

    const fn above(self) -> Option<Self> {
        match self {
            Self::Country => None,
            Self::Province => Some(Self::Country),
            Self::City => Some(Self::Province),
            Self::County => Some(Self::City),
            Self::Town => Some(Self::County),
            Self::Village => Some(Self::Town),
        }
    }

    /// What people call the level.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Country => "全国",
            Self::Province => "省",
            Self::City => "市",
            Self::County => "县",
            Self::Town => "乡镇(街道)",
            Self::Village => "村(社区)",
        }
    }
}

/// What the third part of a code says about a town (统计用区划代码 structure).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TownKind {
    /// 街道, 001–099
    Subdistrict,
    /// 镇, 100–199
    Town,
    /// 乡, 200–399
    Township,
    /// 类似乡级单位: farms, development zones and the like.
    Other,
}

/// What the last part of a code says about a village (统计用区划代码 structure).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VillageKind {
    /// 居委会, 001–199
    Residents,
    /// 村委会, 200–399
    Villagers,
    /// 类似村级单位
    Other,
}

/// Why a text is not a division code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("区划代码不正确：应为 2、4、6、9 或 12 位数字，例如 361124 或 361124100007，请核对后重新输入")]
pub struct RegionError;

impl Explain for RegionError {
    fn code(&self) -> &'static str {
        "bad_region_code"
    }
}

/// A division code, always twelve digits: shorter ones are filled up with zeros.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode([u8; DIGITS]);

impl RegionCode {
    /// Reads 2, 4, 6, 9 or 12 digits.
    ///
    /// # Errors
    /// [`RegionError`] on any other length or character, and on a code that starts with zero without being the
    /// country's.
    pub fn new(text: impl AsRef<str>) -> Result<Self, RegionError> {
        let bytes = text.as_ref().as_bytes();
        if !matches!(bytes.len(), 2 | 4 | 6 | 9 | DIGITS) || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(RegionError);
        }
        let mut digits = [b'0'; DIGITS];
        digits.iter_mut().zip(bytes).for_each(|(digit, byte)| *digit = *byte);
        let code = Self(digits);
        if digits.starts_with(b"0") && code != Self::country() { Err(RegionError) } else { Ok(code) }
    }

    /// The whole country: covers every code.
    #[must_use]
    pub const fn country() -> Self {
        Self([b'0'; DIGITS])
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How deep the division stands: by its last part that is not zero.
    #[must_use]
    pub fn level(&self) -> RegionLevel {
        let mut level = RegionLevel::Village;
        while let Some(above) = level.above() {
            let part = self.as_str().get(above.digits()..level.digits()).unwrap_or_default();
            if part.bytes().any(|digit| digit != b'0') {
                return level;
            }
            level = above;
        }
        level
    }

    /// The digits that carry meaning: 2, 4, 6, 9 or 12 of them, none for the country.
    #[must_use]
    pub fn significant(&self) -> &str {
        self.as_str().get(..self.level().digits()).unwrap_or_default()
    }

    /// The division above; none above the country.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.level().above().map(|above| self.at(above))
    }

    /// The division at `level` that this one lies in; itself where it stands higher.
    #[must_use]
    pub fn at(&self, level: RegionLevel) -> Self {
        let mut digits = self.0;
        digits.iter_mut().skip(level.digits()).for_each(|digit| *digit = b'0');
        Self(digits)
    }

    /// Whether `other` is this division or lies in it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.as_str().starts_with(self.significant())
    }

    /// What kind of town this is, or lies in; none above the towns.
    #[must_use]
    pub fn town_kind(&self) -> Option<TownKind> {
        Some(match self.part(RegionLevel::County, RegionLevel::Town)? {
            1..=99 => TownKind::Subdistrict,
            100..=199 => TownKind::Town,
            200..=399 => TownKind::Township,
            _ => TownKind::Other,
        })
    }

    /// What kind of village this is; none above the villages.
    #[must_use]
    pub fn village_kind(&self) -> Option<VillageKind> {
        Some(match self.part(RegionLevel::Town, RegionLevel::Village)? {
            1..=199 => VillageKind::Residents,
            200..=399 => VillageKind::Villagers,
            _ => VillageKind::Other,
        })
    }

    fn part(&self, above: RegionLevel, level: RegionLevel) -> Option<u16> {
        if self.level() < level {
            return None;
        }
        self.as_str().get(above.digits()..level.digits())?.parse().ok()
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegionCode({self})")
    }
}

impl FromStr for RegionCode {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, RegionError> {
        Self::new(text)
    }
}

impl Serialize for RegionCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().unwrap()
    }

    #[test]
    fn levels_follow_the_parts_that_are_not_zero() {
        for (text, level, significant) in [
            ("000000000000", RegionLevel::Country, ""),
            ("36", RegionLevel::Province, "36"),
            ("3611", RegionLevel::City, "3611"),
            ("361124", RegionLevel::County, "361124"),
            ("361124100", RegionLevel::Town, "361124100"),
            ("361124100007", RegionLevel::Village, "361124100007"),
            ("110100", RegionLevel::City, "1101"),
        ] {
            assert_eq!((code(text).level(), code(text).significant()), (level, significant), "{text}");
        }
    }

    #[test]
    fn a_county_sees_its_towns_and_nobody_elses() {
        let county = code("361124");
        assert!(county.covers(&county) && county.covers(&code("361124100007")));
        assert!(!county.covers(&code("361125100007")) && !county.covers(&code("3611")));
        assert!(RegionCode::country().covers(&county));
        assert_eq!(code("361124100007").parent(), Some(code("361124100")));
        assert_eq!(RegionCode::country().parent(), None);
    }

    #[test]
    fn number_ranges_tell_the_kind() {
        assert_eq!(code("110101001001").town_kind(), Some(TownKind::Subdistrict));
        assert_eq!(code("361124100007").town_kind(), Some(TownKind::Town));
        assert_eq!(code("361124208").town_kind(), Some(TownKind::Township));
        assert_eq!(code("361124407").town_kind(), Some(TownKind::Other));
        assert_eq!(code("361124").town_kind(), None);
        assert_eq!(code("361124100007").village_kind(), Some(VillageKind::Residents));
        assert_eq!(code("361124100200").village_kind(), Some(VillageKind::Villagers));
        assert_eq!(code("361124100498").village_kind(), Some(VillageKind::Other));
        assert_eq!(code("361124100").village_kind(), None);
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "3",
            "361",
            "36112",
            "3611241",
            "3611241000",
            "36112410000x",
            "361124 ",
            "000000000001",
            "00",
        ] {
            assert_eq!(text.parse::<RegionCode>().is_ok(), text == "00", "{text}");
        }
        assert!(serde_json::from_str::<RegionCode>("\"../36\"").is_err());
    }

    proptest! {
        #[test]
        fn every_code_survives_text_and_lies_in_all_above_it(digits in "[1-9][0-9]{11}") {
            let village = code(&digits);
            prop_assert_eq!(code(&village.to_string()), village.clone());
            prop_assert_eq!(code(&format!("{:0<12}", village.significant())), village.clone());
            let mut above = village.clone();
            while let Some(parent) = above.parent() {
                prop_assert!(parent.covers(&village) && parent < above.clone());
                above = parent;
            }
            prop_assert_eq!(above, RegionCode::country());
        }
    }
}
