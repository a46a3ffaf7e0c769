//! What is answered: every question once in the order of the form, then any of them again and again.

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use ruhu_core::{
    form::{
        Answer, AnswerKey,
        definition::Question,
        fill::{FormSession, QuestionView},
    },
    money::Fen,
};
use serde::Serialize;

const SEED: u64 = 7;

/// One answer that the form took.
#[derive(Serialize)]
pub(crate) struct Step {
    key: String,
    #[serde(skip)]
    pub(crate) answer: Answer,
    /// As records carry it; a list for several choices.
    value: Vec<String>,
}

impl Step {
    pub(crate) fn of(key: &AnswerKey, answer: Answer, value: Vec<String>) -> Self {
        Self { key: key.to_string(), answer, value }
    }
}

/// Someone who answers at random, and never the question that a repeat is counted by.
pub(crate) struct Respondent {
    rng: ChaCha8Rng,
}

impl Respondent {
    pub(crate) fn new() -> Self {
        Self { rng: ChaCha8Rng::seed_from_u64(SEED) }
    }

    /// An answer to one question that is asked now; none where there is nothing to choose from.
    pub(crate) fn answer(&mut self, session: &FormSession, key: &AnswerKey) -> Option<Step> {
        let view = session.question(key)?;
        let (answer, value) = self.pick(&view)?;
        Some(Step::of(key, answer, value))
    }

    fn pick(&mut self, view: &QuestionView) -> Option<(Answer, Vec<String>)> {
        let names = |view: &QuestionView| -> Vec<String> {
            view.choices.offers.iter().map(|offer| offer.name.clone()).collect()
        };
        let plain = |text: String| Some((Answer::Text(text.clone()), vec![text]));
        match &view.question {
            Question::Integer => {
                let number = self.rng.random_range(0..10_i64);
                Some((Answer::Integer(number), vec![number.to_string()]))
            }
            Question::Range(_) => {
                let number = self.rng.random_range(0..=10_i64);
                Some((Answer::Integer(number), vec![number.to_string()]))
            }
            Question::Decimal => {
                // Quarters are exact in every arithmetic.
                let fen = Fen(self.rng.random_range(0..400_i64) * 25);
                let value = vec![fen.yuan().normalize().to_string()];
                Some((if view.is_money { Answer::Money(fen) } else { Answer::Decimal(fen.yuan()) }, value))
            }
            Question::Date => {
                let (year, month) = (self.rng.random_range(1990..2020), self.rng.random_range(1..=12));
                plain(format!("{year}-{month:02}-15"))
            }
            Question::Text if view.key.as_str().ends_with("phone") => {
                plain(format!("1{}", self.rng.random_range(1_000_000_000_u64..9_999_999_999)))
            }
            Question::Text => plain("种田".repeat(self.rng.random_range(1..20))),
            Question::Acknowledge => {
                let told = self.rng.random_bool(0.7);
                Some((Answer::YesNo(told), vec![told.to_string()]))
            }
            Question::SelectOne(_) => {
                let name = names(view).choose(&mut self.rng)?.clone();
                Some((Answer::One(name.clone()), vec![name]))
            }
            Question::SelectMultiple(_) => {
                let chosen: Vec<String> =
                    names(view).into_iter().filter(|_| self.rng.random_bool(0.5)).collect();
                Some((Answer::Many(chosen.clone()), chosen))
            }
            _ => None,
        }
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.rng.random_range(0..end.max(1))
    }
}
