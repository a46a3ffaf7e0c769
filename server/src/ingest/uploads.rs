//! Photos on the way: resumable, verified by hash before they count. HTTP speaks tus 1.0 over these functions.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};

use ruhu_core::{
    error::Explain,
    ids::{DeviceId, Sha256Hash},
    wire::{ReceiptBody, RecordState},
};

use super::{prints::look_at, receipts::tell_senders};
use crate::{
    app::App,
    entropy::fresh_bytes,
    room,
    store::{StoreError, Upload},
};

/// Largest photo in bytes: above what any phone camera writes as JPEG.
pub const MAX_PHOTO_BYTES: u64 = 64 * 1024 * 1024;
/// An unfinished upload may be cleared away after this, in milliseconds: seven days.
pub const UPLOAD_LIFETIME_MS: i64 = 7 * 24 * 3_600 * 1_000;
/// Most unfinished uploads of one phone.
const MAX_OPEN_UPLOADS: u64 = 500;
/// Names an upload that needs no bytes: the photo is here already.
const DONE_PREFIX: &str = "done-";

/// Why an upload goes no further. Nothing that was acknowledged is lost by it.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No such upload, or its time has passed.
    #[error("上传任务不存在或已过期，请重新上传这张照片")]
    Unknown,
    /// The offset is not where the upload stands.
    #[error("上传位置不符，服务器已有 {held} 字节，请从该处继续")]
    Offset {
        /// Bytes held.
        held: u64,
    },
    /// More bytes than announced.
    #[error("上传内容超过声明的大小，请重新上传这张照片")]
    Beyond,
    /// The photo is too large.
    #[error("照片超过 64 MB，无法上传；请用较低分辨率重拍")]
    TooLarge,
    /// Too many unfinished uploads.
    #[error("未完成的上传超过 {MAX_OPEN_UPLOADS} 个，请先完成已有上传")]
    TooMany,
    /// The bytes do not have the announced hash.
    #[error("照片内容与校验值不符，已丢弃；请重新上传这张照片")]
    HashMismatch,
}

impl Explain for UploadError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Unknown => "upload_unknown",
            Self::Offset { .. } => "upload_offset",
            Self::Beyond => "upload_beyond_length",
            Self::TooLarge => "photo_too_large",
            Self::TooMany => "too_many_uploads",
            Self::HashMismatch => "photo_hash_mismatch",
        }
    }
}

impl From<io::Error> for UploadError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The uploads of all phones. One at a time works on the same upload.
#[derive(Default)]
pub struct Uploads {
    busy: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its public name.
    pub upload_id: String,
    /// Bytes held.
    pub offset: u64,
    /// Bytes announced.
    pub size: u64,
    /// After this it may be cleared away; none once it is finished.
    pub expires_ms: Option<i64>,
}

impl Standing {
    fn finished(upload_id: String, size: u64) -> Self {
        Self { upload_id, offset: size, size, expires_ms: None }
    }
}

impl Uploads {
    /// Opens an upload; one of a photo that is here already is finished at once.
    ///
    /// # Errors
    /// [`UploadError::TooLarge`], [`UploadError::TooMany`]; [`UploadError::HashMismatch`] where a photo with this hash
    /// has another size.
    pub fn create(
        &self,
        app: &App,
        device: &DeviceId,
        sha256: Sha256Hash,
        size: u64,
    ) -> Result<Standing, UploadError> {
        if size > MAX_PHOTO_BYTES {
            return Err(UploadError::TooLarge);
        }
        if size == 0 {
            return self.keep_whole(app, sha256, &[]);
        }
        if let Some(held) = app.store.read(|r| r.blob_size(&sha256))? {
            if held != size {
                return Err(UploadError::HashMismatch);
            }
            return Ok(Standing::finished(format!("{DONE_PREFIX}{sha256}"), size));
        }
        if app.store.read(|r| r.open_uploads(device))? >= MAX_OPEN_UPLOADS {
            return Err(UploadError::TooMany);
        }
        room_for(app, size)?;
        let upload = Upload {
            upload_id: hex::encode(fresh_bytes::<16>()?),
            device: *device,
            sha256,
            size,
            expires_ms: app.now_ms() + UPLOAD_LIFETIME_MS,
        };
        let standing = Standing {
            upload_id: upload.upload_id.clone(),
            offset: 0,
            size,
            expires_ms: Some(upload.expires_ms),
        };
        app.store.write(move |w| w.keep_upload(&upload))?;
        Ok(standing)
    }

    /// Keeps a whole photo that came in one piece, without an upload of its own.
    ///
    /// # Errors
    /// [`UploadError::HashMismatch`]; a full disk.
    pub fn keep_whole(&self, app: &App, sha256: Sha256Hash, bytes: &[u8]) -> Result<Standing, UploadError> {
        let size = bytes.len() as u64;
        if Sha256Hash::of(bytes) != sha256 {
            return Err(UploadError::HashMismatch);
        }
        if !app.store.read(|r| r.has_blob(&sha256))? {
            room_for(app, size)?;
            app.blobs.put(&hex::encode(fresh_bytes::<16>()?), &sha256, bytes)?;
            verified(app, sha256, size)?;
        }
        Ok(Standing::finished(format!("{DONE_PREFIX}{sha256}"), size))
    }

