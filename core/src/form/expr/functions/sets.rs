//! Functions of nodes.

use std::cmp::Ordering;

use super::{Call, Number, Outcome, Value};
use crate::form::expr::Node;

/// `count(nodes)`
pub(super) fn count<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    Ok(Number::from(call.nodes(0)?.as_slice().len()).into())
}

/// `count-non-empty(nodes)`
pub(super) fn count_non_empty<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let nodes = call.nodes(0)?;
    let filled = nodes.as_slice().iter().filter(|node| call.evaluation.is_filled(**node)).count();
    Ok(Number::from(filled).into())
}

/// The numbers among texts; questions without an answer do not count.
fn numbers(call: &Call<'_, '_>, from: usize) -> Outcome<Vec<Number>> {
    let mut numbers = Vec::new();
    for value in call.values(from)? {
        match value {
            Value::Nodes(nodes) => {
                call.evaluation.charge(call.id, nodes.as_slice().len())?;
                let texts = nodes.as_slice().iter().map(|node| call.evaluation.node_text(*node));
                numbers.extend(texts.map(|text| call.evaluation.number_of_text(&text)));
            }
            single => numbers.push(call.evaluation.number(&single)),
        }
    }
    numbers.retain(|number| !number.is_nan());
    Ok(numbers)
}

/// `sum(nodes)`
pub(super) fn sum<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    call.nodes(0)?;
    Ok(numbers(call, 0)?.into_iter().fold(Number::ZERO, Number::plus).into())
}

/// `max(…)` and `min(…)`; "not a number" where there is none.
pub(super) fn extreme<'e>(call: &Call<'_, 'e>, wanted: Ordering) -> Outcome<Value<'e>> {
    let further = |best: Number, number: Number| {
        if number.partial_cmp(&best) == Some(wanted) { number } else { best }
    };
    Ok(numbers(call, 0)?.into_iter().reduce(further).unwrap_or(Number::NAN).into())
}

/// `position(node?)`: inside a predicate the place among the tested nodes, otherwise that among siblings of one name.
pub(super) fn position<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    if !call.arguments.is_empty() {
        return index(call);
    }
    let position = match call.context.tested {
        Some((position, _)) => position,
        None => call.evaluation.sibling_position(call.context.node),
    };
    Ok(Number::from(position).into())
}

/// `index(nodes)` and `position(nodes)`: the place of the node that the expression stands in, otherwise of the first;
/// 0 where there is none.
pub(super) fn index<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let nodes = call.nodes(0)?;
    let nodes = nodes.as_slice();
    let mut around = Some(Node::Answer(call.evaluation.here));
    let own = if nodes.len() > 1 {
        std::iter::from_fn(|| {
            let node = around?;
            around = call.evaluation.parent(node);
            Some(node)
        })
        .find(|node| nodes.contains(node))
    } else {
        None
    };
    call.evaluation.charge(call.id, nodes.len())?;
    let position = own.or(nodes.first().copied()).map_or(0, |node| call.evaluation.sibling_position(node));
    Ok(Number::from(position).into())
}

/// `last()`: how many nodes the predicate tests.
pub(super) fn last<'e>(call: &Call<'_, 'e>) -> Value<'e> {
    Number::from(call.context.tested.map_or(1, |(_, size)| size)).into()
}

fn named_node(call: &Call<'_, '_>) -> Outcome<Option<Node>> {
    if call.arguments.is_empty() { Ok(Some(call.context.node)) } else { Ok(call.nodes(0)?.first()) }
}

/// `name(node?)`
pub(super) fn name<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let name = named_node(call)?.map_or("", |node| call.evaluation.name(node));
    Ok(std::borrow::Cow::Borrowed(name).into())
}

/// `local-name(node?)`: without a prefix.
pub(super) fn local_name<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let name = named_node(call)?.map_or("", |node| call.evaluation.name(node));
    let local = name.split_once(':').map_or(name, |(_, local)| local);
    Ok(std::borrow::Cow::Borrowed(local).into())
}
