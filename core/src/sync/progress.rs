//! What a sync tells while it runs and when it is over.

use crate::{error::Problem, journal::FreedFiles};

/// Where a sync is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// 上传记录
    #[default]
    Push,
    /// 下载任务
    Pull,
    /// 上传照片
    Photos,
    /// 接收回执
    Receipts,
    /// 核对
    Check,
    /// 完成
    Done,
}

impl Stage {
    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Pull => "pull",
            Self::Photos => "photos",
            Self::Receipts => "receipts",
            Self::Check => "check",
            Self::Done => "done",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Push => "正在上传记录",
            Self::Pull => "正在下载任务",
            Self::Photos => "正在上传照片",
            Self::Receipts => "正在接收回执",
            Self::Check => "正在核对",
            Self::Done => "同步完成",
        }
    }
}

/// How far a sync has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Where it is.
    pub stage: Stage,
    /// Entries that the server has acknowledged in this sync.
    pub entries_done: u64,
    /// Entries to be sent in this sync, as known so far.
    pub entries_total: u64,
    /// Feed items taken in.
    pub items_done: u64,
    /// Photo files sent, or found to be on the server.
    pub files_done: u64,
    /// Photo files that the server lacked.
    pub files_total: u64,
    /// Bytes of photo files sent.
    pub bytes_done: u64,
    /// Bytes of photo files to be sent.
    pub bytes_total: u64,
}

/// Watches a sync; called on the thread that runs it.
pub trait SyncObserver: Send + Sync {
    /// Something has moved.
    fn progress(&self, progress: &Progress);

    /// Asked between requests: true stops the sync, and the next one goes on from there.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl SyncObserver for Unwatched {
    fn progress(&self, _progress: &Progress) {}
}

/// What a sync has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Entries that the server has acknowledged.
    pub pushed: u64,
    /// Feed items taken in.
    pub pulled: u64,
    /// Photo files sent.
    pub photos_sent: u64,
    /// Bytes of photo files sent.
    pub bytes_sent: u64,
    /// Photo files that the limits of this sync kept back.
    pub files_left: u64,
    /// Their bytes.
    pub bytes_left: u64,
    /// Photo files that the phone gave up after it, because a backup of the server holds them.
    pub freed: FreedFiles,
    /// What went wrong without stopping the rest; also in [`crate::capture::FieldSession::sync_problems`].
    pub problems: Vec<Problem>,
    /// Whether phone and server hold the same: every stream compared by count and head hash.
    pub digest_equal: bool,
}
