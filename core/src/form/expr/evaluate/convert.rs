//! Conversions between the types of values, by the rules of XPath 1.0 and what XForms adds.

use std::borrow::Cow;

use super::{Evaluation, Node, Nodes, Value};
use crate::form::expr::{Number, functions::days_of_text};

impl<'e> Evaluation<'e> {
    /// The text of a node; that of an irrelevant node, a group or a row is empty.
    pub(in crate::form::expr) fn node_text(&self, node: Node) -> Cow<'e, str> {
        match node {
            Node::Answer(key) if self.world.is_relevant(key) => self.world.text(key),
            Node::Cell(table, row, column) => {
                Cow::Borrowed(self.world.table(table).map_or("", |table| table.value(row, column)))
            }
            Node::Answer(_) | Node::Document | Node::Table(_) | Node::TableRoot(_) | Node::Row(..) => {
                Cow::Borrowed("")
            }
        }
    }

    /// `string(…)`: of nodes, the text of the first.
    pub(in crate::form::expr) fn text(&self, value: &Value<'e>) -> Cow<'e, str> {
        match value {
            Value::Nodes(nodes) => nodes.first().map_or(Cow::Borrowed(""), |node| self.node_text(node)),
            Value::Text(text) => text.clone(),
            Value::Number(number) => Cow::Owned(number.to_string()),
            Value::Boolean(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        }
    }

    /// `number(…)`
    pub(in crate::form::expr) fn number(&self, value: &Value<'e>) -> Number {
        match value {
            Value::Nodes(nodes) => {
                nodes.first().map_or(Number::NAN, |node| self.number_of_text(&self.node_text(node)))
            }
            Value::Text(text) => self.number_of_text(text),
            Value::Number(number) => *number,
            Value::Boolean(truth) => Number::from(usize::from(*truth)),
        }
    }

    /// The number that a text spells; of a date, its days since 1970.
    pub(in crate::form::expr) fn number_of_text(&self, text: &str) -> Number {
        let number = Number::parse(text);
        if number.is_nan() { days_of_text(text, self.world).unwrap_or(number) } else { number }
    }

    /// `boolean(…)`: of nodes, whether one of them is filled.
    pub(in crate::form::expr) fn boolean(&self, value: &Value<'e>) -> bool {
        match value {
            Value::Nodes(nodes) => nodes.as_slice().iter().any(|node| self.is_filled(*node)),
            Value::Text(text) => !text.is_empty(),
            Value::Number(number) => number.to_boolean(),
            Value::Boolean(truth) => *truth,
        }
    }

    /// Whether a node holds a text or other nodes.
    pub(in crate::form::expr) fn is_filled(&self, node: Node) -> bool {
        match node {
            Node::Answer(key) => {
                self.world.is_relevant(key) && (!self.world.text(key).is_empty() || self.has_children(node))
            }
            Node::Cell(..) => !self.node_text(node).is_empty(),
            Node::Document | Node::Table(_) | Node::TableRoot(_) | Node::Row(..) => self.has_children(node),
        }
    }

    /// The texts of a value: of nodes, one for each; of anything else, its own.
    pub(in crate::form::expr) fn texts(&self, value: &Value<'e>) -> Vec<Cow<'e, str>> {
        match value {
            Value::Nodes(nodes) => nodes.as_slice().iter().map(|node| self.node_text(*node)).collect(),
            single => vec![self.text(single)],
        }
    }

    /// The nodes of a value, where it has any.
    pub(in crate::form::expr) fn into_nodes(value: Value<'e>) -> Option<Nodes> {
        match value {
            Value::Nodes(nodes) => Some(nodes),
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) => None,
        }
    }
}
