//! The audit log: who read or did what, and why; each line is chained to the one before (design.md section 6).

use ruhu_core::ids::Sha256Hash;
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// One line. It names people by login and things by id, never by identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When, by the server's clock.
    pub at_ms: i64,
    /// Login, `device:…`, or `cli`.
    pub actor: String,
    /// What was done, a stable code.
    pub action: String,
    /// To what, by id.
    pub subject: String,
    /// The stated purpose, where one is needed.
    pub purpose: String,
}

impl AuditLine {
    /// The hash of this line after the line with hash `prev`; lengths keep fields apart.
    #[must_use]
    pub fn hash(&self, prev: &Sha256Hash) -> Sha256Hash {
        let mut bytes = prev.as_bytes().to_vec();
        bytes.extend_from_slice(&self.at_ms.to_be_bytes());
        for field in [&self.actor, &self.action, &self.subject, &self.purpose] {
            bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
            bytes.extend_from_slice(field.as_bytes());
        }
        Sha256Hash::of(&bytes)
    }
}

impl Reader<'_> {
    /// Calls `visit` with every line: number, line, hash of the one before, own hash.
    pub fn each_audit_line(
        &self,
        mut visit: impl FnMut(i64, AuditLine, Sha256Hash, Sha256Hash),
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT audit_no, at_ms, actor, action, subject, purpose, prev, hash FROM audit ORDER BY 1",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line = AuditLine {
                at_ms: row.get(1)?,
                actor: row.get(2)?,
                action: row.get(3)?,
                subject: row.get(4)?,
                purpose: row.get(5)?,
            };
            visit(row.get(0)?, line, Sha256Hash(row.get(6)?), Sha256Hash(row.get(7)?));
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Appends a line.
    pub fn audit(&self, line: &AuditLine) -> Result<(), StoreError> {
        let prev: Option<[u8; 32]> = self
            .conn
            .prepare_cached("SELECT hash FROM audit ORDER BY audit_no DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let prev = prev.map_or(Sha256Hash::ZERO, Sha256Hash);
        self.conn
            .prepare_cached(
                "INSERT INTO audit (at_ms, actor, action, subject, purpose, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                line.at_ms,
                &line.actor,
                &line.action,
                &line.subject,
                &line.purpose,
                prev.as_bytes(),
                line.hash(&prev).as_bytes(),
            ))?;
        Ok(())
    }
}
