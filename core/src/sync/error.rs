//! Why a sync stops. Everything that was not acknowledged stays on the phone and goes with the next one.

use super::books::StoreFault;
use crate::{error::Explain, wire::CompressError};

/// Why the network gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection.
    #[error("无法连接服务器，请检查网络后重新同步")]
    Unreachable,
    /// The connection broke.
    #[error("网络连接中断，已传内容不会丢失，请稍后重新同步")]
    Cut,
    /// Nothing came in time.
    #[error("服务器响应超时，已传内容不会丢失，请稍后重新同步")]
    Timeout,
    /// The server cannot prove who it is.
    #[error("服务器安全证书无效，已停止连接；请检查服务器地址和手机时间，或联系县级管理员")]
    Tls,
    /// No address that a request could go to.
    #[error("服务器地址格式不正确，请核对后重新输入")]
    BadUrl,
    /// More than any answer of ours has.
    #[error("服务器返回内容过大，已停止接收；请升级应用后重试")]
    AnswerTooLarge,
}

impl Explain for TransportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "network_unreachable",
            Self::Cut => "network_cut",
            Self::Timeout => "network_timeout",
            Self::Tls => "tls_failed",
            Self::BadUrl => "bad_server_url",
            Self::AnswerTooLarge => "answer_too_large",
        }
    }
}

/// Why a sync stops. `F` is how the phone's store refuses.
#[derive(Debug, thiserror::Error)]
pub enum SyncStop<F> {
    /// The phone's store refuses.
    #[error(transparent)]
    Store(F),
    /// The network gave no answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The server refuses, in its own words.
    #[error("{message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// The server's stable code.
        code: String,
        /// The server's Chinese text.
        message: String,
    },
    /// The server's answer cannot be read.
    #[error("服务器返回的内容无法识别，请升级应用后重试，或联系县级管理员")]
    BadAnswer,
    /// Names and numbers would travel in clear.
    #[error("服务器地址须以 https:// 开头，请核对后重新输入")]
    InsecureUrl,
    /// Another sync of this phone is running.
    #[error("正在同步，请等待当前同步完成")]
    AlreadyRunning,
    /// The surveyor stopped it.
    #[error("同步已取消，未传内容仍保存在手机中，可随时重新同步")]
    Cancelled,
    /// Phone and server do not come to terms.
    #[error("同步多次仍未与服务器一致，数据都在手机中；请升级应用后重试，或联系县级管理员")]
    NoProgress,
}

impl<F: StoreFault> Explain for SyncStop<F> {
    /// A refusal's own code is in [`SyncStop::Refused`]: it is the server's, not one of ours.
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Transport(inner) => inner.code(),
            Self::Refused { .. } => "refused",
            Self::BadAnswer => "bad_answer",
            Self::InsecureUrl => "insecure_url",
            Self::AlreadyRunning => "sync_running",
            Self::Cancelled => "cancelled",
            Self::NoProgress => "no_progress",
        }
    }
}

impl<F: StoreFault> SyncStop<F> {
    /// The code that people and logs are given: the server's where the server refused.
    #[must_use]
    pub fn full_code(&self) -> String {
        match self {
            Self::Refused { code, .. } => code.clone(),
            other => other.code().to_owned(),
        }
    }

    /// Whether every further request would meet the same: the token is not accepted any more, or the sync is over.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Refused { status, .. } => matches!(status, 401 | 403 | 426),
            Self::Cancelled | Self::NoProgress | Self::AlreadyRunning | Self::InsecureUrl => true,
            Self::Transport(inner) => matches!(inner, TransportError::Tls | TransportError::BadUrl),
            Self::Store(inner) => !inner.concerns_one_file(),
            Self::BadAnswer => false,
        }
    }

    /// Whether the same upload may go on in a moment: the line was cut, a chunk was damaged, another request was first.
    #[cfg(feature = "device")]
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Transport(inner) => {
                matches!(inner, TransportError::Unreachable | TransportError::Cut | TransportError::Timeout)
            }
            Self::Refused { status, .. } => matches!(status, 409 | 423 | 460 | 500 | 502 | 504),
            _ => false,
        }
    }

    /// Whether the server has no room (RFC 4918 section 11.5).
    pub(super) fn is_server_full(&self) -> bool {
        matches!(self, Self::Refused { status: 507, .. })
    }
}

impl<F> From<CompressError> for SyncStop<F> {
    fn from(_: CompressError) -> Self {
        Self::BadAnswer
    }
}
