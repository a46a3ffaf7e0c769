//! Splits the text of an expression into tokens.

use super::{
    error::{ExpressionError, ExpressionProblem},
    tree::Operator,
};

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Digits, as written.
    Number(&'t str),
    /// What stands between two quotation marks.
    Text(&'t str),
    /// A name, with its prefix where it has one.
    Name(&'t str),
    /// The inside of `${…}`.
    Variable(&'t str),
    /// A binary operator; `-` and `*` come as [`Token::Minus`] and [`Token::Star`] where a value is expected.
    Operator(Operator),
    /// `-` as a sign.
    Minus,
    /// `*` as a name test.
    Star,
    /// One of `/ ( ) [ ] , .`
    Mark(char),
    /// `..`
    DotDot,
    /// `::`
    Axis,
    /// Nothing is left.
    End,
}

/// A token and where it starts, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed<'t> {
    pub(super) token: Token<'t>,
    pub(super) at: usize,
}

/// Reads tokens from one stretch of a text.
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// Whether the last token ended a value, so that `*`, `-`, `and`, `div` … are operators.
    after_value: bool,
}

/// The error at a byte of a text.
pub(super) fn error_at(text: &str, at: usize, problem: ExpressionProblem) -> ExpressionError {
    let position = text.get(..at).unwrap_or(text).chars().count() + 1;
    ExpressionError { position, problem }
}

impl<'t> Lexer<'t> {
    /// Reads `text[start..end]`; positions in errors count from the start of the text.
    pub(super) fn new(text: &'t str, start: usize, end: usize) -> Self {
        Self { text, at: start, end, after_value: false }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..self.end).unwrap_or("")
    }

    fn fail<T>(&self, problem: ExpressionProblem) -> Result<T, ExpressionError> {
        Err(error_at(self.text, self.at, problem))
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Result<Placed<'t>, ExpressionError> {
        self.at = self.end - self.rest().trim_start_matches([' ', '\t', '\r', '\n', '\x0c']).len();
        let at = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(Placed { token: Token::End, at });
        };
        let (token, length) = match first {
            '0'..='9' => self.number(),
            '.' if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(),
            '\'' | '"' => self.quoted(first)?,
            '$' => self.variable()?,
            c if starts_name(c) => self.name()?,
            _ => self.mark(first)?,
        };
        self.at += length;
        self.after_value = match token {
            Token::Number(_)
            | Token::Text(_)
            | Token::Name(_)
            | Token::Variable(_)
            | Token::Star
            | Token::DotDot => true,
            Token::Mark(mark) => matches!(mark, ')' | ']' | '.'),
            Token::Operator(_) | Token::Minus | Token::Axis | Token::End => false,
        };
        Ok(Placed { token, at })
    }

    fn number(&self) -> (Token<'t>, usize) {
        let rest = self.rest();
        let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = match rest[whole..].strip_prefix('.') {
            // `1..` is a number before `..`, which no grammar continues; leave the error to the parser.
            Some(after) => whole + 1 + after.bytes().take_while(u8::is_ascii_digit).count(),
            None => whole,
        };
        (Token::Number(&rest[..length]), length)
    }

    fn quoted(&self, quote: char) -> Result<(Token<'t>, usize), ExpressionError> {
        let inside = &self.rest()[1..];
        match inside.find(quote) {
            Some(length) => Ok((Token::Text(&inside[..length]), length + 2)),
            None => self.fail(ExpressionProblem::UnclosedText),
        }
    }

    fn variable(&self) -> Result<(Token<'t>, usize), ExpressionError> {
        let Some(inside) = self.rest().strip_prefix("${") else {
            return self.fail(match self.rest().chars().nth(1) {
                Some('\u{ff5b}') => ExpressionProblem::FullWidth { found: '\u{ff5b}', instead: "{" },
                _ => ExpressionProblem::BareDollar,
            });
        };
        // A brace that belongs to a later reference does not close this one.
        let Some(length) = inside.find(['}', '{']).filter(|end| inside[*end..].starts_with('}')) else {
            return self.fail(ExpressionProblem::UnclosedVariable);
        };
        let name = &inside[..length];
        if name.starts_with("last-saved#") {
            return self.fail(ExpressionProblem::LastSaved);
        }
        if !name.is_ascii() {
            return self.fail(ExpressionProblem::NameNotAscii(name.to_owned()));
        }
        if !is_name(name) {
            return self.fail(ExpressionProblem::BadVariable(name.to_owned()));
        }
        Ok((Token::Variable(name), length + 3))
    }

    /// A name, or an operator spelt in letters.
    fn name(&self) -> Result<(Token<'t>, usize), ExpressionError> {
        let rest = self.rest();
        let mut length = name_length(rest);
        // A single colon joins a prefix to a name; two are an axis.
        if let Some(local) = rest[length..].strip_prefix(':')
            && local.starts_with(starts_name)
        {
            length += 1 + name_length(local);
        }
        let name = &rest[..length];
        if self.after_value {
            let operator = match name.to_ascii_lowercase().as_str() {
                "and" => Operator::And,
                "or" => Operator::Or,
                "div" => Operator::Divide,
                "mod" => Operator::Modulo,
                _ => return self.fail(ExpressionProblem::MissingOperator(name.to_owned())),
            };
            return Ok((Token::Operator(operator), length));
        }
        if !name.is_ascii() {
            return self.fail(ExpressionProblem::NameNotAscii(name.to_owned()));
        }
        Ok((Token::Name(name), length))
    }

    fn mark(&self, first: char) -> Result<(Token<'t>, usize), ExpressionError> {
        let rest = self.rest();
        let pair = rest.chars().nth(1);
        Ok(match (first, pair) {
            ('=', Some('=')) => return self.wrong("==", "="),
            ('=', Some('>')) => return self.wrong("=>", ">="),
            ('=', Some('<')) => return self.wrong("=<", "<="),
            ('!', Some('=')) => (Token::Operator(Operator::NotEqual), 2),
            ('!', _) => return self.wrong("!", "not(…)"),
            ('<', Some('>')) => return self.wrong("<>", "!="),
            ('<', Some('=')) => (Token::Operator(Operator::LessOrEqual), 2),
            ('>', Some('=')) => (Token::Operator(Operator::GreaterOrEqual), 2),
            ('&', Some('&')) => return self.wrong("&&", "and"),
            ('&', _) => return self.wrong("&", "and，或用 concat() 连接文字"),
            ('|', Some('|')) => return self.wrong("||", "or"),
            ('/', Some('/')) => return self.fail(ExpressionProblem::DoubleSlash),
            ('.', Some('.')) => (Token::DotDot, 2),
            (':', Some(':')) => (Token::Axis, 2),
            ('=', _) => (Token::Operator(Operator::Equal), 1),
            ('<', _) => (Token::Operator(Operator::Less), 1),
            ('>', _) => (Token::Operator(Operator::Greater), 1),
            ('+', _) => (Token::Operator(Operator::Add), 1),
            ('|', _) => (Token::Operator(Operator::Union), 1),
            ('-', _) if self.after_value => (Token::Operator(Operator::Subtract), 1),
            ('-', _) => (Token::Minus, 1),
            ('*', _) if self.after_value => (Token::Operator(Operator::Multiply), 1),
            ('*', _) => (Token::Star, 1),
            ('/' | '(' | ')' | '[' | ']' | ',' | '.', _) => (Token::Mark(first), 1),
            ('@', _) => return self.fail(ExpressionProblem::Attribute),
            ('%', _) => return self.wrong("%", "mod"),
            ('^', _) => return self.wrong("^", "pow(底数, 指数)"),
            _ => return self.fail(foreign(first)),
        })
    }

    fn wrong<T>(&self, found: &'static str, instead: &'static str) -> Result<T, ExpressionError> {
        self.fail(ExpressionProblem::WrongOperator { found, instead })
    }
}

