//! What spreadsheets do to what people type, and files beside the workbook.

use super::*;

fn sheet(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    let mut sheet = Sheet::new(name);
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u32..).zip(cells) {
            sheet.push(row, column, Some(cell));
        }
    }
    sheet
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn heading(words: &[&str]) -> Vec<Cell> {
    words.iter().copied().map(text).collect()
}

fn survey(rows: Vec<Vec<Cell>>) -> Workbook {
    let headings = heading(&["type", "name", "label", "default", "calculation"]);
    let rows = std::iter::once(headings).chain(rows).collect();
    Workbook { name: "a".to_owned(), sheets: vec![sheet("survey", rows)], attachments: Vec::new() }
}

fn choices(rows: Vec<Vec<Cell>>) -> Workbook {
    let mut workbook = survey(vec![vec![text("select_one yn"), text("a"), text("A")]]);
    let rows = std::iter::once(heading(&["list_name", "name", "label"])).chain(rows).collect();
    workbook.sheets.push(sheet("choices", rows));
    workbook
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let workbook = choices(vec![
        vec![text("yn"), Cell::Number(1.0), text("一")],
        vec![text("yn"), Cell::Number(1.5), Cell::Number(2.0)],
    ]);
    let form = import(&workbook).unwrap().definition;
    let names: Vec<&str> = form.lists()[0].choices.iter().map(|choice| choice.value(0)).collect();
    assert_eq!(names, ["1", "1.5"]);
}

#[test]
fn what_the_spreadsheet_made_of_a_name_is_refused() {
    for (cell, code) in [
        (Cell::Bool(true), "bool_name"),
        (Cell::Date("2026-01-02".to_owned()), "date_cell"),
        (Cell::Number(1e15), "number_too_long"),
        (Cell::Formula, "formula_without_value"),
        (Cell::Error("#N/A".to_owned()), "error_cell"),
    ] {
        let workbook =
            choices(vec![vec![text("yn"), text("y"), text("Y")], vec![text("yn"), cell, text("x")]]);
        assert_eq!(errors(&workbook), [format!("{code}@choices:3:name")]);
    }
}

#[test]
fn a_date_is_a_default_only_where_a_date_is_asked() {
    let date = || Cell::Date("2026-01-31".to_owned());
    let row = |kind: &str, cell| survey(vec![vec![text(kind), text("a"), text("A"), cell]]);
    assert_eq!(errors(&row("date", date())), [""; 0]);
    assert_eq!(errors(&row("integer", date())), ["bad_default@survey:2:default"]);
    assert_eq!(errors(&row("date", Cell::Number(46053.0))), ["bad_default@survey:2:default"]);
}

#[test]
fn results_of_formulas_are_taken_with_a_warning() {
    let mut workbook =
        survey(vec![vec![text("calculate"), text("a"), text("A"), text(""), Cell::Number(2.0)]]);
    workbook.sheets[0].rows[1].cells.remove(3);
    workbook.sheets[0].computed.push((2, 4));
    assert_eq!(warnings(&workbook), ["formula_value_used@survey:2:calculation"]);
}

#[test]
fn merged_cells_are_refused() {
    let mut workbook = survey(vec![vec![text("text"), text("a"), text("A")]]);
    workbook.sheets[0].merged.push(Merged { top: 2, left: 0, bottom: 3, right: 1 });
    let report = import(&workbook).unwrap_err();
    assert_eq!(tag(&report.errors[0]), "merged_cells@survey:2:");
    assert!(report.errors[0].message.contains("A2:B3"));
}

#[test]
fn a_form_is_named_by_its_file_or_its_settings() {
    let mut workbook = survey(vec![vec![text("text"), text("a"), text("A")]]);
    assert!(import(&workbook).unwrap().definition.version().0.starts_with("a@"));
    workbook.name = "入户调查表".to_owned();
    assert_eq!(errors(&workbook), ["missing_form_id@settings:0:"]);
}

fn with_file(kind: &str, file: &str) -> Workbook {
    let mut workbook = survey(vec![vec![text(kind), text("a"), text("A")]]);
    let table = read_csv("villages.csv", file.as_bytes()).unwrap();
    workbook.attachments.push(Attachment { name: "villages.csv".to_owned(), table });
    workbook
}

#[test]
fn choices_come_from_files() {
    let workbook = with_file("select_one_from_file villages.csv", "name,label,town\nv1,清湖,t1\nv2,河口\n");
    let form = import(&workbook).unwrap().definition;
    let list = &form.lists()[0];
    assert_eq!((list.name.as_str(), list.file.as_deref()), ("villages", Some("villages.csv")));
    assert_eq!(list.columns, ["name", "label", "town"]);
    assert_eq!((list.choices[0].value(2), list.choices[1].value(2)), ("t1", ""));
}

#[test]
fn files_must_have_what_is_asked_of_them() {
    let from_file = "select_one_from_file villages.csv";
    for (file, tags) in [
        ("name,town\nv1,t1\n", vec!["file_column_missing@survey:2:type"]),
        ("", vec!["bad_file@survey:2:type"]),
        ("name,label\nv1,清湖,x\n", vec!["bad_file@survey:2:type"]),
        ("name,村\nv1,清湖\n", vec!["bad_file@survey:2:type"]),
        ("name,label,name\nv1,清湖,a\n", vec!["bad_file@survey:2:type"]),
        ("name,,label\nv1,,清湖\n", vec!["bad_file@survey:2:type"]),
    ] {
        assert_eq!(errors(&with_file(from_file, file)), tags, "{file}");
    }
}
