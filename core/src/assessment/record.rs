//! From a sealed visit and its roster row to the facts of an assessment.

use jiff::civil::Date;

use super::{
    facts::{
        Circumstances, Facts, Holding, IncomeClass, IncomeItem, Labour, Months, Obligor, People, Person,
        PropertyItem, PropertyKind, Source, SpendingItem, SpendingKind, Whereabouts,
    },
    figure::Evidence,
};
use crate::{
    form::{Answer, AnswerKey, Answers},
    household::{Relation, RosterRow, YearMonth},
    ids::EntryId,
    money::Fen,
    visit::{VisitPurpose, VisitRecord},
};

/// Months that the checklist asks income and expenditure for.
const MONTHS_ASKED: u8 = 12;

const INCOME: [(&str, IncomeClass); 5] = [
    ("income_wage", IncomeClass::Wage),
    ("income_business", IncomeClass::Business),
    ("income_property", IncomeClass::Property),
    ("income_transfer", IncomeClass::Transfer),
    ("income_other", IncomeClass::Other),
];
const SPENDING: [(&str, SpendingKind); 4] = [
    ("rigid_medical", SpendingKind::Medical),
    ("rigid_education", SpendingKind::Education),
    ("rigid_rehabilitation", SpendingKind::Rehabilitation),
    ("rigid_other", SpendingKind::Other),
];

/// A sealed record whose answers are read.
pub(super) struct Sealed<'r> {
    pub(super) record: EntryId,
    pub(super) answers: &'r Answers,
}

/// What a visit and the roster say. `on` is the day of the visit; none where the visit lies outside the calendar.
#[must_use]
pub fn facts_of_visit(row: &RosterRow, (record, visit): (EntryId, &VisitRecord), on: Date) -> Option<Facts> {
    let sealed = Sealed { record, answers: &visit.answers };
    let until = YearMonth::of(on).ok()?.minus(1);
    let conclusion = sealed.choice("conclusion");
    Some(Facts {
        until,
        reviewed: Some(on),
        people: sealed.people(row),
        income: sealed.income(Months::ending(until, MONTHS_ASKED)),
        spending: sealed.spending(),
        property: sealed.property(),
        obligors: sealed.obligors(),
        review_class: row.review_class,
        grant_now: row.aid_category.is_dibao().then_some(row.monthly_grant),
        circumstances: Circumstances {
            reported: visit.purpose == VisitPurpose::Complaint,
            declared_untruly: conclusion == Some("false"),
            unverifiable: conclusion == Some("unverifiable"),
            gone: false,
        },
    })
}

