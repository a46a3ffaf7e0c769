//! The cases of `cases/*.txt`: `expression ¦ context ¦ value ¦ clause`.
//!
//! The context is a path, `/data/here` where it is empty. A value is a number as XPath writes it, `~` and a number that is
//! met to a millionth, `"…"` for a text, `true`, `false`, `{a; b}` for nodes with these texts, `!code` for an error of the
//! evaluation, `!!code` for one of the text.

use super::{fixture, world::TestWorld};
use crate::{
    error::Explain,
    form::expr::{Expression, Node, Value, World},
};

const CASES: &[(&str, &str)] = &[
    ("operators", include_str!("../cases/operators.txt")),
    ("conversions", include_str!("../cases/conversions.txt")),
    ("paths", include_str!("../cases/paths.txt")),
    ("repeats", include_str!("../cases/repeats.txt")),
    ("relevance", include_str!("../cases/relevance.txt")),
    ("tables", include_str!("../cases/tables.txt")),
    ("sets", include_str!("../cases/sets.txt")),
    ("logic", include_str!("../cases/logic.txt")),
    ("text", include_str!("../cases/text.txt")),
    ("regex", include_str!("../cases/regex.txt")),
    ("numbers", include_str!("../cases/numbers.txt")),
    ("dates", include_str!("../cases/dates.txt")),
    ("choices", include_str!("../cases/choices.txt")),
    ("others", include_str!("../cases/others.txt")),
    ("refused", include_str!("../cases/refused.txt")),
];

fn node_text(world: &TestWorld, node: Node) -> String {
    match node {
        Node::Answer(key) => world.text(key).into_owned(),
        Node::Cell(table, row, column) => world.table(table).unwrap().value(row, column).to_owned(),
        Node::Row(_, row) => format!("row {row}"),
        Node::TableRoot(_) => "table root".to_owned(),
        Node::Table(_) => "table".to_owned(),
        Node::Document => "document".to_owned(),
    }
}

fn shown(world: &TestWorld, value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        Value::Number(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Nodes(nodes) => {
            let texts: Vec<_> = nodes.as_slice().iter().map(|node| node_text(world, *node)).collect();
            format!("{{{}}}", texts.join("; "))
        }
    }
}

fn outcome(world: &TestWorld, expression: &str, context: &str) -> String {
    let expression = match Expression::parse(expression) {
        Ok(expression) => expression,
        Err(error) => return format!("!!{}", error.code()),
    };
    let context = if context.is_empty() { "/data/here" } else { context };
    match expression.evaluate(world, world.at(context)) {
        Ok(value) => shown(world, &value),
        Err(error) => format!("!{}", error.code()),
    }
}

fn agrees(found: &str, wanted: &str) -> bool {
    let Some(about) = wanted.strip_prefix('~') else { return found == wanted };
    let (found, about): (f64, f64) = (found.parse().unwrap_or(f64::NAN), about.parse().unwrap());
    (found - about).abs() <= about.abs() * 1e-6
}

#[test]
fn every_case_has_its_value() {
    let world = fixture::world();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in CASES {
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        {
            let columns: Vec<&str> = line.split('¦').map(str::trim).collect();
            let [expression, context, wanted, clause] = columns.as_slice() else {
                panic!("{name}:{}: four columns: {line}", number + 1)
            };
            assert!(!clause.is_empty(), "{name}:{}: which clause says so?", number + 1);
            count += 1;
            world.chance.set(1);
            let found = outcome(&world, expression, context);
            if !agrees(&found, wanted) {
                wrong.push(format!("{name}:{}: {expression} gives {found}, not {wanted}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 400, "only {count} cases");
}

#[test]
fn what_is_printed_means_the_same() {
    let world = fixture::world();
    for (name, text) in CASES {
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let expression = line.split('¦').next().unwrap().trim();
            let Ok(parsed) = Expression::parse(expression) else { continue };
            let again =
                Expression::parse(parsed.text()).unwrap_or_else(|error| panic!("{name}: {parsed}: {error}"));
            assert_eq!(again.text(), parsed.text(), "{name}: {expression}");
            world.chance.set(1);
            let first = outcome(&world, expression, "");
            world.chance.set(1);
            assert_eq!(outcome(&world, parsed.text(), ""), first, "{name}: {expression}");
        }
    }
}
