//! Selected choices, labels, tables and properties.

use std::borrow::Cow;

use super::{Call, Number, Outcome, Value};
use crate::form::expr::{Node, evaluate::EvaluationProblem};

/// `selected(list, value)`: whether the value stands in a list with blanks between its items. The empty value stands in
/// an empty list.
pub(super) fn selected<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (list, value) = (call.text(0)?, call.text(1)?);
    let value = value.trim();
    Ok(list.split(' ').any(|item| item == value).into())
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split(' ').filter(|item| !item.is_empty())
}

/// `selected-at(list, index)`, from 0; empty where there is none.
pub(super) fn selected_at<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let list = call.text(0)?;
    let index = call.number(1)?;
    let item = usize::try_from(index.to_i64()).ok().filter(|_| !index.is_nan());
    Ok(item.and_then(|index| items(&list).nth(index)).unwrap_or("").to_owned().into())
}

/// `count-selected(list)`
pub(super) fn count_selected<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(Number::from(items(&call.text(0)?).count()).into())
}

/// `jr:choice-name(value, 'question')`; empty where the question offers no such choice.
pub(super) fn choice_name<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let value = call.text(0)?;
    let question = match call.nodes(1)?.first() {
        Some(Node::Answer(question)) if !value.is_empty() => question,
        _ => return Ok(Value::EMPTY),
    };
    Ok(call.evaluation.world.choice_label(question, &value).unwrap_or_default().into())
}

/// `jr:itext('id')`; empty where there is no such text.
pub(super) fn itext<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(call.evaluation.world.itext(&call.text(0)?).unwrap_or_default().into())
}

/// `property('name')`; empty where the device has none.
pub(super) fn property<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(call.evaluation.world.property(&call.text(0)?).unwrap_or_default().into())
}

/// `pulldata('table', 'column', 'key column', key)`: the value in the first row of that key.
pub(super) fn pull_data<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let (file, column, key_column, key) = (call.text(0)?, call.text(1)?, call.text(2)?, call.text(3)?);
    let world = call.evaluation.world;
    let table = world.find_table(&file).and_then(|table| world.table(table));
    let Some(table) = table else {
        return Err(call.fail(EvaluationProblem::UnknownTable(file.into_owned())));
    };
    let (Some(column), Some(key_column)) = (table.column(&column), table.column(&key_column)) else {
        return Ok(Value::EMPTY);
    };
    if key.is_empty() {
        return Ok(Value::EMPTY);
    }
    let mut rows = Vec::new();
    table.matching(key_column, &key, &mut rows);
    call.evaluation.charge(call.id, table.rows() as usize / super::BYTES_PER_STEP + rows.len())?;
    let found = rows.first().map_or("", |row| table.value(*row, column));
    Ok(Cow::Borrowed(found).into())
}
