//! Sheets of a form: read from Markdown tables, written as Markdown, as CSV and as the XML of a workbook.

use std::fmt::Write as _;

/// One sheet; the headings are its first row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells, from the second column of the table on.
    pub rows: Vec<Vec<String>>,
}

/// The tables of a checklist: `| name |` begins a sheet, and its rows begin with an empty cell.
pub(super) fn read(markdown: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in markdown.lines() {
        let Some(inside) = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else {
            continue;
        };
        let mut cells = inside.split('|').map(|cell| cell.trim().to_owned());
        match (cells.next(), sheets.last_mut()) {
            (Some(name), _) if !name.is_empty() => sheets.push(Sheet { name, rows: Vec::new() }),
            (Some(_), Some(sheet)) => sheet.rows.push(cells.collect()),
            _ => {}
        }
    }
    sheets
}

impl Sheet {
    /// Where a heading stands.
    pub(super) fn column(&self, heading: &str) -> Option<usize> {
        self.rows.first()?.iter().position(|cell| cell == heading)
    }

    /// The headings and these rows, without the columns that are empty in all of them.
    pub(super) fn with_rows<'r>(&'r self, rows: impl IntoIterator<Item = &'r Vec<String>>) -> Self {
        let rows: Vec<&Vec<String>> = rows.into_iter().collect();
        let headings = self.rows.first().map_or(&[][..], Vec::as_slice);
        let used: Vec<usize> = (0..headings.len())
            .filter(|column| rows.iter().any(|row| row.get(*column).is_some_and(|cell| !cell.is_empty())))
            .collect();
        let pick = |row: &[String]| -> Vec<String> {
            used.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()
        };
        let rows = std::iter::once(pick(headings)).chain(rows.into_iter().map(|row| pick(row))).collect();
        Self { name: self.name.clone(), rows }
    }

    pub(super) fn markdown(&self) -> String {
        let mut text = format!("| {} |\n", self.name);
        for row in &self.rows {
            let _ = writeln!(text, "| | {} |", row.join(" | "));
        }
        text
    }

    pub(super) fn csv(&self) -> String {
        let mut text = format!("=== {}\n", self.name);
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            let _ = writeln!(text, "{}", cells.join(","));
        }
        text
    }

    /// The part of a workbook that holds it as its sheet of this number.
    pub(super) fn xml(&self, number: usize) -> String {
        let mut text = format!("=== xl/worksheets/sheet{number}.xml\n<worksheet><sheetData>");
        for (row, cells) in (1..).zip(&self.rows) {
            let _ = write!(text, "<row r=\"{row}\">");
            for (column, cell) in ('A'..='Z').zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
                let _ = write!(text, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>");
            }
            text.push_str("</row>\n");
        }
        text.push_str("</sheetData></worksheet>\n");
        text
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "# A form\n\n| survey |\n| | type | name | hint | label |\n| | text | a | | A, \"B\" |\n\
                        | | note | n | | 1 < 2 |\n\n| settings |\n| | form_id |\n| | a |\n";

    #[test]
    fn sheets_are_read_and_written() {
        let sheets = read(FORM);
        assert_eq!(
            sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(),
            ["survey", "settings"]
        );
        let survey = sheets[0].with_rows(&sheets[0].rows[1..]);
        assert_eq!(survey.column("label"), Some(2));
        assert_eq!(
            survey.markdown(),
            "| survey |\n| | type | name | label |\n| | text | a | A, \"B\" |\n| | note | n | 1 < 2 |\n"
        );
        assert_eq!(survey.csv(), "=== survey\ntype,name,label\ntext,a,\"A, \"\"B\"\"\"\nnote,n,1 < 2\n");
        let xml = sheets[1].xml(3);
        assert!(
            xml.starts_with("=== xl/worksheets/sheet3.xml\n<worksheet><sheetData><row r=\"1\">"),
            "{xml}"
        );
        assert!(survey.xml(1).contains("<c r=\"C3\" t=\"inlineStr\"><is><t>1 &lt; 2</t></is></c>"));
    }
}
