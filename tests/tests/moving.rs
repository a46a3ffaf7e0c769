//! A phone is replaced by another: everything on it comes along, under a code that the office gave out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{fs, path::Path, sync::Arc};

use ruhu_core::{
    capture::{FieldSession, LocalStatus, Moved, MovingError, StoreKey},
    clock::ManualClock,
    error::Explain,
    region::RegionCode,
    sync::Unwatched,
};
use ruhu_server::ingest::{make_moving_code, revoke};
use ruhu_tests::{
    day::{KEY, filled_visit, open_phone, sealed_visit},
    records::MORNING_MS,
    server::{ruhu, ruhu_ok},
    site::Site,
};

const CODE: &str = "2345-6789-ABCD-EFGH";

fn enrolled(site: &Site, folder: &Path) -> FieldSession {
    let session = open_phone(folder).unwrap();
    session.enrol(&site.url(), &site.code(), "旧手机").unwrap();
    assert!(session.sync(&Unwatched).unwrap().digest_equal);
    session
}

fn move_in(copy: &Path, code: &str, folder: &Path) -> Result<Moved, MovingError> {
    let clock = Arc::new(ManualClock::at(MORNING_MS));
    FieldSession::move_in(copy, code, (folder, &StoreKey::new(KEY)), clock)
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, MovingError>) -> &'static str {
    let refused = answer.unwrap_err();
    assert!(!refused.to_string().is_ascii(), "people read Chinese: {refused}");
    refused.code()
}

#[test]
fn a_new_phone_has_all_that_the_old_one_had_and_goes_on_with_it() {
    let site = Site::start(4);
    let (old_folder, copy, new_folder) =
        (site.dir().join("old"), site.dir().join("copy"), site.dir().join("new"));
    let old = enrolled(&site, &old_folder);
    let sent = sealed_visit(&old, &site.households[0], 1).unwrap();
    old.sync(&Unwatched).unwrap();
    let waiting = sealed_visit(&old, &site.households[1], 2).unwrap();
    let draft = filled_visit(&old, &site.households[2], 1).unwrap();

    let out = old.move_out(&copy, CODE).unwrap();
    assert_eq!((out.files, out.unreadable), (3 + 6 + 3, 0));
    // People type it as they like.
    assert_eq!(move_in(&copy, "2345 6789 abcd efgh", &new_folder).unwrap(), out);
    let new = open_phone(&new_folder).unwrap();
    let state = |session: &FieldSession, record| session.record_status(record).unwrap().unwrap().status;
    assert_eq!((state(&new, &sent), state(&new, &waiting)), (LocalStatus::Complete, LocalStatus::Sealed));
    let finished = new.seal_visit(draft).unwrap();
    let report = new.sync(&Unwatched).unwrap();
    assert!(report.digest_equal && report.problems.is_empty(), "{:?}", report.problems);
    for record in [&sent, &waiting, &finished] {
        assert_eq!(state(&new, record), LocalStatus::Complete);
    }
    assert_eq!(site.app().store.read(|r| r.devices_in(&RegionCode::country())).unwrap().len(), 1);

    // Somebody goes on with the old phone all the same.
    let late = sealed_visit(&old, &site.households[3], 1).unwrap();
    old.sync(&Unwatched).unwrap();
    assert!(old.sync(&Unwatched).unwrap().digest_equal);
    assert_eq!(state(&old, &late), LocalStatus::Complete);
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete, counts.quarantined), (4, 4, 0), "each once");
}

#[test]
fn a_copy_opens_with_its_code_alone_and_a_half_one_not_at_all() {
    let site = Site::start(1);
    let (copy, new) = (site.dir().join("copy"), site.dir().join("new"));
    let session = enrolled(&site, &site.dir().join("old"));
    sealed_visit(&session, &site.households[0], 1).unwrap();
    assert_eq!(refusal(session.move_out(&copy, "2345")), "moving_code_length");
    assert!(!copy.exists());
    session.move_out(&copy, CODE).unwrap();
    assert_eq!(refusal(session.move_out(&copy, CODE)), "moving_target_in_use");
    for file in fs::read_dir(&copy).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    {
        let bytes = fs::read(&file).unwrap();
        let plain = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!plain("SQLite format") && !plain("王大山"), "{} is readable", file.display());
    }
    assert_eq!(refusal(move_in(&copy, "2345-6789-ABCD-EFGJ", &new)), "moving_code_wrong");
    assert_eq!(refusal(move_in(&site.dir().join("nowhere"), CODE, &new)), "moving_copy_incomplete");
    fs::create_dir(&new).unwrap();
    assert_eq!(refusal(move_in(&copy, CODE, &new)), "moving_target_in_use");
    fs::remove_dir(&new).unwrap();

    // A photo that did not survive the card is told; the rest comes along.
    let photo = fs::read_dir(copy.join("photos")).unwrap().map(|entry| entry.unwrap().path());
    let photo =
        photo.filter(|path| !path.ends_with("key-check")).max_by_key(|path| path.metadata().unwrap().len());
    fs::write(photo.unwrap(), b"gone").unwrap();
    let moved = move_in(&copy, CODE, &new).unwrap();
    assert_eq!((moved.files, moved.unreadable), (2, 1));
    assert_eq!(open_phone(&new).unwrap().counts().unwrap().sealed, 1);

    fs::remove_file(copy.join("ruhu.db")).unwrap();
    assert_eq!(refusal(move_in(&copy, CODE, &site.dir().join("other"))), "moving_copy_incomplete");
}

#[test]
fn the_office_gives_the_code_out_and_keeps_that_it_did() {
    let site = Site::start(1);
    let _session = enrolled(&site, &site.dir().join("phone"));
    let device = site.app().store.read(|r| r.devices_in(&RegionCode::country())).unwrap()[0].device;
    let (data, id) = (site.data().display().to_string(), device.to_string());
    let asked = ["device", "move", "--data", &data, "--device", &id, "--reason", "屏幕碎裂"];
    let said = ruhu_ok(&asked).unwrap();
    let code: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
    assert_eq!(code.len(), 16, "{said}");
    assert_ne!(ruhu_ok(&asked).unwrap(), said, "another each time");
    assert!(make_moving_code(site.app(), device, "再换").is_ok());
    revoke(site.app(), device, "遗失").unwrap();
    let refused = ruhu(&asked).unwrap();
    assert!(!refused.status.success(), "a revoked phone is not moved");
    assert_eq!(site.app().store.read(|r| r.verify()).unwrap().faults, []);
}