    /// Where an upload of this phone stands.
    ///
    /// # Errors
    /// [`UploadError::Unknown`].
    pub fn standing(&self, app: &App, device: &DeviceId, upload_id: &str) -> Result<Standing, UploadError> {
        if let Some(hash) = upload_id.strip_prefix(DONE_PREFIX) {
            let sha256: Sha256Hash = hash.parse().map_err(|_| UploadError::Unknown)?;
            let size = app.store.read(|r| r.blob_size(&sha256))?.ok_or(UploadError::Unknown)?;
            return Ok(Standing::finished(upload_id.to_owned(), size));
        }
        let upload = own_upload(app, device, upload_id)?;
        // Whoever missed the last answer asks again; and a photo may have come by another upload meanwhile.
        if let Some(size) = app.store.read(|r| r.blob_size(&upload.sha256))? {
            return Ok(Standing::finished(upload.upload_id, size));
        }
        let offset = app.blobs.upload_len(&upload.upload_id)?.unwrap_or(0);
        Ok(Standing {
            upload_id: upload.upload_id,
            offset,
            size: upload.size,
            expires_ms: Some(upload.expires_ms),
        })
    }

    /// Appends bytes at `offset`; the last byte makes the photo count, once its hash is verified.
    ///
    /// # Errors
    /// [`UploadError`]; on [`UploadError::HashMismatch`] the upload is gone.
    pub fn append(
        &self,
        app: &App,
        device: &DeviceId,
        upload_id: &str,
        (offset, bytes): (u64, &[u8]),
    ) -> Result<Standing, UploadError> {
        let gate = self.gate(upload_id);
        let _one_at_a_time = gate.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = self.standing(app, device, upload_id)?;
        if standing.offset != offset {
            return Err(UploadError::Offset { held: standing.offset });
        }
        let end = offset.checked_add(bytes.len() as u64).filter(|&end| end <= standing.size);
        let end = end.ok_or(UploadError::Beyond)?;
        if standing.expires_ms.is_some() {
            app.blobs.append(upload_id, offset, bytes)?;
            if end == standing.size {
                finish(app, &own_upload(app, device, upload_id)?)?;
                self.forget(upload_id);
            }
        }
        Ok(Standing { offset: end, ..standing })
    }

    /// Gives an upload up.
    ///
    /// # Errors
    /// [`UploadError::Unknown`].
    pub fn terminate(&self, app: &App, device: &DeviceId, upload_id: &str) -> Result<(), UploadError> {
        let upload = own_upload(app, device, upload_id)?;
        discard(app, &upload.upload_id)?;
        self.forget(upload_id);
        Ok(())
    }

    /// Clears away uploads whose time has passed and bytes that belong to none. Gives how many.
    ///
    /// # Errors
    /// [`UploadError::Store`].
    pub fn sweep(&self, app: &App) -> Result<usize, UploadError> {
        let expired = app.store.read(|r| r.expired_uploads(app.now_ms()))?;
        for upload_id in &expired {
            discard(app, upload_id)?;
            self.forget(upload_id);
        }
        Ok(expired.len())
    }

    fn gate(&self, upload_id: &str) -> Arc<Mutex<()>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(busy.entry(upload_id.to_owned()).or_default())
    }

    fn forget(&self, upload_id: &str) {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(upload_id);
    }
}

/// Removes bytes that a killed server left behind: they belong to no upload. Called before requests are served.
///
/// # Errors
/// [`UploadError::Store`].
pub fn clear_orphans(app: &App) -> Result<usize, UploadError> {
    let mut cleared = 0;
    for name in app.blobs.upload_names()? {
        if app.store.read(|r| r.upload(&name))?.is_none() {
            app.blobs.remove_upload(&name)?;
            cleared += 1;
        }
    }
    Ok(cleared)
}

/// Refuses a photo for which there is no room, before its bytes are sent for nothing.
fn room_for(app: &App, size: u64) -> Result<(), UploadError> {
    let promised = app.store.read(|r| r.promised_bytes())?;
    let free = room::free_bytes(app.blobs.photos())?;
    if room::has_room(free, app.keep_free_bytes, (promised, size)) {
        return Ok(());
    }
    tracing::error!(free, promised, "no room for photos");
    Err(StoreError::Full.into())
}

fn own_upload(app: &App, device: &DeviceId, upload_id: &str) -> Result<Upload, UploadError> {
    let upload = app.store.read(|r| r.upload(upload_id))?;
    let now_ms = app.now_ms();
    upload.filter(|upload| upload.device == *device && upload.expires_ms > now_ms).ok_or(UploadError::Unknown)
}

fn finish(app: &App, upload: &Upload) -> Result<(), UploadError> {
    if !app.blobs.adopt(&upload.upload_id, &upload.sha256)? {
        discard(app, &upload.upload_id)?;
        return Err(UploadError::HashMismatch);
    }
    verified(app, upload.sha256, upload.size)
}

/// A photo is on the disk with the right hash: records that waited only for it are complete, and their phones hear.
fn verified(app: &App, sha256: Sha256Hash, size: u64) -> Result<(), UploadError> {
    let now_ms = app.now_ms();
    let is_thumbnail = app.store.read(|r| r.is_thumbnail(&sha256))?;
    let print = if is_thumbnail { look_at(app, &sha256).ok() } else { None };
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_blob(&sha256, size, now_ms)?;
        if let Some(print) = &print {
            w.keep_print(&sha256, print.as_ref())?;
        }
        for record in w.complete_records(&sha256)? {
            let receipt = ReceiptBody {
                entry_id: record.entry_id,
                state: RecordState::Complete,
                code: record.code.clone(),
                message: None,
            };
            tell_senders(w, &receipt)?;
        }
        Ok(())
    })?;
    metrics::counter!("ruhu_photos_verified_total").increment(1);
    metrics::counter!("ruhu_photo_bytes_total").increment(size);
    Ok(())
}

fn discard(app: &App, upload_id: &str) -> Result<(), UploadError> {
    app.blobs.remove_upload(upload_id)?;
    let upload_id = upload_id.to_owned();
    app.store.write(move |w| w.drop_upload(&upload_id))?;
    Ok(())
}
