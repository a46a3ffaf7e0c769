//! Phones on real parts: two at one household, one restored from an old copy, one full.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{fs, path::Path, process::Command};

use ruhu_core::{
    capture::{FieldSession, LocalStatus, StoreKey},
    clock::ManualClock,
    error::Explain,
    region::RegionCode,
    sync::{PhotoScope, SyncLimits, Unwatched, UreqTransport},
};
use ruhu_server::store::DATABASE_FILE;
use ruhu_tests::{
    day::{filled_visit, open_phone, sealed_visit},
    folder::copy_folder,
    records::MORNING_MS,
    server::ruhu_ok,
    site::Site,
};

fn enrolled(site: &Site, folder: &Path) -> FieldSession {
    let session = open_phone(folder).unwrap();
    session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    let report = session.sync(&Unwatched).unwrap();
    assert!(report.digest_equal);
    session
}

fn sync_cleanly(session: &FieldSession) {
    let report = session.sync(&Unwatched).unwrap();
    assert_eq!(report.problems, []);
    assert!(report.digest_equal);
}

#[test]
fn two_phones_at_one_household_make_two_records() {
    let site = Site::start(2);
    let first = enrolled(&site, &site.dir().join("phone-1"));
    let second = enrolled(&site, &site.dir().join("phone-2"));
    let household = &site.households[0];
    let records = [sealed_visit(&first, household, 1).unwrap(), sealed_visit(&second, household, 1).unwrap()];
    sync_cleanly(&first);
    sync_cleanly(&second);
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete, counts.quarantined), (2, 2, 0));
    let filed = site.app().store.read(|r| r.records_of(household)).unwrap();
    assert_eq!(filed.iter().map(|record| record.entry_id).collect::<Vec<_>>(), records);
    for (session, record) in [(&first, &records[0]), (&second, &records[1])] {
        assert_eq!(session.record_status(record).unwrap().unwrap().status, LocalStatus::Complete);
    }
}

#[test]
fn a_phone_restored_from_an_old_copy_loses_nothing_and_doubles_nothing() {
    let site = Site::start(4);
    let (live, copy) = (site.dir().join("live"), site.dir().join("copy"));
    let session = enrolled(&site, &live);
    sealed_visit(&session, &site.households[0], 1).unwrap();
    sync_cleanly(&session);
    drop(session);
    copy_folder(&live, &copy).unwrap();

    // The phone goes on working; then it is lost and replaced by the copy.
    let session = open_phone(&live).unwrap();
    sealed_visit(&session, &site.households[1], 1).unwrap();
    sync_cleanly(&session);
    drop(session);
    fs::remove_dir_all(&live).unwrap();

    let restored = open_phone(&copy).unwrap();
    sealed_visit(&restored, &site.households[2], 1).unwrap();
    let report = restored.sync(&Unwatched).unwrap();
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(told, ["restored_copy"], "the surveyor is told, and nothing else happened");
    assert!(report.digest_equal);
    sealed_visit(&restored, &site.households[3], 0).unwrap();
    sync_cleanly(&restored);
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete, counts.quarantined), (4, 4, 0), "each visit once");
    let streams = site.app().store.read(|r| r.streams()).unwrap();
    assert_eq!(streams.len(), 2, "both streams are kept");
}

#[test]
fn a_server_restored_from_a_backup_gets_back_what_came_after_it() {
    let site = Site::start(3);
    let session = enrolled(&site, &site.dir().join("phone"));
    sealed_visit(&session, &site.households[0], 1).unwrap();
    sync_cleanly(&session);
    let backup = site.dir().join("backup.tar");
    ruhu_server::backup::backup(site.app(), &backup, ruhu_server::backup::Counts::Anywhere).unwrap();
    sealed_visit(&session, &site.households[1], 2).unwrap();
    sync_cleanly(&session);
    let site = site.restored_from(&backup);
    assert_eq!(site.counts().visits, 1, "the backup is older");
    sealed_visit(&session, &site.households[2], 1).unwrap();
    let report = session.sync(&Unwatched).unwrap();
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(told, ["log_restored"], "the surveyor is told, and has nothing to do");
    assert!(report.digest_equal);
    sync_cleanly(&session);
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete), (3, 3));
}

