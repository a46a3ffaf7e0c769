//! Drafts, photos and signatures.

use ruhu_core::{capture, household::PersonName, visit};

use super::{place::Fix, shown_masked, status::RecordKind};
use crate::RuhuError;

pub(crate) type VisitPurpose = visit::VisitPurpose;
pub(crate) type VisitMode = visit::VisitMode;
pub(crate) type SignerRole = visit::SignerRole;
pub(crate) type PhotoKind = ruhu_core::photo::PhotoKind;
pub(crate) type PhotoSource = ruhu_core::photo::PhotoSource;

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

/// What a photo shows.
#[uniffi::remote(Enum)]
pub enum PhotoKind {
    /// 门牌
    Doorplate,
    /// 外观
    Outside,
    /// 厨房
    Kitchen,
    /// 卧室
    Bedroom,
    /// 家电
    Appliance,
    /// 存粮
    Grain,
    /// 车辆
    Vehicle,
    /// 证件
    Document,
    /// 签字页
    SignaturePage,
    /// 会场
    Meeting,
    /// 公示
    Posting,
    /// 其他
    Other,
}

/// Where a photo comes from.
#[uniffi::remote(Enum)]
pub enum PhotoSource {
    /// Taken by the app at the place.
    Camera,
    /// Chosen from the phone's gallery; its time and place are worth less.
    Gallery,
}

/// A photo to be attached.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct NewPhoto {
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it comes from.
    pub source: PhotoSource,
    /// The file as camera or gallery give it, at most 40 MB: JPEG or PNG.
    pub bytes: Vec<u8>,
    /// In the surveyor's words.
    #[uniffi(default = "")]
    pub caption: String,
    /// Where it was taken, as the phone measured it; without it, what the picture says.
    #[uniffi(default = None)]
    pub fix: Option<Fix>,
}

/// A photo of a draft.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct PhotoInfo {
    /// SHA-256 of the original, hex.
    pub id: String,
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it comes from.
    pub source: PhotoSource,
    /// In the surveyor's words.
    pub caption: String,
    /// When it was taken, in milliseconds since 1970, where that is known.
    pub taken_ms: Option<i64>,
    /// Width of the derivative, in pixels.
    pub width: u32,
    /// Height of the derivative, in pixels.
    pub height: u32,
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
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DraftProblem {
    /// Stable code.
    pub code: String,
    /// Chinese text that says what to do.
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

shown_masked!(NewPhoto, kind, source);
shown_masked!(PhotoInfo, kind, source);
shown_masked!(Signature, role);
shown_masked!(Signed, role);
shown_masked!(DraftLine, id, kind, household);
shown_masked!(DraftState, id, kind, household);

impl From<NewPhoto> for capture::NewPhoto {
    fn from(photo: NewPhoto) -> Self {
        Self {
            kind: photo.kind,
            source: photo.source,
            caption: photo.caption,
            bytes: photo.bytes,
            fix: photo.fix.map(Into::into),
        }
    }
}

impl From<ruhu_core::photo::PhotoRecord> for PhotoInfo {
    fn from(photo: ruhu_core::photo::PhotoRecord) -> Self {
        Self {
            id: photo.original.sha256.to_string(),
            kind: photo.kind,
            source: photo.source,
            caption: photo.caption,
            taken_ms: photo.taken_at.map(|time| time.at_ms),
            width: photo.width,
            height: photo.height,
        }
    }
}

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
        Self { code: problem.code.to_owned(), text: problem.message }
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
