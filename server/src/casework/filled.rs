//! A record's answers as people read them: by the very form that the record was made with.

use ruhu_core::{
    form::{
        AnswerError, FormRole, FormVersion,
        fill::{PreparedForm, ReadableAnswer},
        shipped,
    },
    record::Record,
    visit::RecordError,
};

use crate::store::{Reader, StoreError};

/// Versions of the checklists from before forms were data. Their questions live on in the shipped ones under the same
/// names.
const FIRST_CHECKLISTS: [&str; 2] = ["home_visit@9203736b57a03791", "neighbour_interview@d1f103c0bf807f41"];

/// Whether a record was made before forms were data: the form that it is read by may ask more than it was asked.
fn is_of_first_checklists(version: &FormVersion) -> bool {
    FIRST_CHECKLISTS.contains(&version.0.as_str())
}

/// Whether a record of the first checklists may break its form in this way: it was never asked the question.
#[must_use]
pub fn is_pardoned(version: &FormVersion, error: &RecordError) -> bool {
    is_of_first_checklists(version) && matches!(error, RecordError::Answer(AnswerError::Missing { .. }))
}

/// The form that a record is read by; none where no such form was ever kept.
///
/// # Errors
/// [`StoreError`].
pub fn form_of(r: &Reader<'_>, version: &FormVersion) -> Result<Option<PreparedForm>, StoreError> {
    if !is_of_first_checklists(version) {
        return r.form(version);
    }
    let shipped = FormRole::from_name(version.form_id()).and_then(|role| shipped(role).ok());
    shipped.map_or(Ok(None), |form| r.form(form.version()))
}

/// What a record says, in the order of its form; nothing for an attempt, which has no form. Answers that no form gives a
/// meaning to stand at the end as they are: nothing is hidden.
///
/// # Errors
/// [`StoreError`].
pub fn readable(
    r: &Reader<'_>,
    version: &FormVersion,
    record: &Record,
) -> Result<Vec<ReadableAnswer>, StoreError> {
    let Some((answers, sealed)) = record.answers() else { return Ok(Vec::new()) };
    let form = form_of(r, version)?;
    Ok(form.map_or_else(
        || ReadableAnswer::without_form(answers),
        |form| ReadableAnswer::of_record(&form, answers, sealed.wall_ms),
    ))
}

/// The text of one question that stands in no repeat; empty where it was not answered.
#[must_use]
pub fn text_of(lines: &[ReadableAnswer], question: &str) -> String {
    lines.iter().find(|line| line.key.as_str() == question).map(|line| line.text.clone()).unwrap_or_default()
}
