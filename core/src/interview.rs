//! Neighbour interviews (邻里走访): sealed records in which the interviewee's name stands apart.

use serde::{Deserialize, Serialize};

use crate::{
    clock::ClockReading,
    form::Answers,
    household::PersonName,
    ids::EntryId,
    location::Fix,
    visit::{MAX_SURVEYORS, MAX_TRAIL, RecordError, TrailStep, check_evidence, check_interval},
};

/// A sealed neighbour interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterviewRecord {
    /// Who asked, at least one.
    pub interviewers: Vec<PersonName>,
    /// Who answered. Never shown in a pack; on the server it needs a stated purpose and is written to the audit log.
    pub interviewee: Option<PersonName>,
    /// When the draft was opened.
    pub started: ClockReading,
    /// When it was sealed.
    pub ended: ClockReading,
    /// The checklist's answers: role, age band and findings.
    pub answers: Answers,
    /// Where it was held.
    pub fixes: Vec<Fix>,
    /// One step per answered question.
    pub trail: Vec<TrailStep>,
    /// The record that this one corrects.
    pub supersedes: Option<EntryId>,
}

impl InterviewRecord {
    /// Checks the record as phone and server both must. What the form says about the answers is checked by
    /// [`crate::visit::check_answers`].
    ///
    /// # Errors
    /// The first rule the record breaks.
    pub fn check(&self) -> Result<(), RecordError> {
        if self.interviewers.is_empty() {
            return Err(RecordError::TooFewSurveyors);
        }
        for (what, count, max) in
            [("调查人", self.interviewers.len(), MAX_SURVEYORS), ("填写轨迹", self.trail.len(), MAX_TRAIL)]
        {
            if count > max {
                return Err(RecordError::TooMany { what, max });
            }
        }
        check_evidence(&[], &self.fixes)?;
        check_interval(self.started, self.ended)
    }
}
