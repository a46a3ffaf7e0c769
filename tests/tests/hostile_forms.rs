//! Workbooks that are meant to hurt: `ruhu form check` says what is wrong, in little memory and soon.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Write as _},
    path::Path,
    process::Command,
};

use ruhu_tests::server::ruhu_bin;
use rust_xlsxwriter::Workbook;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// What a check may take of memory, the program itself included.
const MEMORY_KB: u32 = 200 << 10;
/// Seconds that it may compute in a build without optimisation, on a slow machine; a million rows take seven here.
const SECONDS: u32 = 20;

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook with these parts in the place of its own, or besides.
fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut plain = Workbook::new();
    plain.add_worksheet().set_name("survey").unwrap();
    let plain = plain.save_to_buffer().unwrap();
    let mut from = ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if parts.iter().all(|(own, _)| *own != name) {
            to.raw_copy_file(part).unwrap();
        }
    }
    for (name, bytes) in parts {
        to.start_file(*name, SimpleFileOptions::default()).unwrap();
        to.write_all(bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    workbook(&[(
        SHEET,
        format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>").as_bytes(),
    )])
}

fn row(number: u32, words: &[&str]) -> String {
    let cells = words.iter().zip('A'..);
    let cells = cells
        .map(|(word, column)| format!("<c r='{column}{number}' t='inlineStr'><is><t>{word}</t></is></c>"));
    format!("<row r='{number}'>{}</row>", cells.collect::<String>())
}

fn headings() -> String {
    row(1, &["type", "name", "label", "relevant"])
}

fn many(rows: std::ops::Range<u32>, row: impl Fn(u32) -> String) -> String {
    rows.fold(headings(), |mut text, number| {
        write!(text, "{}", row(number)).unwrap();
        text
    })
}

/// What the check says; a process beyond its limits would be killed and not end with 1.
fn said(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    fs::write(&path, bytes).unwrap();
    let output = check(&path);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn check(path: &Path) -> std::process::Output {
    let limited = format!("ulimit -v {MEMORY_KB}; ulimit -t {SECONDS}; exec \"$0\" form check \"$1\"");
    Command::new("sh").args(["-c", &limited]).arg(ruhu_bin().unwrap()).arg(path).output().unwrap()
}

#[test]
fn a_million_empty_rows_are_read_past() {
    let rows = many(2..1_000_001, |number| format!("<row r='{number}'><c r='A{number}' s='1'/></row>"));
    let bytes = sheet(&format!("{rows}{}", row(1_000_001, &["text", "收入", "A"])));
    assert!(said(&bytes).contains("〔survey〕第 1000001 行“name”列：变量名“收入”含有中文"));
}

#[test]
fn far_too_many_rows_are_refused() {
    let bytes = sheet(&many(2..300_000, |number| row(number, &["text", &format!("a{number}"), "A"])));
    assert!(said(&bytes).contains("（too_many_rows）"));
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let zeros = vec![0; 200 << 20];
    assert!(said(&workbook(&[("xl/media/image1.png", &zeros)])).contains("解压后的内容超过 128 MB"));
}

#[test]
fn a_text_without_end_is_refused() {
    let endless = "字".repeat(20 << 20);
    assert!(
        said(&sheet(&format!("{}{}", headings(), row(2, &["text", "a", &endless]))))
            .contains("文字超过 1 MB")
    );
}

#[test]
fn texts_that_fill_the_memory_are_refused() {
    let long = "长".repeat(30_000);
    let texts = format!("<si><t>{long}</t></si>").repeat(1_000);
    let bytes = workbook(&[("xl/sharedStrings.xml", format!("<sst>{texts}</sst>").as_bytes())]);
    assert!(said(&bytes).contains("文字超过 32 MB"));
}

#[test]
fn ten_thousand_nested_groups_are_refused() {
    let bytes = sheet(&many(2..10_002, |number| row(number, &["begin_group", &format!("g{number}"), "G"])));
    assert!(said(&bytes).contains("组的嵌套超过 20 层"));
}

#[test]
fn a_rule_that_is_all_brackets_is_refused() {
    let rule = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let regex = row(2, &["text", "a", "A", "regex(., '(a+)+$')"]);
    let bytes = sheet(&format!("{}{regex}{}", headings(), row(3, &["text", "b", "B", &rule])));
    let text = said(&bytes);
    // Patterns of that kind are harmless here: only the brackets are a fault.
    assert!(text.contains("第 3 行“relevant”列") && text.contains("共 1 处错误"), "{text}");
}
