//! How far records have come, and what a sync tells.

use ruhu_core::{
    capture::{self, LocalStatus},
    sync,
};

use super::{draft::full, shown_masked};

pub(crate) type RecordKind = ruhu_core::record::RecordKind;
pub(crate) type AttemptOutcome = ruhu_core::visit::AttemptOutcome;
pub(crate) type SyncStage = sync::Stage;
pub(crate) type PhotoScope = sync::PhotoScope;

/// What a record is.
#[uniffi::remote(Enum)]
pub enum RecordKind {
    /// A home visit (入户调查).
    Visit,
    /// A neighbour interview (邻里走访).
    Interview,
    /// An attempt that found nobody to survey.
    Attempt,
}

/// Why nobody could be surveyed.
#[uniffi::remote(Enum)]
pub enum AttemptOutcome {
    /// 家中无人
    Absent,
    /// 拒绝调查
    Refused,
    /// 已搬离
    Moved,
}

/// Where a sync is.
#[uniffi::remote(Enum)]
pub enum SyncStage {
    /// 上传记录
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

/// Which photo files a sync sends.
#[uniffi::remote(Enum)]
pub enum PhotoScope {
    /// All of them.
    All,
    /// Thumbnails: the office sees what was photographed, and the photos follow by Wi-Fi.
    Thumbnails,
    /// None.
    Nothing,
}

/// Limits of one sync, for a line that costs money. Records always go.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncLimits {
    /// Which photo files go.
    pub photos: PhotoScope,
    /// Most bytes of photo files in this sync; none for all.
    #[uniffi(default = None)]
    pub photo_bytes: Option<u64>,
}

impl From<SyncLimits> for sync::SyncLimits {
    fn from(limits: SyncLimits) -> Self {
        Self { photos: limits.photos, photo_bytes: limits.photo_bytes }
    }
}

/// How far a record has come.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum RecordStatus {
    /// 草稿: still being filled in.
    Draft,
    /// 已封存: sealed on this phone, not yet on the server.
    Sealed,
    /// 已上传: the server holds the entry; photos may be missing.
    Sent,
    /// 已完成: the server has verified every byte.
    Complete,
    /// 已隔离: somebody has to decide; nothing is lost.
    Quarantined {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do.
        text: String,
    },
}

/// One draft or record in a list.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct RecordLine {
    /// The draft's id, while it is one.
    pub draft: Option<String>,
    /// The record's id, once it is sealed.
    pub record: Option<String>,
    /// What it is.
    pub kind: RecordKind,
    /// About which household.
    pub household: String,
    /// The head's name, while the household is known.
    pub head_name: Option<String>,
    /// Wall clock of the start of a draft or of the sealing, in milliseconds.
    pub at_ms: i64,
    /// How far it has come.
    pub status: RecordStatus,
    /// What the server remarked without setting the record apart, in Chinese.
    pub remark: Option<String>,
    /// 已备份: a backup of the server holds it with every file, and the phone keeps only thumbnails of its photos.
    pub durable: bool,
}

/// How many records stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct StatusCounts {
    /// Open drafts.
    pub drafts: u32,
    /// Sealed, not yet on the server.
    pub sealed: u32,
    /// On the server, photos missing.
    pub sent: u32,
    /// Complete.
    pub complete: u32,
    /// Set apart.
    pub quarantined: u32,
    /// Held by a backup of the server with every file.
    pub durable: u32,
    /// Photo files that the server has not verified.
    pub pending_files: u32,
    /// Bytes still to be sent: entries and photo files.
    pub pending_bytes: u64,
}

/// How far a sync has come.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncProgress {
    /// Where it is.
    pub stage: SyncStage,
    /// The stage as people read it.
    pub label: String,
    /// Entries that the server has acknowledged.
    pub entries_done: u64,
    /// Entries to be sent, as known so far.
    pub entries_total: u64,
    /// Assignments and receipts that arrived.
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

/// What went wrong in a sync without stopping it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncProblem {
    /// When, by the phone's wall clock in milliseconds.
    pub at_ms: i64,
    /// Stable code.
    pub code: String,
    /// Chinese text that says what to do.
    pub text: String,
}

/// What a sync did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncReport {
    /// Entries that the server acknowledged.
    pub pushed: u64,
    /// Feed items that arrived.
    pub pulled: u64,
    /// Photo files that were sent.
    pub photos_sent: u64,
    /// Bytes of photo files that were sent.
    pub bytes_sent: u64,
    /// Photo files that the limits of this sync kept back.
    pub files_left: u64,
    /// Their bytes.
    pub bytes_left: u64,
    /// Photo files that the phone gave up, because a backup of the server holds them.
    pub files_freed: u64,
    /// Their bytes.
    pub bytes_freed: u64,
    /// Whether both sides hold the same at the end.
    pub digest_equal: bool,
    /// What went wrong; the rest went on.
    pub problems: Vec<SyncProblem>,
}

shown_masked!(RecordLine, draft, record, kind, household, status);

impl Default for SyncProgress {
    fn default() -> Self {
        sync::Progress::default().into()
    }
}

impl From<LocalStatus> for RecordStatus {
    fn from(status: LocalStatus) -> Self {
        match status {
            LocalStatus::Draft => Self::Draft,
            LocalStatus::Sealed => Self::Sealed,
            LocalStatus::Sent => Self::Sent,
            LocalStatus::Complete => Self::Complete,
            LocalStatus::Quarantined { code, message } => Self::Quarantined { code, text: message },
        }
    }
}

impl From<capture::RecordStatus> for RecordLine {
    fn from(record: capture::RecordStatus) -> Self {
        Self {
            draft: record.draft.map(|id| id.to_string()),
            record: record.entry_id.map(|id| id.to_string()),
            kind: record.kind,
            household: record.household.to_string(),
            head_name: record.head_name.map(full),
            at_ms: record.at_ms,
            status: record.status.into(),
            remark: record.remark.map(|(_, text)| text),
            durable: record.durable,
        }
    }
}

impl From<capture::RecordCounts> for StatusCounts {
    fn from(counts: capture::RecordCounts) -> Self {
        Self {
            drafts: counts.drafts,
            sealed: counts.sealed,
            sent: counts.sent,
            complete: counts.complete,
            quarantined: counts.quarantined,
            durable: counts.durable,
            pending_files: counts.pending_files,
            pending_bytes: counts.pending_bytes,
        }
    }
}

impl From<sync::Progress> for SyncProgress {
    fn from(progress: sync::Progress) -> Self {
        Self {
            stage: progress.stage,
            label: progress.stage.label().to_owned(),
            entries_done: progress.entries_done,
            entries_total: progress.entries_total,
            items_done: progress.items_done,
            files_done: progress.files_done,
            files_total: progress.files_total,
            bytes_done: progress.bytes_done,
            bytes_total: progress.bytes_total,
        }
    }
}

impl From<capture::Problem> for SyncProblem {
    fn from(problem: capture::Problem) -> Self {
        Self { at_ms: problem.at_ms, code: problem.code, text: problem.message }
    }
}

impl From<sync::SyncReport> for SyncReport {
    fn from(report: sync::SyncReport) -> Self {
        Self {
            pushed: report.pushed,
            pulled: report.pulled,
            photos_sent: report.photos_sent,
            bytes_sent: report.bytes_sent,
            files_left: report.files_left,
            bytes_left: report.bytes_left,
            files_freed: report.freed.files,
            bytes_freed: report.freed.bytes,
            digest_equal: report.digest_equal,
            problems: report.problems.into_iter().map(Into::into).collect(),
        }
    }
}
