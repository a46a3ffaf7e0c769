//! The tree of a parsed expression: one arena, indices instead of pointers.

use std::ops::Range;

use super::{function::Function, limits::MAX_NODES, number::Number};

/// A term's place in its tree.
pub(super) type TermId = u32;

/// A text's place in its tree.
pub(super) type TextId = u32;

/// Consecutive places in one of the tree's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One node of the tree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Term {
    /// A number as written.
    Number(Number),
    /// A quoted text.
    Text(TextId),
    /// `-x`.
    Negate(TermId),
    /// Operators of one precedence, from left to right: `first op term op term …`.
    Chain { first: TermId, rest: Span },
    /// A function with its arguments.
    Call { function: Function, arguments: Span },
    /// A path.
    Path { start: Start, steps: Span },
    /// A path inside quotes, as `jr:choice-name` takes it.
    Quoted(TermId),
}

/// Where a path starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// `/`: above the root element of the record.
    Root,
    /// The context node: inside a predicate, the node it tests.
    Context,
    /// `current()`: the node that the expression belongs to.
    Current,
    /// `instance('id')`.
    Instance(TextId),
    /// `${name}`; the first step is a [`Test::Variable`].
    Variable,
}

/// One step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) test: Test,
    pub(super) predicates: Span,
}

/// What a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    /// `.`
    Itself,
    /// `..`
    Parent,
    /// Children of that name.
    Child(TextId),
    /// `*`
    AnyChild,
    /// `${name}`, not yet resolved; only as a first step.
    Variable(TextId),
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Operator {
    /// Binds tighter than every operator, and looser than no operand.
    pub(super) const SIGN: u8 = 6;

    /// How tightly it binds; a sign stands between multiplication and union.
    pub(super) fn precedence(self) -> u8 {
        match self {
            Self::Or => 0,
            Self::And => 1,
            Self::Equal | Self::NotEqual => 2,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 3,
            Self::Add | Self::Subtract => 4,
            Self::Multiply | Self::Divide | Self::Modulo => 5,
            Self::Union => 7,
        }
    }

    /// As it is printed.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Modulo => "mod",
            Self::Union => "|",
        }
    }
}

/// An operator and its right operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) operator: Operator,
    pub(super) operand: TermId,
}

/// The arena.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    terms: Vec<Term>,
    /// Where each term stands in the text, in characters from 1.
    positions: Vec<u32>,
    links: Vec<Link>,
    lists: Vec<TermId>,
    steps: Vec<Step>,
    texts: Vec<Box<str>>,
    pub(super) root: TermId,
}

/// The tree would exceed [`MAX_NODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TreeFull;

/// Places are bounded by [`MAX_NODES`], so they fit.
#[expect(clippy::cast_possible_truncation)]
fn place(index: usize) -> u32 {
    index as u32
}

/// Appends to a table and says where.
fn append<T>(table: &mut Vec<T>, items: impl IntoIterator<Item = T>) -> Span {
    let start = place(table.len());
    table.extend(items);
    Span { start, end: place(table.len()) }
}

impl Tree {
    pub(super) fn push(&mut self, term: Term, position: usize) -> Result<TermId, TreeFull> {
        if self.terms.len() + self.links.len() + self.steps.len() >= MAX_NODES {
            return Err(TreeFull);
        }
        self.terms.push(term);
        self.positions.push(place(position));
        Ok(place(self.terms.len() - 1))
    }

    pub(super) fn push_links(&mut self, links: Vec<Link>) -> Span {
        append(&mut self.links, links)
    }

    pub(super) fn push_list(&mut self, list: Vec<TermId>) -> Span {
        append(&mut self.lists, list)
    }

    pub(super) fn push_steps(&mut self, steps: Vec<Step>) -> Span {
        append(&mut self.steps, steps)
    }

    pub(super) fn push_text(&mut self, text: &str) -> TextId {
        if let Some(known) = self.texts.iter().rev().take(32).position(|known| &**known == text) {
            return place(self.texts.len() - 1 - known);
        }
        self.texts.push(text.into());
        place(self.texts.len() - 1)
    }

    /// The term; every id comes from this tree, so one is always there.
    pub(super) fn term(&self, id: TermId) -> Term {
        self.terms.get(id as usize).copied().unwrap_or(Term::Text(0))
    }

    pub(super) fn position(&self, id: TermId) -> usize {
        self.positions.get(id as usize).copied().unwrap_or(1) as usize
    }

    pub(super) fn links(&self, span: Span) -> &[Link] {
        self.links.get(span.range()).unwrap_or_default()
    }

    pub(super) fn list(&self, span: Span) -> &[TermId] {
        self.lists.get(span.range()).unwrap_or_default()
    }

    pub(super) fn steps(&self, span: Span) -> &[Step] {
        self.steps.get(span.range()).unwrap_or_default()
    }

    pub(super) fn text(&self, id: TextId) -> &str {
        self.texts.get(id as usize).map_or("", |text| text)
    }

    pub(super) fn terms(&self) -> impl Iterator<Item = (TermId, Term)> + '_ {
        self.terms.iter().enumerate().map(|(index, term)| (place(index), *term))
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }
}
