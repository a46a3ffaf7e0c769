//! What the templates read: every figure already in words, every text already fit to print.
//!
//! Data goes to Typst as JSON values and never as source, so `#panic()` in somebody's name is a name.

mod household;
mod judged;
mod text;

use std::collections::HashMap;

use ruhu_core::{evidence::SignedTreeHead, ids::Sha256Hash};
use serde::Serialize;

pub(crate) use self::text::grouped;
pub(super) use self::text::{BEIJING_HOURS, beijing, fit_to_print};
use self::{
    household::HouseholdView,
    text::{day_and_time, money, short, start_of},
};
use super::{
    Edition, MAX_PHOTOS_PRINTED,
    content::{AttendeeRole, HouseholdBasics, MeetingHead, PackContent, PolicyItem},
    fonts::PackFonts,
    manifest::Manifest,
    participants::ParticipantsContent,
    world::photo_path,
};

/// Blank lines of the sign-in sheet after the people who are known.
const BLANK_LINES: usize = 2;
/// Blank lines for representatives, who are the most.
const BLANK_LINES_REPRESENTATIVES: usize = 8;

/// Everything that does not come from the content.
pub(super) struct Press<'a> {
    pub(super) fonts: &'a PackFonts,
    pub(super) manifest: &'a Manifest,
    pub(super) version: Sha256Hash,
    pub(super) made_at_ms: i64,
    pub(super) log_head: &'a SignedTreeHead,
    /// Number of each printed photo inside the world, by its derivative; broken ones are absent.
    pub(super) photos: HashMap<Sha256Hash, usize>,
}

impl Press<'_> {
    fn photo_file(&self, derivative: &Sha256Hash) -> Option<String> {
        self.photos.get(derivative).map(|index| photo_path(*index))
    }
}

/// One pack as the templates read it.
#[derive(Debug, Serialize)]
pub(super) struct Drawn {
    edition: EditionView,
    version: VersionView,
    made: String,
    serif: String,
    sans: String,
    meeting: MeetingView,
    policy: Vec<PolicyItem>,
    households: Vec<HouseholdView>,
    totals: Totals,
    roles: Vec<RoleView>,
    manifest: ManifestView,
}

#[derive(Debug, Serialize)]
struct EditionView {
    label: &'static str,
    notice: &'static str,
    organiser: bool,
}

#[derive(Debug, Serialize)]
struct VersionView {
    short: String,
    full: String,
}

#[derive(Debug, Serialize)]
struct MeetingView {
    id: String,
    title: String,
    village: String,
    campaign: String,
    held: Option<String>,
    place: Option<String>,
    people: Vec<Officer>,
    attendance_rule: Option<String>,
    passing_rule: Option<String>,
}

#[derive(Debug, Serialize)]
struct Officer {
    label: &'static str,
    name: Option<String>,
}

#[derive(Debug, Serialize)]
struct Totals {
    households: usize,
    members: u64,
    insured: u64,
    grant: String,
}

#[derive(Debug, Serialize)]
struct RoleView {
    label: &'static str,
    names: Vec<String>,
    blanks: usize,
}

#[derive(Debug, Serialize)]
struct ManifestView {
    records: usize,
    photos: usize,
    households: Vec<EvidenceView>,
    log: LogView,
}

#[derive(Debug, Serialize)]
struct LogView {
    size: u64,
    root: String,
    key: String,
    signed: String,
    /// Only the organiser archives it.
    signature: Option<String>,
}

#[derive(Debug, Serialize)]
struct EvidenceView {
    no: u32,
    head: String,
    household: Option<String>,
    rows: Vec<EvidenceRow>,
}

#[derive(Debug, Serialize)]
struct EvidenceRow {
    kind: String,
    name: String,
    hash: String,
}

impl Drawn {
    /// The organiser's edition.
    pub(super) fn organiser(content: &PackContent, press: &Press<'_>) -> Self {
        let basics: Vec<&HouseholdBasics> = content.households.iter().map(|sheet| &sheet.basics).collect();
        let households =
            content.households.iter().map(|sheet| HouseholdView::organiser(sheet, press)).collect();
        Self::of(Edition::Organiser, &content.meeting, &content.policy, &basics, households, press)
    }

    /// The participants' edition, from a type that has no field for what they may not see.
    pub(super) fn participants(content: &ParticipantsContent, press: &Press<'_>) -> Self {
        let basics: Vec<&HouseholdBasics> = content.households.iter().map(|sheet| &sheet.basics).collect();
        let households =
            content.households.iter().map(|sheet| HouseholdView::participants(sheet, press)).collect();
        Self::of(Edition::Participants, &content.meeting, &content.policy, &basics, households, press)
    }

