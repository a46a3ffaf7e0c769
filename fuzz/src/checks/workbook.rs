//! Workbooks: the bytes of an `.xlsx` as they come, or the XML of its parts, each below its name.
//!
//! ```text
//! === xl/worksheets/sheet1.xml
//! <worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row></sheetData></worksheet>
//! ```
//!
//! Bytes that are changed inside a packed file are mostly refused by its checksums; the parts are packed here, so that a
//! change reaches the reader. What an input leaves out is that of a plain workbook.

use std::io::{Cursor, Write};

use crate::casework::forms::{FormLimits, read_xlsx};
use ruhu_core::form::xlsform::Workbook;
use zip::{CompressionMethod, ZipWriter, result::ZipResult, write::SimpleFileOptions};

use super::{form, parts};

/// The parts that name the others.
const PLAIN: [(&str, &str); 3] = [
    (
        "_rels/.rels",
        "<Relationships><Relationship Id='rId1' \
         Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' \
         Target='xl/workbook.xml'/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>\
         <sheet name='survey' sheetId='1' r:id='rId1'/><sheet name='choices' sheetId='2' r:id='rId2'/>\
         <sheet name='settings' sheetId='3' r:id='rId3'/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id='rId1' Type='worksheet' Target='worksheets/sheet1.xml'/>\
         <Relationship Id='rId2' Type='worksheet' Target='worksheets/sheet2.xml'/>\
         <Relationship Id='rId3' Type='worksheet' Target='worksheets/sheet3.xml'/></Relationships>",
    ),
];

/// Reads the bytes as a workbook, and the workbook as a form. The answer is whether it is one.
pub fn check(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf") {
        read(bytes)
    } else {
        pack(bytes).is_ok_and(|packed| read(&packed))
    }
}

fn read(bytes: &[u8]) -> bool {
    match read_xlsx(bytes, &FormLimits::default()) {
        Ok(sheets) => form::check(&Workbook { name: "form".to_owned(), sheets, attachments: Vec::new() }),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn pack(bytes: &[u8]) -> ZipResult<Vec<u8>> {
    let parts = parts::split(bytes);
    let own = |name: &str| parts.iter().any(|(other, _)| *other == name);
    let plain = PLAIN.iter().filter(|(name, _)| !own(name)).map(|(name, xml)| (*name, xml.as_bytes()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in plain.chain(parts.iter().copied().filter(|(name, _)| !name.is_empty())) {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
