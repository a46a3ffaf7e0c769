//! Which sheet is which.

use super::{
    faults::SheetFault,
    finding::{Findings, Place},
    heading::{Table, column_letters},
    key::Key,
    limits::{MAX_ROWS, MAX_SHEETS},
    table::{Sheet, Workbook},
};

/// The sheets of a form.
pub(super) struct Found<'w> {
    pub(super) survey: &'w Sheet,
    pub(super) choices: Option<&'w Sheet>,
    pub(super) settings: Option<&'w Sheet>,
}

type Slots<'w> = (Option<&'w Sheet>, Option<&'w Sheet>, Option<&'w Sheet>, Option<&'w Sheet>);

/// Finds the sheets by their names, whatever their case; none where there is no form to read.
pub(super) fn find<'w>(workbook: &'w Workbook, findings: &mut Findings) -> Option<Found<'w>> {
    let (mut survey, mut choices, mut settings, mut entities): Slots<'w> = Default::default();
    if workbook.sheets.len() > MAX_SHEETS {
        findings.error(&Place::default(), &SheetFault::TooManySheets { limit: MAX_SHEETS });
    }
    for sheet in workbook.sheets.iter().take(MAX_SHEETS) {
        let place = Place { sheet: sheet.name.clone(), ..Place::default() };
        let slot = match sheet.name.trim().to_lowercase().as_str() {
            "survey" => &mut survey,
            "choices" => &mut choices,
            "settings" => &mut settings,
            "entities" => &mut entities,
            _ => {
                findings.warn(&place, &SheetFault::SheetIgnored);
                continue;
            }
        };
        match slot {
            Some(first) => {
                findings.error(&place, &SheetFault::DuplicateSheet { first: first.name.clone() });
            }
            None => *slot = Some(sheet),
        }
    }
    if let Some(sheet) = entities.filter(|sheet| sheet.rows.len() > 1) {
        let row = sheet.rows.get(1).map_or(1, |row| row.number);
        let place = Place { sheet: sheet.name.clone(), row, column: String::new() };
        findings.error(&place, &SheetFault::EntitiesUnsupported);
    }
    let Some(survey) = survey else {
        let place = Place { sheet: "survey".to_owned(), ..Place::default() };
        findings.error(&place, &SheetFault::NoSurvey);
        return None;
    };
    let mut readable = true;
    for sheet in [Some(survey), choices, settings].into_iter().flatten() {
        readable &= check(sheet, findings);
    }
    readable.then_some(Found { survey, choices, settings })
}

/// What holds of a sheet as a whole; false where it cannot be read.
fn check(sheet: &Sheet, findings: &mut Findings) -> bool {
    let place = |row| Place { sheet: sheet.name.clone(), row, column: String::new() };
    for merged in &sheet.merged {
        let corner = |row: u32, column| format!("{}{row}", column_letters(column));
        let range = format!("{}:{}", corner(merged.top, merged.left), corner(merged.bottom, merged.right));
        findings.error(&place(merged.top), &SheetFault::MergedCells { range });
    }
    let last = sheet.rows.get(MAX_ROWS);
    if let Some(row) = last {
        findings.error(&place(row.number), &SheetFault::TooManyRows { limit: MAX_ROWS });
    }
    last.is_none()
}

/// Columns that a form cannot do without.
pub(super) fn require_columns(survey: &Table<'_>, choices: Option<&Table<'_>>, findings: &mut Findings) {
    let place = Place { sheet: survey.sheet.name.clone(), row: 1, column: String::new() };
    if survey.headings.is_empty() {
        findings.error(&place, &SheetFault::NoHeadings);
        return;
    }
    survey.require(&Key::Type, "type", findings);
    survey.require(&Key::Name, "name", findings);
    if survey.lines().next().is_none() {
        findings.error(&place, &SheetFault::EmptySurvey);
    }
    if survey.lines().any(|line| line.find(&Key::SaveTo).is_some()) {
        let heading = survey.headings.iter().find(|heading| heading.key == Key::SaveTo);
        let column = heading.map(|heading| heading.text.clone()).unwrap_or_default();
        findings.warn(&Place { column, ..place }, &SheetFault::SaveToIgnored);
    }
    if let Some(choices) = choices.filter(|choices| choices.lines().next().is_some()) {
        choices.require(&Key::ListName, "list_name", findings);
        choices.require(&Key::Name, "name", findings);
    }
}
