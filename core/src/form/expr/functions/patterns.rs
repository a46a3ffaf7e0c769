//! `regex(text, pattern)`.

use super::{Call, Outcome, Value};
use crate::form::expr::{evaluate::EvaluationProblem, limits::MAX_COMPUTED_REGEXES, regex, tree::Term};

/// Steps that the compilation of a pattern stands for.
const STEPS_PER_PATTERN: usize = 1_000;

/// Whether the whole text matches.
pub(super) fn regex<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text(0)?;
    call.read(&text)?;
    let literal = call.arguments.get(1).and_then(|id| match call.evaluation.tree.term(*id) {
        Term::Text(pattern) => call.evaluation.expression.pattern(pattern),
        _ => None,
    });
    if let Some(pattern) = literal {
        return Ok(pattern.is_match(&text).into());
    }
    let pattern = call.text(1)?.into_owned();
    let mut known = call.evaluation.regexes.borrow_mut();
    if !known.contains_key(&pattern) {
        if known.len() >= MAX_COMPUTED_REGEXES {
            return Err(call.fail(EvaluationProblem::TooManyRegexes));
        }
        call.evaluation.charge(call.id, STEPS_PER_PATTERN)?;
        let compiled = regex::compile(&pattern).map_err(|problem| call.fail(problem.into()))?;
        known.insert(pattern.clone(), compiled);
    }
    Ok(known.get(&pattern).is_some_and(|pattern| pattern.is_match(&text)).into())
}
