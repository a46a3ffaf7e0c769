//! The column `default`: a value, or an expression that gives one.

use std::str::FromStr;

use jiff::civil;
use rust_decimal::Decimal;

use super::{
    cells::short, choices_sheet::Lists, faults::RowFault, finding::Findings, heading::Line, key::Key, logic,
};
use crate::form::definition::{DefaultValue, Itemset, Question};

/// Reads the default of a question.
pub(super) fn read(
    line: &Line<'_>,
    question: &Question,
    lists: &Lists,
    findings: &mut Findings,
) -> Option<DefaultValue> {
    let text = line.text(&Key::Default, findings)?;
    if is_computed(&text, question) {
        return logic::parse(&text, &line.place(&Key::Default), findings).map(DefaultValue::Computed);
    }
    match check(&text, question, lists) {
        Ok(()) => Some(DefaultValue::Fixed(text)),
        Err(instead) => {
            findings
                .error(&line.place(&Key::Default), &RowFault::BadDefault { found: short(&text), instead });
            None
        }
    }
}

/// As the field's tools decide it: a reference, a call or an arithmetic sign makes an expression.
fn is_computed(text: &str, question: &Question) -> bool {
    let calls = text.match_indices('(').any(|(at, _)| {
        text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    });
    let plain = matches!(
        question,
        Question::Date
            | Question::Time
            | Question::DateTime
            | Question::Geopoint(_)
            | Question::Geotrace
            | Question::Geoshape
            | Question::Image { .. }
            | Question::Audio { .. }
            | Question::File
            | Question::Text
            | Question::Note
    );
    let arithmetic = !plain && (text.contains(['+', '*', '|']) || text.contains(" - "));
    text.contains("${") || calls || arithmetic
}

/// What is wrong with a fixed value, as what to write instead.
fn check(text: &str, question: &Question, lists: &Lists) -> Result<(), String> {
    let or = |fits: bool, instead: &str| if fits { Ok(()) } else { Err(instead.to_owned()) };
    match question {
        Question::Integer => or(text.parse::<i64>().is_ok(), "请填写整数"),
        Question::Decimal | Question::Range(_) => or(Decimal::from_str(text).is_ok(), "请填写数字"),
        Question::Date => or(is_date(text), "日期请写成文本 2026-01-31 的形式（把单元格格式设为“文本”）"),
        Question::Time => or(civil::Time::from_str(text).is_ok(), "时间请写成文本 08:30:00 的形式"),
        Question::DateTime => or(
            is_date(text)
                || civil::DateTime::from_str(text).is_ok()
                || jiff::Timestamp::from_str(text).is_ok(),
            "请写成文本 2026-01-31T08:30:00 的形式",
        ),
        Question::SelectOne(items) => offered(&[text], items, lists),
        Question::SelectMultiple(items) | Question::Rank(items) => {
            offered(&text.split_whitespace().collect::<Vec<_>>(), items, lists)
        }
        Question::Acknowledge => or(text == "OK", "只能写 OK（已勾选），或留空"),
        _ => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    // ISO 8601 in its long form only: `20260131` is a number to other tools.
    text.len() == "2026-01-31".len() && civil::Date::from_str(text).is_ok()
}

fn offered(names: &[&str], items: &Itemset, lists: &Lists) -> Result<(), String> {
    let Some(list) = lists.get(items.list) else { return Ok(()) };
    let column = usize::from(items.value);
    let known = |name: &str| list.choices.iter().any(|choice| choice.value(column) == name);
    match names.iter().find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => Err(format!("列表“{}”中没有选项“{}”，请填写选项的 name", list.name, short(name))),
    }
}
