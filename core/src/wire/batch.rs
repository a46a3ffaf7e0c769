//! A pushed batch, read under all limits: one phone's, chained in itself, its head signed.

use super::{BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, PushRequest};
use crate::{
    error::Explain,
    ids::DeviceId,
    journal::{BatchError, EntryError, Head, SealedEntry, SignedHead},
};

/// Why a batch is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchRefusal {
    /// The stream belongs to another phone.
    #[error("数据所属设备与登录设备不一致，已隔离；请重新登记设备")]
    WrongDevice,
    /// No entries.
    #[error("上传内容为空，请更新应用后重试")]
    Empty,
    /// Too many entries or bytes.
    #[error("一次最多上传 {BATCH_MAX_ENTRIES} 条记录(4 MB)，请分批上传")]
    TooLarge,
    /// An entry cannot be read.
    #[error("第 {position} 条记录无法读取：{cause}")]
    Entry {
        /// Place in the batch, from 1.
        position: usize,
        /// Why.
        cause: EntryError,
    },
    /// An entry does not follow the one before it in the batch.
    #[error("第 {position} 条记录与前一条不相接，整批已隔离；请重新同步")]
    NotChained {
        /// Place in the batch, from 1.
        position: usize,
    },
    /// The signed head is not the last entry.
    #[error("签名与最后一条记录不符，整批已隔离；请重新同步")]
    HeadDiffers,
    /// The signature does not fit.
    #[error(transparent)]
    Signature(#[from] BatchError),
}

impl Explain for BatchRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongDevice => "wrong_device",
            Self::Empty => "empty_batch",
            Self::TooLarge => "batch_too_large",
            Self::Entry { cause, .. } => cause.code(),
            Self::NotChained { .. } => "batch_not_chained",
            Self::HeadDiffers => "head_differs",
            Self::Signature(inner) => inner.code(),
        }
    }
}

impl BatchRefusal {
    /// Whether what was sent may be evidence, to be kept: all but what is the sender's to split.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        !matches!(self, Self::Empty | Self::TooLarge)
    }
}

/// Reads the entries that `device` pushed. `verify` checks the signature over the last, once all else is right.
///
/// # Errors
/// [`BatchRefusal`].
pub fn read_batch(
    request: &PushRequest,
    device: &DeviceId,
    verify: impl FnOnce(&SignedHead) -> Result<(), BatchError>,
) -> Result<Vec<SealedEntry>, BatchRefusal> {
    if request.stream.device != *device {
        return Err(BatchRefusal::WrongDevice);
    }
    if request.entries.is_empty() {
        return Err(BatchRefusal::Empty);
    }
    let bytes: usize = request.entries.iter().map(|entry| entry.len()).sum();
    if request.entries.len() > BATCH_MAX_ENTRIES || bytes > BATCH_MAX_BYTES {
        return Err(BatchRefusal::TooLarge);
    }
    let mut entries: Vec<SealedEntry> = Vec::with_capacity(request.entries.len());
    for (position, bytes) in (1..).zip(&request.entries) {
        let sealed =
            SealedEntry::parse(bytes.to_vec()).map_err(|cause| BatchRefusal::Entry { position, cause })?;
        let follows = entries.last().is_none_or(|last| {
            last.entry.seq.checked_add(1) == Some(sealed.entry.seq) && last.hash == sealed.entry.prev
        });
        if sealed.entry.stream != request.stream || !follows {
            return Err(BatchRefusal::NotChained { position });
        }
        entries.push(sealed);
    }
    let last = entries.last().map(|sealed| Head { seq: sealed.entry.seq, hash: sealed.hash });
    if last != Some(request.signed_head.head) {
        return Err(BatchRefusal::HeadDiffers);
    }
    verify(&request.signed_head)?;
    Ok(entries)
}
