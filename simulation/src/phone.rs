//! A phone: what the sync asks of its store, and how a record is sealed.

use std::cell::RefCell;

use rand::RngExt as _;
use ruhu_core::{
    error::Problem,
    evidence::{EvidenceError, LogAlarm, LogFault, LogStatement},
    ids::{EntryId, HouseholdId, Incarnation, ServerEpoch, Sha256Hash, StreamId},
    journal::{BlobName, BlobRole, FreedFiles, Head, LoggedEntry, SignedHead, WaitingBlob, from_cbor},
    photo::BlobRef,
    sync::{
        Books,
        plan::{Reason, StreamView},
    },
    wire::{DurableBody, EntryFinding, FeedItem, FeedKind, ReceiptBody, RecordState},
};
use serde_bytes::ByteArray;

use crate::{
    disk::{Content, Disk, DiskFault, Status},
    mutants::{ModelFault, planted},
    world::{Mishap, World},
};

/// The store of one phone in the world.
pub(crate) struct PhoneBooks<'w> {
    pub(crate) world: &'w RefCell<World>,
    pub(crate) phone: usize,
}

impl PhoneBooks<'_> {
    fn read<T>(&self, look: impl FnOnce(&Disk) -> Result<T, DiskFault>) -> Result<T, DiskFault> {
        let world = self.world.borrow();
        let phone = world.phones.get(self.phone).filter(|phone| phone.is_on);
        look(&phone.ok_or(DiskFault::PowerLost)?.disk)
    }

    fn write(&self, change: impl FnOnce(&mut Disk) -> Result<(), DiskFault>) -> Result<(), DiskFault> {
        self.world.borrow_mut().write(self.phone, |disk, _| change(disk))
    }

    fn begin(&self, change: impl FnOnce(&mut Disk) -> Result<(), DiskFault>) -> Result<(), DiskFault> {
        self.world.borrow_mut().write(self.phone, |disk, rng| {
            change(disk)?;
            disk.begin(Incarnation(rng.random()))
        })
    }
}

