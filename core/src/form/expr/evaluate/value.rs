//! What evaluations work with.

use std::borrow::Cow;

use crate::form::expr::{NodeKey, Number, TableKey};

/// A node that a path can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// Above the root element of the answers.
    Document,
    /// A node of the answers.
    Answer(NodeKey),
    /// `instance('table')`.
    Table(TableKey),
    /// `instance('table')/root`.
    TableRoot(TableKey),
    /// `instance('table')/root/item[…]`, from 0.
    Row(TableKey, u32),
    /// A column of a row.
    Cell(TableKey, u32, u16),
}

/// Nodes without repetition, in the order of the document unless they were shuffled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Nodes {
    /// None.
    #[default]
    None,
    /// One.
    One(Node),
    /// Any number.
    Many(Vec<Node>),
}

impl Nodes {
    /// The nodes.
    #[must_use]
    pub fn as_slice(&self) -> &[Node] {
        match self {
            Self::None => &[],
            Self::One(node) => std::slice::from_ref(node),
            Self::Many(nodes) => nodes,
        }
    }

    /// The first node.
    #[must_use]
    pub fn first(&self) -> Option<Node> {
        self.as_slice().first().copied()
    }
}

impl From<Vec<Node>> for Nodes {
    fn from(nodes: Vec<Node>) -> Self {
        match nodes.as_slice() {
            [] => Self::None,
            [one] => Self::One(*one),
            _ => Self::Many(nodes),
        }
    }
}

/// The value of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'e> {
    /// Nodes.
    Nodes(Nodes),
    /// A text.
    Text(Cow<'e, str>),
    /// A number.
    Number(Number),
    /// A boolean.
    Boolean(bool),
}

impl Value<'_> {
    /// The empty text.
    pub(in crate::form::expr) const EMPTY: Self = Value::Text(Cow::Borrowed(""));
}

impl From<Nodes> for Value<'_> {
    fn from(nodes: Nodes) -> Self {
        Self::Nodes(nodes)
    }
}

impl<'e> From<Cow<'e, str>> for Value<'e> {
    fn from(text: Cow<'e, str>) -> Self {
        Self::Text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Number> for Value<'_> {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}
