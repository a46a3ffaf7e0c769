//! From cells to texts: what spreadsheets do to texts behind their authors' backs is caught here.

use super::{
    faults::SheetFault,
    finding::Findings,
    heading::{Heading, Line, Table},
    key::Key,
    limits::MAX_CELL_CHARS,
    table::Cell,
};

/// From here on a spreadsheet no longer keeps every digit.
const MAX_EXACT: f64 = 1e15;

/// Reports cells from which nothing can be read, whatever their column.
pub(super) fn check(table: &Table<'_>, findings: &mut Findings) {
    for line in table.lines() {
        for (heading, cell) in line.filled() {
            let place = line.place_at(&heading.text);
            match cell {
                Cell::Formula => findings.error(&place, &SheetFault::FormulaWithoutValue),
                Cell::Error(found) => findings.error(&place, &SheetFault::ErrorCell { found: found.clone() }),
                // Bytes first: counting characters of every cell would cost more than reading the form.
                Cell::Text(text) if text.len() > MAX_CELL_CHARS && text.chars().count() > MAX_CELL_CHARS => {
                    findings.error(&place, &SheetFault::CellTooLong { limit: MAX_CELL_CHARS });
                }
                _ => {}
            }
            let computed = &table.sheet.computed;
            if !computed.is_empty() && computed.binary_search(&(line.row.number, heading.column)).is_ok() {
                findings.warn(&place, &SheetFault::FormulaValueUsed { value: short(&cell.shown()) });
            }
        }
    }
}

/// As much of a text as a message can quote.
pub(super) fn short(text: &str) -> String {
    const QUOTED: usize = 60;
    let mut short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl<'t> Line<'t> {
    /// The text of a column; none where it is empty or cannot be read, which [`check`] reports.
    pub(super) fn text(&self, key: &Key, findings: &mut Findings) -> Option<String> {
        let (heading, cell) = self.find(key)?;
        self.read(heading, cell, findings)
    }

    /// The texts of a column in every language.
    pub(super) fn texts(&self, key: &Key, findings: &mut Findings) -> Vec<(&'t Heading, String)> {
        self.each(key)
            .filter_map(|(heading, cell)| Some((heading, self.read(heading, cell, findings)?)))
            .collect()
    }

    fn read(&self, heading: &Heading, cell: &Cell, findings: &mut Findings) -> Option<String> {
        let mut fault = |fault| findings.error(&self.place_at(&heading.text), &fault);
        let is_name = matches!(heading.key, Key::Name | Key::ListName | Key::Extra(_));
        match cell {
            Cell::Text(text) if text.len() > MAX_CELL_CHARS && text.chars().count() > MAX_CELL_CHARS => None,
            Cell::Text(text) => Some(text.clone()),
            Cell::Number(number) if is_name && number.abs() >= MAX_EXACT => {
                fault(SheetFault::NumberTooLong { found: number.to_string() });
                None
            }
            Cell::Number(_) => Some(cell.shown()),
            Cell::Bool(_) if is_name => {
                fault(SheetFault::BoolName { found: cell.shown() });
                None
            }
            Cell::Bool(_) => Some(cell.shown()),
            Cell::Date(date) if heading.key == Key::Default => Some(date.clone()),
            Cell::Date(date) => {
                fault(SheetFault::DateCell { found: date.clone() });
                None
            }
            Cell::Formula | Cell::Error(_) => None,
        }
    }
}
