//! What a question offers to choose from.

use super::{FormSession, list_table::ListTable, value};
use crate::form::{
    AnswerError, AnswerKey,
    definition::{ChoiceOrder, Itemset, LabelSource, Node, Question},
    expr::{Node as Found, NodeKey, Table},
};

/// Most choices that are offered at once; the others are found by [`FormSession::find_choices`].
pub const MAX_OFFERED: usize = 500;

/// A choice that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What answers carry.
    pub name: String,
    /// What people read.
    pub label: String,
    /// File name of its picture; empty where there is none.
    pub image: String,
}

/// The choices that are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// In their order, at most [`MAX_OFFERED`].
    pub offers: Vec<Offer>,
    /// How many more there are.
    pub left_out: usize,
}

impl FormSession {
    /// The choices that a question offers now.
    #[must_use]
    pub fn offered(&self, key: &AnswerKey) -> Offered {
        self.find_choices(key, "")
    }

    /// The choices that a question offers now whose name or label holds this text.
    #[must_use]
    pub fn find_choices(&self, key: &AnswerKey, text: &str) -> Offered {
        let Ok((slot, node)) = self.question_at(key) else { return Offered::default() };
        node.question()
            .and_then(Question::itemset)
            .map_or_else(Offered::default, |items| self.offers(slot, items, text))
    }

    pub(super) fn offers(&self, slot: NodeKey, items: &Itemset, text: &str) -> Offered {
        let Some((_, table)) = self.form().list_table(items.list) else { return Offered::default() };
        let words = |row| self.words(items, table, row);
        let fits = |row: &u32| {
            text.is_empty() || words(*row).is_some_and(|(name, label)| label.contains(text) || name == text)
        };
        let mut rows = self.rows(slot, items, table).into_iter().filter(fits);
        let offers =
            rows.by_ref().take(MAX_OFFERED).filter_map(|row| self.offer(items, table, row)).collect();
        Offered { offers, left_out: rows.count() }
    }

    fn offer(&self, items: &Itemset, table: &ListTable, row: u32) -> Option<Offer> {
        let (name, label) = self.words(items, table, row)?;
        let image = table.choice(row)?.media.image.get(self.filled.language).unwrap_or_default();
        Some(Offer { name: name.to_owned(), label: label.to_owned(), image: image.to_owned() })
    }

    /// What answers carry of a choice, and what people read.
    fn words<'t>(&self, items: &Itemset, table: &'t ListTable, row: u32) -> Option<(&'t str, &'t str)> {
        let choice = table.choice(row)?;
        let name = choice.value(usize::from(items.value));
        let label = match items.label {
            LabelSource::Label => choice.label.get(self.filled.language).unwrap_or(name),
            LabelSource::Column(column) => choice.value(usize::from(column)),
        };
        Some((name, label))
    }

    /// The rows that are offered, in their order. A filter that fails offers nothing, and is a problem.
    fn rows(&self, slot: NodeKey, items: &Itemset, table: &ListTable) -> Vec<u32> {
        let rule = match items.order {
            ChoiceOrder::Listed => items.filter.as_ref(),
            ChoiceOrder::Shuffled(_) => {
                self.filled.slot(slot).and_then(|slot| self.form().shuffle(slot.node))
            }
        };
        let Some(rule) = rule else { return (0..table.rows()).collect() };
        // Without a seed of its own, a question keeps one order for as long as the form is open.
        let chance = self.filled.chance.replace(self.filled.surroundings.seed ^ u64::from(slot.0));
        let found = rule.evaluate_nodes(&self.filled, slot);
        self.filled.chance.set(chance);
        let rows = found.map(|nodes| {
            nodes
                .as_slice()
                .iter()
                .filter_map(|node| if let Found::Row(_, row) = node { Some(*row) } else { None })
                .collect()
        });
        rows.unwrap_or_default()
    }

    /// Whether everything that is chosen is offered.
    pub(super) fn all_offered(&self, slot: NodeKey, items: &Itemset, text: &str) -> bool {
        let Some((_, table)) = self.form().list_table(items.list) else { return false };
        let chosen: Vec<&str> = value::names(text).collect();
        if items.filter.is_none() {
            return chosen.iter().all(|name| {
                let mut rows = Vec::new();
                table.matching(items.value, name, &mut rows);
                !rows.is_empty()
            });
        }
        let rows = self.rows(slot, items, table);
        chosen.iter().all(|name| rows.iter().any(|row| table.value(*row, items.value) == *name))
    }

    /// Whether a text that is about to be set holds only what is offered, and nothing twice.
    pub(super) fn check_choice(&self, slot: NodeKey, node: &Node, text: &str) -> Result<(), AnswerError> {
        let Some(items) = node.question().and_then(Question::itemset).filter(|_| !text.is_empty()) else {
            return Ok(());
        };
        let mut names: Vec<&str> = value::names(text).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        if names.len() == count && self.all_offered(slot, items, text) {
            Ok(())
        } else {
            Err(AnswerError::UnknownChoice { label: self.label(slot) })
        }
    }
}
