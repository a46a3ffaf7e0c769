//! Each kind of change by itself.

use super::*;

/// Older and newer source, and what is said of the difference, of every case.
fn cases() -> Vec<(String, String, Vec<&'static str>)> {
    let case = |case: &'static str| {
        let (mut old, mut new, mut expected) = (String::new(), String::new(), Vec::new());
        for line in case.lines() {
            let row = format!("| | {} |\n", line.get(2..).unwrap_or_default());
            match line.as_bytes()[0] {
                b'#' => {}
                b'=' => expected.push(&line[2..]),
                b'-' => old += &row,
                b'+' => new += &row,
                b' ' => [&mut old, &mut new].into_iter().for_each(|source| *source += &row),
                _ => {
                    let (name, heading) = line.split_once(' ').unwrap();
                    let sheet = format!("\n| {name} |\n| | {heading} |\n");
                    [&mut old, &mut new].into_iter().for_each(|source| *source += &sheet);
                }
            }
        }
        (old, new, expected)
    };
    include_str!("cases.txt").split("\n\n").skip(1).map(case).collect()
}

#[test]
fn each_change_is_named_with_its_effect() {
    let settings = "\n| settings |\n| | allow_choice_duplicates |\n| | yes |\n";
    let cases = cases();
    assert!(cases.len() > 25);
    for (old, new, expected) in cases {
        assert_eq!(said(&(old.clone() + settings), &(new.clone() + settings)), expected, "{old}{new}");
    }
}

#[test]
fn a_question_that_offers_another_list_shows_what_it_offers_anew() {
    let source = |list: &str, filter: &str| {
        let question = format!("select_one {list}|q|Q|{filter}|");
        let seed = format!("select_one {list}|p|P||randomize=true");
        let choices: &[&str] = &["list_name|name|label|town", "l|x|X|1", "l|y|Y|1", "m|y|Y|1", "m|z|Z|1"];
        let survey: &[&str] = &["type|name|label|choice_filter|parameters", &question, &seed];
        sheets(&[("survey", survey), ("choices", choices)])
    };
    assert_eq!(
        said(&source("l", "town = 1"), &source("m", "town = 1")),
        [
            "list_switched q none l>m",
            "list_switched p none l>m",
            "l → m: choice_added z value_added",
            "l → m: choice_dropped x value_ends",
        ]
    );
    let filtered = said(&source("l", "town = 1"), &source("l", "town = 2"));
    assert_eq!(filtered, ["choice_filter_changed q rules_differ town = 1>town = 2"]);
}

#[test]
fn settings_and_languages_are_compared() {
    let source = |heading: &str, row: &str, title: &str| {
        sheets(&[
            ("survey", &[heading, row]),
            ("settings", &["form_id|form_title|instance_name|style", title]),
        ])
    };
    let one = source("type|name|label", "text|a|年龄", "f|T|${a}|");
    let two = source(
        "type|name|label::中文(zh)|label::English (en)",
        "text|a|岁数|Age",
        "g|U|concat(${a}, 1)|pages",
    );
    assert_eq!(
        said(&one, &two),
        [
            "form_id_changed form_id other_form f>g",
            "setting_changed form_title none T>U",
            "setting_changed style none >pages",
            "setting_changed instance_name none ${a}>concat(${a}, 1)",
            "setting_changed languages none default>中文(zh)、English (en)",
            "label_changed a [中文(zh)] check_meaning 年龄>岁数",
        ]
    );
}

#[test]
fn what_reads_a_changed_answer_is_named() {
    let source = |kind: &str, name: &str| {
        sheets(&[
            (
                "survey",
                &[
                    "type|name|label|calculation",
                    &format!("{kind}|{name}|A|"),
                    &format!("calculate|c||${{{name}}} + 1"),
                    "text|z|Z|",
                ],
            ),
            ("settings", &["form_id", "home_visit"]),
        ])
    };
    let changed = |old: &str, new: &str| {
        let diff = FormDiff::between(&form(old), &form(new));
        let changes = diff.changes();
        changes.map(|change| (change.read_by.clone(), change.used_in_packs)).collect::<Vec<_>>()
    };
    let wage = source("integer", "income_wage");
    assert_eq!(changed(&wage, &source("decimal", "income_wage")), [(vec!["c".to_owned()], true)]);
    assert_eq!(changed(&wage, &source("integer", "wage")), [(Vec::new(), true)]);
    assert_eq!(changed(&source("integer", "wage"), &source("integer", "pay")), [(Vec::new(), false)]);
}

#[test]
fn nothing_in_a_text_of_a_rule_is_taken_for_a_path() {
    let source = |group: &str| {
        let begin = format!("begin_group|{group}|G|");
        let rows: &[&str] = &[
            "type|name|label|relevant",
            &begin,
            "text|a|A|",
            "end_group|||",
            "text|z|Z|${a} = '/data/g/a' and string-length(${a}) > 1.5",
        ];
        sheets(&[("survey", rows)])
    };
    assert_eq!(said(&source("g"), &source("h")), ["maybe_renamed h none g>h"]);
    let other = source("g").replace("'/data/g/a'", "'/data/h/a'");
    assert_eq!(
        said(&source("g"), &other),
        [
            "relevant_changed z rules_differ ${a} = '/data/g/a' and string-length(${a}) > 1.5>${a} = '/data/h/a' and \
             string-length(${a}) > 1.5"
        ]
    );
}
