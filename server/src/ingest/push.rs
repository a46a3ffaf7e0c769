//! Push: entries into journals (design.md section 3).

use ruhu_core::{
    error::Explain,
    ids::Sha256Hash,
    journal::{Head, Intake, TakenIn, take_in, to_cbor},
    wire::{Ack, EntryFinding, PushRequest, PushResponse, ReceiptBody, RecordState, read_batch},
};

use super::{
    IngestError,
    judge::{Examined, Finding, examine, judge},
    receipts::{tell_durable, tell_receipt},
};
use crate::{
    app::App,
    store::{Device, NewRecord, StoreError, Writer},
};

/// Keeps what a refused push carried; gives the refusal, or why it could not be kept.
pub(super) fn quarantine(
    app: &App,
    device: &Device,
    request: &PushRequest,
    refusal: IngestError,
) -> IngestError {
    let (device, code, now_ms) = (device.device, refusal.code(), app.now_ms());
    let kept = to_cbor(request).map_err(IngestError::from).and_then(|bytes| {
        app.store.write(move |w| w.quarantine_batch(&device, code, &bytes, now_ms)).map_err(IngestError::from)
    });
    tracing::warn!(device.id = %device, problem.code = code, "push set apart");
    kept.err().unwrap_or(refusal)
}

pub(super) fn push(app: &App, device: &Device, request: &PushRequest) -> Result<PushResponse, IngestError> {
    let verified =
        read_batch(request, &device.device, |signed| signed.verify(&device.public_key, &request.stream));
    let entries = match verified {
        Ok(entries) => entries,
        Err(refusal) if !refusal.is_kept() => return Err(refusal.into()),
        Err(refusal) => return Err(quarantine(app, device, request, refusal.into())),
    };
    let batch = Batch {
        // Apart from the writer, which other phones wait for.
        entries: app.store.read(|r| entries.into_iter().map(|sealed| examine(r, sealed)).collect())?,
        request_head: request.signed_head.clone(),
        stream: request.stream,
        device: device.clone(),
        epoch: app.epoch,
        now_ms: app.now_ms(),
    };
    let response = app.store.write(move |w| batch.keep(w))?;
    if let PushResponse::Accepted { findings, .. } = &response {
        metrics::counter!("ruhu_entries_received_total").increment(request.entries.len() as u64);
        for finding in findings {
            tracing::warn!(device.id = %device.device, entry.seq = finding.seq, problem.code = finding.code, "entry marked");
        }
    }
    Ok(response)
}

struct Batch {
    entries: Vec<Examined>,
    request_head: ruhu_core::journal::SignedHead,
    stream: ruhu_core::ids::StreamId,
    device: Device,
    epoch: ruhu_core::ids::ServerEpoch,
    now_ms: i64,
}

impl Batch {
    fn keep(self, w: &Writer<'_>) -> Result<PushResponse, StoreError> {
        let known = w.stream(&self.stream)?;
        let held = known.map(|row| row.head);
        let stream_no = known.map(|row| row.stream_no);
        let mut journal = Journal { w, batch: &self, stream_no, head: held, findings: Vec::new() };
        let entries: Vec<_> = self.entries.iter().map(|examined| &examined.sealed).collect();
        match take_in(&mut journal, &entries)? {
            TakenIn::Fork => return Ok(PushResponse::Fork { head: held }),
            TakenIn::Gap => return Ok(PushResponse::Gap { head: held }),
            TakenIn::Held => {}
        }
        let Journal { stream_no, head, findings, .. } = journal;
        let head = head.unwrap_or(self.request_head.head);
        if let Some(no) = stream_no.filter(|_| held != Some(head)) {
            w.move_head(no, &head)?;
            w.keep_signed_head(no, &self.request_head, self.now_ms)?;
        }
        let ack = Ack { server_epoch: self.epoch, head };
        Ok(PushResponse::Accepted { ack, findings, wanted: self.lacking_blobs(w)? })
    }

    fn lacking_blobs(&self, w: &Writer<'_>) -> Result<Vec<Sha256Hash>, StoreError> {
        let mut lacking: Vec<Sha256Hash> = Vec::new();
        for name in self.entries.iter().flat_map(|examined| &examined.sealed.entry.blobs) {
            if !lacking.contains(&name.blob.sha256) && !w.has_blob(&name.blob.sha256)? {
                lacking.push(name.blob.sha256);
            }
        }
        Ok(lacking)
    }

    fn append(
        &self,
        w: &Writer<'_>,
        stream_no: i64,
        examined: &Examined,
    ) -> Result<Option<EntryFinding>, StoreError> {
        let sealed = &examined.sealed;
        let entry_no = w.append_entry(stream_no, sealed, self.now_ms)?;
        let finding = judge(w, examined, &self.device.device, self.now_ms)?;
        let entry = &sealed.entry;
        let kept = w.keep_record(&NewRecord {
            entry_id: entry.entry_id,
            entry_no,
            kind: examined.kind,
            household: entry.household.clone(),
            device: self.device.device,
            campaign: entry.campaign.clone(),
            code: finding.as_ref().map(|finding| finding.code().to_owned()),
            quarantined: finding.as_ref().is_some_and(Finding::sets_apart),
            sealed_ms: entry.sealed.wall_ms,
            supersedes: examined.supersedes,
            blobs: entry.blobs.clone(),
        })?;
        // A record that was judged before stays as it was judged.
        let stands = finding.filter(|finding| kept.code.as_deref() == Some(finding.code()));
        // A phone that logs an entry again has forgotten how far its record is: it is told again.
        if kept.state != RecordState::Received {
            let message = stands.as_ref().map(ToString::to_string);
            let receipt =
                ReceiptBody { entry_id: entry.entry_id, state: kept.state, code: kept.code, message };
            tell_receipt(w, &self.device.device, &receipt)?;
        }
        if kept.durable {
            tell_durable(w, &self.device.device, vec![entry.entry_id])?;
        }
        Ok(stands.map(|finding| EntryFinding {
            seq: entry.seq,
            code: finding.code().to_owned(),
            message: finding.to_string(),
        }))
    }
}

/// The journal that a batch goes to.
struct Journal<'b, 'w> {
    w: &'b Writer<'w>,
    batch: &'b Batch,
    /// None until its first entry.
    stream_no: Option<i64>,
    head: Option<Head>,
    findings: Vec<EntryFinding>,
}

impl Intake for Journal<'_, '_> {
    type Error = StoreError;

    fn head(&self) -> Option<Head> {
        self.head
    }

    fn hash_at(&self, seq: u64) -> Result<Option<Sha256Hash>, StoreError> {
        self.stream_no.map_or(Ok(None), |no| self.w.entry_hash(no, seq))
    }

    fn append(&mut self, index: usize) -> Result<(), StoreError> {
        let Some(examined) = self.batch.entries.get(index) else { return Ok(()) };
        let no = match self.stream_no {
            Some(no) => no,
            None => *self.stream_no.insert(self.w.open_stream(&self.batch.stream)?),
        };
        self.findings.extend(self.batch.append(self.w, no, examined)?);
        self.head = Some(Head { seq: examined.sealed.entry.seq, hash: examined.sealed.hash });
        Ok(())
    }
}
