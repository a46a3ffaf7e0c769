//! What an import finds: for the authors of a form, in the words of their spreadsheet.

use serde::{Deserialize, Serialize};

use super::{
    faults::SheetFault,
    limits::{MAX_FINDINGS, MAX_MESSAGE_CHARS, MAX_PLACE_CHARS},
};
use crate::error::Explain;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The sheet, as its tab says.
    pub sheet: String,
    /// The row as Excel shows it, from 1; 0 where the sheet as a whole is meant.
    pub row: u32,
    /// The heading of the column; empty where the row as a whole is meant.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// What was found and what to write instead, in Chinese.
    pub message: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "〔{}〕", self.sheet)?;
        }
        if self.row > 0 {
            write!(f, "第 {} 行", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, "“{}”列", self.column)?;
        }
        let colon = if self.row > 0 || !self.column.is_empty() { "：" } else { "" };
        write!(f, "{colon}{}", self.message)
    }
}

/// Why a workbook is refused: everything in it, so that its authors can mend all in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// What keeps the form from being used, by sheet and row.
    pub errors: Vec<Finding>,
    /// What its authors should look at, by sheet and row.
    pub warnings: Vec<Finding>,
}

impl std::fmt::Display for ImportReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "表单有 {} 处错误，请按报告逐条修改后重新导入", self.errors.len())
    }
}

impl std::error::Error for ImportReport {}

impl Explain for ImportReport {
    fn code(&self) -> &'static str {
        "form_refused"
    }
}

/// Where something was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) sheet: String,
    pub(super) row: u32,
    pub(super) column: String,
}

/// Collects findings up to the limit.
#[derive(Debug, Default)]
pub(super) struct Findings {
    report: ImportReport,
    dropped: bool,
}

impl Findings {
    pub(super) fn error(&mut self, place: &Place, fault: &impl Explain) {
        Self::add(&mut self.report.errors, &mut self.dropped, place, fault);
    }

    pub(super) fn warn(&mut self, place: &Place, fault: &impl Explain) {
        Self::add(&mut self.report.warnings, &mut self.dropped, place, fault);
    }

    fn add(list: &mut Vec<Finding>, dropped: &mut bool, place: &Place, fault: &impl Explain) {
        if list.len() >= MAX_FINDINGS {
            *dropped = true;
            return;
        }
        list.push(Finding {
            sheet: shortened(&place.sheet, MAX_PLACE_CHARS),
            row: place.row,
            column: shortened(&place.column, MAX_PLACE_CHARS),
            code: fault.code().to_owned(),
            message: shortened(&fault.to_string(), MAX_MESSAGE_CHARS),
        });
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.report.errors.is_empty()
    }

    /// The report, in the order of a reader who goes through the workbook.
    pub(super) fn into_report(mut self) -> ImportReport {
        let rank = |sheet: &str| match sheet.to_ascii_lowercase().as_str() {
            "survey" => 0,
            "choices" => 1,
            "settings" => 2,
            _ => 3,
        };
        for list in [&mut self.report.errors, &mut self.report.warnings] {
            list.sort_by(|a, b| (rank(&a.sheet), &a.sheet, a.row).cmp(&(rank(&b.sheet), &b.sheet, b.row)));
        }
        if self.dropped {
            let fault = SheetFault::TooManyFindings { limit: MAX_FINDINGS };
            let place = Place { sheet: "survey".to_owned(), ..Place::default() };
            self.report.errors.truncate(MAX_FINDINGS.saturating_sub(1));
            let mut unused = false;
            Self::add(&mut self.report.errors, &mut unused, &place, &fault);
        }
        self.report
    }
}

/// A text without its middle where it is too long: what was found stands at the beginning of a message, and what to do at
/// its end.
fn shortened(text: &str, limit: usize) -> String {
    const GAP: char = '…';
    let count = text.chars().count();
    if count <= limit {
        return text.to_owned();
    }
    let kept = limit.saturating_sub(1);
    let end = kept / 2;
    let head = text.chars().take(kept - end);
    head.chain([GAP]).chain(text.chars().skip(count - end)).collect()
}
