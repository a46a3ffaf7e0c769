//! From the bytes of a workbook to its sheets, within limits.

use std::{io::Cursor, panic};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx};
use ruhu_core::form::xlsform::{Cell, Merged, Sheet, limits::MAX_ROWS};

use super::{FormFileError, FormLimits};
use crate::casework::roster::{RosterError, RosterLimits, promise, unpack};

/// First bytes of a packed workbook.
const PACKED: &[u8] = b"PK\x03\x04";
/// First bytes of a compound file: an old `.xls`, or an `.xlsx` under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Where the cells stand.
const WORKSHEETS: &str = "xl/worksheets/";
/// Most bytes between two tags; the longest text that a cell may hold takes less, however it is written.
const MAX_TEXT_RUN: usize = 1 << 20;
/// The sheets that belong to a form; others are named and not read.
const SHEETS: [&str; 4] = ["survey", "choices", "settings", "entities"];

/// Reads the sheets of a workbook.
///
/// # Errors
/// [`FormFileError`] where the bytes are no workbook or too much of one.
pub fn read_xlsx(bytes: &[u8], limits: &FormLimits) -> Result<Vec<Sheet>, FormFileError> {
    if bytes.starts_with(COMPOUND) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted { FormFileError::Encrypted } else { FormFileError::NotAWorkbook });
    }
    if !bytes.starts_with(PACKED) {
        return Err(FormFileError::NotAWorkbook);
    }
    measure(bytes, limits)?;
    // A reader of a foreign format that panics has met one more damaged file.
    panic::catch_unwind(|| read(bytes, limits)).unwrap_or(Err(FormFileError::Damaged))
}

/// The roster's look into packed files, with the limits of forms. Texts are looked at as well: the reader holds the table
/// of texts and every single text as a whole.
fn measure(bytes: &[u8], limits: &FormLimits) -> Result<(), FormFileError> {
    let packed = RosterLimits {
        unpacked_bytes: limits.unpacked_bytes,
        parts: limits.parts,
        ..RosterLimits::default()
    };
    let too_much =
        |limit: usize| RosterError::TooLarge { what: "文字", limit: format!("{} MB", limit >> 20) };
    let mut shared = 0;
    let mut run = 0;
    let looked = unpack::look_through(bytes, &packed, &mut |name, chunk| {
        let table = promise::is_table_of_texts(name);
        if !table && !name.starts_with(WORKSHEETS) {
            return Ok(());
        }
        if table {
            shared += chunk.len();
        }
        // Whole stretches without a tag are enough to tell: one is far shorter than the limit.
        run = if chunk.contains(&b'<') { 0 } else { run + chunk.len() };
        if run > MAX_TEXT_RUN {
            return Err(too_much(MAX_TEXT_RUN));
        }
        if shared > limits.text_bytes { Err(too_much(limits.text_bytes)) } else { Ok(()) }
    });
    looked.map_err(|error| match error {
        RosterError::TooLarge { what, limit } => FormFileError::TooLarge { what, limit },
        _ => FormFileError::Damaged,
    })
}

fn read(bytes: &[u8], limits: &FormLimits) -> Result<Vec<Sheet>, FormFileError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| FormFileError::Damaged)?;
    let mut cells_left = limits.cells;
    let mut texts_left = limits.text_bytes;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        if !SHEETS.contains(&name.trim().to_lowercase().as_str()) {
            sheets.push(Sheet::new(name));
            continue;
        }
        let mut sheet = Sheet::new(name.clone());
        // Chart sheets have no cells.
        if let Ok(mut reader) = workbook.worksheet_cells_reader(&name) {
            while let Some(found) = reader.next_cell_with_formula().map_err(|_| FormFileError::Damaged)? {
                let Some(cell) = cell(&found.value, found.formula.is_some()) else { continue };
                cells_left = cells_left.checked_sub(1).ok_or_else(|| FormFileError::TooLarge {
                    what: "单元格",
                    limit: format!("{} 个", limits.cells),
                })?;
                texts_left = texts_left.checked_sub(text_bytes(&cell)).ok_or_else(|| {
                    FormFileError::TooLarge {
                        what: "文字", limit: format!("{} MB", limits.text_bytes >> 20)
                    }
                })?;
                let (row, column) = (found.pos.0.saturating_add(1), found.pos.1);
                if found.formula.is_some() && cell != Cell::Formula {
                    sheet.computed.push((row, column));
                }
                sheet.push(row, column, Some(cell));
                // The import says which sheet has too many rows; it need not see them all for that.
                if sheet.rows.len() > MAX_ROWS + 1 {
                    break;
                }
            }
        }
        sheet.merged = merged(&mut workbook, &name);
        sheet.sort();
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn text_bytes(cell: &Cell) -> usize {
    if let Cell::Text(text) = cell { text.len() } else { 0 }
}

fn merged(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Vec<Merged> {
    let found = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let merged = found.into_iter().map(|area| Merged {
        top: area.start.0.saturating_add(1),
        left: area.start.1,
        bottom: area.end.0.saturating_add(1),
        right: area.end.1,
    });
    merged.collect()
}

/// What stands in a cell; none where it is empty.
fn cell(value: &DataRef<'_>, is_formula: bool) -> Option<Cell> {
    match value {
        DataRef::Int(number) => number.to_string().parse().ok().map(Cell::Number),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(value) => Some(Cell::Bool(*value)),
        DataRef::DateTime(time) => Some(Cell::Date(iso(*time))),
        DataRef::Error(error) => Some(Cell::Error(error.to_string())),
        DataRef::Empty => is_formula.then_some(Cell::Formula),
    }
}

/// A date, a time of day, or both, in ISO 8601.
fn iso(time: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (time.as_f64() < 1.0, time.as_f64().fract() == 0.0) {
        (true, _) => clock,
        (false, true) => date,
        (false, false) => format!("{date}T{clock}"),
    }
}
