//! Home visits and attempts: sealed records, made by one phone and never edited (design.md section 2).

use serde::{Deserialize, Serialize};

use crate::{
    clock::ClockReading,
    error::Explain,
    form::{
        AnswerError, AnswerKey, Answers,
        fill::{FormSession, PreparedForm, Surroundings},
    },
    household::PersonName,
    ids::EntryId,
    location::Fix,
    photo::PhotoRecord,
};

/// Fewest surveyors of one visit (民发〔2021〕57号 Art. 16: two or more).
pub const MIN_SURVEYORS: usize = 2;
/// Most surveyors of one visit.
pub const MAX_SURVEYORS: usize = 6;
/// Most photos of one record.
pub const MAX_PHOTOS: usize = 60;
/// Most fixes of one record.
pub const MAX_FIXES: usize = 60;
/// Most signatures of one record.
pub const MAX_SIGNATURES: usize = 10;
/// Most pen strokes of one signature.
pub const MAX_STROKES: usize = 100;
/// Most points of one pen stroke.
pub const MAX_STROKE_POINTS: usize = 1_000;
/// Most steps of a record's trail: as many as the largest form has questions.
pub const MAX_TRAIL: usize = 10_000;
/// Most characters of a note.
pub const MAX_NOTE_CHARS: usize = 500;

/// Why the household is visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// How the visit was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitMode {
    /// 现场入户
    Onsite,
    /// 电话 — only in a major emergency (57号 Art. 16).
    Phone,
    /// 视频 — only in a major emergency (57号 Art. 16).
    Video,
}

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

impl SignerRole {
    /// The role as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Surveyor => "调查人",
            Self::Member => "在场成员",
            Self::Cadre => "村(居)干部",
            Self::Interviewee => "受访人",
        }
    }
}

/// A signature drawn on the screen, as pen strokes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// As what the person signs.
    pub role: SignerRole,
    /// Who signs.
    pub name: PersonName,
    /// Strokes of points `(x, y)`, each from 0 to 1000 of the pad's width and height, downwards.
    pub strokes: Vec<Vec<(u16, u16)>>,
}

impl Signature {
    fn is_drawn(&self) -> bool {
        self.strokes.iter().any(|stroke| stroke.len() >= 2)
    }

    fn fits(&self) -> bool {
        self.strokes.len() <= MAX_STROKES
            && self.strokes.iter().all(|stroke| stroke.len() <= MAX_STROKE_POINTS)
    }
}

/// How one question was answered: what an inspector looks at when forty visits took a minute each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailStep {
    /// The question's place.
    pub question: AnswerKey,
    /// How often the answer was set.
    pub changes: u32,
    /// Monotonic milliseconds spent since the answer before, summed over all settings.
    pub spent_ms: u64,
    /// Wall clock of the last setting, in milliseconds.
    pub last_wall_ms: i64,
}

/// A sealed home visit (入户调查).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitRecord {
    /// Why.
    pub purpose: VisitPurpose,
    /// How.
    pub mode: VisitMode,
    /// The team, at least [`MIN_SURVEYORS`] different people.
    pub surveyors: Vec<PersonName>,
    /// The accompanying cadre (陪同干部), if any.
    pub cadre: Option<PersonName>,
    /// When the draft was opened at the door.
    pub started: ClockReading,
    /// When it was sealed.
    pub ended: ClockReading,
    /// The checklist's answers.
    pub answers: Answers,
    /// In the order they were taken.
    pub photos: Vec<PhotoRecord>,
    /// In the order they were measured.
    pub fixes: Vec<Fix>,
    /// Surveyors, and the present member or the cadre.
    pub signatures: Vec<Signature>,
    /// One step per answered question.
    pub trail: Vec<TrailStep>,
    /// The record that this one corrects.
    pub supersedes: Option<EntryId>,
}

/// Why nobody could be surveyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptOutcome {
    /// 家中无人
    Absent,
    /// 拒绝调查
    Refused,
    /// 已搬离
    Moved,
}

impl AttemptOutcome {
    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Refused => "refused",
            Self::Moved => "moved",
        }
    }

    /// The outcome of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Absent, Self::Refused, Self::Moved].into_iter().find(|outcome| outcome.name() == name)
    }

    /// The outcome as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Absent => "家中无人",
            Self::Refused => "拒绝调查",
            Self::Moved => "已搬离",
        }
    }
}

/// A sealed attempt: somebody went, and nobody could be surveyed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// What happened.
    pub outcome: AttemptOutcome,
    /// Who went; one is enough.
    pub surveyors: Vec<PersonName>,
    /// When.
    pub at: ClockReading,
    /// In their own words.
    pub note: String,
    /// Usually the locked door.
    pub photos: Vec<PhotoRecord>,
    /// Where.
    pub fixes: Vec<Fix>,
}

