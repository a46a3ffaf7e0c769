//! What a meeting pack says, as plain data: the caller fills it from the store, nothing here reads one.
//!
//! [`PackContent`] is the organiser's truth. The participants' edition is drawn from
//! [`ParticipantsContent`](super::participants::ParticipantsContent), which has no place for what they may not see.

mod household;

use ruhu_core::ids::MeetingId;
use serde::Serialize;

pub use self::household::{
    Answer, AssessmentLine, Attempt, BlockLine, Disclosure, DoubtLine, HouseholdBasics, HouseholdSheet,
    Income, Interview, Member, Mismatch, Photo, Place, PrivateWord, RecordRef, Seen, SeenGroup, Visit,
};

/// Everything one meeting decides from.
#[derive(Debug, Clone, Serialize)]
pub struct PackContent {
    /// The meeting.
    pub meeting: MeetingHead,
    /// The policy that is read out first, each item with its source.
    pub policy: Vec<PolicyItem>,
    /// The households, in the order in which they are reviewed.
    pub households: Vec<HouseholdSheet>,
}

/// The meeting itself. A `None` prints a blank to be filled in by hand.
#[derive(Debug, Clone, Serialize)]
pub struct MeetingHead {
    /// Identifier that the QR code and the record of conclusions carry.
    pub id: MeetingId,
    /// Title on the cover, for example `2026年低保年度复核民主评议会`.
    pub title: String,
    /// Full name of the village, from the province down.
    pub village: String,
    /// Name of the campaign.
    pub campaign: String,
    /// Planned start, milliseconds since 1970-01-01T00:00:00Z; printed in Beijing time.
    pub held_at_ms: Option<i64>,
    /// Where it is held.
    pub place: Option<String>,
    /// 召集人
    pub convener: Option<String>,
    /// 主持人
    pub chair: Option<String>,
    /// 记录人
    pub recorder: Option<String>,
    /// 监督人
    pub supervisor: Option<String>,
    /// The local rule of attendance in words, with its source; a policy figure, so never written here in code.
    pub attendance_rule: Option<String>,
    /// The local rule of passing in words, with its source.
    pub passing_rule: Option<String>,
    /// People who are already invited; blank lines follow for the others.
    pub invited: Vec<Invited>,
}

/// Somebody who is invited to the meeting.
#[derive(Debug, Clone, Serialize)]
pub struct Invited {
    /// As what.
    pub role: AttendeeRole,
    /// Full name.
    pub name: String,
}

/// Role of somebody at the meeting (codes 1 to 8 of the field's data dictionary).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AttendeeRole {
    /// 1 乡镇（街道）工作人员
    Township,
    /// 2 村党组织成员
    VillageParty,
    /// 3 村（居）民委员会成员
    VillageCommittee,
    /// 4 党员代表
    PartyMember,
    /// 5 村（居）民代表
    Representative,
    /// 6 监督员
    Supervisor,
    /// 7 老党员
    ElderPartyMember,
    /// 8 县级民政部门
    CountyCivilAffairs,
}

impl AttendeeRole {
    /// Every role, in the order of its code.
    pub const ALL: [Self; 8] = [
        Self::Township,
        Self::VillageParty,
        Self::VillageCommittee,
        Self::PartyMember,
        Self::Representative,
        Self::Supervisor,
        Self::ElderPartyMember,
        Self::CountyCivilAffairs,
    ];

    /// The role as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Township => "乡镇（街道）工作人员",
            Self::VillageParty => "村党组织成员",
            Self::VillageCommittee => "村（居）民委员会成员",
            Self::PartyMember => "党员代表",
            Self::Representative => "村（居）民代表",
            Self::Supervisor => "监督员",
            Self::ElderPartyMember => "老党员",
            Self::CountyCivilAffairs => "县级民政部门",
        }
    }
}

/// One item of the policy sheet.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyItem {
    /// Short heading.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Citation, for example `民发〔2021〕57号 第十三条`.
    pub source: String,
    /// Effective date as it is to be printed.
    pub effective: String,
}
