//! Why a source as a whole cannot be read.

use super::limits::MAX_SOURCE_BYTES;
use crate::error::Explain;

/// Why CSV or Markdown text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Not in UTF-8.
    #[error("“{name}”不是 UTF-8 编码；请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”后重试")]
    NotUtf8 {
        /// The file.
        name: String,
    },
    /// The text breaks off inside a quoted cell or the like.
    #[error("“{name}”第 {line} 行起不是有效的 CSV，请检查该行的引号后重试")]
    NotCsv {
        /// The file.
        name: String,
        /// The line of the text.
        line: u64,
    },
    /// More bytes than the limit.
    #[error("“{name}”超过 {limit} MB，请拆分后重试")]
    TooLarge {
        /// The file.
        name: String,
        /// The limit in megabytes.
        limit: usize,
    },
    /// More rows than the limit.
    #[error("“{name}”超过 {limit} 行，请拆分后重试")]
    TooManyRows {
        /// The file.
        name: String,
        /// The limit.
        limit: usize,
    },
    /// No line of the Markdown source is a table.
    #[error("文件中没有表格；每个工作表应以“| survey |”这样的一行开始，下面每行以“| |”开头")]
    NoTables,
    /// A table line stands before any sheet's name.
    #[error("第 {line} 行的表格前没有工作表名称，请在它上面加一行“| survey |”")]
    NoSheetName {
        /// The line of the text.
        line: usize,
    },
}

impl SourceError {
    pub(super) fn too_many_bytes(name: &str) -> Self {
        Self::TooLarge { name: name.to_owned(), limit: MAX_SOURCE_BYTES >> 20 }
    }
}

impl Explain for SourceError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "source_not_utf8",
            Self::NotCsv { .. } => "source_not_csv",
            Self::TooLarge { .. } => "source_too_large",
            Self::TooManyRows { .. } => "source_too_many_rows",
            Self::NoTables => "source_no_tables",
            Self::NoSheetName { .. } => "source_no_sheet_name",
        }
    }
}
