//! Workbooks as spreadsheets write them, and files that only look like workbooks.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use ruhu_core::{
    error::Explain,
    form::xlsform::{Cell, Sheet, Workbook, import},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    super::{FormLimits, read_xlsx},
    errors, tag,
};

/// A workbook with the usual headings and one question, before it is changed.
fn written(change: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    let survey = writer.add_worksheet().set_name("survey").unwrap();
    for (column, word) in (0_u16..).zip(["type", "name", "label", "default", "calculation"]) {
        survey.write(0, column, word).unwrap();
    }
    for (column, word) in (0_u16..).zip(["select_one yn", "ill", "患病"]) {
        survey.write(1, column, word).unwrap();
    }
    let choices = writer.add_worksheet().set_name("choices").unwrap();
    for (row, words) in (0_u32..).zip([["list_name", "name", "label"], ["yn", "1", "是"], ["yn", "2", "否"]])
    {
        choices.write_row(row, 0, words).unwrap();
    }
    change(&mut writer);
    writer.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Workbook {
    let sheets = read_xlsx(bytes, &FormLimits::default()).unwrap();
    Workbook { name: "form".to_owned(), sheets, attachments: Vec::new() }
}

#[test]
fn a_workbook_becomes_a_form() {
    let form = import(&read(&written(|_| {}))).unwrap().definition;
    assert_eq!(form.nodes().len(), 2);
    assert!(form.version().0.starts_with("form@"));
    // Numbers and texts of choices are the same names.
    let typed = written(|writer| {
        writer.worksheet_from_name("choices").unwrap().write(1, 1, 1).unwrap();
    });
    assert_eq!(import(&read(&typed)).unwrap().definition.version(), form.version());
}

#[test]
fn what_a_spreadsheet_does_to_cells_is_reported_where_it_stands() {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let day = ExcelDateTime::parse_from_str("2026-01-31").unwrap();
    let bytes = written(|writer| {
        let choices = writer.worksheet_from_name("choices").unwrap();
        choices.write(2, 1, true).unwrap();
        choices.write_with_format(3, 1, &day, &date).unwrap();
        choices.write(3, 0, "yn").unwrap();
        let survey = writer.worksheet_from_name("survey").unwrap();
        for (row, words) in (2..).zip([["date", "day", "日"], ["calculate", "sum", ""], ["text", "t", "文"]])
        {
            survey.write_row(row, 0, words).unwrap();
        }
        survey.write_with_format(2, 3, &day, &date).unwrap();
        survey.write_formula(3, 4, Formula::new("1+1").set_result("2")).unwrap();
        survey.merge_range(4, 2, 5, 3, "文", &Format::new()).unwrap();
    });
    let workbook = read(&bytes);
    assert_eq!(
        errors(&workbook),
        ["merged_cells@survey:5:", "bool_name@choices:3:name", "date_cell@choices:4:name"]
    );
    let report = import(&workbook).unwrap_err();
    assert!(report.warnings.iter().map(tag).any(|tag| tag == "formula_value_used@survey:4:calculation"));
    assert!(report.errors[0].message.contains("C5:D6"), "{}", report.errors[0]);
    let survey: &Sheet = &workbook.sheets[0];
    assert_eq!(survey.rows[2].get(3), Some(&Cell::Date("2026-01-31".to_owned())));
}

fn code(bytes: &[u8], limits: &FormLimits) -> &'static str {
    read_xlsx(bytes, limits).unwrap_err().code()
}

#[test]
fn other_files_are_no_workbooks() {
    let limits = FormLimits::default();
    assert_eq!(code(b"", &limits), "not_a_workbook");
    assert_eq!(code(b"type,name,label", &limits), "not_a_workbook");
    assert_eq!(code(b"PK\x03\x04 and then nothing", &limits), "workbook_damaged");
    assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", &limits), "not_a_workbook");
    let encrypted: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(code(&encrypted, &limits), "workbook_encrypted");
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let mut bomb = ZipWriter::new_append(Cursor::new(written(|_| {}))).unwrap();
    bomb.start_file("xl/media/image1.png", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..160 {
        bomb.write_all(&zeros).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let limits = FormLimits::default();
    assert_eq!(code(&bytes, &limits), "form_file_too_large");
    assert_eq!(code(&bytes, &FormLimits { parts: 3, ..limits }), "form_file_too_large");
    assert_eq!(code(&written(|_| {}), &FormLimits { cells: 5, ..limits }), "form_file_too_large");
}

/// The bytes of a workbook whose first sheet holds this XML instead of its own cells.
fn with_sheet_data(sheet_data: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(written(|_| {}))).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if name != "xl/worksheets/sheet1.xml" {
            to.raw_copy_file(part).unwrap();
            continue;
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let xml = format!("<worksheet xmlns='{main}'><sheetData>{sheet_data}</sheetData></worksheet>");
        to.write_all(xml.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn inline_row(row: u32, words: &[&str]) -> String {
    let cells = words
        .iter()
        .zip('A'..)
        .map(|(word, column)| format!("<c r='{column}{row}' t='inlineStr'><is><t>{word}</t></is></c>"));
    format!("<row r='{row}'>{}</row>", cells.collect::<String>())
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    let empty = (2..=1_000_000).fold(String::new(), |mut xml, row| {
        use std::fmt::Write as _;
        write!(xml, "<row r='{row}'><c r='A{row}'/></row>").unwrap();
        xml
    });
    let first = inline_row(1, &["type", "name", "label"]);
    let bytes = with_sheet_data(&format!("{first}{empty}{}", inline_row(1_000_001, &["text", "姓名", "A"])));
    let workbook = read(&bytes);
    assert_eq!(workbook.sheets[0].rows.len(), 2);
    assert_eq!(errors(&workbook), ["name_not_ascii@survey:1000001:name"]);
}

#[test]
fn a_formula_without_its_result_is_named() {
    let headings = inline_row(1, &["type", "name", "label"]);
    let row = inline_row(2, &["text", "a"]).replace("</row>", "<c r='C2'><f>A1&amp;B1</f></c></row>");
    let workbook = read(&with_sheet_data(&format!("{headings}{row}")));
    assert_eq!(errors(&workbook), ["formula_without_value@survey:2:label"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damaged_bytes_never_panic(at in 0_usize..100_000, to in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = written(|_| {});
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = to }
        if let Ok(sheets) = read_xlsx(&bytes, &FormLimits::default()) {
            let _ = import(&Workbook { name: "form".to_owned(), sheets, attachments: Vec::new() });
        }
    }
}
