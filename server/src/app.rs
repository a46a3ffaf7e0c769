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
use zeroize::Zeroizing;

use crate::{
    blobs::BlobFolder,
    casework::{checklists, divisions},
    entropy::fresh_bytes,
    evidence::{self, LogSigner},
    room::KEEP_FREE_BYTES,
    store::{Store, StoreError, Writer},
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
    /// Signs the evidence log.
    pub log: LogSigner,
    /// Photos are refused where they would leave less than this free on the disk.
    pub keep_free_bytes: u64,
}

impl App {
    /// Opens a data folder, creating what is missing: schema, epoch, the evidence log's key, the sample county's divisions, a
    /// campaign with the shipped checklists.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let store = Store::open(dir)?;
        let blobs = BlobFolder::open(dir)?;
        let now_ms = clock.read().wall_ms;
        let fresh_epoch = ServerEpoch(fresh_bytes()?);
        let fresh_secret = Zeroizing::new(fresh_bytes()?);
        let (epoch, log) = store.write(move |w| -> Result<_, StoreError> {
            let epoch = provide_epoch(w, fresh_epoch)?;
            let log = evidence::provide_log(w, epoch, (&fresh_secret, now_ms))?;
            if w.division_count()? == 0 {
                w.keep_divisions(&divisions::sample_county())?;
            }
            if w.current_campaign()?.is_none() {
                w.keep_campaign(&first_campaign(now_ms)?, now_ms)?;
            }
            checklists::provide_shipped(w, now_ms)?;
            Ok((epoch, log))
        })?;
        Ok(Self { dir: dir.to_owned(), store, blobs, clock, epoch, log, keep_free_bytes: KEEP_FREE_BYTES })
    }

    /// The server's time in milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.read().wall_ms
    }
}

fn provide_epoch(w: &Writer<'_>, fresh: ServerEpoch) -> Result<ServerEpoch, StoreError> {
    if let Some(bytes) = w.fact(EPOCH_FACT)? {
        return ServerEpoch::from_slice(&bytes)
            .map_err(|_| StoreError::Corrupt { what: "meta.server_epoch" });
    }
    w.keep_fact(EPOCH_FACT, fresh.as_bytes())?;
    Ok(fresh)
}

/// Begins a new life of a database that was restored from a backup, so that phones check what it holds; the evidence
/// log states it.
///
/// # Errors
/// [`StoreError`].
pub fn begin_new_life(store: &Store, now_ms: i64) -> Result<(), StoreError> {
    let (first, next) = (ServerEpoch(fresh_bytes()?), ServerEpoch(fresh_bytes()?));
    let fresh_secret = Zeroizing::new(fresh_bytes()?);
    store.write(move |w| {
        let before = provide_epoch(w, first)?;
        let signer = evidence::provide_log(w, before, (&fresh_secret, now_ms))?;
        w.keep_fact(EPOCH_FACT, next.as_bytes())?;
        evidence::begin_life(w, &signer, (next, before), now_ms)
    })
}

/// Low-income households are re-examined every year, so an empty server starts with this year's review.
fn first_campaign(now_ms: i64) -> Result<CampaignBody, StoreError> {
    let year = crate::local_time::beijing(now_ms).year();
    let campaign = CampaignId::new(format!("{year}-annual"))
        .map_err(|_| StoreError::Corrupt { what: "campaigns.campaign_id" })?;
    Ok(CampaignBody { campaign, title: format!("{year}年度低保复核"), forms: Vec::new() })
}
