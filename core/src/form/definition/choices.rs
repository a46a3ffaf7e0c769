//! Lists of choices and what a question takes from them.

use serde::{Deserialize, Serialize};

use super::text::{Localised, Media};
use crate::form::expr::Expression;

/// Which of [`super::FormDefinition::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListId(pub u32);

impl ListId {
    /// The place in the table of lists.
    #[must_use]
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One row of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// One value per column of the list; missing values at the end are empty.
    pub values: Vec<String>,
    /// Labels of a list that is written in the workbook; a list from a file has them in a column.
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub label: Localised,
    /// Pictures and sounds.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
}

impl Choice {
    /// The value of a column; empty where the row is short.
    #[must_use]
    pub fn value(&self, column: usize) -> &str {
        self.values.get(column).map_or("", String::as_str)
    }
}

/// A list of choices: from the sheet `choices`, or a file beside the workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceList {
    /// What expressions call it: `instance('name')`.
    pub name: String,
    /// The file that it was read from, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Names of the columns. In a list of the workbook the first is `name`.
    pub columns: Vec<String>,
    /// In the order they are offered.
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// Where the column of that name stands.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Where the label of an offered choice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSource {
    /// The choice's own label.
    Label,
    /// A column of the list.
    Column(u16),
}

/// In which order choices are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceOrder {
    /// As they are listed.
    Listed,
    /// Shuffled, by this seed where one is given.
    Shuffled(Option<Expression>),
}

/// What a question offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Itemset {
    /// From which list.
    pub list: ListId,
    /// The column whose value an answer is.
    pub value: u16,
    /// What people read.
    pub label: LabelSource,
    /// The path to the choices that are offered, `instance('list')/root/item[…]`; all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Expression>,
    /// In which order.
    pub order: ChoiceOrder,
}
