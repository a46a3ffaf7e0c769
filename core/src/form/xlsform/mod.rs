//! Forms as the field writes them: XLSForm sheets in, a [`FormDefinition`] or a report of every fault out.
//!
//! [`import`] is pure. Readers of `.xlsx` live on the server; those of CSV and Markdown text are here.

mod cells;
mod choices_sheet;
mod csv_source;
mod defaults;
mod faults;
mod files;
mod finding;
mod heading;
mod items;
mod key;
mod languages;
pub mod limits;
mod links;
mod logic;
mod markdown;
mod names;
mod parameters;
mod question;
mod row_texts;
mod settings_sheet;
mod sheets;
mod source_error;
mod survey;
mod table;
mod types;
mod weave;
mod yes_no;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod types_tests;

pub use csv_source::read_csv;
pub use finding::{Finding, ImportReport};
pub use markdown::read_markdown;
pub use source_error::SourceError;
pub use table::{Attachment, Cell, Merged, Row, Sheet, Workbook};

use finding::Findings;
use heading::{SheetKind, Table};
use languages::Languages;

use super::definition::FormDefinition;

/// A form that was read, and what its authors should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The form.
    pub definition: FormDefinition,
    /// Things that do not keep it from being used.
    pub warnings: Vec<Finding>,
}

/// Reads a form.
///
/// # Errors
/// [`ImportReport`]: everything that is wrong in the workbook, each with its place and what to write instead.
pub fn import(workbook: &Workbook) -> Result<Imported, ImportReport> {
    let mut findings = Findings::default();
    let definition = read(workbook, &mut findings);
    let failed = findings.has_errors();
    let report = findings.into_report();
    match definition {
        Some(definition) if !failed => Ok(Imported { definition, warnings: report.warnings }),
        _ => Err(report),
    }
}

fn read(workbook: &Workbook, findings: &mut Findings) -> Option<FormDefinition> {
    let found = sheets::find(workbook, findings)?;
    let survey = Table::read(found.survey, SheetKind::Survey, findings);
    let choices = found.choices.map(|sheet| Table::read(sheet, SheetKind::Choices, findings));
    let settings = found.settings.map(|sheet| Table::read(sheet, SheetKind::Settings, findings));
    for table in [Some(&survey), choices.as_ref(), settings.as_ref()].into_iter().flatten() {
        cells::check(table, findings);
    }
    sheets::require_columns(&survey, choices.as_ref(), findings);

    let settings = settings_sheet::read(settings.as_ref(), &workbook.name, findings);
    let default = settings.default_language.as_ref().map(|(place, name)| (place, name.as_str()));
    let languages = Languages::gather([Some(&survey), choices.as_ref()], default, findings);
    let mut lists = choices.as_ref().map_or_else(choices_sheet::Lists::default, |table| {
        choices_sheet::read(table, &languages, settings.allow_choice_duplicates, findings)
    });
    let attachments = &workbook.attachments;
    let rows = survey::Reader::new(&mut lists, &languages, attachments, findings).read(&survey);
    weave::Weaver { survey: &survey, settings, rows, lists, attachments, findings }.finish(languages)
}