/// What to say of a character that the language does not have.
fn foreign(found: char) -> ExpressionProblem {
    let full_width = |instead| ExpressionProblem::FullWidth { found, instead };
    let wrong = |found, instead| ExpressionProblem::WrongOperator { found, instead };
    match found {
        '\u{2018}'
        | '\u{2019}'
        | '\u{201a}'
        | '\u{201b}'
        | '\u{201c}'
        | '\u{201d}'
        | '\u{201e}'
        | '\u{201f}'
        | '\u{300a}'..='\u{300f}'
        | '\u{ab}'
        | '\u{bb}'
        | '`'
        | '\u{b4}'
        | '\u{ff02}'
        | '\u{ff07}' => ExpressionProblem::SmartQuote(found),
        '\u{ff08}' => full_width("("),
        '\u{ff09}' => full_width(")"),
        '\u{ff3b}' | '\u{3010}' => full_width("["),
        '\u{ff3d}' | '\u{3011}' => full_width("]"),
        '\u{ff0c}' | '\u{3001}' => full_width(","),
        '\u{ff0e}' | '\u{3002}' => full_width("."),
        '\u{ff0b}' => full_width("+"),
        '\u{ff0d}' | '\u{2212}' | '\u{2013}' | '\u{2014}' => full_width("-"),
        '\u{ff0a}' => full_width("*"),
        '\u{ff0f}' => full_width("/"),
        '\u{ff1d}' => full_width("="),
        '\u{ff1c}' => full_width("<"),
        '\u{ff1e}' => full_width(">"),
        '\u{ff5c}' => full_width("|"),
        '\u{ff04}' => full_width("$"),
        '\u{ff5b}' => full_width("{"),
        '\u{ff5d}' => full_width("}"),
        '\u{ff10}'..='\u{ff19}' => full_width("0-9"),
        '\u{ff1a}' => full_width(":"),
        '\u{3000}' | '\u{a0}' => full_width(" "),
        '\u{ff01}' => wrong("!", "not(…)，“不等于”写 !="),
        '\u{2260}' => wrong("≠", "!="),
        '\u{2265}' => wrong("≥", ">="),
        '\u{2264}' => wrong("≤", "<="),
        '\u{d7}' => wrong("×", "*"),
        '\u{f7}' => wrong("÷", "div"),
        '}' => ExpressionProblem::StrayClosing('}'),
        other => ExpressionProblem::BadCharacter(other),
    }
}

/// Whether a name may start with it; letters beyond ASCII are read so that the error can name the whole name.
fn starts_name(c: char) -> bool {
    c.is_alphabetic() && !('\u{ff00}'..='\u{ffef}').contains(&c) || c == '_'
}

fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit() || matches!(c, '-' | '.')
}

fn name_length(text: &str) -> usize {
    text.find(|c| !continues_name(c)).unwrap_or(text.len())
}

/// Whether a text is one name without a prefix.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(starts_name) && name_length(text) == text.len()
}
