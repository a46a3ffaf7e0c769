//! The forms that this phone has received. None is ever taken away: a draft keeps the version it was started with.

use rusqlite::params;

use super::{Reader, StoreError, Writer};
use crate::{
    form::{FormVersion, definition::FormDefinition},
    wire::FormBody,
};

impl Reader<'_> {
    /// The form of this version; none where it has not arrived.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn form(&self, version: &FormVersion) -> Result<Option<FormDefinition>, StoreError> {
        let sql = "SELECT content FROM forms WHERE version = ?1";
        self.row(sql, [&version.0], |row| {
            let content: Vec<u8> = row.get(0)?;
            FormDefinition::from_bytes(&content).map_err(|_| StoreError::Damaged { what: "forms.content" })
        })
    }
}

impl Writer<'_> {
    /// Keeps a form whose content is what its version says.
    pub(super) fn keep_form(&self, body: &FormBody) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO forms (version, content) VALUES (?1, ?2)";
        self.run(sql, params![body.version.0, body.content.as_slice()]).map(drop)
    }
}
