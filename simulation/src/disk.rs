//! What lies on a phone's disk. Every change is one transaction; the power may go between any two.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use ruhu_core::{
    clock::ClockReading,
    error::Explain,
    evidence::LogStatement,
    form::FormVersion,
    ids::{
        BootId, CampaignId, DeviceId, EntryId, HouseholdId, Incarnation, ServerEpoch, Sha256Hash, StreamId,
    },
    journal::{BlobName, BlobRole, Entry, FreedFiles, Head, SUITE_ED25519_SHA256, SealedEntry},
    sync::{StoreFault, plan::StreamView},
};
use serde_bytes::ByteBuf;

use crate::mutants::{ModelFault, planted};

/// Why a phone's disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DiskFault {
    /// The phone is off.
    #[error("手机已断电；请开机后重新同步")]
    PowerLost,
    /// No room.
    #[error("手机存储空间不足，未保存；请清理空间后重新保存")]
    Full,
    /// A file that is named is not there, or not whole.
    #[error("照片文件缺失或不完整；请联系技术支持")]
    FileGone,
    /// What was asked for is not there.
    #[error("本机数据无法读取；请联系技术支持")]
    Damaged,
}

impl Explain for DiskFault {
    fn code(&self) -> &'static str {
        match self {
            Self::PowerLost => "power_lost",
            Self::Full => "disk_full",
            Self::FileGone => "file_gone",
            Self::Damaged => "store_damaged",
        }
    }
}

impl StoreFault for DiskFault {
    fn concerns_one_file(&self) -> bool {
        *self == Self::FileGone
    }
}

/// How far a record has come, as the phone knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Sealed,
    Sent,
    Complete,
    Quarantined,
    SetApart,
}

#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) stream: StreamId,
    pub(crate) seq: u64,
    pub(crate) status: Status,
    pub(crate) blobs: Vec<BlobName>,
    /// A backup of the server holds it with every file.
    pub(crate) durable: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct OutFile {
    pub(crate) size: u64,
    pub(crate) role: BlobRole,
    pub(crate) held: bool,
    pub(crate) upload: Option<u64>,
    /// The phone has given its copy up.
    pub(crate) freed: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Journal {
    pub(crate) view: StreamView,
    pub(crate) entries: Vec<Rc<SealedEntry>>,
}

impl Journal {
    pub(crate) fn begun(device: DeviceId, incarnation: Incarnation) -> Self {
        let id = StreamId { device, incarnation };
        let view = StreamView { id, is_current: true, head: None, acked: None, keep_to: 0 };
        Self { view, entries: Vec::new() }
    }

    pub(crate) fn at(&self, seq: u64) -> Option<&Rc<SealedEntry>> {
        self.entries.get(usize::try_from(seq).ok()?.checked_sub(1)?)
    }
}

/// What a record says besides its place in a journal.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) entry_id: EntryId,
    pub(crate) household: HouseholdId,
    pub(crate) wall_ms: i64,
    pub(crate) blobs: Vec<BlobName>,
}

/// A phone's disk; a clone of it is a backup.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    pub(crate) device: DeviceId,
    /// The current one last.
    pub(crate) journals: Vec<Journal>,
    pub(crate) records: BTreeMap<EntryId, Record>,
    pub(crate) outbox: BTreeMap<Sha256Hash, OutFile>,
    /// Files, and whether they are whole.
    pub(crate) files: BTreeMap<Sha256Hash, bool>,
    pub(crate) server_epoch: Option<ServerEpoch>,
    pub(crate) cursor: u64,
    /// Statements of the evidence log that were believed.
    pub(crate) log: Vec<LogStatement>,
}

impl Disk {
    pub(crate) fn enrolled(device: DeviceId, incarnation: Incarnation) -> Self {
        Self {
            device,
            journals: vec![Journal::begun(device, incarnation)],
            records: BTreeMap::new(),
            outbox: BTreeMap::new(),
            files: BTreeMap::new(),
            server_epoch: None,
            cursor: 0,
            log: Vec::new(),
        }
    }

    pub(crate) fn journal(&self, stream: &StreamId) -> Result<&Journal, DiskFault> {
        self.journals.iter().find(|journal| journal.view.id == *stream).ok_or(DiskFault::Damaged)
    }

    pub(crate) fn journal_mut(&mut self, stream: &StreamId) -> Result<&mut Journal, DiskFault> {
        self.journals.iter_mut().find(|journal| journal.view.id == *stream).ok_or(DiskFault::Damaged)
    }

    /// Appends to the current journal and keeps the record, sealed and unsent.
    pub(crate) fn append(&mut self, content: Content) -> Result<(), DiskFault> {
        let journal = self.journals.last_mut().ok_or(DiskFault::Damaged)?;
        let (last, prev) = journal.view.head.map_or((0, Sha256Hash::ZERO), |head| (head.seq, head.hash));
        let sealed = Entry {
            suite: SUITE_ED25519_SHA256,
            stream: journal.view.id,
            seq: last + 1,
            prev,
            entry_id: content.entry_id,
            campaign: CampaignId::new("sim").map_err(|_| DiskFault::Damaged)?,
            household: content.household,
            household_version: 1,
            assignment_epoch: 1,
            form: FormVersion("sim@0".to_owned()),
            sealed: ClockReading { wall_ms: content.wall_ms, boot: BootId([0; 16]), mono_ms: 0 },
            blobs: content.blobs.clone(),
            body: ByteBuf::new(),
        }
        .seal()
        .map_err(|_| DiskFault::Damaged)?;
        let head = Head { seq: sealed.entry.seq, hash: sealed.hash };
        journal.view.head = Some(head);
        let (stream, seq) = (journal.view.id, head.seq);
        journal.entries.push(Rc::new(sealed));
        let known = self.records.get(&content.entry_id);
        let durable = known.is_some_and(|record| record.durable);
        let status = known.map(|record| record.status);
        let status = status.filter(|status| matches!(status, Status::Complete | Status::Quarantined));
        let status = status.unwrap_or(Status::Sealed);
        let record = Record { stream, seq, status, blobs: content.blobs, durable };
        self.records.insert(content.entry_id, record);
        Ok(())
    }

