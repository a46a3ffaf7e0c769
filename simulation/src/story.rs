//! One seed's story: what people do, what happens to machines, and the healing at the end.

use std::{cell::RefCell, collections::BTreeMap};

use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use ruhu_core::{
    ids::EntryId,
    sync::{Engine, Unwatched},
};

use crate::{
    invariants,
    line::Line,
    mutants::{Mutant, plant_mutant},
    phone::PhoneBooks,
    world::{Mishap, World, households},
};

/// Rounds of syncs within which every queue must be empty once nothing goes wrong any more.
const HEALING_ROUNDS: usize = 6;
/// A year in milliseconds.
const YEAR_MS: i64 = 365 * 24 * 3_600 * 1_000;

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happening {
    Seal,
    Sync,
    PhoneRestarts,
    PhoneBackedUp,
    PhoneRestored,
    PhoneGone,
    ServerBackedUp,
    ServerRestored,
    Reassigned,
    Revoked,
    Reenrolled,
    ClockJumps,
    LateArrives,
}

/// A happening with the chance that it draws on, so that a story can be cut down without changing the rest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) happening: Happening,
    chance: u64,
}

/// What a story came to.
pub(crate) struct Outcome {
    pub(crate) violations: Vec<String>,
    pub(crate) mishaps: BTreeMap<Mishap, u64>,
    pub(crate) happenings: BTreeMap<&'static str, u64>,
    pub(crate) entries: u64,
    pub(crate) trace: Vec<String>,
    /// Every record of the server with its state, and every record of the phones: the same whatever the clocks said.
    pub(crate) fingerprint: Vec<(EntryId, String)>,
}

/// The steps of a seed.
pub(crate) fn steps_of(seed: u64) -> Vec<Step> {
    use Happening::{
        ClockJumps, LateArrives, PhoneBackedUp, PhoneGone, PhoneRestarts, PhoneRestored, Reassigned,
        Reenrolled, Revoked, Seal, ServerBackedUp, ServerRestored, Sync,
    };
    let mut rng = ChaCha8Rng::seed_from_u64(seed.rotate_left(32) ^ 0x5e_ed);
    // In some stories both sides go back to older copies again and again: only there do histories part twice.
    // In some the server dies again and again, for the first time when a phone has only just begun to speak with it and
    // went back to an older copy in between: then the same place of a stream is told in two ways.
    let flavour = rng.random_range(0..6);
    let (parts_twice, server_flaps) = (flavour < 2, flavour == 2);
    let (copies, most_steps) = if parts_twice { (6, 80) } else { (2, 40) };
    let weights = [
        (Seal, 9),
        (Sync, 9),
        (PhoneRestarts, 2),
        (PhoneBackedUp, copies),
        (PhoneRestored, if parts_twice { 5 } else { rng.random_range(0..3) }),
        (PhoneGone, u32::from(rng.random_range(0..6) == 0)),
        (ServerBackedUp, copies),
        (
            ServerRestored,
            match (parts_twice, server_flaps) {
                (true, _) => 4,
                (_, true) => 8,
                _ => rng.random_range(0..2),
            },
        ),
        (Reassigned, 1),
        (Revoked, u32::from(rng.random_range(0..6) == 0)),
        (Reenrolled, u32::from(rng.random_range(0..4) == 0)),
        (ClockJumps, 1),
        (LateArrives, 1),
    ];
    let total: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let first = [
        PhoneBackedUp,
        ServerBackedUp,
        Seal,
        Sync,
        PhoneBackedUp,
        PhoneRestored,
        Seal,
        Sync,
        PhoneRestored,
        ServerRestored,
    ];
    let first = if server_flaps { first.as_slice() } else { &[] };
    let first: Vec<Step> =
        first.iter().map(|happening| Step { happening: *happening, chance: rng.random() }).collect();
    let drawn = (0..rng.random_range(8..most_steps)).map(|_| {
        let mut at = rng.random_range(0..total);
        let drawn = weights.iter().find(|(_, weight)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        Step { happening: drawn.map_or(Sync, |(happening, _)| *happening), chance: rng.random() }
    });
    first.into_iter().chain(drawn).collect()
}

/// Plays a seed's steps.
pub(crate) fn play(
    seed: u64,
    steps: &[Step],
    mutant: Option<Mutant>,
    (clock_shift_ms, traced): (i64, bool),
) -> Outcome {
    plant_mutant(mutant);
    let mut world = World::of(seed, clock_shift_ms);
    world.trace = traced.then(Vec::new);
    let world = RefCell::new(world);
    let mut happenings = BTreeMap::new();
    for step in steps {
        world.borrow_mut().rng = ChaCha8Rng::seed_from_u64(step.chance);
        *happenings.entry(name(step.happening)).or_default() += 1;
        happen(&world, step.happening);
        if !world.borrow().violations.is_empty() {
            break;
        }
    }
    heal(&world);
    plant_mutant(None);
    let world = world.into_inner();
    Outcome {
        fingerprint: invariants::fingerprint(&world),
        entries: world.server.records.len() as u64,
        violations: world.violations,
        mishaps: world.happened,
        happenings,
        trace: world.trace.unwrap_or_default(),
    }
}

fn name(happening: Happening) -> &'static str {
    match happening {
        Happening::Seal => "records sealed",
        Happening::Sync => "syncs begun",
        Happening::PhoneRestarts => "phones restarted",
        Happening::PhoneBackedUp => "phones backed up",
        Happening::PhoneRestored => "phones restored from an older copy",
        Happening::PhoneGone => "phones stopped for ever",
        Happening::ServerBackedUp => "servers backed up",
        Happening::ServerRestored => "servers restored from a backup",
        Happening::Reassigned => "households reassigned",
        Happening::Revoked => "phones revoked",
        Happening::Reenrolled => "phones enrolled again",
        Happening::ClockJumps => "clock jumps",
        Happening::LateArrives => "late deliveries awaited",
    }
}

