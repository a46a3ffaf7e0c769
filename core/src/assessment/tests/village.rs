//! Invented households and policies for the tests of the assessment.

use proptest::prelude::*;

use super::super::{
    Circumstances, Evidence, Facts, Holding, IncomeClass, IncomeItem, Labour, Months, Obligor, People,
    Person, Policy, PropertyItem, PropertyKind, Source, SpendingItem, SpendingKind, Whereabouts,
};
use crate::{
    household::{Relation, YearMonth},
    money::Fen,
};

pub(super) fn evidence() -> Evidence {
    Evidence::Roster { column: "测试" }
}

pub(super) fn until() -> YearMonth {
    YearMonth::new(2026, 10).unwrap()
}

pub(super) fn year() -> Months {
    Months::ending(until(), 12)
}

/// A policy with a standard and nothing else.
pub(super) fn plain(yuan: &str, per: &str) -> Policy {
    policy(&format!("[standard]\nyuan = \"{yuan}\"\nper = \"{per}\"\nsource = \"s\"\n"))
}

/// A policy of these lines; the grant is the difference, rounded to the fen.
pub(super) fn policy(lines: &str) -> Policy {
    let grant =
        if lines.contains("[grant]") { "" } else { "[grant]\nmethod = \"difference\"\nsource = \"s\"\n" };
    Policy::read(&format!(
        "name = \"test\"\ntitle = \"测试\"\nregion = \"000000000000\"\nsettlement = \"rural\"\n{lines}\n{grant}\
         [rounding]\nto = \"fen\"\nway = \"half_up\"\nsource = \"s\"\n"
    ))
    .unwrap()
}

pub(super) fn household(members: u32) -> Facts {
    Facts {
        until: until(),
        reviewed: None,
        people: People::Counted {
            members,
            evidence: evidence(),
            insured: members,
            insured_evidence: evidence(),
        },
        income: Vec::new(),
        spending: Vec::new(),
        property: Vec::new(),
        obligors: Vec::new(),
        review_class: None,
        grant_now: None,
        circumstances: Circumstances::default(),
    }
}

pub(super) fn person(relation: Relation, age: u16) -> Person {
    Person {
        relation,
        age: Some(age),
        labour: Some(Labour::Full),
        studies: false,
        whereabouts: Whereabouts::Home,
        disability_grade: None,
        seriously_ill: false,
        insured: None,
        evidence: evidence(),
    }
}

pub(super) fn earned(class: IncomeClass, yuan: i64) -> IncomeItem {
    IncomeItem {
        class,
        amount: Fen(yuan * 100),
        months: year(),
        source: Source::Observed,
        disregard: None,
        evidence: evidence(),
    }
}

pub(super) fn holding(kind: PropertyKind, holding: Holding) -> PropertyItem {
    PropertyItem { kind, holding, source: Source::Observed, exemption: None, evidence: evidence() }
}

pub(super) fn spent(kind: SpendingKind, yuan: i64) -> SpendingItem {
    SpendingItem { kind, amount: Fen(yuan * 100), evidence: evidence() }
}

/// Any household: members, income of every class and source over any months of the year, expenditure, savings.
pub(super) fn any_household() -> impl Strategy<Value = Facts> {
    let months = (0_u32..12, 1_u8..=12).prop_map(|(before, count)| {
        let to = until().minus(before);
        let months = Months::ending(to, count);
        Months { from: months.from.max(year().from), to }
    });
    let class = prop::sample::select(&IncomeClass::ALL[..]);
    let source = prop::sample::select(&Source::ALL[..]);
    let item = (class, source, months, 0_i64..3_000_000).prop_map(|(class, source, months, fen)| {
        IncomeItem { class, amount: Fen(fen), months, source, disregard: None, evidence: evidence() }
    });
    let kinds = [SpendingKind::Medical, SpendingKind::Education, SpendingKind::Other];
    let spending = (prop::sample::select(kinds.to_vec()), 0_i64..1_000_000)
        .prop_map(|(kind, fen)| SpendingItem { kind, amount: Fen(fen), evidence: evidence() });
    let savings = (0_i64..5_000_000).prop_map(|fen| holding(PropertyKind::Deposit, Holding::Value(Fen(fen))));
    let obligor = (any::<bool>(), 0_i64..200_000).prop_map(|(able, fen)| Obligor {
        able,
        paid: Fen(fen),
        evidence: evidence(),
    });
    (
        1_u32..9,
        0_u32..9,
        prop::collection::vec(item, 0..8),
        prop::collection::vec(spending, 0..4),
        prop::collection::vec(savings, 0..2),
        prop::collection::vec(obligor, 0..3),
    )
        .prop_map(|(members, insured, income, spending, property, obligors)| Facts {
            people: People::Counted {
                members,
                evidence: evidence(),
                insured: insured.clamp(1, members),
                insured_evidence: evidence(),
            },
            income,
            spending,
            property,
            obligors,
            ..household(1)
        })
}
