//! From the rows of one household to a household that can be trusted, or the reasons why not.

use jiff::civil::Date;
use ruhu_core::{
    household::{
        AccountNo, AidCategory, HouseholdRecord, Member, PersonName, PovertyCause, ReviewClass, RosterRow,
        YearMonth,
    },
    ids::HouseholdId,
    money::Fen,
    region::{DivisionTree, RegionCode},
};

use super::{
    ParsedRoster, Rejected, Warned,
    header::{Column, Table},
    rows::Group,
};

mod facts;
mod findings;
mod people;
mod place;

use findings::Findings;

/// What every household of a sheet is read with.
pub(super) struct Context<'a> {
    pub(super) table: &'a Table,
    pub(super) divisions: &'a DivisionTree,
    pub(super) region: &'a RegionCode,
    /// Named in findings where the workbook has several sheets.
    pub(super) sheet_name: Option<&'a str>,
}

/// A household without a fault that forbids taking it in. Which household it is, [`super::settle`] decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedHousehold {
    /// The workbook's row, counted as Excel shows it.
    pub row: u32,
    /// 序号
    pub no: Option<u32>,
    /// The village.
    pub region: RegionCode,
    /// Headings of the columns with the head's number and the members', for findings.
    pub(super) id_headings: (String, String),
    pub(super) member_rows: Vec<u32>,
    village_name: String,
    group_name: String,
    address: String,
    aid_category: AidCategory,
    poverty_cause: Option<PovertyCause>,
    review_class: Option<ReviewClass>,
    monthly_grant: Fen,
    start_month: Option<YearMonth>,
    member_count: u16,
    insured_count: u16,
    members: Vec<Member>,
    remark: String,
    related_flag: bool,
    bank: Option<String>,
    account: Option<AccountNo>,
}

impl ParsedHousehold {
    /// The members, the head first.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The record of this household under an identifier.
    #[must_use]
    pub fn to_record(&self, household_id: HouseholdId, version: u32) -> Option<HouseholdRecord> {
        let head: &PersonName = &self.members.first()?.name;
        let row = RosterRow {
            household_id,
            version,
            roster_no: self.no,
            region: self.region.clone(),
            village_name: self.village_name.clone(),
            group_name: self.group_name.clone(),
            address: self.address.clone(),
            head_name: head.clone(),
            aid_category: self.aid_category,
            poverty_cause: self.poverty_cause,
            review_class: self.review_class,
            monthly_grant: self.monthly_grant,
            start_month: self.start_month,
            member_count: self.member_count,
            insured_count: self.insured_count,
            members: self.members.clone(),
            remark: self.remark.clone(),
            related_flag: self.related_flag,
        };
        Some(HouseholdRecord { row, bank: self.bank.clone(), account: self.account.clone() })
    }
}

/// Reads one household into `roster`: as a household or as faults, and its warnings in either case.
pub(super) fn read(group: &Group<'_>, context: &Context<'_>, roster: &mut ParsedRoster) {
    let mut findings = Findings::new(group, context);
    let household = read_household(group, context, &mut findings);
    let Findings { rejected, warnings, .. } = findings;
    let trusted = household.filter(|_| rejected.is_empty());
    roster.rejected.extend::<Vec<Rejected>>(rejected);
    roster.warnings.extend::<Vec<Warned>>(warnings);
    roster.households.extend(trusted);
}

fn read_household(
    group: &Group<'_>,
    context: &Context<'_>,
    findings: &mut Findings<'_>,
) -> Option<ParsedHousehold> {
    let Some(head_row) = group.head else {
        let message = "成员行上面没有户主，无法判断属于哪一户；请补上户主行或调整行的顺序";
        findings.reject(Column::MemberName, "orphan_member", message);
        return None;
    };
    let facts = facts::Facts { row: head_row, table: context.table };
    let people = people::read(group, context, findings);
    let place = place::read(&facts, context, findings);
    let aid_category = facts.aid_category(findings);
    let monthly_grant = facts.monthly_grant(findings);
    let start_month = facts.start_month(findings);
    let (member_count, insured_count) = facts.counts(people.listed, findings);
    let (bank, account) = facts.bank_account(findings);
    let review_class = facts.review_class(findings);
    let poverty_cause = facts.poverty_cause(findings);
    let (place, monthly_grant, mut members) = (place?, monthly_grant?, people.members?);
    if insured_count >= people.listed {
        members.iter_mut().for_each(|member| member.insured = true);
    }
    Some(ParsedHousehold {
        row: head_row.number,
        no: facts.no(),
        region: place.village,
        id_headings: people.id_headings,
        member_rows: people.rows,
        village_name: place.village_name,
        group_name: place.group_name,
        address: place.address,
        aid_category,
        poverty_cause,
        review_class,
        monthly_grant,
        start_month,
        member_count,
        insured_count,
        members,
        remark: facts.remark(),
        related_flag: facts.related(),
        bank,
        account,
    })
}

/// Birth date of a member where the number has one.
fn birth_of(id_no: Option<&ruhu_core::household::IdNumber>) -> Option<Date> {
    id_no.and_then(ruhu_core::household::IdNumber::birth)
}
