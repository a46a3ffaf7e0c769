//! The records of a case file as people read them: what was seen, by whom, with which phone, when.

use ruhu_core::{
    clock::ClockReading,
    form::fill::ReadableAnswer,
    household::PersonName,
    ids::{DeviceId, EntryId},
    interview::InterviewRecord,
    record::RecordKind,
    visit::{AttemptRecord, TrailStep, VisitMode, VisitPurpose, VisitRecord},
    wire::RecordState,
};

use super::{findings, households::Badge, signature::SignatureView, times};
use crate::{
    casework::{case_file::CaseRecord, filled::text_of},
    store::Device,
};

/// Where a record comes from and how far it is.
#[derive(Debug, Clone)]
pub(super) struct OriginView {
    pub(super) anchor: String,
    pub(super) kind: &'static str,
    pub(super) badge: Badge,
    pub(super) entry: String,
    pub(super) device: String,
    /// By the phone's clock.
    pub(super) sealed: String,
    /// By the server's clock.
    pub(super) received: String,
    pub(super) lag: Option<String>,
    pub(super) finding: Option<(&'static str, String)>,
    pub(super) missing_files: usize,
    pub(super) hash_short: String,
    pub(super) hash: String,
    pub(super) stream: String,
    pub(super) seq: u64,
    pub(super) form: String,
    pub(super) superseded_by: Option<String>,
    pub(super) supersedes: Option<String>,
}

/// Answers of one section.
#[derive(Debug, Clone)]
pub(super) struct SectionView {
    pub(super) title: String,
    pub(super) answers: Vec<ReadableAnswer>,
}

/// How the checklist was filled in.
#[derive(Debug, Clone)]
pub(super) struct TrailView {
    /// From the door to the seal.
    pub(super) total: String,
    pub(super) by_phone_clock: bool,
    pub(super) questions: usize,
    pub(super) changes: u64,
    pub(super) answering: String,
    pub(super) steps: Vec<StepView>,
}

/// One question of the trail.
#[derive(Debug, Clone)]
pub(super) struct StepView {
    pub(super) label: String,
    pub(super) changes: u32,
    pub(super) spent: String,
}

/// A home visit.
#[derive(Debug, Clone)]
pub(super) struct VisitView {
    pub(super) origin: OriginView,
    pub(super) purpose: &'static str,
    pub(super) mode: &'static str,
    pub(super) team: String,
    pub(super) cadre: String,
    pub(super) respondent: String,
    pub(super) conclusion: String,
    pub(super) proposal: String,
    pub(super) reason: String,
    pub(super) trail: TrailView,
    pub(super) sections: Vec<SectionView>,
    pub(super) signatures: Vec<SignatureView>,
    pub(super) photos: usize,
}

/// A neighbour interview, without the interviewee's name.
#[derive(Debug, Clone)]
pub(super) struct InterviewView {
    pub(super) origin: OriginView,
    pub(super) team: String,
    pub(super) named: bool,
    pub(super) trail: TrailView,
    pub(super) sections: Vec<SectionView>,
}

/// An attempt.
#[derive(Debug, Clone)]
pub(super) struct AttemptView {
    pub(super) origin: OriginView,
    pub(super) outcome: &'static str,
    pub(super) team: String,
    pub(super) at: String,
    pub(super) note: String,
    pub(super) photos: usize,
}

/// `r-3fa1b2c4…`: where a record stands on the page.
pub(super) fn anchor(entry: &EntryId) -> String {
    format!("r-{entry}")
}

/// `何建国的手机“Redmi 12”（3fa1b2c4）`, with a note where it is out of service.
pub(super) fn device_text(device: Option<&Device>, id: &DeviceId) -> String {
    let id = id.to_string();
    let short = id.get(..8).unwrap_or(&id);
    device.map_or_else(
        || format!("未登记的设备（{short}）"),
        |device| {
            let revoked = if device.revoked_ms.is_some() { "，已停用" } else { "" };
            format!("{}的手机“{}”（{short}{revoked}）", device.surveyor, device.device_name)
        },
    )
}

impl OriginView {
    pub(super) fn of(record: &CaseRecord) -> Self {
        let hash = record.hash.to_string();
        Self {
            anchor: anchor(&record.entry_id),
            kind: record.kind.map_or("无法读取的记录", RecordKind::label),
            badge: badge(record),
            entry: record.entry_id.to_string(),
            device: device_text(record.device.as_ref(), &record.stream.device),
            sealed: times::second(record.sealed.wall_ms),
            received: times::second(record.received_ms),
            lag: times::lag(record.sealed.wall_ms, record.received_ms),
            finding: record.code.clone().map(|code| (findings::text_of(&code), code)),
            missing_files: record.missing_files,
            hash_short: hash.get(..12).unwrap_or(&hash).to_owned(),
            hash,
            stream: record.stream.to_string(),
            seq: record.seq,
            form: record.form.to_string(),
            superseded_by: record.superseded_by.as_ref().map(anchor),
            supersedes: record.supersedes.as_ref().map(anchor),
        }
    }
}

fn badge(record: &CaseRecord) -> Badge {
    match record.state {
        _ if record.superseded_by.is_some() => Badge { tone: "plain", text: "已被更正" },
        RecordState::Complete => Badge { tone: "green", text: "完整" },
        RecordState::Received => Badge { tone: "amber", text: "待补照片" },
        RecordState::Quarantined => Badge { tone: "red", text: "隔离待查" },
    }
}

fn names(people: &[PersonName]) -> String {
    people.iter().map(PersonName::full).collect::<Vec<_>>().join("、")
}

fn sections(lines: &[ReadableAnswer]) -> Vec<SectionView> {
    let mut sections: Vec<SectionView> = Vec::new();
    for line in lines {
        match sections.last_mut().filter(|section| section.title == line.section_title) {
            Some(section) => section.answers.push(line.clone()),
            None => {
                sections.push(SectionView { title: line.section_title.clone(), answers: vec![line.clone()] });
            }
        }
    }
    sections
}

impl TrailView {
    fn of(lines: &[ReadableAnswer], steps: &[TrailStep], started: ClockReading, ended: ClockReading) -> Self {
        // Wall clocks jump; inside one boot the monotonic clock says how long it truly took.
        let one_boot = started.boot == ended.boot;
        let total_ms = if one_boot {
            ended.mono_ms.saturating_sub(started.mono_ms)
        } else {
            u64::try_from(ended.wall_ms.saturating_sub(started.wall_ms)).unwrap_or_default()
        };
        let label = |step: &TrailStep| {
            let line = lines.iter().find(|line| line.key == step.question);
            line.map_or_else(|| step.question.to_string(), |line| line.label.clone())
        };
        Self {
            total: times::duration(total_ms),
            by_phone_clock: !one_boot,
            questions: steps.len(),
            changes: steps.iter().map(|step| u64::from(step.changes)).sum(),
            answering: times::duration(
                steps.iter().fold(0, |sum: u64, step| sum.saturating_add(step.spent_ms)),
            ),
            steps: steps
                .iter()
                .map(|step| StepView {
                    label: label(step),
                    changes: step.changes,
                    spent: times::duration(step.spent_ms),
                })
                .collect(),
        }
    }
}

impl VisitView {
    pub(super) fn of(record: &CaseRecord, visit: &VisitRecord) -> Self {
        let said = |name| Some(text_of(&record.lines, name)).filter(|text| !text.is_empty());
        let said = |name| said(name).unwrap_or_else(|| "未填写".to_owned());
        Self {
            origin: OriginView::of(record),
            purpose: purpose_label(visit.purpose),
            mode: mode_label(visit.mode),
            team: names(&visit.surveyors),
            cadre: visit.cadre.as_ref().map_or("无", PersonName::full).to_owned(),
            respondent: said("respondent_relation"),
            conclusion: said("conclusion"),
            proposal: said("proposal"),
            reason: said("proposal_reason"),
            trail: TrailView::of(&record.lines, &visit.trail, visit.started, visit.ended),
            sections: sections(&record.lines),
            signatures: visit.signatures.iter().map(SignatureView::of).collect(),
            photos: visit.photos.len(),
        }
    }
}

impl InterviewView {
    pub(super) fn of(record: &CaseRecord, interview: &InterviewRecord) -> Self {
        Self {
            origin: OriginView::of(record),
            team: names(&interview.interviewers),
            named: interview.interviewee.is_some(),
            trail: TrailView::of(&record.lines, &interview.trail, interview.started, interview.ended),
            sections: sections(&record.lines),
        }
    }
}

impl AttemptView {
    pub(super) fn of(record: &CaseRecord, attempt: &AttemptRecord) -> Self {
        Self {
            origin: OriginView::of(record),
            outcome: attempt.outcome.label(),
            team: names(&attempt.surveyors),
            at: times::second(attempt.at.wall_ms),
            note: attempt.note.clone(),
            photos: attempt.photos.len(),
        }
    }
}

fn purpose_label(purpose: VisitPurpose) -> &'static str {
    match purpose {
        VisitPurpose::New => "新申请",
        VisitPurpose::Review => "定期复核",
        VisitPurpose::Campaign => "专项整治",
        VisitPurpose::Spot => "抽查",
        VisitPurpose::Complaint => "投诉举报核查",
        VisitPurpose::County => "县级入户",
    }
}

fn mode_label(mode: VisitMode) -> &'static str {
    match mode {
        VisitMode::Onsite => "现场入户",
        VisitMode::Phone => "电话",
        VisitMode::Video => "视频",
    }
}
