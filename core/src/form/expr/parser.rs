//! Builds the tree: operator precedence, calls and values. Paths are in `parse_path`.

use super::{
    error::{ExpressionError, ExpressionProblem},
    function::Function,
    lexer::{Lexer, Placed, Token, error_at},
    limits::{MAX_DEPTH, MAX_TEXT_CHARS},
    number::Number,
    tree::{Link, Operator, Start, Step, Term, TermId, Test, Tree},
};

/// Parses a whole text.
pub(super) fn parse(text: &str) -> Result<Tree, ExpressionError> {
    if text.len() > MAX_TEXT_CHARS && text.chars().count() > MAX_TEXT_CHARS {
        return Err(error_at(text, 0, ExpressionProblem::TooLong));
    }
    let mut tree = Tree::default();
    let mut parser = Parser::new(text, 0, text.len(), &mut tree, 0)?;
    if parser.current.token == Token::End {
        return Err(parser.error(ExpressionProblem::Empty));
    }
    let root = parser.expression()?;
    parser.expect_end()?;
    tree.root = root;
    Ok(tree)
}

/// Whether to go on after a value with `[` or `/`.
const AFTER_PATH: [char; 2] = ['[', '/'];

pub(super) struct Parser<'t, 'a> {
    pub(super) text: &'t str,
    lexer: Lexer<'t>,
    pub(super) current: Placed<'t>,
    pub(super) tree: &'a mut Tree,
    depth: usize,
}

impl<'t, 'a> Parser<'t, 'a> {
    pub(super) fn new(
        text: &'t str,
        start: usize,
        end: usize,
        tree: &'a mut Tree,
        depth: usize,
    ) -> Result<Self, ExpressionError> {
        let mut lexer = Lexer::new(text, start, end);
        let current = lexer.next()?;
        Ok(Self { text, lexer, current, tree, depth })
    }

    pub(super) fn error(&self, problem: ExpressionProblem) -> ExpressionError {
        error_at(self.text, self.current.at, problem)
    }

