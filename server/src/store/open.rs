//! The one door to the database: pragmas and migrations.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::StoreError;

/// Numbered migrations; never edited after a release.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/sqlite/0001_initial.sql"),
    include_str!("../../migrations/sqlite/0002_forms.sql"),
    include_str!("../../migrations/sqlite/0003_evidence.sql"),
    include_str!("../../migrations/sqlite/0004_uploads.sql"),
    include_str!("../../migrations/sqlite/0005_contacts.sql"),
    include_str!("../../migrations/sqlite/0006_backups.sql"),
    include_str!("../../migrations/sqlite/0007_verifications.sql"),
    include_str!("../../migrations/sqlite/0008_fences.sql"),
    include_str!("../../migrations/sqlite/0009_prints.sql"),
    include_str!("../../migrations/sqlite/0010_relatives.sql"),
];
/// How long a statement waits for another process, in milliseconds.
const BUSY_TIMEOUT_MS: u64 = 10_000;
/// Page cache of one connection, in KiB (negative by SQLite's convention).
const CACHE_KIB: i64 = -4_096;
/// Prepared statements kept by one connection.
const STATEMENT_CACHE: usize = 64;

fn tune(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    conn.pragma_update(None, "cache_size", CACHE_KIB)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    Ok(())
}

pub(super) fn connect_and_migrate(database: &Path) -> Result<Connection, StoreError> {
    let mut conn = Connection::open(database)?;
    tune(&conn)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    // An acknowledgement promises that a power cut loses nothing.
    conn.pragma_update(None, "synchronous", "FULL")?;
    // Where a file cannot be opened for writing, SQLite opens it for reading and says nothing.
    if conn.is_readonly("main")? {
        return Err(std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem).into());
    }
    migrate(&mut conn)?;
    Ok(conn)
}

pub(super) fn connect_read_only(database: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(database, flags)?;
    tune(&conn)?;
    Ok(conn)
}

fn migrate(conn: &mut Connection) -> Result<(), StoreError> {
    let transaction = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(found).map_err(|_| StoreError::Newer { found })?;
    let pending = MIGRATIONS.get(done..).ok_or(StoreError::Newer { found })?;
    for migration in pending {
        transaction.execute_batch(migration)?;
    }
    let version = i64::try_from(MIGRATIONS.len()).map_err(|_| StoreError::Newer { found })?;
    transaction.pragma_update(None, "user_version", version)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_later_version_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("later.sqlite");
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(connect_and_migrate(&path), Err(StoreError::Newer { found: 99 })));
    }

    #[test]
    fn opening_twice_migrates_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("db.sqlite");
        drop(connect_and_migrate(&path).unwrap());
        connect_and_migrate(&path).unwrap();
    }
}