#[test]
fn a_lost_phone_is_told_by_what_may_have_been_on_it_alone() {
    let site = Site::start(3);
    let session = enrolled(&site, &site.dir().join("phone"));
    sealed_visit(&session, &site.households[0], 1).unwrap();
    sync_cleanly(&session);
    let thumbnails = SyncLimits { photos: PhotoScope::Thumbnails, photo_bytes: None };
    let waiting = sealed_visit(&session, &site.households[1], 1).unwrap();
    session.sync_within(thumbnails, &UreqTransport::default(), &Unwatched).unwrap();
    // Sealed on the phone, and then the phone is gone.
    sealed_visit(&session, &site.households[2], 1).unwrap();

    let device = site.app().store.read(|r| r.devices_in(&RegionCode::country())).unwrap()[0].device;
    let lost = ruhu_server::ingest::lost_phone(site.app(), device).unwrap();
    let unvisited: Vec<_> = lost.unvisited.iter().map(|found| &found.household).collect();
    assert_eq!(unvisited, [&site.households[2]]);
    assert_eq!(lost.incomplete.len(), 1);
    assert_eq!((lost.incomplete[0].entry, lost.incomplete[0].missing), (waiting, 2));
    assert!(lost.last_contact_ms.is_some_and(|last| last > 0));

    let data = site.data().display().to_string();
    let said = ruhu_ok(&["device", "lost", "--data", &data, "--device", &device.to_string()]).unwrap();
    assert!(said.contains("尚无入户调查记录的 1 户") && said.contains("照片未传完的 1 条"), "{said}");
    assert!(said.contains(site.households[2].as_str()) && !said.contains("王大山"), "{said}");
    assert!(ruhu_ok(&["device", "list", "--data", &data]).unwrap().contains("同步 20"));
}

#[test]
fn one_thumbnail_that_cannot_be_read_keeps_no_other_from_being_looked_at() {
    let site = Site::start(1);
    let session = enrolled(&site, &site.dir().join("phone"));
    sealed_visit(&session, &site.households[0], 2).unwrap();
    sync_cleanly(&session);
    let site = site.stopped();
    let waiting = || site.app().store.read(|r| r.thumbnails_without_print(None, 10)).unwrap();
    assert_eq!(waiting(), [], "each was looked at when its bytes had come");

    // As a server of an older version left it, and the file that would be looked at first is gone.
    let database = rusqlite::Connection::open(site.data().join(DATABASE_FILE)).unwrap();
    database.execute_batch("DELETE FROM photo_prints").unwrap();
    let thumbnails = waiting();
    assert_eq!(thumbnails.len(), 2);
    let first = site.app().blobs.path(&thumbnails[0]);
    let bytes = fs::read(&first).unwrap();
    fs::remove_file(&first).unwrap();
    assert_eq!(ruhu_server::ingest::print_thumbnails(site.app()).unwrap(), 1);
    assert_eq!(waiting(), thumbnails[..1]);
    fs::write(&first, bytes).unwrap();
    assert_eq!(ruhu_server::ingest::print_thumbnails(site.app()).unwrap(), 1);
    assert_eq!(waiting(), []);
}

#[test]
fn without_a_server_everything_is_recorded_and_goes_later() {
    let site = Site::start(2);
    let session = enrolled(&site, &site.dir().join("phone"));
    let site = site.stopped();
    let record = sealed_visit(&session, &site.households[0], 2).unwrap();
    let refused = session.sync(&Unwatched).unwrap_err();
    assert!(!refused.to_string().is_ascii(), "people read Chinese: {refused}");
    assert_eq!(session.record_status(&record).unwrap().unwrap().status, LocalStatus::Sealed);
    let site = site.started();
    sync_cleanly(&session);
    assert_eq!(site.counts().complete, 1);
    assert_eq!(session.counts().unwrap().pending_bytes, 0);
}

#[test]
fn a_wrong_key_is_said_and_the_right_one_still_opens() {
    let site = Site::start(1);
    let folder = site.dir().join("phone");
    drop(enrolled(&site, &folder));
    let clock = std::sync::Arc::new(ManualClock::at(MORNING_MS));
    let refused = FieldSession::open(&folder, &StoreKey::new([1; 32]), clock).err().unwrap();
    assert_eq!(refused.code(), "wrong_key");
    assert!(open_phone(&folder).unwrap().is_enrolled().unwrap());
}

#[test]
fn a_full_phone_says_not_saved_and_keeps_what_it_had() {
    let site = Site::start(1);
    let folder = site.dir().join("small");
    fs::create_dir_all(&folder).unwrap();
    let session = enrolled(&site, &site.dir().join("phone"));
    let draft = filled_visit(&session, &site.households[0], 0).unwrap();
    drop(session);
    // The same phone on a file system with little room left, in a process that may mount one.
    let script =
        "mount -t tmpfs -o size=3m tmpfs \"$1\" && cp -r \"$2/.\" \"$1\" && exec \"$3\" \"$1\" \"$4\" 1";
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .args([&folder, &site.dir().join("phone")])
        .arg(env!("CARGO_BIN_EXE_phone-process"))
        .arg(draft.to_string())
        .env("RUHU_FILL", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("refused disk_full"), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("未保存"), "{said}");
    assert!(said.trim_end().ends_with("still whole"), "{said}");
}
