//! Which form a record was made with.

use serde::{Deserialize, Serialize};

/// Which form, in which wording, a record was made with: the form's name, `@`, 16 hex digits of the content's SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormVersion(pub String);

impl FormVersion {
    /// Longest version text in bytes.
    pub const MAX_LEN: usize = 80;

    /// The form's name: what stands before the `@`.
    #[must_use]
    pub fn form_id(&self) -> &str {
        self.0.split('@').next().unwrap_or(&self.0)
    }
}

impl std::fmt::Display for FormVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
