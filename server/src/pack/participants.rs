//! What the participants of the meeting may see.
//!
//! The types here have no field for an identity number, an account, a phone number, health, a member's name or an
//! interviewee, so the participants' edition cannot print one. Free text passes [`Scrubber`] on its way in.

use std::collections::BTreeMap;

use ruhu_core::{clock::SourcedTime, ids::Sha256Hash};

use super::{
    content::{
        Answer, Attempt, Disclosure, HouseholdBasics, HouseholdSheet, Income, MeetingHead, Mismatch,
        PackContent, Place, PolicyItem, PrivateWord, Seen, SeenGroup, Visit,
    },
    scrub::{blank_health, blank_numbers, blank_words},
};

/// Words in a label that keep an item from the participants even when it was not marked: a second lock.
const PRIVATE_LABELS: [&str; 16] = [
    "身份证",
    "证件",
    "证号",
    "账号",
    "账户",
    "开户",
    "存折",
    "存款",
    "银行",
    "电话",
    "手机",
    "健康",
    "诊断",
    "疾病",
    "病",
    "残疾",
];

/// Photo kinds that show papers or signatures.
const PRIVATE_PHOTOS: [&str; 6] = ["证件", "签字", "签名", "存折", "病历", "诊断"];

/// Decimals of a coordinate that participants see: about 100 m, the village and not the door.
const PLACE_DECIMALS: i32 = 3;

/// What the participants' edition is drawn from.
#[derive(Debug, Clone)]
pub struct ParticipantsContent {
    /// The meeting.
    pub meeting: MeetingHead,
    /// The policy sheet, published text and therefore printed as it is.
    pub policy: Vec<PolicyItem>,
    /// The households.
    pub households: Vec<ParticipantsSheet>,
}

/// One household as participants see it.
#[derive(Debug, Clone)]
pub struct ParticipantsSheet {
    /// Head, counts, category and amounts.
    pub basics: HouseholdBasics,
    /// Relations to the head with how many members have them: who lives together, without names.
    pub relations: Vec<(String, usize)>,
    /// Declared income, totals by class.
    pub income: Option<Income>,
    /// What the surveyors saw and the meeting may hear.
    pub seen: Vec<SeenItem>,
    /// Sealed visits.
    pub visits: Vec<Visit>,
    /// Attempts that found nobody to survey.
    pub attempts: Vec<Attempt>,
    /// Photos of the home, none of papers.
    pub photos: Vec<ParticipantsPhoto>,
    /// What the neighbours said, added up so that nobody can be told apart.
    pub neighbours: Neighbours,
    /// What does not match.
    pub mismatches: Vec<MismatchLine>,
}

/// One thing that the surveyors saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenItem {
    /// Under which heading.
    pub group: SeenGroup,
    /// The question's label.
    pub label: String,
    /// The answer.
    pub value: String,
}

/// One photo.
#[derive(Debug, Clone)]
pub struct ParticipantsPhoto {
    /// Label of its kind.
    pub kind: String,
    /// When it was taken.
    pub taken_at: SourcedTime,
    /// Where, rounded to about 100 m and without its accuracy.
    pub place: Option<Place>,
    /// SHA-256 of the original file.
    pub original: Sha256Hash,
    /// SHA-256 of the derivative that is shown.
    pub derivative: Sha256Hash,
    /// Rows at its foot that are cut off: the watermark says the place to a metre.
    pub watermark_px: u32,
}

/// Neighbours' findings, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// How many were interviewed.
    pub count: usize,
    /// Per question, each answer with how many gave it.
    pub tallies: Vec<Tally>,
    /// What they said in their own words, sorted by text so that the order tells nothing.
    pub statements: Vec<String>,
}

/// One question's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The question's label.
    pub label: String,
    /// Answers with their counts, the most frequent first.
    pub answers: Vec<(String, usize)>,
}

/// One line of what does not match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MismatchLine {
    /// What it is about.
    pub item: String,
    /// As declared or on the roster.
    pub declared: String,
    /// As the surveyors saw it.
    pub observed: String,
    /// As neighbours said.
    pub neighbours: String,
    /// What it rests on.
    pub evidence: Vec<String>,
}

/// Takes numbers, private words and health out of free text.
#[derive(Debug, Clone, Copy)]
struct Scrubber<'a> {
    words: [&'a [PrivateWord]; 2],
}

impl Scrubber<'_> {
    fn text(&self, text: &str) -> String {
        blank_health(&blank_numbers(&blank_words(text, self.words.into_iter().flatten())))
    }

    fn texts(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).collect()
    }
}

/// The participants' view of a pack.
#[must_use]
pub fn participants_view(content: &PackContent) -> ParticipantsContent {
    ParticipantsContent {
        meeting: meeting(&content.meeting),
        policy: content.policy.clone(),
        households: content.households.iter().map(sheet).collect(),
    }
}

fn meeting(head: &MeetingHead) -> MeetingHead {
    let scrub = |text: &Option<String>| text.as_deref().map(blank_numbers);
    MeetingHead {
        title: blank_numbers(&head.title),
        village: blank_numbers(&head.village),
        campaign: blank_numbers(&head.campaign),
        place: scrub(&head.place),
        convener: scrub(&head.convener),
        chair: scrub(&head.chair),
        recorder: scrub(&head.recorder),
        supervisor: scrub(&head.supervisor),
        ..head.clone()
    }
}

