//! Tables as comma-separated text, as offices' other systems export them: UTF-8, or the GB 18030 that Excel writes.

use encoding_rs::{GB18030, UTF_8};

use super::{
    RosterError, RosterLimits,
    cell::Cell,
    sheet::{Builder, Sheet, check_size},
};

/// Reads comma-separated text as one sheet without a name.
pub(in crate::casework) fn read_comma(
    bytes: &[u8],
    limits: &RosterLimits,
) -> Result<Vec<Sheet>, RosterError> {
    check_size(bytes, limits)?;
    let text = text_of(bytes).ok_or(RosterError::NotAWorkbook)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut sheets = Builder::new(*limits);
    sheets.start(String::new());
    for record in reader.records() {
        let record = record.map_err(|_| RosterError::Damaged)?;
        let row = record.position().map_or(0, |begin| row_at(&text, begin));
        for (column, value) in (0..).zip(&record) {
            sheets.put((row, column), Cell::text(value, limits.cell_chars))?;
        }
    }
    Ok(sheets.done())
}

/// The line on which a record stands, from 0. The reader counts from where the record before ended, blank lines included.
fn row_at(text: &str, begin: &csv::Position) -> u32 {
    let from = usize::try_from(begin.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let line = begin.line().saturating_sub(1) + blank.filter(|byte| **byte == b'\n').count() as u64;
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Text in one of the two encodings; none for anything that is no text.
fn text_of(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    let (utf8, _, broken) = UTF_8.decode(bytes);
    if !broken {
        return Some(utf8.into_owned());
    }
    let (national, broken) = GB18030.decode_without_bom_handling(bytes);
    (!broken).then(|| national.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let sheets = read_comma(bytes, &RosterLimits::default()).unwrap();
        let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
        rows.map(|row| (row.number, row.cells().map(|(_, cell)| cell.to_text()).collect())).collect()
    }

    #[test]
    fn both_encodings_are_read_and_lines_keep_their_numbers() {
        let text = "姓名,存款\n\n王五,\"1,000\"\n";
        let expected = vec![
            (1, vec!["姓名".to_owned(), "存款".to_owned()]),
            (3, vec!["王五".to_owned(), "1,000".to_owned()]),
        ];
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), expected);
        assert_eq!(cells(&GB18030.encode(text).0), expected);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let refused = |bytes: &[u8]| read_comma(bytes, &RosterLimits::default());
        assert_eq!(refused(b"\x89PNG\r\n\0\0"), Err(RosterError::NotAWorkbook));
        assert_eq!(refused(b"a,b\xff\xff\xff"), Err(RosterError::NotAWorkbook));
    }
}
