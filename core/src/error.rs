//! How an error speaks to people and to programs.

/// An error with a stable code for programs.
///
/// Its `Display` is what a person reads: Simplified Chinese, free of personal data, and it says what to do next.
pub trait Explain: std::error::Error {
    /// Stable, lower-case ASCII code; never reused for another meaning.
    fn code(&self) -> &'static str;
}
