//! What went wrong in the last sync, kept so that people see it after the screen is gone.

use rusqlite::params;

use super::{Reader, StoreError, Writer};
use crate::error::Problem;

/// Most problems kept.
const MAX_PROBLEMS: u32 = 200;

impl Reader<'_> {
    /// The problems of the last sync, in the order they came.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn problems(&self) -> Result<Vec<Problem>, StoreError> {
        let sql = "SELECT at_ms, stage, code, message FROM problems ORDER BY problem_no";
        self.rows(sql, [], |row| {
            Ok(Problem { at_ms: row.get(0)?, stage: row.get(1)?, code: row.get(2)?, message: row.get(3)? })
        })
    }
}

impl Writer<'_> {
    /// Replaces the problems of the sync before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn replace_problems(&self, problems: &[Problem]) -> Result<(), StoreError> {
        self.run("DELETE FROM problems", [])?;
        for (_, problem) in (0..MAX_PROBLEMS).zip(problems) {
            let sql = "INSERT INTO problems (at_ms, stage, code, message) VALUES (?1, ?2, ?3, ?4)";
            self.run(sql, params![problem.at_ms, problem.stage, problem.code, problem.message])?;
        }
        Ok(())
    }
}
