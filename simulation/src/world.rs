//! Phones, server and what may go wrong between them: the state that one seed moves.

use std::collections::{BTreeMap, BTreeSet};

use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use ruhu_core::{
    ids::{DeviceId, EntryId, HouseholdId, Incarnation, ServerEpoch},
    wire::PushRequest,
};

use crate::{
    disk::{Disk, DiskFault},
    mutants::{ModelFault, planted},
    server::Server,
};

/// Everything that goes wrong by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mishap {
    RequestLost,
    AnswerLost,
    Duplicated,
    DeliveredLate,
    ServerCrashed,
    ServerBusy,
    CutInMidBody,
    DamagedInTransit,
    PowerLostBefore,
    PowerLostAfter,
    HalfWritten,
    DiskFull,
    OldProtocol,
    PoisonedEntry,
    SealedInMidSync,
}

/// All of them, with the most that a seed may give each, in thousandths.
pub(crate) const MISHAPS: &[(Mishap, u32)] = &[
    (Mishap::RequestLost, 250),
    (Mishap::AnswerLost, 250),
    (Mishap::Duplicated, 200),
    (Mishap::DeliveredLate, 200),
    (Mishap::ServerCrashed, 100),
    (Mishap::ServerBusy, 100),
    (Mishap::CutInMidBody, 300),
    (Mishap::DamagedInTransit, 200),
    (Mishap::PowerLostBefore, 60),
    (Mishap::PowerLostAfter, 60),
    (Mishap::HalfWritten, 100),
    (Mishap::DiskFull, 60),
    (Mishap::OldProtocol, 100),
    (Mishap::PoisonedEntry, 120),
    (Mishap::SealedInMidSync, 80),
];

/// A phone: its disk, whether it is on, and what it has called saved.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) disk: Disk,
    pub(crate) is_on: bool,
    /// Stopped for ever.
    pub(crate) is_gone: bool,
    pub(crate) saved: BTreeSet<EntryId>,
    /// Wall clock in milliseconds; any value.
    pub(crate) wall_ms: i64,
    pub(crate) backups: Vec<(Disk, BTreeSet<EntryId>)>,
}

/// The whole.
pub(crate) struct World {
    pub(crate) rng: ChaCha8Rng,
    mix: BTreeMap<Mishap, u32>,
    pub(crate) is_calm: bool,
    pub(crate) phones: Vec<Phone>,
    pub(crate) server: Server,
    pub(crate) backups: Vec<Server>,
    /// Whether phones may rely on backups. Then the server is restored from the newest one; else from any.
    pub(crate) backups_count: bool,
    /// Pushes that will still arrive.
    pub(crate) late: Vec<(DeviceId, PushRequest)>,
    /// Entries that the server will not take into a journal.
    pub(crate) poison: BTreeSet<EntryId>,
    pub(crate) happened: BTreeMap<Mishap, u64>,
    pub(crate) violations: Vec<String>,
    pub(crate) trace: Option<Vec<String>>,
    pub(crate) clock_shift_ms: i64,
}

impl World {
    /// The world of a seed: some of the mishaps, each as often as the seed says.
    pub(crate) fn of(seed: u64, clock_shift_ms: i64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut mix = BTreeMap::new();
        for (mishap, most) in MISHAPS {
            if rng.random_range(0..5) < 2 {
                mix.insert(*mishap, rng.random_range(1..=*most));
            }
        }
        let server = Server::new(ServerEpoch(rng.random()));
        let phones = (0..rng.random_range(1..=3)).map(|_| Phone::enrolled(&mut rng)).collect();
        let backups_count = rng.random_range(0..3) == 0;
        let mut world = Self {
            rng,
            mix,
            is_calm: false,
            phones,
            server,
            backups: Vec::new(),
            backups_count,
            late: Vec::new(),
            poison: BTreeSet::new(),
            happened: BTreeMap::new(),
            violations: Vec::new(),
            trace: None,
            clock_shift_ms,
        };
        for household in households() {
            world.assign(household);
        }
        world
    }

