//! Why a file as a whole cannot be used.

use ruhu_core::{error::Explain, region::RegionCode};

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Neither `.xlsx` nor `.xls`.
    #[error("这不是 Excel 工作簿；请在 Excel 或 WPS 中打开，另存为 .xlsx 后重新导入")]
    NotAWorkbook,
    /// It needs a password.
    #[error("工作簿设有打开密码，无法读取；请取消密码，另存为 .xlsx 后重新导入")]
    Encrypted,
    /// It starts as a workbook should but cannot be read to its end.
    #[error("工作簿已损坏或不完整；请在 Excel 或 WPS 中打开并另存为 .xlsx 后重新导入")]
    Damaged,
    /// More than the limits allow.
    #[error("工作簿过大({what} 超过 {limit})；请按乡镇拆分，并删除图片和多余的工作表后重新导入")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit with its unit.
        limit: String,
    },
    /// No row looks like the headings of a roster.
    #[error("没有找到表头；表头应有“户主姓名”“身份证号码”等列名，请补上表头后重新导入")]
    NoHeader,
    /// There are headings, but not those that identify a household.
    #[error("表头缺少必需的列：{columns}；请补上列名后重新导入")]
    MissingColumns {
        /// Which.
        columns: String,
    },
    /// Headings and nothing below.
    #[error("表头下面没有任何一户；请确认选择了正确的文件")]
    NoRows,
    /// No village of the region is known.
    #[error(
        "区划库中没有 {region} 的村(社区)；请核对区划代码，或先用 ruhu divisions import 导入该地区的区划"
    )]
    UnknownRegion {
        /// The region that was asked for.
        region: RegionCode,
    },
}

impl Explain for RosterError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotAWorkbook => "not_a_workbook",
            Self::Encrypted => "workbook_encrypted",
            Self::Damaged => "workbook_damaged",
            Self::TooLarge { .. } => "workbook_too_large",
            Self::NoHeader => "no_header",
            Self::MissingColumns { .. } => "missing_columns",
            Self::NoRows => "no_rows",
            Self::UnknownRegion { .. } => "unknown_region",
        }
    }
}
