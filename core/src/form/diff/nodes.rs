//! Questions, groups and repeats that came, went, moved or changed.

use super::{
    Comparison,
    change::{Change, ChangeCode, Effect},
    order::displaced,
    question::{is_kept, kind_name},
};
use crate::form::{
    FormRole,
    definition::{Node, NodeId, NodeKind},
};

impl Comparison<'_> {
    pub(super) fn questions(&self) -> Vec<Change> {
        let mut found = Vec::new();
        for (id, node) in self.new.nodes().iter() {
            match self.pairs.old_of(id).and_then(|old| Some((old, self.old.nodes().get(old)?))) {
                Some((old_id, old)) => found.extend(self.both((old_id, id), old, node)),
                None => found.push(self.added(id, node)),
            }
        }
        let gone = self.old.nodes().iter().filter(|(id, _)| self.pairs.new_of(*id).is_none());
        found.extend(gone.map(|(id, node)| self.removed(id, node)));
        self.mark_used_in_packs(&mut found);
        found
    }

    fn added(&self, id: NodeId, node: &Node) -> Change {
        let code = match &node.kind {
            NodeKind::Repeat { .. } => ChangeCode::RepeatAdded,
            NodeKind::Form | NodeKind::Group => ChangeCode::GroupAdded,
            NodeKind::Question(_) => ChangeCode::QuestionAdded,
        };
        let effect = if is_kept(node) { Effect::ColumnAdded } else { Effect::None };
        Change::new(code, self.new.subject(id), effect).sides((None, Some(kind_name(node))))
    }

    fn removed(&self, id: NodeId, node: &Node) -> Change {
        let code = match &node.kind {
            NodeKind::Repeat { .. } => ChangeCode::RepeatRemoved,
            NodeKind::Form | NodeKind::Group => ChangeCode::GroupRemoved,
            NodeKind::Question(_) => ChangeCode::QuestionRemoved,
        };
        let effect = if is_kept(node) { Effect::ColumnEnds } else { Effect::None };
        Change::new(code, self.old.subject(id), effect).sides((Some(kind_name(node)), None))
    }

    fn both(&self, ids: (NodeId, NodeId), old: &Node, new: &Node) -> Vec<Change> {
        // All of a node is compared: a further field must find its place here.
        let Node { name: _, parent: _, end: _, kind: _, texts: _, logic: _, appearance: _ } = old;
        let keeps = is_kept(old) && is_kept(new);
        let subject = self.new.subject(ids.1);
        let mut found = self.place(ids, keeps, old, new);
        found.extend(self.kind(ids, old, new));
        found.extend(self.texts(&subject, keeps, old, new));
        found.extend(self.rules(ids, keeps, old, new));
        let (before, after) = (appearance(old), appearance(new));
        if before != after {
            let change = Change::new(ChangeCode::AppearanceChanged, subject, Effect::None);
            found.push(change.sides((before, after)));
        }
        found.extend(self.order(ids));
        let reaches = |change: &&mut Change| {
            change.effect == Effect::MeaningChanged || change.code == ChangeCode::RelevantChanged
        };
        for change in found.iter_mut().filter(reaches) {
            change.read_by = self.new.calculations_of(ids.1);
        }
        found
    }

    /// Where it stands and what it is called.
    fn place(&self, ids: (NodeId, NodeId), keeps: bool, old: &Node, new: &Node) -> Vec<Change> {
        let change = |code, effect| Change::new(code, self.new.subject(ids.1), effect);
        let mut found = Vec::new();
        if !self.pairs.correspond(old.parent, new.parent) {
            let repeats = (self.old.nodes().repeat_around(ids.0), self.new.nodes().repeat_around(ids.1));
            let moved = if self.pairs.correspond(repeats.0, repeats.1) {
                change(ChangeCode::Moved, Effect::None)
            } else {
                let effect = if keeps { Effect::MeaningChanged } else { Effect::None };
                change(ChangeCode::MovedAcrossRepeats, effect)
            };
            let before = old.parent.map(|id| self.old.subject(id).to_string());
            let after = new.parent.map(|id| self.new.subject(id).to_string());
            found.push(moved.sides((before, after)));
            found.extend(self.conditions_around(ids, keeps));
        }
        let columns = (self.old.column(ids.0), self.new.column(ids.1));
        let renamed = old.name != new.name;
        if renamed || (keeps && columns.0 != columns.1) {
            let code = if renamed { ChangeCode::MaybeRenamed } else { ChangeCode::ColumnRenamed };
            let effect = if keeps { Effect::ColumnRenamed } else { Effect::None };
            found.push(change(code, effect).sides((Some(columns.0), Some(columns.1))));
        }
        found
    }

    /// What stayed in a group and does not stand in its old order.
    fn order(&self, ids: (NodeId, NodeId)) -> Option<Change> {
        let children = self.new.nodes().children(ids.1);
        let stayed: Vec<(usize, &str)> = children
            .filter_map(|(id, child)| {
                let old = self.pairs.old_of(id)?;
                let stayed = self.old.nodes().get(old)?.parent == Some(ids.0);
                stayed.then_some((old.index(), child.name.as_str()))
            })
            .collect();
        let places: Vec<usize> = stayed.iter().map(|(place, _)| *place).collect();
        let moved = displaced(&places).into_iter().filter_map(|at| stayed.get(at));
        let names: Vec<&str> = moved.map(|(_, name)| *name).collect();
        (!names.is_empty()).then(|| {
            let change = Change::new(ChangeCode::Reordered, self.new.subject(ids.1), Effect::None);
            change.sides((None, Some(names.join("、"))))
        })
    }

    fn mark_used_in_packs(&self, changes: &mut [Change]) {
        let Some(role) = FormRole::from_name(&self.old.form.settings().id) else { return };
        for change in changes {
            let column = match (change.effect, &change.before) {
                (Effect::ColumnEnds | Effect::MeaningChanged, _) => Some(&change.subject.name),
                (Effect::ColumnRenamed, before) => before.as_ref(),
                _ => None,
            };
            change.used_in_packs = column.is_some_and(|name| role.asked_for().contains(&name.as_str()));
        }
    }
}

/// That a number is an amount of money is part of its type.
fn appearance(node: &Node) -> Option<String> {
    let words = node.appearance.iter().filter(|word| !(node.is_money() && *word == "money"));
    let words: Vec<&str> = words.map(String::as_str).collect();
    (!words.is_empty()).then(|| words.join(" "))
}
