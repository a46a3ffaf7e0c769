//! What the author works on: one form, one filling of it.

use std::path::{Path, PathBuf};

use ruhu_core::form::{
    Answer, AnswerKey,
    fill::{FormProblem, FormSession, PreparedForm, QuestionView, Screen, Surroundings},
    xlsform::{Finding, ImportReport, import},
};

use super::answer::answer_of;
use crate::casework::forms::{FormFileError, FormLimits, read_form};

/// Why there is nothing to preview.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FormFileError),
    /// The form has faults.
    #[error(transparent)]
    Form(#[from] ImportReport),
}

/// An answer that was refused, so that it can be shown where it was given.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub(super) key: AnswerKey,
    pub(super) sent: Vec<String>,
    pub(super) message: String,
}

/// One form while its author tries it.
#[derive(Debug)]
pub struct Desk {
    file: PathBuf,
    session: FormSession,
    /// The screen that is shown.
    pub(super) at: Option<AnswerKey>,
    language: Option<String>,
    pub(super) refused: Option<Refused>,
    /// What was wrong with the file when it was read last.
    pub(super) faults: Vec<Finding>,
}

fn begin(file: &Path, now_ms: i64) -> Result<FormSession, PreviewError> {
    let imported = import(&read_form(file, &FormLimits::default())?)?;
    let form = PreparedForm::new(imported.definition);
    let surroundings = Surroundings {
        device: "preview".to_owned(),
        user: "preview".to_owned(),
        ..Surroundings::in_china(now_ms, now_ms.unsigned_abs())
    };
    Ok(FormSession::begin(&form, surroundings))
}

impl Desk {
    /// Reads a form.
    ///
    /// # Errors
    /// [`PreviewError`].
    pub fn open(file: &Path, now_ms: i64) -> Result<Self, PreviewError> {
        let session = begin(file, now_ms)?;
        let file = file.to_owned();
        Ok(Self { file, session, at: None, language: None, refused: None, faults: Vec::new() })
    }

    pub(super) fn session(&self) -> &FormSession {
        &self.session
    }

    /// Reads the file again and begins anew. A file with faults leaves the form as it was.
    pub(super) fn reload(&mut self, now_ms: i64) {
        match begin(&self.file, now_ms) {
            Ok(session) => {
                self.session = session;
                (self.refused, self.faults) = (None, Vec::new());
                if let Some(language) = self.language.take() {
                    self.speak(&language);
                }
            }
            Err(PreviewError::Form(report)) => self.faults = report.errors,
            Err(PreviewError::File(error)) => {
                self.faults = vec![Finding {
                    sheet: String::new(),
                    row: 0,
                    column: String::new(),
                    code: "file".to_owned(),
                    message: error.to_string(),
                }];
            }
        }
    }

    pub(super) fn speak(&mut self, language: &str) {
        self.session.set_language(language);
        self.language = Some(language.to_owned());
    }

    /// The language that the form speaks now.
    pub(super) fn language(&self) -> &str {
        let languages = self.session.form().definition().languages();
        let first = languages.first().map_or("", String::as_str);
        self.language.as_deref().filter(|own| languages.iter().any(|known| known == own)).unwrap_or(first)
    }

    /// Gives an answer; a refused one is shown where it was given, with what was typed.
    pub(super) fn answer(&mut self, key: &AnswerKey, sent: Vec<String>) {
        self.refused = None;
        let Some(view) = self.session.question(key) else { return };
        let outcome = answer_of(&view, &sent)
            .and_then(|answer| self.set(&view, answer.as_ref()).map_err(|error| error.to_string()));
        if let Err(message) = outcome {
            self.refused = Some(Refused { key: key.clone(), sent, message });
        }
    }

    fn set(
        &mut self,
        view: &QuestionView,
        answer: Option<&Answer>,
    ) -> Result<(), ruhu_core::form::AnswerError> {
        self.session.answer(&view.key, answer).map(drop)
    }

    /// Adds an instance and goes to it.
    pub(super) fn add(&mut self, repeat: &AnswerKey) {
        match self.session.add_instance(repeat) {
            Ok((instance, _)) => {
                self.refused = None;
                self.at = self
                    .session
                    .screens()
                    .into_iter()
                    .map(|screen| screen.key)
                    .find(|key| key.is_within(&instance))
                    .or_else(|| self.at.take());
            }
            Err(error) => self.refuse(repeat, &error.to_string()),
        }
    }

    /// Removes an instance; where its screen was shown, its repeat is shown.
    pub(super) fn remove(&mut self, instance: &AnswerKey) {
        match self.session.remove_instance(instance) {
            Ok(_) => self.refused = None,
            Err(error) => self.refuse(instance, &error.to_string()),
        }
    }

    fn refuse(&mut self, key: &AnswerKey, message: &str) {
        self.refused = Some(Refused { key: key.clone(), sent: Vec::new(), message: message.to_owned() });
    }

    /// The screens that are relevant now, and which of them is shown.
    pub(super) fn screens(&self) -> (Vec<Screen>, usize) {
        let screens = self.session.screens();
        let shown = self.at.as_ref().and_then(|at| screens.iter().position(|screen| screen.key == *at));
        (screens, shown.unwrap_or(0))
    }

    /// What is still to be done, each with the screen that it is on.
    pub(super) fn problems(&self, screens: &[Screen]) -> Vec<(FormProblem, AnswerKey)> {
        let on = |problem: &FormProblem| {
            screens.iter().find(|screen| screen.shows(&problem.key)).map(|screen| screen.key.clone())
        };
        self.session
            .problems()
            .into_iter()
            .filter_map(|problem| on(&problem).map(|screen| (problem, screen)))
            .collect()
    }
}