    /// The current token, and moves on.
    pub(super) fn take(&mut self) -> Result<Placed<'t>, ExpressionError> {
        let next = self.lexer.next()?;
        Ok(std::mem::replace(&mut self.current, next))
    }

    pub(super) fn at_mark(&self, mark: char) -> bool {
        self.current.token == Token::Mark(mark)
    }

    pub(super) fn push(&mut self, term: Term, at: usize) -> Result<TermId, ExpressionError> {
        let position = self.text.get(..at).unwrap_or(self.text).chars().count() + 1;
        self.tree
            .push(term, position)
            .map_err(|_| ExpressionError { position, problem: ExpressionProblem::TooManyNodes })
    }

    /// One nested expression, from its first token to the first that it cannot use.
    pub(super) fn expression(&mut self) -> Result<TermId, ExpressionError> {
        self.nested(|parser| parser.chain(0))
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ExpressionError>,
    ) -> Result<T, ExpressionError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error(ExpressionProblem::TooDeep));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Operators that bind at least so tightly, and their operands.
    fn chain(&mut self, lowest: u8) -> Result<TermId, ExpressionError> {
        let at = self.current.at;
        let mut value = if lowest > Operator::SIGN { self.primary()? } else { self.signed()? };
        while let Token::Operator(operator) = self.current.token
            && operator.precedence() >= lowest
        {
            value = self.links(value, operator.precedence(), at)?;
        }
        Ok(value)
    }

    /// Operators of one precedence after their first operand.
    fn links(&mut self, first: TermId, precedence: u8, at: usize) -> Result<TermId, ExpressionError> {
        let mut links = Vec::new();
        while let Token::Operator(operator) = self.current.token
            && operator.precedence() == precedence
        {
            self.take()?;
            links.push(Link { operator, operand: self.chain(precedence + 1)? });
        }
        // `(a + b) + c` is `a + b + c`.
        let (first, links) = match self.tree.term(first) {
            Term::Chain { first: inner, rest }
                if self
                    .tree
                    .links(rest)
                    .first()
                    .is_some_and(|link| link.operator.precedence() == precedence) =>
            {
                let mut all = self.tree.links(rest).to_vec();
                all.append(&mut links);
                (inner, all)
            }
            _ => (first, links),
        };
        let rest = self.tree.push_links(links);
        self.push(Term::Chain { first, rest }, at)
    }

    fn signed(&mut self) -> Result<TermId, ExpressionError> {
        if self.current.token != Token::Minus {
            return self.chain(Operator::SIGN + 1);
        }
        let at = self.take()?.at;
        let operand = self.nested(Self::signed)?;
        self.push(Term::Negate(operand), at)
    }

    fn primary(&mut self) -> Result<TermId, ExpressionError> {
        let Placed { token, at } = self.current;
        match token {
            Token::Number(digits) => {
                self.take()?;
                self.push(Term::Number(Number::parse(digits)), at)
            }
            Token::Text(inside) => {
                self.refuse_variable_in(inside, at)?;
                self.take()?;
                let text = self.tree.push_text(inside);
                self.push(Term::Text(text), at)
            }
            Token::Variable(name) => {
                self.take()?;
                let test = Test::Variable(self.tree.push_text(name));
                let predicates = self.predicates()?;
                self.path(Start::Variable, vec![Step { test, predicates }], at)
            }
            Token::Mark('(') => {
                self.take()?;
                let inner = self.expression()?;
                self.close(')', at)?;
                self.refuse_steps()?;
                Ok(inner)
            }
            Token::Name(name) => {
                self.take()?;
                if self.at_mark('(') { self.call(name, at) } else { self.relative_path(name, at) }
            }
            Token::Mark('/' | '.') | Token::DotDot | Token::Star => self.bare_path(),
            Token::Mark(mark @ (')' | ']')) => Err(self.error(ExpressionProblem::StrayClosing(mark))),
            Token::End => Err(self.error(ExpressionProblem::UnexpectedEnd)),
            Token::Mark(mark) => Err(self.error(ExpressionProblem::MissingValue(mark.to_string()))),
            Token::Operator(operator) => {
                Err(self.error(ExpressionProblem::MissingValue(operator.symbol().to_owned())))
            }
            Token::Minus | Token::Axis => Err(self.error(ExpressionProblem::MissingValue("::".to_owned()))),
        }
    }

    /// `name(…)`; the name is read, the bracket is current.
    fn call(&mut self, name: &str, at: usize) -> Result<TermId, ExpressionError> {
        match name {
            "current" => return self.current_path(at),
            "instance" => return self.instance_path(at),
            _ => {}
        }
        let Some(function) = Function::named(name) else {
            let nearest = Function::nearest(name);
            let problem = ExpressionProblem::UnknownFunction { name: name.to_owned(), nearest };
            return Err(error_at(self.text, at, problem));
        };
        let arguments = self.arguments(function)?;
        if !function.arity().admits(arguments.len()) {
            return Err(error_at(
                self.text,
                at,
                ExpressionProblem::ArgumentCount {
                    function: function.name(),
                    expected: function.arity().in_words(),
                    found: arguments.len(),
                },
            ));
        }
        self.check_arguments(function, &arguments)?;
        self.refuse_steps()?;
        let arguments = self.tree.push_list(arguments);
        self.push(Term::Call { function, arguments }, at)
    }

    /// From `(` to `)`, both included.
    fn arguments(&mut self, function: Function) -> Result<Vec<TermId>, ExpressionError> {
        let open = self.take()?.at;
        let mut arguments = Vec::new();
        if self.at_mark(')') {
            self.take()?;
            return Ok(arguments);
        }
        loop {
            let argument = match self.current {
                Placed { token: Token::Text(inside), at }
                    if function == Function::ChoiceName && arguments.len() == 1 =>
                {
                    self.quoted_path(inside, at)?
                }
                _ => self.expression()?,
            };
            arguments.push(argument);
            if !self.at_mark(',') {
                break;
            }
            self.take()?;
        }
        self.close(')', open)?;
        Ok(arguments)
    }

    /// Consumes a closing bracket, or says which one is never closed.
    pub(super) fn close(&mut self, closing: char, open: usize) -> Result<(), ExpressionError> {
        if self.at_mark(closing) {
            self.take()?;
            return Ok(());
        }
        let opening = if closing == ')' { '(' } else { '[' };
        Err(match self.current.token {
            Token::End => error_at(self.text, open, ExpressionProblem::Unclosed(opening)),
            Token::Mark(mark @ (')' | ']')) => self.error(ExpressionProblem::StrayClosing(mark)),
            _ => self.unexpected(),
        })
    }

    fn expect_end(&self) -> Result<(), ExpressionError> {
        match self.current.token {
            Token::End => Ok(()),
            Token::Mark(mark @ (')' | ']')) => Err(self.error(ExpressionProblem::StrayClosing(mark))),
            _ => Err(self.unexpected()),
        }
    }

    /// A token after a complete value that cannot continue it.
    fn unexpected(&self) -> ExpressionError {
        let rest = self.text.get(self.current.at..).unwrap_or("");
        let word: String = rest.chars().take_while(|c| !c.is_whitespace()).take(20).collect();
        self.error(match self.current.token {
            Token::Mark(mark @ ('[' | '/')) => ExpressionProblem::NotAPath(mark),
            _ => ExpressionProblem::MissingOperator(word),
        })
    }

    /// `[` and `/` continue paths only.
    fn refuse_steps(&self) -> Result<(), ExpressionError> {
        match self.current.token {
            Token::Mark(mark) if AFTER_PATH.contains(&mark) => Err(self.unexpected()),
            _ => Ok(()),
        }
    }

    /// Quotes around `${…}` make it text, which nobody means.
    fn refuse_variable_in(&self, inside: &str, at: usize) -> Result<(), ExpressionError> {
        let Some(start) = inside.find("${") else { return Ok(()) };
        let Some(length) = inside[start..].find('}') else { return Ok(()) };
        let variable = inside[start..=start + length].to_owned();
        Err(error_at(self.text, at, ExpressionProblem::QuotedVariable(variable)))
    }
}
