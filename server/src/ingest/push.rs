//! Push: entries into journals (design.md section 3).

use ruhu_core::{
    error::Explain,
    ids::Sha256Hash,
    journal::{Head, Placement, SealedEntry, place, to_cbor},
    wire::{
        Ack, BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, EntryFinding, FeedKind, PushRequest, PushResponse,
        ReceiptBody, RecordState,
    },
};

use super::{
    IngestError,
    judge::{Examined, Finding, examine, judge},
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
    let entries = match read_batch(device, request) {
        Ok(entries) => entries,
        // A batch over the limits is the sender's to split; nothing of it is evidence that the phone would drop.
        Err(refusal @ (IngestError::EmptyBatch | IngestError::BatchTooLarge)) => return Err(refusal),
        Err(refusal) => return Err(quarantine(app, device, request, refusal)),
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

fn read_batch(device: &Device, request: &PushRequest) -> Result<Vec<SealedEntry>, IngestError> {
    if request.stream.device != device.device {
        return Err(IngestError::WrongDevice);
    }
    if request.entries.is_empty() {
        return Err(IngestError::EmptyBatch);
    }
    let bytes: usize = request.entries.iter().map(|entry| entry.len()).sum();
    if request.entries.len() > BATCH_MAX_ENTRIES || bytes > BATCH_MAX_BYTES {
        return Err(IngestError::BatchTooLarge);
    }
    let mut entries: Vec<SealedEntry> = Vec::with_capacity(request.entries.len());
    for (position, bytes) in (1..).zip(&request.entries) {
        let sealed =
            SealedEntry::parse(bytes.to_vec()).map_err(|cause| IngestError::Entry { position, cause })?;
        let follows = entries.last().is_none_or(|last| {
            last.entry.seq.checked_add(1) == Some(sealed.entry.seq) && last.hash == sealed.entry.prev
        });
        if sealed.entry.stream != request.stream || !follows {
            return Err(IngestError::BatchNotChained { position });
        }
        entries.push(sealed);
    }
    let last = entries.last().map(|sealed| Head { seq: sealed.entry.seq, hash: sealed.hash });
    if last != Some(request.signed_head.head) {
        return Err(IngestError::HeadDiffers);
    }
    request.signed_head.verify(&device.public_key, &request.stream)?;
    Ok(entries)
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
        let mut head = held;
        let mut stream_no = known.map(|row| row.stream_no);
        let mut findings = Vec::new();
        let mut wanted: Vec<Sha256Hash> = Vec::new();
        for examined in &self.entries {
            let sealed = &examined.sealed;
            let stored = match stream_no {
                Some(no) if sealed.entry.seq <= head.map_or(0, |h| h.seq) => {
                    w.entry_hash(no, sealed.entry.seq)?
                }
                _ => None,
            };
            match place(head, |_| stored, (sealed.entry.seq, sealed.entry.prev, sealed.hash)) {
                Placement::Known => {}
                // The batch is chained in itself, so nothing of it has been written when its start does not fit.
                Placement::Fork => return Ok(PushResponse::Fork { head: held }),
                Placement::Gap => return Ok(PushResponse::Gap { head: held }),
                Placement::Next => {
                    let no = match stream_no {
                        Some(no) => no,
                        None => *stream_no.insert(w.open_stream(&self.stream)?),
                    };
                    findings.extend(self.append(w, no, examined)?);
                    head = Some(Head { seq: sealed.entry.seq, hash: sealed.hash });
                }
            }
            for name in &sealed.entry.blobs {
                if !wanted.contains(&name.blob.sha256) && !w.has_blob(&name.blob.sha256)? {
                    wanted.push(name.blob.sha256);
                }
            }
        }
        let head = head.unwrap_or(self.request_head.head);
        if let Some(no) = stream_no.filter(|_| held != Some(head)) {
            w.move_head(no, &head)?;
            w.keep_signed_head(no, &self.request_head, self.now_ms)?;
        }
        Ok(PushResponse::Accepted { ack: Ack { server_epoch: self.epoch, head }, findings, wanted })
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
        let state = w.keep_record(&NewRecord {
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
        if let Some(state @ (RecordState::Complete | RecordState::Quarantined)) = state {
            let message = finding.as_ref().map(ToString::to_string);
            let code = finding.as_ref().map(|finding| finding.code().to_owned());
            let receipt = ReceiptBody { entry_id: entry.entry_id, state, code, message };
            tell_receipt(w, &self.device.device, &receipt)?;
        }
        Ok(finding.map(|finding| EntryFinding {
            seq: entry.seq,
            code: finding.code().to_owned(),
            message: finding.to_string(),
        }))
    }
}

/// Tells a phone how far its record is.
pub(super) fn tell_receipt(
    w: &Writer<'_>,
    device: &ruhu_core::ids::DeviceId,
    receipt: &ReceiptBody,
) -> Result<(), StoreError> {
    let body = to_cbor(receipt).map_err(|_| StoreError::Corrupt { what: "feed.body" })?;
    w.tell(device, FeedKind::Receipt, &body)
}
