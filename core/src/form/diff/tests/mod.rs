mod kinds;
mod shipped;
mod story;

use super::*;
use crate::form::xlsform::{Workbook, import, read_markdown};

/// A form that must be accepted, from Markdown.
fn form(source: &str) -> FormDefinition {
    match read(source) {
        Ok(form) => form,
        Err(errors) => panic!("{errors}\n{source}"),
    }
}

fn read(source: &str) -> Result<FormDefinition, String> {
    let sheets = read_markdown(source).map_err(|error| error.to_string())?;
    let workbook = Workbook { name: "test_form".to_owned(), sheets, attachments: Vec::new() };
    import(&workbook).map(|imported| imported.definition).map_err(|report| format!("{:#?}", report.errors))
}

/// Sheets from their rows, headings first: cells are parted by `|`.
fn sheets(sheets: &[(&str, &[&str])]) -> String {
    let sheet = |(name, rows): &(&str, &[&str])| {
        rows.iter().fold(format!("| {name} |\n"), |text, row| text + &format!("| | {row} |\n"))
    };
    sheets.iter().map(sheet).collect::<Vec<_>>().join("\n")
}

/// `code name effect before>after` of every change, with the list and the column where there are such.
fn said(old: &str, new: &str) -> Vec<String> {
    let diff = FormDiff::between(&form(old), &form(new));
    let line = |section: &Section, change: &Change| {
        let code = serde_json::to_value(change.code).unwrap();
        let effect = serde_json::to_value(change.effect).unwrap();
        let list = Some(format!("{}:", section.list)).filter(|_| !section.list.is_empty());
        let name = format!("{} {}", code.as_str().unwrap(), change.subject.name);
        let places = change.column.into_iter().chain(change.language.as_deref());
        let side = |text: &Option<String>| text.clone().unwrap_or_default();
        let sides = format!("{}>{}", side(&change.before), side(&change.after));
        let mut words: Vec<String> = list.into_iter().chain([name]).collect();
        words.extend(places.map(|place| format!("[{place}]")));
        words.push(effect.as_str().unwrap().to_owned());
        words.extend(Some(sides).filter(|sides| sides != ">"));
        words.join(" ")
    };
    let sections = diff.sections.iter();
    sections.flat_map(|section| section.changes.iter().map(|change| line(section, change))).collect()
}
