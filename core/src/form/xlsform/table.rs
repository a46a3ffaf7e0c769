//! Sheets as rows of cells: what every reader of files gives, and all that the import sees.

use super::limits::MAX_COLUMNS;

/// What stands in a cell. Empty cells are not kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, without blanks around it; never empty.
    Text(String),
    /// A number, which spreadsheets keep in fifteen digits.
    Number(f64),
    /// A truth value.
    Bool(bool),
    /// A date or time, in ISO 8601.
    Date(String),
    /// A formula whose result the file does not hold.
    Formula,
    /// An error value such as `#N/A`.
    Error(String),
}

impl Cell {
    /// A text without the blanks around it; none where nothing is left.
    #[must_use]
    pub fn text(text: &str) -> Option<Self> {
        let trimmed = text.trim_matches(is_blank);
        (!trimmed.is_empty()).then(|| Self::Text(trimmed.to_owned()))
    }

    /// As people read it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Error(text) => text.clone(),
            // Adding nothing makes a plain nought of a negative one.
            Self::Number(number) => (number + 0.0).to_string(),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Formula => "（公式）".to_owned(),
        }
    }
}

/// Blanks that spreadsheets and chat programs leave around words, among them those without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// One row that has something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As Excel shows it, from 1.
    pub number: u32,
    /// Cells that are not empty with their column, counted from 0, from the left.
    pub cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell of a column.
    #[must_use]
    pub fn get(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(at).map(|(_, cell)| cell)
    }
}

/// Cells that were merged into one, corners included; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// The upper row.
    pub top: u32,
    /// The left column.
    pub left: u32,
    /// The lower row.
    pub bottom: u32,
    /// The right column.
    pub right: u32,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// As the tab says.
    pub name: String,
    /// Rows with something in them, from above.
    pub rows: Vec<Row>,
    /// Merged cells.
    pub merged: Vec<Merged>,
    /// Cells `(row, column)` whose value a formula gave.
    pub computed: Vec<(u32, u32)>,
}

impl Sheet {
    /// A sheet without rows.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds a cell behind all that were added; empty texts and cells far to the right are dropped.
    pub fn push(&mut self, row: u32, column: u32, cell: Option<Cell>) {
        let Some(cell) = cell.filter(|_| column <= MAX_COLUMNS) else { return };
        match self.rows.last_mut() {
            Some(last) if last.number == row => last.cells.push((column, cell)),
            _ => self.rows.push(Row { number: row, cells: vec![(column, cell)] }),
        }
    }

    /// Puts rows and cells in order, whatever order the file had them in; of two cells at one place the first stays.
    pub fn sort(&mut self) {
        self.rows.sort_by_key(|row| row.number);
        let mut rows: Vec<Row> = Vec::with_capacity(self.rows.len());
        for row in self.rows.drain(..) {
            match rows.last_mut() {
                Some(last) if last.number == row.number => last.cells.extend(row.cells),
                _ => rows.push(row),
            }
        }
        for row in &mut rows {
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.dedup_by_key(|(column, _)| *column);
        }
        self.rows = rows;
        self.computed.sort_unstable();
    }
}

/// A file of choices that lies beside the workbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attachment {
    /// Its name, for example `villages.csv`.
    pub name: String,
    /// What is in it.
    pub table: Sheet,
}

/// All that one form is written in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// The file's name without its ending; the form's name where the settings give none.
    pub name: String,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
}
