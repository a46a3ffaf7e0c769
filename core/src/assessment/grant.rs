//! The grant of a month: what is missing to the standard or the amount of a tier, and top-ups, rounded once.

use rust_decimal::Decimal;

use super::{
    facts::{Facts, People, Person},
    figure::{Evidence, Figure, How, Unit},
    income::standard_a_year,
    members::{ADULT_AGE, Membership},
    policy::{GrantMethod, Policy, TopUp, TopUpGroup},
};

const TOP_UP_GRADE: u8 = 2;

/// What the grant is reckoned from.
pub(super) struct Basis<'b, 'a> {
    pub(super) facts: &'a Facts,
    pub(super) policy: &'a Policy,
    pub(super) members: &'b Figure<'a>,
    pub(super) insured: &'b Figure<'a>,
    pub(super) memberships: &'b [Membership],
    pub(super) net: &'b Figure<'a>,
}

impl<'a> Basis<'_, 'a> {
    /// The income of one person, a year.
    pub(super) fn per_capita(&self) -> Figure<'a> {
        let how = How::Quotient([self.net.clone(), self.members.clone()].into());
        Figure::reckoned("per_capita", "家庭人均年收入", Unit::YuanPerYear, how)
    }

    /// Whether the income per person is below `times` the standard. Compared without a division.
    pub(super) fn is_below(&self, times: Decimal) -> bool {
        let limit = self.policy.standard_a_year().saturating_mul(times);
        self.net.amount < limit.saturating_mul(self.members.amount)
    }

    /// The grant of a household that is entitled, in yuan a month.
    pub(super) fn grant(&self) -> Figure<'a> {
        let basic = match self.policy.grant.method {
            GrantMethod::Difference => self.difference(),
            GrantMethod::Tiers => self.tier(),
        };
        let mut parts = vec![basic];
        parts.extend(self.top_ups());
        let sum =
            Figure::reckoned("grant.exact", "补差与分类施保合计", Unit::YuanPerMonth, How::Sum(parts.into()));
        self.paid(sum)
    }

    /// The grant of a household that is not: nothing.
    pub(super) fn nothing(&self) -> Figure<'a> {
        let evidence = Evidence::Policy { key: "grant" };
        self.paid(Figure::given("grant.none", "不予保障", (Decimal::ZERO, Unit::YuanPerMonth), evidence))
    }

    fn paid(&self, exact: Figure<'a>) -> Figure<'a> {
        let rounding = self.policy.rounding.rounding();
        let how = How::Rounded { figure: Box::new(exact), rounding };
        Figure::reckoned("grant", "月保障金", Unit::YuanPerMonth, how).by(&self.policy.rounding.source)
    }

    /// (标准 × 人数 − 家庭收入) ÷ 12, of which the insured members get their share.
    fn difference(&self) -> Figure<'a> {
        let needed = How::Product([standard_a_year(self.policy), self.members.clone()].into());
        let needed = Figure::reckoned("grant.needed", "全家标准", Unit::YuanPerYear, needed);
        let gap = How::Less([needed, self.net.clone()].into());
        let gap = Figure::reckoned("grant.gap", "差额", Unit::YuanPerYear, gap);
        let gap = Figure::reckoned("grant.gap", "差额", Unit::YuanPerYear, How::NotBelowZero(Box::new(gap)));
        let all_insured = self.insured.amount == self.members.amount;
        let (share, by) = if all_insured {
            (gap, self.months())
        } else {
            let share = How::Product([gap, self.insured.clone()].into());
            let by = How::Product([self.members.clone(), self.months()].into());
            (
                Figure::reckoned("grant.share", "差额×保障人数", Unit::Yuan, share),
                Figure::reckoned("grant.by", "人数×月数", Unit::Factor, by),
            )
        };
        let how = How::Quotient([share, by].into());
        Figure::reckoned("grant.basic", "月补差", Unit::YuanPerMonth, how).by(&self.policy.grant.source)
    }

    fn tier(&self) -> Figure<'a> {
        let tiers = &self.policy.grant.tier;
        let tier = tiers.iter().find(|tier| self.is_below(tier.below_part_of_standard));
        let (label, amount) =
            tier.map_or(("未进入档次", Decimal::ZERO), |tier| (tier.label.as_str(), tier.yuan_a_month));
        let evidence = Evidence::Policy { key: "grant.tier.yuan_a_month" };
        let each = Figure::given("grant.tier", label, (amount, Unit::YuanPerMonth), evidence);
        let how = How::Product([each, self.insured.clone()].into());
        Figure::reckoned("grant.basic", "分档保障金", Unit::YuanPerMonth, how).by(&self.policy.grant.source)
    }

    fn months(&self) -> Figure<'a> {
        let evidence = Evidence::Policy { key: "standard.per" };
        Figure::given("year", "月数", (12.into(), Unit::Months), evidence)
    }

    fn top_ups(&self) -> Vec<Figure<'a>> {
        let People::Listed(persons) = &self.facts.people else { return Vec::new() };
        let insured = persons.iter().zip(self.memberships).filter(|(_, membership)| membership.insured);
        insured.filter_map(|(person, _)| self.top_up(person)).collect()
    }

    /// The largest top-up of one person.
    fn top_up(&self, person: &Person) -> Option<Figure<'a>> {
        let rules = self.policy.topup.iter().filter(|rule| belongs(person, rule));
        let rule = rules.max_by_key(|rule| rule.part_of_standard)?;
        let key = "topup.part_of_standard";
        let part =
            Figure::given(key, "比例", (rule.part_of_standard, Unit::Factor), Evidence::Policy { key });
        let product = How::Product([standard_a_year(self.policy), part].into());
        let product = Figure::reckoned("topup.year", "全年", Unit::YuanPerYear, product);
        let how = How::Quotient([product, self.months()].into());
        Some(Figure::reckoned("topup", rule.label.as_str(), Unit::YuanPerMonth, how).by(&rule.source))
    }
}

fn belongs(person: &Person, rule: &TopUp) -> bool {
    match rule.group {
        TopUpGroup::SevereDisability => {
            person.disability_grade.is_some_and(|grade| (1..=TOP_UP_GRADE).contains(&grade))
        }
        TopUpGroup::SeriousIllness => person.seriously_ill,
        TopUpGroup::Elderly => {
            person.age.zip(rule.from_age).is_some_and(|(age, from)| age >= u16::from(from))
        }
        TopUpGroup::Minor => person.age.is_some_and(|age| age < ADULT_AGE),
    }
}
