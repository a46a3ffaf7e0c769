//! What can keep a meeting or a pack from being made.

use ruhu_core::{error::Explain, ids::MeetingId};

use crate::{pack::PackError, store::StoreError};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The pack cannot be drawn.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// No such meeting.
    #[error("没有编号为 {0} 的会议，请用 ruhu meeting list 查看")]
    UnknownMeeting(MeetingId),
    /// No household can be judged yet.
    #[error("该地区还没有资料齐全的入户调查，暂不能召开评议会；请先完成入户和同步")]
    NothingToJudge,
    /// The date cannot be read.
    #[error("会议时间应写成 2026-11-28T19:00 的形式，请修改后重试")]
    BadTime,
    /// The data that ships with the program is damaged.
    #[error("程序自带的政策数据损坏，请重新安装 ruhu")]
    BadPolicyData,
}

impl Explain for ReviewError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Pack(inner) => inner.code(),
            Self::UnknownMeeting(_) => "unknown_meeting",
            Self::NothingToJudge => "nothing_to_judge",
            Self::BadTime => "bad_meeting_time",
            Self::BadPolicyData => "bad_policy_data",
        }
    }
}
