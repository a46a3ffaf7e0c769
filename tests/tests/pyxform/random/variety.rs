//! The same form as different authors write it: other words, empty rows, numbers instead of texts.

use super::Maker;
use crate::draft::{Line, line};

/// Headings with another word for each.
const HEADINGS: [(&str, &str); 9] = [
    ("relevant", "relevance"),
    ("relevant", "bind::relevant"),
    ("constraint", "Constraint"),
    ("constraint_message", "constraint message"),
    ("required_message", "requiredMsg"),
    ("calculation", "calculate"),
    ("read_only", "readonly"),
    ("repeat_count", "jr:count"),
    ("media::image", "image"),
];

/// Types with another word for each.
const TYPES: [(&str, &str); 7] = [
    ("begin_repeat", "begin repeat"),
    ("end_repeat", "end repeat"),
    ("select_one ", "select one "),
    ("select_multiple ", "select all that apply from "),
    ("text", "string"),
    ("image", "photo"),
    ("geopoint", "location"),
];

impl Maker {
    pub(super) fn vary(&mut self) {
        for (usual, other) in HEADINGS {
            if self.percent(7) {
                self.rename(usual, other);
            }
        }
        for (usual, other) in TYPES {
            if self.percent(10) {
                for kind in self.draft.survey.iter_mut().filter_map(|row| row.get_mut("type")) {
                    if let Some(rest) = kind.strip_prefix(usual) {
                        *kind = format!("{other}{rest}");
                    }
                }
            }
        }
        if self.percent(15) {
            let at = self.place();
            self.draft.survey.insert(at, Line::new());
        }
        if self.percent(5) {
            let at = self.place();
            self.draft.survey.insert(at, line([("hint", "只是备注")]));
        }
        if self.percent(8) {
            self.forget_a_translation();
        }
        if self.percent(6) {
            self.name_again();
        }
    }

    pub(super) fn place(&mut self) -> usize {
        let rows = u32::try_from(self.draft.survey.len()).unwrap();
        usize::try_from(self.below(rows)).unwrap()
    }

    fn rename(&mut self, usual: &str, other: &str) {
        for row in &mut self.draft.survey {
            let headings: Vec<String> = row.keys().cloned().collect();
            for heading in headings {
                let rest = heading.strip_prefix(usual);
                // `constraint` must not rename `constraint_message`.
                if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with("::"))
                    && let Some(text) = row.remove(&heading)
                {
                    row.insert(format!("{other}{rest}"), text);
                }
            }
        }
    }

    fn forget_a_translation(&mut self) {
        let (at, language) = (self.place(), self.languages[self.languages.len() - 1]);
        if self.languages.len() > 1 {
            self.draft.survey[at].remove(&format!("label{language}"));
            self.draft.choices[0].remove(&format!("label{language}"));
        }
    }

    /// A name that stands in another group as well, or twice in one.
    fn name_again(&mut self) {
        let (from, to) = (self.place(), self.place());
        let Some(name) = self.draft.survey[from].get("name").cloned() else { return };
        if self.draft.survey[to].contains_key("name") {
            self.draft.survey[to].insert("name".to_owned(), name);
        }
    }
}
