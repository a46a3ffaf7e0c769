//! Paths, and the arguments that have to be paths.

use super::{
    error::{ExpressionError, ExpressionProblem},
    function::Function,
    lexer::{Placed, Token, error_at},
    parser::Parser,
    regex,
    tree::{Span, Start, Step, Term, TermId, Test},
};

impl Parser<'_, '_> {
    /// A path that starts with `/`, `.`, `..` or `*`.
    pub(super) fn bare_path(&mut self) -> Result<TermId, ExpressionError> {
        let at = self.current.at;
        if !self.at_mark('/') {
            let step = self.step()?;
            return self.path(Start::Context, vec![step], at);
        }
        self.take()?;
        let starts_step =
            matches!(self.current.token, Token::Name(_) | Token::Star | Token::DotDot | Token::Mark('.'));
        let steps = if starts_step { vec![self.step()?] } else { Vec::new() };
        self.path(Start::Root, steps, at)
    }

    /// A path whose first name is already read.
    pub(super) fn relative_path(&mut self, name: &str, at: usize) -> Result<TermId, ExpressionError> {
        let step = self.named_step(name, at)?;
        self.path(Start::Context, vec![step], at)
    }

    /// `current()…`; the bracket is current.
    pub(super) fn current_path(&mut self, at: usize) -> Result<TermId, ExpressionError> {
        let open = self.take()?.at;
        self.close(')', open)?;
        self.path(Start::Current, Vec::new(), at)
    }

    /// `instance('id')…`; the bracket is current.
    pub(super) fn instance_path(&mut self, at: usize) -> Result<TermId, ExpressionError> {
        let open = self.take()?.at;
        let Token::Text(id) = self.current.token else {
            return Err(self.error(ExpressionProblem::InstanceName));
        };
        self.take()?;
        let id = self.tree.push_text(id);
        self.close(')', open)?;
        self.path(Start::Instance(id), Vec::new(), at)
    }

    /// The rest of a path: `/step` as often as it comes.
    pub(super) fn path(
        &mut self,
        start: Start,
        mut steps: Vec<Step>,
        at: usize,
    ) -> Result<TermId, ExpressionError> {
        while self.at_mark('/') && !(start == Start::Root && steps.is_empty()) {
            self.take()?;
            steps.push(self.step()?);
        }
        if self.at_mark('[') {
            return Err(self.error(ExpressionProblem::NotAPath('[')));
        }
        let steps = self.tree.push_steps(steps);
        self.push(Term::Path { start, steps }, at)
    }

    fn step(&mut self) -> Result<Step, ExpressionError> {
        let Placed { token, at } = self.current;
        let plain = |test| Step { test, predicates: Span::default() };
        match token {
            Token::Mark('.') => {
                self.take()?;
                Ok(plain(Test::Itself))
            }
            Token::DotDot => {
                self.take()?;
                Ok(plain(Test::Parent))
            }
            Token::Star => {
                self.take()?;
                Ok(Step { test: Test::AnyChild, predicates: self.predicates()? })
            }
            Token::Name(name) => {
                self.take()?;
                self.named_step(name, at)
            }
            Token::Variable(name) => Err(self.error(ExpressionProblem::BadVariable(name.to_owned()))),
            Token::End => Err(self.error(ExpressionProblem::UnexpectedEnd)),
            _ => Err(self.error(ExpressionProblem::MissingValue(self.word()))),
        }
    }

    /// A step whose first name is already read: `name`, `child::name`, `parent::node()`, `self::node()`.
    fn named_step(&mut self, name: &str, at: usize) -> Result<Step, ExpressionError> {
        if self.current.token != Token::Axis {
            let test = Test::Child(self.tree.push_text(name));
            return Ok(Step { test, predicates: self.predicates()? });
        }
        self.take()?;
        let word = self.take()?;
        let node_test = matches!(word.token, Token::Name("node")) && self.at_mark('(');
        if node_test {
            let open = self.take()?.at;
            self.close(')', open)?;
        }
        let test = match (name, word.token) {
            ("child", Token::Name(child)) if !node_test => Test::Child(self.tree.push_text(child)),
            ("child", Token::Star) => Test::AnyChild,
            ("parent", _) if node_test => {
                return Ok(Step { test: Test::Parent, predicates: Span::default() });
            }
            ("self", _) if node_test => return Ok(Step { test: Test::Itself, predicates: Span::default() }),
            _ => return Err(error_at(self.text, at, ExpressionProblem::Axis(name.to_owned()))),
        };
        Ok(Step { test, predicates: self.predicates()? })
    }

