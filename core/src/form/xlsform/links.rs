//! What names and paths in rules and texts mean, once every row is read.

use std::collections::HashMap;

use super::{
    cells::short,
    choices_sheet::Lists,
    faults::LogicFault,
    files,
    finding::{Findings, Place},
    names,
    table::Attachment,
};
use crate::form::{
    definition::{Aspect, NodeId, Nodes, Paths, Piece, Question, pieces},
    expr::{Expression, Origin, PathStep, Target},
};

/// The parts of `instance('list')/root/item/column` before the column.
const ROWS: [&str; 2] = ["root", "item"];

/// Looks names up.
pub(super) struct Links<'a> {
    nodes: &'a Nodes,
    paths: Paths<'a>,
    rows: &'a [u32],
    by_name: HashMap<&'a str, Vec<NodeId>>,
    pub(super) lists: &'a mut Lists,
    pub(super) attachments: &'a [Attachment],
    pub(super) findings: &'a mut Findings,
}

impl<'a> Links<'a> {
    pub(super) fn new(
        nodes: &'a Nodes,
        rows: &'a [u32],
        lists: &'a mut Lists,
        attachments: &'a [Attachment],
        findings: &'a mut Findings,
    ) -> Self {
        let mut by_name: HashMap<&str, Vec<NodeId>> = HashMap::new();
        for (id, node) in nodes.iter().skip(1) {
            by_name.entry(node.name.as_str()).or_default().push(id);
        }
        Self { nodes, paths: Paths::new(nodes), rows, by_name, lists, attachments, findings }
    }

    /// The one node of that name.
    pub(super) fn find(&self, name: &str) -> Result<NodeId, LogicFault> {
        match self.by_name.get(name).map(Vec::as_slice) {
            Some([one]) => Ok(*one),
            Some(several) => {
                let rows = several.iter().filter_map(|id| self.rows.get(id.index()));
                let rows: Vec<String> = rows.map(|row| format!("第 {row} 行")).take(5).collect();
                Err(LogicFault::AmbiguousReference { name: short(name), rows: rows.join("、") })
            }
            None => {
                let instead = match names::nearest(name, self.by_name.keys().copied()) {
                    Some(near) => format!("是否应为 ${{{near}}}？"),
                    None => "请检查 ${} 中的变量名是否与 name 列一致".to_owned(),
                };
                Err(LogicFault::UnknownReference { name: short(name), instead })
            }
        }
    }

    /// Checks what a rule refers to and puts paths in the place of names.
    pub(super) fn resolve(
        &mut self,
        rule: &Expression,
        node: NodeId,
        aspect: Option<Aspect>,
        place: &Place,
    ) -> Option<Expression> {
        let mut faults: Vec<LogicFault> = Vec::new();
        for reference in rule.references() {
            let checked = self.check(node, &reference.target);
            let columns = checked.and_then(|()| match aspect {
                Some(Aspect::Choices) => self.check_filter_column(&reference.target),
                _ => Ok(()),
            });
            faults.extend(columns.err().filter(|fault| !faults.contains(fault)));
        }
        if !faults.is_empty() {
            faults.iter().for_each(|fault| self.findings.error(place, fault));
            return None;
        }
        let resolved = rule.resolve(&mut |usage| {
            let target = self.find(usage.name).ok()?;
            Some(self.nodes.variable(usage, node, target))
        });
        match resolved {
            Ok(resolved) => Some(resolved),
            Err(errors) => {
                errors.iter().for_each(|error| self.findings.error(place, error));
                None
            }
        }
    }

    fn check(&mut self, node: NodeId, target: &Target) -> Result<(), LogicFault> {
        match target {
            Target::Variable { name, then } => {
                let named = self.find(name)?;
                self.leads_somewhere(named, Origin::Node, then)
            }
            Target::Path { origin, steps } => self.leads_somewhere(node, *origin, steps),
            Target::Instance { id, .. } => self.find_instance(id),
            Target::PullData { file: Some(file), column, key } => {
                self.find_instance(files::stem(file))?;
                let list = self.lists.find(files::stem(file)).and_then(|id| self.lists.get(id));
                let missing = |name: &&String| list.is_some_and(|list| list.column(name).is_none());
                match [column, key].into_iter().flatten().find(missing) {
                    Some(column) => Err(self.unknown_column(files::stem(file), column)),
                    None => Ok(()),
                }
            }
            Target::PullData { file: None, .. } | Target::Itext(_) | Target::Property(_) => Ok(()),
        }
    }

    fn leads_somewhere(&self, from: NodeId, origin: Origin, steps: &[PathStep]) -> Result<(), LogicFault> {
        if !self.paths.follow(from, origin, steps).is_empty() {
            return Ok(());
        }
        let start = if origin == Origin::Root { "/" } else { "" };
        let words: Vec<&str> = steps
            .iter()
            .map(|step| match step {
                PathStep::Parent => "..",
                PathStep::Child(name) => name,
                PathStep::Any => "*",
            })
            .collect();
        Err(LogicFault::UnknownPath { path: short(&format!("{start}{}", words.join("/"))) })
    }

    /// A list, or a file that is read now.
    fn find_instance(&mut self, name: &str) -> Result<(), LogicFault> {
        let list = match self.lists.find(name) {
            Some(list) => Some(list),
            None => files::find_or_read(self.lists, self.attachments, &format!("{name}.csv")).ok(),
        };
        let list = list.ok_or_else(|| LogicFault::UnknownInstance { name: short(name) })?;
        self.lists.mark_used(list);
        Ok(())
    }

    /// Names inside the brackets of a filter are columns of the list.
    fn check_filter_column(&self, target: &Target) -> Result<(), LogicFault> {
        let Target::Instance { id, steps } = target else { return Ok(()) };
        let [PathStep::Child(root), PathStep::Child(item), PathStep::Child(column)] = steps.as_slice() else {
            return Ok(());
        };
        let known =
            self.lists.find(id).and_then(|list| self.lists.get(list)).is_some_and(|list| {
                list.column(column).is_some() || (list.file.is_none() && column == "label")
            });
        if [root, item] != ROWS || known { Ok(()) } else { Err(self.unknown_column(id, column)) }
    }

    fn unknown_column(&self, list: &str, column: &str) -> LogicFault {
        let known = self.lists.find(list).and_then(|id| self.lists.get(id));
        let known = known.map(|list| list.columns.join("、")).unwrap_or_default();
        LogicFault::UnknownChoiceColumn { column: short(column), list: short(list), known }
    }

    /// Checks every `${name}` of a text.
    pub(super) fn check_text(&mut self, text: &str, place: &Place) {
        if let Some(found) = super::logic::broken_reference(text) {
            self.findings.error(place, &LogicFault::BadReference { found: short(&found) });
            return;
        }
        for piece in pieces(text) {
            if let Piece::Answer(name) = piece
                && let Err(fault) = self.find(name)
            {
                self.findings.error(place, &fault);
            }
        }
    }

    fn is_visible(&self, id: NodeId) -> bool {
        self.nodes.get(id).and_then(|node| node.question()).is_some_and(Question::is_shown)
    }

    /// The questions that a node waits for.
    pub(super) fn triggers(&mut self, node: NodeId, names: &[String], place: &Place) -> Vec<NodeId> {
        let mut found = Vec::new();
        for name in names {
            match self.find(name) {
                Ok(id) if id == node || !self.is_visible(id) => {
                    let bad = LogicFault::BadTrigger { found: format!("${{{name}}}") };
                    self.findings.error(place, &bad);
                }
                Ok(id) => found.push(id),
                Err(fault) => self.findings.error(place, &fault),
            }
        }
        found
    }
}
