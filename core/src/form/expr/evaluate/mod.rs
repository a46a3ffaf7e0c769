//! Evaluates expressions.

mod convert;
mod error;
mod fixed;
mod lookup;
mod nodes;
mod operators;
mod order;
mod value;

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    collections::HashMap,
};

use ::regex::Regex;

pub use error::{EvaluationError, EvaluationProblem};
pub(super) use fixed::fixed_terms;
pub use value::{Node, Nodes, Value};

use super::{
    Expression, Number,
    functions::{self, Call},
    limits::{MAX_RESULT_BYTES, MAX_STEPS},
    tree::{Term, TermId, Tree},
    world::{NodeKey, World},
};

/// What an evaluation gives, or why it does not.
pub(super) type Outcome<T> = Result<T, EvaluationError>;

impl Expression {
    /// The value of the expression for a node of the answers.
    ///
    /// # Errors
    /// [`EvaluationError`] where the form was written wrongly or asks for too much.
    pub fn evaluate<'e>(&'e self, world: &'e dyn World, here: NodeKey) -> Result<Value<'e>, EvaluationError> {
        Evaluation::new(self, world, here).run()
    }

    /// The value as a text.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_text(&self, world: &dyn World, here: NodeKey) -> Result<String, EvaluationError> {
        let evaluation = Evaluation::new(self, world, here);
        let value = evaluation.run()?;
        Ok(evaluation.text(&value).into_owned())
    }

    /// The value as an answer is stored: a text, empty for "not a number".
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_answer(&self, world: &dyn World, here: NodeKey) -> Result<String, EvaluationError> {
        let evaluation = Evaluation::new(self, world, here);
        match evaluation.run()? {
            Value::Number(number) if number.is_nan() => Ok(String::new()),
            value => Ok(evaluation.text(&value).into_owned()),
        }
    }

    /// The value as a number.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_number(&self, world: &dyn World, here: NodeKey) -> Result<Number, EvaluationError> {
        let evaluation = Evaluation::new(self, world, here);
        let value = evaluation.run()?;
        Ok(evaluation.number(&value))
    }

    /// The value as a boolean.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_boolean(&self, world: &dyn World, here: NodeKey) -> Result<bool, EvaluationError> {
        let evaluation = Evaluation::new(self, world, here);
        let value = evaluation.run()?;
        Ok(evaluation.boolean(&value))
    }

    /// The nodes that the expression leads to; none where its value is something else.
    ///
    /// # Errors
    /// As [`Self::evaluate`].
    pub fn evaluate_nodes(&self, world: &dyn World, here: NodeKey) -> Result<Nodes, EvaluationError> {
        match Evaluation::new(self, world, here).run()? {
            Value::Nodes(nodes) => Ok(nodes),
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) => Ok(Nodes::None),
        }
    }
}

/// The node that a term is evaluated for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub(super) node: Node,
    /// Inside a predicate, which of the tested nodes it is and how many there are.
    pub(super) tested: Option<(usize, usize)>,
}

/// One evaluation of one expression.
pub(super) struct Evaluation<'e> {
    pub(super) expression: &'e Expression,
    pub(super) tree: &'e Tree,
    pub(super) world: &'e dyn World,
    /// The node that the expression belongs to.
    pub(super) here: NodeKey,
    steps: Cell<u64>,
    /// Values of terms that are the same for every node that a predicate tests, by their place in the tree.
    known: RefCell<Vec<Option<Value<'e>>>>,
    /// Regular expressions that are not literals.
    pub(super) regexes: RefCell<HashMap<String, Regex>>,
}

impl<'e> Evaluation<'e> {
    fn new(expression: &'e Expression, world: &'e dyn World, here: NodeKey) -> Self {
        Self {
            expression,
            tree: &expression.0.tree,
            world,
            here,
            steps: Cell::new(0),
            known: RefCell::default(),
            regexes: RefCell::default(),
        }
    }

    fn run(&self) -> Outcome<Value<'e>> {
        self.term(self.tree.root, &Context { node: Node::Answer(self.here), tested: None })
    }

    /// Counts steps that are about to be taken for a term.
    pub(super) fn charge(&self, id: TermId, steps: usize) -> Outcome<()> {
        let taken = self.steps.get().saturating_add(u64::try_from(steps).unwrap_or(u64::MAX));
        self.steps.set(taken);
        if taken > MAX_STEPS { Err(self.problem(id, EvaluationProblem::TooManySteps)) } else { Ok(()) }
    }

    pub(super) fn problem(&self, id: TermId, problem: EvaluationProblem) -> EvaluationError {
        problem.at(self.tree.position(id))
    }

    /// A text that was built, where it is not too long.
    pub(super) fn built(&self, id: TermId, text: String) -> Outcome<Value<'e>> {
        if text.len() > MAX_RESULT_BYTES {
            return Err(self.problem(id, EvaluationProblem::TextTooLong));
        }
        Ok(text.into())
    }

    /// The value of a term.
    pub(super) fn term(&self, id: TermId, context: &Context) -> Outcome<Value<'e>> {
        self.charge(id, 1)?;
        match self.tree.term(id) {
            Term::Number(number) => return Ok(number.into()),
            Term::Text(text) => return Ok(Cow::Borrowed(self.tree.text(text)).into()),
            _ => {}
        }
        if context.tested.is_none() || !self.expression.is_fixed(id) {
            return self.compute(id, context);
        }
        if let Some(Some(value)) = self.known.borrow().get(id as usize) {
            return Ok(value.clone());
        }
        let value = self.compute(id, context)?;
        let mut known = self.known.borrow_mut();
        // Only filters know values, so room for them is made when there is one.
        if known.is_empty() {
            known.resize(self.tree.len(), None);
        }
        if let Some(own) = known.get_mut(id as usize) {
            *own = Some(value.clone());
        }
        drop(known);
        Ok(value)
    }

    fn compute(&self, id: TermId, context: &Context) -> Outcome<Value<'e>> {
        match self.tree.term(id) {
            Term::Number(number) => Ok(number.into()),
            Term::Text(text) => Ok(Cow::Borrowed(self.tree.text(text)).into()),
            Term::Negate(operand) => {
                let operand = self.term(operand, context)?;
                Ok(self.number(&operand).negated().into())
            }
            Term::Chain { first, rest } => self.chain(id, first, self.tree.links(rest), context),
            Term::Call { function, arguments } => {
                let arguments = self.tree.list(arguments);
                functions::evaluate(&Call { evaluation: self, id, function, arguments, context })
            }
            Term::Path { start, steps } => {
                self.path(id, start, self.tree.steps(steps), context).map(Value::Nodes)
            }
            Term::Quoted(path) => self.term(path, context),
        }
    }
}
