//! Functions of numbers that are more than one operation.

use super::{Call, Number, Outcome, Value};

/// `round(x, places?)`
pub(super) fn round<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let number = call.number(0)?;
    let places = if call.arguments.len() > 1 { call.number(1)?.to_i64() } else { 0 };
    Ok(number.rounded(i32::try_from(places).unwrap_or(i32::MAX)).into())
}

/// A function that only floats have.
pub(super) fn float<'e>(call: &Call<'_, 'e>, function: fn(f64) -> f64) -> Outcome<Value<'e>> {
    Ok(Number::Float(function(call.number(0)?.to_f64())).into())
}

/// `atan2(y, x)`
pub(super) fn atan2<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(Number::Float(libm::atan2(call.number(0)?.to_f64(), call.number(1)?.to_f64())).into())
}