    fn of(
        edition: Edition,
        meeting: &MeetingHead,
        policy: &[PolicyItem],
        basics: &[&HouseholdBasics],
        households: Vec<HouseholdView>,
        press: &Press<'_>,
    ) -> Self {
        Self {
            edition: EditionView {
                label: edition.label(),
                notice: edition.notice(),
                organiser: edition == Edition::Organiser,
            },
            version: VersionView { short: short(&press.version), full: grouped(&press.version) },
            made: day_and_time(press.made_at_ms),
            serif: press.fonts.serif().to_owned(),
            sans: press.fonts.sans().to_owned(),
            meeting: meeting_view(meeting),
            policy: policy.to_vec(),
            totals: totals(basics),
            roles: AttendeeRole::ALL.into_iter().map(|role| role_view(role, meeting)).collect(),
            manifest: manifest_view(edition, basics, press),
            households,
        }
    }
}

fn meeting_view(meeting: &MeetingHead) -> MeetingView {
    let people = [
        ("召集人", &meeting.convener),
        ("主持人", &meeting.chair),
        ("记录人", &meeting.recorder),
        ("监督人", &meeting.supervisor),
    ];
    MeetingView {
        id: meeting.id.to_string(),
        title: meeting.title.clone(),
        village: meeting.village.clone(),
        campaign: meeting.campaign.clone(),
        held: meeting.held_at_ms.map(day_and_time),
        place: meeting.place.clone(),
        people: people.into_iter().map(|(label, name)| Officer { label, name: name.clone() }).collect(),
        attendance_rule: meeting.attendance_rule.clone(),
        passing_rule: meeting.passing_rule.clone(),
    }
}

fn totals(basics: &[&HouseholdBasics]) -> Totals {
    let sum = |count: fn(&HouseholdBasics) -> u32| basics.iter().map(|b| u64::from(count(b))).sum();
    let grant = basics.iter().fold(ruhu_core::money::Fen(0), |sum, b| sum.saturating_add(b.monthly_grant));
    Totals {
        households: basics.len(),
        members: sum(|b| b.member_count),
        insured: sum(|b| b.insured_count),
        grant: money(grant),
    }
}

fn role_view(role: AttendeeRole, meeting: &MeetingHead) -> RoleView {
    let names = meeting.invited.iter().filter(|one| one.role == role).map(|one| one.name.clone()).collect();
    let blanks = if role == AttendeeRole::Representative { BLANK_LINES_REPRESENTATIVES } else { BLANK_LINES };
    RoleView { label: role.label(), names, blanks }
}

fn manifest_view(edition: Edition, basics: &[&HouseholdBasics], press: &Press<'_>) -> ManifestView {
    // Participants compare a few characters with the organiser's list; only the organiser archives whole hashes.
    let shown = |hash: &Sha256Hash| if edition == Edition::Organiser { grouped(hash) } else { short(hash) };
    let (records, photos) = press.manifest.counts();
    let households = press
        .manifest
        .households
        .iter()
        .zip(basics)
        .map(|(evidence, basics)| {
            let records = evidence.records.iter().map(|record| EvidenceRow {
                kind: record.kind.clone(),
                name: match edition {
                    Edition::Organiser => format!("{} 设备 {}", start_of(&record.entry), record.device),
                    Edition::Participants => String::new(),
                },
                hash: shown(&record.hash),
            });
            let photos = evidence.photos.iter().enumerate().map(|(i, photo)| EvidenceRow {
                kind: format!("照片 {}", i + 1),
                name: match edition {
                    Edition::Organiser => format!("印出件 {}", short(&photo.derivative)),
                    Edition::Participants => String::new(),
                },
                hash: shown(&photo.original),
            });
            EvidenceView {
                no: evidence.no,
                head: basics.head.clone(),
                household: (edition == Edition::Organiser).then(|| evidence.household.clone()),
                rows: records.chain(photos).collect(),
            }
        })
        .collect();
    ManifestView { records, photos, households, log: log_view(edition, press.log_head) }
}

fn log_view(edition: Edition, head: &SignedTreeHead) -> LogView {
    LogView {
        size: head.tree.size,
        root: grouped(&head.tree.root),
        key: grouped(&head.log_key),
        signed: day_and_time(head.at_ms),
        signature: (edition == Edition::Organiser).then(|| grouped(&head.signature)),
    }
}
