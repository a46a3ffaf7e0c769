//! The register of close relatives (近亲属备案).

use ruhu_core::{
    household::{IdNumber, PersonName},
    ids::HouseholdId,
};

use super::{Reader, StoreError, Writer};

/// A person of the roster whom one of the staff or cadres filed as a close relative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredRelative {
    /// The person, as the roster spells the number.
    pub id_no: IdNumber,
    /// Who filed.
    pub staff: PersonName,
    /// What the person is to them; empty where the file does not say.
    pub relation: String,
}

impl Reader<'_> {
    /// Who is registered as a close relative of somebody in the household, each name once.
    pub fn relatives_of(&self, household: &HouseholdId) -> Result<Vec<PersonName>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT staff_name FROM registered_relatives JOIN identity_numbers USING (id_no)
             WHERE household_id = ?1 ORDER BY staff_name",
        )?;
        let rows = statement.query_map([household.as_str()], |row| row.get::<_, String>(0))?;
        rows.map(|name| {
            PersonName::new(name?)
                .map_err(|_| StoreError::Corrupt { what: "registered_relatives.staff_name" })
        })
        .collect()
    }

    /// How many lines the register has.
    pub fn count_relatives(&self) -> Result<usize, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM registered_relatives")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Keeps these lines instead of the whole register.
    pub fn replace_relatives(&self, lines: &[RegisteredRelative]) -> Result<(), StoreError> {
        self.conn.execute("DELETE FROM registered_relatives", [])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT OR REPLACE INTO registered_relatives (id_no, staff_name, relation) VALUES (?1, ?2, ?3)",
        )?;
        for line in lines {
            insert.execute((line.id_no.full(), line.staff.full(), &line.relation))?;
        }
        Ok(())
    }
}
