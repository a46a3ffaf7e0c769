//! Where a form may lie.

use std::{fs, path::Path};

use ruhu_core::{error::Explain, form::xlsform::import};

use super::{
    super::{FormLimits, read_form},
    errors,
};

fn put(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

const SURVEY: &str =
    "type,name,label\nselect_one yn,ill,患病\nselect_one_from_file villages.csv,village,村\n";

#[test]
fn a_folder_a_file_in_it_and_a_table_are_the_same_form() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("household");
    fs::create_dir(&dir).unwrap();
    put(&dir, "survey.csv", SURVEY);
    put(&dir, "choices.csv", "list_name,name,label\nyn,1,是\n");
    put(&dir, "villages.csv", "name,label\nv1,清湖\n");
    put(&dir, "unrelated.csv", "\"broken\n");
    put(
        &dir,
        "household.md",
        "| survey |\n| | type | name | label |\n| | select_one yn | ill | 患病 |\n\
         | | select_one_from_file villages.csv | village | 村 |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n",
    );
    let limits = FormLimits::default();
    let version =
        |path: &Path| import(&read_form(path, &limits).unwrap()).unwrap().definition.version().clone();
    let by_folder = version(&dir);
    assert!(by_folder.0.starts_with("household@"));
    assert_eq!(version(&dir.join("survey.csv")), by_folder);
    assert_eq!(version(&dir.join("household.md")), by_folder);
    fs::remove_file(dir.join("villages.csv")).unwrap();
    assert_eq!(errors(&read_form(&dir, &limits).unwrap()), ["file_missing@survey:3:type"]);
}

#[test]
fn what_is_no_form_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let code = |path: &Path, limits: &FormLimits| read_form(path, limits).unwrap_err().code();
    let limits = FormLimits::default();
    assert_eq!(code(&dir.join("none.xlsx"), &limits), "form_file_unreadable");
    assert_eq!(code(&dir.join("none.txt"), &limits), "form_file_unreadable");
    assert_eq!(code(dir, &limits), "form_folder_without_survey");
    put(dir, "old.xls", "x");
    assert_eq!(code(&dir.join("old.xls"), &limits), "form_file_unknown_kind");
    put(dir, "text.md", "no table");
    assert_eq!(code(&dir.join("text.md"), &limits), "source_no_tables");
    fs::write(dir.join("bytes.md"), b"\xff\xfe").unwrap();
    assert_eq!(code(&dir.join("bytes.md"), &limits), "source_not_utf8");
    put(dir, "survey.csv", SURVEY);
    assert_eq!(code(dir, &FormLimits { file_bytes: 10, ..limits }), "form_file_too_large");
}
