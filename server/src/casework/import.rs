//! A roster comes in: read, decided against the store, kept, and told to the phones, in one transaction.

use ruhu_core::{
    error::Explain,
    household::{HouseholdRecord, IdNumber},
    ids::HouseholdId,
    region::RegionCode,
};

use super::roster::{
    HouseholdIdentity, ImportReport, Owner, ParsedRoster, RosterError, RosterLimits, parse_roster, settle,
};
use crate::{
    app::App,
    entropy::fresh_bytes,
    ingest,
    store::{AuditLine, StoreError, Writer},
};

/// Why nothing of a roster came in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file as a whole cannot be used.
    #[error(transparent)]
    Roster(#[from] RosterError),
}

impl Explain for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Roster(inner) => inner.code(),
        }
    }
}

/// What the store knows of people, as the import asks it.
struct Known<'w, 'c> {
    writer: &'w Writer<'c>,
}

impl HouseholdIdentity for Known<'_, '_> {
    type Error = StoreError;

    fn owner(&self, id_no: &IdNumber) -> Result<Option<Owner>, StoreError> {
        let found = self.writer.household_of_number(id_no)?;
        Ok(found.map(|(household, is_head)| Owner { household, is_head }))
    }

    fn current(&self, household: &HouseholdId) -> Result<Option<HouseholdRecord>, StoreError> {
        let stored = self.writer.household(household)?;
        Ok(stored.map(|stored| HouseholdRecord {
            row: stored.row,
            bank: stored.bank,
            account: stored.account,
        }))
    }

    fn mint(&mut self) -> Result<HouseholdId, StoreError> {
        // A pseudonym: it may stand in notices and URLs, so it says nothing about the household.
        let id = format!("h{}", hex::encode(fresh_bytes::<8>()?));
        HouseholdId::new(id).map_err(|_| StoreError::Corrupt { what: "households.household_id" })
    }
}

/// Imports a workbook of a region's households. The same file twice changes nothing.
///
/// # Errors
/// [`ImportError`]; then nothing came in.
pub fn import_roster(app: &App, workbook: &[u8], region: &RegionCode) -> Result<ImportReport, ImportError> {
    let divisions = app.store.read(|r| r.divisions(region))?;
    let parsed = parse_roster(workbook, &divisions, region, &RosterLimits::default())?;
    let now_ms = app.now_ms();
    let region = region.to_string();
    Ok(app.store.write(move |w| keep(w, parsed, (region, now_ms)))?)
}

fn keep(
    w: &Writer<'_>,
    parsed: ParsedRoster,
    (region, now_ms): (String, i64),
) -> Result<ImportReport, StoreError> {
    let outcome = settle(parsed, &mut Known { writer: w })?;
    let mut changed = Vec::with_capacity(outcome.changed.len());
    for record in &outcome.changed {
        w.keep_household(record, now_ms)?;
        changed.push(record.row.household_id.clone());
    }
    ingest::tell_households(w, &changed, now_ms)?;
    w.audit(&AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "roster.import".to_owned(),
        subject: format!("region:{region}"),
        purpose: format!("changed {} unchanged {}", changed.len(), outcome.unchanged),
    })?;
    Ok(outcome.report)
}
