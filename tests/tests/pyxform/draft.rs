//! Forms as rows of named cells, and the workbooks that they become.

use std::collections::BTreeMap;

use ruhu_core::form::xlsform::{Cell, Sheet, read_markdown};
use rust_xlsxwriter::Workbook;

/// One row: cells by the headings of their columns.
pub(crate) type Line = BTreeMap<String, String>;

/// A form before it is written into a workbook.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) survey: Vec<Line>,
    pub(crate) choices: Vec<Line>,
    pub(crate) settings: Vec<Line>,
    /// Headings of the sheet `survey` in their order; others follow by name.
    pub(crate) headings: Vec<String>,
}

/// A row from pairs.
pub(crate) fn line<const N: usize>(cells: [(&str, &str); N]) -> Line {
    let filled = cells.into_iter().filter(|(_, text)| !text.is_empty());
    filled.map(|(heading, text)| (heading.to_owned(), text.to_owned())).collect()
}

impl Draft {
    /// The sheets, those that have no row left out.
    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        let named = [("survey", &self.survey), ("choices", &self.choices), ("settings", &self.settings)];
        named
            .into_iter()
            .filter(|(name, lines)| *name == "survey" || !lines.is_empty())
            .map(|(name, lines)| sheet(name, lines, &self.headings))
            .collect()
    }
}

fn sheet(name: &str, lines: &[Line], first: &[String]) -> Sheet {
    let mut headings: Vec<&String> = first.iter().filter(|_| name == "survey").collect();
    for heading in lines.iter().flat_map(BTreeMap::keys) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let mut sheet = Sheet::new(name);
    for (column, heading) in (0..).zip(&headings) {
        sheet.push(1, column, Cell::text(heading));
    }
    for (row, line) in (2..).zip(lines) {
        for (column, heading) in (0..).zip(&headings) {
            sheet.push(row, column, line.get(*heading).and_then(|text| cell(heading, text)));
        }
    }
    sheet
}

/// As a spreadsheet keeps what is typed: numbers are no texts.
fn cell(heading: &str, text: &str) -> Option<Cell> {
    let number = text.parse().ok().filter(|number: &f64| number.to_string() == text);
    match number {
        Some(number) if matches!(heading, "name" | "default" | "version" | "repeat_count") => {
            Some(Cell::Number(number))
        }
        _ => Cell::text(text),
    }
}

/// The sheets of a form that is written as Markdown tables.
pub(crate) fn markdown(text: &str) -> Vec<Sheet> {
    read_markdown(text).unwrap()
}

/// The bytes of a workbook with these sheets.
pub(crate) fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        let written = workbook.add_worksheet().set_name(&sheet.name).unwrap();
        for row in &sheet.rows {
            for (column, cell) in &row.cells {
                let column = u16::try_from(*column).unwrap();
                match cell {
                    Cell::Number(number) => written.write(row.number - 1, column, *number).unwrap(),
                    other => written.write(row.number - 1, column, other.shown()).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The sheets as Markdown tables: what a failing form is shown as.
pub(crate) fn shown(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    for sheet in sheets {
        text.extend(["| ", &sheet.name, " |\n"]);
        let width = sheet.rows.first().map_or(0, |row| row.cells.len());
        for row in &sheet.rows {
            let cell =
                |column| row.get(column).map(|cell| cell.shown().replace('|', "\\|")).unwrap_or_default();
            let cells: Vec<String> = (0..u32::try_from(width).unwrap()).map(cell).collect();
            text.extend(["| | ", &cells.join(" | "), " |\n"]);
        }
    }
    text
}
