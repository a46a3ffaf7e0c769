//! What a draft's form shows: screens in its order.

use ruhu_core::form::fill;

use super::{question::Question, shown_masked};

/// One screen of a form.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Screen {
    /// The place of the group, the instance or the question that it shows; a repeat's own place where it asks for more.
    /// It stays the same while other screens come and go.
    pub key: String,
    /// Headings of the groups around it, from the outermost; those of instances with their number.
    pub headings: Vec<String>,
    /// What stands on it, one below the other.
    pub items: Vec<ScreenItem>,
}

/// Something on a screen.
#[expect(clippy::large_enum_variant, reason = "UniFFI has no boxes")]
#[derive(Clone, PartialEq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum ScreenItem {
    /// The heading of a group inside the screen.
    Heading {
        /// What it says.
        text: String,
    },
    /// A question, or something to read.
    Question {
        /// The question as it stands.
        question: Question,
    },
    /// A repeat that people may add to: "add another member".
    Repeat {
        /// The repeat as it stands.
        repeated: Repeat,
    },
}

/// A repeat that people may add to.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Repeat {
    /// Its place, for the draft's `addInstance`.
    pub key: String,
    /// What it says.
    pub label: String,
    /// The instances that there are, in order.
    pub instances: Vec<RepeatInstance>,
}

/// One instance of a repeat.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct RepeatInstance {
    /// Its place, for the draft's `removeInstance`; it keeps it when others are removed.
    pub key: String,
    /// Its heading, with its number among the others.
    pub heading: String,
}

// Answers are woven into headings.
shown_masked!(Screen, key, items);
shown_masked!(Repeat, key, instances);
shown_masked!(RepeatInstance, key);

impl std::fmt::Debug for ScreenItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Heading { .. } => f.write_str("Heading(***)"),
            Self::Question { question } => question.fmt(f),
            Self::Repeat { repeated } => repeated.fmt(f),
        }
    }
}

impl std::fmt::Display for ScreenItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl From<fill::Screen> for Screen {
    fn from(screen: fill::Screen) -> Self {
        Self {
            key: screen.key.to_string(),
            headings: screen.headings,
            items: screen.items.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<fill::ScreenItem> for ScreenItem {
    fn from(item: fill::ScreenItem) -> Self {
        match item {
            fill::ScreenItem::Heading(text) => Self::Heading { text },
            fill::ScreenItem::Question(view) => Self::Question { question: (*view).into() },
            fill::ScreenItem::Repeat(view) => Self::Repeat { repeated: view.into() },
        }
    }
}

impl From<fill::RepeatView> for Repeat {
    fn from(view: fill::RepeatView) -> Self {
        let instance = |(key, heading): (ruhu_core::form::AnswerKey, String)| RepeatInstance {
            key: key.to_string(),
            heading,
        };
        Self {
            key: view.key.to_string(),
            label: view.label,
            instances: view.instances.into_iter().map(instance).collect(),
        }
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