impl Books for PhoneBooks<'_> {
    type Fault = DiskFault;

    fn now_ms(&self) -> i64 {
        0
    }

    fn sign(&self, _stream: &StreamId, head: Head) -> SignedHead {
        SignedHead { head, signature: ByteArray::new([0; 64]) }
    }

    fn streams(&self) -> Result<Vec<StreamView>, DiskFault> {
        self.read(|disk| {
            let own = disk.journals.iter().map(|journal| journal.view);
            Ok(own.filter(|view| view.id.device == disk.device).collect())
        })
    }

    fn stream(&self, stream: &StreamId) -> Result<StreamView, DiskFault> {
        self.read(|disk| Ok(disk.journal(stream)?.view))
    }

    fn entries(
        &self,
        stream: &StreamId,
        (after, until): (u64, u64),
        (max_entries, _): (usize, usize),
    ) -> Result<Vec<LoggedEntry>, DiskFault> {
        self.read(|disk| {
            let entries = &disk.journal(stream)?.entries;
            let asked = entries.iter().filter(|sealed| sealed.entry.seq > after && sealed.entry.seq <= until);
            let logged = asked.map(|sealed| LoggedEntry {
                head: Head { seq: sealed.entry.seq, hash: sealed.hash },
                entry_id: sealed.entry.entry_id,
                bytes: sealed.bytes.clone(),
            });
            // Three at a time: days here are short, and batches have to be crossed.
            Ok(logged.take(max_entries.min(3)).collect())
        })
    }

    fn entry_hash(&self, stream: &StreamId, seq: u64) -> Result<Option<Sha256Hash>, DiskFault> {
        self.read(|disk| Ok(disk.journal(stream)?.at(seq).map(|sealed| sealed.hash)))
    }

    fn acknowledge(&self, stream: &StreamId, head: &Head) -> Result<(), DiskFault> {
        self.write(|disk| {
            disk.journal_mut(stream)?.view.acked = Some(*head);
            for record in disk.records.values_mut() {
                if record.stream == *stream && record.seq <= head.seq && record.status == Status::Sealed {
                    record.status = Status::Sent;
                }
            }
            if planted(ModelFault::PurgeAtAck) {
                let sent = disk.records.values().filter(|record| record.status == Status::Sent);
                for name in sent.flat_map(|record| &record.blobs) {
                    disk.files.remove(&name.blob.sha256);
                }
            }
            Ok(())
        })
    }

    fn rewind(&self, stream: &StreamId, head: Option<&Head>) -> Result<(), DiskFault> {
        self.write(|disk| {
            disk.journal_mut(stream)?.view.acked = head.copied();
            let seq = head.map_or(0, |head| head.seq);
            for record in disk.records.values_mut() {
                if record.stream == *stream && record.seq > seq && record.status != Status::SetApart {
                    record.status = Status::Sealed;
                }
            }
            Ok(())
        })
    }

    fn begin_stream(&self, _reason: Reason) -> Result<(), DiskFault> {
        self.begin(|_| Ok(()))
    }

    fn give_up(&self, stream: &StreamId) -> Result<(), DiskFault> {
        self.write(|disk| disk.give_up(stream))
    }

    fn set_apart(&self, stream: &StreamView, entry: &EntryId, _: (&str, &str)) -> Result<(), DiskFault> {
        let mark = |disk: &mut Disk| {
            disk.records.get_mut(entry).ok_or(DiskFault::Damaged)?.status = Status::SetApart;
            Ok(())
        };
        if stream.is_current {
            return self.begin(mark);
        }
        self.write(|disk| {
            mark(disk)?;
            disk.give_up(&stream.id)
        })
    }

    fn remark(&self, _: &[(EntryId, &EntryFinding)], wanted: &[Sha256Hash]) -> Result<(), DiskFault> {
        self.write(|disk| {
            for sha256 in wanted {
                if let Some(file) = disk.outbox.get_mut(sha256) {
                    file.held = false;
                }
            }
            Ok(())
        })
    }

    fn feed_position(&self) -> Result<(Option<ServerEpoch>, u64), DiskFault> {
        self.read(|disk| Ok((disk.server_epoch, disk.cursor)))
    }

    fn take_in(
        &self,
        epoch: ServerEpoch,
        items: &[FeedItem],
        (next, _more): (u64, bool),
    ) -> Result<u32, DiskFault> {
        if planted(ModelFault::CursorBeforeItems) {
            self.write(|disk| {
                (disk.server_epoch, disk.cursor) = (Some(epoch), next);
                Ok(())
            })?;
        }
        self.write(|disk| {
            for item in items {
                if item.kind == FeedKind::Durable.name() {
                    let body: DurableBody = from_cbor(&item.body).map_err(|_| DiskFault::Damaged)?;
                    apply_durable(disk, &body);
                } else {
                    let receipt: ReceiptBody = from_cbor(&item.body).map_err(|_| DiskFault::Damaged)?;
                    apply(disk, &receipt);
                }
            }
            (disk.server_epoch, disk.cursor) = (Some(epoch), next);
            Ok(())
        })
        .map(|()| 0)
    }

    fn reset_feed(&self, epoch: Option<ServerEpoch>) -> Result<(), DiskFault> {
        self.write(|disk| {
            if disk.server_epoch.is_some() && disk.server_epoch != epoch {
                disk.doubt_life();
            }
            (disk.server_epoch, disk.cursor) = (epoch, 0);
            Ok(())
        })
    }

    fn waiting_blobs(&self) -> Result<Vec<WaitingBlob>, DiskFault> {
        self.read(|disk| {
            let sent = disk.records.values();
            let sent = sent.filter(|record| !matches!(record.status, Status::Sealed | Status::SetApart));
            let named: Vec<Sha256Hash> =
                sent.flat_map(|record| &record.blobs).map(|name| name.blob.sha256).collect();
            let waiting = disk.outbox.iter().filter(|(sha256, file)| !file.held && named.contains(sha256));
            let mut waiting: Vec<_> = waiting
                .map(|(sha256, file)| WaitingBlob {
                    blob: BlobRef { sha256: *sha256, size: file.size },
                    role: file.role,
                    upload: file.upload.map(|number| number.to_string()),
                    is_freed: file.freed,
                })
                .collect();
            waiting.sort_by_key(|waiting| waiting.role);
            Ok(waiting)
        })
    }

    fn blobs_are_held(&self, blobs: &[Sha256Hash]) -> Result<(), DiskFault> {
        self.write(|disk| {
            for sha256 in blobs {
                if let Some(file) = disk.outbox.get_mut(sha256) {
                    (file.held, file.upload) = (true, None);
                }
            }
            Ok(())
        })
    }

    fn free_durable(&self) -> Result<FreedFiles, DiskFault> {
        let mut freed = FreedFiles::default();
        self.write(|disk| {
            freed = disk.free_durable();
            Ok(())
        })?;
        Ok(freed)
    }

    fn verify_statement(&self, statement: &LogStatement) -> Result<(), EvidenceError> {
        statement.verify_lives()
    }

    fn log_statements(&self) -> Result<Vec<LogStatement>, DiskFault> {
        self.read(|disk| Ok(disk.log.clone()))
    }

    fn keep_statement(&self, statement: &LogStatement) -> Result<(), DiskFault> {
        self.write(|disk| {
            disk.log.push(statement.clone());
            Ok(())
        })
    }

    /// The simulated server is honest unless a fault is planted.
    fn raise_alarm(&self, alarm: &LogAlarm) -> Result<(), DiskFault> {
        self.world.borrow_mut().violate(format!("phone {} raises {:?}", self.phone, alarm.fault));
        Ok(())
    }

    fn log_alarm(&self) -> Result<Option<LogFault>, DiskFault> {
        Ok(None)
    }

    fn replace_problems(&self, _problems: &[Problem]) -> Result<(), DiskFault> {
        Ok(())
    }
}

