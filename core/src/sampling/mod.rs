//! The verifiable draw of a spot check (抽查): freeze, seed, tickets, sample and reserves (design.md section 5).
//!
//! Whoever holds the frozen lines and the bytes of the named sources gets the same sample on any machine; nobody who
//! froze the frame could know the sources, and nobody who knows the sources can change the frame.
//!
//! What is deliberately absent: a random source, a clock, and any rule by which a person picks a unit. Households
//! that must be checked whatever the draw says (必查: related party, complaint, doubt) are visited besides. They stay
//! in the frame like every other household, so that nobody can remove a unit from the draw by marking it, and
//! being marked changes neither the tickets nor `n`. The list of them belongs to the notice and the visit plan.

mod draw;
mod frame;
mod merkle;
mod rate;
mod seed;

pub use draw::{Draw, StratumDraw, Ticketed, draw};
pub use frame::{Frame, FrameLine, MAX_FRAME_LINES, MAX_STRATUM_BYTES, MAX_UNIT_ID_BYTES, Stratum, UnitId};
pub use merkle::merkle_root;
pub use rate::{MAX_RATE_DECIMALS, Rate};
pub use seed::{MAX_SOURCE_BYTES, MAX_SOURCE_NAME_CHARS, MAX_SOURCES, Source, seed, ticket};

use crate::error::Explain;

/// Why a frame, a rate or a source cannot be used for a draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamplingError {
    /// No line at all.
    #[error("抽查名册为空，请先确认已有可抽查的完整记录")]
    EmptyFrame,
    /// More lines than [`MAX_FRAME_LINES`].
    #[error("抽查名册超过 {MAX_FRAME_LINES} 行，请按区划分批抽查")]
    TooManyLines,
    /// A line is not `unit_id,stratum,hash`.
    #[error("名册第 {line} 行不是“编号、分层、摘要”三项，请核对名册文件是否被改动")]
    BadLine {
        /// Place of the line, from 1.
        line: usize,
    },
    /// A unit id outside the permitted characters or length.
    #[error("单位编号只能用 1 至 {MAX_UNIT_ID_BYTES} 个字母、数字或 - _ .，请改正后重试")]
    BadUnitId,
    /// A stratum name outside the permitted characters or length.
    #[error("分层名称只能用汉字、字母、数字或 - _ .，不超过 {MAX_STRATUM_BYTES} 字节，请改正后重试")]
    BadStratum,
    /// The same unit stands twice in the frame.
    #[error("名册中编号 {unit_id} 出现两次，每户只能列一行，请删去重复行")]
    DuplicateUnit {
        /// The pseudonym that stands twice.
        unit_id: String,
    },
    /// Not a rate above 0 and up to 1.
    #[error("抽查比例须大于 0 且不超过 1，最多 {MAX_RATE_DECIMALS} 位小数，例如 0.10")]
    BadRate,
    /// No source, or more than [`MAX_SOURCES`].
    #[error("随机来源须有 1 至 {MAX_SOURCES} 个，请按公告所列逐一填写")]
    BadSourceCount,
    /// A source without a usable name.
    #[error("随机来源名称须为 1 至 {MAX_SOURCE_NAME_CHARS} 个可见字符，请按公告所列名称填写")]
    BadSourceName,
    /// A source without bytes, or with more than [`MAX_SOURCE_BYTES`].
    #[error("随机来源内容须为 1 至 {MAX_SOURCE_BYTES} 字节，请核对后重新填写")]
    BadSourceBytes,
    /// Two sources of the same name.
    #[error("随机来源名称重复，请给每个来源不同的名称")]
    DuplicateSource,
}

impl Explain for SamplingError {
    fn code(&self) -> &'static str {
        match self {
            Self::EmptyFrame => "frame_empty",
            Self::TooManyLines => "frame_too_large",
            Self::BadLine { .. } => "frame_bad_line",
            Self::BadUnitId => "frame_bad_unit_id",
            Self::BadStratum => "frame_bad_stratum",
            Self::DuplicateUnit { .. } => "frame_duplicate_unit",
            Self::BadRate => "bad_rate",
            Self::BadSourceCount => "bad_source_count",
            Self::BadSourceName => "bad_source_name",
            Self::BadSourceBytes => "bad_source_bytes",
            Self::DuplicateSource => "duplicate_source",
        }
    }
}
