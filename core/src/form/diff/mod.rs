//! What changed between two versions of a form, and what that means for answers.
//!
//! [`FormDiff::between`] is a pure comparison of two definitions. Everything that the version is the hash of is
//! compared: a difference is empty exactly where the versions are equal.

mod change;
mod choices;
mod lists;
mod nodes;
mod order;
mod pairs;
mod question;
mod report;
mod rules;
mod settings;
mod side;
#[cfg(test)]
mod tests;
mod texts;
mod words;

pub use change::{Change, ChangeCode, Effect, Subject};

use serde::Serialize;

use super::{
    FormVersion,
    definition::{FormDefinition, LanguageId},
};
use pairs::Pairs;
use side::Side;

/// One version of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionName {
    /// The version.
    pub version: FormVersion,
    /// The title.
    pub title: String,
}

/// Which part of a form changes stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The settings and languages.
    Settings,
    /// Questions, groups and repeats.
    Questions,
    /// One list of choices.
    Choices,
}

/// The changes of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Which part.
    pub part: Part,
    /// The name of the list; of two where questions have switched from one to the other.
    pub list: String,
    /// The questions that offer the list.
    pub used_by: Vec<Subject>,
    /// By code and effect, then in the order of the form.
    pub changes: Vec<Change>,
}

/// Everything that changed between two versions of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormDiff {
    /// The older version.
    pub old: VersionName,
    /// The newer version.
    pub new: VersionName,
    /// What changed, part by part; parts without a change are left out.
    pub sections: Vec<Section>,
}

impl FormDiff {
    /// Compares two versions.
    #[must_use]
    pub fn between(old: &FormDefinition, new: &FormDefinition) -> Self {
        let comparison = Comparison {
            pairs: Pairs::new(old.nodes(), new.nodes()),
            languages: texts::shared_languages(old.languages(), new.languages()),
            old: Side::new(old),
            new: Side::new(new),
        };
        let section = |part, changes| Section { part, list: String::new(), used_by: Vec::new(), changes };
        let mut sections = vec![
            section(Part::Settings, comparison.settings()),
            section(Part::Questions, comparison.questions()),
        ];
        sections.extend(comparison.lists());
        sections.retain(|section| !section.changes.is_empty());
        if sections.is_empty() && old.version() != new.version() {
            let change = Change::new(ChangeCode::OtherChanged, Subject::default(), Effect::None);
            sections.push(section(Part::Settings, vec![change]));
        }
        for section in &mut sections {
            section.changes.sort_by_key(|change| (change.code, change.effect));
        }
        let name = |form: &FormDefinition| VersionName {
            version: form.version().clone(),
            title: form.settings().title.clone(),
        };
        Self { old: name(old), new: name(new), sections }
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// Every change.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.sections.iter().flat_map(|section| &section.changes)
    }
}

/// Two versions, and what of one is what of the other.
struct Comparison<'f> {
    old: Side<'f>,
    new: Side<'f>,
    pairs: Pairs,
    /// Languages that both speak.
    languages: Vec<(LanguageId, LanguageId)>,
}
