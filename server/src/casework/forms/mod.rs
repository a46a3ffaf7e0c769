//! Forms as offices write them: a workbook, a folder of CSV sheets or a Markdown table in, sheets out; and the way back
//! to other tools as an ODK XForm.
//!
//! What the sheets mean is `ruhu_core::form::xlsform`'s; here they are only read.

mod error;
mod source;
#[cfg(test)]
mod tests;
pub mod xform;
mod xlsx;

pub use error::FormFileError;
pub use source::read_form;
pub use xlsx::read_xlsx;

/// How much of a form's file is read before it is refused.
#[derive(Debug, Clone, Copy)]
pub struct FormLimits {
    /// Largest file in bytes.
    pub file_bytes: u64,
    /// Most bytes that a workbook's parts may unpack to, all together.
    pub unpacked_bytes: u64,
    /// Most parts inside a workbook.
    pub parts: usize,
    /// Most cells with something in them, over all sheets of the form.
    pub cells: usize,
    /// Most bytes of texts, over all cells.
    pub text_bytes: usize,
    /// Most files of choices beside the form.
    pub attachments: usize,
}

impl Default for FormLimits {
    /// Far more than any form needs; a workbook of a million empty rows unpacks to less than a hundred megabytes.
    fn default() -> Self {
        Self {
            file_bytes: 32 << 20,
            unpacked_bytes: 128 << 20,
            parts: 1_000,
            cells: 1_000_000,
            text_bytes: 32 << 20,
            attachments: 50,
        }
    }
}
