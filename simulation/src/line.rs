//! The network between a phone and the server: every message may be lost, doubled, late or cut.

use std::cell::RefCell;

use rand::RngExt as _;
use ruhu_core::{
    ids::{DeviceId, Sha256Hash},
    journal::WaitingBlob,
    photo::BlobRef,
    sync::{Office, OnBytes, SyncStop, TransportError},
    wire::{
        DigestRequest, DigestResponse, EvidenceRequest, EvidenceResponse, Protocol, PullRequest,
        PullResponse, PushRequest, PushResponse, WantedRequest, WantedResponse,
    },
};

use crate::{
    disk::DiskFault,
    mutants::{ModelFault, planted},
    server::{Refusal, Standing},
    world::{Mishap, World, households},
};

type Stop = SyncStop<DiskFault>;

/// Largest chunk of an upload, in bytes.
const CHUNK: u64 = 1024 * 1024;
/// Records sealed while a sync is under way, in one story.
const MOST_SEALED_IN_MID_SYNC: u64 = 6;
/// How often an upload is taken up again in one sync.
const MAX_SETBACKS: u32 = 4;

/// The server as one phone reaches it.
pub(crate) struct Line<'w> {
    pub(crate) world: &'w RefCell<World>,
    pub(crate) phone: usize,
    pub(crate) device: DeviceId,
}

fn refused(Refusal(status, code): Refusal) -> Stop {
    SyncStop::Refused {
        status, code: code.to_owned(), message: "服务器未接受；请稍后重新同步".to_owned()
    }
}

impl Line<'_> {
    /// The way there.
    fn set_out(&self) -> Result<(), Stop> {
        let mut world = self.world.borrow_mut();
        if !world.phones.get(self.phone).is_some_and(|phone| phone.is_on) {
            return Err(SyncStop::Store(DiskFault::PowerLost));
        }
        // Bounded, or each record would bring about the next while it is sent.
        let sealed = world.happened.get(&Mishap::SealedInMidSync).copied().unwrap_or(0);
        if sealed < MOST_SEALED_IN_MID_SYNC && world.strikes(Mishap::SealedInMidSync) {
            let others = world.phones.len();
            let (other, household) = (world.rng.random_range(0..others), world.rng.random_range(0..3));
            if let Some(household) = households().nth(household) {
                world.seal(other, household);
            }
        }
        if world.strikes(Mishap::RequestLost) {
            return Err(TransportError::Unreachable.into());
        }
        if world.strikes(Mishap::ServerBusy) {
            return Err(refused(Refusal(503, "server_busy")));
        }
        if world.strikes(Mishap::OldProtocol) {
            return Err(refused(Refusal(426, "protocol_unsupported")));
        }
        Ok(())
    }

    /// The way back.
    fn come_back<T>(&self, answer: T) -> Result<T, Stop> {
        let mut world = self.world.borrow_mut();
        if world.strikes(Mishap::AnswerLost) { Err(TransportError::Cut.into()) } else { Ok(answer) }
    }

    fn create(&self, sha256: Sha256Hash, size: u64) -> Result<u64, Stop> {
        self.set_out()?;
        let number = self.world.borrow_mut().server.begin_upload(sha256, size);
        let number = self.come_back(number)?;
        let kept = self.world.borrow_mut().write(self.phone, |disk, _| {
            if let Some(file) = disk.outbox.get_mut(&sha256) {
                file.upload = Some(number);
            }
            Ok(())
        });
        kept.map(|()| number).map_err(SyncStop::Store)
    }

    fn ask(&self, number: u64) -> Result<Standing, Stop> {
        self.set_out()?;
        let standing = self.world.borrow().server.upload_stands(number);
        self.come_back(standing)
    }

    fn chunk(&self, number: u64, offset: u64, size: u64) -> Result<Standing, Stop> {
        self.set_out()?;
        let mut world = self.world.borrow_mut();
        let whole = (size - offset).min(CHUNK);
        let cut = world.strikes(Mishap::CutInMidBody);
        let sent = if cut { world.rng.random_range(0..=whole) } else { whole };
        let damaged = world.strikes(Mishap::DamagedInTransit);
        // A checksum finds most damage at the chunk; what it cannot see, the hash of the whole file has to.
        if damaged && world.rng.random_bool(0.5) {
            return Err(refused(Refusal(460, "checksum_mismatch")));
        }
        let standing = world.server.chunk(number, (offset, sent), damaged);
        if world.strikes(Mishap::Duplicated) {
            world.server.chunk(number, (offset, sent), damaged);
        }
        drop(world);
        if cut { Err(TransportError::Cut.into()) } else { self.come_back(standing) }
    }
}

