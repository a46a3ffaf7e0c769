//! What a phone holds of a household, and what the server alone holds besides.

use serde::{Deserialize, Serialize};

use super::{AccountNo, AidCategory, IdNumber, PersonName, PovertyCause, Relation, ReviewClass, YearMonth};
use crate::{ids::HouseholdId, money::Fen, region::RegionCode};

/// One member of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// 姓名
    pub name: PersonName,
    /// 与户主关系
    pub relation: Relation,
    /// 身份证号码; a newborn may have none yet.
    pub id_no: Option<IdNumber>,
    /// Birth date, from the number where there is one.
    pub birth: Option<jiff::civil::Date>,
    /// Whether the grant counts this person (是否保障).
    pub insured: bool,
}

/// A household as the roster has it: what a phone holds and the wire carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// A pseudonym.
    pub household_id: HouseholdId,
    /// Rises with every change of the row; records name the version that they were based on.
    pub version: u32,
    /// 序号 in the workbook that the row came from.
    pub roster_no: Option<u32>,
    /// The village.
    pub region: RegionCode,
    /// Its name.
    pub village_name: String,
    /// 组, as `9组`; empty where the roster does not say.
    pub group_name: String,
    /// 家庭住址
    pub address: String,
    /// The head's name.
    pub head_name: PersonName,
    /// 救助类别
    pub aid_category: AidCategory,
    /// 主要致困原因
    pub poverty_cause: Option<PovertyCause>,
    /// 复核类别
    pub review_class: Option<ReviewClass>,
    /// 月保障金, in fen for the whole household.
    pub monthly_grant: Fen,
    /// 享受起始年月
    pub start_month: Option<YearMonth>,
    /// 家庭人口 as declared; may differ from the members listed.
    pub member_count: u16,
    /// 保障人口 as declared.
    pub insured_count: u16,
    /// The members, the head first.
    pub members: Vec<Member>,
    /// 备注
    pub remark: String,
    /// 近亲属备案: a close relative of the staff who handle the case.
    pub related_flag: bool,
}

impl RosterRow {
    /// The head among the members; none where no member is listed.
    #[must_use]
    pub fn head(&self) -> Option<&Member> {
        self.members.first()
    }
}

/// A household as the server keeps it. The account never goes to a phone: surveyors do not need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdRecord {
    /// What phones may see.
    pub row: RosterRow,
    /// 开户银行
    pub bank: Option<String>,
    /// 银行账号
    pub account: Option<AccountNo>,
}
