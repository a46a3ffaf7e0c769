//! One household's sheet of a pack.

use jiff::civil::Date;
use ruhu_core::{
    approval::Blocking,
    assessment::{Line, Policy},
    clock::{ClockReading, SourcedTime, TimeSource},
    form::{Answer, Answers, fill::ReadableAnswer},
    household::{PersonName, RosterRow},
    ids::HouseholdId,
    interview::InterviewRecord,
    money::Fen,
    photo::PhotoRecord,
    visit::{VisitMode, VisitRecord},
};

use super::ReviewError;
use crate::{
    casework::{
        assessing::{AssessError, Assessable, assessable_by},
        blocking::blocking,
        filed::{File, FiledRecord},
        filled::text_of,
        mismatch::mismatches,
        plausible::FindingLine,
    },
    pack::content::{
        self, AssessmentLine, BlockLine, Disclosure, DoubtLine, HouseholdBasics, HouseholdSheet, Income,
        Mismatch, PrivateWord, RecordRef, Seen, SeenGroup,
    },
    store::{Reader, StoreError, StoredHousehold},
};

/// What stands elsewhere on the sheet.
const SHOWN_ELSEWHERE: [&str; 10] = [
    "respondent_relation",
    "income_wage",
    "income_business",
    "income_property",
    "income_transfer",
    "income_other",
    "income_total",
    "conclusion",
    "proposal",
    "proposal_reason",
];
/// What an interview says of the interviewee: the sheet names role and age band alone.
const ABOUT_INTERVIEWEE: [&str; 4] = ["role", "age_band", "job_band", "tie"];
/// Fewest characters of a private word: a single character would blank out half the text.
const MIN_PRIVATE_CHARS: usize = 2;

pub(super) fn household_sheet(
    r: &Reader<'_>,
    (no, stored): (u32, StoredHousehold),
    day: Date,
    (policies, findings): (&[Policy], &[FindingLine]),
) -> Result<HouseholdSheet, ReviewError> {
    let file = File::of(r, &stored.row.household_id)?;
    let mismatches = mismatches(&stored.row, &file);
    let assessable = assessed(r, &stored.row.household_id, policies)?;
    let blocking =
        blocking(&file, &mismatches, assessable.as_ref()).map_err(|_| ReviewError::BadPolicyData)?;
    let latest = file.visits().last();
    let lines = latest.map_or(&[][..], |(filed, _)| filed.lines.as_slice());
    let latest = latest.map(|(_, visit)| visit);
    let row = &stored.row;
    Ok(HouseholdSheet {
        basics: basics(no, row, latest),
        members: row.members.iter().map(|member| self::member(member, day)).collect(),
        income: latest.map(|visit| income(&visit.answers)),
        seen: seen(lines),
        visits: file.visits().map(visit).collect(),
        attempts: file.attempts().map(attempt).collect(),
        photos: photos(&file),
        interviews: file.interviews().map(interview).collect(),
        mismatches: mismatches.into_iter().map(mismatch).collect(),
        blocks: blocking.into_iter().map(block_line).collect(),
        findings: findings.iter().map(doubt_line).collect(),
        assessment: explained(assessable.as_ref()),
        records: file.in_force().map(record_ref).collect(),
        never_print: file
            .interviews()
            .filter_map(|(_, interview)| private(interview.interviewee.as_ref()))
            .collect(),
        organiser_only: organiser_only(&stored),
    })
}

