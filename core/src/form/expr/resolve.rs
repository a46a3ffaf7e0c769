//! Turns `${name}` into paths.

use super::{
    Expression,
    error::{ExpressionError, ExpressionProblem},
    function::Function,
    tree::{Link, Span, Start, Step, Term, TermId, Test, Tree, TreeFull},
};

/// One use of `${name}`, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableUse<'e> {
    /// The name.
    pub name: &'e str,
    /// Where, in characters from 1.
    pub position: usize,
    /// Inside a predicate, where a relative path would start from the tested node instead of the expression's.
    pub in_predicate: bool,
    /// As the value or a repeat of `indexed-repeat`, which takes absolute paths.
    pub names_repeat: bool,
}

/// The path that takes the place of `${name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VariablePath {
    /// From the root: `/data/group/name`.
    Absolute(Vec<String>),
    /// From the expression's node: so many times `..`, then down.
    Relative {
        /// How many times `..`.
        up: usize,
        /// The names from there.
        down: Vec<String>,
    },
}

/// One element on the way from the root of a form to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ancestor<'f> {
    /// Its name.
    pub name: &'f str,
    /// Whether it is a repeat.
    pub is_repeat: bool,
}

impl VariablePath {
    /// The path that pyxform writes for a reference from one element to another: relative to the innermost repeat that
    /// holds both, so that each instance sees its own answers, and absolute where there is none.
    ///
    /// Both arguments go from the root element to the element itself.
    #[must_use]
    pub fn between(usage: VariableUse<'_>, context: &[Ancestor<'_>], target: &[Ancestor<'_>]) -> Self {
        let absolute = || Self::Absolute(target.iter().map(|element| element.name.to_owned()).collect());
        if usage.names_repeat {
            return absolute();
        }
        let common = context
            .iter()
            .zip(target)
            .take(context.len().min(target.len()).saturating_sub(1))
            .take_while(|(one, other)| one.name == other.name)
            .enumerate()
            .filter(|(_, (element, _))| element.is_repeat)
            .last();
        let Some((depth, _)) = common else { return absolute() };
        Self::Relative {
            up: context.len() - 1 - depth,
            down: target.iter().skip(depth + 1).map(|element| element.name.to_owned()).collect(),
        }
    }
}

impl Expression {
    /// Replaces every `${name}` by the path that `lookup` gives for it.
    ///
    /// # Errors
    /// One [`ExpressionProblem::UnknownVariable`] for each name that `lookup` does not know.
    pub fn resolve(
        &self,
        lookup: &mut dyn FnMut(VariableUse<'_>) -> Option<VariablePath>,
    ) -> Result<Self, Vec<ExpressionError>> {
        let mut resolver = Resolver { from: &self.0.tree, to: Tree::default(), lookup, errors: Vec::new() };
        let place = Place { in_predicate: false, names_repeat: false };
        match resolver.copy(self.0.tree.root, place) {
            Ok(root) if resolver.errors.is_empty() => {
                resolver.to.root = root;
                Ok(Self::of_tree(resolver.to))
            }
            Ok(_) => Err(resolver.errors),
            Err(TreeFull) => {
                Err(vec![ExpressionError { position: 1, problem: ExpressionProblem::TooManyNodes }])
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Place {
    in_predicate: bool,
    names_repeat: bool,
}

struct Resolver<'a> {
    from: &'a Tree,
    to: Tree,
    lookup: &'a mut dyn FnMut(VariableUse<'_>) -> Option<VariablePath>,
    errors: Vec<ExpressionError>,
}

impl Resolver<'_> {
    fn copy(&mut self, id: TermId, place: Place) -> Result<TermId, TreeFull> {
        let from = self.from;
        let term = match from.term(id) {
            Term::Number(number) => Term::Number(number),
            Term::Text(text) => Term::Text(self.to.push_text(from.text(text))),
            Term::Negate(operand) => Term::Negate(self.copy(operand, place)?),
            Term::Quoted(path) => Term::Quoted(self.copy(path, place)?),
            Term::Chain { first, rest } => {
                let first = self.copy(first, place)?;
                let mut links = Vec::new();
                for link in from.links(rest) {
                    let operand = self.copy(link.operand, place)?;
                    links.push(Link { operator: link.operator, operand });
                }
                Term::Chain { first, rest: self.to.push_links(links) }
            }
            Term::Call { function, arguments } => {
                let mut copied = Vec::new();
                for (index, argument) in from.list(arguments).iter().enumerate() {
                    let names_repeat = function == Function::IndexedRepeat && (index == 0 || index % 2 == 1);
                    copied.push(self.copy(*argument, Place { names_repeat, ..place })?);
                }
                Term::Call { function, arguments: self.to.push_list(copied) }
            }
            Term::Path { start, steps } => self.copy_path(id, start, steps, place)?,
        };
        self.to.push(term, from.position(id))
    }

    fn copy_path(&mut self, id: TermId, start: Start, steps: Span, place: Place) -> Result<Term, TreeFull> {
        let from = self.from;
        let mut start = match start {
            Start::Instance(instance) => Start::Instance(self.to.push_text(from.text(instance))),
            other => other,
        };
        let mut copied = Vec::new();
        for step in from.steps(steps) {
            let mut predicates = Vec::new();
            for predicate in from.list(step.predicates) {
                let inside = Place { in_predicate: true, names_repeat: false };
                predicates.push(self.copy(*predicate, inside)?);
            }
            let predicates = self.to.push_list(predicates);
            let test = match step.test {
                Test::Child(name) => Test::Child(self.to.push_text(from.text(name))),
                Test::Variable(name) => {
                    start = self.variable(from.text(name), from.position(id), place, predicates, &mut copied);
                    continue;
                }
                other => other,
            };
            copied.push(Step { test, predicates });
        }
        Ok(Term::Path { start, steps: self.to.push_steps(copied) })
    }

    /// Appends the steps that take a variable's place, the last of them with its predicates.
    fn variable(
        &mut self,
        name: &str,
        position: usize,
        place: Place,
        predicates: Span,
        steps: &mut Vec<Step>,
    ) -> Start {
        let usage = VariableUse {
            name,
            position,
            in_predicate: place.in_predicate,
            names_repeat: place.names_repeat,
        };
        let Some(path) = (self.lookup)(usage) else {
            let problem = ExpressionProblem::UnknownVariable(name.to_owned());
            self.errors.push(ExpressionError { position, problem });
            return Start::Context;
        };
        let plain = |test| Step { test, predicates: Span::default() };
        let (start, up, down) = match path {
            VariablePath::Absolute(down) => (Start::Root, 0, down),
            VariablePath::Relative { up, down } => {
                (if place.in_predicate { Start::Current } else { Start::Context }, up, down)
            }
        };
        steps.extend(std::iter::repeat_n(plain(Test::Parent), up));
        for name in &down {
            let test = Test::Child(self.to.push_text(name));
            steps.push(plain(test));
        }
        match steps.last_mut() {
            Some(last) => last.predicates = predicates,
            None => steps.push(Step { test: Test::Itself, predicates }),
        }
        start
    }
}
