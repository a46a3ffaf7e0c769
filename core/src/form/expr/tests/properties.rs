//! What holds for every expression.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{
    fixture,
    world::{TestTable, TestWorld},
};
use crate::form::expr::{
    CalendarNames, Expression, MAX_RESULT_BYTES, NodeKey, Number, Value, World, function::Function,
};

/// A path, relative or absolute, with and without predicates.
fn path(inside: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just("/a/"),
        Just(""),
        Just("../"),
        Just("current()/../"),
        Just("instance('t')/root/item/"),
        Just("./"),
    ];
    let name = prop_oneof![Just("a"), Just("b"), Just("c"), Just("*"), Just(".."), Just(".")];
    (start, name, proptest::option::of(inside), name_or_none()).prop_map(|(start, name, predicate, last)| {
        let predicate = match predicate {
            Some(predicate) if !name.starts_with('.') => format!("[{predicate}]"),
            _ => String::new(),
        };
        format!("{start}{name}{predicate}{last}")
    })
}

fn name_or_none() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just("/b"), Just("/c"), Just("/.."), Just("/*")]
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        (-99_999_i32..99_999).prop_map(|number| number.to_string()),
        (0_u32..99_999).prop_map(|number| format!("{number}.{number}")),
        prop_oneof![
            Just("''"),
            Just("'a'"),
            Just("'a b'"),
            Just("'2026-03-01'"),
            Just("'2026-03-01T08:30:00Z'"),
            Just("'12:30'"),
            Just("'28 117'"),
            Just("'%Y-%m %a'"),
            Just("'MD5'"),
            Just("'hex'"),
            Just("'t'"),
            Just("'(a+)+$'"),
            Just("'低保'"),
            Just("\"it's\""),
        ]
        .prop_map(str::to_owned),
        Just("1 div 0".to_owned()),
        path(Just("1".to_owned())),
    ]
}

fn operator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        " + ", " - ", " * ", " div ", " mod ", " = ", " != ", " < ", " <= ", " > ", " >= ", " and ", " or ",
        " | ",
    ])
}

