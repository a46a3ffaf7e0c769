//! The stated purpose without which nobody sees a name, an identity paper or the full pack (design.md section 6).

use ruhu_core::error::Explain;
use serde::Deserialize;

/// Fewest characters that can say anything.
pub(super) const MIN_CHARS: usize = 4;
/// Most characters of a purpose.
pub(super) const MAX_CHARS: usize = 200;

/// Why a purpose is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PurposeError {
    #[error("查阅用途至少写 {MIN_CHARS} 个字，请返回写明为什么需要查看，例如“核实群众反映的情况”。")]
    TooShort,
    #[error("查阅用途最多 {MAX_CHARS} 个字，请返回精简后重新提交。")]
    TooLong,
}

impl Explain for PurposeError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "purpose_too_short",
            Self::TooLong => "purpose_too_long",
        }
    }
}

/// A form with nothing but a purpose.
#[derive(Deserialize)]
pub(super) struct PurposeForm {
    purpose: String,
}

impl PurposeForm {
    /// The purpose, if it says something.
    pub(super) fn stated(self) -> Result<String, PurposeError> {
        let purpose: String =
            self.purpose.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match purpose.chars().filter(|c| c.is_alphanumeric()).count() {
            ..MIN_CHARS => Err(PurposeError::TooShort),
            _ if purpose.chars().count() > MAX_CHARS => Err(PurposeError::TooLong),
            _ => Ok(purpose),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str) -> Result<String, PurposeError> {
        PurposeForm { purpose: text.to_owned() }.stated()
    }

    #[test]
    fn a_purpose_says_something_and_stays_one_line() {
        assert_eq!(stated("  核实群众举报 "), Ok("核实群众举报".to_owned()));
        assert_eq!(stated("核实\n群众举报"), Ok("核实 群众举报".to_owned()));
        for empty in ["", "    ", "……。。。", "看看", "\u{0}\u{0}\u{0}\u{0}"] {
            assert_eq!(stated(empty), Err(PurposeError::TooShort), "{empty:?}");
        }
        assert_eq!(stated(&"查".repeat(MAX_CHARS + 1)), Err(PurposeError::TooLong));
    }
}