impl World {
    /// An acknowledgement means that every entry of the batch is held; a revoked phone's entries are set apart.
    fn judge_answer(&mut self, request: &PushRequest, answer: &Result<PushResponse, Refusal>) {
        let held = self.server.streams.get(&request.stream);
        let holds =
            |sha256: Sha256Hash| held.is_some_and(|held| held.iter().any(|sealed| sealed.hash == sha256));
        let hashes = request.entries.iter().map(|bytes| Sha256Hash::of(bytes));
        let wrong = match answer {
            Ok(PushResponse::Accepted { ack, .. }) => {
                let lost = !holds(ack.head.hash) || !hashes.into_iter().all(holds);
                lost.then(|| format!("a batch acknowledged at {} is not held", ack.head.seq))
            }
            Err(Refusal(403, _)) => {
                let kept = hashes.into_iter().all(|sha256| self.server.quarantined.contains(&sha256));
                (!kept).then(|| "what a revoked phone sent is not kept".to_owned())
            }
            _ => None,
        };
        wrong.into_iter().for_each(|line| self.violate(line));
    }
}

impl Protocol for Line<'_> {
    type Error = Stop;

    fn push(&self, request: &PushRequest) -> Result<PushResponse, Stop> {
        self.set_out()?;
        let mut world = self.world.borrow_mut();
        world.note(|| format!("phone {} pushes {} entries", self.phone, request.entries.len()));
        if world.strikes(Mishap::DeliveredLate) {
            world.late.push((self.device, request.clone()));
            return Err(TransportError::Timeout.into());
        }
        let World { server, poison, .. } = &mut *world;
        let before = planted(ModelFault::AckBeforeCommit).then(|| server.clone());
        let answer = server.push(&self.device, request, poison);
        if world.strikes(Mishap::Duplicated) {
            let World { server, poison, .. } = &mut *world;
            // The second answer goes to nobody.
            let _nobody = server.push(&self.device, request, poison);
        }
        if world.strikes(Mishap::ServerCrashed) {
            match before {
                // The answer is out, and the disk never had it.
                Some(before) => world.server = before,
                None => return Err(TransportError::Cut.into()),
            }
        }
        world.judge_answer(request, &answer);
        drop(world);
        self.come_back(answer)?.map_err(refused)
    }

    fn pull(&self, request: &PullRequest) -> Result<PullResponse, Stop> {
        self.set_out()?;
        let answer = self.world.borrow().server.pull(&self.device, request);
        self.come_back(answer)
    }

    fn digest(&self, request: &DigestRequest) -> Result<DigestResponse, Stop> {
        self.set_out()?;
        let answer = self.world.borrow().server.digest(request);
        self.come_back(answer)
    }

    fn wanted(&self, request: &WantedRequest) -> Result<WantedResponse, Stop> {
        self.set_out()?;
        let answer = self.world.borrow().server.wanted(request);
        self.come_back(answer)
    }

    fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, Stop> {
        self.set_out()?;
        let answer = self.world.borrow().server.evidence(request);
        self.come_back(answer)?.map_err(refused)
    }
}

impl Office<DiskFault> for Line<'_> {
    type Capabilities = ();

    fn capabilities(&self) -> Result<(), Stop> {
        self.set_out()
    }

    fn upload(&self, waiting: &WaitingBlob, (): (), on_bytes: OnBytes<'_, DiskFault>) -> Result<(), Stop> {
        let BlobRef { sha256, size } = waiting.blob;
        let whole = self
            .world
            .borrow()
            .phones
            .get(self.phone)
            .and_then(|phone| phone.disk.files.get(&sha256).copied());
        if whole != Some(true) {
            return Err(SyncStop::Store(DiskFault::FileGone));
        }
        let mut number = waiting.upload.as_ref().and_then(|name| name.parse().ok());
        let mut standing = match number {
            Some(number) => self.ask(number)?,
            None => Standing::Unknown,
        };
        let mut setbacks = 0;
        loop {
            let step = match (standing, number) {
                (Standing::At(offset), Some(_)) if offset == size => return Ok(()),
                (Standing::At(offset), Some(number)) => {
                    let step = self.chunk(number, offset, size);
                    if let Ok(Standing::At(now)) = step {
                        on_bytes(now.saturating_sub(offset))?;
                    }
                    step
                }
                (Standing::WrongOffset, Some(number)) => self.ask(number),
                _ => {
                    setbacks += 1;
                    if setbacks > MAX_SETBACKS {
                        return Err(SyncStop::NoProgress);
                    }
                    let begun = self.create(sha256, size)?;
                    number = Some(begun);
                    self.ask(begun)
                }
            };
            standing = match step {
                Ok(standing) => standing,
                Err(SyncStop::Store(fault)) => return Err(SyncStop::Store(fault)),
                Err(error) => {
                    setbacks += 1;
                    match number.filter(|_| setbacks <= MAX_SETBACKS) {
                        Some(number) => self.ask(number)?,
                        None => return Err(error),
                    }
                }
            };
        }
    }
}
