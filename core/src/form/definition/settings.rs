//! What the sheet `settings` says.

use serde::{Deserialize, Serialize};

use crate::form::expr::Expression;

/// How a form is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// One screen per question or field list.
    #[default]
    Screens,
    /// A page per group of the highest level.
    Pages,
    /// Several questions on a line, as on paper.
    Grid,
    /// As [`Self::Grid`], with a page per group of the highest level.
    GridPages,
}

/// Settings of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// ASCII name, the first half of the version of every record.
    pub id: String,
    /// What people call the form.
    pub title: String,
    /// What its authors call this version; records go by the hash of the content.
    pub version: String,
    /// The name of one filled form, computed from its answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_name: Option<Expression>,
    /// How it is shown.
    pub style: Style,
}
