//! `ruhu form check` and `ruhu form export` as authors run them.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::{fs, path::Path, process::Output};

use ruhu_tests::server::ruhu;

fn shipped() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checklists");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    files.sort();
    files
}

fn check(files: &[String]) -> Output {
    let mut args = vec!["form", "check"];
    args.extend(files.iter().map(String::as_str));
    ruhu(&args).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_shipped_checklists_have_no_finding() {
    let files = shipped();
    assert_eq!(files.len(), 4);
    let output = check(&files);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert_eq!(said.matches("没有问题").count(), 4, "{said}");
}

#[test]
fn one_bad_form_among_good_ones_fails_the_check_and_all_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.md");
    fs::write(&bad, "| survey |\n| | type | name | label |\n| | 单选 | 收入 | 甲 |\n").unwrap();
    let lost = folder.path().join("lost.xlsx");
    let report = folder.path().join("report.json");
    let mut files = shipped();
    files.extend([&bad, &lost].map(|path| path.to_str().unwrap().to_owned()));
    files.extend(["--json".to_owned(), report.to_str().unwrap().to_owned()]);
    let output = check(&files);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in ["没有问题", "第 2 行“type”列", "第 2 行“name”列", "无法读取"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    let errors: Vec<usize> =
        report.as_array().unwrap().iter().map(|file| file["errors"].as_array().unwrap().len()).collect();
    assert_eq!(errors, [0, 0, 0, 0, 2, 1]);
}

#[test]
fn a_reminder_fails_the_check_and_not_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let form = folder.path().join("form.md");
    let source = "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | A | B |\n";
    fs::write(&form, source).unwrap();
    let form = form.to_str().unwrap();
    let output = check(&[form.to_owned()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("可以使用，有 1 处提醒"), "{}", text(&output.stdout));
    assert_eq!(ruhu(&["form", "export", form]).unwrap().status.code(), Some(0));
}

#[test]
fn a_form_is_imported_once_and_only_for_a_purpose_that_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (data, form) = (data.to_str().unwrap(), folder.path().join("form.md"));
    let source = |id: &str| {
        format!(
            "| survey |\n| | type | name | label |\n| | text | a | 甲 |\n| settings |\n| | form_id | form_title |\n| | {id} | 试用表 |\n"
        )
    };
    let import = || ruhu(&["form", "import", "--data", data, form.to_str().unwrap()]).unwrap();
    fs::write(&form, source("our_form")).unwrap();
    let refused = import();
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("home_visit（入户调查）"), "{}", text(&refused.stderr));
    fs::write(&form, source("home_visit")).unwrap();
    let said = text(&import().stdout);
    assert!(said.contains("已启用表单“试用表”") && said.contains("income_wage"), "{said}");
    assert!(text(&import().stdout).contains("没有变化"));
    let listed = text(&ruhu(&["form", "list", "--data", data]).unwrap().stdout);
    assert_eq!((listed.matches("在用").count(), listed.matches("停用").count()), (4, 1), "{listed}");
    let again = ruhu(&["form", "import", "--data", data, &shipped()[0]]).unwrap();
    assert!(text(&again.stdout).contains("已启用"), "a county goes back to the shipped checklist");
}

#[test]
fn an_export_goes_to_a_file_or_to_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("form.xml");
    let form = &shipped()[0];
    let written = ruhu(&["form", "export", form, "--out", out.to_str().unwrap()]).unwrap();
    assert!(written.status.success(), "{}", text(&written.stderr));
    let shown = ruhu(&["form", "export", form]).unwrap();
    assert_eq!(fs::read(&out).unwrap(), shown.stdout);
    assert!(text(&shown.stdout).starts_with("<?xml"));

    let bad = folder.path().join("bad.md");
    fs::write(&bad, "| survey |\n| | type | name | label |\n| | text | 收入 | 甲 |\n").unwrap();
    let refused = ruhu(&["form", "export", bad.to_str().unwrap()]).unwrap();
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(text(&refused.stderr).contains("未导出"), "{}", text(&refused.stderr));
}
