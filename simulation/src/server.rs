//! The server as a state machine: the journal's own rules, records and files in memory, one change at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use ruhu_core::{
    ids::{DeviceId, EntryId, HouseholdId, ServerEpoch, Sha256Hash, StreamId},
    journal::{Head, Intake, SealedEntry, TakenIn, take_in, to_cbor},
    wire::{
        Ack, DigestRequest, DigestResponse, DurableBody, EntryPlace, EvidenceRequest, EvidenceResponse,
        FeedItem, FeedKind, PullRequest, PullResponse, PushRequest, PushResponse, ReceiptBody, RecordState,
        StreamDigest, WantedRequest, WantedResponse, read_batch,
    },
};
use serde_bytes::ByteBuf;

use crate::{
    log::EvidenceLog,
    mutants::{ModelFault, planted},
};

/// Items of one page of the feed: few, so that pages are crossed.
const PAGE: usize = 3;

/// A refusal: HTTP status and stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) u16, pub(crate) &'static str);

#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// The devices that sent it: a phone enrolled again is another one.
    pub(crate) senders: BTreeSet<DeviceId>,
    pub(crate) household: HouseholdId,
    pub(crate) blobs: Vec<Sha256Hash>,
    pub(crate) state: RecordState,
    pub(crate) wall_ms: i64,
    /// How often a record was made of the entry: once, however many streams carry it.
    pub(crate) made: u32,
    /// A backup holds it with every file.
    pub(crate) durable: bool,
}

#[derive(Debug, Clone)]
struct Upload {
    sha256: Sha256Hash,
    size: u64,
    offset: u64,
    /// What arrived is not what was sent.
    damaged: bool,
}

/// Where an upload stands after a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    At(u64),
    Unknown,
    WrongOffset,
    /// All bytes are there and they are not the file.
    HashMismatch,
}

/// The server; a clone of it is a backup.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) epoch: ServerEpoch,
    pub(crate) streams: BTreeMap<StreamId, Vec<Rc<SealedEntry>>>,
    pub(crate) records: BTreeMap<EntryId, Record>,
    /// Verified files, and whether they are what their name says.
    pub(crate) blobs: BTreeMap<Sha256Hash, bool>,
    /// Hashes of the entries that revoked phones sent.
    pub(crate) quarantined: BTreeSet<Sha256Hash>,
    pub(crate) assigned: BTreeMap<HouseholdId, DeviceId>,
    pub(crate) revoked: BTreeSet<DeviceId>,
    uploads: BTreeMap<u64, Upload>,
    next_upload: u64,
    pub(crate) log: EvidenceLog,
    feed: Vec<(DeviceId, FeedItem)>,
}

impl Server {
    pub(crate) fn new(epoch: ServerEpoch) -> Self {
        Self {
            epoch,
            streams: BTreeMap::new(),
            records: BTreeMap::new(),
            blobs: BTreeMap::new(),
            quarantined: BTreeSet::new(),
            assigned: BTreeMap::new(),
            revoked: BTreeSet::new(),
            uploads: BTreeMap::new(),
            next_upload: 1,
            log: EvidenceLog::begun(epoch),
            feed: Vec::new(),
        }
    }

    pub(crate) fn push(
        &mut self,
        device: &DeviceId,
        request: &PushRequest,
        poison: &BTreeSet<EntryId>,
    ) -> Result<PushResponse, Refusal> {
        // The simulated phones hold no keys: signatures are tested with real ones.
        let batch = read_batch(request, device, |_| Ok(()))
            .map_err(|refusal| Refusal(422, ruhu_core::error::Explain::code(&refusal)))?;
        if self.revoked.contains(device) {
            if !planted(ModelFault::QuarantineDropped) {
                self.quarantined.extend(batch.iter().map(|sealed| sealed.hash));
            }
            return Err(Refusal(403, "device_revoked"));
        }
        if batch.iter().any(|sealed| poison.contains(&sealed.entry.entry_id)) {
            return Err(Refusal(422, "cbor_malformed"));
        }
        let held = self.head(&request.stream);
        let entries: Vec<&SealedEntry> = batch.iter().collect();
        let mut journal = Journal { server: self, stream: request.stream, batch: &entries };
        match take_in(&mut journal, &entries)? {
            TakenIn::Fork => return Ok(PushResponse::Fork { head: held }),
            TakenIn::Gap => return Ok(PushResponse::Gap { head: held }),
            TakenIn::Held => {}
        }
        let head = self.head(&request.stream).unwrap_or(request.signed_head.head);
        let named = batch.iter().flat_map(|sealed| &sealed.entry.blobs).map(|name| name.blob.sha256);
        let wanted = named.filter(|sha256| !self.blobs.contains_key(sha256)).collect();
        let ack = Ack { server_epoch: self.epoch, head };
        Ok(PushResponse::Accepted { ack, findings: Vec::new(), wanted })
    }

