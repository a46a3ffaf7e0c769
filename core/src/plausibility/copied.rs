//! Answers that were taken over from another household's visit.
//!
//! Most answers of a checklist are alike in most households; only telling ones are compared: amounts, larger numbers,
//! longer texts. Two honest visits share a few of them, a basic pension for example.

use super::{
    Finding, FindingCode, PlacedVisit, TeamVisits,
    policy::{CopiedAnswers, Thresholds, many},
};
use crate::form::{Answer, AnswerKey, Answers};

/// 答案与另一户雷同
pub(super) fn copied_answers<'a>(team: &TeamVisits<'a>, all: &'a Thresholds) -> Vec<(usize, Finding<'a>)> {
    let telling: Vec<Vec<Told<'a>>> = team
        .visits
        .iter()
        .map(|placed| telling_answers(&placed.record.answers, &all.copied_answers))
        .collect();
    let mut found = Vec::new();
    for (at, (visit, answers)) in team.visits.iter().zip(&telling).enumerate() {
        let earlier = team.visits.iter().zip(&telling).take(at);
        let likeness = earlier
            .filter(|(other, _)| other.household != visit.household)
            .filter_map(|(other, others)| Some((alike(answers, others, all)?, other)))
            .max_by_key(|(likeness, _)| (likeness.percent, likeness.same));
        if let Some((likeness, other)) = likeness {
            found.push((at, finding(visit, other, likeness, all)));
        }
    }
    found
}

/// An answer and its place.
type Told<'a> = (&'a AnswerKey, &'a Answer);

/// In the order of their places.
fn telling_answers<'a>(answers: &'a Answers, rule: &CopiedAnswers) -> Vec<Told<'a>> {
    answers.iter().filter(|(_, answer)| is_telling(answer, rule)).collect()
}

fn is_telling(answer: &Answer, rule: &CopiedAnswers) -> bool {
    match answer {
        Answer::Money(amount) => amount.0 != 0,
        Answer::Decimal(number) => !number.is_zero(),
        Answer::Integer(number) => number.unsigned_abs() >= rule.least_number.get().into(),
        // Days, times and places are written in digits; those of one day are alike, and photos have their own finding.
        Answer::Text(text) => text.chars().count() >= many(rule.least_chars.get()) && !text.is_ascii(),
        Answer::YesNo(_) | Answer::One(_) | Answer::Many(_) => false,
    }
}

/// How much two visits are alike.
#[derive(Debug, Clone, Copy)]
struct Likeness {
    same: usize,
    percent: usize,
}

/// How alike they are, where that is worth a look: so many telling answers are the same, of all that either has.
fn alike(one: &[Told<'_>], other: &[Told<'_>], all: &Thresholds) -> Option<Likeness> {
    let rule = &all.copied_answers;
    let least = many(rule.least_answers.get());
    if one.len().min(other.len()) < least {
        return None;
    }
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let (mut same, mut asked) = (0, 0);
    while let (Some((key, answer)), Some((other_key, other_answer))) = (left.peek(), right.peek()) {
        asked += 1;
        match key.cmp(other_key) {
            std::cmp::Ordering::Less => _ = left.next(),
            std::cmp::Ordering::Greater => _ = right.next(),
            std::cmp::Ordering::Equal => {
                same += usize::from(answer == other_answer);
                (_, _) = (left.next(), right.next());
            }
        }
    }
    asked += left.count() + right.count();
    let percent = same * 100 / asked.max(1);
    let enough = same >= least && percent >= many(rule.same_percent.get());
    enough.then_some(Likeness { same, percent })
}

fn finding<'a>(
    visit: &PlacedVisit<'a>,
    other: &PlacedVisit<'a>,
    likeness: Likeness,
    all: &'a Thresholds,
) -> Finding<'a> {
    let rule = &all.copied_answers;
    let Likeness { same, percent } = likeness;
    let sentence = format!(
        "金额、数量和文字说明中有 {same} 项与另一户完全相同，占 {percent}%。请核对是否逐项询问，并对照两户的凭证和照片"
    );
    let threshold = ("copied_answers.same_percent", format!("{}%", rule.same_percent), &rule.source);
    Finding::new(FindingCode::CopiedAnswers, visit.entry, sentence, threshold)
        .with("相同的项数", same.to_string())
        .with("所占比例", format!("{percent}%"))
        .and(other.entry)
}
