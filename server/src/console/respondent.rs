//! The name of an interviewee: shown once, for a stated purpose, and written down before it is shown.

use askama::Template;
use axum::{
    Form,
    extract::{Path, rejection::FormRejection},
    response::{Html, IntoResponse, Response},
};
use ruhu_core::{
    ids::{EntryId, HouseholdId},
    journal::SealedEntry,
    record::Record,
    wire::RecordState,
};

use super::{
    error::ConsoleError,
    page::{Chrome, Section, render},
    purpose::PurposeForm,
    reader::CaseReader,
};
use crate::store::StoreError;

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/respondent.html")]
pub(super) struct RespondentPage {
    chrome: Chrome,
    household: String,
    head_name: String,
    /// None where the interviewee did not give a name.
    name: Option<String>,
    purpose: String,
}

/// `POST /households/{id}/interviews/{entry}/respondent`
pub(super) async fn reveal(
    person: CaseReader,
    Path((id, entry)): Path<(String, String)>,
    form: Result<Form<PurposeForm>, FormRejection>,
) -> Result<Response, ConsoleError> {
    let Form(form) = form.map_err(|_| ConsoleError::BadForm)?;
    let purpose = form.stated()?;
    let household = HouseholdId::new(id).map_err(|_| ConsoleError::NotFound)?;
    let entry: EntryId = entry.parse().map_err(|_| ConsoleError::NotFound)?;
    let shown = person.beside(move |person| show(person, &household, entry, purpose)).await?;
    Ok(shown.into_response())
}

fn show(
    person: &CaseReader,
    household: &HouseholdId,
    entry: EntryId,
    purpose: String,
) -> Result<Html<String>, ConsoleError> {
    let (head_name, chrome) = person.app().store.read(|r| -> Result<_, ConsoleError> {
        let stored = person.household(r, household)?;
        let record = r.record(&entry)?.filter(|record| record.household == *household);
        if record.is_none_or(|record| record.state == RecordState::Quarantined) {
            return Err(ConsoleError::NotFound);
        }
        Ok((stored.row.head_name.full().to_owned(), person.chrome(r, Section::Households)?))
    })?;
    // Nobody reads a name that the log does not know of: the line is on the disk first.
    person.audit("interviewee.reveal", format!("{household}/{entry}"), purpose.clone())?;
    let name = interviewee(person, &entry)?;
    render(&RespondentPage { chrome, household: household.to_string(), head_name, name, purpose })
}

fn interviewee(person: &CaseReader, entry: &EntryId) -> Result<Option<String>, ConsoleError> {
    let stored = person.app().store.read(|r| r.entry_of_record(entry))?.ok_or(ConsoleError::NotFound)?;
    let sealed =
        SealedEntry::parse(stored.bytes).map_err(|_| StoreError::Corrupt { what: "entries.bytes" })?;
    match sealed.entry.record() {
        Ok(Record::Interview(interview)) => Ok(interview.interviewee.map(|name| name.full().to_owned())),
        _ => Err(ConsoleError::NotFound),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::console) fn samples() -> Vec<RespondentPage> {
        let named = RespondentPage {
            chrome: crate::console::tests::sample_chrome(),
            household: "h-1".to_owned(),
            head_name: "何桂花".to_owned(),
            name: Some("周大山".to_owned()),
            purpose: "<script>核实举报</script>".to_owned(),
        };
        let nameless = RespondentPage { name: None, ..named.clone() };
        vec![named, nameless]
    }

    #[test]
    fn the_page_says_that_it_was_written_down() {
        let [named, nameless] = &samples()[..] else { panic!("two samples") };
        assert!(named.render().unwrap().contains("周大山"));
        assert!(named.render().unwrap().contains("审计日志"));
        assert!(nameless.render().unwrap().contains("没有留下姓名"));
    }
}