    pub(crate) fn head(&self, stream: &StreamId) -> Option<Head> {
        let last = self.streams.get(stream)?.last()?;
        Some(Head { seq: last.entry.seq, hash: last.hash })
    }

    fn keep_record(&mut self, sealed: &SealedEntry) {
        let entry = &sealed.entry;
        if let Some(record) = self.records.get_mut(&entry.entry_id) {
            record.senders.insert(entry.stream.device);
            record.made += u32::from(planted(ModelFault::NoDeduplication));
            let (state, durable) = (record.state, record.durable);
            if state != RecordState::Received {
                self.tell(entry.stream.device, entry.entry_id, state);
            }
            if durable {
                self.tell_durable(entry.stream.device, entry.entry_id);
            }
            return;
        }
        let mine = self.assigned.get(&entry.household) == Some(&entry.stream.device);
        if !mine && planted(ModelFault::ReassignedDropped) {
            return;
        }
        if planted(ModelFault::WallClockWins) {
            let later = |record: &Record| {
                record.household == entry.household && record.wall_ms > entry.sealed.wall_ms
            };
            if self.records.values().any(later) {
                return;
            }
        }
        let blobs: Vec<Sha256Hash> = entry.blobs.iter().map(|name| name.blob.sha256).collect();
        let state = match mine {
            false => RecordState::Quarantined,
            true if self.has_all(&blobs) || planted(ModelFault::CompleteWithoutPhotos) => {
                RecordState::Complete
            }
            true => RecordState::Received,
        };
        let record = Record {
            senders: BTreeSet::from([entry.stream.device]),
            household: entry.household.clone(),
            blobs,
            state,
            wall_ms: entry.sealed.wall_ms,
            made: 1,
            durable: false,
        };
        self.records.insert(entry.entry_id, record);
        if state != RecordState::Received {
            self.tell(entry.stream.device, entry.entry_id, state);
        }
    }

    fn has_all(&self, blobs: &[Sha256Hash]) -> bool {
        blobs.iter().all(|sha256| self.blobs.contains_key(sha256))
    }

    fn tell(&mut self, device: DeviceId, entry_id: EntryId, state: RecordState) {
        let receipt = ReceiptBody { entry_id, state, code: None, message: None };
        self.tell_item(device, FeedKind::Receipt, to_cbor(&receipt).unwrap_or_default());
        if state == RecordState::Complete && planted(ModelFault::DurableWithoutBackup) {
            self.tell_durable(device, entry_id);
        }
    }

    fn tell_durable(&mut self, device: DeviceId, entry_id: EntryId) {
        let body = DurableBody { entries: vec![entry_id] };
        self.tell_item(device, FeedKind::Durable, to_cbor(&body).unwrap_or_default());
    }

    fn tell_item(&mut self, device: DeviceId, kind: FeedKind, body: Vec<u8>) {
        let cursor = self.feed.len() as u64 + 1;
        let item = FeedItem { cursor, kind: kind.name().to_owned(), body: ByteBuf::from(body) };
        self.feed.push((device, item));
    }

    /// A backup holds everything as it stands: complete records are durable from now on, and their phones hear of it.
    pub(crate) fn count_as_durable(&mut self) {
        let careless = planted(ModelFault::DurableWithoutFiles);
        let held = |record: &Record| record.state == RecordState::Complete || careless;
        let now: Vec<(EntryId, BTreeSet<DeviceId>)> = self
            .records
            .iter_mut()
            .filter(|(_, record)| !record.durable && held(record))
            .map(|(entry_id, record)| {
                record.durable = true;
                (*entry_id, record.senders.clone())
            })
            .collect();
        for (entry_id, senders) in now {
            senders.into_iter().for_each(|device| self.tell_durable(device, entry_id));
        }
    }

