//! What reports of imports have in common. No identity number and no name stands in them.

use serde::{Deserialize, Serialize};

/// A place in the file, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFault {
    /// Name of the sheet; empty for a file without sheets.
    pub sheet: String,
    /// The row, counted as Excel shows it.
    pub row: u32,
    /// Heading of the column; empty where the file has none.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}
