//! The phone's owner, the roster, and a household as it was given to this phone.

use ruhu_core::capture;

use super::shown_masked;

/// Who works on this phone.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Who {
    /// The phone's id, hex.
    pub device: String,
    /// The surveyor it was given to.
    pub surveyor: String,
    /// Division code, 12 digits.
    pub region: String,
    /// The division's name.
    pub region_name: String,
    /// Where the server is.
    pub server_url: String,
}

/// A campaign (专项整治, 定期复核).
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Campaign {
    /// Its id.
    pub id: String,
    /// Its Chinese title.
    pub title: String,
}

/// One line of the roster.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct RosterLine {
    /// Which household: a pseudonym.
    pub household: String,
    /// 序号 of the roster.
    pub roster_no: Option<u32>,
    /// The village's name.
    pub village_name: String,
    /// 组
    pub group_name: String,
    /// The head's name, in full: for the screen, never for logs.
    pub head_name: String,
    /// 家庭住址
    pub address: String,
    /// 家庭人口 as declared.
    pub member_count: u16,
    /// Open drafts at this household on this phone.
    pub drafts: u32,
    /// Home visits sealed on this phone.
    pub visits: u32,
    /// Neighbour interviews sealed on this phone.
    pub interviews: u32,
    /// Attempts recorded on this phone.
    pub attempts: u32,
}

/// A page of the roster.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RosterPage {
    /// The lines, by village, group and number.
    pub lines: Vec<RosterLine>,
    /// How many households there are in all.
    pub total: u32,
}

/// A member of a household.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct HouseholdMember {
    /// 姓名
    pub name: String,
    /// 与户主关系, as people read it.
    pub relation: String,
    /// 身份证号码 in full, to be compared with the card at the door: never for logs.
    pub id_no: Option<String>,
    /// Whether the grant counts this person (是否保障).
    pub insured: bool,
}

/// A household as it was given to this phone.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Assignment {
    /// Which household: a pseudonym.
    pub household: String,
    /// Rises with every change of the row.
    pub version: u32,
    /// Which distribution of work brought it.
    pub epoch: u32,
    /// Whether it is still this phone's to visit.
    pub assigned: bool,
    /// The village's name.
    pub village_name: String,
    /// 组
    pub group_name: String,
    /// 家庭住址
    pub address: String,
    /// The head's name.
    pub head_name: String,
    /// 救助类别, as people read it.
    pub aid_category: String,
    /// 月保障金, in fen for the whole household.
    pub monthly_grant_fen: i64,
    /// 家庭人口 as declared.
    pub member_count: u16,
    /// 保障人口 as declared.
    pub insured_count: u16,
    /// The members, the head first.
    pub members: Vec<HouseholdMember>,
    /// 备注
    pub remark: String,
    /// 近亲属备案: a close relative of the staff who handle the case.
    pub related_flag: bool,
}

shown_masked!(Who, device, region);
shown_masked!(RosterLine, household);
shown_masked!(HouseholdMember, insured);
shown_masked!(Assignment, household, version);

impl From<capture::Who> for Who {
    fn from(who: capture::Who) -> Self {
        Self {
            device: who.device.to_string(),
            surveyor: who.surveyor,
            region: who.region.to_string(),
            region_name: who.region_name,
            server_url: who.server_url,
        }
    }
}

impl From<capture::Campaign> for Campaign {
    fn from(campaign: capture::Campaign) -> Self {
        Self { id: campaign.id.to_string(), title: campaign.title }
    }
}

impl From<capture::RosterItem> for RosterLine {
    fn from(item: capture::RosterItem) -> Self {
        Self {
            household: item.household.to_string(),
            roster_no: item.roster_no,
            village_name: item.village_name,
            group_name: item.group_name,
            head_name: item.head_name.full().to_owned(),
            address: item.address,
            member_count: item.member_count,
            drafts: item.drafts,
            visits: item.visits,
            interviews: item.interviews,
            attempts: item.attempts,
        }
    }
}

impl From<capture::RosterPage> for RosterPage {
    fn from(page: capture::RosterPage) -> Self {
        Self { lines: page.items.into_iter().map(Into::into).collect(), total: page.total }
    }
}

impl From<ruhu_core::household::Member> for HouseholdMember {
    fn from(member: ruhu_core::household::Member) -> Self {
        Self {
            name: member.name.full().to_owned(),
            relation: member.relation.label().to_owned(),
            id_no: member.id_no.map(|number| number.full().to_owned()),
            insured: member.insured,
        }
    }
}

impl From<capture::HouseholdRow> for Assignment {
    fn from(known: capture::HouseholdRow) -> Self {
        let row = known.row;
        Self {
            household: row.household_id.to_string(),
            version: row.version,
            epoch: known.assignment_epoch,
            assigned: known.assigned,
            village_name: row.village_name,
            group_name: row.group_name,
            address: row.address,
            head_name: row.head_name.full().to_owned(),
            aid_category: row.aid_category.label().to_owned(),
            monthly_grant_fen: row.monthly_grant.0,
            member_count: row.member_count,
            insured_count: row.insured_count,
            members: row.members.into_iter().map(Into::into).collect(),
            remark: row.remark,
            related_flag: row.related_flag,
        }
    }
}