    /// Gives a household to one of the phones.
    pub(crate) fn assign(&mut self, household: HouseholdId) {
        let index = self.rng.random_range(0..self.phones.len());
        if let Some(phone) = self.phones.get(index) {
            self.server.assigned.insert(household, phone.disk.device);
        }
    }

    /// The office gives the phone a new code, and it becomes another device with the same households.
    pub(crate) fn enrol_again(&mut self, index: usize) {
        let World { phones, server, rng, .. } = self;
        let Some(phone) = phones.get_mut(index).filter(|phone| phone.is_on) else { return };
        let (old, new) = (phone.disk.device, DeviceId(rng.random()));
        if phone.disk.become_device((new, Incarnation(rng.random())), server.epoch).is_ok() {
            server.assigned.values_mut().filter(|device| **device == old).for_each(|device| *device = new);
        }
    }

    /// Whether this goes wrong now.
    pub(crate) fn strikes(&mut self, mishap: Mishap) -> bool {
        let per_mille = self.mix.get(&mishap).copied().unwrap_or(0);
        let struck = !self.is_calm && per_mille > 0 && self.rng.random_range(0..1_000) < per_mille;
        if struck {
            *self.happened.entry(mishap).or_default() += 1;
            self.note(|| format!("  mishap {mishap:?}"));
        }
        struck
    }

    pub(crate) fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(line());
        }
    }

    pub(crate) fn violate(&mut self, line: String) {
        self.note(|| format!("VIOLATION {line}"));
        self.violations.push(line);
    }

    /// One transaction on a phone's disk.
    pub(crate) fn write<T>(
        &mut self,
        phone: usize,
        change: impl FnOnce(&mut Disk, &mut ChaCha8Rng) -> Result<T, DiskFault>,
    ) -> Result<T, DiskFault> {
        if !self.phones.get(phone).is_some_and(|phone| phone.is_on) {
            return Err(DiskFault::PowerLost);
        }
        if self.strikes(Mishap::DiskFull) {
            return Err(DiskFault::Full);
        }
        let before = self.strikes(Mishap::PowerLostBefore);
        let after = !before && self.strikes(Mishap::PowerLostAfter);
        let World { phones, rng, .. } = self;
        let phone = phones.get_mut(phone).ok_or(DiskFault::Damaged)?;
        phone.is_on = !(before || after);
        if before {
            return Err(DiskFault::PowerLost);
        }
        let done = change(&mut phone.disk, rng);
        if after { Err(DiskFault::PowerLost) } else { done }
    }

    /// The server is backed up; where that counts, phones hear of it.
    pub(crate) fn back_up_server(&mut self) {
        self.backups.push(self.server.clone());
        if self.backups_count {
            self.server.count_as_durable();
        }
    }

    /// The backup that a destroyed server is restored from.
    pub(crate) fn backup_to_restore(&self, choice: usize) -> Option<Server> {
        let newest = self.backups.len().checked_sub(1)?;
        let at = if self.backups_count { newest } else { choice % self.backups.len() };
        self.backups.get(at).cloned()
    }

    /// The server is restored from a backup, or goes on from its disk.
    pub(crate) fn restore_server(&mut self, from: Server) {
        let epoch = ServerEpoch(self.rng.random());
        self.server = from;
        if !planted(ModelFault::NoEpoch) {
            self.server.epoch = epoch;
            if !planted(ModelFault::RestoreUnstated)
                && let Err(refusal) = self.server.log.begin_life(epoch)
            {
                self.violate(format!("the restored log is damaged: {refusal:?}"));
            }
        }
    }
}

impl Phone {
    fn enrolled(rng: &mut ChaCha8Rng) -> Self {
        let disk = Disk::enrolled(DeviceId(rng.random()), Incarnation(rng.random()));
        Self {
            disk,
            is_on: true,
            is_gone: false,
            saved: BTreeSet::new(),
            wall_ms: 1_790_000_000_000,
            backups: Vec::new(),
        }
    }
}

/// The households of every world.
pub(crate) fn households() -> impl Iterator<Item = HouseholdId> {
    (1..=3).filter_map(|number| HouseholdId::new(format!("H{number:04}")).ok())
}
