//! The register of close relatives (近亲属备案, 民发〔2021〕57号 Art. 11) comes in: who of the staff and cadres filed whom.
//!
//! A file is the whole register and takes the place of what was there. Nothing of it comes in while one of its rows has a
//! fault: a slip of the pen must not strike anybody from the register. Surveyors are compared with it by name, as
//! records name them; nothing of people who are not on the roster is kept.

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ruhu_core::{
    error::Explain,
    household::PersonName,
    ids::{HouseholdId, Sha256Hash},
};
use serde::{Deserialize, Serialize};

use super::{
    LineFault,
    roster::{RosterError, RosterLimits, comma::read_comma, sheet::read_sheets},
};
use crate::{
    app::App,
    store::{AuditLine, Reader, RegisteredRelative, StoreError, Writer},
};
use table::Line;

/// Why nothing of a register came in.
#[derive(Debug, thiserror::Error)]
pub enum RelativesError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file as a whole cannot be read.
    #[error(transparent)]
    File(#[from] RosterError),
    /// No row is the heading.
    #[error("没有找到表头；表头应有“备案人姓名”和“近亲属身份证号码”两列，请补上列名后重新导入")]
    NoHeader,
    /// Nothing below the heading.
    #[error("表头下面没有任何登记；请确认选择了正确的文件")]
    NoRows,
}

impl Explain for RelativesError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::File(inner) => inner.code(),
            Self::NoHeader => "no_header",
            Self::NoRows => "no_rows",
        }
    }
}

/// The report of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelativesReport {
    /// Whether the register was replaced: it is unless a row has a fault.
    pub replaced: bool,
    /// Lines that the register had before.
    pub before: usize,
    /// Lines that it has now.
    pub kept: usize,
    /// Households that they belong to.
    pub households: usize,
    /// Lines about people who are not on the roster. They are not kept.
    pub unmatched: Vec<LineFault>,
    /// Faults, for which nothing came in.
    pub rejected: Vec<LineFault>,
}

/// Imports a register: an `.xlsx` or `.xls` workbook, or comma-separated text.
///
/// # Errors
/// [`RelativesError`]; then the register is as it was. Faults of single rows are in the report.
pub fn import_relatives(app: &App, file: &[u8]) -> Result<RelativesReport, RelativesError> {
    let limits = RosterLimits::default();
    let sheets = match read_sheets(file, &limits) {
        Err(RosterError::NotAWorkbook) => read_comma(file, &limits)?,
        read => read?,
    };
    let lines = table::read(&sheets);
    if lines.tables == 0 {
        return Err(RelativesError::NoHeader);
    }
    if !lines.faults.is_empty() {
        let before = app.store.read(|r| r.count_relatives())?;
        return Ok(RelativesReport {
            before,
            kept: before,
            rejected: lines.faults,
            ..RelativesReport::default()
        });
    }
    if lines.good.is_empty() {
        return Err(RelativesError::NoRows);
    }
    let (sha256, now_ms) = (Sha256Hash::of(file), app.now_ms());
    Ok(app.store.write(move |w| replace(w, lines.good, (sha256, now_ms)))?)
}

fn replace(
    w: &Writer<'_>,
    lines: Vec<Line>,
    (sha256, now_ms): (Sha256Hash, i64),
) -> Result<RelativesReport, StoreError> {
    let mut report =
        RelativesReport { replaced: true, before: w.count_relatives()?, ..RelativesReport::default() };
    let (mut kept, mut households) = (Vec::new(), BTreeSet::new());
    for line in lines {
        let Some((household, id_no)) = w.person_of(&line.id_no)? else {
            report.unmatched.push(LineFault {
                sheet: line.sheet,
                row: line.row,
                column: String::new(),
                code: "not_on_roster".to_owned(),
                message: "花名册中没有这个身份证号码，该行没有保留；请核对号码，花名册更新后请再次导入登记表"
                    .to_owned(),
            });
            continue;
        };
        households.insert(household);
        kept.push(RegisteredRelative { id_no, staff: line.staff, relation: line.relation });
    }
    w.replace_relatives(&kept)?;
    report.kept = w.count_relatives()?;
    report.households = households.len();
    w.audit(&AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "relatives.import".to_owned(),
        subject: format!("file:{sha256}"),
        purpose: format!("before {} now {} unmatched {}", report.before, report.kept, report.unmatched.len()),
    })?;
    Ok(report)
}

/// How many of these people have the name of somebody who is registered as a close relative of the household.
///
/// # Errors
/// [`StoreError`].
pub fn related_among(
    r: &Reader<'_>,
    household: &HouseholdId,
    people: &[PersonName],
) -> Result<u32, StoreError> {
    let registered = r.relatives_of(household)?;
    let related: BTreeSet<&str> =
        people.iter().filter(|person| registered.contains(person)).map(PersonName::full).collect();
    Ok(u32::try_from(related.len()).unwrap_or(u32::MAX))
}
