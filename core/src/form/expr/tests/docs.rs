//! The page on expressions names what there is.

use crate::form::expr::{function::Function, limits};

const PAGE: &str = include_str!("../../../../../docs/expressions.md");

/// With commas between thousands, as the page writes numbers.
fn written(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
    groups.join(",")
}

#[test]
fn every_function_is_on_the_page() {
    let missing: Vec<&str> = Function::ALL
        .iter()
        .map(|function| function.name())
        .filter(|name| !PAGE.contains(&format!("`{name}(")))
        .collect();
    assert!(missing.is_empty(), "docs/expressions.md should name {missing:?}");
}

#[test]
fn every_limit_is_on_the_page() {
    let limits = [
        ("Characters of an expression", limits::MAX_TEXT_CHARS as u64),
        ("Nesting of parentheses, calls, predicates and signs", limits::MAX_DEPTH as u64),
        ("Terms, operands and path steps of an expression", limits::MAX_NODES as u64),
        ("Bytes of a pattern", limits::MAX_REGEX_BYTES as u64),
        ("Bytes of a compiled pattern", limits::MAX_REGEX_PROGRAM as u64),
        ("Groups inside groups of a pattern", u64::from(limits::MAX_REGEX_DEPTH)),
        ("Steps of one evaluation: terms evaluated and nodes visited", limits::MAX_STEPS),
        ("Bytes of a text that is built", limits::MAX_RESULT_BYTES as u64),
        ("Computed patterns in one evaluation", limits::MAX_COMPUTED_REGEXES as u64),
        ("Characters of `uuid(length)`", limits::MAX_RANDOM_CHARS as u64),
    ];
    for (name, most) in limits {
        let row = format!("| {name} | {} |", written(most));
        assert!(PAGE.contains(&row), "docs/expressions.md should hold: {row}");
    }
}
