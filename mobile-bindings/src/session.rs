//! A surveyor's session, call by call as the core has it.

use std::{path::Path, sync::Arc};

use ruhu_core::{
    capture::{self, NewAttempt, NewPhoto, StoreKey, SystemEntropy},
    clock::SystemClock,
    household::PersonName,
    ids::{BootId, DraftId, HouseholdId, QuestionName},
    photo::{PhotoKind, PhotoSource},
    store::Entropy,
    sync,
    visit::{AttemptOutcome, VisitPurpose},
};

use crate::{
    AnswerValue, FixView, ProblemView, RosterItemView, RuhuError, SignatureView, StatusView, SyncReportView,
    WhoView,
    error::{parsed, refused},
};

/// Hears of a sync's progress; called on the thread that runs it.
#[uniffi::export(with_foreign)]
pub trait SyncObserver: Send + Sync {
    /// Something has moved: the stage (`push`, `pull`, `photos`, `receipts`, `check`, `done`), and how many entries
    /// and files are done of how many. `false` asks the sync to stop; the next one goes on from there.
    fn progress(&self, stage: String, done: u64, total: u64) -> bool;
}

/// One surveyor's phone: an encrypted folder.
#[derive(uniffi::Object)]
pub struct FieldSession {
    inner: capture::FieldSession,
}

#[uniffi::export]
impl FieldSession {
    /// Opens the folder with its 32-byte key from Keystore or Keychain, creating it at first.
    #[uniffi::constructor]
    pub fn new(folder: String, key: Vec<u8>) -> Result<Arc<Self>, RuhuError> {
        let key: [u8; 32] =
            key.try_into().map_err(|_| RuhuError::told("bad_key", "密钥应为 32 字节,请重新登录后重试"))?;
        let mut boot = [0; BootId::LEN];
        refused(SystemEntropy.fill(&mut boot))?;
        let clock = Arc::new(SystemClock::new(BootId(boot)));
        let inner = refused(capture::FieldSession::open(Path::new(&folder), &StoreKey::new(key), clock))?;
        Ok(Arc::new(Self { inner }))
    }

    /// Enrols the phone with the one-time code that the office printed. Needs the network.
    pub fn enrol(&self, server_url: String, code: String, device_name: String) -> Result<(), RuhuError> {
        refused(self.inner.enrol(&server_url, &code, &device_name))
    }

    /// Who works on this phone; none before it is enrolled.
    pub fn who(&self) -> Result<Option<WhoView>, RuhuError> {
        Ok(refused(self.inner.who())?.map(Into::into))
    }

    /// A page of the roster, from 0; empty beyond the last.
    pub fn roster(&self, page: u32) -> Result<Vec<RosterItemView>, RuhuError> {
        Ok(refused(self.inner.roster(page))?.items.into_iter().map(Into::into).collect())
    }

    /// The households that fit the query: part of a name, pinyin initials, group, part of a number or address.
    pub fn search(&self, query: String, limit: u32) -> Result<Vec<RosterItemView>, RuhuError> {
        Ok(refused(self.inner.search(&query, limit))?.into_iter().map(Into::into).collect())
    }

    /// Opens a visit for the yearly review; gives the draft's id.
    pub fn start_visit(&self, household: String) -> Result<String, RuhuError> {
        let household: HouseholdId = parsed(&household)?;
        Ok(refused(self.inner.start_visit(&household, VisitPurpose::Review))?.to_string())
    }

    /// Opens a neighbour interview; gives the draft's id.
    pub fn start_interview(&self, household: String, interviewers: Vec<String>) -> Result<String, RuhuError> {
        let household: HouseholdId = parsed(&household)?;
        Ok(refused(self.inner.start_interview(&household, names(&interviewers)?))?.to_string())
    }

    /// Names the interviewee, or takes the name back.
    pub fn name_interviewee(&self, draft: String, name: Option<String>) -> Result<(), RuhuError> {
        let draft: DraftId = parsed(&draft)?;
        let name = name.map(|name| refused(PersonName::new(&name))).transpose()?;
        refused(self.inner.name_interviewee(draft, name))
    }

    /// Saves an answer; it is on the disk when this returns.
    pub fn answer(&self, draft: String, question: String, answer: AnswerValue) -> Result<(), RuhuError> {
        let (draft, question): (DraftId, QuestionName) = (parsed(&draft)?, parsed(&question)?);
        refused(self.inner.answer(draft, &question, answer.into()))
    }

