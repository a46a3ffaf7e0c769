//! From the cells of a row to its rules. Names in them are looked up when all rows are read.

use super::{
    faults::LogicFault,
    finding::{Findings, Place},
    heading::Line,
    key::Key,
    languages::Languages,
    yes_no::YesNo,
};
use crate::form::{
    definition::{Logic, pieces},
    expr::Expression,
};

/// An expression that stands in a column.
pub(super) fn expression(line: &Line<'_>, key: &Key, findings: &mut Findings) -> Option<Expression> {
    let text = line.text(key, findings)?;
    parse(&text, &line.place(key), findings)
}

pub(super) fn parse(text: &str, place: &Place, findings: &mut Findings) -> Option<Expression> {
    Expression::parse(text).map_err(|error| findings.error(place, &error)).ok()
}

/// A rule that is true or false: an expression, or yes or no. `no` is as good as no rule.
fn condition(line: &Line<'_>, key: &Key, findings: &mut Findings) -> Option<Expression> {
    let text = line.text(key, findings)?;
    match YesNo::read(&text) {
        Some(YesNo::Yes) => parse("true()", &line.place(key), findings),
        Some(YesNo::No) if matches!(key, Key::Required | Key::ReadOnly) => None,
        Some(YesNo::No) => parse("false()", &line.place(key), findings),
        Some(YesNo::Chinese) => {
            findings.error(&line.place(key), &LogicFault::ChineseYesNo { found: text });
            None
        }
        None => parse(&text, &line.place(key), findings),
    }
}

/// The rules that every kind of row may have.
pub(super) fn of_any(line: &Line<'_>, findings: &mut Findings) -> Logic {
    Logic { relevant: condition(line, &Key::Relevant, findings), ..Logic::default() }
}

/// The rules that questions may have besides.
pub(super) fn of_question(line: &Line<'_>, languages: &Languages, findings: &mut Findings) -> Logic {
    Logic {
        constraint: condition(line, &Key::Constraint, findings),
        constraint_message: languages.texts(line, &Key::ConstraintMessage, findings),
        required: condition(line, &Key::Required, findings),
        required_message: languages.texts(line, &Key::RequiredMessage, findings),
        calculation: expression(line, &Key::Calculation, findings),
        read_only: condition(line, &Key::ReadOnly, findings),
        ..of_any(line, findings)
    }
}

/// Names of the questions in the column `trigger`.
pub(super) fn triggers(line: &Line<'_>, findings: &mut Findings) -> Vec<String> {
    let Some(text) = line.text(&Key::Trigger, findings) else { return Vec::new() };
    let name = |part: &str| {
        let inside = part.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).map(str::trim);
        inside.filter(|name| !name.is_empty() && !name.contains(['$', '{', '}'])).map(str::to_owned)
    };
    let mut names = Vec::new();
    for part in text.split(',').map(str::trim) {
        match name(part) {
            Some(name) => names.push(name),
            None => {
                findings
                    .error(&line.place(&Key::Trigger), &LogicFault::BadTrigger { found: part.to_owned() });
            }
        }
    }
    names
}

/// The `${` of a text that has no end or no name.
pub(super) fn broken_reference(text: &str) -> Option<String> {
    let last = text.rfind("${").and_then(|at| text.get(at..)).filter(|rest| !rest.contains('}'));
    let unnamed = pieces(text).into_iter().any(|piece| piece == crate::form::definition::Piece::Answer(""));
    last.map(str::to_owned).or_else(|| unnamed.then(|| "${}".to_owned()))
}
