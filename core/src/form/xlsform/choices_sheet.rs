//! The sheet `choices`.

use std::collections::HashMap;

use super::{
    cells::short,
    faults::RowFault,
    finding::{Findings, Place},
    heading::{Heading, Line, Table},
    key::Key,
    languages::Languages,
    limits::MAX_CHOICES,
    names, row_texts,
};
use crate::form::definition::{Choice, ChoiceList, ListId};

/// The name of the first column of every list of the workbook.
const NAME: &str = "name";

/// Lists by name, with where each choice was written.
#[derive(Debug, Default)]
pub(super) struct Lists {
    all: Vec<ChoiceList>,
    by_name: HashMap<String, usize>,
    /// Per list: where its choices stand.
    places: Vec<Vec<Place>>,
    used: Vec<bool>,
}

impl Lists {
    pub(super) fn find(&self, name: &str) -> Option<ListId> {
        self.by_name.get(name).and_then(|at| u32::try_from(*at).ok()).map(ListId)
    }

    pub(super) fn get(&self, id: ListId) -> Option<&ChoiceList> {
        self.all.get(id.index())
    }

    pub(super) fn get_mut(&mut self, id: ListId) -> Option<&mut ChoiceList> {
        self.all.get_mut(id.index())
    }

    /// Names of the lists of the workbook, for a message.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().filter(|list| list.file.is_none()).map(|list| list.name.as_str())
    }

    pub(super) fn mark_used(&mut self, id: ListId) {
        if let Some(used) = self.used.get_mut(id.index()) {
            *used = true;
        }
    }

    /// Adds an empty list and returns its id.
    pub(super) fn add(&mut self, list: ChoiceList) -> ListId {
        let at = self.all.len();
        self.by_name.insert(list.name.clone(), at);
        self.all.push(list);
        self.places.push(Vec::new());
        self.used.push(false);
        ListId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Choices of a list that several answers are taken from cannot hold blanks: blanks part the answers.
    pub(super) fn refuse_blanks(&self, id: ListId, findings: &mut Findings) {
        let (Some(list), Some(places)) = (self.get(id), self.places.get(id.index())) else { return };
        for (choice, place) in list.choices.iter().zip(places) {
            let found = choice.value(0);
            if found.contains(char::is_whitespace) {
                let fault = RowFault::ChoiceNameHasSpace { found: short(found), list: list.name.clone() };
                findings.error(place, &fault);
            }
        }
    }

    /// Labels that answers stand in, with their rows.
    pub(super) fn labels_with_answers(&self) -> Vec<(Place, String)> {
        let rows = self.all.iter().zip(&self.places);
        let choices = rows.flat_map(|(list, places)| list.choices.iter().zip(places));
        choices
            .flat_map(|(choice, place)| choice.label.iter().map(move |(_, text)| (place, text)))
            .filter(|(_, text)| text.contains("${"))
            .map(|(place, text)| (place.clone(), text.to_owned()))
            .collect()
    }

    pub(super) fn report_unused(&self, findings: &mut Findings) {
        for ((list, places), used) in self.all.iter().zip(&self.places).zip(&self.used) {
            if let (false, Some(place)) = (*used, places.first()) {
                findings.warn(place, &RowFault::UnusedList { list: list.name.clone() });
            }
        }
    }

    pub(super) fn into_lists(self) -> Vec<ChoiceList> {
        self.all
    }
}

/// Reads all lists.
pub(super) fn read(
    table: &Table<'_>,
    languages: &Languages,
    allow_duplicates: bool,
    findings: &mut Findings,
) -> Lists {
    let mut reader = Reader {
        lists: Lists::default(),
        extras: table.headings.iter().filter(|heading| matches!(heading.key, Key::Extra(_))).collect(),
        first_rows: HashMap::new(),
        allow_duplicates,
    };
    for (count, line) in table.lines().filter(|line| line.filled().next().is_some()).enumerate() {
        if count >= MAX_CHOICES {
            findings.error(&line.place(&Key::Name), &RowFault::TooManyChoices { limit: MAX_CHOICES });
            break;
        }
        reader.line(&line, languages, findings);
    }
    reader.lists
}

struct Reader<'t> {
    lists: Lists,
    extras: Vec<&'t Heading>,
    /// Row of the first choice of a name in a list.
    first_rows: HashMap<(ListId, String), u32>,
    allow_duplicates: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &Line<'_>, languages: &Languages, findings: &mut Findings) {
        let list = self.list_of(line, findings);
        let name = self.name_of(line, findings);
        let label = languages.texts(line, &Key::Label, findings);
        row_texts::report_missing(line, &[Key::Label], findings);
        let (Some(list), Some(name)) = (list, name) else { return };
        if label.is_empty() {
            findings.warn(&line.place(&Key::Label), &RowFault::MissingChoiceLabel { found: short(&name) });
        }
        if let Some(first) = self.first_rows.get(&(list, name.clone())) {
            if !self.allow_duplicates {
                let list = self.lists.get(list).map(|list| list.name.clone()).unwrap_or_default();
                let fault = RowFault::DuplicateChoice { found: short(&name), list, first: *first };
                findings.error(&line.place(&Key::Name), &fault);
            }
        } else {
            self.first_rows.insert((list, name.clone()), line.row.number);
        }
        let mut values = vec![name];
        for heading in &self.extras {
            values.push(line.text(&heading.key, findings).unwrap_or_default());
        }
        while values.last().is_some_and(String::is_empty) {
            values.pop();
        }
        let media = row_texts::media(line, languages, findings);
        let place = line.place(&Key::Name);
        if let Some(list) = self.lists.get_mut(list) {
            list.choices.push(Choice { values, label, media });
        }
        if let Some(places) = self.lists.places.get_mut(list.index()) {
            places.push(place);
        }
    }

    fn list_of(&mut self, line: &Line<'_>, findings: &mut Findings) -> Option<ListId> {
        let place = line.place(&Key::ListName);
        let Some(name) = line.text(&Key::ListName, findings) else {
            if line.find(&Key::ListName).is_none() {
                findings.error(&place, &RowFault::ChoiceWithoutList);
            }
            return None;
        };
        if let Some(id) = self.lists.find(&name) {
            return Some(id);
        }
        if names::check(&name).is_err() {
            findings.error(&place, &RowFault::BadListName { found: short(&name) });
        }
        let extras = self.extras.iter().filter_map(|heading| match &heading.key {
            Key::Extra(name) => Some(name.clone()),
            _ => None,
        });
        let columns = std::iter::once(NAME.to_owned()).chain(extras).collect();
        Some(self.lists.add(ChoiceList { name, file: None, columns, choices: Vec::new() }))
    }

    fn name_of(&self, line: &Line<'_>, findings: &mut Findings) -> Option<String> {
        let place = line.place(&Key::Name);
        let Some(name) = line.text(&Key::Name, findings) else {
            if line.find(&Key::Name).is_none() {
                findings.error(&place, &RowFault::ChoiceWithoutName);
            }
            return None;
        };
        if !name.is_ascii() {
            findings.warn(&place, &RowFault::ChoiceNameNotAscii { found: short(&name) });
        }
        Some(name)
    }
}
