//! The roster's side of a case file: what was declared.

use jiff::civil::Date;
use ruhu_core::household::{AccountNo, IdNumber, Member, Sex, YearMonth};

use crate::casework::case_file::CaseFile;

/// One line of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FactView {
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// The household as declared.
#[derive(Debug, Clone)]
pub(super) struct HouseholdView {
    pub(super) id: String,
    pub(super) head_name: String,
    pub(super) place: String,
    pub(super) related: bool,
    pub(super) facts: Vec<FactView>,
    pub(super) members: Vec<MemberView>,
}

/// One member; the number is masked whoever looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MemberView {
    pub(super) name: String,
    pub(super) relation: &'static str,
    pub(super) id_no: String,
    pub(super) sex: &'static str,
    pub(super) age: String,
    pub(super) insured: &'static str,
}

impl HouseholdView {
    pub(super) fn of(case: &CaseFile, today: Date) -> Self {
        let row = &case.household.row;
        Self {
            id: row.household_id.to_string(),
            head_name: row.head_name.full().to_owned(),
            place: format!("{} {}", case.region_name, row.group_name).trim().to_owned(),
            related: case.related,
            facts: facts(case),
            members: row.members.iter().map(|member| MemberView::of(member, today)).collect(),
        }
    }
}

fn facts(case: &CaseFile) -> Vec<FactView> {
    let row = &case.household.row;
    let unknown = || "名册未填".to_owned();
    let fact = |label, text: String| FactView { label, text: if text.is_empty() { unknown() } else { text } };
    let bank = case.household.bank.clone().unwrap_or_default();
    let account = case.household.account.as_ref().map(AccountNo::masked).unwrap_or_default();
    vec![
        fact("救助类别", row.aid_category.label().to_owned()),
        fact("月保障金", format!("{} 元/月（全户）", row.monthly_grant)),
        fact("家庭人口", format!("{} 人，其中保障 {} 人", row.member_count, row.insured_count)),
        fact("致困原因", row.poverty_cause.map(|cause| cause.label().to_owned()).unwrap_or_default()),
        fact("复核类别", row.review_class.map(|class| class.label().to_owned()).unwrap_or_default()),
        fact("享受起始", row.start_month.map(YearMonth::label).unwrap_or_default()),
        fact("家庭住址", row.address.clone()),
        fact("发放账户", format!("{bank} {account}").trim().to_owned()),
        fact("名册序号", row.roster_no.map(|no| no.to_string()).unwrap_or_default()),
        fact("名册版本", format!("第 {} 版", row.version)),
        fact("备注", row.remark.clone()),
    ]
}

impl MemberView {
    fn of(member: &Member, today: Date) -> Self {
        let number = member.id_no.as_ref();
        Self {
            name: member.name.full().to_owned(),
            relation: member.relation.label(),
            id_no: number.map_or_else(|| "未填".to_owned(), IdNumber::masked),
            sex: match number.and_then(IdNumber::sex) {
                Some(Sex::Male) => "男",
                Some(Sex::Female) => "女",
                None => "未知",
            },
            age: member.birth.map_or_else(|| "未知".to_owned(), |birth| age(birth, today)),
            insured: if member.insured { "是" } else { "否" },
        }
    }
}

/// Full years, `67 岁`; the birth date itself is not shown, because it is half of the number.
fn age(birth: Date, today: Date) -> String {
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    let years = today.year() - birth.year() - i16::from(!had_birthday);
    if years < 0 { "未知".to_owned() } else { format!("{years} 岁") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_age_changes_on_the_birthday() {
        let birth = date(1959, 11, 24);
        assert_eq!(age(birth, date(2026, 11, 23)), "66 岁");
        assert_eq!(age(birth, date(2026, 11, 24)), "67 岁");
        assert_eq!(age(date(2027, 1, 1), date(2026, 11, 24)), "未知");
    }
}
