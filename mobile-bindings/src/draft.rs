//! What visits and interviews have in common while they are drafts.

use std::sync::Arc;

use ruhu_core::{
    form::checklist_of,
    ids::{DraftId, QuestionName},
};

use crate::{
    AnswerValue, ChecklistSection, DraftProblem, DraftState, Fix, RuhuError, guard::Opened,
    views::checklist::sections,
};

/// A draft of an opened store.
pub(crate) struct Draft {
    pub(crate) opened: Arc<Opened>,
    pub(crate) id: DraftId,
}

impl Draft {
    pub(crate) fn state(&self) -> Result<DraftState, RuhuError> {
        self.opened.call(|session| Ok(session.draft(self.id)?.into()))
    }

    pub(crate) fn sections(&self) -> Result<Vec<ChecklistSection>, RuhuError> {
        self.opened.call(|session| {
            let draft = session.draft(self.id)?;
            let checklist =
                checklist_of(&draft.form).ok_or(ruhu_core::capture::CaptureError::FormOutdated)?;
            Ok(sections(checklist, &draft.answers))
        })
    }

    pub(crate) fn answer(&self, question: &str, answer: AnswerValue) -> Result<(), RuhuError> {
        self.opened.call(|session| {
            let question: QuestionName = question.parse()?;
            Ok(session.answer(self.id, &question, answer.into())?)
        })
    }

    pub(crate) fn clear_answer(&self, question: &str) -> Result<(), RuhuError> {
        self.opened.call(|session| {
            let question: QuestionName = question.parse()?;
            Ok(session.clear_answer(self.id, &question)?)
        })
    }

    pub(crate) fn attach_fix(&self, fix: Fix) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.attach_fix(self.id, fix.into())?))
    }

    /// The app measures outside of any lock; only then is the store asked.
    pub(crate) fn measure(&self) -> Result<Option<Fix>, RuhuError> {
        let fix = self.opened.call(|_| {
            let source = self.opened.location.as_ref().ok_or_else(|| {
                RuhuError::refused("no_location_source", "应用没有提供定位，请更新应用后重试")
            })?;
            source.current().map_err(|failure| RuhuError::callback("LocationSource.current", &failure))
        })?;
        if let Some(fix) = fix {
            self.attach_fix(fix)?;
        }
        Ok(fix)
    }

    pub(crate) fn problems(&self) -> Result<Vec<DraftProblem>, RuhuError> {
        self.opened.call(|session| Ok(session.problems(self.id)?.into_iter().map(Into::into).collect()))
    }

    pub(crate) fn discard(&self) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.discard(self.id)?))
    }
}
