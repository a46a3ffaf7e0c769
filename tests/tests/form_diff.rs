//! `ruhu form diff` as a county runs it before it brings out next year's form.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::{fs, path::Path};

use ruhu_tests::server::ruhu;
use rust_xlsxwriter::Workbook;

const QUESTIONS: [[&str; 4]; 4] = [
    ["type", "name", "label", "required"],
    ["integer", "people", "家庭人口", "yes"],
    ["select_one proposal", "proposal", "建议", "yes"],
    ["text", "remark", "补充说明", ""],
];

const CHOICES: [[&str; 3]; 3] =
    [["list_name", "name", "label"], ["proposal", "keep", "继续保障"], ["proposal", "stop", "停止保障"]];

/// A workbook at `name` in the folder; returns its path.
fn workbook(folder: &Path, name: &str, survey: &[[&str; 4]], choices: &[[&str; 3]]) -> String {
    let mut workbook = Workbook::new();
    let survey = ("survey", survey.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    let choices = ("choices", choices.iter().map(|row| row.to_vec()).collect());
    let settings = ("settings", vec![vec!["form_id", "form_title"], vec!["home_visit", "入户调查表"]]);
    for (name, rows) in [survey, choices, settings] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    let path = folder.join(name);
    workbook.save(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Exit code, what was printed, and what was complained of.
fn diff(args: &[&str]) -> (Option<i32>, String, String) {
    let output = ruhu(&[&["form", "diff"], args].concat()).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_county_compares_two_workbooks() {
    let folder = tempfile::tempdir().unwrap();
    let old = workbook(folder.path(), "2025.xlsx", &QUESTIONS, &CHOICES);
    let mut questions = QUESTIONS;
    questions[1] = ["text", "people", "家庭人口", "yes"];
    questions[3] = ["decimal", "pigs", "养猪头数", ""];
    let new = workbook(folder.path(), "2026.xlsx", &questions, &CHOICES[..2]);
    let report = folder.path().join("report.json");

    let (code, said, _) = diff(&[&old, &new, "--json", report.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{said}");
    for part in [
        "家庭人口（people）：整数 integer → 文字 text",
        "养猪头数（pigs）：小数 decimal",
        "补充说明（remark）",
        "停止保障（stop）",
        "用到的题目：建议（proposal）",
        "已开始的草稿一直用开始时的版本",
    ] {
        assert_eq!(said.matches(part).count(), 1, "{part}: {said}");
    }
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    let sections = report["sections"].as_array().unwrap().iter();
    let changes = sections.flat_map(|section| section["changes"].as_array().unwrap());
    let told: Vec<String> =
        changes.map(|change| format!("{} {} {}", change["code"], change["name"], change["effect"])).collect();
    assert_eq!(
        told,
        [
            r#""question_added" "pigs" "column_added""#,
            r#""question_removed" "remark" "column_ends""#,
            r#""type_changed" "people" "meaning_changed""#,
            r#""choice_dropped" "stop" "value_ends""#,
        ]
    );
}

#[test]
fn equal_workbooks_have_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let one = workbook(folder.path(), "one.xlsx", &QUESTIONS, &CHOICES);
    let other = workbook(folder.path(), "other.xlsx", &QUESTIONS, &CHOICES);
    let (code, said, _) = diff(&[&one, &other]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("完全相同"), "{said}");
}

#[test]
fn what_cannot_be_compared_is_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let good = workbook(folder.path(), "good.xlsx", &QUESTIONS, &CHOICES);
    let mut questions = QUESTIONS;
    questions[3] = ["单选", "remark", "补充说明", ""];
    let bad = workbook(folder.path(), "bad.xlsx", &questions, &CHOICES);
    let lost = folder.path().join("lost.xlsx");
    let lost = lost.to_str().unwrap();

    let (code, said, complained) = diff(&[&bad, lost]);
    assert_eq!((code, said.as_str()), (Some(2), ""), "{complained}");
    for part in ["bad.xlsx", "第 4 行“type”列", "未比较", "lost.xlsx", "无法读取"] {
        assert!(complained.contains(part), "{part}: {complained}");
    }
    let nowhere = folder.path().join("none/report.json");
    let (code, said, complained) = diff(&[&good, &good, "--json", nowhere.to_str().unwrap()]);
    assert_eq!((code, said.as_str()), (Some(2), ""), "{complained}");
}
