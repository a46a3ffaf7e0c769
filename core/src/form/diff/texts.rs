//! What people read, per language.

use super::{
    Comparison,
    change::{Change, ChangeCode, Effect, Subject},
};
use crate::form::definition::{LanguageId, Localised, Media, Node, Texts};

/// Languages of one name; two default languages of which neither is known to the other version are one that was named
/// anew, as when the second language is added to a form that had not named its first.
pub(super) fn shared_languages(old: &[String], new: &[String]) -> Vec<(LanguageId, LanguageId)> {
    let id = |at: usize| LanguageId(u16::try_from(at).unwrap_or(u16::MAX));
    let named = new.iter().enumerate().filter_map(|(at, name)| {
        let before = old.iter().position(|own| own == name)?;
        Some((id(before), id(at)))
    });
    let mut shared: Vec<_> = named.collect();
    if let (Some(before), Some(after)) = (old.first(), new.first())
        && !new.contains(before)
        && !old.contains(after)
    {
        shared.insert(0, (LanguageId::DEFAULT, LanguageId::DEFAULT));
    }
    shared
}

impl Comparison<'_> {
    /// The texts of a node that is in both versions.
    pub(super) fn texts(&self, subject: &Subject, keeps: bool, old: &Node, new: &Node) -> Vec<Change> {
        let effect = if keeps { Effect::CheckMeaning } else { Effect::None };
        let label = Change::new(ChangeCode::LabelChanged, subject.clone(), effect);
        let Texts { label: old_label, hint, guidance, media } = &old.texts;
        let mut found = self.text(&label, old_label, &new.texts.label);
        let (was, is) = (&old.logic, &new.logic);
        let texts = [
            ("hint", hint, &new.texts.hint),
            ("guidance_hint", guidance, &new.texts.guidance),
            ("constraint_message", &was.constraint_message, &is.constraint_message),
            ("required_message", &was.required_message, &is.required_message),
        ];
        let other = Change::new(ChangeCode::TextChanged, subject.clone(), Effect::None);
        for (column, old, new) in texts {
            found.extend(self.text(&other.clone().in_column(column), old, new));
        }
        found.extend(self.media(&other, media, &new.texts.media));
        found
    }

    pub(super) fn media(&self, change: &Change, old: &Media, new: &Media) -> Vec<Change> {
        let Media { image, big_image, audio, video } = old;
        let kinds = [
            ("image", image, &new.image),
            ("big-image", big_image, &new.big_image),
            ("audio", audio, &new.audio),
            ("video", video, &new.video),
        ];
        let changes = kinds
            .into_iter()
            .flat_map(|(name, old, new)| self.text(&change.clone().in_column(name), old, new));
        changes.collect()
    }

    /// `change` for each language in which a text differs.
    pub(super) fn text(&self, change: &Change, old: &Localised, new: &Localised) -> Vec<Change> {
        let names = self.new.form.languages();
        let mut found = Vec::new();
        for (before, after) in &self.languages {
            let (was, is) = (old.exact(*before), new.exact(*after));
            if was != is {
                let mut change = change.clone().sides((was.map(str::to_owned), is.map(str::to_owned)));
                change.language = names.get(after.index()).filter(|_| names.len() > 1).cloned();
                found.push(change);
            }
        }
        found
    }
}
