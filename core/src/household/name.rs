//! Names of people: whole where the work needs them, masked everywhere else.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use super::typing;
use crate::error::Explain;

/// Surnames of two characters, so that a mask shows the whole surname.
const COMPOUND_SURNAMES: [&str; 40] = [
    "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟",
    "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离",
    "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "子车", "亓官", "司寇", "令狐", "呼延", "轩辕", "西门",
    "东郭",
];

/// From here on stand the scripts that put no space between the words of a name.
const FIRST_IDEOGRAPHIC: char = '\u{2e80}';

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but blanks.
    #[error("姓名为空，请填写姓名")]
    Empty,
    /// More than [`PersonName::MAX_CHARS`].
    #[error("姓名超过 {max} 个字，请核对后重新填写", max = PersonName::MAX_CHARS)]
    TooLong,
    /// Characters that no name has.
    #[error("姓名中有数字、公式或特殊符号，请按身份证上的姓名重新填写")]
    Character,
}

impl Explain for NameError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "missing_name",
            Self::TooLong => "name_too_long",
            Self::Character => "name_character",
        }
    }
}

/// A person's name. Its `Debug` form is masked.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// Longest name in characters; names of some nationalities are long.
    pub const MAX_CHARS: usize = 50;

    /// Accepts letters of any script, the middle dots of translated names, and single spaces between words. Spaces
    /// between Chinese characters, set for alignment (`张 三`), are taken out.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
        let plain = typing::half_width(text.as_ref());
        let words: Vec<&str> = plain.split_whitespace().collect();
        let chinese = plain.chars().any(|c| c >= FIRST_IDEOGRAPHIC);
        let name = if chinese { words.concat() } else { words.join(" ") };
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.chars().count() > Self::MAX_CHARS {
            return Err(NameError::TooLong);
        }
        let fits =
            |c: char| c.is_alphabetic() || matches!(c, '·' | '•' | '.' | '-' | '\'' | ' ' | '?' | '〇' | '○');
        // `?` stands in old rosters for a character that the system of the time could not write.
        if name.chars().all(fits) && name.chars().any(char::is_alphabetic) {
            Ok(Self(name))
        } else {
            Err(NameError::Character)
        }
    }

    /// The whole name.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// The surname and a star: `张*`, `欧阳*`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}*", self.surname())
    }

    /// The surname; of names written in letters, the first letter.
    #[must_use]
    pub fn surname(&self) -> &str {
        let mut ends = self.0.char_indices().map(|(at, c)| at + c.len_utf8());
        let one = ends.next().unwrap_or_default();
        let two = ends.next().filter(|_| ends.next().is_some());
        let compound =
            two.and_then(|end| self.0.get(..end)).filter(|start| COMPOUND_SURNAMES.contains(start));
        compound.or_else(|| self.0.get(..one)).unwrap_or_default()
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_the_surname_alone() {
        for (name, masked) in [
            ("张三", "张*"),
            ("欧阳福生", "欧阳*"),
            ("欧阳", "欧*"),
            ("阿依古丽·买买提", "阿*"),
            ("㛃德", "㛃*"),
            ("𬱖", "𬱖*"),
        ] {
            let name = PersonName::new(name).unwrap();
            assert_eq!(name.masked(), masked);
            assert_eq!(format!("{name:?}"), masked);
        }
    }

    #[test]
    fn spaces_for_alignment_are_taken_out() {
        assert_eq!(PersonName::new(" 张\u{3000}三\n").unwrap().full(), "张三");
        assert_eq!(PersonName::new("John  Smith").unwrap().full(), "John Smith");
    }

    #[test]
    fn what_no_name_has_is_refused() {
        assert_eq!(PersonName::new(" \u{3000} "), Err(NameError::Empty));
        assert_eq!(PersonName::new("张".repeat(51)), Err(NameError::TooLong));
        for text in ["=HYPERLINK(\"x\")", "张三1", "<b>", "张/三", "?"] {
            assert_eq!(PersonName::new(text), Err(NameError::Character), "{text}");
        }
        assert!(serde_json::from_str::<PersonName>("\"\"").is_err());
    }
}
