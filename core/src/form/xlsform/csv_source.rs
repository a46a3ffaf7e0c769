//! Sheets from CSV text.

use std::io::Read;

use super::{
    limits::{MAX_FILE_ROWS, MAX_SOURCE_BYTES},
    source_error::SourceError,
    table::{Cell, Sheet},
};

/// Reads CSV text in UTF-8 as one sheet. Every cell is a text; a mark at the start of the file is skipped.
///
/// # Errors
/// [`SourceError`] where the text is too large, not UTF-8, or no CSV.
pub fn read_csv(name: &str, bytes: &[u8]) -> Result<Sheet, SourceError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(SourceError::too_many_bytes(name));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| SourceError::NotUtf8 { name: name.to_owned() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The last line is ended too, so that ends of lines can be counted.
    let ended = text.as_bytes().chain(if text.ends_with('\n') { &b""[..] } else { &b"\n"[..] });
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(ended);
    let mut sheet = Sheet::new(name);
    let mut record = csv::StringRecord::new();
    let mut number = 0_u32;
    loop {
        // Rows are counted as Excel counts them: a line break inside quotes begins none, an empty line is one.
        let line_before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(_) => return Err(SourceError::NotCsv { name: name.to_owned(), line: line_before }),
        }
        let ends = reader.position().line().saturating_sub(line_before);
        let inside: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let empty_before = ends.saturating_sub(1).saturating_sub(u64::try_from(inside).unwrap_or(u64::MAX));
        number = number.saturating_add(u32::try_from(empty_before).unwrap_or(u32::MAX)).saturating_add(1);
        for (column, field) in (0_u32..).zip(record.iter()) {
            sheet.push(number, column, Cell::text(field));
        }
        if sheet.rows.len() > MAX_FILE_ROWS + 1 {
            return Err(SourceError::TooManyRows { name: name.to_owned(), limit: MAX_FILE_ROWS });
        }
    }
    Ok(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_as_excel_counts_them() {
        let text = "\u{feff}type,name,label\n\ntext, who ,\"姓\n名\"\ninteger,age,\"年,龄\"\n";
        let sheet = read_csv("survey", text.as_bytes()).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(sheet.rows[1].get(1), Some(&Cell::Text("who".into())));
        assert_eq!(sheet.rows[1].get(2), Some(&Cell::Text("姓\n名".into())));
        assert_eq!(sheet.rows[2].get(2), Some(&Cell::Text("年,龄".into())));
    }

    #[test]
    fn other_encodings_and_too_much_are_refused() {
        let gbk = b"type,name\ntext,\xd0\xd5";
        assert!(matches!(read_csv("survey", gbk), Err(SourceError::NotUtf8 { .. })));
        let rows = "a\n".repeat(MAX_FILE_ROWS + 2);
        assert!(matches!(read_csv("x.csv", rows.as_bytes()), Err(SourceError::TooManyRows { .. })));
    }
}
