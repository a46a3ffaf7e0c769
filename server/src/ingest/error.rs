//! Why something from a phone is not accepted.

use ruhu_core::{
    error::Explain,
    journal::CodecError,
    wire::{BatchRefusal, PROTOCOL_VERSION},
};

use crate::store::StoreError;

/// Why a request of a phone is refused. What it carried is kept wherever it can be evidence.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another version of the protocol.
    #[error("手机使用协议版本 {asked}，服务器支持版本 {PROTOCOL_VERSION}；请升级应用后重试")]
    Protocol {
        /// The version asked for.
        asked: u16,
    },
    /// The phone was revoked.
    #[error("此设备已被停用，上传内容已隔离保存；请联系县级管理员")]
    Revoked,
    /// What was pushed is not a batch of this phone.
    #[error(transparent)]
    Batch(#[from] BatchRefusal),
    /// A message cannot be written.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The one-time code is unknown, used or too old.
    #[error("登记码无效、已使用或已过期，请向管理员索取新的登记码")]
    BadEnrolCode,
    /// The enrolment is not well-formed.
    #[error("设备信息不完整({what})，请更新应用后重试")]
    BadEnrolment {
        /// What is wrong, in Chinese.
        what: &'static str,
    },
    /// Too many items asked about.
    #[error("一次查询的数量超过上限 {max}，请分批查询")]
    TooManyAsked {
        /// The limit.
        max: usize,
    },
    /// No such phone.
    #[error("没有这台设备，请核对设备编号")]
    UnknownDevice,
    /// No such record in quarantine.
    #[error("隔离区中没有这条记录，请核对记录编号")]
    NotQuarantined,
}

impl Explain for IngestError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Protocol { .. } => "protocol_unsupported",
            Self::Revoked => "device_revoked",
            Self::Batch(inner) => inner.code(),
            Self::Codec(inner) => inner.code(),
            Self::BadEnrolCode => "bad_enrol_code",
            Self::BadEnrolment { .. } => "bad_enrolment",
            Self::TooManyAsked { .. } => "too_many_asked",
            Self::UnknownDevice => "unknown_device",
            Self::NotQuarantined => "not_quarantined",
        }
    }
}
