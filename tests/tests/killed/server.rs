//! A server that is killed while it takes in entries and photos.

use std::{
    path::Path,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use ruhu_core::{
    ids::{CampaignId, HouseholdId, Sha256Hash},
    journal::SealedEntry,
    record::Record,
    wire::PushResponse,
};
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, visit},
    server::{ServerProcess, enrol_phone, invent_households, open_app, ruhu_ok},
    site::VILLAGE,
};

use crate::Moment;

/// Entries of one push, and bytes of one photo: small, so that kills fall between many of them.
const BATCH: usize = 3;
const PHOTO_BYTES: usize = 40_000;

/// What all the runs came to.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) entries: u64,
    pub(crate) photos: u64,
    /// Kills that fell between the request and its answer.
    pub(crate) unanswered: u32,
}

/// A phone with its journal and what the server has acknowledged of it.
struct Village {
    phone: WirePhone,
    campaign: CampaignId,
    household: HouseholdId,
    journal: Vec<SealedEntry>,
    acknowledged: usize,
    photos: Vec<Sha256Hash>,
}

pub(crate) fn run(moments: impl Iterator<Item = Moment>) -> Count {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let server = ServerProcess::start(&data).unwrap();
    let listen = server.address().to_owned();
    let mut village = Village::enrolled(&data, server.url());
    drop(server);
    let mut count = Count::default();
    for moment in moments {
        let wait = match moment {
            Moment::AtWork { wait, .. } => wait,
            Moment::AfterStart(wait) => {
                kill_while_it_starts(&data, &listen, wait);
                Duration::ZERO
            }
        };
        let server = ServerProcess::start_on(&data, &listen).unwrap();
        count.unanswered += u32::from(village.work_until_killed(server, wait));
    }
    let server = ServerProcess::start_on(&data, &listen).unwrap();
    while village.acknowledged < village.journal.len() {
        village.push().unwrap();
    }
    drop(server);
    village.everything_is_there_once(&data);
    count.entries = village.acknowledged as u64;
    count.photos = village.photos.len() as u64;
    count
}

/// The database that the kill before left behind is being opened when the next one comes.
fn kill_while_it_starts(data: &Path, listen: &str, wait: Duration) {
    let mut child = ServerProcess::command(data, listen).unwrap().spawn().unwrap();
    std::thread::sleep(wait);
    child.kill().unwrap();
    child.wait().unwrap();
}

impl Village {
    fn enrolled(data: &Path, url: &str) -> Self {
        let app = open_app(data).unwrap();
        let household = invent_households(&app, VILLAGE, 1).unwrap().remove(0);
        let campaign = app.store.read(|r| r.current_campaign()).unwrap().unwrap().campaign;
        let phone = enrol_phone(data, url, 1).unwrap();
        Self { phone, campaign, household, journal: Vec::new(), acknowledged: 0, photos: Vec::new() }
    }

    /// Sends entries and photos until the line is dead; whether an answer was outstanding then.
    fn work_until_killed(&mut self, server: ServerProcess, wait: Duration) -> bool {
        let (began, begun) = mpsc::channel();
        let outstanding = &AtomicBool::new(false);
        std::thread::scope(|scope| {
            let killer = scope.spawn(move || {
                begun.recv_timeout(Duration::from_mins(1)).unwrap();
                std::thread::sleep(wait);
                let hit = outstanding.load(Ordering::SeqCst);
                server.kill().unwrap();
                hit
            });
            loop {
                outstanding.store(true, Ordering::SeqCst);
                if self.push().is_err() || self.send_photo().is_err() {
                    break;
                }
                outstanding.store(false, Ordering::SeqCst);
                // The killer is gone after the first word.
                let _ = began.send(());
            }
            killer.join().unwrap()
        })
    }

    /// Pushes what is not acknowledged. A server that lost what it acknowledged would answer with a gap.
    fn push(&mut self) -> anyhow::Result<()> {
        while self.journal.len() < self.acknowledged + BATCH {
            let number = self.journal.len() as u64;
            let maker = EntryMaker::new(&self.campaign, &self.household, number);
            self.journal.push(maker.seal(&mut self.phone, &Record::Visit(Box::new(visit(Vec::new()))))?);
        }
        match self.phone.push(&self.journal[self.acknowledged..])? {
            PushResponse::Accepted { ack, .. } => self.acknowledged = usize::try_from(ack.head.seq)?,
            lost => panic!("after {} acknowledged entries: {lost:?}", self.acknowledged),
        }
        Ok(())
    }

    fn send_photo(&mut self) -> anyhow::Result<()> {
        let mut bytes = vec![0xd8; PHOTO_BYTES];
        bytes[..8].copy_from_slice(&(self.photos.len() as u64).to_be_bytes());
        let status = self.phone.send_photo(&bytes)?;
        assert_eq!(status, 201, "photo {}", self.photos.len());
        self.photos.push(Sha256Hash::of(&bytes));
        Ok(())
    }

    fn everything_is_there_once(&self, data: &Path) {
        let app = open_app(data).unwrap();
        let counts = app.store.read(|r| r.record_counts(&VILLAGE.parse().unwrap())).unwrap();
        assert_eq!(counts.complete, self.journal.len() as u64, "every visit once");
        for (number, hash) in self.photos.iter().enumerate() {
            let bytes =
                std::fs::read(app.blobs.path(hash)).unwrap_or_else(|error| panic!("photo {number}: {error}"));
            assert_eq!(Sha256Hash::of(&bytes), *hash, "photo {number}");
        }
        let check = ruhu_ok(&["check", "--data", &data.to_string_lossy()]).unwrap();
        assert!(check.contains("全部一致"), "{check}");
    }
}
