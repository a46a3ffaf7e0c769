//! What the authors of a form read.

use super::*;

#[test]
fn a_report_speaks_to_the_author() {
    let source = "| survey |\n\
        | | type | name | label::中文(zh) | relevant | calculation | 必填 |\n\
        | | 单选 | 性别 | 性别 | | | |\n\
        | | integer | age | 年龄 | ${sexx} = “1” | | 是 |\n\
        | | select_one sexes | sex | | | | |\n\
        | | begin_repeat | member | 成员 | | | |\n\
        | | calculate | total | | | ${totl} + 1 | |\n\
        | choices |\n\
        | | list_name | name | label::中文(zh) |\n\
        | | sex | 1 | 男 |\n\
        | | sex | 1 | 女 |\n\
        | settings |\n| | form_id |\n| | 入户调查 |\n";
    let report = import(&book(source)).unwrap_err();
    let lines: Vec<String> = report.errors.iter().chain(&report.warnings).map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
