//! Sheets from a Markdown table in the layout that the field's tools read:
//!
//! ```text
//! | survey |         |      |       |
//! |        | type    | name | label |
//! |        | text    | who  | 姓名  |
//! ```

use super::{
    limits::{MAX_ROWS, MAX_SOURCE_BYTES},
    source_error::SourceError,
    table::{Cell, Sheet},
};

/// Reads all sheets of a Markdown source; lines that are no table line are skipped.
///
/// Rows are numbered as they would stand in a sheet: the headings are row 1.
///
/// # Errors
/// [`SourceError`] where there is no table or too much of it.
pub fn read_markdown(text: &str) -> Result<Vec<Sheet>, SourceError> {
    if text.len() > MAX_SOURCE_BYTES {
        return Err(SourceError::too_many_bytes("Markdown"));
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut row = 0_u32;
    for (at, line) in text.lines().enumerate() {
        let Some(cells) = cells_of(line) else { continue };
        if is_rule(&cells) {
            continue;
        }
        let (first, rest) = cells.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        if !first.is_empty() {
            sheets.push(Sheet::new(first));
            row = 0;
            if rest.iter().all(String::is_empty) {
                continue;
            }
        }
        let sheet = sheets.last_mut().ok_or(SourceError::NoSheetName { line: at + 1 })?;
        row = row.saturating_add(1);
        for (column, cell) in (0_u32..).zip(rest) {
            sheet.push(row, column, Cell::text(cell));
        }
        if sheet.rows.len() > MAX_ROWS {
            return Err(SourceError::TooManyRows { name: sheet.name.clone(), limit: MAX_ROWS });
        }
    }
    if sheets.is_empty() { Err(SourceError::NoTables) } else { Ok(sheets) }
}

/// The cells of a table line; `\|` is a bar inside a cell.
fn cells_of(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inner);
    let mut cells = vec![String::new()];
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            ('\\', Some(cell)) if chars.peek() == Some(&'|') => {
                chars.next();
                cell.push('|');
            }
            (_, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// The line of dashes below the headings of a Markdown table.
fn is_rule(cells: &[String]) -> bool {
    let dashes = |cell: &String| cell.chars().all(|c| matches!(c, '-' | ':' | ' '));
    cells.iter().any(|cell| cell.contains("---")) && cells.iter().all(dashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_counts_its_own_rows() {
        let text = "# 表\n\n| survey |\n|---|---|---|\n| | type | name |\n| | text | who |\n| | | |\n| | note | n |\n\
                    \n| choices |\n| | list_name | name |\n| | yn | a\\|b |\n";
        let sheets = read_markdown(text).unwrap();
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["survey", "choices"]);
        assert_eq!(sheets[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(sheets[1].rows[1].get(1), Some(&Cell::Text("a|b".into())));
    }

    #[test]
    fn a_source_without_tables_or_names_is_refused() {
        assert_eq!(read_markdown("只有文字"), Err(SourceError::NoTables));
        assert_eq!(read_markdown("\n| | type |\n"), Err(SourceError::NoSheetName { line: 2 }));
    }
}