fn apply(disk: &mut Disk, receipt: &ReceiptBody) {
    let Some(record) = disk.records.get_mut(&receipt.entry_id) else { return };
    record.status = match receipt.state {
        RecordState::Received => Status::Sent,
        RecordState::Complete => Status::Complete,
        RecordState::Quarantined => Status::Quarantined,
    };
    if receipt.state == RecordState::Complete {
        for name in &record.blobs {
            if let Some(file) = disk.outbox.get_mut(&name.blob.sha256) {
                (file.held, file.upload) = (true, None);
            }
        }
    }
}

fn apply_durable(disk: &mut Disk, body: &DurableBody) {
    for entry_id in &body.entries {
        if let Some(record) = disk.records.get_mut(entry_id) {
            record.durable = true;
        }
    }
}

impl World {
    /// Seals a record with up to two photos: files first, then the entry that names them, then "saved".
    pub(crate) fn seal(&mut self, phone: usize, household: HouseholdId) {
        let entry_id = EntryId(self.rng.random());
        let photos = self.rng.random_range(0..=2);
        let blobs: Vec<BlobName> = (0..photos)
            .flat_map(|_| [BlobRole::Thumbnail, BlobRole::Derivative, BlobRole::Original])
            .map(|role| BlobName { blob: self.picture(), role })
            .collect();
        let poisoned = self.strikes(Mishap::PoisonedEntry);
        if poisoned {
            self.poison.insert(entry_id);
        }
        self.note(|| format!("phone {phone} seals {entry_id} about {household}, {photos} photos"));
        if planted(ModelFault::SavedBeforeCommit) {
            self.call_saved(phone, entry_id);
        }
        let late_files = planted(ModelFault::PhotoAfterEntry);
        let kept = if late_files { Ok(()) } else { self.write_files(phone, &blobs) };
        let kept = kept.and_then(|()| self.write_entry(phone, entry_id, household, &blobs));
        let kept = kept.and_then(|()| if late_files { self.write_files(phone, &blobs) } else { Ok(()) });
        if kept.is_ok() {
            self.call_saved(phone, entry_id);
        }
    }

    fn call_saved(&mut self, phone: usize, entry_id: EntryId) {
        if let Some(phone) = self.phones.get_mut(phone) {
            phone.saved.insert(entry_id);
        }
    }

    /// A file of 0 bytes to 50 MB.
    fn picture(&mut self) -> BlobRef {
        let size = match self.rng.random_range(0..10) {
            0 => 0,
            1 => self.rng.random_range(1_000_000..=50_000_000),
            _ => self.rng.random_range(1..=1_000_000),
        };
        BlobRef { sha256: Sha256Hash(self.rng.random()), size }
    }

    fn write_files(&mut self, phone: usize, blobs: &[BlobName]) -> Result<(), DiskFault> {
        for name in blobs {
            if self.strikes(Mishap::HalfWritten) {
                self.write(phone, |disk, _| {
                    disk.files.insert(name.blob.sha256, false);
                    Ok(())
                })?;
                if let Some(phone) = self.phones.get_mut(phone) {
                    phone.is_on = false;
                }
                return Err(DiskFault::PowerLost);
            }
            self.write(phone, |disk, _| {
                disk.files.insert(name.blob.sha256, true);
                Ok(())
            })?;
        }
        Ok(())
    }

    fn write_entry(
        &mut self,
        phone: usize,
        entry_id: EntryId,
        household: HouseholdId,
        blobs: &[BlobName],
    ) -> Result<(), DiskFault> {
        let wall_ms = self.phones.get(phone).map_or(0, |phone| phone.wall_ms) + self.clock_shift_ms;
        self.write(phone, |disk, _| {
            disk.append(Content { entry_id, household, wall_ms, blobs: blobs.to_vec() })?;
            disk.put_out(blobs);
            Ok(())
        })
    }
}
