//! Conditions and what stands in for missing answers.

use super::{Call, Outcome, Value};

/// `if(condition, then, else)`; only one branch is evaluated.
pub(super) fn choose<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    call.value(if call.boolean(0)? { 1 } else { 2 })
}

/// `coalesce(a, b)`: the first that is neither empty nor "not a number", otherwise the second as it is.
pub(super) fn coalesce<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let first = call.value(0)?;
    let is_missing = match &first {
        Value::Number(number) => number.is_nan(),
        other => call.evaluation.text(other).is_empty(),
    };
    if is_missing { call.value(1) } else { Ok(first) }
}

/// `once(x)`: what the context node holds already, otherwise `x`.
pub(super) fn once<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let held = call.evaluation.node_text(call.context.node);
    if held.is_empty() { call.value(0) } else { Ok(held.into()) }
}

/// `boolean-from-string(x)`: true for `true` in any case and for `1`.
pub(super) fn boolean_from_string<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text(0)?;
    Ok((text.eq_ignore_ascii_case("true") || text == "1").into())
}
