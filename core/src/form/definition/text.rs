//! What a form says to people, in every language that it speaks.

use serde::{Deserialize, Serialize};

/// Which of [`super::FormDefinition::languages`]; 0 is the form's default language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LanguageId(pub u16);

impl LanguageId {
    /// The form's default language.
    pub const DEFAULT: Self = Self(0);

    /// The place in the list of languages.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One text in the languages that it was written in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localised(Vec<(LanguageId, String)>);

impl Localised {
    /// Sets the text of a language.
    pub fn set(&mut self, language: LanguageId, text: String) {
        match self.0.binary_search_by_key(&language, |(id, _)| *id) {
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    entry.1 = text;
                }
            }
            Err(at) => self.0.insert(at, (language, text)),
        }
    }

    /// The text of exactly this language.
    #[must_use]
    pub fn exact(&self, language: LanguageId) -> Option<&str> {
        self.0.iter().find(|(id, _)| *id == language).map(|(_, text)| text.as_str())
    }

    /// The text of this language; of the default language, or of any, where it has none.
    #[must_use]
    pub fn get(&self, language: LanguageId) -> Option<&str> {
        self.exact(language)
            .or_else(|| self.exact(LanguageId::DEFAULT))
            .or_else(|| self.0.first().map(|(_, text)| text.as_str()))
    }

    /// Every language that has a text, with it.
    pub fn iter(&self) -> impl Iterator<Item = (LanguageId, &str)> {
        self.0.iter().map(|(language, text)| (*language, text.as_str()))
    }

    /// Whether no language has a text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Shown as it stands.
    Plain(&'t str),
    /// Stands for the answer of the question of this name: `${name}`.
    Answer(&'t str),
}

/// Cuts a text at its `${name}`. A `${` without its end is plain text.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        pieces.push(Piece::Answer(name.trim()));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    pieces
}

/// Pictures and sounds shown with a label: file names, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// A picture.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub image: Localised,
    /// The picture shown when the other is touched.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub big_image: Localised,
    /// A sound.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub audio: Localised,
    /// A film.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub video: Localised,
}

impl Media {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.image, &self.big_image, &self.audio, &self.video].into_iter().all(|kind| kind.is_empty())
    }

    /// Every kind with its XForms name.
    pub fn kinds(&self) -> impl Iterator<Item = (&'static str, &Localised)> {
        [
            ("image", &self.image),
            ("big-image", &self.big_image),
            ("audio", &self.audio),
            ("video", &self.video),
        ]
        .into_iter()
        .filter(|(_, texts)| !texts.is_empty())
    }
}

/// What stands at a node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The question or heading.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub label: Localised,
    /// A hint below it.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub hint: Localised,
    /// Guidance for training, shown on request.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub guidance: Localised,
    /// Pictures and sounds.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_back_to_the_default_language_and_then_to_any() {
        let mut text = Localised::default();
        assert_eq!(text.get(LanguageId(1)), None);
        text.set(LanguageId(2), "c".into());
        assert_eq!(text.get(LanguageId(1)), Some("c"));
        text.set(LanguageId::DEFAULT, "a".into());
        assert_eq!(text.get(LanguageId(1)), Some("a"));
        text.set(LanguageId::DEFAULT, "b".into());
        assert_eq!(text.iter().collect::<Vec<_>>(), [(LanguageId(0), "b"), (LanguageId(2), "c")]);
        assert_eq!(text.exact(LanguageId(1)), None);
    }

    #[test]
    fn answers_stand_inside_texts() {
        let cut = pieces("${ name } 的年龄(${age})");
        assert_eq!(
            cut,
            [Piece::Answer("name"), Piece::Plain(" 的年龄("), Piece::Answer("age"), Piece::Plain(")")]
        );
        assert_eq!(pieces("剩 ${open"), [Piece::Plain("剩 ${open")]);
        assert!(pieces("").is_empty());
    }
}
