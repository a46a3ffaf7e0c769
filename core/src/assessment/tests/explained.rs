//! Explanations, turning points and contradictions.

use jiff::civil::date;
use proptest::prelude::*;

use super::village::{any_household, earned, holding, household, person, plain, spent};
use crate::{
    assessment::{
        Circumstances, Facts, Holding, IncomeClass, IncomeItem, People, Person, Policy, PropertyItem,
        PropertyKind, QuestionNames, RoundChange, Source, SpendingKind, Unit, assess, changes_since,
        contradictions, explain, explain_changes, flip_sentences, shipped, what_would_change,
    },
    household::{Relation, ReviewClass},
    money::Fen,
};

fn example() -> Policy {
    shipped().unwrap().into_iter().find(|policy| policy.name == "example-2026-rural").unwrap()
}

fn family() -> Facts {
    let student = Person { studies: true, ..person(Relation::Daughter, 20) };
    let lodger = person(Relation::Other, 45);
    let pension = IncomeItem { disregard: Some("veteran".into()), ..earned(IncomeClass::Transfer, 1_200) };
    let verified = IncomeItem { source: Source::Verified, ..earned(IncomeClass::Wage, 9_600) };
    Facts {
        people: People::Listed(vec![
            person(Relation::Oneself, 72),
            person(Relation::Spouse, 69),
            student,
            lodger,
        ]),
        income: vec![earned(IncomeClass::Wage, 6_000), verified, pension],
        spending: vec![spent(SpendingKind::Medical, 2_400)],
        property: vec![
            holding(PropertyKind::Deposit, Holding::Value(Fen(350_000))),
            holding(PropertyKind::House, Holding::Pieces(1)),
        ],
        review_class: Some(ReviewClass::B),
        reviewed: Some(date(2026, 11, 20)),
        grant_now: Some(Fen(220_000)),
        circumstances: Circumstances::default(),
        ..household(0)
    }
}

