//! A county changes its form for a new year, and its staff read what that means.

use super::*;

const OLD: &str = "
| survey |
| | type | name | label | required | relevant |
| | begin_group | family | 家庭情况 | | |
| | integer | people | 家庭人口 | | |
| | select_one proposal | proposal | 建议 | | |
| | text | remark | 备注 | | |
| | end_group | | | | |
| choices |
| | list_name | name | label |
| | proposal | keep | 继续保障 |
| | proposal | stop | 停止保障 |
| settings |
| | form_id | form_title |
| | home_visit | 入户调查表 |
";

const NEW: &str = "
| survey |
| | type | name | label | required | relevant |
| | begin_group | family | 家庭情况 | | |
| | text | people | 家庭人口 | yes | |
| | select_one proposal | proposal | 处理建议 | | |
| | integer | pigs | 养猪头数 | | ${people} > 1 |
| | end_group | | | | |
| choices |
| | list_name | name | label |
| | proposal | keep | 继续保障 |
| | proposal | raise | 提高保障 |
| settings |
| | form_id | form_title |
| | home_visit | 入户调查表（2026） |
";

#[test]
fn a_county_reads_what_its_changes_mean() {
    let report = FormDiff::between(&form(OLD), &form(NEW)).to_string();
    let lines: Vec<&str> = report.lines().skip(2).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn equal_versions_are_said_to_be_equal() {
    let report = FormDiff::between(&form(OLD), &form(OLD)).to_string();
    assert_eq!(report.lines().count(), 3);
    assert!(report.ends_with("两个版本完全相同\n"), "{report}");
}

#[test]
fn a_long_list_is_cut_and_counted_and_texts_stay_on_their_line() {
    let source = |count: usize| {
        let rows: Vec<String> =
            (0..count).map(|at| format!("text|q{at}|第 {at} 题\u{202e}{}", "长".repeat(200))).collect();
        let mut rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        rows.insert(0, "type|name|label");
        sheets(&[("survey", &rows)])
    };
    let diff = FormDiff::between(&form(&source(1)), &form(&source(31)));
    assert_eq!(diff.changes().count(), 30);
    let report = diff.to_string();
    assert_eq!(report.matches("  · ").count(), 21, "{report}");
    assert!(report.contains("其余 10 处请看 --json 的报告"), "{report}");
    assert!(
        !report.contains('\u{202e}') && report.lines().all(|line| line.chars().count() < 250),
        "{report}"
    );
}
