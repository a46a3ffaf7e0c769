//! Files that are not what they should be: a clear error, or the right reading, and never a panic.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use ruhu_core::error::Explain;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    super::{RosterError, RosterLimits, parse_roster},
    book::{Book, Home, Typed, home},
    county, parse, sample_tree,
};

fn code(bytes: &[u8]) -> &'static str {
    parse(bytes).unwrap_err().code()
}

/// A workbook of one sheet with the given XML between `<sheetData>` and its end.
fn raw_workbook(sheet_data: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns='{packages}/content-types'><Default Extension='xml' ContentType='application/xml'/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns='{packages}/relationships'><Relationship Id='r1' \
                 Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns='{packages}/relationships'><Relationship Id='r1' \
                 Type='{relations}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns='{main}' xmlns:r='{relations}'><sheets><sheet name='a' sheetId='1' r:id='r1'/>\
                 </sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns='{main}'><sheetData>{sheet_data}</sheetData></worksheet>"),
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn other_files_are_no_workbooks() {
    assert_eq!(code(b""), "not_a_workbook");
    assert_eq!(code("序号,户主姓名".as_bytes()), "not_a_workbook");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n"), "not_a_workbook");
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "workbook_damaged");
    assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing"), "not_a_workbook");
    let encrypted: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(code(&encrypted), "workbook_encrypted");
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    other.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    assert_eq!(code(&other.finish().unwrap().into_inner()), "workbook_damaged");
}

#[test]
fn workbooks_that_are_no_rosters_say_what_is_missing() {
    assert_eq!(code(&Book::default().line(&["通知"]).bytes()), "no_header");
    assert_eq!(code(&Book::default().bytes()), "no_header");
    assert_eq!(code(&Book::new().bytes()), "no_rows");
    let error = parse(&Book::default().line(&["序号", "户主姓名", "月保障金", "备注"]).bytes()).unwrap_err();
    assert_eq!(error, RosterError::MissingColumns { columns: "身份证号码、村(居)委会或家庭住址".to_owned() });
    let elsewhere = "110101".parse().unwrap();
    let bytes = Book::new().home(&home(1)).bytes();
    let error = parse_roster(&bytes, &sample_tree(), &elsewhere, &RosterLimits::default()).unwrap_err();
    assert!(error.to_string().contains("ruhu divisions import"));
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let mut bomb = ZipWriter::new_append(Cursor::new(Book::new().home(&home(1)).bytes())).unwrap();
    bomb.start_file("xl/media/image1.png", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..64 {
        bomb.write_all(&zeros).unwrap();
    }
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    let refuse =
        |limits: RosterLimits| parse_roster(&bytes, &sample_tree(), &county(), &limits).unwrap_err().code();
    let limits = RosterLimits::default();
    assert_eq!(refuse(RosterLimits { unpacked_bytes: 32 << 20, ..limits }), "workbook_too_large");
    assert_eq!(refuse(RosterLimits { file_bytes: 1_000, ..limits }), "workbook_too_large");
    assert_eq!(refuse(RosterLimits { parts: 3, ..limits }), "workbook_too_large");
}

#[test]
fn rows_and_cells_have_limits() {
    let homes: Vec<Home> = (1..50).map(home).collect();
    let bytes = Book::new().homes(&homes).bytes();
    let limits = RosterLimits::default();
    for limits in [RosterLimits { rows: 40, ..limits }, RosterLimits { cells: 500, ..limits }] {
        let error = parse_roster(&bytes, &sample_tree(), &county(), &limits).unwrap_err();
        assert_eq!(error.code(), "workbook_too_large");
    }
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    use std::fmt::Write as _;
    let mut xml = String::from(
        "<row r='1'><c r='A1' t='inlineStr'><is><t>序号</t></is></c><c r='B1' t='inlineStr'><is><t>户主姓名</t></is></c>\
         <c r='C1' t='inlineStr'><is><t>身份证号码</t></is></c><c r='D1' t='inlineStr'><is><t>家庭住址</t></is></c></row>",
    );
    for row in 2..=1_000_000 {
        write!(xml, "<row r='{row}'><c r='A{row}'/></row>").unwrap();
    }
    write!(
        xml,
        "<row r='1000001'><c r='B1000001' t='inlineStr'><is><t>张根水</t></is></c><c r='C1000001' t='inlineStr'><is>\
         <t>11010519491231002X</t></is></c><c r='D1000001' t='inlineStr'><is><t>河口镇清湖村5组</t></is></c></row>"
    )
    .unwrap();
    let roster = parse(&raw_workbook(&xml)).unwrap();
    assert_eq!(roster.households.len(), 1);
    assert_eq!(roster.households[0].row, 1_000_001);
}

#[test]
fn odd_cells_do_not_break_a_workbook() {
    let long: String = "长".repeat(20_000);
    let mut odd = home(1);
    odd.remark = Typed::Text(long);
    odd.cause = Typed::Formula("=VLOOKUP(1,A1:B2,2)", "疾病");
    odd.count = Typed::Number(1e300);
    odd.no = Typed::Number(-5.5);
    let roster = parse(&Book::new().home(&odd).bytes()).unwrap();
    let record = roster.households[0].to_record("h1".parse().unwrap(), 1).unwrap();
    assert!(record.row.remark.chars().count() <= 200);
    assert_eq!(record.row.poverty_cause.map(ruhu_core::household::PovertyCause::label), Some("疾病"));
    assert_eq!(record.row.roster_no, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damaged_bytes_never_panic(at in 0_usize..100_000, to in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = Book::new().homes(&[home(1), home(2)]).bytes();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = to }
        let _ = parse(&bytes);
    }

    #[test]
    fn no_text_in_any_cell_panics(texts in proptest::collection::vec("\\PC{0,12}", 17)) {
        let cells = texts.iter().map(|text| Typed::from(text.as_str())).collect();
        let roster = parse(&Book::new().cells(cells).home(&home(1)).bytes()).unwrap();
        prop_assert!(roster.households.iter().any(|household| household.no == Some(1)));
    }
}
