//! Seeded stories on real parts: the phone's session over SQLCipher files, the shipped client, the server's routes over
//! SQLite, with a network between them that goes wrong, and machines that are copied, restored and restarted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use ruhu_core::{
    capture::{FieldSession, LocalStatus},
    ids::EntryId,
    sync::{SyncReport, Unwatched},
    wire::RecordState,
};
use ruhu_server::backup::{Counts, backup};
use ruhu_tests::{
    day::{open_phone, sealed_visit},
    faulty_line::{FaultyLine, Mishap},
    folder::copy_folder,
    site::Site,
};

/// Stories in the test run.
const STORIES: u64 = 10;
/// Steps of each.
const STEPS: u32 = 16;
/// Rounds within which everything is on the server once the network holds.
const HEALING_ROUNDS: u32 = 4;

struct Phone {
    folder: PathBuf,
    session: Option<FieldSession>,
    /// What this phone has called saved.
    sealed: Vec<EntryId>,
    copies: Vec<(PathBuf, Vec<EntryId>)>,
}

impl Phone {
    fn enrolled(site: &Site, folder: PathBuf) -> Self {
        let session = open_phone(&folder).unwrap();
        session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
        assert!(session.sync(&Unwatched).unwrap().digest_equal);
        Self { folder, session: Some(session), sealed: Vec::new(), copies: Vec::new() }
    }

    fn session(&self) -> &FieldSession {
        self.session.as_ref().unwrap()
    }

    fn reopen(&mut self) {
        self.session = None;
        self.session = Some(open_phone(&self.folder).unwrap());
        let known = self.session().status().unwrap().records;
        for entry_id in &self.sealed {
            assert!(known.iter().any(|record| record.entry_id == Some(*entry_id)), "{entry_id} was saved");
        }
    }

    fn copy(&mut self, to: PathBuf) {
        self.session = None;
        copy_folder(&self.folder, &to).unwrap();
        self.copies.push((to, self.sealed.clone()));
        self.reopen();
    }

    fn restore(&mut self, choice: usize) {
        let Some((from, sealed)) = self.copies.get(choice % self.copies.len().max(1)).cloned() else {
            return;
        };
        self.session = None;
        fs::remove_dir_all(&self.folder).unwrap();
        copy_folder(&from, &self.folder).unwrap();
        self.sealed = sealed;
        self.reopen();
    }
}

struct Story {
    site: Option<Site>,
    phones: Vec<Phone>,
    backups: Vec<PathBuf>,
    /// Whether phones may rely on backups; then the newest one is restored, else any.
    backups_count: bool,
    dice: ChaCha8Rng,
    line: FaultyLine,
    numbers: u32,
}

impl Story {
    fn begin(seed: u64) -> Self {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let site = Site::start(3);
        let phones = (0..dice.random_range(1..=2))
            .map(|number| Phone::enrolled(&site, site.dir().join(format!("phone-{number}"))))
            .collect();
        let line = FaultyLine::new(seed, dice.random_range(20..=300));
        let backups_count = dice.random();
        Self { site: Some(site), phones, backups: Vec::new(), backups_count, dice, line, numbers: 0 }
    }

    fn site(&self) -> &Site {
        self.site.as_ref().unwrap()
    }

    fn fresh_path(&mut self, name: &str) -> PathBuf {
        self.numbers += 1;
        self.site().dir().join(format!("{name}-{}", self.numbers))
    }

    fn step(&mut self) {
        let phone = self.dice.random_range(0..self.phones.len());
        let choice = self.dice.random_range(0..1_000_usize);
        match self.dice.random_range(0..18) {
            0..=5 => self.seal(phone, choice),
            // A sync may end anywhere; what must hold is seen at the end.
            6..=11 => drop(self.phones[phone].session().sync_over(&self.line, &Unwatched)),
            12 => self.phones[phone].reopen(),
            13 => {
                let to = self.fresh_path("copy");
                self.phones[phone].copy(to);
            }
            14 => self.phones[phone].restore(choice),
            15 => self.back_up(),
            16 => self.restore_server(choice),
            _ => self.site = self.site.take().map(Site::reopened),
        }
    }

