//! One household's sheet as the template reads it.

use ruhu_core::{clock::SourcedTime, ids::Sha256Hash, money::Fen};
use serde::Serialize;

use super::{
    MAX_PHOTOS_PRINTED, Press,
    judged::JudgedView,
    text::{money, place, short, sourced_time},
};
use crate::pack::{
    content::{
        Answer, Attempt, HouseholdBasics, HouseholdSheet, Income, Interview, Member, Place, PrivateWord,
        SeenGroup, Visit,
    },
    participants::{Neighbours, ParticipantsSheet},
    scrub::{blank_words, mask_identity, mask_long_numbers},
};

/// What stands where nothing was said.
const NONE: &str = "—";

#[derive(Debug, Serialize)]
pub(super) struct HouseholdView {
    no: u32,
    head: String,
    household: Option<String>,
    group: String,
    member_count: u32,
    insured_count: u32,
    aid_category: String,
    review_class: String,
    monthly_grant: String,
    start_month: String,
    poverty_cause: String,
    proposed_category: Option<String>,
    proposed_grant: Option<String>,
    members: Option<Vec<MemberView>>,
    composition: Option<String>,
    income: Option<IncomeView>,
    seen: Vec<SeenView>,
    visits: Vec<VisitView>,
    attempts: Vec<AttemptView>,
    photos: Vec<PhotoView>,
    more_photos: usize,
    interviews: Option<Vec<InterviewView>>,
    neighbours: Option<NeighboursView>,
    mismatches: Vec<MismatchView>,
    #[serde(flatten)]
    judged: Option<JudgedView>,
}

#[derive(Debug, Serialize)]
struct MemberView {
    name: String,
    relation: String,
    age: String,
    identity: String,
    health: String,
    insured: &'static str,
}

#[derive(Debug, Serialize)]
struct IncomeView {
    period: String,
    rows: Vec<(&'static str, String)>,
    total: String,
    note: Option<String>,
}

#[derive(Debug, Serialize)]
struct SeenView {
    group: &'static str,
    items: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct VisitView {
    when: String,
    until: String,
    who: String,
    mode: String,
    respondent: String,
    conclusion: String,
    proposal: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct AttemptView {
    when: String,
    who: String,
    outcome: String,
    note: String,
}

#[derive(Debug, Serialize)]
struct PhotoView {
    file: Option<String>,
    kind: String,
    when: String,
    place: Option<String>,
    hash: String,
}

#[derive(Debug, Serialize)]
struct InterviewView {
    role: String,
    age_band: String,
    when: String,
    who: String,
    answers: Vec<(String, String)>,
    statement: Option<String>,
}

#[derive(Debug, Serialize)]
struct NeighboursView {
    count: usize,
    tallies: Vec<(String, String)>,
    statements: Vec<String>,
}

#[derive(Debug, Serialize)]
struct MismatchView {
    item: String,
    declared: String,
    observed: String,
    neighbours: String,
    evidence: String,
}

/// Blanks the interviewees' names and masks long numbers: no edition prints them.
pub(super) struct NoNames<'a>(&'a [PrivateWord]);

impl NoNames<'_> {
    pub(super) fn text(&self, text: &str) -> String {
        mask_long_numbers(&blank_words(text, self.0))
    }
}

impl HouseholdView {
    pub(super) fn organiser(sheet: &HouseholdSheet, press: &Press<'_>) -> Self {
        let clean = NoNames(&sheet.never_print);
        let seen =
            sheet.seen.iter().map(|item| (item.group, clean.text(&item.label), clean.text(&item.value)));
        let photos = sheet.photos.iter().map(|photo| {
            photo_view(&photo.kind, photo.taken_at, photo.place, &photo.original, &photo.derivative, press)
        });
        Self {
            household: Some(sheet.basics.household.to_string()),
            members: Some(sheet.members.iter().map(member_view).collect()),
            income: sheet.income.as_ref().map(income_view),
            seen: seen_views(seen),
            visits: sheet.visits.iter().map(|visit| visit_view(visit, &clean)).collect(),
            attempts: sheet.attempts.iter().map(|attempt| attempt_view(attempt, &clean)).collect(),
            photos: photos.take(MAX_PHOTOS_PRINTED).collect(),
            more_photos: sheet.photos.len().saturating_sub(MAX_PHOTOS_PRINTED),
            interviews: Some(sheet.interviews.iter().map(|one| interview_view(one, &clean)).collect()),
            judged: Some(JudgedView::of(sheet, &clean)),
            mismatches: sheet
                .mismatches
                .iter()
                .map(|line| MismatchView {
                    item: clean.text(&line.item),
                    declared: or_none(&clean.text(&line.declared)),
                    observed: or_none(&clean.text(&line.observed)),
                    neighbours: or_none(&clean.text(&line.neighbours)),
                    evidence: or_none(&clean.text(&line.evidence.join("；"))),
                })
                .collect(),
            ..Self::basics(&sheet.basics)
        }
    }

    pub(super) fn participants(sheet: &ParticipantsSheet, press: &Press<'_>) -> Self {
        let seen = sheet.seen.iter().map(|item| (item.group, item.label.clone(), item.value.clone()));
        let photos = sheet.photos.iter().map(|photo| {
            photo_view(&photo.kind, photo.taken_at, photo.place, &photo.original, &photo.derivative, press)
        });
        let clean = NoNames(&[]);
        Self {
            composition: composition(&sheet.relations),
            income: sheet.income.as_ref().map(income_view),
            seen: seen_views(seen),
            visits: sheet.visits.iter().map(|visit| visit_view(visit, &clean)).collect(),
            attempts: sheet.attempts.iter().map(|attempt| attempt_view(attempt, &clean)).collect(),
            photos: photos.take(MAX_PHOTOS_PRINTED).collect(),
            more_photos: sheet.photos.len().saturating_sub(MAX_PHOTOS_PRINTED),
            neighbours: Some(neighbours_view(&sheet.neighbours)),
            mismatches: sheet
                .mismatches
                .iter()
                .map(|line| MismatchView {
                    item: line.item.clone(),
                    declared: or_none(&line.declared),
                    observed: or_none(&line.observed),
                    neighbours: or_none(&line.neighbours),
                    evidence: or_none(&line.evidence.join("；")),
                })
                .collect(),
            ..Self::basics(&sheet.basics)
        }
    }

