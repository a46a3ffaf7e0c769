//! What invented surveyors find at invented doors.

use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{
    form::{Answer, AnswerKey},
    household::{PersonName, RosterRow},
    money::Fen,
    visit::{Signature, SignerRole},
};

/// Yuan in fen.
const YUAN: i64 = 100;

fn named(answers: &[(&str, Answer)]) -> Vec<(AnswerKey, Answer)> {
    answers
        .iter()
        .filter_map(|(name, answer)| AnswerKey::new(*name).ok().map(|name| (name, answer.clone())))
        .collect()
}

fn one(rng: &mut ChaCha8Rng, choices: &[&str]) -> Answer {
    Answer::One(choices.choose(rng).copied().unwrap_or_default().to_owned())
}

fn money(rng: &mut ChaCha8Rng, yuan: std::ops::Range<i64>) -> Answer {
    Answer::Money(Fen(rng.random_range(yuan) * YUAN))
}

fn text(words: &str) -> Answer {
    Answer::Text(words.to_owned())
}

/// How an invented household turns out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// As declared.
    Plain,
    /// A member moved away; neighbours and surveyors count differently.
    FewerPeople,
    /// Neighbours speak of a car that the surveyors did not see.
    HiddenCar,
}

impl Story {
    /// Most households are as they say; every ninth and every eleventh is not.
    pub(super) fn of(index: usize) -> Self {
        match index {
            i if i % 9 == 4 => Self::FewerPeople,
            i if i % 11 == 7 => Self::HiddenCar,
            _ => Self::Plain,
        }
    }
}

/// The answers of a home visit.
pub(super) fn home_visit(rng: &mut ChaCha8Rng, row: &RosterRow, story: Story) -> Vec<(AnswerKey, Answer)> {
    let declared = i64::from(row.member_count);
    let people = if story == Story::FewerPeople { (declared - 1).max(1) } else { declared };
    let labour = rng.random_range(0..=people.min(2));
    let works = labour > 0;
    let proposal = if story == Story::FewerPeople { "lower" } else { "keep" };
    let reason = match (story, works) {
        (Story::FewerPeople, _) => "一名成员已不在家共同生活，建议按实际人口重新核定。",
        (_, true) => "收入不稳定，扣除必要支出后人均收入仍低于保障标准，建议继续保障。",
        (_, false) => "家中无劳动能力，无稳定收入来源，建议继续保障。",
    };
    let mut answers = named(&[
        ("notice_given", Answer::One("yes".to_owned())),
        ("respondent_relation", Answer::One("head".to_owned())),
        ("originals_seen", Answer::Many(vec!["id_card".to_owned(), "hukou_book".to_owned()])),
        ("members_confirmed", Answer::Integer(people)),
        ("labour_count", Answer::Integer(labour)),
        ("income_wage", if works { money(rng, 2_000..9_000) } else { Answer::Money(Fen(0)) }),
        ("income_business", money(rng, 0..1_800)),
        ("income_property", money(rng, 0..500)),
        ("income_transfer", money(rng, 600..3_000)),
        ("income_other", Answer::Money(Fen(0))),
        ("rigid_medical", money(rng, 0..4_000)),
        ("property_deposit", money(rng, 0..6_000)),
        ("property_vehicles", Answer::Integer(0)),
        ("property_houses", Answer::Integer(1)),
        ("housing_tenure", one(rng, &["0", "0", "0", "2"])),
        ("housing_structure", one(rng, &["brick_concrete", "brick_wood", "earth"])),
        ("housing_area", Answer::Integer(rng.random_range(35..120))),
        ("housing_fuel", one(rng, &["firewood", "firewood", "gas", "electricity"])),
        ("living_food", one(rng, &["2", "3", "3"])),
        ("living_clothing", one(rng, &["2", "3", "3"])),
        ("living_housing", one(rng, &["1", "2", "3"])),
        ("living_goods", one(rng, &["1", "2", "3"])),
        ("related_filing", Answer::One("no".to_owned())),
        ("conclusion", Answer::One(if story == Story::FewerPeople { "partly" } else { "true" }.to_owned())),
        ("proposal", Answer::One(proposal.to_owned())),
        ("proposal_reason", text(reason)),
    ]);
    if story == Story::FewerPeople {
        answers.extend(named(&[("members_note", text("一名成员外出成家，已分户居住。"))]));
    }
    answers
}

/// The answers of a neighbour interview.
pub(super) fn neighbour(rng: &mut ChaCha8Rng, row: &RosterRow, story: Story) -> Vec<(AnswerKey, Answer)> {
    let declared = i64::from(row.member_count);
    let people = if story == Story::FewerPeople { (declared - 1).max(1) } else { declared };
    let car = story == Story::HiddenCar;
    let statement = match story {
        Story::HiddenCar => "过年时见过他家儿子开小车回来，车停在村口。",
        Story::FewerPeople => "有一个人早就不住这里了。",
        Story::Plain => "家里确实困难，平时靠种点地过日子。",
    };
    named(&[
        ("role", one(rng, &["neighbour", "neighbour", "group_leader", "party_member", "representative"])),
        ("age_band", one(rng, &["b", "c", "c", "d"])),
        ("job_band", one(rng, &["G", "G", "F", "H"])),
        ("tie", one(rng, &["none", "none", "none", "relative"])),
        ("residents", Answer::Integer(people)),
        ("work", text(if rng.random_bool(0.5) { "种田、打零工" } else { "低保金和子女接济" })),
        ("vehicle_or_house", Answer::One(if car { "yes" } else { "no" }.to_owned())),
        ("children_support", one(rng, &["yes", "no", "unknown"])),
        ("overall", one(rng, if car { &["average", "better"] } else { &["poor", "poor", "average"] })),
        ("statement", text(statement)),
    ])
}

/// A signature as a finger draws it.
pub(super) fn signature(rng: &mut ChaCha8Rng, role: SignerRole, name: &PersonName) -> Signature {
    let strokes = (0..name.full().chars().count().max(2))
        .map(|index| {
            let left = 120 + u16::try_from(index).unwrap_or(0).min(5) * 150;
            (0..12_u16).map(|step| (left + step * 9, rng.random_range(350..650))).collect()
        })
        .collect();
    Signature { role, name: name.clone(), strokes }
}