    fn seal(&mut self, phone: usize, choice: usize) {
        let household = self.site().households[choice % 3].clone();
        let photos = u32::try_from(choice % 7 % 3).unwrap();
        let entry_id = sealed_visit(self.phones[phone].session(), &household, photos).unwrap();
        self.phones[phone].sealed.push(entry_id);
    }

    fn back_up(&mut self) {
        let to = self.fresh_path("backup");
        // Both lie on one disk here.
        let counts = if self.backups_count { Counts::Anywhere } else { Counts::OnAnotherDisk };
        backup(self.site().app(), &to, counts).unwrap();
        self.backups.push(to);
    }

    fn restore_server(&mut self, choice: usize) {
        let Some(newest) = self.backups.len().checked_sub(1) else { return };
        let from = if self.backups_count { newest } else { choice % self.backups.len() };
        self.site = self.site.take().map(|site| site.restored_from(&self.backups[from]));
    }

    /// The network holds: everything comes to rest.
    fn heal(&mut self, seed: u64) {
        for phone in &self.phones {
            let reports: Vec<SyncReport> =
                (0..HEALING_ROUNDS).map(|_| phone.session().sync(&Unwatched).unwrap()).collect();
            let last = reports.last().unwrap();
            assert!(last.digest_equal && last.problems.is_empty(), "seed {seed}: {:?}", last.problems);
        }
    }

    fn must_hold(&self, seed: u64) {
        let verified = self.site().app().store.read(|r| r.verify()).unwrap();
        assert_eq!(verified.faults, [], "seed {seed}");
        assert_eq!(self.site().quarantined_batches(), Vec::<String>::new(), "seed {seed}");
        for phone in &self.phones {
            assert_eq!(phone.session().counts().unwrap().pending_bytes, 0, "seed {seed}");
            for entry_id in &phone.sealed {
                let held = self.site().app().store.read(|r| r.record(entry_id)).unwrap();
                assert_eq!(
                    held.map(|held| held.state),
                    Some(RecordState::Complete),
                    "seed {seed}: {entry_id}"
                );
                let known = phone.session().record_status(entry_id).unwrap().unwrap();
                assert_eq!(known.status, LocalStatus::Complete, "seed {seed}: {entry_id}");
            }
        }
    }

    /// A last backup that counts: the phones give their photos up, and every photo comes out of the backup.
    fn outlives_its_server(&mut self, seed: u64) {
        self.backups_count = true;
        self.back_up();
        for phone in &self.phones {
            phone.session().sync(&Unwatched).unwrap();
            let counts = phone.session().counts().unwrap();
            assert_eq!(counts.durable, counts.complete, "seed {seed}");
        }
        // Restoring reads every photo and compares its hash.
        self.restore_server(0);
        self.heal(seed);
        self.must_hold(seed);
    }
}

fn play(seed: u64) -> BTreeMap<Mishap, u64> {
    let mut story = Story::begin(seed);
    (0..STEPS).for_each(|_| story.step());
    story.heal(seed);
    story.must_hold(seed);
    story.outlives_its_server(seed);
    story.line.happened()
}

#[test]
fn whatever_happens_every_saved_record_is_on_the_server_once_and_whole() {
    let mut happened: BTreeMap<Mishap, u64> = BTreeMap::new();
    // More of them by hand: RUHU_STORIES=1000.
    let stories = std::env::var("RUHU_STORIES").ok().and_then(|asked| asked.parse().ok()).unwrap_or(STORIES);
    for seed in 0..stories {
        play(seed).into_iter().for_each(|(mishap, times)| *happened.entry(mishap).or_default() += times);
    }
    println!("{stories} stories on real parts, {happened:?}");
    assert!(happened.len() >= 5, "the network went wrong in most ways: {happened:?}");
}
