//! Verification results (信息核对) come in: read, matched by identity number, kept, and compared with the visits.
//!
//! What authorities answer about a person replaces what they answered before about the same item, unless that is
//! younger. Nothing of people who are not on the roster is kept.

mod report;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;

use ruhu_core::{
    assessment::{Policy, PolicyError, Source, contradictions, shipped},
    error::Explain,
    household::IdNumber,
    ids::{HouseholdId, Sha256Hash},
};

pub use report::{ContradictedHousehold, VerificationReport};

use super::{
    LineFault,
    assessing::{AssessError, assessable_by},
    roster::{RosterError, RosterLimits, comma::read_comma, sheet::read_sheets},
};
use crate::{
    app::App,
    local_time::beijing,
    store::{AuditLine, Reader, StoreError, VerifiedLine, Writer},
};
use table::Line;

/// Why nothing of a verification result came in.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file as a whole cannot be read.
    #[error(transparent)]
    File(#[from] RosterError),
    /// A policy that ships is not sound.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// No row is the heading.
    #[error(
        "没有找到表头；表头应有“身份证号码”，以及“核对项目”和“金额”两列，或“工资性收入”“存款”“机动车”等项目各一列；请补上列名后重新导入"
    )]
    NoHeader,
    /// Nothing below the heading.
    #[error("表头下面没有任何核对结果；请确认选择了正确的文件")]
    NoRows,
}

impl Explain for VerificationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::File(inner) => inner.code(),
            Self::Policy(inner) => inner.code(),
            Self::NoHeader => "no_header",
            Self::NoRows => "no_rows",
        }
    }
}

/// Imports a verification result: an `.xlsx` or `.xls` workbook, or comma-separated text.
///
/// # Errors
/// [`VerificationError`]; then nothing came in. Faults of single rows are in the report.
pub fn import_verification(app: &App, file: &[u8]) -> Result<VerificationReport, VerificationError> {
    let limits = RosterLimits::default();
    let sheets = match read_sheets(file, &limits) {
        Err(RosterError::NotAWorkbook) => read_comma(file, &limits)?,
        read => read?,
    };
    let now_ms = app.now_ms();
    let lines = table::read(&sheets, beijing(now_ms).date());
    if lines.tables == 0 {
        return Err(VerificationError::NoHeader);
    }
    if lines.good.is_empty() && lines.faults.is_empty() {
        return Err(VerificationError::NoRows);
    }
    let sha256 = Sha256Hash::of(file);
    let (good, faults) = (lines.good, lines.faults);
    let (mut report, touched) = app.store.write(move |w| keep(w, good, (sha256, now_ms)))?;
    report.rejected.extend(faults);
    report.rejected.sort_by(|one, other| (&one.sheet, one.row).cmp(&(&other.sheet, other.row)));
    report.households = touched.len();
    let known = shipped()?;
    app.store.read(|r| compare(r, &touched, &known, &mut report))?;
    Ok(report)
}

/// A line with the number under which the roster knows its person.
struct Matched {
    line: Line,
    id_no: IdNumber,
}

fn keep(
    w: &Writer<'_>,
    lines: Vec<Line>,
    (sha256, now_ms): (Sha256Hash, i64),
) -> Result<(VerificationReport, BTreeSet<HouseholdId>), StoreError> {
    let mut report = VerificationReport::default();
    let mut touched = BTreeSet::new();
    let mut matched = Vec::new();
    for line in lines {
        let Some((household, id_no)) = w.person_of(&line.id_no)? else {
            let message = "花名册中没有这个身份证号码，该行没有导入；请核对号码，或先更新花名册";
            report.unmatched.push(about(&line, "not_on_roster", message));
            continue;
        };
        if w.verified_as_of(&id_no, line.figure.item())?.is_some_and(|known| known > line.as_of) {
            let message = "已有日期更晚的核对结果，该行没有导入；如要更正，请填写更晚的核对日期";
            report.rejected.push(about(&line, "outdated", message));
            continue;
        }
        if name_differs(w, &household, &id_no, &line)? {
            let message = "身份证号码与花名册相符，姓名不同；已按号码导入，请核对是否同一人";
            report.warnings.push(about(&line, "name_differs", message));
        }
        touched.insert(household);
        matched.push(Matched { line, id_no });
    }
    if matched.is_empty() {
        return Ok((report, touched));
    }
    let number = w.new_verification(&sha256, now_ms)?;
    for Matched { line, id_no } in &matched {
        w.drop_verified_before(number, id_no, line.figure.item())?;
        w.keep_verified(
            number,
            &VerifiedLine {
                sheet: line.sheet.clone(),
                row: line.row,
                column: line.column,
                id_no: id_no.clone(),
                figure: line.figure,
                agency: line.agency.clone(),
                as_of: line.as_of,
            },
        )?;
    }
    report.number = Some(number);
    report.matched = matched.len();
    w.audit(&AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "verification.import".to_owned(),
        subject: format!("verification:{number}"),
        purpose: format!("matched {} unmatched {}", matched.len(), report.unmatched.len()),
    })?;
    Ok((report, touched))
}

fn about(line: &Line, code: &str, message: &str) -> LineFault {
    LineFault {
        sheet: line.sheet.clone(),
        row: line.row,
        column: String::new(),
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

fn name_differs(
    r: &Reader<'_>,
    household: &HouseholdId,
    id_no: &IdNumber,
    line: &Line,
) -> Result<bool, StoreError> {
    let (Some(name), Some(stored)) = (&line.name, r.household(household)?) else { return Ok(false) };
    let member = stored.row.members.iter().find(|member| member.id_no.as_ref() == Some(id_no));
    Ok(member.is_some_and(|member| member.name.full() != name.full()))
}

/// What was verified against what was seen, by the policy of each household.
fn compare(
    r: &Reader<'_>,
    touched: &BTreeSet<HouseholdId>,
    known: &[Policy],
    report: &mut VerificationReport,
) -> Result<(), StoreError> {
    for household in touched {
        let assessable = match assessable_by(r, household, known) {
            Ok(assessable) => assessable,
            Err(AssessError::Store(error)) => return Err(error),
            Err(_) => {
                report.not_compared.push(household.clone());
                continue;
            }
        };
        let found: Vec<String> = contradictions(&assessable.facts, &assessable.policy)
            .iter()
            .filter(|found| [found.less, found.more].contains(&Source::Verified))
            .map(ruhu_core::assessment::Contradiction::sentence)
            .collect();
        if !found.is_empty() {
            report
                .contradicted
                .push(ContradictedHousehold { household_id: household.clone(), contradictions: found });
        }
    }
    Ok(())
}
