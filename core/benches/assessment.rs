//! Assessment of 100,000 households by the example policy of a county, on one core, with the explanation's tree.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must stop")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time")]

use std::{hint::black_box, time::Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{
    assessment::{
        Circumstances, Evidence, Facts, Holding, IncomeClass, IncomeItem, Labour, Months, Obligor, People,
        Person, PropertyItem, PropertyKind, Source, SpendingItem, SpendingKind, Whereabouts, assess, shipped,
    },
    household::{Relation, ReviewClass, YearMonth},
    money::Fen,
};

const HOUSEHOLDS: usize = 100_000;

fn evidence() -> Evidence {
    Evidence::Roster { column: "家庭人口" }
}

fn person(relation: Relation, rng: &mut ChaCha8Rng) -> Person {
    Person {
        relation,
        age: Some(rng.random_range(1..95)),
        labour: Some(if rng.random_bool(0.4) { Labour::Full } else { Labour::Lost }),
        studies: rng.random_bool(0.1),
        whereabouts: if rng.random_bool(0.05) { Whereabouts::Elsewhere } else { Whereabouts::Home },
        disability_grade: rng.random_bool(0.2).then_some(2),
        seriously_ill: rng.random_bool(0.2),
        insured: None,
        evidence: evidence(),
    }
}

/// A household as a visit finds it: one to six people, every class of income, expenditure, savings, a vehicle, children
/// who support.
fn household(rng: &mut ChaCha8Rng, until: YearMonth) -> Facts {
    let year = Months::ending(until, 12);
    let others = [Relation::Spouse, Relation::Son, Relation::Daughter, Relation::Mother, Relation::Grandson];
    let size = rng.random_range(0..=others.len());
    let mut people = vec![person(Relation::Oneself, rng)];
    people.extend(others.into_iter().take(size).map(|relation| person(relation, rng)));
    let income = IncomeClass::ALL.into_iter().map(|class| IncomeItem {
        class,
        amount: Fen(rng.random_range(0..600_000)),
        months: year,
        source: Source::Observed,
        disregard: None,
        evidence: evidence(),
    });
    let income = income.collect();
    let spending = [SpendingKind::Medical, SpendingKind::Education]
        .into_iter()
        .map(|kind| SpendingItem { kind, amount: Fen(rng.random_range(0..400_000)), evidence: evidence() })
        .collect();
    let held = [
        (PropertyKind::Deposit, Holding::Value(Fen(rng.random_range(0..3_000_000)))),
        (PropertyKind::Vehicle, Holding::Pieces(u32::from(rng.random_bool(0.1)))),
    ];
    let property = held.into_iter().map(|(kind, holding)| PropertyItem {
        kind,
        holding,
        source: Source::Observed,
        exemption: None,
        evidence: evidence(),
    });
    Facts {
        until,
        reviewed: Some(jiff::civil::date(2026, 11, 20)),
        people: People::Listed(people),
        income,
        spending,
        property: property.collect(),
        obligors: vec![Obligor {
            able: rng.random_bool(0.3),
            paid: Fen(rng.random_range(0..120_000)),
            evidence: evidence(),
        }],
        review_class: Some(ReviewClass::A),
        grant_now: Some(Fen(rng.random_range(10_000..120_000))),
        circumstances: Circumstances::default(),
    }
}

fn main() {
    let policies = shipped().expect("policies that ship are sound");
    let policy = policies.iter().find(|policy| policy.name == "example-2026-rural").expect("the example");
    let mut rng = ChaCha8Rng::seed_from_u64(20_261_128);
    let until = YearMonth::new(2026, 10).expect("a month");
    let households: Vec<Facts> = (0..HOUSEHOLDS).map(|_| household(&mut rng, until)).collect();

    let start = Instant::now();
    let entitled = households.iter().filter(|facts| assess(black_box(facts), policy).entitled()).count();
    let took = start.elapsed();
    println!("assess {HOUSEHOLDS} households: {:.0} ms ({entitled} entitled)", took.as_secs_f64() * 1e3);
}
