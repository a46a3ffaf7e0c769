//! The sheet `survey`: rows become a tree of nodes.

use std::collections::HashMap;

use super::{
    cells::short,
    choices_sheet::Lists,
    faults::RowFault,
    finding::{Findings, Place},
    heading::{Line, Table},
    key::Key,
    languages::Languages,
    limits::{MAX_DEPTH, MAX_NODES},
    logic, names, question, row_texts,
    table::Attachment,
    types::{self, Container, RowType},
};
use crate::{
    form::definition::{Node, NodeId, NodeKind, Nodes, Question, ROOT_NAME, Texts},
    ids::QuestionName,
};

/// The nodes of a form whose names are not looked up yet.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) nodes: Nodes,
    /// Per node: the row that it was written in.
    pub(super) rows: Vec<u32>,
    /// Questions that others wait for, by name.
    pub(super) triggers: Vec<(NodeId, Vec<String>)>,
}

/// A group that has begun.
struct Open {
    /// None where it stands too deep to be kept.
    node: Option<NodeId>,
    container: Container,
    place: Place,
    /// The type as written.
    text: String,
    /// Row of each name in it.
    names: HashMap<String, u32>,
    /// The same by lower case.
    folded: HashMap<String, u32>,
}

/// What rows are read with.
pub(super) struct Reader<'a> {
    pub(super) survey: Survey,
    pub(super) lists: &'a mut Lists,
    pub(super) languages: &'a Languages,
    pub(super) attachments: &'a [Attachment],
    pub(super) findings: &'a mut Findings,
    open: Vec<Open>,
    repeats: HashMap<String, u32>,
    too_deep: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        lists: &'a mut Lists,
        languages: &'a Languages,
        attachments: &'a [Attachment],
        findings: &'a mut Findings,
    ) -> Self {
        let survey = Survey::default();
        let (open, repeats) = (Vec::new(), HashMap::new());
        Self { survey, lists, languages, attachments, findings, open, repeats, too_deep: false }
    }

    /// Reads all rows.
    pub(super) fn read(mut self, table: &Table<'_>) -> Survey {
        self.begin_form(table);
        for line in table.lines().filter(|line| line.filled().next().is_some()) {
            if self.survey.nodes.len() > MAX_NODES {
                self.findings.error(&line.place(&Key::Type), &RowFault::TooManyNodes { limit: MAX_NODES });
                break;
            }
            self.line(&line);
        }
        while self.open.len() > 1 {
            if let Some(open) = self.open.pop() {
                let (kind, end) = (open.container.word(), open.container.end());
                self.findings.error(&open.place, &RowFault::NotClosed { kind, end });
                self.close(&open);
            }
        }
        let end = self.next_id();
        if let Some(form) = self.survey.nodes.get_mut(NodeId::FORM) {
            form.end = end;
        }
        self.survey
    }

    fn begin_form(&mut self, table: &Table<'_>) {
        let place = Place { sheet: table.sheet.name.clone(), ..Place::default() };
        // The name of the root fits every rule of names.
        let Ok(name) = QuestionName::new(ROOT_NAME) else { return };
        let node = self.push(name, NodeKind::Form, 0);
        self.open.push(Open::new(Some(node), Container::Group, place, String::new()));
    }

    fn line(&mut self, line: &Line<'_>) {
        let place = line.place(&Key::Type);
        let Some(text) = line.text(&Key::Type, self.findings) else {
            if line.find(&Key::Type).is_none() {
                self.findings.error(&place, &RowFault::MissingType);
            }
            return;
        };
        match types::read(&text) {
            Ok(RowType::Begin(container)) => self.begin(line, container, text),
            Ok(RowType::End(container)) => self.end(container, &place, &text),
            Ok(row_type) => question::read(self, line, &row_type),
            Err(fault) => {
                self.findings.error(&place, &fault);
                self.keep_name(line);
            }
        }
    }

    /// Keeps the name of a row whose type is wrong: who refers to it is not wrong as well.
    fn keep_name(&mut self, line: &Line<'_>) {
        if line.find(&Key::Name).is_some()
            && let Some(name) = self.name(line, None)
        {
            self.push(name, NodeKind::Question(Question::Text), line.row.number);
        }
    }

    fn begin(&mut self, line: &Line<'_>, container: Container, text: String) {
        let place = line.place(&Key::Type);
        let too_deep = self.open.len() > MAX_DEPTH;
        if too_deep && !self.too_deep {
            self.too_deep = true;
            self.findings.error(&place, &RowFault::TooDeep { limit: MAX_DEPTH });
        }
        let name = if too_deep { None } else { self.name(line, None) };
        if let (Some(name), Container::Repeat) = (&name, container) {
            self.check_repeat_name(name, line);
        }
        let node = if too_deep { None } else { self.container(line, container, name) };
        self.open.push(Open::new(node, container, place, text));
    }

    /// Adds a group or repeat. Its cells are read even where its name is wrong, so that all faults are reported at once.
    fn container(
        &mut self,
        line: &Line<'_>,
        container: Container,
        name: Option<QuestionName>,
    ) -> Option<NodeId> {
        let kind = match container {
            Container::Group => NodeKind::Group,
            Container::Repeat => {
                NodeKind::Repeat { count: logic::expression(line, &Key::RepeatCount, self.findings) }
            }
        };
        let logic = logic::of_any(line, self.findings);
        let (texts, appearance) = self.shown(line);
        self.warn_ignored(line, container.begin(), question::NOT_FOR_GROUPS);
        let id = self.push(name?, kind, line.row.number);
        let node = self.survey.nodes.get_mut(id)?;
        (node.texts, node.logic, node.appearance) = (texts, logic, appearance);
        Some(id)
    }

    fn end(&mut self, container: Container, place: &Place, text: &str) {
        if self.open.len() <= 1 {
            let fault = RowFault::EndWithoutBegin { found: text.to_owned(), begin: container.begin() };
            self.findings.error(place, &fault);
            return;
        }
        let Some(open) = self.open.pop() else { return };
        if open.container != container {
            let (row, begin, end) = (open.place.row, short(&open.text), open.container.end());
            let fault = RowFault::EndWrongKind { found: text.to_owned(), row, begin, end };
            self.findings.error(place, &fault);
        }
        self.close(&open);
    }

    fn close(&mut self, open: &Open) {
        let end = self.next_id();
        let Some(id) = open.node else { return };
        if let Some(node) = self.survey.nodes.get_mut(id) {
            node.end = end;
        }
        if end.0 == id.0 + 1 {
            let kind = open.container.word();
            self.findings.warn(&open.place, &RowFault::EmptyContainer { kind });
        }
    }

    fn next_id(&self) -> NodeId {
        NodeId(u32::try_from(self.survey.nodes.len()).unwrap_or(u32::MAX))
    }

    /// Adds a node to the group that is open.
    pub(super) fn push(&mut self, name: QuestionName, kind: NodeKind, row: u32) -> NodeId {
        // Inside a group that was not kept, what it stands in still keeps the tree whole.
        let parent = self.open.iter().rev().find_map(|open| open.node);
        let end = NodeId(self.next_id().0.saturating_add(1));
        self.survey.rows.push(row);
        let (texts, logic, appearance) = Default::default();
        self.survey.nodes.push(Node { name, parent, end, kind, texts, logic, appearance })
    }

    /// Texts and appearance, which every node may have.
    pub(super) fn shown(&mut self, line: &Line<'_>) -> (Texts, Vec<String>) {
        let texts = row_texts::texts(line, self.languages, self.findings);
        row_texts::report_missing(line, &[Key::Label, Key::Hint], self.findings);
        let appearance = line.text(&Key::Appearance, self.findings).unwrap_or_default();
        let words = appearance.split_whitespace();
        for (word, instead) in words.clone().filter_map(|word| types::unsupported_appearance(word)) {
            let fault = RowFault::UnsupportedAppearance { found: short(word), instead };
            self.findings.error(&line.place(&Key::Appearance), &fault);
        }
        (texts, words.map(str::to_owned).collect())
    }

    /// The name of a row, unique among its siblings; `without` where the row may leave it out.
    pub(super) fn name(&mut self, line: &Line<'_>, without: Option<String>) -> Option<QuestionName> {
        let place = line.place(&Key::Name);
        let written = line.text(&Key::Name, self.findings);
        if written.is_none() && line.find(&Key::Name).is_some() {
            return None;
        }
        let Some(text) = written.or(without) else {
            self.findings.error(&place, &RowFault::MissingName);
            return None;
        };
        match names::check(&text) {
            Ok(name) => self.claim(&name, &place).then_some(name),
            Err(fault) => {
                self.findings.error(&place, &shortened(fault));
                None
            }
        }
    }

    /// Notes a name in the group that is open; false where it cannot be used.
    pub(super) fn claim(&mut self, name: &QuestionName, place: &Place) -> bool {
        let found = || name.as_str().to_owned();
        let at_top = self.open.len() == 1;
        let Some(open) = self.open.last_mut() else { return false };
        if at_top && name.as_str() == "meta" {
            self.findings.error(place, &RowFault::ReservedName { found: found() });
            return false;
        }
        if let Some(first) = open.names.get(name.as_str()) {
            self.findings.error(place, &RowFault::DuplicateName { found: found(), first: *first });
            return false;
        }
        let folded = name.as_str().to_ascii_lowercase();
        if let Some(first) = open.folded.get(&folded) {
            self.findings.warn(place, &RowFault::NameDiffersByCase { found: found(), first: *first });
        }
        open.folded.entry(folded).or_insert(place.row);
        open.names.insert(found(), place.row);
        true
    }

    fn check_repeat_name(&mut self, name: &QuestionName, line: &Line<'_>) {
        let place = line.place(&Key::Name);
        let found = name.as_str().to_owned();
        if found == ROOT_NAME {
            self.findings.error(&place, &RowFault::ReservedName { found });
        } else if let Some(first) = self.repeats.get(&found) {
            self.findings.error(&place, &RowFault::DuplicateRepeat { found, first: *first });
        } else {
            self.repeats.insert(found, line.row.number);
        }
    }

    /// Warns of cells that the row's type has no use for.
    pub(super) fn warn_ignored(&mut self, line: &Line<'_>, kind: &str, keys: &[Key]) {
        for key in keys {
            if let Some((heading, _)) = line.find(key) {
                let fault = RowFault::CellIgnored { column: heading.text.clone(), kind: kind.to_owned() };
                self.findings.warn(&line.place_at(&heading.text), &fault);
            }
        }
    }
}

impl Open {
    fn new(node: Option<NodeId>, container: Container, place: Place, text: String) -> Self {
        Self { node, container, place, text, names: HashMap::new(), folded: HashMap::new() }
    }
}

/// Messages quote only the start of a very long name.
fn shortened(fault: RowFault) -> RowFault {
    match fault {
        RowFault::NameTooLong { found, limit } => RowFault::NameTooLong { found: short(&found), limit },
        RowFault::NameNotAscii { found } => RowFault::NameNotAscii { found: short(&found) },
        RowFault::NameHasSpace { found } => RowFault::NameHasSpace { found: short(&found) },
        other => other,
    }
}
