//! Who is a member of the household living together (共同生活的家庭成员), and why not.

use serde::Serialize;

use super::{
    facts::{Labour, People, Person, Whereabouts},
    figure::{Evidence, Figure, How, Parts, Unit},
};
use crate::household::Relation;

/// Age from which a person is of age (民法典 Art. 17).
pub const ADULT_AGE: u16 = 18;

const MEMBERS: &str = "民发〔2021〕57号第七条";

/// Why a person counts as a member or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberReason {
    /// 申请人
    Applicant,
    /// 配偶
    Spouse,
    /// 未成年子女
    MinorChild,
    /// 不能独立生活的成年子女
    DependentAdultChild,
    /// 在校接受本科及以下学历教育的成年子女
    StudyingAdultChild,
    /// 有法定赡养、抚养、扶养义务关系并长期共同居住
    LivesTogether,
    /// 没有法定义务关系
    NoDuty,
    /// 不共同生活
    LivesElsewhere,
    /// 服刑
    Prison,
    /// 强制隔离戒毒
    Detox,
    /// 宣告失踪
    Missing,
    /// 连续三年以上脱离家庭的宗教教职人员
    Clergy,
    /// 已死亡
    Deceased,
}

impl MemberReason {
    /// Whether the person counts.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(
            self,
            Self::Applicant
                | Self::Spouse
                | Self::MinorChild
                | Self::DependentAdultChild
                | Self::StudyingAdultChild
                | Self::LivesTogether
        )
    }

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Applicant => "户主(申请人)",
            Self::Spouse => "配偶",
            Self::MinorChild => "未成年子女",
            Self::DependentAdultChild => "不能独立生活的成年子女",
            Self::StudyingAdultChild => "在校就读本科及以下学历的成年子女",
            Self::LivesTogether => "有法定赡养、抚养、扶养义务关系并长期共同居住",
            Self::NoDuty => "与户主没有法定赡养、抚养、扶养义务关系",
            Self::LivesElsewhere => "不共同生活",
            Self::Prison => "在监狱服刑",
            Self::Detox => "强制隔离戒毒",
            Self::Missing => "宣告失踪",
            Self::Clergy => "连续三年以上脱离家庭独立生活的宗教教职人员",
            Self::Deceased => "已死亡",
        }
    }
}

/// What the rules say of one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Membership {
    /// Relation to the head.
    pub relation: Relation,
    /// Why the person counts or does not.
    pub reason: MemberReason,
    /// Whether the grant counts the person.
    pub insured: bool,
    /// Where the person stands.
    pub evidence: Evidence,
}

/// Applies 民发〔2021〕57号 Art. 7. Who is not known to live elsewhere lives together.
#[must_use]
pub fn member_reason(person: &Person) -> MemberReason {
    match person.whereabouts {
        Whereabouts::Deceased => return MemberReason::Deceased,
        Whereabouts::Prison => return MemberReason::Prison,
        Whereabouts::Detox => return MemberReason::Detox,
        Whereabouts::Missing => return MemberReason::Missing,
        Whereabouts::Clergy => return MemberReason::Clergy,
        Whereabouts::Home | Whereabouts::Elsewhere => {}
    }
    let at_home = person.whereabouts == Whereabouts::Home;
    match person.relation {
        Relation::Oneself => MemberReason::Applicant,
        // Spouses and minor children count wherever they stay.
        Relation::Spouse => MemberReason::Spouse,
        Relation::Son | Relation::Daughter => child(person, at_home),
        Relation::Other if at_home => MemberReason::NoDuty,
        // In-laws have no duty of their own; in the household they live with a member who has one.
        _ if at_home => MemberReason::LivesTogether,
        _ => MemberReason::LivesElsewhere,
    }
}

fn child(person: &Person, at_home: bool) -> MemberReason {
    let minor = person.age.is_some_and(|age| age < ADULT_AGE);
    let dependent = matches!(person.labour, Some(Labour::Lost | Labour::None));
    match () {
        () if minor => MemberReason::MinorChild,
        () if person.studies => MemberReason::StudyingAdultChild,
        () if dependent => MemberReason::DependentAdultChild,
        () if at_home => MemberReason::LivesTogether,
        () => MemberReason::LivesElsewhere,
    }
}

/// The people of a household, counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted<'a> {
    /// Everybody who was listed.
    pub(super) memberships: Vec<Membership>,
    /// 共同生活人数
    pub(super) members: Figure<'a>,
    /// 保障人数
    pub(super) insured: Figure<'a>,
}

pub(super) fn count<'a>(people: &People) -> Counted<'a> {
    match people {
        People::Listed(persons) => listed(persons),
        People::Counted { members, evidence, insured, insured_evidence } => Counted {
            memberships: Vec::new(),
            members: persons_figure("members", "共同生活的家庭成员", *members, evidence.clone()).by(MEMBERS),
            insured: persons_figure(
                "insured",
                "保障人数",
                (*insured).min(*members),
                insured_evidence.clone(),
            ),
        },
    }
}

fn persons_figure<'a>(code: &'static str, label: &'static str, count: u32, evidence: Evidence) -> Figure<'a> {
    Figure::given(code, label, (count.into(), Unit::Persons), evidence)
}

fn listed<'a>(persons: &[Person]) -> Counted<'a> {
    let memberships: Vec<Membership> = persons
        .iter()
        .map(|person| {
            let reason = member_reason(person);
            Membership {
                relation: person.relation,
                reason,
                insured: reason.counts() && person.insured != Some(false),
                evidence: person.evidence.clone(),
            }
        })
        .collect();
    let total = |code, label, counts: fn(&Membership) -> bool| {
        let ones = memberships.iter().filter(|one| counts(one)).map(|one| {
            Figure::given("member", one.relation.label(), (1.into(), Unit::Persons), one.evidence.clone())
        });
        Figure::reckoned(code, label, Unit::Persons, How::Sum(Parts::from(ones.collect::<Vec<_>>())))
    };
    Counted {
        members: total("members", "共同生活的家庭成员", |one| one.reason.counts()).by(MEMBERS),
        insured: total("insured", "保障人数", |one| one.insured),
        memberships,
    }
}
