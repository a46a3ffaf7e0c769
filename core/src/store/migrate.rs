//! The phone's schema: numbered steps, each with its version in one transaction, never edited after release.

use rusqlite::Connection;

use super::StoreError;

/// Step `n` leads from version `n` to `n + 1`.
const STEPS: &[&str] = &[
    include_str!("../../migrations/0001_initial.sql"),
    include_str!("../../migrations/0002_forms.sql"),
    include_str!("../../migrations/0003_evidence.sql"),
    include_str!("../../migrations/0004_durable.sql"),
];

/// Brings the database to this build's schema.
///
/// # Errors
/// [`StoreError::StoreNewer`] for one that a later build has written.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    migrate_by(connection, STEPS)
}

fn migrate_by(connection: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let found = usize::try_from(found).unwrap_or(usize::MAX);
    if found > steps.len() {
        return Err(StoreError::StoreNewer);
    }
    for (version, step) in (1_u32..).zip(steps).skip(found) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The schema as SQLite keeps it, one statement per object, in the order of their names.
    fn picture(connection: &Connection) -> String {
        let query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name";
        let mut statement = connection.prepare(query).unwrap();
        let objects = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        objects.map(|sql| sql.unwrap() + ";\n").collect()
    }

    #[test]
    fn every_step_leads_to_the_schema_that_was_released() {
        let released = [
            include_str!("../../migrations/released/0001.sql"),
            include_str!("../../migrations/released/0002.sql"),
            include_str!("../../migrations/released/0003.sql"),
            include_str!("../../migrations/released/0004.sql"),
        ];
        assert_eq!(released.len(), STEPS.len());
        let mut connection = Connection::open_in_memory().unwrap();
        for (step, released) in released.into_iter().enumerate() {
            migrate_by(&mut connection, &STEPS[..=step]).unwrap();
            let picture = picture(&connection);
            assert_eq!(picture, released, "step {step} differs from the released picture:\n{picture}");
        }
    }

    #[test]
    fn migrating_twice_changes_nothing_and_a_newer_store_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::StoreNewer)));
    }

    #[test]
    fn every_table_is_strict() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let query = "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'";
        let loose: u32 = connection.query_row(query, [], |row| row.get(0)).unwrap();
        assert_eq!(loose, 0);
    }
}
