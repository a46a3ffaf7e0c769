//! Nodes: the form, its groups, repeats and questions.

use serde::{Deserialize, Serialize};

use super::{
    question::Question,
    text::{Localised, Texts},
};
use crate::{form::expr::Expression, ids::QuestionName};

/// One node. Nodes stand in document order, parents before their children; 0 is the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The form itself.
    pub const FORM: Self = Self(0);

    /// The place in the table of nodes.
    #[must_use]
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// What an empty answer starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultValue {
    /// As written.
    Fixed(String),
    /// Computed once, when the form or the repeat is begun.
    Computed(Expression),
}

/// The rules of a node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logic {
    /// Whether it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Expression>,
    /// What an answer must satisfy; `.` is the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Expression>,
    /// Said when it does not.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub constraint_message: Localised,
    /// Whether it must be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Expression>,
    /// Said when it is not.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub required_message: Localised,
    /// What its value is computed by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Expression>,
    /// Questions whose answer, when it changes, has the calculation done once; without any it always holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<NodeId>,
    /// What it starts with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// Whether people can only read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<Expression>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// The form.
    Form,
    /// Nodes under one heading.
    Group,
    /// Nodes that are asked several times.
    Repeat {
        /// How often; where there is none, as often as people want.
        count: Option<Expression>,
    },
    /// Something to answer, read or compute.
    Question(Question),
}

/// One node of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// ASCII name, unique among its siblings.
    pub name: QuestionName,
    /// What it stands in; none for the form.
    pub parent: Option<NodeId>,
    /// The first node behind it that does not stand in it.
    pub end: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// What it says.
    #[serde(default)]
    pub texts: Texts,
    /// Its rules.
    #[serde(default)]
    pub logic: Logic,
    /// How it is shown: words of the field's convention.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appearance: Vec<String>,
}

/// The appearance of amounts of money.
const MONEY: &str = "money";
/// The appearance of questions whose answers only the organiser of a meeting may see.
const ORGANISER_ONLY: &str = "organiser-only";

impl Node {
    /// The question, where the node is one.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match &self.kind {
            NodeKind::Question(question) => Some(question),
            NodeKind::Form | NodeKind::Group | NodeKind::Repeat { .. } => None,
        }
    }

    /// Whether other nodes can stand in it.
    #[must_use]
    pub fn is_container(&self) -> bool {
        self.question().is_none()
    }

    /// Whether it is shown in that manner.
    #[must_use]
    pub fn appears(&self, word: &str) -> bool {
        self.appearance.iter().any(|own| own == word)
    }

    /// Whether its answer, on health or balances say, is for the organiser of a meeting alone: packs for everybody leave
    /// it out.
    #[must_use]
    pub fn is_organiser_only(&self) -> bool {
        self.appears(ORGANISER_ONLY)
    }

    /// Whether it is an amount of money, an exact decimal from end to end.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(self.question(), Some(Question::Decimal)) && self.appears(MONEY)
    }
}
