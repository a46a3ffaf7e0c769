//! Drafts and signatures.

use ruhu_core::{capture, household::PersonName, visit};

use super::{photo::PhotoInfo, place::Fix, shown_masked, status::RecordKind};
use crate::RuhuError;

pub(crate) type VisitPurpose = visit::VisitPurpose;
pub(crate) type VisitMode = visit::VisitMode;
pub(crate) type SignerRole = visit::SignerRole;

/// Why a household is visited.
#[uniffi::remote(Enum)]
pub enum VisitPurpose {
    /// 新申请
    New,
    /// 定期复核
    Review,
    /// 专项整治
    Campaign,
    /// 抽查
    Spot,
    /// 投诉举报核查
    Complaint,
    /// 县级入户
    County,
}

/// How a visit is held.
#[uniffi::remote(Enum)]
pub enum VisitMode {
    /// 现场入户
    Onsite,
    /// 电话, only in a major emergency.
    Phone,
    /// 视频, only in a major emergency.
    Video,
}

/// Who signs.
#[uniffi::remote(Enum)]
pub enum SignerRole {
    /// 调查人
    Surveyor,
    /// 在场成员
    Member,
    /// 村(居)干部
    Cadre,
    /// 受访人
    Interviewee,
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
#[uniffi::export(Debug, Display)]
pub struct Signature {
    /// Who signs.
    pub role: SignerRole,
    /// Their name.
    pub name: String,
    /// Pen strokes.
    pub strokes: Vec<Vec<StrokePoint>>,
}

/// A signature that was given, without its strokes.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Signed {
    /// Who signed.
    pub role: SignerRole,
    /// Their name.
    pub name: String,
}

/// What keeps a draft from being sealed.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct DraftProblem {
    /// At which question, to jump to; none where the record as a whole lacks something.
    pub question: Option<String>,
    /// Stable code.
    pub code: String,
    /// Chinese text that says what to do.
    pub text: String,
}

/// Something about a draft of a visit that is worth another look (疑点) while the team still stands at the door. It keeps
/// nobody from sealing: there are honest reasons.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Doubt {
    /// Stable code.
    pub code: String,
    /// Its name in Chinese.
    pub title: String,
    /// Chinese text whose end says what to look at. It names no person.
    pub text: String,
}

/// An open draft in a list.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct DraftLine {
    /// The draft's id.
    pub id: String,
    /// A visit or an interview.
    pub kind: RecordKind,
    /// At which household.
    pub household: String,
    /// The head's name, while the household is known.
    pub head_name: Option<String>,
    /// When it was started, by the phone's wall clock in milliseconds.
    pub started_ms: i64,
    /// Questions answered.
    pub answered: u32,
    /// Photos attached.
    pub photos: u32,
}

/// A draft without its answers.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct DraftState {
    /// The draft's id.
    pub id: String,
    /// A visit or an interview.
    pub kind: RecordKind,
    /// At which household.
    pub household: String,
    /// Why the household is visited; none for an interview.
    pub purpose: Option<VisitPurpose>,
    /// How the visit is held.
    pub mode: VisitMode,
    /// When it was started, by the phone's wall clock in milliseconds.
    pub started_ms: i64,
    /// Surveyors or interviewers.
    pub team: Vec<String>,
    /// The accompanying cadre.
    pub cadre: Option<String>,
    /// The interviewee.
    pub interviewee: Option<String>,
    /// The record that this one will correct.
    pub corrects: Option<String>,
    /// In the order they were attached.
    pub photos: Vec<PhotoInfo>,
    /// In the order they were measured.
    pub fixes: Vec<Fix>,
    /// In the order they were given.
    pub signatures: Vec<Signed>,
    /// What keeps it from being sealed.
    pub problems: Vec<DraftProblem>,
}

shown_masked!(Signature, role);
shown_masked!(Signed, role);
// What a question says may have answers woven into it.
shown_masked!(DraftProblem, question, code);
shown_masked!(Doubt, code);
shown_masked!(DraftLine, id, kind, household);
shown_masked!(DraftState, id, kind, household);

impl TryFrom<Signature> for visit::Signature {
    type Error = RuhuError;

    fn try_from(given: Signature) -> Result<Self, RuhuError> {
        let strokes =
            given.strokes.into_iter().map(|stroke| stroke.into_iter().map(|p| (p.x, p.y)).collect());
        Ok(Self { role: given.role, name: PersonName::new(&given.name)?, strokes: strokes.collect() })
    }
}

impl From<visit::Signature> for Signed {
    fn from(signature: visit::Signature) -> Self {
        Self { role: signature.role, name: signature.name.full().to_owned() }
    }
}

impl From<capture::DraftProblem> for DraftProblem {
    fn from(problem: capture::DraftProblem) -> Self {
        Self {
            question: problem.question.map(|key| key.to_string()),
            code: problem.code.to_owned(),
            text: problem.message,
        }
    }
}

impl From<capture::Doubt> for Doubt {
    fn from(doubt: capture::Doubt) -> Self {
        Self {
            code: doubt.code.name().to_owned(),
            title: doubt.code.label().to_owned(),
            text: doubt.sentence,
        }
    }
}

impl From<capture::OpenDraft> for DraftLine {
    fn from(draft: capture::OpenDraft) -> Self {
        Self {
            id: draft.id.to_string(),
            kind: draft.kind,
            household: draft.household.to_string(),
            head_name: draft.head_name.map(full),
            started_ms: draft.started_ms,
            answered: draft.answered,
            photos: draft.photos,
        }
    }
}

impl From<capture::DraftView> for DraftState {
    fn from(draft: capture::DraftView) -> Self {
        Self {
            id: draft.draft.to_string(),
            kind: draft.kind,
            household: draft.household.to_string(),
            purpose: draft.purpose,
            mode: draft.mode,
            started_ms: draft.started.wall_ms,
            team: draft.team.into_iter().map(full).collect(),
            cadre: draft.cadre.map(full),
            interviewee: draft.interviewee.map(full),
            corrects: draft.supersedes.map(|id| id.to_string()),
            photos: draft.photos.into_iter().map(Into::into).collect(),
            fixes: draft.fixes.into_iter().map(Into::into).collect(),
            signatures: draft.signatures.into_iter().map(Into::into).collect(),
            problems: draft.problems.into_iter().map(Into::into).collect(),
        }
    }
}

pub(crate) fn full(name: PersonName) -> String {
    name.full().to_owned()
}
