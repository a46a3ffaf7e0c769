//! What holds for every household.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::village::{any_household, evidence, household, plain};
use crate::{
    assessment::{
        Facts, How, IncomeClass, IncomeItem, Months, People, Policy, RoundTo, Rounding, RoundingWay, Source,
        assess, shipped,
    },
    money::Fen,
};

fn example() -> Policy {
    shipped().unwrap().into_iter().find(|policy| policy.name == "example-2026-rural").unwrap()
}

proptest! {
    #[test]
    fn nothing_is_negative_and_every_figure_is_what_its_parts_give(facts in any_household()) {
        let policy = example();
        let assessed = assess(&facts, &policy);
        for figure in [&assessed.grant, &assessed.net_income, &assessed.per_capita, &assessed.standard] {
            prop_assert!(figure.amount >= Decimal::ZERO, "{}", figure.code);
            prop_assert!(figure.adds_up(), "{}", figure.code);
        }
        prop_assert!(assessed.property.iter().all(|finding| finding.has.adds_up() && finding.most.adds_up()));
        prop_assert_eq!(assessed.entitled(), assessed.obstacles.is_empty());
        prop_assert!(assessed.entitled() || assessed.grant.amount.is_zero());
    }

    #[test]
    fn who_earns_more_gets_no_more(facts in any_household(), more in 1_i64..2_000_000) {
        let policy = example();
        let mut richer = facts.clone();
        richer.income.push(IncomeItem {
            class: IncomeClass::Other,
            amount: Fen(more),
            months: super::village::year(),
            source: Source::Observed,
            disregard: None,
            evidence: evidence(),
        });
        prop_assert!(assess(&richer, &policy).grant.amount <= assess(&facts, &policy).grant.amount);
    }

    #[test]
    fn the_order_of_the_items_changes_nothing(facts in any_household(), turn in 0_usize..8) {
        let policy = example();
        let mut turned = facts.clone();
        let by = turn % turned.income.len().max(1);
        turned.income.rotate_left(by);
        turned.spending.reverse();
        turned.property.reverse();
        turned.obligors.reverse();
        prop_assert_eq!(assess(&turned, &policy).grant.amount, assess(&facts, &policy).grant.amount);
    }

    #[test]
    fn an_income_told_in_two_pieces_is_the_same_income(fen in 0_i64..5_000_000, at in 1_u32..12, members in 1_u32..6) {
        let policy = plain("4310", "year");
        let (first, last) = (super::village::year().from, super::village::until());
        let item = |months: Months, amount| IncomeItem {
            class: IncomeClass::Wage, amount: Fen(amount), months, source: Source::Observed, disregard: None, evidence: evidence(),
        };
        let whole = Facts { income: vec![item(Months { from: first, to: last }, fen)], ..household(members) };
        let cut = last.minus(at);
        let pieces = vec![
            item(Months { from: first, to: cut }, fen / 3),
            item(Months { from: last.minus(at - 1), to: last }, fen - fen / 3),
        ];
        let told = Facts { income: pieces, ..household(members) };
        prop_assert_eq!(assess(&told, &policy).grant.amount, assess(&whole, &policy).grant.amount);
    }

    #[test]
    fn a_hundred_times_the_money_is_a_hundred_times_the_grant(facts in any_household(), standard in 1_000_u32..10_000) {
        let unrounded = |facts: &Facts, standard: u32| {
            let policy = plain(&standard.to_string(), "year");
            let assessed = assess(facts, &policy);
            match &assessed.grant.how {
                How::Rounded { figure, .. } => figure.amount,
                _ => Decimal::ZERO,
            }
        };
        let mut larger = facts.clone();
        larger.income.iter_mut().for_each(|item| item.amount.0 *= 100);
        let exact = Rounding { to: RoundTo::Fen, way: RoundingWay::HalfUp };
        let small = unrounded(&facts, standard) * Decimal::ONE_HUNDRED;
        prop_assert_eq!(exact.round(unrounded(&larger, standard * 100)), exact.round(small));
    }

    /// The formula with whole numbers alone: fen over a common denominator.
    #[test]
    fn the_grant_is_the_formula_in_whole_numbers(
        standard in 1_000_i64..20_000, members in 1_i64..9, insured in 1_i64..9, fen in 0_i64..20_000_000,
    ) {
        let insured = insured.min(members);
        let policy = plain(&standard.to_string(), "year");
        let count = |number: i64| u32::try_from(number).unwrap();
        let item = IncomeItem {
            class: IncomeClass::Wage, amount: Fen(fen), months: super::village::year(),
            source: Source::Observed, disregard: None, evidence: evidence(),
        };
        let people = People::Counted {
            members: count(members), evidence: evidence(), insured: count(insured), insured_evidence: evidence(),
        };
        let facts = Facts { people, income: vec![item], ..household(1) };
        let (above, below) = ((standard * 100 * members - fen).max(0) * insured, 12 * members);
        let expected = (2 * above + below) / (2 * below);
        let assessed = assess(&facts, &policy);
        prop_assert_eq!(Fen::from_yuan(assessed.grant.amount).unwrap(), Fen(expected));
    }
}

/// Amounts that no household has must not stop the county's run.
#[test]
fn absurd_amounts_do_not_panic() {
    let item = |amount| IncomeItem {
        class: IncomeClass::Wage,
        amount: Fen(amount),
        months: Months::ending(super::village::until(), 7),
        source: Source::Verified,
        disregard: Some("new_job".into()),
        evidence: evidence(),
    };
    let people = People::Counted {
        members: u32::MAX,
        evidence: evidence(),
        insured: u32::MAX,
        insured_evidence: evidence(),
    };
    for amount in [i64::MAX, i64::MIN] {
        let facts = Facts { people: people.clone(), income: vec![item(amount); 50], ..household(1) };
        for policy in shipped().unwrap() {
            assert!(assess(&facts, &policy).grant.amount >= Decimal::ZERO);
        }
    }
}