/// A call of any function with fitting arguments.
fn call(inside: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = String> {
    let function = prop::sample::select(Function::ALL);
    let paths = proptest::collection::vec(path(inside.clone()), 6);
    (function, proptest::collection::vec(inside, 6), paths, 0_usize..6).prop_map(
        |(function, values, paths, count)| {
            let count = (count..12).chain(0..12).find(|count| function.arity().admits(*count)).unwrap();
            let takes_path = |index: usize| match function {
                Function::IndexedRepeat => index == 0 || index % 2 == 1,
                Function::Count | Function::CountNonEmpty | Function::Sum | Function::Index => true,
                Function::Position | Function::Name | Function::LocalName => true,
                Function::Randomize => index == 0,
                _ => false,
            };
            let argument = |index: usize| match function {
                Function::ChoiceName if index == 1 => "'/a/b'".to_owned(),
                _ if takes_path(index) => paths[index % 6].clone(),
                _ => values[index % 6].clone(),
            };
            let arguments: Vec<String> = (0..count).map(argument).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        },
    )
}

fn expression() -> impl Strategy<Value = String> {
    leaf().prop_recursive(4, 40, 6, |inside| {
        let inside = inside.boxed();
        prop_oneof![
            (inside.clone(), operator(), inside.clone())
                .prop_map(|(left, op, right)| format!("{left}{op}{right}")),
            (inside.clone(), operator(), inside.clone())
                .prop_map(|(left, op, right)| format!("({left}{op}{right})")),
            inside.clone().prop_map(|operand| format!("-({operand})")),
            path(inside.clone()),
            call(inside),
        ]
    })
}

/// A small tree of nodes `a`, `b` and `c`, and a table.
fn world() -> impl Strategy<Value = TestWorld> {
    let value = prop_oneof![
        Just(""),
        Just("1"),
        Just("-2.5"),
        Just("a"),
        Just("a b"),
        Just("2026-03-01"),
        Just("28 117 0 0"),
        Just("true"),
        Just("低保"),
    ];
    let node = (1_usize..4, prop::sample::select(vec!["a", "b", "c"]), value, prop::bool::weighted(0.1));
    (proptest::collection::vec(node, 0..12), any::<u64>()).prop_map(|(nodes, seed)| {
        let mut text = "a\n".to_owned();
        for (depth, name, value, irrelevant) in nodes {
            let mark = if irrelevant { " !" } else { "" };
            writeln!(text, "{}{name} = {value}{mark}", " ".repeat(depth)).unwrap();
        }
        let mut world = TestWorld::parse(&text);
        let rows = ["1", "a", ""].into_iter().map(|value| vec![value.to_owned(), "b".to_owned()]).collect();
        world.tables.push(TestTable { name: "t", columns: vec!["a", "b"], rows });
        world.chance.set(seed);
        world.names = CalendarNames::English;
        world
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_printed_is_read_as_the_same(text in expression()) {
        if let Ok(parsed) = Expression::parse(&text) {
            let again = Expression::parse(parsed.text());
            prop_assert_eq!(again.as_ref().map(Expression::text), Ok(parsed.text()), "{}", text);
        }
    }

    #[test]
    fn evaluation_ends_with_a_value_or_an_error(text in expression(), world in world(), at in any::<prop::sample::Index>()) {
        let Ok(parsed) = Expression::parse(&text) else { return Ok(()) };
        let here = NodeKey(u32::try_from(at.index(world.nodes.len())).unwrap());
        let chance = world.chance.get();
        let first = parsed.evaluate(&world, here);
        if let Ok(Value::Text(text)) = &first {
            prop_assert!(text.len() <= MAX_RESULT_BYTES);
        }
        if let Ok(Value::Nodes(nodes)) = &first {
            for (index, node) in nodes.as_slice().iter().enumerate() {
                prop_assert!(!nodes.as_slice()[..index].contains(node), "{} comes twice", index);
            }
        }
        // What is printed has the same value, and asking again gives it again.
        world.chance.set(chance);
        let again = Expression::parse(parsed.text()).unwrap();
        let same = |left: &Value<'_>, right: &Value<'_>| format!("{left:?}") == format!("{right:?}");
        match (&first, again.evaluate(&world, here)) {
            (Ok(left), Ok(right)) => prop_assert!(same(left, &right), "{text}: {left:?} {right:?}"),
            (Err(left), Err(right)) => prop_assert_eq!(&left.problem, &right.problem),
            (left, right) => prop_assert!(false, "{}: {:?} {:?}", text, left, right),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[ -~低（’≥]{0,60}") {
        if let Ok(parsed) = Expression::parse(&text) {
            prop_assert!(Expression::parse(parsed.text()).is_ok());
        }
    }

    #[test]
    fn sums_of_money_are_exact(fen in proptest::collection::vec(-10_000_000_000_i64..10_000_000_000, 1..40)) {
        let yuan = |fen: i64| {
            let sign = if fen < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100)
        };
        let mut text = "data\n".to_owned();
        for part in &fen {
            writeln!(text, "  pay = {}", yuan(*part)).unwrap();
        }
        let world = TestWorld::parse(&text);
        let sum = Expression::parse("sum(/data/pay)").unwrap().evaluate_number(&world, world.root()).unwrap();
        prop_assert!(matches!(sum, Number::Exact(_)));
        prop_assert_eq!(sum, Number::parse(&yuan(fen.iter().sum())));
    }

    #[test]
    fn a_filter_by_lookup_keeps_what_a_plain_filter_keeps(
        rows in proptest::collection::vec("[ab]{0,2}", 0..30), value in "[ab]{0,2}"
    ) {
        let mut world = TestWorld::parse(&format!("data\n  value = {value}"));
        let rows: Vec<Vec<String>> = rows.into_iter().map(|name| vec![name.clone(), name]).collect();
        world.tables.push(TestTable { name: "t", columns: vec!["name", "other"], rows });
        let nodes = |filter: &str| {
            let text = format!("instance('t')/root/item[{filter}]");
            Expression::parse(&text).unwrap().evaluate_nodes(&world, world.root()).unwrap()
        };
        let plain = nodes("not(name != /data/value)");
        prop_assert_eq!(&nodes("name = /data/value"), &plain);
        prop_assert_eq!(&nodes("/data/value = name and other = /data/value"), &plain);
    }
}

#[test]
fn english_forms_name_days_in_english() {
    let mut world = fixture::world();
    world.names = CalendarNames::English;
    let expression = Expression::parse("format-date('2026-03-06', '%a %e %b %Y')").unwrap();
    assert_eq!(expression.evaluate_text(&world, world.root()).unwrap(), "Fri 6 Mar 2026");
}

#[test]
fn an_answer_that_is_no_number_is_empty() {
    let world = fixture::world();
    let answer = |text: &str| Expression::parse(text).unwrap().evaluate_answer(&world, world.root()).unwrap();
    assert_eq!(answer("/data/blank + 1"), "");
    assert_eq!(answer("1 + 1"), "2");
    assert_eq!(answer("1 > 2"), "false");
    assert_eq!(answer("/data/person/name"), "张三");
}
