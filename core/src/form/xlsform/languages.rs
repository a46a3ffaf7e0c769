//! The languages of a form, as its headings name them.

use super::{
    faults::SheetFault,
    finding::{Findings, Place},
    heading::{Line, Table},
    key::Key,
    limits::MAX_LANGUAGES,
};
use crate::form::definition::{LanguageId, Localised};

/// What the field's tools call the language of columns that name none.
const UNNAMED: &str = "default";

/// Names of languages; the first is the default.
#[derive(Debug)]
pub(super) struct Languages(Vec<String>);

impl Languages {
    /// Gathers the languages in the order of the columns, the default one first.
    pub(super) fn gather(
        tables: [Option<&Table<'_>>; 2],
        default: Option<(&Place, &str)>,
        findings: &mut Findings,
    ) -> Self {
        let headings = || tables.into_iter().flatten().flat_map(|table| &table.headings);
        let unnamed = headings().any(|heading| heading.key == Key::Label && heading.language.is_none());
        let mut names: Vec<String> = Vec::new();
        for language in headings().filter_map(|heading| heading.language.as_ref()) {
            if !names.contains(language) {
                names.push(language.clone());
            }
        }
        if let Some((place, found)) = default
            && !(unnamed || names.is_empty() || names.iter().any(|name| name == found))
        {
            let known = names.join("、");
            let fault = SheetFault::UnknownDefaultLanguage { found: found.to_owned(), known };
            findings.error(place, &fault);
        }
        let first = match default {
            Some((_, name)) => name.to_owned(),
            None if unnamed || names.is_empty() => UNNAMED.to_owned(),
            None => names.first().cloned().unwrap_or_default(),
        };
        names.retain(|name| *name != first);
        names.insert(0, first);
        if names.len() > MAX_LANGUAGES {
            let place = Place { sheet: "survey".to_owned(), row: 1, column: String::new() };
            findings.error(&place, &SheetFault::TooManyLanguages { limit: MAX_LANGUAGES });
            names.truncate(MAX_LANGUAGES);
        }
        Self(names)
    }

    fn id(&self, name: Option<&str>) -> Option<LanguageId> {
        let at = name.map_or(Some(0), |name| self.0.iter().position(|own| own == name))?;
        u16::try_from(at).ok().map(LanguageId)
    }

    /// The texts of a column in every language.
    pub(super) fn texts(&self, line: &Line<'_>, key: &Key, findings: &mut Findings) -> Localised {
        let mut localised = Localised::default();
        for (heading, text) in line.texts(key, findings) {
            if let Some(language) = self.id(heading.language.as_deref()) {
                localised.set(language, text);
            }
        }
        localised
    }

    /// A text that the import writes itself.
    pub(super) fn own(&self, chinese: &str, other: &str) -> Localised {
        let mut localised = Localised::default();
        for (id, name) in (0_u16..).zip(&self.0) {
            let is_chinese = name == UNNAMED || name.contains("中文") || name.to_lowercase().contains("zh");
            localised.set(LanguageId(id), if is_chinese { chinese } else { other }.to_owned());
        }
        localised
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.0
    }
}
