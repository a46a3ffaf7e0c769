//! Workbooks of one table, as agencies send them.

use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

/// Writes a sheet with a title, headings and rows of texts.
pub(super) fn write_table<const COLUMNS: usize>(
    file: &Path,
    (sheet_name, title): (&str, &str),
    headings: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name)?;
    sheet.write_string(0, 0, title)?;
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string(1, column, heading)?;
    }
    for (row, cells) in (2..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    workbook.save(file)
}
