//! What visits and interviews have in common while they are drafts.

use std::sync::Arc;

use ruhu_core::{form::AnswerKey, ids::DraftId};

use crate::{
    AnswerValue, Choices, DraftProblem, DraftState, Fix, Question, RuhuError, Screen, guard::Opened,
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

    pub(crate) fn screens(&self) -> Result<Vec<Screen>, RuhuError> {
        self.opened.call(|session| Ok(session.screens(self.id)?.into_iter().map(Into::into).collect()))
    }

    pub(crate) fn question(&self, question: &str) -> Result<Option<Question>, RuhuError> {
        self.opened.call(|session| Ok(session.question(self.id, &key(question)?)?.map(Into::into)))
    }

    pub(crate) fn find_choices(&self, question: &str, text: &str) -> Result<Choices, RuhuError> {
        self.opened.call(|session| Ok(session.find_choices(self.id, &key(question)?, text)?.into()))
    }

    pub(crate) fn answer(&self, question: &str, answer: AnswerValue) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.answer(self.id, &key(question)?, &answer.try_into()?)?))
    }

    pub(crate) fn clear_answer(&self, question: &str) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.clear_answer(self.id, &key(question)?)?))
    }

    pub(crate) fn add_instance(&self, repeat: &str) -> Result<String, RuhuError> {
        self.opened.call(|session| Ok(session.add_instance(self.id, &key(repeat)?)?.to_string()))
    }

    pub(crate) fn remove_instance(&self, instance: &str) -> Result<(), RuhuError> {
        self.opened.call(|session| Ok(session.remove_instance(self.id, &key(instance)?)?))
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

fn key(text: &str) -> Result<AnswerKey, RuhuError> {
    Ok(text.parse()?)
}
