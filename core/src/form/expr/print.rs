//! Writes a tree as canonical XPath.

use std::fmt::{self, Write};

use super::tree::{Operator, Span, Start, Step, Term, TermId, Test, Tree};

/// Binds tighter than every operator.
const PRIMARY: u8 = 8;

/// A tree that prints itself.
pub(super) struct Printed<'e>(pub(super) &'e Tree);

impl fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_term(self.0, self.0.root, 0, f)
    }
}

fn precedence(tree: &Tree, term: Term) -> u8 {
    match term {
        Term::Chain { rest, .. } => {
            tree.links(rest).first().map_or(PRIMARY, |link| link.operator.precedence())
        }
        Term::Negate(_) => Operator::SIGN,
        _ => PRIMARY,
    }
}

/// Writes a term, in parentheses where it binds looser than its place allows.
fn write_term(tree: &Tree, id: TermId, at_least: u8, out: &mut impl Write) -> fmt::Result {
    let term = tree.term(id);
    let own = precedence(tree, term);
    if own < at_least {
        out.write_char('(')?;
        write_inside(tree, term, own, out)?;
        return out.write_char(')');
    }
    write_inside(tree, term, own, out)
}

fn write_inside(tree: &Tree, term: Term, own: u8, out: &mut impl Write) -> fmt::Result {
    match term {
        Term::Number(number) => write!(out, "{number}"),
        Term::Text(text) => write_quoted(tree.text(text), out),
        Term::Negate(operand) => {
            out.write_char('-')?;
            write_term(tree, operand, own, out)
        }
        Term::Chain { first, rest } => {
            write_term(tree, first, own + 1, out)?;
            for link in tree.links(rest) {
                write!(out, " {} ", link.operator.symbol())?;
                write_term(tree, link.operand, own + 1, out)?;
            }
            Ok(())
        }
        Term::Call { function, arguments } => {
            write!(out, "{}(", function.name())?;
            for (index, argument) in tree.list(arguments).iter().enumerate() {
                if index > 0 {
                    out.write_str(", ")?;
                }
                write_term(tree, *argument, 0, out)?;
            }
            out.write_char(')')
        }
        Term::Path { start, steps } => write_path(tree, start, steps, out),
        Term::Quoted(path) => {
            let mut inside = String::new();
            write_term(tree, path, 0, &mut inside)?;
            write_quoted(&inside, out)
        }
    }
}

/// A literal holds at most one kind of quotation mark: the language has no escapes.
fn write_quoted(text: &str, out: &mut impl Write) -> fmt::Result {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    write!(out, "{quote}{text}{quote}")
}

fn write_path(tree: &Tree, start: Start, steps: Span, out: &mut impl Write) -> fmt::Result {
    match start {
        Start::Root => out.write_char('/')?,
        Start::Current => out.write_str("current()")?,
        Start::Instance(id) => {
            out.write_str("instance(")?;
            write_quoted(tree.text(id), out)?;
            out.write_char(')')?;
        }
        Start::Context | Start::Variable => {}
    }
    let joined_from_start = matches!(start, Start::Current | Start::Instance(_));
    for (index, step) in tree.steps(steps).iter().enumerate() {
        if index > 0 || joined_from_start {
            out.write_char('/')?;
        }
        write_step(tree, *step, out)?;
    }
    Ok(())
}

fn write_step(tree: &Tree, step: Step, out: &mut impl Write) -> fmt::Result {
    match step.test {
        Test::Itself => out.write_char('.')?,
        Test::Parent => out.write_str("..")?,
        Test::Child(name) => out.write_str(tree.text(name))?,
        Test::AnyChild => out.write_char('*')?,
        Test::Variable(name) => write!(out, "${{{}}}", tree.text(name))?,
    }
    for predicate in tree.list(step.predicates) {
        out.write_char('[')?;
        write_term(tree, *predicate, 0, out)?;
        out.write_char(']')?;
    }
    Ok(())
}
