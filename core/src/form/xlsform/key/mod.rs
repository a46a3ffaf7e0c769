//! What the words that head a column mean.

mod words;

use super::{faults::SheetFault, heading::SheetKind};
use crate::form::xlsform::names;
use words::{CHINESE, CHOICES, COMMENTS, SETTINGS, SURVEY, UNSUPPORTED};

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Type,
    Name,
    Label,
    Hint,
    Guidance,
    Image,
    BigImage,
    Audio,
    Video,
    Relevant,
    Constraint,
    ConstraintMessage,
    Required,
    RequiredMessage,
    Calculation,
    ChoiceFilter,
    Default,
    ReadOnly,
    Appearance,
    Trigger,
    Parameters,
    RepeatCount,
    SaveTo,
    ListName,
    /// A further column of the sheet `choices`.
    Extra(String),
    FormTitle,
    FormId,
    Version,
    DefaultLanguage,
    InstanceName,
    Style,
    AllowChoiceDuplicates,
    /// Remarks of the authors.
    Comment,
}

impl Key {
    /// Whether the column holds texts that may be given in several languages.
    fn is_translatable(&self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Hint
                | Self::Guidance
                | Self::Image
                | Self::BigImage
                | Self::Audio
                | Self::Video
                | Self::ConstraintMessage
                | Self::RequiredMessage
        )
    }
}

/// What a heading means in this sheet, and in which language.
pub(super) fn understand(text: &str, kind: SheetKind) -> Result<(Key, Option<String>), SheetFault> {
    let text = text.trim();
    let plain = word(text);
    if COMMENTS.contains(&plain.as_str()) {
        return Ok((Key::Comment, None));
    }
    if let Some(key) = known(&plain, kind) {
        return Ok((key, None));
    }
    let mut parts: Vec<&str> = if text.contains("::") {
        text.split("::").map(str::trim).collect()
    } else {
        text.splitn(2, ':').map(str::trim).collect()
    };
    // Older forms write `media::image` and `bind::relevant`.
    if parts.len() > 1 && ["media", "bind", "control"].contains(&word(parts[0]).as_str()) {
        parts.remove(0);
    }
    let first = word(parts.first().copied().unwrap_or_default());
    let unsupported = UNSUPPORTED.iter().find(|(name, _)| *name == first);
    match (known(&first, kind), parts.get(1..).unwrap_or_default()) {
        (Some(key), []) => Ok((key, None)),
        (Some(key), [language]) if key.is_translatable() => {
            named_language(text, language).map(|l| (key, Some(l)))
        }
        (Some(key), _) if !key.is_translatable() => {
            Err(SheetFault::NotTranslatable { found: text.to_owned() })
        }
        (Some(_), _) => Err(SheetFault::BadLanguage { found: text.to_owned() }),
        (None, _) if unsupported.is_some() => Err(SheetFault::UnsupportedColumn {
            found: text.to_owned(),
            instead: unsupported.map_or("", |(_, instead)| instead),
        }),
        (None, []) if kind == SheetKind::Choices => extra(text),
        (None, _) => {
            Err(SheetFault::UnknownColumn { found: text.to_owned(), instead: nearest(&first, kind) })
        }
    }
}

fn known(word: &str, kind: SheetKind) -> Option<Key> {
    let in_choices = match word {
        "big_image" => Some(Key::BigImage),
        _ => None,
    };
    table(kind)
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, key)| key.clone())
        .or(in_choices.filter(|_| kind == SheetKind::Choices))
}

fn table(kind: SheetKind) -> &'static [(&'static str, Key)] {
    match kind {
        SheetKind::Survey => &SURVEY,
        SheetKind::Choices => &CHOICES,
        SheetKind::Settings => &SETTINGS,
    }
}

