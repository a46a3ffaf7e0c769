//! Random households, as the rules see them and as plain numbers for the spreadsheet.

use anyhow::Context;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{
    assessment::{
        Circumstances, Evidence, Facts, Holding, IncomeClass, IncomeItem, Labour, Months, Obligor, People,
        Person, PropertyItem, PropertyKind, Source, SpendingItem, SpendingKind, Whereabouts,
    },
    household::{Relation, YearMonth},
    money::Fen,
};

/// People of a household at most.
pub(crate) const PEOPLE: usize = 4;
/// People with a duty to support at most.
pub(crate) const OBLIGORS: usize = 2;

/// A person as numbers.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a spreadsheet")]
pub(crate) struct PersonRow {
    /// 1 oneself, 2 spouse, 3 child, 4 other kin, 5 nobody's kin.
    pub(crate) relation: u8,
    pub(crate) age: u16,
    /// 1 full, 2 partial, 3 lost, 4 none.
    pub(crate) labour: u8,
    pub(crate) studies: bool,
    pub(crate) home: bool,
    /// 0 where there is none.
    pub(crate) disability: u8,
    pub(crate) ill: bool,
    pub(crate) insured: bool,
}

/// A household, both ways. Amounts are in fen.
#[derive(Debug, Clone)]
pub(crate) struct Household {
    pub(crate) facts: Facts,
    pub(crate) people: Vec<PersonRow>,
    pub(crate) observed: [i64; 5],
    /// Verified wages: the amount, months of the income, and of them inside the year that counts.
    pub(crate) verified: Option<(i64, u32, u32)>,
    pub(crate) medical: i64,
    pub(crate) education: i64,
    pub(crate) rehabilitation: i64,
    pub(crate) deposit: i64,
    pub(crate) vehicles: u32,
    pub(crate) houses: u32,
    /// Whether able, and what they pay.
    pub(crate) obligors: Vec<(bool, i64)>,
}

/// So many households; the same seed gives the same ones.
pub(crate) fn random(count: usize, seed: u64) -> anyhow::Result<Vec<Household>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..count).map(|_| household(&mut rng)).collect()
}

fn fen(rng: &mut ChaCha8Rng, chance: f64, most_yuan: i64) -> i64 {
    if rng.random_bool(chance) { rng.random_range(0..most_yuan * 100) } else { 0 }
}

fn evidence() -> Evidence {
    Evidence::Roster { column: "表格" }
}

fn household(rng: &mut ChaCha8Rng) -> anyhow::Result<Household> {
    let until = YearMonth::new(2026, 10)?;
    let people: Vec<PersonRow> = (0..rng.random_range(1..=PEOPLE)).map(|at| person(rng, at == 0)).collect();
    let observed = [
        fen(rng, 0.6, 20_000),
        fen(rng, 0.5, 6_000),
        fen(rng, 0.2, 3_000),
        fen(rng, 0.7, 5_000),
        fen(rng, 0.1, 2_000),
    ];
    let verified = rng.random_bool(0.3).then(|| {
        let (before, length) = (rng.random_range(0..10_u32), rng.random_range(1..=12_u8));
        let months = Months::ending(until.minus(before), length);
        (fen(rng, 1.0, 25_000), months)
    });
    let (medical, education, rehabilitation) =
        (fen(rng, 0.4, 9_000), fen(rng, 0.3, 12_000), fen(rng, 0.1, 4_000));
    let deposit = fen(rng, 0.5, 40_000);
    let (vehicles, houses) =
        (u32::from(rng.random_bool(0.05)), rng.random_range(0..=1) + u32::from(rng.random_bool(0.05)));
    let obligors: Vec<(bool, i64)> =
        (0..rng.random_range(0..=OBLIGORS)).map(|_| (rng.random_bool(0.5), fen(rng, 0.7, 2_000))).collect();
    let year = Months::ending(until, 12);
    let facts = Facts {
        until,
        reviewed: None,
        people: People::Listed(people.iter().map(|row| row.person()).collect::<anyhow::Result<_>>()?),
        income: incomes(observed, verified, year),
        spending: [
            (SpendingKind::Medical, medical),
            (SpendingKind::Education, education),
            (SpendingKind::Rehabilitation, rehabilitation),
        ]
        .map(|(kind, amount)| SpendingItem { kind, amount: Fen(amount), evidence: evidence() })
        .into(),
        property: [
            (PropertyKind::Deposit, Holding::Value(Fen(deposit))),
            (PropertyKind::Vehicle, Holding::Pieces(vehicles)),
            (PropertyKind::House, Holding::Pieces(houses)),
        ]
        .map(|(kind, holding)| held(kind, holding))
        .into(),
        obligors: obligors
            .iter()
            .map(|&(able, paid)| Obligor { able, paid: Fen(paid), evidence: evidence() })
            .collect(),
        review_class: None,
        grant_now: None,
        circumstances: Circumstances::default(),
    };
    let verified = verified.map(|(amount, months)| (amount, months.count(), months.shared_with(year)));
    Ok(Household {
        facts,
        people,
        observed,
        verified,
        medical,
        education,
        rehabilitation,
        deposit,
        vehicles,
        houses,
        obligors,
    })
}

fn held(kind: PropertyKind, holding: Holding) -> PropertyItem {
    PropertyItem { kind, holding, source: Source::Observed, exemption: None, evidence: evidence() }
}

fn incomes(observed: [i64; 5], verified: Option<(i64, Months)>, year: Months) -> Vec<IncomeItem> {
    let item = |class, source, amount, months| IncomeItem {
        class,
        amount: Fen(amount),
        months,
        source,
        disregard: None,
        evidence: evidence(),
    };
    let seen = IncomeClass::ALL.into_iter().zip(observed);
    let seen = seen.map(|(class, amount)| item(class, Source::Observed, amount, year));
    let answered = verified.map(|(amount, months)| item(IncomeClass::Wage, Source::Verified, amount, months));
    seen.chain(answered).collect()
}

fn person(rng: &mut ChaCha8Rng, head: bool) -> PersonRow {
    PersonRow {
        relation: if head { 1 } else { rng.random_range(2..=5) },
        age: if head { rng.random_range(18..95) } else { rng.random_range(0..95) },
        labour: rng.random_range(1..=4),
        studies: rng.random_bool(0.1),
        home: head || rng.random_bool(0.8),
        disability: if rng.random_bool(0.2) { rng.random_range(1..=4) } else { 0 },
        ill: rng.random_bool(0.15),
        insured: rng.random_bool(0.9),
    }
}

impl PersonRow {
    fn person(self) -> anyhow::Result<Person> {
        let relations =
            [Relation::Oneself, Relation::Spouse, Relation::Son, Relation::Mother, Relation::Other];
        let relation = relations.get(usize::from(self.relation) - 1).copied().context("no relation")?;
        let labour = [Labour::Full, Labour::Partial, Labour::Lost, Labour::None];
        Ok(Person {
            relation,
            age: Some(self.age),
            labour: labour.get(usize::from(self.labour) - 1).copied(),
            studies: self.studies,
            whereabouts: if self.home { Whereabouts::Home } else { Whereabouts::Elsewhere },
            disability_grade: (self.disability > 0).then_some(self.disability),
            seriously_ill: self.ill,
            insured: Some(self.insured),
            evidence: evidence(),
        })
    }
}
