//! How an error speaks to people and to programs.

/// An error with a stable code for programs.
///
/// Its `Display` is what a person reads: Simplified Chinese, free of personal data, and it says what to do next.
pub trait Explain: std::error::Error {
    /// Stable, lower-case ASCII code; never reused for another meaning.
    fn code(&self) -> &'static str;
}

/// Something that went wrong without stopping the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// When, by the phone's wall clock in milliseconds.
    pub at_ms: i64,
    /// At which stage of a sync.
    pub stage: String,
    /// Stable code.
    pub code: String,
    /// Chinese text that says what to do.
    pub message: String,
}
