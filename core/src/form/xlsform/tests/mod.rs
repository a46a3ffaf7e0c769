mod accepted;
mod books;
mod checklists;
mod codes;
mod found;
mod hostile;
mod report;

use super::*;

/// A workbook from its Markdown source.
fn book(source: &str) -> Workbook {
    Workbook { name: "test_form".to_owned(), sheets: read_markdown(source).unwrap(), attachments: Vec::new() }
}

/// A form that must be accepted.
fn form(source: &str) -> FormDefinition {
    match import(&book(source)) {
        Ok(imported) => imported.definition,
        Err(report) => panic!("{:#?}", report.errors),
    }
}

/// `code@sheet:row:column` of every error.
fn errors(workbook: &Workbook) -> Vec<String> {
    import(workbook).err().map(|report| report.errors.iter().map(tag).collect()).unwrap_or_default()
}

/// The same of every warning.
fn warnings(workbook: &Workbook) -> Vec<String> {
    let list = match import(workbook) {
        Ok(imported) => imported.warnings,
        Err(report) => report.warnings,
    };
    list.iter().map(tag).collect()
}

fn tag(finding: &Finding) -> String {
    format!("{}@{}:{}:{}", finding.code, finding.sheet, finding.row, finding.column)
}
