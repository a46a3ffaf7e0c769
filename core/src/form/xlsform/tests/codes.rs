//! Every fault of a form: its code, its row and its column, and that nothing else is said.

use super::{
    super::faults::{LogicFault, RowFault, SheetFault},
    *,
};

/// Sources with one fault each, and where it is found.
const ERRORS: &[(&str, &[&str])] = &[
    ("| choices |\n| | list_name | name |\n| | a | b |", &["no_survey_sheet@survey:0:"]),
    ("| survey |", &["no_headings@survey:1:"]),
    ("| survey |\n| | type | name | label |", &["empty_survey@survey:1:"]),
    ("| survey |\n| | type | label |\n| | note | a |", &["missing_column@survey:1:"]),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| entities |\n| | list_name |\n| | trees |",
        &["entities_unsupported@entities:2:"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| Survey |\n| | type |\n| | text |",
        &["duplicate_sheet@Survey:0:"],
    ),
    // Headings
    (
        "| survey |\n| | type | name | label | whatever |\n| | text | a | A | |",
        &["unknown_column@survey:1:whatever"],
    ),
    (
        "| survey |\n| | type | name | label | body::intent |\n| | text | a | A | |",
        &["unsupported_column@survey:1:body::intent"],
    ),
    (
        "| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | |",
        &["duplicate_column@survey:1:relevance"],
    ),
    (
        "| survey |\n| | type | name | label | required::中文 |\n| | text | a | A | |",
        &["column_not_translatable@survey:1:required::中文"],
    ),
    (
        "| survey |\n| | type | name | label | hint:: |\n| | text | a | A | |",
        &["bad_language@survey:1:hint::"],
    ),
    ("| survey |\n| | type | name | label |\n| | text | a | A | x |", &["cells_without_heading@survey:2:"]),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| choices |\n| | list_name | name | 乡 镇 |\n",
        &["bad_choice_column@choices:1:乡 镇"],
    ),
    // Rows
    ("| survey |\n| | type | name | label |\n| | | a | A |", &["missing_type@survey:2:type"]),
    ("| survey |\n| | type | name | label |\n| | 单选 | a | A |", &["unknown_type@survey:2:type"]),
    ("| survey |\n| | type | name | label |\n| | video | a | A |", &["unsupported_type@survey:2:type"]),
    ("| survey |\n| | type | name | label |\n| | select_one | a | A |", &["type_without_list@survey:2:type"]),
    ("| survey |\n| | type | name | label |\n| | text | | A |", &["missing_name@survey:2:name"]),
    ("| survey |\n| | type | name | label |\n| | text | 姓名 | A |", &["name_not_ascii@survey:2:name"]),
    ("| survey |\n| | type | name | label |\n| | text | a b | A |", &["name_has_space@survey:2:name"]),
    ("| survey |\n| | type | name | label |\n| | text | 1a | A |", &["bad_name@survey:2:name"]),
    ("| survey |\n| | type | name | label |\n| | text | meta | A |", &["reserved_name@survey:2:name"]),
    (
        "| survey |\n| | type | name | label |\n| | audit | log | |\n| | text | a | A |",
        &["audit_name@survey:2:name"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | | | |\n| | text | a | B |",
        &["duplicate_name@survey:4:name"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | begin_repeat | r | R |\n| | text | a | A |\n\
         | | end_repeat | | |\n| | end_group | | |\n| | begin_repeat | r | R |\n| | text | b | B |\n| | end_repeat | | |",
        &["duplicate_repeat_name@survey:7:name"],
    ),
    ("| survey |\n| | type | name | label |\n| | text | a | |", &["missing_label@survey:2:label"]),
    (
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |",
        &["group_not_closed@survey:2:type"],
    ),
    (
        "| survey |\n| | type | name | label | appearance |\n| | text | a | A | table-list |",
        &["unsupported_appearance@survey:2:appearance"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | end_group | | |",
        &["end_without_begin@survey:3:type"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |\n| | end_repeat | | |",
        &["end_wrong_kind@survey:4:type"],
    ),
    (
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | b | | |",
        &["missing_calculation@survey:3:calculation"],
    ),
    (
        "| survey |\n| | type | name | label | parameters |\n| | range | a | A | start |",
        &["bad_parameters@survey:2:parameters"],
    ),
    (
        "| survey |\n| | type | name | label | parameters |\n| | image | a | A | app=x |",
        &["unknown_parameter@survey:2:parameters"],
    ),
    (
        "| survey |\n| | type | name | label | parameters |\n| | image | a | A | max-pixels=big |",
        &["bad_parameter@survey:2:parameters"],
    ),
    (
        "| survey |\n| | type | name | label | parameters |\n| | select_one yn | a | A | seed=3 |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["seed_without_randomize@survey:2:parameters"],
    ),
    (
        "| survey |\n| | type | name | label | default |\n| | integer | a | A | two |",
        &["bad_default@survey:2:default"],
    ),
    (
        "| survey |\n| | type | name | label | default |\n| | date | a | A | 45000 |",
        &["bad_default@survey:2:default"],
    ),
    (
        "| survey |\n| | type | name | label | default |\n| | select_one yn | a | A | maybe |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["bad_default@survey:2:default"],
    ),
    (
        "| survey |\n| | type | name | label | appearance |\n| | integer | a | A | money |",
        &["money_not_decimal@survey:2:appearance"],
    ),
    (
        "| survey |\n| | type | name | label | choice_filter |\n| | select_one yn or_other | a | A | name = 'y' |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["or_other_with_filter@survey:2:choice_filter"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | rank yn or_other | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["or_other_not_here@survey:2:type"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one yes | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["list_missing@survey:2:type"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one_from_file 村.csv | a | A |",
        &["bad_file_name@survey:2:type"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one_from_file villages.csv | a | A |",
        &["file_missing@survey:2:type"],
    ),
    // Choices
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | | y | Y |\n| | yn | | Y |",
        &["choice_without_list@choices:2:list_name", "choice_without_name@choices:3:name"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | y | Y |\n| | yn | y | Z |",
        &["duplicate_choice@choices:3:name"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_multiple yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | a b | Y |",
        &["choice_name_has_space@choices:2:name"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | 是否 | y | Y |",
        &["bad_list_name@choices:2:list_name"],
    ),
    // Logic
    (
        "| survey |\n| | type | name | label | required |\n| | text | a | A | 是 |",
        &["chinese_yes_no@survey:2:required"],
    ),
    (
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ${c} = ‘x’ |",
        &["expression_smart_quote@survey:3:relevant"],
    ),
    (
        "| survey |\n| | type | name | label | relevant |\n| | text | age | A | |\n| | text | b | B | ${aeg} = '1' |",
        &["unknown_reference@survey:3:relevant"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | b | 剩 ${c} |",
        &["unknown_reference@survey:2:label"],
    ),
    (
        "| survey |\n| | type | name | label | relevant |\n| | begin_group | g | G | |\n| | text | a | A | |\n\
         | | end_group | | | |\n| | text | a | A | |\n| | text | b | B | ${a} = '1' |",
        &["ambiguous_reference@survey:6:relevant"],
    ),
    ("| survey |\n| | type | name | label |\n| | text | a | 到 ${a |", &["bad_reference@survey:2:label"]),
    (
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | a = '1' |",
        &["unknown_path@survey:3:relevant"],
    ),
    (
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n\
         | | calculate | b | | instance('towns')/root/item[name = ${a}]/label |",
        &["unknown_instance@survey:3:calculation"],
    ),
    (
        "| survey |\n| | type | name | label | choice_filter |\n| | text | a | A | |\n\
         | | select_one yn | b | B | county = ${a} |\n| choices |\n| | list_name | name | label |\n| | yn | y | Y |",
        &["unknown_choice_column@survey:3:choice_filter"],
    ),
    (
        "| survey |\n| | type | name | label | trigger | calculation |\n| | text | a | A | | |\n\
         | | calculate | b | | a | now() |",
        &["bad_trigger@survey:3:trigger"],
    ),
    (
        "| survey |\n| | type | name | label | calculation |\n| | text | z | Z | |\n| | calculate | a | | ${b} + 1 |\n\
         | | calculate | b | | ${a} + 1 |",
        &["cycle@survey:3:calculation"],
    ),
    // Settings
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | 入户 |",
        &["bad_form_id@settings:2:form_id"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | style |\n| | pretty |",
        &["bad_setting@settings:2:style"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | a |\n| | b |",
        &["settings_extra_row@settings:3:"],
    ),
    (
        "| survey |\n| | type | name | label::中文 |\n| | text | a | A |\n| settings |\n| | default_language |\n| | English |",
        &["unknown_default_language@settings:2:default_language"],
    ),
];

const WARNINGS: &[(&str, &[&str])] = &[
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| Sheet1 |\n| | x |",
        &["sheet_ignored@Sheet1:0:"],
    ),
    (
        "| survey |\n| | type | name | label | save_to |\n| | text | a | A | tree |",
        &["save_to_ignored@survey:1:save_to"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | A | B |",
        &["name_differs_by_case@survey:3:name"],
    ),
    (
        "| survey |\n| | type | name | label::中文 | label::English |\n| | text | a | A | |",
        &["missing_translation@survey:2:label::English"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | begin_repeat | g | G |\n| | end_repeat | | |\n\
         | | begin_group | h | H |\n| | end_group | | |",
        &["empty_group@survey:2:type", "empty_group@survey:4:type"],
    ),
    (
        "| survey |\n| | type | name | label | repeat_count |\n| | text | a | A | 3 |",
        &["cell_ignored@survey:2:repeat_count"],
    ),
    (
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 好 | |\n| | no | n | N |",
        &[
            "choice_name_not_ascii@choices:2:name",
            "missing_choice_label@choices:2:label",
            "unused_list@choices:3:name",
        ],
    ),
];

#[test]
fn every_error_is_found_where_it_stands() {
    for (source, expected) in ERRORS {
        assert_eq!(errors(&book(source)), *expected, "{source}");
    }
}

#[test]
fn every_warning_is_found_where_it_stands() {
    for (source, expected) in WARNINGS {
        assert_eq!(errors(&book(source)), [""; 0], "{source}");
        assert_eq!(warnings(&book(source)), *expected, "{source}");
    }
}

/// Codes that only a workbook, a file or sheer size can provoke.
const ELSEWHERE: [&str; 20] = [
    "too_many_sheets",
    "too_many_rows",
    "too_many_columns",
    "cell_too_long",
    "too_many_findings",
    "merged_cells",
    "formula_without_value",
    "formula_value_used",
    "error_cell",
    "date_cell",
    "bool_name",
    "number_too_long",
    "too_many_languages",
    "missing_form_id",
    "name_too_long",
    "too_deep",
    "too_many_questions",
    "file_column_missing",
    "bad_file",
    "too_many_choices",
];

#[test]
fn no_code_is_without_a_test() {
    let tabled = ERRORS.iter().chain(WARNINGS).flat_map(|(_, found)| found.iter());
    let mut tested: Vec<&str> = tabled.map(|tag| tag.split('@').next().unwrap()).collect();
    tested.extend(ELSEWHERE);
    let all = [SheetFault::CODES, RowFault::CODES, LogicFault::CODES].concat();
    let untested: Vec<_> = all.iter().filter(|code| !tested.contains(code)).collect();
    assert!(untested.is_empty(), "{untested:?}");
    let mut unique = all.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), all.len(), "a code has two meanings");
}
