//! What a running server has at hand: the store, the photo folder, the clock.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ruhu_core::{
    clock::Clock,
    ids::{CampaignId, ServerEpoch},
    wire::CampaignBody,
};

use crate::{
    blobs::BlobFolder,
    casework::{checklists, divisions},
    entropy::fresh_bytes,
    store::{Store, StoreError},
};

const EPOCH_FACT: &str = "server_epoch";

/// One data folder, opened.
pub struct App {
    /// The data folder.
    pub dir: PathBuf,
    /// The database.
    pub store: Store,
    /// The photos.
    pub blobs: BlobFolder,
    /// The server's clock.
    pub clock: Arc<dyn Clock>,
    /// This life of the database.
    pub epoch: ServerEpoch,
}

impl App {
    /// Opens a data folder, creating what is missing: schema, epoch, the sample county's divisions, a
    /// campaign with the shipped checklists.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let store = Store::open(dir)?;
        let blobs = BlobFolder::open(dir)?;
        let now_ms = clock.read().wall_ms;
        let fresh_epoch = ServerEpoch(fresh_bytes()?);
        let epoch = store.write(move |w| -> Result<ServerEpoch, StoreError> {
            let epoch = match w.fact(EPOCH_FACT)? {
                Some(bytes) => ServerEpoch::from_slice(&bytes)
                    .map_err(|_| StoreError::Corrupt { what: "meta.server_epoch" })?,
                None => {
                    w.keep_fact(EPOCH_FACT, fresh_epoch.as_bytes())?;
                    fresh_epoch
                }
            };
            if w.division_count()? == 0 {
                w.keep_divisions(&divisions::sample_county())?;
            }
            if w.current_campaign()?.is_none() {
                w.keep_campaign(&first_campaign(now_ms)?, now_ms)?;
            }
            checklists::provide_shipped(w, now_ms)?;
            Ok(epoch)
        })?;
        Ok(Self { dir: dir.to_owned(), store, blobs, clock, epoch })
    }

    /// The server's time in milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.read().wall_ms
    }
}

/// Begins a new life of a database that was restored from a backup, so that phones check what it holds.
///
/// # Errors
/// [`StoreError`].
pub fn renew_epoch(store: &Store) -> Result<(), StoreError> {
    let epoch = ServerEpoch(fresh_bytes()?);
    store.write(move |w| w.keep_fact(EPOCH_FACT, epoch.as_bytes()))
}

/// Low-income households are re-examined every year, so an empty server starts with this year's review.
fn first_campaign(now_ms: i64) -> Result<CampaignBody, StoreError> {
    let year = crate::local_time::beijing(now_ms).year();
    let campaign = CampaignId::new(format!("{year}-annual"))
        .map_err(|_| StoreError::Corrupt { what: "campaigns.campaign_id" })?;
    Ok(CampaignBody { campaign, title: format!("{year}年度低保复核"), forms: Vec::new() })
}
