//! Rules: old and new expression, where they do not say the same.

use super::{
    Comparison,
    change::{BeforeAfter, Change, ChangeCode, Effect},
    side::Side,
};
use crate::form::{
    definition::{Aspect, DefaultValue, Node, NodeId},
    expr::Expression,
};

/// Rules that are compared one by one: the seed of an order is a parameter, and a default need not be a rule.
const COMPARED: [(Aspect, ChangeCode); 7] = [
    (Aspect::Relevant, ChangeCode::RelevantChanged),
    (Aspect::Count, ChangeCode::RepeatCountChanged),
    (Aspect::Calculation, ChangeCode::CalculationChanged),
    (Aspect::Choices, ChangeCode::ChoiceFilterChanged),
    (Aspect::ReadOnly, ChangeCode::ReadOnlyChanged),
    (Aspect::Required, ChangeCode::RequiredChanged),
    (Aspect::Constraint, ChangeCode::ConstraintChanged),
];

impl Comparison<'_> {
    /// The rules of a node that is in both versions.
    pub(super) fn rules(&self, ids: (NodeId, NodeId), keeps: bool, old: &Node, new: &Node) -> Vec<Change> {
        let mut changes = Vec::new();
        for (aspect, code) in COMPARED {
            let rule = |node| rule_of(node, aspect);
            changes.extend(self.rule_change(rule(old), rule(new)).map(|change| (code, change)));
        }
        let (was, is) = (&old.logic, &new.logic);
        let default = self.default_change(was.default.as_ref(), is.default.as_ref());
        changes.extend(default.map(|change| (ChangeCode::DefaultChanged, change)));
        let same_triggers = was.triggers.len() == is.triggers.len()
            && was.triggers.iter().zip(&is.triggers).all(|(old, new)| self.pairs.new_of(*old) == Some(*new));
        if !same_triggers {
            let names = (names(&self.old, &was.triggers), names(&self.new, &is.triggers));
            changes.push((ChangeCode::TriggerChanged, names));
        }
        let subject = self.new.subject(ids.1);
        let effect = |code| match code {
            ChangeCode::CalculationChanged if keeps => Effect::MeaningChanged,
            _ if keeps || new.is_container() => Effect::RulesDiffer,
            _ => Effect::None,
        };
        let changes = changes.into_iter();
        changes.map(|(code, change)| Change::new(code, subject.clone(), effect(code)).sides(change)).collect()
    }

    /// For what moved: when the groups are asked that it stands in.
    pub(super) fn conditions_around(&self, ids: (NodeId, NodeId), keeps: bool) -> Option<Change> {
        let (before, after) = (conditions(&self.old, ids.0), conditions(&self.new, ids.1));
        (before != after).then(|| {
            let effect = if keeps { Effect::RulesDiffer } else { Effect::None };
            let change = Change::new(ChangeCode::RelevantChanged, self.new.subject(ids.1), effect);
            change.sides((before, after))
        })
    }

    /// A rule that its author changed. Paths that only follow what was moved or renamed say the same.
    pub(super) fn rule_change(
        &self,
        old: Option<&Expression>,
        new: Option<&Expression>,
    ) -> Option<BeforeAfter> {
        let follow = |rule| {
            let renamed =
                |id| self.pairs.new_of(id).map_or_else(|| self.old.name(id), |id| self.new.name(id));
            filter_of(self.old.written(rule, renamed))
        };
        let is = new.map(|rule| shown(&self.new, rule));
        (old.map(follow) != is).then(|| (old.map(|rule| shown(&self.old, rule)), is))
    }

    fn default_change(&self, old: Option<&DefaultValue>, new: Option<&DefaultValue>) -> Option<BeforeAfter> {
        if let (Some(DefaultValue::Computed(old)), Some(DefaultValue::Computed(new))) = (old, new) {
            return self.rule_change(Some(old), Some(new));
        }
        let text = |side: &Side<'_>, default: &DefaultValue| match default {
            DefaultValue::Fixed(text) => text.clone(),
            DefaultValue::Computed(rule) => shown(side, rule),
        };
        (old != new).then(|| {
            (old.map(|default| text(&self.old, default)), new.map(|default| text(&self.new, default)))
        })
    }
}

fn rule_of(node: &Node, aspect: Aspect) -> Option<&Expression> {
    node.rules().find(|(own, _)| *own == aspect).map(|(_, rule)| rule)
}

fn shown(side: &Side<'_>, rule: &Expression) -> String {
    filter_of(side.written(rule, |id| side.name(id)))
}

/// Of `instance('list')/root/item[…]` what its author wrote: a list that was switched is told of by itself.
fn filter_of(rule: String) -> String {
    let inside = rule
        .strip_prefix("instance('")
        .and_then(|rest| rest.split_once("')/root/item["))
        .filter(|(list, _)| !list.contains('\''))
        .and_then(|(_, rest)| rest.strip_suffix(']'));
    inside.map(str::to_owned).unwrap_or(rule)
}

fn names(side: &Side<'_>, ids: &[NodeId]) -> Option<String> {
    let names: Vec<&str> = ids.iter().filter_map(|id| side.name(*id)).collect();
    (!names.is_empty()).then(|| names.join("、"))
}

/// When the groups are asked that a node stands in, from the form down.
fn conditions(side: &Side<'_>, id: NodeId) -> Option<String> {
    let nodes = side.nodes();
    let rules = nodes.ancestors(id).filter_map(|id| nodes.get(id)?.logic.relevant.as_ref());
    let mut conditions: Vec<String> = rules.map(|rule| format!("({})", shown(side, rule))).collect();
    conditions.reverse();
    (!conditions.is_empty()).then(|| conditions.join(" and "))
}
