//! The rules of a node: every expression that it has, by what it decides.

use super::{
    choices::{ChoiceOrder, Itemset},
    node::{DefaultValue, Node, NodeKind},
};
use crate::form::expr::Expression;

/// Which rule of a node an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// Whether it is asked.
    Relevant,
    /// How often a repeat is asked.
    Count,
    /// Its value.
    Calculation,
    /// Which choices are offered.
    Choices,
    /// In which order.
    Order,
    /// Whether it can only be read.
    ReadOnly,
    /// Whether it must be answered.
    Required,
    /// Whether its answer will do.
    Constraint,
    /// What it starts with; evaluated once, so that nothing makes it due again.
    Default,
}

impl Aspect {
    /// Whether a new result changes what other rules see.
    pub(in crate::form) fn passes_on(self) -> bool {
        matches!(self, Self::Relevant | Self::Count | Self::Calculation)
    }

    /// Whether the rule may be part of no loop. JavaRosa refuses loops through these two as well, and a form that it
    /// refuses is of no use to other tools.
    pub(super) fn is_ordered(self) -> bool {
        self.passes_on() || matches!(self, Self::ReadOnly | Self::Required)
    }
}

impl Node {
    /// Every rule of the node.
    pub fn rules(&self) -> impl Iterator<Item = (Aspect, &Expression)> {
        let (count, items) = match &self.kind {
            NodeKind::Repeat { count } => (count.as_ref(), None),
            NodeKind::Question(question) => (None, question.itemset()),
            NodeKind::Form | NodeKind::Group => (None, None),
        };
        let seed = items.and_then(|items| match &items.order {
            ChoiceOrder::Shuffled(seed) => seed.as_ref(),
            ChoiceOrder::Listed => None,
        });
        let default = match &self.logic.default {
            Some(DefaultValue::Computed(expression)) => Some(expression),
            Some(DefaultValue::Fixed(_)) | None => None,
        };
        let logic = &self.logic;
        [
            (Aspect::Relevant, logic.relevant.as_ref()),
            (Aspect::Count, count),
            (Aspect::Calculation, logic.calculation.as_ref()),
            (Aspect::Choices, items.and_then(|items| items.filter.as_ref())),
            (Aspect::Order, seed),
            (Aspect::ReadOnly, logic.read_only.as_ref()),
            (Aspect::Required, logic.required.as_ref()),
            (Aspect::Constraint, logic.constraint.as_ref()),
            (Aspect::Default, default),
        ]
        .into_iter()
        .filter_map(|(aspect, expression)| Some((aspect, expression?)))
    }

    /// As [`Self::rules`], for the import, which puts paths in the place of names.
    pub(in crate::form) fn rules_mut(&mut self) -> impl Iterator<Item = (Aspect, &mut Expression)> {
        let (count, items) = match &mut self.kind {
            NodeKind::Repeat { count } => (count.as_mut(), None),
            NodeKind::Question(question) => (None, question.itemset_mut()),
            NodeKind::Form | NodeKind::Group => (None, None),
        };
        let (filter, seed) = items.map_or((None, None), |Itemset { filter, order, .. }| match order {
            ChoiceOrder::Shuffled(seed) => (filter.as_mut(), seed.as_mut()),
            ChoiceOrder::Listed => (filter.as_mut(), None),
        });
        let logic = &mut self.logic;
        let default = match &mut logic.default {
            Some(DefaultValue::Computed(expression)) => Some(expression),
            Some(DefaultValue::Fixed(_)) | None => None,
        };
        [
            (Aspect::Relevant, logic.relevant.as_mut()),
            (Aspect::Count, count),
            (Aspect::Calculation, logic.calculation.as_mut()),
            (Aspect::Choices, filter),
            (Aspect::Order, seed),
            (Aspect::ReadOnly, logic.read_only.as_mut()),
            (Aspect::Required, logic.required.as_mut()),
            (Aspect::Constraint, logic.constraint.as_mut()),
            (Aspect::Default, default),
        ]
        .into_iter()
        .filter_map(|(aspect, expression)| Some((aspect, expression?)))
    }
}
