//! The expression language of checklists: the part of XPath 1.0 that ODK XForms use.
//!
//! An [`Expression`] is parsed once, printed back as canonical XPath, and evaluated over a [`World`]: the answers of a
//! draft, the tables beside it, and everything that is not a function of them (the time, random numbers, the device).

mod error;
mod evaluate;
mod function;
mod functions;
mod lexer;
mod limits;
mod number;
mod number_math;
mod parse_path;
mod parser;
mod print;
mod reference;
mod regex;
mod regex_dialect;
mod resolve;
#[cfg(test)]
mod tests;
mod tree;
mod world;

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use ::regex::Regex;
use serde::{Deserialize, Serialize};

pub use error::{ExpressionError, ExpressionProblem};
pub use evaluate::{EvaluationError, EvaluationProblem, Node, Nodes, Value};
pub use limits::*;
pub use number::Number;
pub use reference::{Origin, PathStep, Reference, Target};
pub use regex::RegexProblem;
pub use resolve::{Ancestor, VariablePath, VariableUse};
pub use world::{CalendarNames, NodeKey, Table, TableKey, World};

/// A parsed expression. Its text is its identity: equal texts in canonical form are equal expressions.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression(Arc<Parsed>);

struct Parsed {
    tree: tree::Tree,
    /// Canonical XPath.
    text: Box<str>,
    /// For each term, whether a whole evaluation knows one value of it.
    fixed: Box<[bool]>,
    /// Literal regular expressions, compiled when the first is needed.
    patterns: OnceLock<Box<[(tree::TextId, Regex)]>>,
}

impl Expression {
    /// Parses an expression as an author writes it.
    ///
    /// # Errors
    /// The first thing that is wrong, with its position and what to write instead.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        parser::parse(text).map(Self::of_tree)
    }

    fn of_tree(tree: tree::Tree) -> Self {
        let text = print::Printed(&tree).to_string().into();
        let fixed = evaluate::fixed_terms(&tree);
        Self(Arc::new(Parsed { tree, text, fixed, patterns: OnceLock::new() }))
    }

    fn is_fixed(&self, term: tree::TermId) -> bool {
        self.0.fixed.get(term as usize).copied().unwrap_or(false)
    }

    /// The expression in canonical XPath: one space around operators, `'…'` around texts, no needless parentheses.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Expression {
    type Error = ExpressionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Expression> for String {
    fn from(expression: Expression) -> Self {
        expression.text().to_owned()
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Expression {}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.text())
    }
}