fn sheet(full: &HouseholdSheet) -> ParticipantsSheet {
    let scrub = Scrubber { words: [&full.never_print, &full.organiser_only] };
    ParticipantsSheet {
        basics: basics(&full.basics),
        relations: relations(full, scrub),
        income: full
            .income
            .as_ref()
            .map(|income| Income { period: scrub.text(&income.period), ..income.clone() }),
        seen: full.seen.iter().filter_map(|item| seen(item, scrub)).collect(),
        visits: full.visits.iter().map(|visit| visit_view(visit, scrub)).collect(),
        attempts: full.attempts.iter().map(|attempt| attempt_view(attempt, scrub)).collect(),
        photos: full.photos.iter().filter_map(photo).collect(),
        neighbours: neighbours(full, scrub),
        mismatches: full.mismatches.iter().filter_map(|line| mismatch(line, scrub)).collect(),
    }
}

fn basics(full: &HouseholdBasics) -> HouseholdBasics {
    HouseholdBasics {
        head: blank_numbers(&full.head),
        group: blank_numbers(&full.group),
        aid_category: blank_numbers(&full.aid_category),
        review_class: blank_numbers(&full.review_class),
        start_month: blank_numbers(&full.start_month),
        poverty_cause: blank_numbers(&full.poverty_cause),
        proposed_category: full.proposed_category.as_deref().map(blank_numbers),
        ..full.clone()
    }
}

fn relations(full: &HouseholdSheet, scrub: Scrubber<'_>) -> Vec<(String, usize)> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for member in &full.members {
        let relation = scrub.text(&member.relation);
        match counted.iter_mut().find(|(known, _)| *known == relation) {
            Some((_, count)) => *count += 1,
            None => counted.push((relation, 1)),
        }
    }
    counted
}

fn is_private(label: &str, private: &[&str]) -> bool {
    private.iter().any(|word| label.contains(word))
}

fn seen(item: &Seen, scrub: Scrubber<'_>) -> Option<SeenItem> {
    if item.disclosure == Disclosure::OrganiserOnly || is_private(&item.label, &PRIVATE_LABELS) {
        return None;
    }
    Some(SeenItem { group: item.group, label: scrub.text(&item.label), value: scrub.text(&item.value) })
}

fn visit_view(visit: &Visit, scrub: Scrubber<'_>) -> Visit {
    Visit {
        surveyors: visit.surveyors.iter().map(|name| blank_numbers(name)).collect(),
        started: visit.started,
        ended: visit.ended,
        mode: scrub.text(&visit.mode),
        respondent_relation: scrub.text(&visit.respondent_relation),
        conclusion: scrub.text(&visit.conclusion),
        proposal: scrub.text(&visit.proposal),
        reason: scrub.text(&visit.reason),
    }
}

fn attempt_view(attempt: &Attempt, scrub: Scrubber<'_>) -> Attempt {
    Attempt {
        at: attempt.at,
        surveyors: attempt.surveyors.iter().map(|name| blank_numbers(name)).collect(),
        outcome: scrub.text(&attempt.outcome),
        note: scrub.text(&attempt.note),
    }
}

fn photo(photo: &super::content::Photo) -> Option<ParticipantsPhoto> {
    if photo.disclosure == Disclosure::OrganiserOnly || is_private(&photo.kind, &PRIVATE_PHOTOS) {
        return None;
    }
    let scale = 10f64.powi(PLACE_DECIMALS);
    let coarse = |degrees: f64| (degrees * scale).round() / scale;
    Some(ParticipantsPhoto {
        kind: blank_numbers(&photo.kind),
        taken_at: photo.taken_at,
        place: photo.place.map(|at| Place { lat: coarse(at.lat), lon: coarse(at.lon), accuracy_m: None }),
        original: photo.original,
        derivative: photo.derivative,
        watermark_px: photo.watermark_px,
    })
}

fn neighbours(full: &HouseholdSheet, scrub: Scrubber<'_>) -> Neighbours {
    let mut order: Vec<String> = Vec::new();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for Answer { label, value } in full.interviews.iter().flat_map(|interview| &interview.answers) {
        if is_private(label, &PRIVATE_LABELS) {
            continue;
        }
        let (label, value) = (scrub.text(label), scrub.text(value));
        if !order.contains(&label) {
            order.push(label.clone());
        }
        *counts.entry((label, value)).or_default() += 1;
    }
    let tally = |label: String| {
        let mut answers: Vec<(String, usize)> =
            counts.iter().filter(|((l, _), _)| *l == label).map(|((_, v), n)| (v.clone(), *n)).collect();
        answers.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Tally { label, answers }
    };
    let mut statements: Vec<String> = full
        .interviews
        .iter()
        .map(|i| scrub.text(i.statement.trim()))
        .filter(|text| !text.is_empty())
        .collect();
    statements.sort_unstable();
    Neighbours { count: full.interviews.len(), tallies: order.into_iter().map(tally).collect(), statements }
}

fn mismatch(line: &Mismatch, scrub: Scrubber<'_>) -> Option<MismatchLine> {
    if line.disclosure == Disclosure::OrganiserOnly || is_private(&line.item, &PRIVATE_LABELS) {
        return None;
    }
    Some(MismatchLine {
        item: scrub.text(&line.item),
        declared: scrub.text(&line.declared),
        observed: scrub.text(&line.observed),
        neighbours: scrub.text(&line.neighbours),
        evidence: scrub.texts(&line.evidence),
    })
}