    /// Takes a photo in: checked, scaled, encrypted; it is on the disk when this returns.
    pub fn attach_photo(
        &self,
        draft: String,
        kind: String,
        bytes: Vec<u8>,
        caption: String,
    ) -> Result<(), RuhuError> {
        let draft: DraftId = parsed(&draft)?;
        let kind = PhotoKind::from_name(&kind)
            .ok_or_else(|| RuhuError::told("unknown_photo_kind", "照片类别不正确,请更新应用后重试"))?;
        let photo = NewPhoto { kind, source: PhotoSource::Camera, caption, bytes, fix: None };
        refused(self.inner.attach_photo(draft, photo)).map(drop)
    }

    /// Keeps where the visit is held.
    pub fn attach_fix(&self, draft: String, fix: FixView) -> Result<(), RuhuError> {
        refused(self.inner.attach_fix(parsed(&draft)?, fix.into()))
    }

    /// Names the surveyors, two or more for a visit.
    pub fn set_team(&self, draft: String, surveyors: Vec<String>) -> Result<(), RuhuError> {
        refused(self.inner.set_team(parsed(&draft)?, names(&surveyors)?, None))
    }

    /// Keeps a signature.
    pub fn sign(&self, draft: String, signature: SignatureView) -> Result<(), RuhuError> {
        refused(self.inner.sign(parsed(&draft)?, &signature.try_into()?))
    }

    /// What keeps the draft from being sealed; empty when it is ready.
    pub fn problems(&self, draft: String) -> Result<Vec<ProblemView>, RuhuError> {
        Ok(refused(self.inner.problems(parsed(&draft)?))?.into_iter().map(Into::into).collect())
    }

    /// Seals a visit; gives the record's id. It is on the disk when this returns.
    pub fn seal_visit(&self, draft: String) -> Result<String, RuhuError> {
        Ok(refused(self.inner.seal_visit(parsed(&draft)?))?.to_string())
    }

    /// Seals an interview; gives the record's id. It is on the disk when this returns.
    pub fn seal_interview(&self, draft: String) -> Result<String, RuhuError> {
        Ok(refused(self.inner.seal_interview(parsed(&draft)?))?.to_string())
    }

    /// Records that nobody could be surveyed: `absent`, `refused`, `moved`.
    pub fn record_attempt(
        &self,
        household: String,
        outcome: String,
        surveyors: Vec<String>,
        note: String,
        fix: Option<FixView>,
    ) -> Result<String, RuhuError> {
        let household: HouseholdId = parsed(&household)?;
        let outcome = AttemptOutcome::from_name(&outcome)
            .ok_or_else(|| RuhuError::told("unknown_outcome", "结果类别不正确,请更新应用后重试"))?;
        let surveyors = names(&surveyors)?;
        let attempt = NewAttempt { outcome, surveyors, note, photos: Vec::new(), fix: fix.map(Into::into) };
        Ok(refused(self.inner.record_attempt(&household, attempt))?.to_string())
    }

    /// Every record and how far it is.
    pub fn status(&self) -> Result<StatusView, RuhuError> {
        Ok(refused(self.inner.status())?.into())
    }

    /// Brings phone and server together. Blocks for as long as it takes; needs the network.
    pub fn sync(&self, observer: Option<Arc<dyn SyncObserver>>) -> Result<SyncReportView, RuhuError> {
        let watch = Watch { observer, stopped: false.into() };
        Ok(refused(self.inner.sync(&watch))?.into())
    }
}

fn names(texts: &[String]) -> Result<Vec<PersonName>, RuhuError> {
    texts.iter().map(|text| refused(PersonName::new(text))).collect()
}

/// The app's observer in the core's shape.
struct Watch {
    observer: Option<Arc<dyn SyncObserver>>,
    stopped: std::sync::atomic::AtomicBool,
}

impl sync::SyncObserver for Watch {
    fn progress(&self, progress: &sync::Progress) {
        let Some(observer) = &self.observer else { return };
        let done = progress.entries_done + progress.files_done;
        let total = progress.entries_total + progress.files_total;
        if !observer.progress(progress.stage.name().to_owned(), done, total) {
            self.stopped.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.stopped.load(std::sync::atomic::Ordering::Relaxed)
    }
}