#[test]
fn an_explanation_names_every_figure_its_rule_and_its_source() {
    let (facts, policy) = (family(), example());
    let assessed = assess(&facts, &policy);
    let lines = explain(
        &assessed,
        &what_would_change(&facts, &policy),
        (&contradictions(&facts, &policy), &[]),
        &QuestionNames::new(),
    );
    let text: Vec<String> =
        lines.into_iter().map(|line| format!("{}{}", "  ".repeat(line.depth), line.text)).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn the_turning_point_is_exact_to_the_fen() {
    let policy = plain("3600", "year");
    let facts = Facts { income: vec![earned(IncomeClass::Wage, 3_000)], ..household(1) };
    let flips = what_would_change(&facts, &policy);
    assert_eq!(flips[0].turns_at.to_string(), "3600.00");
    assert_eq!(
        flip_sentences(&flips)[0],
        "工资性收入（入户调查）由 3000.00 元增加 600.00 元，达到 3600.00 元时，即不再符合条件"
    );
    let rich = Facts { income: vec![earned(IncomeClass::Wage, 7_200)], ..household(2) };
    let flips = what_would_change(&rich, &policy);
    assert_eq!(flips[0].turns_at.to_string(), "7199.99");
    assert_eq!(flip_sentences(&flips)[1], "共同生活人数由 2 人增加 1 人，达到 3 人时，即符合条件");
}

#[test]
fn what_two_sources_say_alike_is_one_sentence_that_names_both() {
    let policy = example();
    let said =
        |source, pieces| PropertyItem { source, ..holding(PropertyKind::Vehicle, Holding::Pieces(pieces)) };
    let found = |observed, verified| {
        let property = vec![said(Source::Observed, observed), said(Source::Verified, verified)];
        flip_sentences(&what_would_change(&Facts { property, ..household(1) }, &policy))
    };
    let alike = found(0, 0);
    assert!(
        alike.contains(
            &"机动车（入户调查、信息核对）由 0 件增加 1 件，达到 1 件时，即不再符合条件".to_owned()
        ),
        "{alike:?}"
    );
    assert_eq!(found(0, 1), ["机动车（信息核对）由 1 件减少 1 件，达到 0 件时，即符合条件"]);
}

#[test]
fn a_household_of_nobody_is_no_way_to_another_result() {
    let entitled = what_would_change(&household(3), &plain("3600", "year"));
    assert!(entitled.iter().all(|flip| flip.unit != Unit::Persons), "{entitled:?}");
}

proptest! {
    #[test]
    fn one_step_before_a_turning_point_nothing_has_turned(facts in any_household()) {
        let policy = example();
        let now = assess(&facts, &policy).entitled();
        for (at, item) in facts.income.iter().enumerate() {
            let is = item.amount.yuan();
            let flips = what_would_change(&facts, &policy);
            let Some(flip) = flips.iter().find(|flip| flip.is == is && flip.label.starts_with(item.class.label()))
            else { continue };
            let with = |amount: Fen| {
                let mut changed = facts.clone();
                changed.income[at].amount = amount;
                assess(&changed, &policy).entitled()
            };
            let turned = Fen::from_yuan(flip.turns_at).unwrap();
            let before = Fen(turned.0 + (item.amount.0 - turned.0).signum());
            if flips.iter().filter(|other| other.is == is).count() == 1 {
                prop_assert_eq!(with(turned), !now);
                prop_assert_eq!(with(before), now);
            }
        }
    }
}

#[test]
fn sources_contradict_each_other_beyond_the_tolerance_of_the_policy() {
    let policy = example();
    let said = |source, yuan| IncomeItem { source, ..earned(IncomeClass::Wage, yuan) };
    let found = |observed, verified| {
        let income = vec![said(Source::Observed, observed), said(Source::Verified, verified)];
        contradictions(&Facts { income, ..household(1) }, &policy)
    };
    assert!(found(1_000, 1_500).is_empty(), "500 yuan pass");
    assert!(found(9_000, 10_000).is_empty(), "a tenth passes");
    let one = found(6_000, 9_600);
    assert_eq!(
        one[0].sentence(),
        "工资性收入：入户调查 6000.00 元/年，信息核对 9600.00 元/年，相差 3600.00 元/年"
    );
    let car = |source, pieces| super::super::PropertyItem {
        source,
        ..holding(PropertyKind::Vehicle, Holding::Pieces(pieces))
    };
    let property = vec![car(Source::Observed, 0), car(Source::Verified, 1)];
    let hidden = contradictions(&Facts { property, ..household(1) }, &policy);
    assert_eq!(hidden[0].sentence(), "机动车：入户调查 0 件，信息核对 1 件，相差 1 件");
}

#[test]
fn what_changed_since_the_last_round_is_told_once_it_is_more_than_the_policy_lets_pass() {
    let policy = example();
    let car = |pieces| holding(PropertyKind::Vehicle, Holding::Pieces(pieces));
    let found = |members, wage, pieces| Facts {
        income: vec![earned(IncomeClass::Wage, wage)],
        property: vec![car(pieces)],
        ..household(members)
    };
    let last = found(2, 6_000, 0);
    let told = |now: &Facts| -> Vec<String> {
        changes_since(&last, now, &policy).iter().map(RoundChange::sentence).collect()
    };
    assert!(told(&found(2, 6_500, 0)).is_empty(), "500 yuan pass");
    assert_eq!(
        told(&found(3, 1_000, 1)),
        [
            "共同生活的家庭成员：上次 2 人，本次 3 人，增加 1 人",
            "工资性收入：上次 6000.00 元/年，本次 1000.00 元/年，减少 5000.00 元/年",
            "机动车：上次 0 件，本次 1 件，增加 1 件",
        ]
    );
    let verified = IncomeItem { source: Source::Verified, ..earned(IncomeClass::Wage, 20_000) };
    let mut answered = found(2, 6_000, 0);
    answered.income.push(verified);
    assert!(told(&answered).is_empty(), "what authorities answer is no change of what was seen");
    let unasked = Facts { income: Vec::new(), property: Vec::new(), ..household(2) };
    assert!(told(&unasked).is_empty(), "what was not asked for is not compared");
    assert_eq!(explain_changes(&[])[1].text, "人口、收入、财产没有超出容许范围的变化");
}

#[test]
fn two_sources_of_the_same_amount_both_say_where_they_stand() {
    let mut facts = household(1);
    let seen = earned(IncomeClass::Wage, 4_800);
    facts.income = vec![seen.clone(), IncomeItem { source: Source::Verified, ..seen }];
    let policy = plain("8520", "year");
    let lines = explain(&assess(&facts, &policy), &[], (&[], &[]), &QuestionNames::new());
    let told = lines.iter().filter(|line| line.text == "工资性收入：4800.00 元/年〔花名册：测试〕").count();
    assert_eq!(told, 2);
}
