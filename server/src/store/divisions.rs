//! Division codes and names.

use ruhu_core::region::{DivisionTree, RegionCode};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// Every division at or below `scope`, and those above it.
    pub fn divisions(&self, scope: &RegionCode) -> Result<DivisionTree, StoreError> {
        let mut tree = DivisionTree::default();
        let mut statement = self.conn.prepare_cached("SELECT code, name FROM divisions")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let code: RegionCode = row
                .get_ref(0)?
                .as_str()
                .ok()
                .and_then(|text| text.parse().ok())
                .ok_or(StoreError::Corrupt { what: "divisions.code" })?;
            if scope.covers(&code) || code.covers(scope) {
                tree.insert(code, row.get::<_, String>(1)?);
            }
        }
        Ok(tree)
    }

    /// The name of one division.
    pub fn division_name(&self, code: &RegionCode) -> Result<Option<String>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT name FROM divisions WHERE code = ?1")?;
        Ok(statement.query_row([code.to_string()], |row| row.get(0)).optional()?)
    }

    /// How many divisions are known.
    pub fn division_count(&self) -> Result<u64, StoreError> {
        Ok(self.conn.query_row("SELECT count(*) FROM divisions", [], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Adds divisions, renaming those already known.
    pub fn keep_divisions(&self, divisions: &[(RegionCode, String)]) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO divisions (code, name) VALUES (?1, ?2) ON CONFLICT (code) DO UPDATE SET name = excluded.name",
        )?;
        for (code, name) in divisions {
            statement.execute((code.to_string(), name))?;
        }
        Ok(())
    }
}
