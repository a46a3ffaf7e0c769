//! What a file must hold, as data: `policy/procedure.toml`.

use serde::Deserialize;

use crate::{error::Explain, policy_file::line_of};

/// Longest file of these rules in bytes.
pub const MAX_PROCEDURE_BYTES: usize = 64 * 1024;
/// Most that a rule may ask for.
const MOST: usize = 60;

/// At least so many, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Least {
    /// The number.
    pub least: usize,
    /// The clause.
    pub source: String,
}

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureRules {
    /// Interviews of a household.
    pub interviews: Least,
    /// Surveyors of a visit.
    pub surveyors: Least,
    /// Photos of a visit.
    pub photos: Least,
}

/// Why the rules are not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProcedureError {
    /// It is too long.
    #[error("程序规则文件超过 {} KB，请检查是否选错了文件", MAX_PROCEDURE_BYTES / 1024)]
    TooLong,
    /// It is no TOML, or has a line that is not known.
    #[error("程序规则文件第 {line} 行写法不正确，请对照随附的 procedure.toml 修改后重试")]
    Unreadable {
        /// Counted from 1.
        line: usize,
    },
    /// A rule without a source, or a number that cannot be meant.
    #[error("程序规则“{key}”应有 1 到 {MOST} 之间的数字和依据(source)，请修改后重试")]
    Unsound {
        /// Which.
        key: &'static str,
    },
}

impl Explain for ProcedureError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "procedure_too_long",
            Self::Unreadable { .. } => "procedure_unreadable",
            Self::Unsound { .. } => "procedure_unsound",
        }
    }
}

impl ProcedureRules {
    /// Reads a file of rules (TOML) and checks every number.
    ///
    /// # Errors
    /// [`ProcedureError`].
    pub fn read(text: &str) -> Result<Self, ProcedureError> {
        if text.len() > MAX_PROCEDURE_BYTES {
            return Err(ProcedureError::TooLong);
        }
        let rules: Self = toml::from_str(text)
            .map_err(|error| ProcedureError::Unreadable { line: line_of(text, &error) })?;
        for (key, rule) in
            [("interviews", &rules.interviews), ("surveyors", &rules.surveyors), ("photos", &rules.photos)]
        {
            if !(1..=MOST).contains(&rule.least) || rule.source.trim().is_empty() {
                return Err(ProcedureError::Unsound { key });
            }
        }
        Ok(rules)
    }

    /// The rules that ship.
    ///
    /// # Errors
    /// [`ProcedureError`] where the file that ships is not sound; a test sees to it that it is.
    pub fn shipped() -> Result<Self, ProcedureError> {
        Self::read(include_str!("../../../policy/procedure.toml"))
    }
}
