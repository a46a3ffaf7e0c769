//! Answers as records carry them, and as expressions read them.

use std::str::FromStr;

use jiff::civil;
use rust_decimal::Decimal;

use crate::{
    form::{
        Answer, AnswerError, MAX_MONEY, MAX_TEXT_CHARS,
        definition::{Node, Question, Range},
    },
    ids::Sha256Hash,
    money::Fen,
};

/// What XForms writes for a ticked box.
const TICKED: &str = "OK";
/// Names of the choices that a yes-or-no answer of the first checklists stands for.
const YES: &str = "yes";
const NO: &str = "no";
/// Most points of one line or area.
const MAX_POINTS: usize = 1_000;

/// The text of an answer; empty where it says nothing. What choices are offered is not looked at.
pub(super) fn text_of(node: &Node, label: &str, answer: &Answer) -> Result<String, AnswerError> {
    let wrong = || AnswerError::WrongType { label: label.to_owned() };
    let Some(question) = node.question() else { return Err(wrong()) };
    match (question, answer) {
        (_, Answer::Text(text)) if text.trim().is_empty() => Ok(String::new()),
        (_, Answer::Text(text)) => checked_text(question, label, text),
        (Question::Integer, Answer::Integer(value)) => Ok(value.to_string()),
        (Question::Decimal, Answer::Money(amount)) if node.is_money() => money(label, *amount),
        (Question::Decimal, Answer::Decimal(value)) if !node.is_money() => Ok(value.normalize().to_string()),
        (Question::Decimal, Answer::Integer(value)) if !node.is_money() => Ok(value.to_string()),
        (Question::Range(range), Answer::Decimal(value)) => on_scale(range, label, *value),
        (Question::Range(range), Answer::Integer(value)) => on_scale(range, label, Decimal::from(*value)),
        (Question::Acknowledge, Answer::YesNo(ticked)) => Ok(if *ticked { TICKED } else { "" }.to_owned()),
        (Question::SelectOne(_), Answer::One(name)) => Ok(name.clone()),
        (Question::SelectOne(_), Answer::YesNo(yes)) => Ok(if *yes { YES } else { NO }.to_owned()),
        (Question::SelectMultiple(_) | Question::Rank(_), Answer::Many(names)) => {
            // A blank would make two names of one.
            let joined = names.join(" ");
            if names.iter().all(|name| !name.contains(' ')) { Ok(joined) } else { Err(wrong()) }
        }
        _ => Err(wrong()),
    }
}

fn money(label: &str, amount: Fen) -> Result<String, AnswerError> {
    if (Fen(-MAX_MONEY.0)..=MAX_MONEY).contains(&amount) {
        return Ok(amount.yuan().normalize().to_string());
    }
    let (min, max) = (Fen(-MAX_MONEY.0).yuan().trunc(), MAX_MONEY.yuan().trunc());
    Err(AnswerError::OutOfRange { label: label.to_owned(), min, max })
}

fn on_scale(range: &Range, label: &str, value: Decimal) -> Result<String, AnswerError> {
    let (min, max) = (range.start.min(range.end), range.start.max(range.end));
    if value < min || value > max {
        return Err(AnswerError::OutOfRange { label: label.to_owned(), min, max });
    }
    let off = (value - range.start).checked_rem(range.step).is_some_and(|rest| !rest.is_zero());
    if off {
        Err(AnswerError::WrongType { label: label.to_owned() })
    } else {
        Ok(value.normalize().to_string())
    }
}

fn checked_text(question: &Question, label: &str, text: &str) -> Result<String, AnswerError> {
    let fits = match question {
        Question::Text | Question::Barcode | Question::Calculate | Question::Hidden | Question::Meta(_) => {
            if text.chars().count() > MAX_TEXT_CHARS {
                return Err(AnswerError::TooLong { label: label.to_owned(), max: MAX_TEXT_CHARS });
            }
            true
        }
        Question::Date => civil::Date::from_str(text).is_ok() && text.len() == "2026-01-31".len(),
        Question::Time => time_of_day(text),
        Question::DateTime => text
            .split_once('T')
            .is_some_and(|(day, time)| civil::Date::from_str(day).is_ok() && time_of_day(time)),
        Question::Geopoint(_) => is_point(text),
        Question::Geotrace | Question::Geoshape => {
            let points = text.split(';').map(str::trim).filter(|point| !point.is_empty());
            points.clone().count() <= MAX_POINTS && points.clone().all(is_point)
        }
        Question::Image { .. } | Question::Audio { .. } | Question::File => {
            Sha256Hash::from_str(text).is_ok()
        }
        _ => false,
    };
    if fits { Ok(text.to_owned()) } else { Err(AnswerError::WrongType { label: label.to_owned() }) }
}

/// `08:30`, `08:30:00.000`, with or without the zone.
fn time_of_day(text: &str) -> bool {
    let bare = match text.find(['+', 'Z']).or_else(|| text.rfind('-')) {
        Some(at) => text.split_at(at).0,
        None => text,
    };
    civil::Time::from_str(bare).is_ok()
}

/// `latitude longitude altitude accuracy` in degrees and metres; the last two may be missing.
fn is_point(text: &str) -> bool {
    let numbers: Vec<Option<Decimal>> = text.split_whitespace().map(|part| part.parse().ok()).collect();
    let within = |number: Option<&Option<Decimal>>, limit: i64| {
        number.copied().flatten().is_some_and(|value| value.abs() <= Decimal::from(limit))
    };
    (2..=4).contains(&numbers.len())
        && within(numbers.first(), 90)
        && within(numbers.get(1), 180)
        && numbers.iter().all(Option::is_some)
}

/// The answer that a text stands for. A computed text that does not fit its question's type stays a text.
pub(super) fn answer_of(node: &Node, text: &str) -> Option<Answer> {
    if text.is_empty() {
        return None;
    }
    let typed = match node.question()? {
        Question::Integer => text.parse().ok().map(Answer::Integer),
        Question::Decimal if node.is_money() => {
            text.parse().ok().and_then(|yuan: Decimal| Fen::from_yuan(yuan).ok()).map(Answer::Money)
        }
        Question::Decimal | Question::Range(_) => text.parse().ok().map(Answer::Decimal),
        Question::Acknowledge => Some(Answer::YesNo(text == TICKED)),
        Question::SelectOne(_) => Some(Answer::One(text.to_owned())),
        Question::SelectMultiple(_) | Question::Rank(_) => {
            Some(Answer::Many(text.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect()))
        }
        _ => None,
    };
    Some(typed.unwrap_or_else(|| Answer::Text(text.to_owned())))
}

/// The names in an answer of several choices.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|name| !name.is_empty())
}
