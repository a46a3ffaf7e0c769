//! The workbook of the county's form, as a spreadsheet would write it.

use rust_xlsxwriter::Workbook as Writer;

use crate::{Outcome, county::Rows};

/// Writes sheets into a workbook.
pub(crate) fn written(sheets: &[(&str, Rows)]) -> Outcome<Vec<u8>> {
    let mut writer = Writer::new();
    for (name, rows) in sheets {
        let sheet = writer.add_worksheet().set_name(*name)?;
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                sheet.write(row, column, text)?;
            }
        }
    }
    Ok(writer.save_to_buffer()?)
}