/// Lower case, with underscores: `Constraint Message` and `big-image` are `constraint_message` and `big_image`.
fn word(text: &str) -> String {
    let words: Vec<&str> = text.split([' ', '-', '_']).filter(|part| !part.is_empty()).collect();
    words.join("_").to_lowercase()
}

/// One blank between words, none around them.
fn named_language(heading: &str, language: &str) -> Result<String, SheetFault> {
    let language = language.split_whitespace().collect::<Vec<_>>().join(" ");
    if language.is_empty() {
        Err(SheetFault::BadLanguage { found: heading.to_owned() })
    } else {
        Ok(language)
    }
}

/// A column of the authors' own, for filters.
fn extra(text: &str) -> Result<(Key, Option<String>), SheetFault> {
    let chinese = CHINESE.iter().find(|(name, _)| *name == text);
    if let Some((_, meant)) = chinese {
        return Err(SheetFault::UnknownColumn {
            found: text.to_owned(), instead: format!("请改为 {meant}")
        });
    }
    if names::check(text).is_ok() {
        Ok((Key::Extra(text.to_owned()), None))
    } else {
        Err(SheetFault::BadChoiceColumn { found: text.to_owned() })
    }
}

fn nearest(word: &str, kind: SheetKind) -> String {
    let meant = CHINESE.iter().find(|(name, _)| *name == word).map(|(_, meant)| *meant);
    let near = names::nearest(word, table(kind).iter().map(|(name, _)| *name));
    match meant.or(near) {
        Some(name) => format!("请改为 {name}；如为备注，列名请写“备注”"),
        None => "请删除该列，或改为已有的列名；如为备注，列名请写“备注”".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(text: &str) -> Result<(Key, Option<String>), &'static str> {
        use crate::error::Explain;
        understand(text, SheetKind::Survey).map_err(|fault| fault.code())
    }

    #[test]
    fn headings_are_read_as_authors_write_them() {
        let chinese = || Some("中文(zh)".to_owned());
        for (text, key, language) in [
            ("type", Key::Type, None),
            (" Label ", Key::Label, None),
            ("label::中文(zh)", Key::Label, chinese()),
            ("label :: 中文(zh)", Key::Label, chinese()),
            ("label:English (en)", Key::Label, Some("English (en)".to_owned())),
            ("Constraint Message::中文(zh)", Key::ConstraintMessage, chinese()),
            ("media::image::中文(zh)", Key::Image, chinese()),
            ("big-image", Key::BigImage, None),
            ("bind::relevant", Key::Relevant, None),
            ("bind::jr:constraintMsg", Key::ConstraintMessage, None),
            ("jr:count", Key::RepeatCount, None),
            ("relevance", Key::Relevant, None),
            ("readonly", Key::ReadOnly, None),
            ("备注", Key::Comment, None),
        ] {
            assert_eq!(survey(text), Ok((key, language)), "{text}");
        }
    }

    #[test]
    fn what_is_no_heading_is_refused_with_the_nearest_one() {
        assert_eq!(survey("relevant::中文"), Err("column_not_translatable"));
        assert_eq!(survey("label::"), Err("bad_language"));
        assert_eq!(survey("label::a::b"), Err("bad_language"));
        assert_eq!(survey("body::intent"), Err("unsupported_column"));
        assert_eq!(survey("whatever"), Err("unknown_column"));
        let said = |text| understand(text, SheetKind::Survey).unwrap_err().to_string();
        assert!(said("必填").contains("required"));
        assert!(said("constriant").contains("请改为 constraint；"));
    }

    #[test]
    fn further_columns_of_choices_need_names_that_filters_can_use() {
        assert_eq!(understand("county", SheetKind::Choices), Ok((Key::Extra("county".to_owned()), None)));
        assert!(matches!(understand("所属县", SheetKind::Choices), Err(SheetFault::BadChoiceColumn { .. })));
        assert!(matches!(understand("a b", SheetKind::Choices), Err(SheetFault::BadChoiceColumn { .. })));
    }
}
