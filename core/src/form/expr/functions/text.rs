//! Functions of texts. Characters are Unicode characters, not the halves that Java counts.

use std::{borrow::Cow, collections::HashMap};

use super::{Call, Number, Outcome, Value};
use crate::form::expr::{evaluate::EvaluationProblem, limits::MAX_RESULT_BYTES};

/// What XML counts as white space.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// A part of a text without a copy, where the text is not one itself.
fn part(text: Cow<'_, str>, cut: impl for<'t> Fn(&'t str) -> &'t str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(cut(text)),
        Cow::Owned(text) => Cow::Owned(cut(&text).to_owned()),
    }
}

fn joined<'e>(call: &Call<'_, 'e>, separator: &str, texts: &[Cow<'e, str>]) -> Outcome<Value<'e>> {
    let length: usize = texts.iter().map(|text| text.len() + separator.len()).sum();
    if length > MAX_RESULT_BYTES + separator.len() {
        return Err(call.fail(EvaluationProblem::TextTooLong));
    }
    call.evaluation.charge(call.id, length / super::BYTES_PER_STEP)?;
    call.evaluation.built(call.id, texts.join(separator))
}

/// `concat(…)`: of several nodes, all.
pub(super) fn concat<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    joined(call, "", &call.all_texts(0)?)
}

/// `join(separator, …)`: of several nodes, all.
pub(super) fn join<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    joined(call, &call.text(0)?, &call.all_texts(1)?)
}

/// `substr(text, start, end?)`: from 0, the end not included; negative places count from the end.
pub(super) fn substr<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text(0)?;
    call.read(&text)?;
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let place = |number: Number| {
        let place = number.to_i64();
        let from_start = if place < 0 { length.saturating_add(place) } else { place };
        usize::try_from(from_start.clamp(0, length)).unwrap_or(0)
    };
    let start = place(call.number(1)?);
    let end = if call.arguments.len() > 2 { place(call.number(2)?) } else { usize::MAX };
    let cut = |text: &str| -> (usize, usize) {
        let byte = |place: usize| text.char_indices().nth(place).map_or(text.len(), |(at, _)| at);
        (byte(start), if end == usize::MAX { text.len() } else { byte(end) })
    };
    Ok(part(text, |text| {
        let (from, to) = cut(text);
        text.get(from..to).unwrap_or("")
    })
    .into())
}

/// `substring-before(text, part)`
pub(super) fn substring_before<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (text, found) = (call.text(0)?, call.text(1)?);
    Ok(part(text, |text| text.split_once(&*found).map_or("", |(before, _)| before)).into())
}

/// `substring-after(text, part)`
pub(super) fn substring_after<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (text, found) = (call.text(0)?, call.text(1)?);
    Ok(part(text, |text| text.split_once(&*found).map_or("", |(_, after)| after)).into())
}

/// `string-length(text?)`
pub(super) fn string_length<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text_or_context()?;
    call.read(&text)?;
    Ok(Number::from(text.chars().count()).into())
}

/// `normalize-space(text?)`
pub(super) fn normalize_space<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let text = call.text_or_context()?;
    call.read(&text)?;
    let words: Vec<&str> = text.split(SPACE).filter(|word| !word.is_empty()).collect();
    Ok(words.join(" ").into())
}

/// `translate(text, from, to)`: character by character; what has no counterpart is dropped.
pub(super) fn translate<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (text, from, to) = (call.text(0)?, call.text(1)?, call.text(2)?);
    for text in [&text, &from, &to] {
        call.read(text)?;
    }
    let mut to = to.chars();
    let mut table: HashMap<char, Option<char>> = HashMap::new();
    for c in from.chars() {
        let counterpart = to.next();
        table.entry(c).or_insert(counterpart);
    }
    let translated = text.chars().filter_map(|c| table.get(&c).copied().unwrap_or(Some(c))).collect();
    call.evaluation.built(call.id, translated)
}
