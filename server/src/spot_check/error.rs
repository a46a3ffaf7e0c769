//! Why a notice or a proof is refused, in one line that names what differs.

use ruhu_core::{error::Explain, sampling::SamplingError};

use super::{MAX_NOTICE_BYTES, MAX_PROOF_BYTES, MAX_RULES_CHARS, PROOF_VERSION};

/// Why a notice cannot be published, read, or drawn from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Rate, frame or source names are not usable.
    #[error(transparent)]
    Sampling(#[from] SamplingError),
    /// No rules, or too long.
    #[error("抽查规则须为 1 至 {MAX_RULES_CHARS} 字，请改正后重新发布公告")]
    BadRules,
    /// The description of a source is empty or too long.
    #[error("请用不超过 {MAX_RULES_CHARS} 字写明每个随机来源将是什么，例如“8 月 20 日公开投掷的 48 枚骰子”")]
    BadSourceText,
    /// More than [`MAX_NOTICE_BYTES`].
    #[error("公告文件超过 {MAX_NOTICE_BYTES} 字节，请确认选对了文件")]
    TooLarge,
    /// Not a notice.
    #[error("公告文件第 {line} 行第 {column} 列处无法读取，请使用系统生成的原始公告文件")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 where a line is empty.
        column: usize,
    },
    /// Another version of the format.
    #[error("公告版本为 {0}，本程序只认识版本 {PROOF_VERSION}，请升级程序")]
    Version(u64),
    /// The frame is not the frozen one.
    #[error("名册与公告不符：公告的名册根摘要（root）不是由这份名册算出的，请使用冻结时的名册")]
    RootDiffers,
    /// Another rate than published.
    #[error("抽查比例与公告不符，请使用公告的比例")]
    RateDiffers,
    /// Strata or their counts are not the published ones.
    #[error("分层或各层户数与公告不符，请使用冻结时的名册")]
    StrataDiffer,
    /// Not the sources that the notice names.
    #[error("随机来源与公告不符，公告所列为：{expected}；请逐一填写，不多不少")]
    SourcesDiffer {
        /// Names in the order of the notice.
        expected: String,
    },
}

impl Explain for NoticeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sampling(inner) => inner.code(),
            Self::BadRules => "notice_bad_rules",
            Self::BadSourceText => "notice_bad_source_text",
            Self::TooLarge => "notice_too_large",
            Self::Unreadable { .. } => "notice_unreadable",
            Self::Version(_) => "notice_version",
            Self::RootDiffers => "notice_root_differs",
            Self::RateDiffers => "notice_rate_differs",
            Self::StrataDiffer => "notice_strata_differ",
            Self::SourcesDiffer { .. } => "notice_sources_differ",
        }
    }
}

/// Why a proof does not prove its draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// More than [`MAX_PROOF_BYTES`].
    #[error("证明文件超过 {MAX_PROOF_BYTES} 字节，请确认选对了文件")]
    TooLarge,
    /// Not JSON.
    #[error("证明文件不是完整的 JSON：第 {line} 行第 {column} 列处无法读取，请重新下载原始文件")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 where a line is empty.
        column: usize,
    },
    /// JSON, but with a field missing, unknown, doubled, or of another kind.
    #[error("证明文件第 {line} 行第 {column} 列处有缺少、多余、重复或类型不对的项目，文件已被改动")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 where a line is empty.
        column: usize,
    },
    /// Another version of the format.
    #[error("证明版本（version）为 {0}，本程序只认识版本 {PROOF_VERSION}；如文件未被改动，请升级程序")]
    Version(u64),
    /// The rate is not one.
    #[error("抽查比例（rate）写法不正确，文件已被改动")]
    Rate,
    /// The lines are not a frame.
    #[error("名册（lines）不可用：{0}")]
    Lines(SamplingError),
    /// The lines are not in the one order that the root is made from.
    #[error("名册（lines）第 {line} 行没有按编号排列，文件已被改动")]
    Order {
        /// First line that is out of place, from 1.
        line: usize,
    },
    /// A source is not canonical.
    #[error("第 {index} 个随机来源（sources）不可用：内容须为小写十六进制且不为空，文件已被改动")]
    SourceHex {
        /// Place of the source, from 1.
        index: usize,
    },
    /// The sources cannot be used together.
    #[error("随机来源（sources）不可用：{0}")]
    Sources(SamplingError),
    /// Lines and root disagree.
    #[error("名册根摘要（root）与名册（lines）不符：名册或根摘要被改动过")]
    Root,
    /// Root, sources and seed disagree.
    #[error("种子（seed）与根摘要和随机来源（sources）不符：随机来源或种子被改动过")]
    Seed,
    /// The strata are not those of the lines.
    #[error("分层（strata）与名册不符：分层名称被增减或改动过")]
    Strata,
    /// The count of a stratum is wrong.
    #[error("分层 {stratum} 的户数（units）不符：应为 {expected} 户")]
    Units {
        /// The stratum.
        stratum: String,
        /// Units in the lines.
        expected: usize,
    },
    /// A sample is not what the tickets give.
    #[error("分层 {stratum} 的样本（sample）第 {place} 个不符：样本被改动过")]
    Sample {
        /// The stratum.
        stratum: String,
        /// First place that differs, from 1.
        place: usize,
    },
    /// The reserves are not what the tickets give.
    #[error("分层 {stratum} 的备选（reserves）第 {place} 个不符：备选被改动过")]
    Reserves {
        /// The stratum.
        stratum: String,
        /// First place that differs, from 1.
        place: usize,
    },
    /// Rate or source names are not those of the draw.
    #[error("校验码（digest）不符：抽查比例、随机来源名称或校验码被改动过")]
    Digest,
}

impl Explain for ProofError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "proof_too_large",
            Self::NotJson { .. } => "proof_not_json",
            Self::Shape { .. } => "proof_shape",
            Self::Version(_) => "proof_version",
            Self::Rate => "proof_rate",
            Self::Lines(_) => "proof_lines",
            Self::Order { .. } => "proof_order",
            Self::SourceHex { .. } => "proof_source_hex",
            Self::Sources(_) => "proof_sources",
            Self::Root => "proof_root_differs",
            Self::Seed => "proof_seed_differs",
            Self::Strata => "proof_strata_differ",
            Self::Units { .. } => "proof_units_differ",
            Self::Sample { .. } => "proof_sample_differs",
            Self::Reserves { .. } => "proof_reserves_differ",
            Self::Digest => "proof_digest_differs",
        }
    }
}