    /// What both editions print; every other field empty.
    fn basics(basics: &HouseholdBasics) -> Self {
        Self {
            no: basics.no,
            head: or_none(&basics.head),
            household: None,
            group: or_none(&basics.group),
            member_count: basics.member_count,
            insured_count: basics.insured_count,
            aid_category: or_none(&basics.aid_category),
            review_class: or_none(&basics.review_class),
            monthly_grant: money(basics.monthly_grant),
            start_month: or_none(&basics.start_month),
            poverty_cause: or_none(&basics.poverty_cause),
            proposed_category: basics.proposed_category.clone(),
            proposed_grant: basics.proposed_grant.map(money),
            members: None,
            composition: None,
            income: None,
            seen: Vec::new(),
            visits: Vec::new(),
            attempts: Vec::new(),
            photos: Vec::new(),
            more_photos: 0,
            interviews: None,
            neighbours: None,
            mismatches: Vec::new(),
            judged: None,
        }
    }
}

pub(super) fn or_none(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { NONE.to_owned() } else { text.to_owned() }
}

fn member_view(member: &Member) -> MemberView {
    MemberView {
        name: or_none(&member.name),
        relation: or_none(&member.relation),
        age: member.age.map_or_else(|| NONE.to_owned(), |age| age.to_string()),
        identity: or_none(&mask_identity(&member.identity)),
        health: or_none(&member.health),
        insured: if member.insured { "是" } else { "否" },
    }
}

fn composition(relations: &[(String, usize)]) -> Option<String> {
    let parts: Vec<String> =
        relations.iter().map(|(relation, count)| format!("{} {count} 人", or_none(relation))).collect();
    (!parts.is_empty()).then(|| parts.join("、"))
}

fn income_view(income: &Income) -> IncomeView {
    let sum = income.sum();
    let difference = Fen(income.total.0.saturating_sub(sum.0));
    let note = (difference != Fen(0)).then(|| {
        format!(
            "申报合计与分项之和（{} 元）相差 {} 元，请现场说明。",
            money(sum),
            money(Fen(difference.0.saturating_abs()))
        )
    });
    IncomeView {
        period: or_none(&income.period),
        rows: income.classes().into_iter().map(|(label, amount)| (label, money(amount))).collect(),
        total: money(income.total),
        note,
    }
}

fn seen_views(items: impl Iterator<Item = (SeenGroup, String, String)>) -> Vec<SeenView> {
    let items: Vec<_> = items.collect();
    SeenGroup::ALL
        .into_iter()
        .map(|group| SeenView {
            group: group.label(),
            items: items
                .iter()
                .filter(|(of, _, _)| *of == group)
                .map(|(_, label, value)| (label.clone(), or_none(value)))
                .collect(),
        })
        .filter(|view| !view.items.is_empty())
        .collect()
}

fn visit_view(visit: &Visit, clean: &NoNames<'_>) -> VisitView {
    VisitView {
        when: sourced_time(visit.started),
        until: sourced_time(visit.ended),
        who: or_none(&visit.surveyors.join("、")),
        mode: or_none(&visit.mode),
        respondent: or_none(&visit.respondent_relation),
        conclusion: or_none(&visit.conclusion),
        proposal: or_none(&visit.proposal),
        reason: or_none(&clean.text(&visit.reason)),
    }
}

fn attempt_view(attempt: &Attempt, clean: &NoNames<'_>) -> AttemptView {
    AttemptView {
        when: sourced_time(attempt.at),
        who: or_none(&attempt.surveyors.join("、")),
        outcome: or_none(&attempt.outcome),
        note: or_none(&clean.text(&attempt.note)),
    }
}

fn photo_view(
    kind: &str,
    taken_at: SourcedTime,
    at: Option<Place>,
    original: &Sha256Hash,
    derivative: &Sha256Hash,
    press: &Press<'_>,
) -> PhotoView {
    PhotoView {
        file: press.photo_file(derivative),
        kind: or_none(kind),
        when: sourced_time(taken_at),
        place: at.map(place),
        hash: short(original),
    }
}

fn interview_view(interview: &Interview, clean: &NoNames<'_>) -> InterviewView {
    let answers =
        interview.answers.iter().map(|Answer { label, value }| (label.clone(), or_none(&clean.text(value))));
    let statement = clean.text(interview.statement.trim());
    InterviewView {
        role: or_none(&interview.role),
        age_band: or_none(&interview.age_band),
        when: sourced_time(interview.at),
        who: or_none(&interview.interviewers.join("、")),
        answers: answers.collect(),
        statement: (!statement.is_empty()).then_some(statement),
    }
}

fn neighbours_view(neighbours: &Neighbours) -> NeighboursView {
    let tally = |answers: &[(String, usize)]| {
        answers
            .iter()
            .map(|(value, n)| format!("{}（{n} 人）", or_none(value)))
            .collect::<Vec<_>>()
            .join("、")
    };
    NeighboursView {
        count: neighbours.count,
        tallies: neighbours.tallies.iter().map(|t| (t.label.clone(), tally(&t.answers))).collect(),
        statements: neighbours.statements.clone(),
    }
}
