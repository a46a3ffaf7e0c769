//! Why a form's file as a whole cannot be read.

use ruhu_core::{error::Explain, form::xlsform::SourceError};

/// Why a file is no form.
#[derive(Debug, thiserror::Error)]
pub enum FormFileError {
    /// It cannot be opened.
    #[error("无法读取 {path}，请检查路径")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// None of the kinds that are read.
    #[error(
        "{path} 不是表单文件；请选择 .xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹（.xls 请另存为 .xlsx）"
    )]
    UnknownKind {
        /// Which.
        path: String,
    },
    /// A folder without its first sheet.
    #[error("文件夹 {path} 中没有 survey.csv，请放入 survey.csv、choices.csv、settings.csv")]
    NoSurvey {
        /// Which.
        path: String,
    },
    /// Its content is no workbook.
    #[error("这不是 Excel 工作簿；请在 Excel 或 WPS 中打开表单，另存为 .xlsx 后重试")]
    NotAWorkbook,
    /// It needs a password.
    #[error("工作簿设有打开密码，无法读取；请取消密码，另存为 .xlsx 后重试")]
    Encrypted,
    /// It starts as a workbook should but cannot be read to its end.
    #[error("工作簿已损坏或不完整；请在 Excel 或 WPS 中打开并另存为 .xlsx 后重试")]
    Damaged,
    /// More than the limits allow.
    #[error("文件过大（{what}超过 {limit}）；请删除图片和多余的内容后重试")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit with its unit.
        limit: String,
    },
    /// Text that is no CSV or Markdown table.
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl Explain for FormFileError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "form_file_unreadable",
            Self::UnknownKind { .. } => "form_file_unknown_kind",
            Self::NoSurvey { .. } => "form_folder_without_survey",
            Self::NotAWorkbook => "not_a_workbook",
            Self::Encrypted => "workbook_encrypted",
            Self::Damaged => "workbook_damaged",
            Self::TooLarge { .. } => "form_file_too_large",
            Self::Source(error) => error.code(),
        }
    }
}
