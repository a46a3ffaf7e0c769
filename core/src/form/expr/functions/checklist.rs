//! How many conditions hold, and what they weigh.

use super::{Call, Number, Outcome, Value};
use crate::form::expr::evaluate::EvaluationProblem;

/// Stands for "no limit".
fn is_unlimited(limit: Number) -> bool {
    limit == Number::from(-1_i64)
}

fn is_between(value: Number, least: Number, most: Number) -> bool {
    (is_unlimited(least) || value >= least) && (is_unlimited(most) || value <= most)
}

/// A condition holds where it is true or a number above zero.
fn members(call: &Call<'_, '_>, value: &Value<'_>) -> Vec<bool> {
    let holds = |number: Number| number > Number::ZERO;
    match value {
        Value::Boolean(truth) => vec![*truth],
        Value::Number(number) => vec![holds(*number)],
        Value::Text(text) => vec![holds(call.evaluation.number_of_text(text))],
        Value::Nodes(nodes) => {
            let texts = nodes.as_slice().iter().map(|node| call.evaluation.node_text(*node));
            texts.map(|text| holds(call.evaluation.number_of_text(&text))).collect()
        }
    }
}

/// `checklist(least, most, …)`
pub(super) fn plain<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (least, most) = (call.number(0)?, call.number(1)?);
    let mut count = 0;
    for value in call.values(2)? {
        let members = members(call, &value);
        call.evaluation.charge(call.id, members.len())?;
        count += members.into_iter().filter(|holds| *holds).count();
    }
    Ok(is_between(Number::from(count), least, most).into())
}

/// `weighted-checklist(least, most, condition, weight, …)`
pub(super) fn weighted<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (least, most) = (call.number(0)?, call.number(1)?);
    let mut total = Number::ZERO;
    for pair in call.values(2)?.chunks_exact(2) {
        let [condition, weight] = pair else { continue };
        let conditions = members(call, condition);
        let weights = call.evaluation.texts(weight);
        call.evaluation.charge(call.id, conditions.len())?;
        // A question that is not asked has no answer, whatever it weighs.
        if conditions.is_empty() {
            continue;
        }
        if conditions.len() != weights.len() {
            return Err(call.fail(EvaluationProblem::UnevenWeights));
        }
        for (_, weight) in conditions.iter().zip(&weights).filter(|(holds, _)| **holds) {
            total = total.plus(call.evaluation.number_of_text(weight));
        }
    }
    Ok(is_between(total, least, most).into())
}