impl Sealed<'_> {
    pub(super) fn evidence(&self, question: &str) -> Evidence {
        Evidence::Answer { record: self.record, question: question.to_owned() }
    }

    pub(super) fn choice(&self, key: &str) -> Option<&str> {
        match self.answers.get(key)? {
            Answer::One(choice) => Some(choice),
            Answer::YesNo(true) => Some("yes"),
            Answer::YesNo(false) => Some("no"),
            _ => None,
        }
    }

    pub(super) fn money(&self, key: &str) -> Option<Fen> {
        match self.answers.get(key)? {
            Answer::Money(amount) => Some(*amount),
            Answer::Integer(yuan) => Fen::from_yuan((*yuan).into()).ok(),
            Answer::Decimal(yuan) => Fen::from_yuan(*yuan).ok(),
            _ => None,
        }
    }

    pub(super) fn count(&self, key: &str) -> Option<u32> {
        match self.answers.get(key)? {
            Answer::Integer(count) => u32::try_from(*count).ok(),
            _ => None,
        }
    }

    /// The places of a repeat's instances, by a question that each of them answers.
    fn instances<'k>(&'k self, question: &'k str) -> impl Iterator<Item = &'k str> {
        let of = move |key: &&AnswerKey| key.name() == question;
        self.answers.keys().filter(of).filter_map(|key| key.as_str().rsplit_once('/').map(|(place, _)| place))
    }

    fn people(&self, row: &RosterRow) -> People {
        let listed: Vec<Person> = self.instances("member_relation").map(|place| self.person(place)).collect();
        if !listed.is_empty() {
            return People::Listed(listed);
        }
        let (members, evidence) = match self.count("members_confirmed") {
            Some(members) => (members, self.evidence("members_confirmed")),
            None => (row.member_count.into(), Evidence::Roster { column: "家庭人口" }),
        };
        People::Counted {
            members,
            evidence,
            insured: u32::from(row.insured_count).min(members),
            insured_evidence: Evidence::Roster { column: "保障人口" },
        }
    }

    fn person(&self, place: &str) -> Person {
        let key = |name: &str| format!("{place}/{name}");
        let female = self.choice(&key("member_sex")) == Some("2");
        Person {
            relation: relation(self.choice(&key("member_relation")).unwrap_or_default(), female),
            age: self.count(&key("member_age")).and_then(|age| u16::try_from(age).ok()),
            labour: match self.choice(&key("member_labour")) {
                Some("full") => Some(Labour::Full),
                Some("partial") => Some(Labour::Partial),
                Some("lost") => Some(Labour::Lost),
                Some("none") => Some(Labour::None),
                _ => None,
            },
            studies: false,
            whereabouts: Whereabouts::Home,
            disability_grade: self
                .choice(&key("member_disability_grade"))
                .and_then(|grade| grade.parse().ok()),
            seriously_ill: self.choice(&key("member_health")) == Some("serious"),
            insured: self.choice(&key("member_insured")).map(|insured| insured == "yes"),
            evidence: self.evidence(&key("member_relation")),
        }
    }

    fn income(&self, months: Months) -> Vec<IncomeItem> {
        let item = |(question, class): (&str, IncomeClass)| {
            Some(IncomeItem {
                class,
                amount: self.money(question)?,
                months,
                source: Source::Observed,
                disregard: None,
                evidence: self.evidence(question),
            })
        };
        INCOME.into_iter().filter_map(item).collect()
    }

    fn spending(&self) -> Vec<SpendingItem> {
        let item = |(question, kind): (&str, SpendingKind)| {
            Some(SpendingItem { kind, amount: self.money(question)?, evidence: self.evidence(question) })
        };
        SPENDING.into_iter().filter_map(item).collect()
    }

    fn property(&self) -> Vec<PropertyItem> {
        let deposit = self.money("property_deposit").map(Holding::Value);
        let pieces = |question: &str| self.count(question).map(Holding::Pieces);
        [
            ("property_deposit", PropertyKind::Deposit, deposit),
            ("property_vehicles", PropertyKind::Vehicle, pieces("property_vehicles")),
            ("property_houses", PropertyKind::House, pieces("property_houses")),
        ]
        .into_iter()
        .filter_map(|(question, kind, holding)| {
            Some(PropertyItem {
                kind,
                holding: holding?,
                source: Source::Observed,
                exemption: None,
                evidence: self.evidence(question),
            })
        })
        .collect()
    }

    pub(super) fn obligors(&self) -> Vec<Obligor> {
        let one = |place: &str| {
            let able = format!("{place}/obligor_able");
            Obligor {
                able: self.choice(&able) == Some("yes"),
                paid: self.money(&format!("{place}/obligor_payment")).unwrap_or_default(),
                evidence: self.evidence(&able),
            }
        };
        self.instances("obligor_able").map(one).collect()
    }
}

/// The checklist's words for relations are wider than the roster's.
fn relation(choice: &str, female: bool) -> Relation {
    let by_sex = |man, woman| if female { woman } else { man };
    match choice {
        "head" => Relation::Oneself,
        "spouse" => Relation::Spouse,
        "child" => by_sex(Relation::Son, Relation::Daughter),
        "parent" => by_sex(Relation::Father, Relation::Mother),
        "grandchild" => by_sex(Relation::Grandson, Relation::Granddaughter),
        "grandparent" => by_sex(Relation::Grandfather, Relation::Grandmother),
        "sibling" => by_sex(Relation::Brother, Relation::Sister),
        _ => Relation::Other,
    }
}
