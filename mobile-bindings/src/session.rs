//! A surveyor's session on an enrolled phone.

use std::{path::Path, sync::Arc};

use ruhu_core::{
    capture::{CaptureError, NewAttempt, read_watermark_font},
    household::PersonName,
    ids::{DraftId, EntryId, HouseholdId},
    record::RecordKind,
};

use crate::{
    Assignment, Campaign, DraftLine, Fix, InterviewDraft, NewPhoto, RecordAnswer, RecordLine, RosterLine,
    RosterPage, RuhuError, StatusCounts, SyncLimits, SyncProblem, SyncRun, Who,
    guard::Opened,
    views::{draft::VisitPurpose, status::AttemptOutcome},
    visit::VisitDraft,
};

/// Everything that a surveyor does at a door. Safe to call from several threads; when a call that changes something
/// returns, the change survives a power cut.
#[derive(uniffi::Object)]
pub struct FieldSession {
    opened: Arc<Opened>,
}

impl FieldSession {
    pub(crate) fn new(opened: Arc<Opened>) -> Self {
        Self { opened }
    }
}

#[uniffi::export]
impl FieldSession {
    /// Who works on this phone.
    pub fn who(&self) -> Result<Who, RuhuError> {
        self.opened
            .call(|session| Ok(session.who()?.ok_or(ruhu_core::capture::StoreError::NotEnrolled)?.into()))
    }

    /// From now on photos get a watermark (水印) with household, time, place and hash, written with this font: the path of
    /// a TrueType or OpenType file, and which face of it (0 for a file with one). Android's own is
    /// `/system/fonts/NotoSansCJK-Regular.ttc`, face 2. Long: reads the file, which stays in memory.
    pub fn write_watermarks_with(&self, font_path: String, face_index: u32) -> Result<(), RuhuError> {
        let font = read_watermark_font(Path::new(&font_path), face_index)?;
        self.opened.call(|session| {
            session.write_watermarks_with(Some(font.into()));
            Ok(())
        })
    }

    /// The campaign that the phone works in; none before the first sync.
    pub fn campaign(&self) -> Result<Option<Campaign>, RuhuError> {
        self.opened.call(|session| Ok(session.campaign()?.map(Into::into)))
    }

    /// A page of the roster, from 0, 50 lines each, by village, group and number; empty beyond the last.
    pub fn roster(&self, page: u32) -> Result<RosterPage, RuhuError> {
        self.opened.call(|session| Ok(session.roster(page)?.into()))
    }

    /// The households that fit every word of the query, best first: part of a name, initials of its pinyin (`zxm`),
    /// a group (`3组`, `3`), three or more digits of an identity number, part of village or address.
    pub fn search(&self, query: String, limit: u32) -> Result<Vec<RosterLine>, RuhuError> {
        self.opened.call(|session| Ok(session.search(&query, limit)?.into_iter().map(Into::into).collect()))
    }

    /// A household with its members, as it was given to this phone; none where the phone does not know it.
    pub fn assignment(&self, household: String) -> Result<Option<Assignment>, RuhuError> {
        self.opened.call(|session| {
            let household: HouseholdId = household.parse()?;
            Ok(session.household(&household)?.map(Into::into))
        })
    }

    /// Opens a visit at a household. Several drafts at one household are allowed.
    pub fn start_visit(
        &self,
        household: String,
        purpose: VisitPurpose,
    ) -> Result<Arc<VisitDraft>, RuhuError> {
        self.opened.call(|session| {
            let household: HouseholdId = household.parse()?;
            Ok(self.visit(session.start_visit(&household, purpose)?))
        })
    }

    /// Comes back to a visit: from now on the next answer's time is counted.
    pub fn resume_visit(&self, draft: String) -> Result<Arc<VisitDraft>, RuhuError> {
        self.opened.call(|session| Ok(self.visit(resumed(session, &draft, RecordKind::Visit)?)))
    }

    /// Opens a visit that will correct a sealed one, which stays as it is.
    pub fn correct_visit(&self, record: String) -> Result<Arc<VisitDraft>, RuhuError> {
        self.opened.call(|session| Ok(self.visit(session.supersede_visit(&entry(&record)?)?)))
    }

    /// Opens a neighbour interview about a household.
    pub fn start_interview(
        &self,
        household: String,
        interviewers: Vec<String>,
    ) -> Result<Arc<InterviewDraft>, RuhuError> {
        self.opened.call(|session| {
            let household: HouseholdId = household.parse()?;
            Ok(self.interview(session.start_interview(&household, names(&interviewers)?)?))
        })
    }

    /// Comes back to an interview.
    pub fn resume_interview(&self, draft: String) -> Result<Arc<InterviewDraft>, RuhuError> {
        self.opened.call(|session| Ok(self.interview(resumed(session, &draft, RecordKind::Interview)?)))
    }

