//! What is set apart: records and batches that a person has to decide about.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use ruhu_core::ids::DeviceId;

use super::{
    error::ConsoleError,
    findings,
    page::{Chrome, Section, render},
    reader::CaseReader,
    times,
};
use crate::store::{QuarantinedBatch, Reader, StoredRecord};

/// A record that is set apart.
#[derive(Debug, Clone)]
pub(super) struct RecordLine {
    entry: String,
    kind: &'static str,
    household: Option<(String, String)>,
    device: String,
    why: &'static str,
    code: String,
    sealed: String,
    received: String,
}

/// A batch that could not enter a journal.
#[derive(Debug, Clone)]
pub(super) struct BatchLine {
    no: i64,
    device: String,
    why: &'static str,
    code: String,
    size: String,
    received: String,
}

/// The page.
#[derive(Template, Clone)]
#[template(path = "console/quarantine.html")]
pub(super) struct QuarantinePage {
    chrome: Chrome,
    records: Vec<RecordLine>,
    batches: Vec<BatchLine>,
}

/// `GET /quarantine`
pub(super) async fn show(person: CaseReader) -> Result<Response, ConsoleError> {
    person.beside(list).await.map(IntoResponse::into_response)
}

fn list(person: &CaseReader) -> Result<Html<String>, ConsoleError> {
    let page = person.app().store.read(|r| -> Result<_, ConsoleError> {
        let mut records = Vec::new();
        for record in r.quarantined_records(person.region())? {
            records.push(record_line(person, r, record)?);
        }
        let mut batches = Vec::new();
        for batch in r.quarantined_batches()? {
            // A batch is bytes nobody could read: it belongs where its phone belongs.
            let device = r.device(&batch.device)?.filter(|device| person.covers(&device.region));
            if device.is_some() {
                batches.push(batch_line(r, batch)?);
            }
        }
        Ok(QuarantinePage { chrome: person.chrome(r, Section::Quarantine)?, records, batches })
    })?;
    render(&page)
}

fn record_line(
    person: &CaseReader,
    r: &Reader<'_>,
    record: StoredRecord,
) -> Result<RecordLine, ConsoleError> {
    let household = r.household(&record.household)?.filter(|household| person.covers(&household.row.region));
    let received_ms = r.entry_of_record(&record.entry_id)?.map(|entry| entry.received_ms);
    let code = record.code.unwrap_or_default();
    Ok(RecordLine {
        entry: record.entry_id.to_string(),
        kind: record.kind.map_or("无法读取", ruhu_core::record::RecordKind::label),
        household: household.map(|h| (h.row.household_id.to_string(), h.row.head_name.full().to_owned())),
        device: device_text(r, &record.device)?,
        why: findings::text_of(&code),
        code,
        sealed: times::second(record.sealed_ms),
        received: received_ms.map(times::second).unwrap_or_default(),
    })
}

fn batch_line(r: &Reader<'_>, batch: QuarantinedBatch) -> Result<BatchLine, ConsoleError> {
    Ok(BatchLine {
        no: batch.batch_no,
        device: device_text(r, &batch.device)?,
        why: findings::text_of(&batch.code),
        code: batch.code,
        size: format!("{} KB", batch.size.div_ceil(1_024)),
        received: times::second(batch.received_ms),
    })
}

/// `何建国的手机“Redmi 12”（3fa1b2c4）`, with a note where it is out of service.
fn device_text(r: &Reader<'_>, id: &DeviceId) -> Result<String, ConsoleError> {
    let device = r.device(id)?;
    Ok(super::case_records::device_text(device.as_ref(), id))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::console) fn samples() -> Vec<QuarantinePage> {
        let full = QuarantinePage {
            chrome: crate::console::tests::sample_chrome(),
            records: vec![RecordLine {
                entry: "07".repeat(16),
                kind: "入户调查",
                household: Some(("h-1".to_owned(), "何桂花".to_owned())),
                device: "<script>alert(1)</script>".to_owned(),
                why: findings::text_of("not_assigned"),
                code: "not_assigned".to_owned(),
                sealed: "1970-01-01 08:00:00".to_owned(),
                received: "2026-11-23 20:40:00".to_owned(),
            }],
            batches: vec![BatchLine {
                no: 3,
                device: "何建国".to_owned(),
                why: findings::text_of("bad_signature"),
                code: "bad_signature".to_owned(),
                size: "12 KB".to_owned(),
                received: "2026-11-23 20:40:00".to_owned(),
            }],
        };
        let empty = QuarantinePage { records: Vec::new(), batches: Vec::new(), ..full.clone() };
        vec![full, empty]
    }

    #[test]
    fn an_empty_quarantine_is_good_news_in_words() {
        let [full, empty] = &samples()[..] else { panic!("two samples") };
        assert!(full.render().unwrap().contains("not_assigned"));
        assert!(empty.render().unwrap().contains("没有被隔离的记录"));
    }
}
