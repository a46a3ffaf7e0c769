//! Forms that are too large, too deep, or no forms at all.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{
    super::limits::{
        MAX_CELL_CHARS, MAX_CHOICES, MAX_COLUMNS, MAX_DEPTH, MAX_FINDINGS, MAX_LANGUAGES, MAX_NODES,
        MAX_ROWS, MAX_SHEETS,
    },
    *,
};

const HEAD: &str = "| survey |\n| | type | name | label |\n";

#[test]
fn ten_thousand_nested_groups_are_one_clear_error() {
    let mut source = HEAD.to_owned();
    for depth in 0..10_000 {
        writeln!(source, "| | begin_group | g{depth} | G |").unwrap();
    }
    source.push_str("| | text | a | A |\n");
    source.push_str(&"| | end_group | | |\n".repeat(10_000));
    assert_eq!(errors(&book(&source)), [format!("too_deep@survey:{}:type", MAX_DEPTH + 2)]);
    let unclosed: String = source.lines().take(10_002).collect::<Vec<_>>().join("\n");
    let report = import(&book(&unclosed)).unwrap_err();
    assert_eq!(report.errors.len(), MAX_FINDINGS);
    assert_eq!(report.errors.last().unwrap().code, "too_many_findings");
}

#[test]
fn what_exceeds_a_limit_is_named() {
    let rows =
        |count: usize| (0..count).fold(HEAD.to_owned(), |all, n| all + &format!("| | text | q{n} | Q |\n"));
    assert_eq!(
        errors(&book(&rows(MAX_NODES + 1))),
        [format!("too_many_questions@survey:{}:type", MAX_NODES + 2)]
    );

    let choices = (0..=MAX_CHOICES).fold(String::new(), |all, n| all + &format!("| | l | c{n} | C |\n"));
    let source =
        format!("{HEAD}| | select_one l | a | A |\n| choices |\n| | list_name | name | label |\n{choices}");
    assert_eq!(errors(&book(&source)), [format!("too_many_choices@choices:{}:name", MAX_CHOICES + 2)]);

    let long = format!("{HEAD}| | text | a | {} |", "长".repeat(MAX_CELL_CHARS + 1));
    assert_eq!(errors(&book(&long)), ["cell_too_long@survey:2:label"]);

    let name = format!("{HEAD}| | text | {} | A |", "a".repeat(65));
    assert_eq!(errors(&book(&name)), ["name_too_long@survey:2:name"]);

    let languages = (0..=MAX_LANGUAGES).fold(String::new(), |all, n| all + &format!(" label::l{n} |"));
    let source = format!(
        "| survey |\n| | type | name |{languages}\n| | text | a |{}",
        " x |".repeat(MAX_LANGUAGES + 1)
    );
    assert_eq!(errors(&book(&source)), ["too_many_languages@survey:1:"]);
}

#[test]
fn sheets_rows_and_columns_have_limits() {
    let mut workbook = book(&format!("{HEAD}| | text | a | A |"));
    workbook.sheets[0].push(3, MAX_COLUMNS, Cell::text("far"));
    assert_eq!(errors(&workbook), ["too_many_columns@survey:3:"]);

    let mut workbook = book(&format!("{HEAD}| | text | a | A |"));
    workbook.sheets.extend((0..MAX_SHEETS).map(|n| Sheet::new(format!("s{n}"))));
    assert_eq!(errors(&workbook), ["too_many_sheets@:0:"]);

    let mut workbook = book(HEAD);
    for row in 2..u32::try_from(MAX_ROWS).unwrap() + 2 {
        workbook.sheets[0].push(row, 0, Cell::text("note"));
    }
    assert_eq!(errors(&workbook), [format!("too_many_rows@survey:{}:", MAX_ROWS + 1)]);
}

#[test]
fn far_rows_cost_nothing() {
    let mut workbook = book(&format!("{HEAD}| | text | a | A |"));
    workbook.sheets[0].push(1_000_001, 0, Cell::text("text"));
    workbook.sheets[0].push(1_000_001, 1, Cell::text("a"));
    assert_eq!(
        errors(&workbook),
        ["duplicate_name@survey:1000001:name", "missing_label@survey:1000001:label"]
    );
}

/// Words that mean something, so that random tables reach further than the first error.
fn word() -> impl Strategy<Value = Cell> {
    let words = proptest::sample::select(vec![
        "type",
        "name",
        "label",
        "label::en",
        "relevant",
        "calculation",
        "choice_filter",
        "default",
        "parameters",
        "trigger",
        "repeat_count",
        "required",
        "list_name",
        "form_id",
        "text",
        "integer",
        "calculate",
        "note",
        "select_one l",
        "select_multiple l or_other",
        "rank l",
        "range",
        "begin_group",
        "end_group",
        "begin_repeat",
        "end_repeat",
        "a",
        "b",
        "c",
        "l",
        "${a} + 1",
        "${b}",
        "name = ${a}",
        "selected(${a}, 'x')",
        "../b",
        "/data/a",
        "yes",
        "是",
        "randomize=true seed=1",
        "start=0 end=3",
        "instance('l')/root/item[name = 'a']/label",
        "now()",
        "position(..)",
        "count(${c})",
        "‘x’",
        "${",
        "audit",
        "money",
        "select_one_from_file x.csv",
    ]);
    prop_oneof![
        12 => words.prop_map(|word| Cell::Text(word.to_owned())),
        1 => "\\PC{1,12}".prop_map(|text| Cell::text(&text).unwrap_or(Cell::Formula)),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => any::<bool>().prop_map(Cell::Bool),
        1 => Just(Cell::Date("2026-01-01".to_owned())),
    ]
}

fn table() -> impl Strategy<Value = Vec<(u32, u32, Cell)>> {
    proptest::collection::vec((1_u32..9, 0_u32..7, word()), 0..50)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_table_panics(survey in table(), choices in table(), settings in table(), headings in any::<bool>()) {
        let mut sheets = Vec::new();
        for (name, cells) in [("survey", survey), ("choices", choices), ("settings", settings)] {
            let mut sheet = Sheet::new(name);
            if headings && name == "survey" {
                for (column, word) in (0_u32..).zip(["type", "name", "label", "relevant", "calculation"]) {
                    sheet.push(1, column, Cell::text(word));
                }
            }
            for (row, column, cell) in cells {
                sheet.push(row, column, Some(cell));
            }
            sheet.sort();
            sheets.push(sheet);
        }
        let workbook = Workbook { name: "f".to_owned(), sheets, attachments: Vec::new() };
        match import(&workbook) {
            Ok(imported) => {
                let bytes = imported.definition.to_bytes().unwrap();
                prop_assert_eq!(FormDefinition::from_bytes(&bytes).unwrap(), imported.definition);
            }
            Err(report) => prop_assert!(!report.errors.is_empty()),
        }
    }

    #[test]
    fn no_source_panics(text in "\\PC{0,200}", lines in proptest::collection::vec("[|a-z${} ]{0,30}", 0..12)) {
        let _ = read_csv("x", text.as_bytes());
        if let Ok(sheets) = read_markdown(&lines.join("\n")) {
            let _ = import(&Workbook { name: "f".to_owned(), sheets, attachments: Vec::new() });
        }
    }
}
