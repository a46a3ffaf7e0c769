//! A server whose disk fails once while it starts or takes in.

use std::{path::Path, sync::Mutex};

use ruhu_core::{ids::Sha256Hash, journal::SealedEntry, record::Record, wire::PushResponse};
use ruhu_tests::{
    folder::copy_folder,
    phone::WirePhone,
    records::{EntryMaker, visit},
    server::{ServerProcess, enrol_phone, invent_households, open_app, ruhu_ok},
    site::VILLAGE,
};

use super::calls::{Fault, faults, for_each, struck_elsewhere};

const ANYWHERE: &str = "127.0.0.1:0";
/// A fault is one in every thread of the server, so that a request may meet several.
const TRIES: usize = 12;
static PHOTO: [u8; 30_000] = [0xd8; 30_000];

/// What all the runs came to.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) runs: usize,
    pub(crate) refused: usize,
    pub(crate) not_started: usize,
    /// A fault struck what wakes a thread, and the server may end by it.
    pub(crate) elsewhere: usize,
}

/// A phone and its journal: two pushes of two entries.
struct Work {
    phone: WirePhone,
    journal: Vec<SealedEntry>,
}

/// What a server acknowledged, and how often it refused before.
#[derive(Default)]
struct Done {
    entries: usize,
    photo: bool,
    refusals: Vec<String>,
}

pub(crate) fn run() -> Count {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let work = Work::enrolled(&data);
    let watched = dir.path().join("watched");
    copy_folder(&data, &watched).unwrap();
    let found = faults(&ServerProcess::command(&watched, ANYWHERE).unwrap(), &watched, |command| {
        let server = ServerProcess::of(command).unwrap();
        let done = work.with(server.url(), "no fault");
        assert_eq!(
            (done.entries, done.photo, done.refusals.len()),
            (4, true, 0),
            "without a fault all is taken"
        );
    });
    let count = Mutex::new(Count::default());
    for_each(&found, |fault| {
        let scratch = tempfile::tempdir().unwrap();
        let scratch = scratch.path().join("data");
        copy_folder(&data, &scratch).unwrap();
        let outcome = check(&work, &scratch, fault);
        let mut count = count.lock().unwrap();
        count.runs += 1;
        count.refused += outcome.refused;
        count.not_started += usize::from(!outcome.started);
        count.elsewhere += usize::from(outcome.elsewhere);
    });
    count.into_inner().unwrap()
}

/// What one run came to.
struct Outcome {
    /// How many requests were refused.
    refused: usize,
    /// Whether the server started at all.
    started: bool,
    elsewhere: bool,
}

fn check(work: &Work, data: &Path, fault: Fault) -> Outcome {
    let named = fault.to_string();
    let log = tempfile::NamedTempFile::new().unwrap();
    let command = ServerProcess::command(data, ANYWHERE).unwrap();
    let server = ServerProcess::of(&mut fault.around(&command, log.path())).ok();
    let started = server.is_some();
    let done = server.map(|server| work.with(server.url(), &named)).unwrap_or_default();
    let elsewhere = struck_elsewhere(log.path(), data);
    assert!(
        !started || elsewhere || (done.entries == 4 && done.photo),
        "{named}: what was refused once is taken the next time: {:?}",
        done.refusals
    );
    // Killed above, and started again on a sound disk: nothing that was acknowledged is gone, nothing is there twice.
    let server = ServerProcess::start(data).unwrap_or_else(|error| panic!("{named}: {error}"));
    let rest = work.from(server.url(), done.entries, &named);
    assert_eq!(rest, 4, "{named}");
    drop(server);
    let app = open_app(data).unwrap();
    let counts = app.store.read(|r| r.record_counts(&VILLAGE.parse().unwrap())).unwrap();
    assert_eq!(counts.complete, 4, "{named}: every visit once");
    if done.photo {
        let bytes = std::fs::read(app.blobs.path(&Sha256Hash::of(&PHOTO))).unwrap();
        assert_eq!(bytes, PHOTO, "{named}");
    }
    drop(app);
    let checked = ruhu_ok(&["check", "--data", &data.to_string_lossy()])
        .unwrap_or_else(|error| panic!("{named}: {error}"));
    assert!(checked.contains("全部一致"), "{named}: {checked}");
    Outcome { refused: done.refusals.len(), started, elsewhere }
}

impl Work {
    fn enrolled(data: &Path) -> Self {
        let server = ServerProcess::start(data).unwrap();
        let app = open_app(data).unwrap();
        let household = invent_households(&app, VILLAGE, 1).unwrap().remove(0);
        let campaign = app.store.read(|r| r.current_campaign()).unwrap().unwrap().campaign;
        let mut phone = enrol_phone(data, server.url(), 1).unwrap();
        let record = Record::Visit(Box::new(visit(Vec::new())));
        let seal = |number| EntryMaker::new(&campaign, &household, number).seal(&mut phone, &record).unwrap();
        let journal = (0..4).map(seal).collect();
        Self { phone, journal }
    }

    /// Two entries, a photo, two entries; each is sent again where it was refused.
    fn with(&self, url: &str, fault: &str) -> Done {
        let phone = self.phone.at(url);
        let mut done = Done::default();
        let push = |done: &mut Done, until: usize| {
            for _ in 0..TRIES {
                match phone.push(&self.journal[done.entries..until]) {
                    Ok(PushResponse::Accepted { ack, .. }) => {
                        done.entries = usize::try_from(ack.head.seq).unwrap();
                        return;
                    }
                    Ok(lost) => panic!("{fault}: {lost:?}"),
                    Err(error) => done.refusals.push(error.to_string()),
                }
            }
        };
        push(&mut done, 2);
        for _ in 0..TRIES {
            match phone.send_photo(&PHOTO) {
                Ok(201) => {
                    done.photo = true;
                    break;
                }
                status => done.refusals.push(format!("photo: {status:?}")),
            }
        }
        push(&mut done, 4);
        done
    }

    /// Pushes what comes after the entries that were acknowledged.
    fn from(&self, url: &str, acknowledged: usize, fault: &str) -> usize {
        let phone = self.phone.at(url);
        if acknowledged == self.journal.len() {
            return acknowledged;
        }
        match phone.push(&self.journal[acknowledged..]) {
            Ok(PushResponse::Accepted { ack, .. }) => usize::try_from(ack.head.seq).unwrap(),
            lost => panic!("{fault}: {lost:?}"),
        }
    }
}
