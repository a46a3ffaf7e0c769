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

/// The core's answer with its error in the shape that crosses.
pub(crate) fn refused<T, E: Explain>(answer: Result<T, E>) -> Result<T, RuhuError> {
    answer.map_err(|error| RuhuError::of(&error))
}

/// An identifier that the app gives as text.
pub(crate) fn parsed<T: std::str::FromStr<Err = ruhu_core::ids::IdError>>(
    text: &str,
) -> Result<T, RuhuError> {
    refused(text.parse())
}