    pub(super) fn predicates(&mut self) -> Result<Span, ExpressionError> {
        let mut predicates = Vec::new();
        while self.at_mark('[') {
            let open = self.take()?.at;
            predicates.push(self.expression()?);
            self.close(']', open)?;
        }
        Ok(self.tree.push_list(predicates))
    }

    /// The quoted reference that `jr:choice-name` takes.
    pub(super) fn quoted_path(&mut self, inside: &str, at: usize) -> Result<TermId, ExpressionError> {
        let refuse = || error_at(self.text, at, ExpressionProblem::ChoiceNameTarget);
        let start = at + 1;
        let mut inner =
            Parser::new(self.text, start, start + inside.len(), self.tree, 0).map_err(|_| refuse())?;
        let path = inner.expression().map_err(|_| refuse())?;
        let is_whole = inner.current.token == Token::End;
        if !is_whole || !self.is_path(path) {
            return Err(refuse());
        }
        self.take()?;
        self.push(Term::Quoted(path), at)
    }

    /// Checks what can be known of arguments before they have values.
    pub(super) fn check_arguments(
        &self,
        function: Function,
        arguments: &[TermId],
    ) -> Result<(), ExpressionError> {
        for (index, argument) in arguments.iter().enumerate() {
            let must_be_path = match function {
                Function::Count | Function::CountNonEmpty | Function::Sum | Function::Index => true,
                Function::Position | Function::Name | Function::LocalName => true,
                Function::Randomize => index == 0,
                Function::IndexedRepeat => index == 0 || index % 2 == 1,
                _ => false,
            };
            let allowed = match function {
                Function::IndexedRepeat => self.is_path(*argument),
                _ => self.may_be_nodes(*argument),
            };
            if must_be_path && !allowed {
                return Err(ExpressionError {
                    position: self.tree.position(*argument),
                    problem: ExpressionProblem::ArgumentNotAPath {
                        function: function.name(),
                        argument: index + 1,
                    },
                });
            }
        }
        if let (Function::ChoiceName, Some(target)) = (function, arguments.get(1))
            && !matches!(self.tree.term(*target), Term::Quoted(_))
        {
            let position = self.tree.position(*target);
            return Err(ExpressionError { position, problem: ExpressionProblem::ChoiceNameTarget });
        }
        if let (Function::Regex, Some(pattern)) = (function, arguments.get(1))
            && let Term::Text(pattern_text) = self.tree.term(*pattern)
        {
            regex::compile(self.tree.text(pattern_text)).map_err(|problem| ExpressionError {
                position: self.tree.position(*pattern),
                problem: problem.into(),
            })?;
        }
        Ok(())
    }

    fn is_path(&self, term: TermId) -> bool {
        matches!(self.tree.term(term), Term::Path { .. })
    }

    fn may_be_nodes(&self, term: TermId) -> bool {
        match self.tree.term(term) {
            Term::Path { .. } => true,
            Term::Chain { rest, .. } => self
                .tree
                .links(rest)
                .first()
                .is_some_and(|link| link.operator == super::tree::Operator::Union),
            Term::Call { function, .. } => {
                matches!(function, Function::Randomize | Function::If | Function::Coalesce)
            }
            _ => false,
        }
    }

    fn word(&self) -> String {
        let rest = self.text.get(self.current.at..).unwrap_or("");
        rest.chars().take_while(|c| !c.is_whitespace()).take(20).collect()
    }
}
