//! The one error that crosses: a stable code for the app, a Chinese text for the person.

use ruhu_core::error::Explain;

/// Why a call was refused. Nothing was changed by it.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum RuhuError {
    /// Refused, with the reason.
    #[error("{message}")]
    Refused {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do next.
        message: String,
    },
}

impl RuhuError {
    pub(crate) fn of(error: &impl Explain) -> Self {
        Self::Refused { code: error.code().to_owned(), message: error.to_string() }
    }

    pub(crate) fn told(code: &str, message: &str) -> Self {
        Self::Refused { code: code.to_owned(), message: message.to_owned() }
    }
}