    /// Opens an interview that will correct a sealed one, which stays as it is.
    pub fn correct_interview(&self, record: String) -> Result<Arc<InterviewDraft>, RuhuError> {
        self.opened.call(|session| Ok(self.interview(session.supersede_interview(&entry(&record)?)?)))
    }

    /// The open drafts, the latest first.
    pub fn open_drafts(&self) -> Result<Vec<DraftLine>, RuhuError> {
        self.opened.call(|session| Ok(session.open_drafts()?.into_iter().map(Into::into).collect()))
    }

    /// Takes a draft up again that was given up; it is then among the open drafts.
    pub fn restore_draft(&self, draft: String) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.restore_draft(draft_id(&draft)?).map(drop)?))
    }

    /// Records that nobody could be surveyed, sealed at once; gives the record's id.
    pub fn record_attempt(
        &self,
        household: String,
        outcome: AttemptOutcome,
        surveyors: Vec<String>,
        note: String,
        photos: Vec<NewPhoto>,
        fix: Option<Fix>,
    ) -> Result<String, RuhuError> {
        self.opened.call(|session| {
            let household: HouseholdId = household.parse()?;
            let surveyors = names(&surveyors)?;
            let photos = photos.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
            let attempt = NewAttempt { outcome, surveyors, note, photos, fix: fix.map(Into::into) };
            Ok(session.record_attempt(&household, attempt)?.to_string())
        })
    }

    /// Every draft and record and how far it is; drafts first, each the latest first.
    pub fn records(&self) -> Result<Vec<RecordLine>, RuhuError> {
        self.opened.call(|session| Ok(session.status()?.records.into_iter().map(Into::into).collect()))
    }

    /// One sealed record and how far it is; none where this phone does not have it.
    pub fn record(&self, record: String) -> Result<Option<RecordLine>, RuhuError> {
        self.opened.call(|session| Ok(session.record_status(&entry(&record)?)?.map(Into::into)))
    }

    /// What a sealed record says, line by line in the order of the form that it was made with; nothing for an attempt.
    pub fn record_answers(&self, record: String) -> Result<Vec<RecordAnswer>, RuhuError> {
        self.opened.call(|session| {
            let lines = session.record_readable(&entry(&record)?)?;
            Ok(lines.into_iter().map(Into::into).collect())
        })
    }

    /// How many records stand where and what is still to be sent: cheap enough for every screen.
    pub fn counts(&self) -> Result<StatusCounts, RuhuError> {
        self.opened.call(|session| Ok(session.counts()?.into()))
    }

    /// Sends a record again that the server set apart. Says whether there was one to send.
    pub fn retry_quarantined(&self, record: String) -> Result<bool, RuhuError> {
        self.opened.call(|session| Ok(session.retry_quarantined(&entry(&record)?)?))
    }

    /// What went wrong in the last sync without stopping it.
    pub fn sync_problems(&self) -> Result<Vec<SyncProblem>, RuhuError> {
        self.opened.call(|session| Ok(session.sync_problems()?.into_iter().map(Into::into).collect()))
    }

    /// A sync within limits where the line costs money, not yet started. One runs at a time.
    #[uniffi::method(default(limits = None))]
    pub fn new_sync(&self, limits: Option<SyncLimits>) -> Arc<SyncRun> {
        let limits = limits.map(Into::into).unwrap_or_default();
        Arc::new(SyncRun::new(Arc::clone(&self.opened), limits))
    }
}

impl FieldSession {
    fn visit(&self, draft: DraftId) -> Arc<VisitDraft> {
        Arc::new(VisitDraft::new(Arc::clone(&self.opened), draft))
    }

    fn interview(&self, draft: DraftId) -> Arc<InterviewDraft> {
        Arc::new(InterviewDraft::new(Arc::clone(&self.opened), draft))
    }
}

fn resumed(
    session: &ruhu_core::capture::FieldSession,
    draft: &str,
    kind: RecordKind,
) -> Result<DraftId, RuhuError> {
    let draft = draft_id(draft)?;
    if session.draft(draft)?.kind != kind {
        return Err(CaptureError::WrongKind.into());
    }
    session.resume(draft)?;
    Ok(draft)
}

fn draft_id(text: &str) -> Result<DraftId, RuhuError> {
    Ok(text.parse()?)
}

fn entry(text: &str) -> Result<EntryId, RuhuError> {
    Ok(text.parse()?)
}

pub(crate) fn names(texts: &[String]) -> Result<Vec<PersonName>, RuhuError> {
    texts.iter().map(|text| Ok(PersonName::new(text)?)).collect()
}
