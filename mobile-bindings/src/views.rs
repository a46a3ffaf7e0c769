//! What crosses to the app, and how it becomes the core's own types.

use ruhu_core::{
    capture::{DraftProblem, LocalStatus, RecordStatus, RosterItem, Status, Who},
    clock::{SourcedTime, TimeSource},
    form::Answer,
    household::PersonName,
    location::{Datum, Fix, FixSource},
    money::Fen,
    sync::SyncReport,
    visit::{Signature, SignerRole},
};

use crate::RuhuError;

/// Who works on this phone.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WhoView {
    /// The phone's id, hex.
    pub device: String,
    /// The surveyor it was given to.
    pub surveyor: String,
    /// Division code, 12 digits.
    pub region: String,
    /// The division's name.
    pub region_name: String,
}

/// One line of the roster.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RosterItemView {
    /// Which household.
    pub household: String,
    /// 序号 of the roster.
    pub roster_no: Option<u32>,
    /// The village's name.
    pub village_name: String,
    /// 组
    pub group_name: String,
    /// The head's name, in full: for the screen, never for logs.
    pub head_name: String,
    /// 家庭人口 as declared.
    pub member_count: u16,
    /// Home visits sealed on this phone.
    pub visits: u32,
    /// Neighbour interviews sealed on this phone.
    pub interviews: u32,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum AnswerValue {
    /// Free text.
    Text {
        /// The text.
        text: String,
    },
    /// A whole number.
    Integer {
        /// The number.
        value: i64,
    },
    /// An amount.
    Money {
        /// In fen.
        fen: i64,
    },
    /// Yes or no.
    YesNo {
        /// Yes?
        yes: bool,
    },
    /// One choice.
    One {
        /// Its name.
        name: String,
    },
    /// Several choices.
    Many {
        /// Their names.
        names: Vec<String>,
    },
}

/// A measured place, WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct FixView {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Radius in metres.
    pub accuracy_m: Option<f64>,
    /// Milliseconds since 1970, by the satellites.
    pub at_ms: i64,
}

/// A point of a pen stroke: 0 to 1000 of the pad's width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct StrokePoint {
    /// From the left.
    pub x: u16,
    /// From the top.
    pub y: u16,
}

/// A signature drawn on the screen.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SignatureView {
    /// `surveyor`, `member`, `cadre`.
    pub role: String,
    /// Who signs.
    pub name: String,
    /// Pen strokes.
    pub strokes: Vec<Vec<StrokePoint>>,
}

/// What keeps a draft from being sealed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ProblemView {
    /// Stable code.
    pub code: String,
    /// Chinese text that says what to do.
    pub message: String,
}

/// One record and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RecordStatusView {
    /// The draft's id while it is one.
    pub draft: Option<String>,
    /// The record's id once it is sealed.
    pub record: Option<String>,
    /// `visit`, `interview`, `attempt`.
    pub kind: String,
    /// About which household.
    pub household: String,
    /// `draft`, `sealed`, `sent`, `complete`, `quarantined`.
    pub status: String,
    /// Why it is quarantined, in Chinese.
    pub message: Option<String>,
}

/// All records and what is still to be sent.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct StatusView {
    /// Drafts first, then sealed records.
    pub records: Vec<RecordStatusView>,
    /// Open drafts.
    pub drafts: u32,
    /// Sealed, not yet on the server.
    pub sealed: u32,
    /// On the server, photos missing.
    pub sent: u32,
    /// Complete.
    pub complete: u32,
    /// Bytes still to be sent.
    pub pending_bytes: u64,
}

/// What a sync did.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SyncReportView {
    /// Entries that the server acknowledged.
    pub pushed: u64,
    /// Feed items that arrived.
    pub pulled: u64,
    /// Photo files that were sent.
    pub photos_sent: u64,
    /// Whether both sides hold the same at the end.
    pub digest_equal: bool,
    /// What went wrong, each in Chinese; the rest went on.
    pub problems: Vec<ProblemView>,
}

impl From<Who> for WhoView {
    fn from(who: Who) -> Self {
        Self {
            device: who.device.to_string(),
            surveyor: who.surveyor,
            region: who.region.to_string(),
            region_name: who.region_name,
        }
    }
}

impl From<RosterItem> for RosterItemView {
    fn from(item: RosterItem) -> Self {
        Self {
            household: item.household.to_string(),
            roster_no: item.roster_no,
            village_name: item.village_name,
            group_name: item.group_name,
            head_name: item.head_name.full().to_owned(),
            member_count: item.member_count,
            visits: item.visits,
            interviews: item.interviews,
        }
    }
}

impl From<AnswerValue> for Answer {
    fn from(value: AnswerValue) -> Self {
        match value {
            AnswerValue::Text { text } => Self::Text(text),
            AnswerValue::Integer { value } => Self::Integer(value),
            AnswerValue::Money { fen } => Self::Money(Fen(fen)),
            AnswerValue::YesNo { yes } => Self::YesNo(yes),
            AnswerValue::One { name } => Self::One(name),
            AnswerValue::Many { names } => Self::Many(names),
        }
    }
}

impl From<FixView> for Fix {
    fn from(view: FixView) -> Self {
        Self {
            latitude: view.latitude,
            longitude: view.longitude,
            accuracy_m: view.accuracy_m,
            altitude_m: None,
            datum: Datum::Wgs84,
            source: FixSource::Gnss,
            at: SourcedTime { at_ms: view.at_ms, source: TimeSource::Gnss },
        }
    }
}

impl TryFrom<SignatureView> for Signature {
    type Error = RuhuError;

    fn try_from(view: SignatureView) -> Result<Self, RuhuError> {
        let role = match view.role.as_str() {
            "surveyor" => SignerRole::Surveyor,
            "member" => SignerRole::Member,
            "cadre" => SignerRole::Cadre,
            _ => return Err(RuhuError::told("unknown_role", "签名角色不正确,请更新应用后重试")),
        };
        let name = PersonName::new(&view.name).map_err(|error| RuhuError::of(&error))?;
        let strokes =
            view.strokes.into_iter().map(|stroke| stroke.into_iter().map(|p| (p.x, p.y)).collect()).collect();
        Ok(Self { role, name, strokes })
    }
}

impl From<DraftProblem> for ProblemView {
    fn from(problem: DraftProblem) -> Self {
        Self { code: problem.code.to_owned(), message: problem.message }
    }
}

impl From<RecordStatus> for RecordStatusView {
    fn from(record: RecordStatus) -> Self {
        let message = match &record.status {
            LocalStatus::Quarantined { message, .. } => Some(message.clone()),
            _ => None,
        };
        Self {
            draft: record.draft.map(|id| id.to_string()),
            record: record.entry_id.map(|id| id.to_string()),
            kind: record.kind.name().to_owned(),
            household: record.household.to_string(),
            status: record.status.name().to_owned(),
            message,
        }
    }
}

impl From<Status> for StatusView {
    fn from(status: Status) -> Self {
        Self {
            drafts: status.counts.drafts,
            sealed: status.counts.sealed,
            sent: status.counts.sent,
            complete: status.counts.complete,
            pending_bytes: status.counts.pending_bytes,
            records: status.records.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<SyncReport> for SyncReportView {
    fn from(report: SyncReport) -> Self {
        let problem =
            |problem: ruhu_core::sync::Problem| ProblemView { code: problem.code, message: problem.message };
        Self {
            pushed: report.pushed,
            pulled: report.pulled,
            photos_sent: report.photos_sent,
            digest_equal: report.digest_equal,
            problems: report.problems.into_iter().map(problem).collect(),
        }
    }
}
