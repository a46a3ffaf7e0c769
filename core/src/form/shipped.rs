//! The checklists that ship with Ruhu: what a county starts from, and what it goes back to.

use super::{
    FormRole,
    definition::FormDefinition,
    xlsform::{ImportReport, Workbook, import, read_markdown},
};

/// The checklist for a purpose as its authors write it: the sheets of a workbook as Markdown tables.
#[must_use]
pub fn shipped_source(role: FormRole) -> &'static str {
    match role {
        FormRole::HomeVisit => include_str!("../../../checklists/home_visit.md"),
        FormRole::NeighbourInterview => include_str!("../../../checklists/neighbour_interview.md"),
        FormRole::PostingInspection => include_str!("../../../checklists/posting_inspection.md"),
        FormRole::SpotCheck => include_str!("../../../checklists/spot_check.md"),
    }
}

/// The checklist for a purpose.
///
/// # Errors
/// [`ImportReport`], which the checklists in this repository do not give.
pub fn shipped(role: FormRole) -> Result<FormDefinition, ImportReport> {
    // What cannot be read is a workbook without sheets, which the import reports.
    let sheets = read_markdown(shipped_source(role)).unwrap_or_default();
    let workbook = Workbook { name: role.name().to_owned(), sheets, attachments: Vec::new() };
    Ok(import(&workbook)?.definition)
}