/// None where the household cannot be assessed yet.
fn assessed(
    r: &Reader<'_>,
    household: &HouseholdId,
    policies: &[Policy],
) -> Result<Option<Assessable>, StoreError> {
    match assessable_by(r, household, policies) {
        Ok(assessable) => Ok(Some(assessable)),
        Err(AssessError::Store(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

fn explained(assessable: Option<&Assessable>) -> Vec<AssessmentLine> {
    let lines = assessable.map(Assessable::explained).unwrap_or_default().into_iter();
    lines.map(|Line { depth, text }| AssessmentLine { depth, text }).collect()
}

fn doubt_line(finding: &FindingLine) -> DoubtLine {
    DoubtLine {
        doubt: finding.code.label().to_owned(),
        sentence: finding.sentence.clone(),
        evidence: finding.evidence(),
    }
}

fn block_line(blocking: Blocking) -> BlockLine {
    let Blocking { block, reason, evidence } = blocking;
    BlockLine { block: block.label().to_owned(), reason, evidence }
}

fn phone_time(reading: ClockReading) -> SourcedTime {
    SourcedTime { at_ms: reading.wall_ms, source: TimeSource::DeviceClock }
}

fn names(people: &[PersonName]) -> Vec<String> {
    people.iter().map(|name| name.full().to_owned()).collect()
}

fn private(name: Option<&PersonName>) -> Option<PrivateWord> {
    name.map(|name| name.full().to_owned())
        .filter(|name| name.chars().count() >= MIN_PRIVATE_CHARS)
        .map(PrivateWord)
}

fn organiser_only(stored: &StoredHousehold) -> Vec<PrivateWord> {
    let account = stored.account.as_ref().map(|account| account.full().to_owned());
    let numbers =
        stored.row.members.iter().filter_map(|member| member.id_no.as_ref().map(|id| id.full().to_owned()));
    account.into_iter().chain(numbers).map(PrivateWord).collect()
}

fn basics(no: u32, row: &RosterRow, latest: Option<&VisitRecord>) -> HouseholdBasics {
    let keeps = latest.and_then(|visit| choice(&visit.answers, "proposal")) == Some("keep");
    HouseholdBasics {
        no,
        household: row.household_id.clone(),
        head: row.head_name.full().to_owned(),
        group: row.group_name.clone(),
        member_count: row.member_count.into(),
        insured_count: row.insured_count.into(),
        aid_category: row.aid_category.label().to_owned(),
        review_class: row.review_class.map(|class| class.label().to_owned()).unwrap_or_default(),
        monthly_grant: row.monthly_grant,
        start_month: row.start_month.map(|month| month.to_string()).unwrap_or_default(),
        poverty_cause: row.poverty_cause.map(|cause| cause.label().to_owned()).unwrap_or_default(),
        // A kept household keeps its grant; every other figure is the meeting's and the county's to write.
        proposed_category: keeps.then(|| row.aid_category.label().to_owned()),
        proposed_grant: keeps.then_some(row.monthly_grant),
    }
}

fn member(member: &ruhu_core::household::Member, day: Date) -> content::Member {
    let birth = member.birth.or_else(|| member.id_no.as_ref().and_then(|id| id.birth()));
    let age = birth.map(|birth| {
        let had_birthday = (day.month(), day.day()) >= (birth.month(), birth.day());
        u16::try_from(day.year() - birth.year() - i16::from(!had_birthday)).unwrap_or(0)
    });
    content::Member {
        name: member.name.full().to_owned(),
        relation: member.relation.label().to_owned(),
        age,
        identity: member.id_no.as_ref().map(|id| id.masked()).unwrap_or_default(),
        health: String::new(),
        insured: member.insured,
    }
}

fn choice<'a>(answers: &'a Answers, name: &str) -> Option<&'a str> {
    match answers.get(name)? {
        Answer::One(choice) => Some(choice),
        _ => None,
    }
}

fn income(answers: &Answers) -> Income {
    let money = |name: &str| match answers.get(name) {
        Some(Answer::Money(amount)) => *amount,
        _ => Fen(0),
    };
    let mut income = Income {
        period: "近 12 个月".to_owned(),
        wage: money("income_wage"),
        business: money("income_business"),
        property: money("income_property"),
        transfer: money("income_transfer"),
        other: money("income_other"),
        total: Fen(0),
    };
    income.total = income.sum();
    income
}

/// Whatever the form asked and no other part of the sheet shows, a county's own questions among it.
fn seen(lines: &[ReadableAnswer]) -> Vec<Seen> {
    let group = |line: &ReadableAnswer| match (line.section.as_str(), line.question.as_str()) {
        (_, "abnormal" | "abnormal_note") => SeenGroup::Abnormal,
        ("living", _) => SeenGroup::Living,
        ("housing", _) => SeenGroup::Housing,
        ("property", _) => SeenGroup::Property,
        _ => SeenGroup::Other,
    };
    lines
        .iter()
        .filter(|line| !SHOWN_ELSEWHERE.contains(&line.question.as_str()))
        .map(|line| Seen {
            group: group(line),
            label: full_label(line),
            value: line.text.clone(),
            disclosure: if line.organiser_only { Disclosure::OrganiserOnly } else { Disclosure::Meeting },
        })
        .collect()
}

/// In a repeat, whose answer it is.
fn full_label(line: &ReadableAnswer) -> String {
    if line.is_in_repeat() { format!("{}：{}", line.section_title, line.label) } else { line.label.clone() }
}

fn visit((filed, visit): (&FiledRecord, &VisitRecord)) -> content::Visit {
    let mode = match visit.mode {
        VisitMode::Onsite => "现场入户",
        VisitMode::Phone => "电话",
        VisitMode::Video => "视频",
    };
    content::Visit {
        surveyors: names(&visit.surveyors),
        started: phone_time(visit.started),
        ended: phone_time(visit.ended),
        mode: mode.to_owned(),
        respondent_relation: text_of(&filed.lines, "respondent_relation"),
        conclusion: text_of(&filed.lines, "conclusion"),
        proposal: text_of(&filed.lines, "proposal"),
        reason: text_of(&filed.lines, "proposal_reason"),
    }
}

fn attempt((_, attempt): (&FiledRecord, &ruhu_core::visit::AttemptRecord)) -> content::Attempt {
    content::Attempt {
        at: phone_time(attempt.at),
        surveyors: names(&attempt.surveyors),
        outcome: attempt.outcome.label().to_owned(),
        note: attempt.note.clone(),
    }
}

fn interview((filed, interview): (&FiledRecord, &InterviewRecord)) -> content::Interview {
    let text = |name: &str| text_of(&filed.lines, name);
    let answers = filed
        .lines
        .iter()
        .filter(|line| !ABOUT_INTERVIEWEE.contains(&line.question.as_str()) && line.question != "statement")
        .filter(|line| !line.organiser_only)
        .map(|line| content::Answer { label: full_label(line), value: line.text.clone() });
    content::Interview {
        role: text("role"),
        age_band: text("age_band"),
        at: phone_time(interview.ended),
        interviewers: names(&interview.interviewers),
        answers: answers.collect(),
        statement: text("statement"),
    }
}

fn photos(file: &File) -> Vec<content::Photo> {
    let of_visits =
        file.visits().flat_map(|(_, visit)| visit.photos.iter().map(|photo| (photo, visit.started)));
    let of_attempts =
        file.attempts().flat_map(|(_, attempt)| attempt.photos.iter().map(|photo| (photo, attempt.at)));
    of_visits.chain(of_attempts).map(|(photo, recorded)| self::photo(photo, recorded)).collect()
}

fn photo(photo: &PhotoRecord, recorded: ClockReading) -> content::Photo {
    let place = photo.fix.map(|fix| {
        let fix = fix.in_wgs84();
        content::Place { lat: fix.latitude, lon: fix.longitude, accuracy_m: fix.accuracy_m }
    });
    content::Photo {
        kind: photo.kind.label().to_owned(),
        taken_at: photo.taken_at.unwrap_or_else(|| phone_time(recorded)),
        place,
        original: photo.original.sha256,
        derivative: photo.derivative.sha256,
        watermark_px: photo.watermark_px,
        disclosure: if photo.kind.is_sensitive() { Disclosure::OrganiserOnly } else { Disclosure::Meeting },
    }
}

fn mismatch(found: crate::casework::mismatch::Mismatch) -> Mismatch {
    Mismatch {
        item: found.item.to_owned(),
        declared: found.declared,
        observed: found.observed,
        neighbours: found.neighbours,
        evidence: found.evidence,
        disclosure: Disclosure::Meeting,
    }
}

fn record_ref(filed: &FiledRecord) -> RecordRef {
    RecordRef {
        kind: filed.stored.kind.map_or("未知记录", |kind| kind.label()).to_owned(),
        entry: filed.stored.entry_id,
        hash: filed.hash,
        device: filed.stored.device.short(),
    }
}
