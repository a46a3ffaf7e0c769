//! From the first row of a sheet to what its columns mean.

use super::key::{self, Key};
use super::{
    faults::SheetFault,
    finding::{Findings, Place},
    limits::MAX_COLUMNS,
    table::{Cell, Row, Sheet},
};

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) column: u32,
    /// As written.
    pub(super) text: String,
    pub(super) key: Key,
    /// The language of a text; none for the default language and for what is no text.
    pub(super) language: Option<String>,
}

/// A sheet whose headings are understood.
#[derive(Debug)]
pub(super) struct Table<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) headings: Vec<Heading>,
    first_row: usize,
}

/// Which sheet a heading stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SheetKind {
    Survey,
    Choices,
    Settings,
}

impl<'s> Table<'s> {
    /// Reads the headings. Columns that are not understood are reported and left out.
    pub(super) fn read(sheet: &'s Sheet, kind: SheetKind, findings: &mut Findings) -> Self {
        let mut table = Self { sheet, headings: Vec::new(), first_row: 1 };
        let Some(first) = sheet.rows.first() else { return table };
        for (column, cell) in &first.cells {
            let text = cell.shown();
            let place = Place { sheet: sheet.name.clone(), row: first.number, column: text.clone() };
            if *column >= MAX_COLUMNS {
                findings.error(&place, &SheetFault::TooManyColumns { limit: MAX_COLUMNS });
                continue;
            }
            match key::understand(&text, kind) {
                Ok((Key::Comment, _)) => {}
                Ok((key, language)) => {
                    table.add(Heading { column: *column, text, key, language }, &place, findings);
                }
                Err(fault) => findings.error(&place, &fault),
            }
        }
        table.report_cells_without_heading(first, findings);
        table
    }

    fn add(&mut self, heading: Heading, place: &Place, findings: &mut Findings) {
        let same = |other: &&Heading| other.key == heading.key && other.language == heading.language;
        match self.headings.iter().find(same) {
            Some(first) => findings.error(place, &SheetFault::DuplicateColumn { first: first.text.clone() }),
            None => self.headings.push(heading),
        }
    }

    /// Names each column once that has cells but no heading.
    fn report_cells_without_heading(&self, first: &Row, findings: &mut Findings) {
        let mut reported = Vec::new();
        for row in self.sheet.rows.iter().skip(self.first_row) {
            for (column, _) in &row.cells {
                if first.get(*column).is_none() && !reported.contains(column) {
                    reported.push(*column);
                    let place =
                        Place { sheet: self.sheet.name.clone(), row: row.number, column: String::new() };
                    if *column >= MAX_COLUMNS {
                        findings.error(&place, &SheetFault::TooManyColumns { limit: MAX_COLUMNS });
                    } else {
                        let at = column_letters(*column);
                        findings.error(&place, &SheetFault::CellsWithoutHeading { at });
                    }
                }
            }
        }
    }

    /// Reports a column that the sheet cannot do without.
    pub(super) fn require(&self, key: &Key, name: &'static str, findings: &mut Findings) {
        if !self.headings.iter().any(|heading| heading.key == *key) {
            let row = self.sheet.rows.first().map_or(1, |row| row.number);
            let place = Place { sheet: self.sheet.name.clone(), row, column: String::new() };
            findings.error(&place, &SheetFault::MissingColumn { name });
        }
    }

    /// Rows below the headings.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.sheet.rows.iter().skip(self.first_row).map(|row| Line { table: self, row })
    }
}

/// One row, asked by what its columns mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    table: &'t Table<'t>,
    pub(super) row: &'t Row,
}

impl<'t> Line<'t> {
    /// The column of that meaning, where the row has something in it.
    pub(super) fn find(&self, key: &Key) -> Option<(&'t Heading, &'t Cell)> {
        self.each(key).next()
    }

    /// All columns of that meaning, one per language, where the row has something in them.
    pub(super) fn each<'k>(
        &self,
        key: &'k Key,
    ) -> impl Iterator<Item = (&'t Heading, &'t Cell)> + use<'t, 'k> {
        self.filled().filter(move |(heading, _)| heading.key == *key)
    }

    /// All columns in which the row has something.
    pub(super) fn filled(&self) -> impl Iterator<Item = (&'t Heading, &'t Cell)> + use<'t> {
        let row = self.row;
        self.table.headings.iter().filter_map(move |heading| Some((heading, row.get(heading.column)?)))
    }

    /// All columns of that meaning, filled or not.
    pub(super) fn headings<'k>(&self, key: &'k Key) -> impl Iterator<Item = &'t Heading> + use<'t, 'k> {
        self.table.headings.iter().filter(move |heading| heading.key == *key)
    }

    /// Where a finding about this row belongs.
    pub(super) fn place(&self, key: &Key) -> Place {
        let heading = self.table.headings.iter().find(|heading| heading.key == *key);
        self.place_at(heading.map_or("", |heading| heading.text.as_str()))
    }

    /// Where a finding about this cell belongs.
    pub(super) fn place_at(&self, column: &str) -> Place {
        Place { sheet: self.table.sheet.name.clone(), row: self.row.number, column: column.to_owned() }
    }
}

/// A column as Excel names it: A to Z, AA …
pub(super) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column.saturating_add(1);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::column_letters;

    #[test]
    fn columns_are_named_as_excel_names_them() {
        assert_eq!([0, 25, 26, 701, 702].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
