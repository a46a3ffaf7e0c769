//! Verification results (信息核对) of people on the roster.

use jiff::civil::Date;
use ruhu_core::{
    assessment::{Holding, Months, Verified, VerifiedFigure, VerifiedItem},
    household::IdNumber,
    ids::{HouseholdId, Sha256Hash},
    money::Fen,
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// A line as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifiedLine {
    /// Name of its sheet.
    pub sheet: String,
    /// Its row, counted from 1.
    pub row: u32,
    /// Its column, counted from 0.
    pub column: u32,
    /// The person, as the roster spells the number.
    pub id_no: IdNumber,
    /// What was answered.
    pub figure: VerifiedFigure,
    /// Who answered.
    pub agency: String,
    /// The day that the answer speaks of.
    pub as_of: Date,
}

/// Import, sheet, row, item, amount, first and last month.
type Parts = (u32, String, u32, String, i64, Option<String>, Option<String>);

const CORRUPT: StoreError = StoreError::Corrupt { what: "verified_items" };

impl Reader<'_> {
    /// What authorities answered about the people of a household, oldest import first.
    pub fn verified_of(&self, household: &HouseholdId) -> Result<Vec<Verified>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT verification_no, sheet, sheet_row, item, amount, first_month, last_month
             FROM verified_items JOIN identity_numbers USING (id_no)
             WHERE household_id = ?1 ORDER BY verification_no, sheet, sheet_row, sheet_column",
        )?;
        let rows = statement.query_map([household.as_str()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
        })?;
        rows.map(|row| verified(row?)).collect()
    }

    /// The day that the newest answer about a person's item speaks of.
    pub fn verified_as_of(&self, id_no: &IdNumber, item: VerifiedItem) -> Result<Option<Date>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT max(as_of) FROM verified_items WHERE id_no = ?1 AND item = ?2")?;
        let found: Option<Option<String>> =
            statement.query_row((id_no.full(), item.name()), |row| row.get(0)).optional()?;
        found.flatten().map(|text| text.parse().map_err(|_| CORRUPT)).transpose()
    }
}

impl Writer<'_> {
    /// Begins an import and gives its number.
    pub fn new_verification(&self, sha256: &Sha256Hash, now_ms: i64) -> Result<u32, StoreError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO verifications (imported_ms, sha256) VALUES (?1, ?2) RETURNING verification_no",
        )?;
        Ok(insert.query_row((now_ms, sha256.as_bytes()), |row| row.get(0))?)
    }

    /// Drops what earlier imports said about a person's item.
    pub fn drop_verified_before(
        &self,
        number: u32,
        id_no: &IdNumber,
        item: VerifiedItem,
    ) -> Result<(), StoreError> {
        let mut delete = self.conn.prepare_cached(
            "DELETE FROM verified_items WHERE id_no = ?1 AND item = ?2 AND verification_no < ?3",
        )?;
        delete.execute((id_no.full(), item.name(), number))?;
        Ok(())
    }

    /// Keeps a line of an import.
    pub fn keep_verified(&self, number: u32, line: &VerifiedLine) -> Result<(), StoreError> {
        let (amount, months) = match line.figure {
            VerifiedFigure::Income { amount, months, .. } => (amount.0, Some(months)),
            VerifiedFigure::Property { holding: Holding::Value(value), .. } => (value.0, None),
            VerifiedFigure::Property { holding: Holding::Pieces(pieces), .. } => (pieces.into(), None),
        };
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO verified_items (verification_no, sheet, sheet_row, sheet_column, item, id_no, amount,
                                         first_month, last_month, agency, as_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?;
        insert.execute(rusqlite::params![
            number,
            line.sheet,
            line.row,
            line.column,
            line.figure.item().name(),
            line.id_no.full(),
            amount,
            months.map(|months| months.from.to_string()),
            months.map(|months| months.to.to_string()),
            line.agency,
            line.as_of.to_string(),
        ])?;
        Ok(())
    }
}

fn verified((number, sheet, row, item, amount, first, last): Parts) -> Result<Verified, StoreError> {
    let item = VerifiedItem::from_name(&item).ok_or(CORRUPT)?;
    let month = |text: Option<String>| text.and_then(|text| text.parse().ok()).ok_or(CORRUPT);
    let figure = match item {
        VerifiedItem::Income(class) => {
            let months = Months { from: month(first)?, to: month(last)? };
            VerifiedFigure::Income { class, amount: Fen(amount), months }
        }
        VerifiedItem::Property(kind) if item.in_pieces() => {
            let pieces = u32::try_from(amount).map_err(|_| CORRUPT)?;
            VerifiedFigure::Property { kind, holding: Holding::Pieces(pieces) }
        }
        VerifiedItem::Property(kind) => {
            VerifiedFigure::Property { kind, holding: Holding::Value(Fen(amount)) }
        }
    };
    let import =
        if sheet.is_empty() { format!("第 {number} 次") } else { format!("第 {number} 次“{sheet}”") };
    Ok(Verified { figure, import, row })
}
