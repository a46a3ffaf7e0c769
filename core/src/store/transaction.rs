//! Reading and writing: functions that read take a [`Reader`], functions that write a [`Writer`].

use std::ops::Deref;

use rusqlite::{Connection, Params, Row};
use serde::{Serialize, de::DeserializeOwned};

use super::{Entropy, StoreError};
use crate::{
    clock::{Clock, ClockReading},
    journal::{from_cbor, to_cbor},
};

/// A view of the store. Everything read through one reader belongs together.
pub struct Reader<'c> {
    pub(super) connection: &'c Connection,
}

/// A transaction: either all of it is on the disk when it returns, or none.
pub struct Writer<'c> {
    pub(super) reader: Reader<'c>,
    pub(super) clock: &'c dyn Clock,
    pub(super) entropy: &'c dyn Entropy,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl Reader<'_> {
    /// The rows of a query.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    /// The first row of a query.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(read).transpose()
    }

    /// The one number that a query gives; 0 where it gives none.
    pub(super) fn number(&self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        Ok(self.row(sql, params, |row| Ok(row.get::<_, Option<i64>>(0)?))?.flatten().unwrap_or(0))
    }
}

impl Writer<'_> {
    /// Runs a statement and gives how many rows it changed.
    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    /// Fresh random bytes.
    ///
    /// # Errors
    /// [`StoreError::NoRandomness`].
    pub fn random<const N: usize>(&self) -> Result<[u8; N], StoreError> {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> ClockReading {
        self.clock.read()
    }
}

/// Reads a CBOR column.
pub(super) fn read_cbor<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, StoreError> {
    from_cbor(bytes).map_err(|_| StoreError::Damaged { what })
}

/// Writes a CBOR column.
pub(super) fn write_cbor<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    Ok(to_cbor(value)?)
}

/// Numbers from 0 fit SQLite's signed ones; beyond them nothing of ours goes.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The other way round.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