    /// Puts the files of a new record into the outbox.
    pub(crate) fn put_out(&mut self, blobs: &[BlobName]) {
        for name in blobs {
            let file =
                OutFile { size: name.blob.size, role: name.role, held: false, upload: None, freed: false };
            self.outbox.entry(name.blob.sha256).or_insert(file);
        }
    }

    /// Becomes another device: the old one's journals are not spoken of any more, and all of them is logged again.
    pub(crate) fn become_device(
        &mut self,
        (device, incarnation): (DeviceId, Incarnation),
        life: ServerEpoch,
    ) -> Result<(), DiskFault> {
        if self.server_epoch != Some(life) {
            self.doubt_life();
        }
        (self.device, self.server_epoch, self.cursor) = (device, Some(life), 0);
        self.journals.iter_mut().for_each(|journal| (journal.view.keep_to, journal.view.acked) = (0, None));
        self.begin(incarnation)
    }

    /// Nothing counts any more that another life of the server said it holds.
    pub(crate) fn doubt_life(&mut self) {
        for record in self.records.values_mut() {
            record.durable = false;
            if matches!(record.status, Status::Complete | Status::Quarantined) {
                record.status = Status::Sent;
            }
        }
        for file in self.outbox.values_mut() {
            (file.held, file.upload) = (false, None);
        }
        if !planted(ModelFault::NewLifeBelieved) {
            self.journals.iter_mut().for_each(|journal| journal.view.acked = None);
        }
    }

    /// Retires the current journal, begins the next, and logs again what is not acknowledged.
    pub(crate) fn begin(&mut self, incarnation: Incarnation) -> Result<(), DiskFault> {
        if let Some(journal) = self.journals.last_mut() {
            journal.view.is_current = false;
            journal.view.keep_to = journal.view.acked.map_or(0, |head| head.seq);
        }
        self.journals.push(Journal::begun(self.device, incarnation));
        if planted(ModelFault::NothingLoggedAgain) {
            return Ok(());
        }
        let retired: Vec<_> =
            self.journals.iter().map(|journal| (journal.view.id, journal.view.keep_to)).collect();
        retired.into_iter().try_for_each(|(id, after)| self.log_again(&id, after))
    }

    /// Gives a retired journal up and logs again all of it.
    pub(crate) fn give_up(&mut self, stream: &StreamId) -> Result<(), DiskFault> {
        let journal = self.journal_mut(stream)?;
        if !journal.view.is_current {
            (journal.view.keep_to, journal.view.acked) = (0, None);
        }
        self.log_again(stream, 0)
    }

    fn log_again(&mut self, stream: &StreamId, after: u64) -> Result<(), DiskFault> {
        let place = self.journals.iter().position(|journal| journal.view.id == *stream);
        let place = place.ok_or(DiskFault::Damaged)?;
        let Some((old, later)) = self.journals.get(place..).and_then(<[Journal]>::split_first) else {
            return Err(DiskFault::Damaged);
        };
        if later.is_empty() {
            return Ok(());
        }
        let logged_later = |entry_id: &EntryId| {
            later.iter().flat_map(|journal| &journal.entries).any(|sealed| sealed.entry.entry_id == *entry_id)
        };
        let again: Vec<Rc<SealedEntry>> = old
            .entries
            .iter()
            .filter(|sealed| sealed.entry.seq > after && !logged_later(&sealed.entry.entry_id))
            .filter(|sealed| {
                self.records
                    .get(&sealed.entry.entry_id)
                    .is_none_or(|record| record.status != Status::SetApart)
            })
            .cloned()
            .collect();
        again.iter().try_for_each(|sealed| {
            self.append(Content {
                entry_id: name_on_relog(sealed),
                household: sealed.entry.household.clone(),
                wall_ms: sealed.entry.sealed.wall_ms,
                blobs: sealed.entry.blobs.clone(),
            })
        })
    }

    /// Gives up the copies of files that a backup of the server holds; thumbnails stay.
    pub(crate) fn free_durable(&mut self) -> FreedFiles {
        let needed: BTreeSet<Sha256Hash> = self
            .records
            .values()
            .filter(|record| !record.durable && !planted(ModelFault::FreedWhenHeld))
            .flat_map(|record| &record.blobs)
            .map(|name| name.blob.sha256)
            .collect();
        let mut freed = FreedFiles::default();
        for (sha256, file) in &mut self.outbox {
            if file.held && !file.freed && file.role != BlobRole::Thumbnail && !needed.contains(sha256) {
                file.freed = true;
                self.files.remove(sha256);
                freed.files += 1;
                freed.bytes += file.size;
            }
        }
        freed
    }

    /// Files whose writing was cut off and which nothing names go when the phone starts.
    pub(crate) fn tidy(&mut self) {
        let named: Vec<Sha256Hash> =
            self.records.values().flat_map(|record| &record.blobs).map(|name| name.blob.sha256).collect();
        self.files.retain(|sha256, whole| *whole || named.contains(sha256));
    }
}

fn name_on_relog(sealed: &SealedEntry) -> EntryId {
    let other = sealed.hash.as_bytes().get(..EntryId::LEN).and_then(|bytes| EntryId::from_slice(bytes).ok());
    other.filter(|_| planted(ModelFault::NewNameOnRelog)).unwrap_or(sealed.entry.entry_id)
}
