//! Why a field action is refused.

use crate::{
    error::Explain,
    form::AnswerError,
    journal::{CodecError, EntryError},
    location::LocationError,
    photo::{MAX_CAPTION_CHARS, MAX_REDACTIONS, PhotoError},
    store::{StoreError, vault::VaultError},
    visit::RecordError,
};

/// Why a field action is refused. Nothing of the action was kept.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The store refuses: not saved.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The photo cannot be taken in.
    #[error(transparent)]
    Photo(#[from] PhotoError),
    /// An answer breaks a rule of the checklist.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// A record is not ready to be sealed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A fix is no place on earth.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// The record is over the limits of a journal entry.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The household is not this phone's to visit.
    #[error("这一户没有分派给本机，请同步后重试，或联系乡镇确认分工")]
    NotAssigned,
    /// No campaign has arrived yet.
    #[error("本机还没有收到专项任务，请先联网同步")]
    NoCampaign,
    /// No such draft.
    #[error("没有这份草稿，请返回列表重新选择")]
    UnknownDraft,
    /// The draft is sealed.
    #[error("这份草稿已经封存，不能再修改；如需更正，请新建一份更正记录")]
    DraftSealed,
    /// The draft was discarded.
    #[error("这份草稿已经放弃，请先恢复草稿再继续填写")]
    DraftDiscarded,
    /// The action does not belong to this kind of draft.
    #[error("这类记录没有此项操作，请返回重新选择")]
    WrongKind,
    /// The form to be filled has not arrived.
    #[error("本机还没有收到调查表，请先联网同步；仍没有时请联系县级管理人员下发表单")]
    FormMissing,
    /// The draft has this photo already.
    #[error("这张照片已经添加过，请拍摄或选择另一张")]
    PhotoTwice,
    /// The draft has no such photo.
    #[error("草稿中没有这张照片，请刷新后重试")]
    UnknownPhoto,
    /// The phone has given up its copy, because a backup of the server holds the photo.
    #[error("这张照片已上传并由服务器备份，手机只保留缩略图；要看原图请联系乡镇")]
    PhotoFreed,
    /// The caption is too long.
    #[error("照片说明最多 {MAX_CAPTION_CHARS} 个字，请精简")]
    CaptionTooLong,
    /// More is painted over than a photo may have.
    #[error("一张照片最多遮盖 {MAX_REDACTIONS} 处，请合并相邻的区域")]
    TooManyRedactions,
    /// The record to be corrected is not on this phone, or is about another household or of another kind.
    #[error("没有找到要更正的记录，请返回记录列表重新选择")]
    UnknownRecord,
}

impl Explain for CaptureError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Photo(inner) => inner.code(),
            Self::Answer(inner) => inner.code(),
            Self::Record(inner) => inner.code(),
            Self::Location(inner) => inner.code(),
            Self::Entry(inner) => inner.code(),
            Self::NotAssigned => "not_assigned",
            Self::NoCampaign => "no_campaign",
            Self::UnknownDraft => "unknown_draft",
            Self::DraftSealed => "draft_sealed",
            Self::DraftDiscarded => "draft_discarded",
            Self::WrongKind => "wrong_kind",
            Self::FormMissing => "form_missing",
            Self::PhotoTwice => "photo_twice",
            Self::UnknownPhoto => "unknown_photo",
            Self::PhotoFreed => "photo_freed",
            Self::CaptionTooLong => "caption_too_long",
            Self::TooManyRedactions => "too_many_redactions",
            Self::UnknownRecord => "unknown_record",
        }
    }
}

impl From<VaultError> for CaptureError {
    fn from(error: VaultError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CodecError> for CaptureError {
    fn from(error: CodecError) -> Self {
        Self::Store(error.into())
    }
}
