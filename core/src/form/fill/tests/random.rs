//! Computing step by step is computing everything, for random forms and random edits.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::form::{Answers, definition::Question};

/// How one row of a form comes about.
#[derive(Debug, Clone)]
struct Row {
    kind: u8,
    /// Which of the names so far its rules speak of.
    first: prop::sample::Index,
    second: prop::sample::Index,
    rule: u8,
    closes: bool,
}

fn row() -> impl Strategy<Value = Row> {
    (any::<u8>(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>(), any::<bool>())
        .prop_map(|(kind, first, second, rule, closes)| Row { kind, first, second, rule, closes })
}

/// A form whose rules speak only of what stands above them, so that it has no loop.
fn source(rows: &[Row]) -> String {
    let mut names: Vec<String> = vec!["q0".into()];
    let mut open: Vec<&str> = Vec::new();
    let mut text = "| survey |\n| | type | name | label | relevant | calculation | repeat_count | constraint | default |\n\
                    | | integer | q0 | q0 | | | | | |\n"
        .to_owned();
    for (number, row) in (1..).zip(rows) {
        let name = format!("q{number}");
        let (a, b) = (row.first.get(&names).clone(), row.second.get(&names).clone());
        let rule = match row.rule % 9 {
            0 => format!("${{{a}}} + ${{{b}}}"),
            1 => format!("sum(${{{a}}})"),
            2 => format!("count(${{{a}}})"),
            3 => format!("if(${{{a}}} > 2, ${{{b}}}, 'x')"),
            4 => format!("concat(${{{a}}}, '-', ${{{b}}})"),
            5 => format!("coalesce(${{{a}}}, ${{{b}}})"),
            6 => format!("max(${{{a}}}) * 2"),
            7 => format!("position(..) + count-non-empty(${{{b}}})"),
            _ => format!("string-length(${{{a}}})"),
        };
        let relevant = if row.rule % 4 == 1 { format!("${{{b}}} != '3'") } else { String::new() };
        let constraint = if row.rule % 5 == 2 { format!(". != ${{{a}}}") } else { String::new() };
        let default = if row.rule % 7 == 3 { "2" } else { "" };
        let mut put = |kind: &str,
                       relevant: &str,
                       calculation: &str,
                       count: &str,
                       constraint: &str,
                       default: &str| {
            writeln!(
                text,
                "| | {kind} | {name} | {name} | {relevant} | {calculation} | {count} | {constraint} | {default} |"
            )
            .unwrap();
        };
        match row.kind % 10 {
            0 if open.len() < 3 => {
                put("begin_group", &relevant, "", "", "", "");
                open.push("end_group");
                continue;
            }
            1 if open.len() < 3 => {
                let count = if row.closes { format!("${{{a}}}") } else { String::new() };
                put("begin_repeat", &relevant, "", &count, "", "");
                open.push("end_repeat");
            }
            2..=5 => put("calculate", "", &rule, "", "", ""),
            6 => put("text", &relevant, "", "", &constraint, ""),
            _ => put("integer", &relevant, "", "", &constraint, default),
        }
        names.push(name);
        if row.closes
            && row.kind % 3 == 0
            && let Some(end) = open.pop()
        {
            writeln!(text, "| | {end} | | | | | | | |").unwrap();
        }
    }
    while let Some(end) = open.pop() {
        writeln!(text, "| | {end} | | | | | | | |").unwrap();
    }
    text + "\n| settings |\n| | form_id |\n| | random |\n"
}

/// The form, where its rules make one: one that speaks of a repeat it stands in does not.
fn form(rows: &[Row]) -> Option<PreparedForm> {
    let sheets = read_markdown(&source(rows)).ok()?;
    let workbook = Workbook { name: "random".into(), sheets, attachments: Vec::new() };
    import(&workbook).ok().map(|imported| PreparedForm::new(imported.definition))
}

#[derive(Debug, Clone)]
enum Edit {
    Answer(prop::sample::Index, Option<i64>),
    Add(prop::sample::Index),
    Remove(prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        6 => (place(), proptest::option::weighted(0.85, 0_i64..5)).prop_map(|(at, value)| Edit::Answer(at, value)),
        3 => place().prop_map(Edit::Add),
        1 => place().prop_map(Edit::Remove),
    ]
}

fn apply(session: &mut FormSession, edit: &Edit) -> Vec<Change> {
    let slots = session.filled.subtree(super::super::filled::Filled::ROOT);
    let place_of = |pick: &dyn Fn(&FormSession, crate::form::expr::NodeKey) -> bool,
                    at: &prop::sample::Index| {
        let fitting: Vec<_> = slots.iter().copied().filter(|slot| pick(session, *slot)).collect();
        if fitting.is_empty() { None } else { session.filled.key_of(*at.get(&fitting)) }
    };
    match edit {
        Edit::Answer(at, value) => {
            let asked = place_of(
                &|session, slot| {
                    session
                        .filled
                        .node_of(slot)
                        .and_then(|node| node.question())
                        .is_some_and(Question::is_asked)
                },
                at,
            );
            let Some(key) = asked else { return Vec::new() };
            let (_, node) = session.question_at(&key).unwrap();
            let answer = value.map(|value| match node.question() {
                Some(Question::Integer) => Answer::Integer(value),
                _ => Answer::Text(value.to_string()),
            });
            session.answer(&key, answer.as_ref()).unwrap_or_default()
        }
        Edit::Add(at) => {
            let repeat = place_of(
                &|session, slot| {
                    session
                        .filled
                        .slot(slot)
                        .is_some_and(|own| own.instance == 0 && session.form().is_repeat(own.node))
                },
                at,
            );
            repeat
                .and_then(|key| session.add_instance(&key).ok())
                .map(|(_, changes)| changes)
                .unwrap_or_default()
        }
        Edit::Remove(at) => {
            let instance = place_of(&|session, slot| session.is_instance(slot), at);
            instance.and_then(|key| session.remove_instance(&key).ok()).unwrap_or_default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn step_by_step_is_all_at_once(rows in prop::collection::vec(row(), 1..25), edits in prop::collection::vec(edit(), 1..25)) {
        let form = form(&rows);
        prop_assume!(form.is_some());
        let form = form.unwrap();
        let mut session = FormSession::begin(&form, surroundings());
        let mut kept: Answers = session.take_changes().into_iter().filter_map(|change| Some((change.key, change.answer?))).collect();
        for edit in &edits {
            for change in apply(&mut session, edit) {
                match change.answer {
                    Some(answer) => kept.insert(change.key, answer),
                    None => kept.remove(&change.key),
                };
            }
            let (answers, record, problems) = (session.answers(), session.record(), session.problems());
            prop_assert_eq!(&answers, &kept, "what is kept is what there is");
            session.recompute();
            prop_assert_eq!(&session.answers(), &answers, "everything computed again");
            prop_assert_eq!(&session.record(), &record);
            prop_assert_eq!(&session.problems(), &problems);
            prop_assert!(session.take_changes().is_empty());
            let (again, strays) = FormSession::resume(&form, surroundings(), &kept);
            prop_assert_eq!(strays, Answers::new());
            prop_assert_eq!(&again.record(), &record, "taken up again");
            prop_assert_eq!(&again.problems(), &problems);
        }
    }
}
