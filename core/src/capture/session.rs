//! One surveyor's phone, opened.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use super::forms::Forms;
use crate::{
    clock::Clock,
    error::Problem,
    ids::DeviceId,
    photo::WatermarkFont,
    region::RegionCode,
    store::{Campaign, Entropy, Store, StoreError, StoreKey, SystemEntropy},
};

/// What an app talks to: everything that a surveyor does at a door. Calls from several threads are safe; when a call
/// that changes something returns `Ok`, the change survives a power cut.
///
/// Enrolment and sync are in [`crate::sync`].
#[derive(Debug)]
pub struct FieldSession {
    pub(super) store: Store,
    pub(super) forms: Mutex<Forms>,
    pub(super) watermark_font: Mutex<Option<Arc<WatermarkFont>>>,
}

/// Who works on this phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The phone.
    pub device: DeviceId,
    /// The surveyor it was given to.
    pub surveyor: String,
    /// Where the surveyor works.
    pub region: RegionCode,
    /// That region's name.
    pub region_name: String,
    /// Where the server is.
    pub server_url: String,
}

impl FieldSession {
    /// Opens the phone's folder, which is made where it is missing. `key` is what the system's key store keeps.
    ///
    /// # Errors
    /// [`StoreError`]: a wrong key, a damaged or newer store, a folder in use, a full disk.
    pub fn open(folder: &Path, key: &StoreKey, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        Self::open_with(folder, key, clock, Arc::new(SystemEntropy))
    }

    /// As [`FieldSession::open`], with another source of randomness.
    ///
    /// # Errors
    /// As [`FieldSession::open`].
    pub fn open_with(
        folder: &Path,
        key: &StoreKey,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            store: Store::open(folder, key, clock, entropy)?,
            forms: Mutex::default(),
            watermark_font: Mutex::default(),
        })
    }

    /// Whether the phone is enrolled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_enrolled(&self) -> Result<bool, StoreError> {
        Ok(self.who()?.is_some())
    }

    /// Who works on this phone; none before it is enrolled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn who(&self) -> Result<Option<Who>, StoreError> {
        let identity = self.store.read(|r| r.identity())?;
        Ok(identity.map(|identity| Who {
            device: identity.device,
            surveyor: identity.surveyor,
            region: identity.region,
            region_name: identity.region_name,
            server_url: identity.server_url,
        }))
    }

    /// The campaign that the phone works in; none before the first sync.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn campaign(&self) -> Result<Option<Campaign>, StoreError> {
        self.store.read(|r| r.campaign())
    }

    /// What went wrong in the last sync.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sync_problems(&self) -> Result<Vec<Problem>, StoreError> {
        self.store.read(|r| r.problems())
    }

    /// The store beneath, for [`crate::sync`].
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}
