//! Forms, and which of them a campaign works with.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use ruhu_core::{
    form::{FormVersion, definition::FormDefinition, fill::PreparedForm},
    ids::CampaignId,
};
use rusqlite::{OptionalExtension, params};

use super::{Reader, StoreError, Writer};

/// Forms kept ready in memory; a county works with a handful.
const MAX_READY: usize = 64;

/// Forms that were made ready. A version is the hash of its content, so nothing here is ever out of date.
#[derive(Debug, Default)]
pub(super) struct ReadyForms(Mutex<HashMap<FormVersion, PreparedForm>>);

impl ReadyForms {
    fn find(&self, version: &FormVersion) -> Option<PreparedForm> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(version).cloned()
    }

    fn keep(&self, version: &FormVersion, form: &PreparedForm) {
        let mut ready = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ready.len() >= MAX_READY {
            ready.clear();
        }
        ready.insert(version.clone(), form.clone());
    }
}

/// A form in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRow {
    /// Its version.
    pub version: FormVersion,
    /// Its title.
    pub title: String,
    /// When it was kept, by the server's clock, in milliseconds.
    pub kept_ms: i64,
    /// Whether the newest campaign works with it.
    pub in_use: bool,
}

impl Reader<'_> {
    /// The form of this version, ready to be filled or read; none where it was never kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn form(&self, version: &FormVersion) -> Result<Option<PreparedForm>, StoreError> {
        if let Some(form) = self.ready.forms.find(version) {
            return Ok(Some(form));
        }
        let Some(content) = self.form_content(version)? else { return Ok(None) };
        let definition = FormDefinition::from_bytes(&content)
            .map_err(|_| StoreError::Corrupt { what: "forms.content" })?;
        let form = PreparedForm::new(definition);
        self.ready.forms.keep(version, &form);
        Ok(Some(form))
    }

    /// The canonical bytes of the form of this version.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn form_content(&self, version: &FormVersion) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT content FROM forms WHERE version = ?1")?;
        Ok(statement.query_row([&version.0], |row| row.get(0)).optional()?)
    }

    /// The forms of a campaign, by their ids.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn campaign_forms(&self, campaign: &CampaignId) -> Result<Vec<FormVersion>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT version FROM campaign_forms WHERE campaign_id = ?1 ORDER BY form_id")?;
        let rows = statement.query_map([campaign.as_str()], |row| row.get(0).map(FormVersion))?;
        rows.map(|version| Ok(version?)).collect()
    }

    /// Every form, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn forms(&self) -> Result<Vec<FormRow>, StoreError> {
        let campaign = self.current_campaign()?;
        let in_use = campaign.map(|campaign| campaign.forms).unwrap_or_default();
        let sql = "SELECT version, title, kept_ms FROM forms ORDER BY kept_ms DESC, version";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let version = FormVersion(row.get(0)?);
            let in_use = in_use.contains(&version);
            Ok(FormRow { version, title: row.get(1)?, kept_ms: row.get(2)?, in_use })
        })?;
        rows.map(|row| Ok(row?)).collect()
    }
}

impl Writer<'_> {
    /// Keeps a form; one that is kept already stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_form(&self, form: &FormDefinition, now_ms: i64) -> Result<(), StoreError> {
        let content = form.to_bytes().map_err(|_| StoreError::Corrupt { what: "forms.content" })?;
        let sql = "INSERT INTO forms (version, form_id, title, content, kept_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT DO NOTHING";
        let (version, settings) = (form.version(), form.settings());
        self.conn.execute(sql, params![version.0, version.form_id(), settings.title, content, now_ms])?;
        Ok(())
    }

    /// Makes a kept form the one that new records of a campaign are made with; says whether it was not before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn use_form(&self, campaign: &CampaignId, version: &FormVersion) -> Result<bool, StoreError> {
        let sql = "INSERT INTO campaign_forms (campaign_id, form_id, version) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (campaign_id, form_id) DO UPDATE SET version = ?3 WHERE version <> ?3";
        Ok(self.conn.execute(sql, params![campaign.as_str(), version.form_id(), version.0])? == 1)
    }
}
