//! Forms from files, and back to other tools.

mod export;
mod files;
mod workbooks;

use ruhu_core::form::xlsform::{Finding, Workbook, import};

/// `code@sheet:row:column` of every error.
fn errors(workbook: &Workbook) -> Vec<String> {
    import(workbook).err().map(|report| report.errors.iter().map(tag).collect()).unwrap_or_default()
}

fn tag(finding: &Finding) -> String {
    format!("{}@{}:{}:{}", finding.code, finding.sheet, finding.row, finding.column)
}
