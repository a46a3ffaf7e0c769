//! Dates and times. They are texts: `2026-01-31`, `08:30:00.000+08:00`, `2026-01-31T08:30:00.000+08:00`. As numbers they
//! are days since 1970; the wall clock that they are read from hangs where the world says.

mod moment;
mod write;

use jiff::{Timestamp, civil::Date};
use moment::{MS_PER_DAY, Moment};

use super::{Call, Number, Outcome, Value};
use crate::form::expr::{World, evaluate::EvaluationProblem};

pub(in crate::form::expr) use moment::days_of_text;

/// What a function of dates was given.
enum Given {
    /// No answer yet.
    Nothing,
    Days(Number),
    Moment(Moment),
    /// A time of day, as a part of the day.
    Time(Number),
}

fn given(call: &Call<'_, '_>) -> Outcome<Given> {
    let value = call.value(0)?;
    match &value {
        Value::Number(number) if number.is_nan() => Ok(Given::Nothing),
        Value::Number(number) => Ok(Given::Days(*number)),
        Value::Boolean(_) => Err(call.fail(EvaluationProblem::NotADate)),
        Value::Nodes(_) | Value::Text(_) => given_text(call, &call.evaluation.text(&value)),
    }
}

fn given_text(call: &Call<'_, '_>, text: &str) -> Outcome<Given> {
    let world = call.evaluation.world;
    let text = text.trim();
    if text.is_empty() {
        return Ok(Given::Nothing);
    }
    if let Some(moment) = Moment::parse(text, &world.time_zone()) {
        return Ok(Given::Moment(moment));
    }
    if let Some(part) = moment::part_of_day(text, world) {
        return Ok(Given::Time(part));
    }
    match Number::parse(text) {
        number if number.is_nan() => Err(call.fail(EvaluationProblem::NotADate)),
        days => Ok(Given::Days(days)),
    }
}

/// The moment that was given; days count from midnight UTC where they have a time, otherwise they are calendar days.
fn moment(call: &Call<'_, '_>, with_time: bool) -> Outcome<Option<Moment>> {
    let zone = call.evaluation.world.time_zone();
    let out_of_range = || call.fail(EvaluationProblem::DateOutOfRange);
    match given(call)? {
        Given::Nothing => Ok(None),
        Given::Moment(moment) => Ok(Some(moment)),
        Given::Time(_) => Err(call.fail(EvaluationProblem::NotADate)),
        Given::Days(days) if with_time => {
            let ms = days.times(Number::from(MS_PER_DAY)).to_i64();
            let instant = Timestamp::from_millisecond(ms).map_err(|_| out_of_range())?;
            Ok(Some(Moment::at(instant, &zone)))
        }
        Given::Days(days) => {
            let date = moment::date_of_days(days.to_i64()).ok_or_else(out_of_range)?;
            Ok(Some(Moment::midnight(date, &zone).ok_or_else(out_of_range)?))
        }
    }
}

fn now_moment(world: &dyn World) -> Moment {
    Moment::at(world.now(), &world.time_zone())
}

fn date_text(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

/// `today()`
pub(super) fn today<'e>(call: &Call<'_, 'e>) -> Value<'e> {
    date_text(now_moment(call.evaluation.world).local.date()).into()
}

/// `now()`
pub(super) fn now<'e>(call: &Call<'_, 'e>) -> Value<'e> {
    now_moment(call.evaluation.world).to_string().into()
}

/// `date(x)`: the calendar day of a text or of days since 1970; empty for an empty text.
pub(super) fn date<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(moment(call, false)?.map_or(Value::EMPTY, |moment| date_text(moment.local.date()).into()))
}

/// `date-time(x)`
pub(super) fn date_time<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(moment(call, true)?.map_or(Value::EMPTY, |moment| moment.to_string().into()))
}

/// `decimal-date-time(x)`: days since the beginning of 1970 in UTC.
pub(super) fn decimal_date_time<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(match given(call)? {
        Given::Nothing => Number::NAN,
        Given::Days(days) => days,
        Given::Moment(moment) => {
            Number::from(moment.instant.as_millisecond()).divided_by(Number::from(MS_PER_DAY))
        }
        Given::Time(_) => return Err(call.fail(EvaluationProblem::NotADate)),
    }
    .into())
}

/// `decimal-time(x)`: the part of the day that has passed on the wall clock.
pub(super) fn decimal_time<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(match given(call)? {
        Given::Nothing => Number::NAN,
        Given::Days(days) => days.fraction(),
        Given::Moment(moment) => moment.local_days().fraction(),
        Given::Time(part) => part,
    }
    .into())
}

/// `format-date(x, format)` and `format-date-time(x, format)`; empty where there is no date yet.
pub(super) fn format_date<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let Some(moment) = moment(call, true)? else { return Ok(Value::EMPTY) };
    let format = call.text(1)?;
    call.read(&format)?;
    let names = call.evaluation.world.calendar_names();
    let text = write::formatted(moment.local, &format, names)
        .map_err(|unknown| call.fail(EvaluationProblem::DateFormat(unknown)))?;
    call.evaluation.built(call.id, text)
}