/// Why a record cannot be sealed or accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Too few different surveyors.
    #[error("入户调查至少需要 {MIN_SURVEYORS} 名不同的调查人，请补录调查人")]
    TooFewSurveyors,
    /// A surveyor has not signed.
    #[error("还有调查人没有签名，请每位调查人签名后再封存")]
    SurveyorSignatureMissing,
    /// Neither a present member nor the cadre has signed.
    #[error("在场成员或村(居)干部还没有签名，请补签后再封存")]
    WitnessSignatureMissing,
    /// More of something than a record may hold.
    #[error("{what}超过上限 {max}，请删减后再封存")]
    TooMany {
        /// What there is too much of, in Chinese.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// The end lies before the start on the same boot's monotonic clock.
    #[error("结束时间早于开始时间，请检查手机时间后重新封存")]
    EndsBeforeStart,
    /// An answer is missing or wrong.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// A place that no place on earth has.
    #[error("定位数据不合理，请重新定位")]
    BadFix,
}

impl Explain for RecordError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooFewSurveyors => "too_few_surveyors",
            Self::SurveyorSignatureMissing => "surveyor_signature_missing",
            Self::WitnessSignatureMissing => "witness_signature_missing",
            Self::TooMany { .. } => "too_many",
            Self::EndsBeforeStart => "ends_before_start",
            Self::Answer(inner) => inner.code(),
            Self::BadFix => "bad_fix",
        }
    }
}

fn at_most(what: &'static str, count: usize, max: usize) -> Result<(), RecordError> {
    if count > max { Err(RecordError::TooMany { what, max }) } else { Ok(()) }
}

/// The limits that every record with photos and fixes keeps.
pub(crate) fn check_evidence(photos: &[PhotoRecord], fixes: &[Fix]) -> Result<(), RecordError> {
    at_most("照片", photos.len(), MAX_PHOTOS)?;
    at_most("定位", fixes.len(), MAX_FIXES)?;
    let places = fixes.iter().chain(photos.iter().filter_map(|photo| photo.fix.as_ref()));
    if places.into_iter().all(Fix::is_plausible) { Ok(()) } else { Err(RecordError::BadFix) }
}

pub(crate) fn check_interval(started: ClockReading, ended: ClockReading) -> Result<(), RecordError> {
    // Wall clocks jump; only one boot's monotonic clock can say that the end came first.
    if started.boot == ended.boot && ended.mono_ms < started.mono_ms {
        return Err(RecordError::EndsBeforeStart);
    }
    Ok(())
}

/// Checks a record's answers by the form that it was made with, at the time it was sealed.
///
/// # Errors
/// [`RecordError::Answer`]: the first rule of the form that they break.
pub fn check_answers(
    form: &PreparedForm,
    answers: &Answers,
    sealed: ClockReading,
) -> Result<(), RecordError> {
    let (session, strays) = FormSession::resume(form, Surroundings::in_china(sealed.wall_ms, 0), answers);
    if let Some(stray) = strays.keys().next() {
        return Err(session.why_left_alone(stray).into());
    }
    session.problems().into_iter().next().map_or(Ok(()), |problem| Err(problem.error.into()))
}

impl VisitRecord {
    /// Checks the record as phone and server both must: team, signatures, limits. What the form says about the answers
    /// is checked by [`check_answers`].
    ///
    /// # Errors
    /// The first rule the record breaks.
    pub fn check(&self) -> Result<(), RecordError> {
        at_most("调查人", self.surveyors.len(), MAX_SURVEYORS)?;
        at_most("签名", self.signatures.len(), MAX_SIGNATURES)?;
        at_most("填写轨迹", self.trail.len(), MAX_TRAIL)?;
        check_evidence(&self.photos, &self.fixes)?;
        check_interval(self.started, self.ended)?;
        self.check_team()
    }

    fn check_team(&self) -> Result<(), RecordError> {
        let mut names: Vec<&str> = self.surveyors.iter().map(PersonName::full).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < MIN_SURVEYORS {
            return Err(RecordError::TooFewSurveyors);
        }
        if !self.signatures.iter().all(Signature::fits) {
            return Err(RecordError::TooMany { what: "签名笔画", max: MAX_STROKES });
        }
        let signed = |role: SignerRole, name: &str| {
            self.signatures.iter().any(|s| s.role == role && s.name.full() == name && s.is_drawn())
        };
        if !names.iter().all(|name| signed(SignerRole::Surveyor, name)) {
            return Err(RecordError::SurveyorSignatureMissing);
        }
        let witnessed =
            |s: &Signature| matches!(s.role, SignerRole::Member | SignerRole::Cadre) && s.is_drawn();
        if self.signatures.iter().any(witnessed) { Ok(()) } else { Err(RecordError::WitnessSignatureMissing) }
    }
}

impl AttemptRecord {
    /// Checks the record as phone and server both must.
    ///
    /// # Errors
    /// The first rule the record breaks.
    pub fn check(&self) -> Result<(), RecordError> {
        if self.surveyors.is_empty() {
            return Err(RecordError::TooFewSurveyors);
        }
        at_most("调查人", self.surveyors.len(), MAX_SURVEYORS)?;
        at_most("说明字数", self.note.chars().count(), MAX_NOTE_CHARS)?;
        check_evidence(&self.photos, &self.fixes)
    }
}
