//! The last step: names become paths, dependencies a graph, and the parts a form.

use super::{
    choices_sheet::Lists,
    faults::LogicFault,
    finding::{Findings, Place},
    heading::Table,
    key::Key,
    languages::Languages,
    links::Links,
    settings_sheet::ReadSettings,
    survey::Survey,
    table::Attachment,
};
use crate::form::{
    definition::{Aspect, Cycle, DependencyGraph, FormDefinition, Localised, Node, NodeId, Nodes, Question},
    expr::Expression,
};

/// All that was read, before names are looked up.
pub(super) struct Weaver<'a> {
    pub(super) survey: &'a Table<'a>,
    pub(super) settings: ReadSettings,
    pub(super) rows: Survey,
    pub(super) lists: Lists,
    pub(super) attachments: &'a [Attachment],
    pub(super) findings: &'a mut Findings,
}

impl Weaver<'_> {
    /// The form; none where something in it is wrong.
    pub(super) fn finish(mut self, languages: Languages) -> Option<FormDefinition> {
        self.look_up();
        self.check_lists();
        if self.findings.has_errors() {
            return None;
        }
        if let Err(cycles) = DependencyGraph::build(&self.rows.nodes) {
            for cycle in cycles {
                self.report_cycle(&cycle);
            }
            return None;
        }
        let lists = self.lists.into_lists();
        let made =
            FormDefinition::new(self.settings.settings, languages.into_names(), self.rows.nodes, lists);
        made.map_err(|error| self.findings.error(&Place::default(), &error)).ok()
    }

    fn look_up(&mut self) {
        let Self { survey, settings, rows, lists, attachments, findings } = self;
        let written = rows.nodes.clone();
        let mut links = Links::new(&written, &rows.rows, lists, attachments, findings);
        let place = |id: NodeId, key: &Key| place(survey, &rows.rows, id, key);
        for (id, node) in written.iter() {
            for (aspect, rule) in node.rules() {
                let resolved = links.resolve(rule, id, Some(aspect), &place(id, &key_of(aspect)));
                if let Some(resolved) = resolved {
                    replace(&mut rows.nodes, id, aspect, resolved);
                }
            }
            for (key, text) in texts(node) {
                for (_, text) in text.iter() {
                    links.check_text(text, &place(id, &key));
                }
            }
        }
        for (id, names) in &rows.triggers {
            let triggers = links.triggers(*id, names, &place(*id, &Key::Trigger));
            if let Some(node) = rows.nodes.get_mut(*id) {
                node.logic.triggers = triggers;
            }
        }
        for (place, text) in links.lists.labels_with_answers() {
            links.check_text(&text, &place);
        }
        if let Some(rule) = settings.settings.instance_name.take() {
            let place = settings.instance_name.clone();
            settings.settings.instance_name = links.resolve(&rule, NodeId::FORM, None, &place);
        }
    }

    fn check_lists(&mut self) {
        let mut several: Vec<_> = Vec::new();
        for (_, node) in self.rows.nodes.iter() {
            if let Some(Question::SelectMultiple(items) | Question::Rank(items)) = node.question() {
                several.push(items.list);
            }
        }
        several.sort_unstable();
        several.dedup();
        several.into_iter().for_each(|list| self.lists.refuse_blanks(list, self.findings));
        self.lists.report_unused(self.findings);
    }

    fn report_cycle(&mut self, cycle: &Cycle) {
        let nodes = &self.rows.nodes;
        let names: Vec<&str> = cycle
            .0
            .iter()
            .chain(cycle.0.first())
            .filter_map(|id| Some(nodes.get(*id)?.name.as_str()))
            .collect();
        // The rule to blame stands in a row that has one: a group's children are in the loop only because of the group.
        let blamed = cycle.0.iter().find_map(|id| {
            let (aspect, _) = nodes.get(*id)?.rules().find(|(aspect, _)| {
                !matches!(aspect, Aspect::Constraint | Aspect::Default | Aspect::Choices | Aspect::Order)
            })?;
            Some((*id, aspect))
        });
        let (id, aspect) = blamed.unwrap_or((NodeId::FORM, Aspect::Calculation));
        let place = place(self.survey, &self.rows.rows, id, &key_of(aspect));
        self.findings.error(&place, &LogicFault::Cycle { names: names.join(" → ") });
    }
}

/// Where a cell of a node stands.
fn place(survey: &Table<'_>, rows: &[u32], id: NodeId, key: &Key) -> Place {
    let heading = survey.headings.iter().find(|heading| heading.key == *key);
    Place {
        sheet: survey.sheet.name.clone(),
        row: rows.get(id.index()).copied().unwrap_or_default(),
        column: heading.map(|heading| heading.text.clone()).unwrap_or_default(),
    }
}

fn key_of(aspect: Aspect) -> Key {
    match aspect {
        Aspect::Relevant => Key::Relevant,
        Aspect::Count => Key::RepeatCount,
        Aspect::Calculation => Key::Calculation,
        Aspect::Choices => Key::ChoiceFilter,
        Aspect::Order => Key::Parameters,
        Aspect::ReadOnly => Key::ReadOnly,
        Aspect::Required => Key::Required,
        Aspect::Constraint => Key::Constraint,
        Aspect::Default => Key::Default,
    }
}

/// Texts that may hold answers.
fn texts(node: &Node) -> [(Key, &Localised); 5] {
    [
        (Key::Label, &node.texts.label),
        (Key::Hint, &node.texts.hint),
        (Key::Guidance, &node.texts.guidance),
        (Key::ConstraintMessage, &node.logic.constraint_message),
        (Key::RequiredMessage, &node.logic.required_message),
    ]
}

fn replace(nodes: &mut Nodes, id: NodeId, aspect: Aspect, rule: Expression) {
    let Some(node) = nodes.get_mut(id) else { return };
    if let Some((_, slot)) = node.rules_mut().find(|(own, _)| *own == aspect) {
        *slot = rule;
    }
}
