//! The one error that crosses: a kind that says what the app does, a stable code, a Chinese text for the person.

use ruhu_core::{
    capture::{CaptureError, MovingError, PinError, StoreError},
    error::Explain,
    household::NameError,
    ids::IdError,
    photo::{RedactionError, WatermarkError},
    sync::SyncError,
};

use crate::callback::CallbackFailure;

/// Why a call was refused. Nothing was changed by it, and what was saved before stays.
///
/// The kinds say what an app does next; every one carries a stable `code` for programs and a Chinese `text` that
/// tells the person what happened and what to do.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum RuhuError {
    /// What was asked cannot be done: show the text, let the person correct it.
    #[error("{code}: {text}")]
    Refused {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
    /// The phone could not keep it: nothing of this call is saved. Show the text, offer to try again.
    #[error("{code}: {text}")]
    NotSaved {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
    /// The store cannot be opened, or is locked: wrong or missing key, newer or damaged file, another process.
    #[error("{code}: {text}")]
    Locked {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
    /// Network or server: everything stays on the phone and goes with the next sync.
    #[error("{code}: {text}")]
    NotSynced {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
    /// Something that the app gave Ruhu to call failed.
    #[error("{code}: {text} [{callback}: {thrown}]")]
    Callback {
        /// Which one: `KeyProvider.storeKey`, `Clock.read`, `LocationSource.current`, `Transport.send`,
        /// `SyncObserver.progress`.
        callback: String,
        /// Type of what it threw, without its message, which could hold anything.
        thrown: String,
        /// Stable code: `callback_failed`.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
    /// A fault in Ruhu. The store is as it was before the call and can be used on.
    #[error("{code}: {text}")]
    Internal {
        /// Stable code: `internal_error`.
        code: String,
        /// Chinese text that says what to do next.
        text: String,
    },
}

impl RuhuError {
    pub(crate) fn refused(code: &str, text: &str) -> Self {
        Self::Refused { code: code.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn locked(code: &str, text: &str) -> Self {
        Self::Locked { code: code.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn internal() -> Self {
        Self::Internal {
            code: "internal_error".to_owned(),
            text: "应用内部出错，本次操作未保存，已保存的内容不受影响；请重试，多次出现请联系技术支持"
                .to_owned(),
        }
    }

    pub(crate) fn callback(callback: &str, failure: &CallbackFailure) -> Self {
        Self::Callback {
            callback: callback.to_owned(),
            thrown: failure.thrown(),
            code: "callback_failed".to_owned(),
            text: "应用组件出错，本次操作未完成，已保存的内容不受影响；请重试，多次出现请更新应用".to_owned(),
        }
    }
}

impl From<StoreError> for RuhuError {
    fn from(error: StoreError) -> Self {
        let (code, text) = (error.code().to_owned(), error.to_string());
        match error {
            StoreError::WrongKey
            | StoreError::DamagedFile
            | StoreError::Damaged { .. }
            | StoreError::StoreNewer
            | StoreError::StoreInUse => Self::Locked { code, text },
            StoreError::NotEnrolled => Self::Refused { code, text },
            StoreError::DiskFull
            | StoreError::Io(_)
            | StoreError::Database(_)
            | StoreError::Vault(_)
            | StoreError::NoRandomness
            | StoreError::Codec(_) => Self::NotSaved { code, text },
        }
    }
}

impl From<CaptureError> for RuhuError {
    fn from(error: CaptureError) -> Self {
        match error {
            CaptureError::Store(inner) => inner.into(),
            other => Self::Refused { code: other.code().to_owned(), text: other.to_string() },
        }
    }
}

impl From<SyncError> for RuhuError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Store(inner) => inner.into(),
            SyncError::InsecureUrl => {
                Self::Refused { code: error.code().to_owned(), text: error.to_string() }
            }
            other => Self::NotSynced { code: other.full_code(), text: other.to_string() },
        }
    }
}

impl From<MovingError> for RuhuError {
    fn from(error: MovingError) -> Self {
        match error {
            MovingError::Store(inner) => inner.into(),
            other => Self::refused(other.code(), &other.to_string()),
        }
    }
}

impl From<PinError> for RuhuError {
    fn from(error: PinError) -> Self {
        Self::refused(error.code(), &error.to_string())
    }
}

impl From<NameError> for RuhuError {
    fn from(error: NameError) -> Self {
        Self::refused(error.code(), &error.to_string())
    }
}

impl From<WatermarkError> for RuhuError {
    fn from(error: WatermarkError) -> Self {
        Self::refused(error.code(), &error.to_string())
    }
}

impl From<RedactionError> for RuhuError {
    fn from(error: RedactionError) -> Self {
        Self::refused(error.code(), &error.to_string())
    }
}

impl From<IdError> for RuhuError {
    fn from(error: IdError) -> Self {
        Self::refused(error.code(), &error.to_string())
    }
}