fn happen(world: &RefCell<World>, happening: Happening) {
    let (phone, household) = {
        let mut world = world.borrow_mut();
        world.note(|| format!("{happening:?}"));
        let count = world.phones.len();
        (world.rng.random_range(0..count), world.rng.random_range(0..3))
    };
    if world.borrow().phones.get(phone).is_none_or(|phone| phone.is_gone) {
        return;
    }
    match happening {
        Happening::Sync => {
            sync(world, phone);
        }
        Happening::PhoneRestarts => restart(&mut world.borrow_mut(), phone),
        _ => {
            if let Some(household) = households().nth(household) {
                world.borrow_mut().happen(happening, phone, household);
            }
        }
    }
}

impl World {
    fn happen(&mut self, happening: Happening, index: usize, household: ruhu_core::ids::HouseholdId) {
        let choice = self.rng.random_range(0..1_000_usize);
        let Some(phone) = self.phones.get_mut(index) else { return };
        match happening {
            Happening::Seal => self.seal(index, household),
            Happening::PhoneBackedUp => phone.backups.push((phone.disk.clone(), phone.saved.clone())),
            Happening::PhoneRestored => {
                let from = phone.backups.get(choice % phone.backups.len().max(1)).cloned();
                if let Some((disk, saved)) = from {
                    (phone.disk, phone.saved) = (disk, saved);
                    restart(self, index);
                }
            }
            Happening::PhoneGone => phone.is_gone = true,
            Happening::ServerBackedUp => self.back_up_server(),
            Happening::ServerRestored => {
                if let Some(from) = self.backup_to_restore(choice) {
                    self.restore_server(from);
                    if self.backups_count {
                        self.server.count_as_durable();
                    }
                }
            }
            Happening::Reassigned => self.assign(household),
            Happening::Revoked => {
                self.server.revoked.insert(phone.disk.device);
            }
            Happening::Reenrolled => self.enrol_again(index),
            Happening::ClockJumps => {
                phone.wall_ms = if choice % 2 == 0 { 0 } else { phone.wall_ms + 3 * YEAR_MS };
            }
            Happening::LateArrives => self.deliver_late(),
            Happening::Sync | Happening::PhoneRestarts => {}
        }
    }

    /// Everything that was on the way arrives, the last first.
    fn deliver_late(&mut self) {
        while let Some((device, request)) = self.late.pop() {
            let World { server, poison, .. } = self;
            // Nobody waits for the answer any more.
            let _nobody = server.push(&device, &request, poison);
        }
    }
}

/// The phone is switched on again: what it called saved is there.
fn restart(world: &mut World, phone: usize) {
    if let Some(phone) = world.phones.get_mut(phone) {
        phone.is_on = true;
        phone.disk.tidy();
    }
    invariants::saved_is_there(world, phone);
}

/// One sync, as the shipped engine does it. Says whether both then hold the same.
fn sync(world: &RefCell<World>, phone: usize) -> bool {
    let Some(device) = world.borrow().phones.get(phone).map(|phone| phone.disk.device) else { return false };
    let books = PhoneBooks { world, phone };
    let line = Line { world, phone, device };
    let ended = Engine::new(&books, &line, &Unwatched).run();
    world.borrow_mut().note(|| match &ended {
        Ok(report) => {
            format!("  sync of phone {phone}: pushed {}, equal {}", report.pushed, report.digest_equal)
        }
        Err(stop) => format!("  sync of phone {phone} stopped: {}", stop.full_code()),
    });
    invariants::freed_is_backed_up(&mut world.borrow_mut(), phone);
    let equal = ended.is_ok_and(|report| report.digest_equal);
    if equal {
        invariants::both_hold_the_same(&mut world.borrow_mut(), phone);
    }
    equal
}

/// Nothing goes wrong any more: within a bounded number of rounds every queue is empty, and everything holds.
fn heal(world: &RefCell<World>) {
    world.borrow_mut().note(|| "healing".to_owned());
    let phones = {
        let mut world = world.borrow_mut();
        world.is_calm = true;
        world.rng = ChaCha8Rng::seed_from_u64(0);
        world.deliver_late();
        let count = world.phones.len();
        for phone in 0..count {
            restart(&mut world, phone);
        }
        count
    };
    let live: Vec<usize> =
        (0..phones).filter(|phone| invariants::takes_part(&world.borrow(), *phone)).collect();
    let mut settled = Vec::new();
    for _ in 0..HEALING_ROUNDS {
        settled = live.iter().map(|phone| sync(world, *phone)).collect();
    }
    if world.borrow().backups_count {
        world.borrow_mut().back_up_server();
        settled = live.iter().map(|phone| sync(world, *phone)).collect();
        live.iter().for_each(|phone| invariants::durable_is_freed(&mut world.borrow_mut(), *phone));
    }
    let mut world = world.borrow_mut();
    for (phone, settled) in live.iter().zip(settled) {
        if !settled {
            world.violate(format!("phone {phone} and server do not agree after {HEALING_ROUNDS} rounds"));
        }
    }
    invariants::all_hold(&mut world, &live);
}

/// The fewest steps that still fail: each is left out in turn.
pub(crate) fn minimised(seed: u64, mutant: Option<Mutant>) -> Vec<Step> {
    let mut steps = steps_of(seed);
    let mut at = 0;
    while at < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(at);
        if play(seed, &fewer, mutant, (0, false)).violations.is_empty() {
            at += 1;
        } else {
            steps = fewer;
        }
    }
    steps
}
