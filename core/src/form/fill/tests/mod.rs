mod instances;
mod random;
mod screens;
mod shipped;
mod story;

use super::{Change, FormSession, PreparedForm, Surroundings};
use crate::{
    form::{
        Answer, AnswerKey,
        xlsform::{Workbook, import, read_markdown},
    },
    money::Fen,
};

/// 2026-03-06 08:00 in China.
const MORNING_MS: i64 = 1_772_755_200_000;

fn prepared(source: &str) -> PreparedForm {
    let sheets = read_markdown(source).unwrap();
    let workbook = Workbook { name: "form".into(), sheets, attachments: Vec::new() };
    let imported = import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors));
    PreparedForm::new(imported.definition)
}

fn surroundings() -> Surroundings {
    Surroundings { user: "surveyor7".into(), ..Surroundings::in_china(MORNING_MS, 7) }
}

fn begin(source: &str) -> FormSession {
    FormSession::begin(&prepared(source), surroundings())
}

fn key(text: &str) -> AnswerKey {
    AnswerKey::new(text).unwrap()
}

fn set(session: &mut FormSession, at: &str, answer: impl Into<Option<Answer>>) -> Vec<Change> {
    session.answer(&key(at), answer.into().as_ref()).unwrap_or_else(|error| panic!("{at}: {error}"))
}

fn one(name: &str) -> Answer {
    Answer::One(name.into())
}

fn yuan(text: &str) -> Answer {
    Answer::Money(text.parse::<Fen>().unwrap())
}

fn problems(session: &FormSession) -> Vec<String> {
    session.problems().into_iter().map(|problem| format!("{}: {}", problem.key, problem.error)).collect()
}

fn kept(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| change.key.to_string()).collect()
}
