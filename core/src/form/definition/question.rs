//! What kinds of questions there are.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::choices::Itemset;

/// The kind of a question, with what only that kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Free text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day with a time.
    DateTime,
    /// One choice.
    SelectOne(Itemset),
    /// Any choices.
    SelectMultiple(Itemset),
    /// All choices in an order.
    Rank(Itemset),
    /// A number on a scale.
    Range(Range),
    /// Something to read.
    Note,
    /// A computed value that nobody sees.
    Calculate,
    /// A value that nobody sees.
    Hidden,
    /// A box to tick.
    Acknowledge,
    /// A picture.
    Image {
        /// Longest side in pixels that is kept.
        max_pixels: Option<u32>,
    },
    /// A sound.
    Audio {
        /// How good it must be.
        quality: Option<AudioQuality>,
    },
    /// Any file.
    File,
    /// A bar code or QR code.
    Barcode,
    /// A place.
    Geopoint(GeoAccuracy),
    /// A line of places.
    Geotrace,
    /// A closed line of places.
    Geoshape,
    /// What the phone notes by itself.
    Meta(Meta),
}

/// A scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// One end.
    pub start: Decimal,
    /// The other.
    pub end: Decimal,
    /// Between two marks.
    pub step: Decimal,
}

impl Range {
    /// Whether all its numbers are whole.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        [self.start, self.end, self.step].iter().all(Decimal::is_integer)
    }
}

/// Qualities of a sound that the field's convention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AudioQuality {
    /// For speech, small.
    VoiceOnly,
    /// For speech.
    Low,
    /// For everything.
    Normal,
    /// By another app.
    External,
}

impl AudioQuality {
    /// Its name in a form.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::VoiceOnly => "voice-only",
            Self::Low => "low",
            Self::Normal => "normal",
            Self::External => "external",
        }
    }
}

/// How well a place must be known, in metres.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeoAccuracy {
    /// A place this good is taken at once.
    pub capture: Option<Decimal>,
    /// A place worse than this is warned of.
    pub warning: Option<Decimal>,
}

/// What the phone notes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meta {
    /// When the form was begun.
    Start,
    /// When it was last saved.
    End,
    /// On which day.
    Today,
    /// Which phone.
    DeviceId,
    /// Who.
    Username,
    /// How it was filled.
    Audit,
}

impl Question {
    /// Its name in the column `type`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::SelectOne(_) => "select_one",
            Self::SelectMultiple(_) => "select_multiple",
            Self::Rank(_) => "rank",
            Self::Range(_) => "range",
            Self::Note => "note",
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::Acknowledge => "acknowledge",
            Self::Image { .. } => "image",
            Self::Audio { .. } => "audio",
            Self::File => "file",
            Self::Barcode => "barcode",
            Self::Geopoint(_) => "geopoint",
            Self::Geotrace => "geotrace",
            Self::Geoshape => "geoshape",
            Self::Meta(meta) => meta.name(),
        }
    }

    /// What it offers to choose from.
    #[must_use]
    pub fn itemset(&self) -> Option<&Itemset> {
        match self {
            Self::SelectOne(items) | Self::SelectMultiple(items) | Self::Rank(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn itemset_mut(&mut self) -> Option<&mut Itemset> {
        match self {
            Self::SelectOne(items) | Self::SelectMultiple(items) | Self::Rank(items) => Some(items),
            _ => None,
        }
    }

    /// Whether people see it.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self, Self::Calculate | Self::Hidden | Self::Meta(_))
    }

    /// Whether people can give it an answer.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.is_shown() && !matches!(self, Self::Note)
    }
}

impl Meta {
    /// Its name in the column `type`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Today => "today",
            Self::DeviceId => "deviceid",
            Self::Username => "username",
            Self::Audit => "audit",
        }
    }
}