    pub(crate) fn pull(&self, device: &DeviceId, request: &PullRequest) -> PullResponse {
        if !request.resumes_in(self.epoch, self.feed.len() as u64) {
            return PullResponse::Reset { server_epoch: self.epoch };
        }
        let mut items = self.feed.iter().filter(|(to, item)| to == device && item.cursor > request.cursor);
        let page: Vec<FeedItem> = items.by_ref().take(PAGE).map(|(_, item)| item.clone()).collect();
        let next = page.last().map_or(request.cursor, |item| item.cursor);
        PullResponse::Feed { server_epoch: self.epoch, items: page, next, more: items.next().is_some() }
    }

    pub(crate) fn digest(&self, request: &DigestRequest) -> DigestResponse {
        let verdict = |asked: &StreamDigest| asked.judged_by(self.head(&asked.stream));
        DigestResponse { streams: request.streams.iter().map(verdict).collect() }
    }

    pub(crate) fn wanted(&self, request: &WantedRequest) -> WantedResponse {
        let lacking = request.hashes.iter().filter(|sha256| !self.blobs.contains_key(sha256));
        WantedResponse { wanted: lacking.copied().collect() }
    }

    pub(crate) fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, Refusal> {
        let hash_of = |place: &EntryPlace| {
            let before = usize::try_from(place.seq).ok()?.checked_sub(1)?;
            Some(self.streams.get(&place.stream)?.get(before)?.hash)
        };
        let asked: Vec<Option<Sha256Hash>> = request.entries.iter().map(hash_of).collect();
        self.log.answer(self.epoch, request, &asked)
    }

    pub(crate) fn begin_upload(&mut self, sha256: Sha256Hash, size: u64) -> u64 {
        let number = self.next_upload;
        self.next_upload += 1;
        self.uploads.insert(number, Upload { sha256, size, offset: 0, damaged: false });
        if size == 0 {
            self.finish_upload(number);
        }
        number
    }

    pub(crate) fn upload_stands(&self, number: u64) -> Standing {
        self.uploads.get(&number).map_or(Standing::Unknown, |upload| Standing::At(upload.offset))
    }

    /// Appends a chunk that begins at `offset`. `damaged` says that its checksum was that of other bytes.
    pub(crate) fn chunk(&mut self, number: u64, (offset, bytes): (u64, u64), damaged: bool) -> Standing {
        let Some(upload) = self.uploads.get_mut(&number) else { return Standing::Unknown };
        if upload.offset != offset {
            if !planted(ModelFault::OffsetIgnored) {
                return Standing::WrongOffset;
            }
            upload.damaged = true;
        }
        upload.damaged |= damaged;
        upload.offset = upload.offset.saturating_add(bytes).min(upload.size);
        if upload.offset == upload.size { self.finish_upload(number) } else { Standing::At(upload.offset) }
    }

    fn finish_upload(&mut self, number: u64) -> Standing {
        let Some(upload) = self.uploads.get(&number).cloned() else { return Standing::Unknown };
        let careless = planted(ModelFault::FileWithoutHash) || planted(ModelFault::OffsetIgnored);
        if upload.damaged && !careless {
            self.uploads.remove(&number);
            return Standing::HashMismatch;
        }
        self.blobs.entry(upload.sha256).or_insert(!upload.damaged);
        let done: Vec<EntryId> = self
            .records
            .iter()
            .filter(|(_, record)| record.state == RecordState::Received && self.has_all(&record.blobs))
            .map(|(entry_id, _)| *entry_id)
            .collect();
        for entry_id in done {
            let Some(record) = self.records.get_mut(&entry_id) else { continue };
            record.state = RecordState::Complete;
            let senders = record.senders.clone();
            senders.into_iter().for_each(|device| self.tell(device, entry_id, RecordState::Complete));
        }
        Standing::At(upload.size)
    }
}

struct Journal<'s> {
    server: &'s mut Server,
    stream: StreamId,
    batch: &'s [&'s SealedEntry],
}

impl Intake for Journal<'_> {
    type Error = Refusal;

    fn head(&self) -> Option<Head> {
        self.server.head(&self.stream)
    }

    fn hash_at(&self, seq: u64) -> Result<Option<Sha256Hash>, Refusal> {
        let place = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        let held = self.server.streams.get(&self.stream);
        Ok(held.zip(place).and_then(|(held, place)| held.get(place)).map(|sealed| sealed.hash))
    }

    fn append(&mut self, index: usize) -> Result<(), Refusal> {
        let Some(sealed) = self.batch.get(index) else { return Ok(()) };
        self.server.streams.entry(self.stream).or_default().push(Rc::new((*sealed).clone()));
        self.server.log.append(sealed.hash);
        self.server.keep_record(sealed);
        Ok(())
    }
}
