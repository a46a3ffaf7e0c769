//! What the body of a journal entry is: one sealed record.

use serde::{Deserialize, Serialize};

use crate::{
    clock::ClockReading,
    form::{Answers, FormRole, fill::PreparedForm},
    interview::InterviewRecord,
    journal::{BlobName, BlobRole},
    photo::PhotoRecord,
    visit::{AttemptRecord, RecordError, VisitRecord, check_answers},
};

/// Which record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// A home visit (入户调查).
    Visit,
    /// A neighbour interview (邻里走访).
    Interview,
    /// An attempt that found nobody to survey.
    Attempt,
}

impl RecordKind {
    /// Stable name in stores and exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Interview => "interview",
            Self::Attempt => "attempt",
        }
    }

    /// The kind with that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Visit, Self::Interview, Self::Attempt].into_iter().find(|kind| kind.name() == name)
    }

    /// The kind as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Visit => "入户调查",
            Self::Interview => "邻里走访",
            Self::Attempt => "未能入户",
        }
    }
}

/// A sealed record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A home visit.
    Visit(Box<VisitRecord>),
    /// A neighbour interview.
    Interview(Box<InterviewRecord>),
    /// An attempt.
    Attempt(Box<AttemptRecord>),
}

impl RecordKind {
    /// The form that records of this kind are made with; an attempt has none.
    #[must_use]
    pub fn form_role(self) -> Option<FormRole> {
        match self {
            Self::Visit => Some(FormRole::HomeVisit),
            Self::Interview => Some(FormRole::NeighbourInterview),
            Self::Attempt => None,
        }
    }
}

impl Record {
    /// Which record it is.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        match self {
            Self::Visit(_) => RecordKind::Visit,
            Self::Interview(_) => RecordKind::Interview,
            Self::Attempt(_) => RecordKind::Attempt,
        }
    }

    /// The photos it names, none for an interview.
    #[must_use]
    pub fn photos(&self) -> &[PhotoRecord] {
        match self {
            Self::Visit(visit) => &visit.photos,
            Self::Attempt(attempt) => &attempt.photos,
            Self::Interview(_) => &[],
        }
    }

    /// Every file that the record needs to be complete, thumbnails first.
    #[must_use]
    pub fn blobs(&self) -> Vec<BlobName> {
        let mut blobs: Vec<BlobName> = Vec::new();
        for (role, pick) in [
            (BlobRole::Thumbnail, (|p: &PhotoRecord| p.thumbnail) as fn(&PhotoRecord) -> _),
            (BlobRole::Derivative, |p: &PhotoRecord| p.derivative),
            (BlobRole::Original, |p: &PhotoRecord| p.original),
        ] {
            for photo in self.photos() {
                let blob = pick(photo);
                if !blobs.iter().any(|known| known.blob == blob) {
                    blobs.push(BlobName { blob, role });
                }
            }
        }
        blobs
    }

    /// Its answers, where it was made with a form, and when it was sealed.
    #[must_use]
    pub fn answers(&self) -> Option<(&Answers, ClockReading)> {
        match self {
            Self::Visit(visit) => Some((&visit.answers, visit.ended)),
            Self::Interview(interview) => Some((&interview.answers, interview.ended)),
            Self::Attempt(_) => None,
        }
    }

    /// Checks the answers by the form that the record was made with.
    ///
    /// # Errors
    /// The first rule of the form that they break.
    pub fn check_answers(&self, form: &PreparedForm) -> Result<(), RecordError> {
        self.answers().map_or(Ok(()), |(answers, sealed)| check_answers(form, answers, sealed))
    }

    /// Checks the record as phone and server both must; its answers are checked by [`Self::check_answers`].
    ///
    /// # Errors
    /// The first rule the record breaks.
    pub fn check(&self) -> Result<(), RecordError> {
        match self {
            Self::Visit(visit) => visit.check(),
            Self::Interview(interview) => interview.check(),
            Self::Attempt(attempt) => attempt.check(),
        }
    }
}
