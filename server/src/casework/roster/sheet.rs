//! From bytes to rows of cells, within limits.

use std::{io::Cursor, panic};

use calamine::{Reader, SheetVisible, Xls, XlsError, Xlsx};

use super::{RosterError, RosterLimits, cell::Cell, unpack};

/// First bytes of a packed workbook (`.xlsx`).
const PACKED: &[u8] = b"PK\x03\x04";
/// First bytes of a compound file: `.xls`, or an `.xlsx` under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Rightmost column read; rosters are narrower, and a stray cell far right must not cost memory.
const MAX_COLUMNS: u32 = 256;

/// One row that has something in it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::casework) struct Row {
    /// As Excel shows it, from 1.
    pub(in crate::casework) number: u32,
    cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell of a column, counted from 0.
    pub(in crate::casework) fn get(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell)
    }

    /// Cells that are not empty, from the left.
    pub(in crate::casework) fn cells(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.iter().map(|(column, cell)| (*column, cell))
    }

    /// How many cells are not empty.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }
}

/// One visible sheet.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::casework) struct Sheet {
    pub(in crate::casework) name: String,
    pub(in crate::casework) rows: Vec<Row>,
}

/// Reads the visible sheets.
pub(in crate::casework) fn read_sheets(
    bytes: &[u8],
    limits: &RosterLimits,
) -> Result<Vec<Sheet>, RosterError> {
    check_size(bytes, limits)?;
    let read: fn(&[u8], &RosterLimits) -> Result<Vec<Sheet>, RosterError> = if bytes.starts_with(PACKED) {
        unpack::measure(bytes, limits)?;
        read_xlsx
    } else if bytes.starts_with(COMPOUND) {
        read_xls
    } else {
        return Err(RosterError::NotAWorkbook);
    };
    // The reader of old formats has been known to panic on damaged files; for the operator it is one more such file.
    panic::catch_unwind(|| read(bytes, limits)).unwrap_or(Err(RosterError::Damaged))
}

pub(super) fn check_size(bytes: &[u8], limits: &RosterLimits) -> Result<(), RosterError> {
    if bytes.len() > limits.file_bytes {
        let limit = format!("{} MB", limits.file_bytes >> 20);
        return Err(RosterError::TooLarge { what: "文件", limit });
    }
    Ok(())
}

fn read_xlsx(bytes: &[u8], limits: &RosterLimits) -> Result<Vec<Sheet>, RosterError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| RosterError::Damaged)?;
    let mut sheets = Builder::new(*limits);
    for name in visible(workbook.sheets_metadata()) {
        // Chart sheets have no cells.
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        sheets.start(name);
        while let Some(found) = reader.next_cell_with_formula().map_err(|_| RosterError::Damaged)? {
            let link = found.formula.as_deref().is_some_and(is_link);
            let cell = if link { Some(Cell::Link) } else { Cell::from_ref(&found.value, limits.cell_chars) };
            sheets.put(found.pos, cell)?;
        }
    }
    Ok(sheets.done())
}

fn read_xls(bytes: &[u8], limits: &RosterLimits) -> Result<Vec<Sheet>, RosterError> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => RosterError::Encrypted,
        _ if is_encrypted_xlsx(bytes) => RosterError::Encrypted,
        _ => RosterError::NotAWorkbook,
    })?;
    let mut sheets = Builder::new(*limits);
    for name in visible(workbook.sheets_metadata()) {
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        let formulas = workbook.worksheet_formula(&name).unwrap_or_default();
        sheets.start(name);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |from: u32, offset: usize| from.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let position = (at(top, row), at(left, column));
            let link = formulas.get_value(position).is_some_and(|formula| is_link(formula));
            let cell = if link { Some(Cell::Link) } else { Cell::from_data(value, limits.cell_chars) };
            sheets.put(position, cell)?;
        }
    }
    Ok(sheets.done())
}

fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn is_link(formula: &str) -> bool {
    formula.trim_start_matches(['=', ' ', '_']).to_ascii_uppercase().starts_with("HYPERLINK(")
}

/// An `.xlsx` under a password is a compound file with this stream, its name in UTF-16.
fn is_encrypted_xlsx(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Collects rows, counting what the limits count.
pub(super) struct Builder {
    limits: RosterLimits,
    sheets: Vec<Sheet>,
    rows: usize,
    cells: usize,
}

impl Builder {
    pub(super) fn new(limits: RosterLimits) -> Self {
        Self { limits, sheets: Vec::new(), rows: 0, cells: 0 }
    }

    pub(super) fn start(&mut self, name: String) {
        self.sheets.push(Sheet { name, rows: Vec::new() });
    }

    pub(super) fn put(&mut self, (row, column): (u32, u32), cell: Option<Cell>) -> Result<(), RosterError> {
        let (Some(cell), Some(sheet)) = (cell.filter(|_| column < MAX_COLUMNS), self.sheets.last_mut())
        else {
            return Ok(());
        };
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(RosterError::TooLarge {
                what: "单元格", limit: format!("{} 个", self.limits.cells)
            });
        }
        let number = row.saturating_add(1);
        if sheet.rows.last().is_none_or(|last| last.number != number) {
            self.rows += 1;
            if self.rows > self.limits.rows {
                return Err(RosterError::TooLarge {
                    what: "行数",
                    limit: format!("{} 行", self.limits.rows),
                });
            }
            sheet.rows.push(Row { number, cells: Vec::new() });
        }
        if let Some(last) = sheet.rows.last_mut() {
            last.cells.push((column, cell));
        }
        Ok(())
    }

    pub(super) fn done(mut self) -> Vec<Sheet> {
        for sheet in &mut self.sheets {
            sheet.rows.sort_by_key(|row| row.number);
            sheet.rows.iter_mut().for_each(|row| row.cells.sort_by_key(|(column, _)| *column));
        }
        self.sheets
    }
}
