//! Two-stage receipts: received when the server holds a record, durable when a backup does; only then does the phone give
//! up its copies of the photos.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::path::PathBuf;

use ruhu_core::{
    capture::{FieldSession, LocalStatus, NewPhoto},
    error::Explain,
    ids::EntryId,
    photo::{PhotoKind, PhotoRecord, PhotoSource},
    record::Record,
    sync::{PhotoScope, SyncLimits, SyncReport, Unwatched, UreqTransport},
};
use ruhu_server::backup::{Counts, backup};
use ruhu_tests::{
    day::{filled_visit, open_phone, sealed_visit},
    server::ruhu_ok,
    site::Site,
};

const THUMBNAILS: SyncLimits = SyncLimits { photos: PhotoScope::Thumbnails, photo_bytes: None };

fn phone(site: &Site) -> FieldSession {
    let session = open_phone(&site.dir().join("phone")).unwrap();
    session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    sync(&session);
    session
}

fn sync(session: &FieldSession) -> SyncReport {
    let report = session.sync(&Unwatched).unwrap();
    assert!(report.digest_equal);
    report
}

fn backed_up(site: &Site, name: &str, counts: Counts) -> (PathBuf, Option<u64>) {
    let to = site.dir().join(name);
    let done = backup(site.app(), &to, counts).unwrap();
    (to, done.durable)
}

fn photos(session: &FieldSession, record: &EntryId) -> Vec<PhotoRecord> {
    let Record::Visit(visit) = session.record(record).unwrap() else { panic!("a visit") };
    visit.photos
}

/// How many of a record's originals, derivatives and thumbnails the phone can still show.
fn shown(session: &FieldSession, record: &EntryId) -> [usize; 3] {
    let photos = photos(session, record);
    let count = |file: fn(&PhotoRecord) -> _| {
        photos.iter().filter(|photo| session.photo_file(&file(photo)).is_ok()).count()
    };
    [count(|photo| photo.original), count(|photo| photo.derivative), count(|photo| photo.thumbnail)]
}

#[test]
fn photos_leave_the_phone_only_after_a_backup_that_outlives_the_servers_disk() {
    let site = Site::start(2);
    let session = phone(&site);
    let record = sealed_visit(&session, &site.households[0], 2).unwrap();
    assert_eq!(sync(&session).freed.files, 0);
    let (_, durable) = backed_up(&site, "same-disk.tar", Counts::OnAnotherDisk);
    assert_eq!((durable, sync(&session).freed.files), (None, 0), "it would be lost with the data");
    let received = session.record_status(&record).unwrap().unwrap();
    assert_eq!((received.status, received.durable), (LocalStatus::Complete, false));
    assert_eq!(shown(&session, &record), [2, 2, 2]);

    let (_, durable) = backed_up(&site, "elsewhere.tar", Counts::Anywhere);
    let report = sync(&session);
    assert_eq!((durable, report.freed.files, report.problems.len()), (Some(1), 4, 0));
    assert!(report.freed.bytes > 10_000, "{:?}", report.freed);
    let kept = session.record_status(&record).unwrap().unwrap();
    assert_eq!((kept.status, kept.durable), (LocalStatus::Complete, true));
    assert_eq!(shown(&session, &record), [0, 0, 2], "thumbnails stay");
    let original = photos(&session, &record)[0].original;
    let refused = session.photo_file(&original).unwrap_err();
    assert_eq!(refused.code(), "photo_freed");
    assert!(refused.to_string().contains("缩略图"), "{refused}");
    assert_eq!(sync(&session).freed.files, 0, "once");
}

#[test]
fn a_record_whose_photos_came_after_the_backup_waits_for_the_next_one() {
    let site = Site::start(1);
    let session = phone(&site);
    let record = sealed_visit(&session, &site.households[0], 1).unwrap();
    session.sync_within(THUMBNAILS, &UreqTransport::default(), &Unwatched).unwrap();
    let (_, durable) = backed_up(&site, "early.tar", Counts::Anywhere);
    assert_eq!((durable, sync(&session).freed.files), (Some(0), 0));
    assert_eq!(shown(&session, &record), [1, 1, 1]);
    let (_, durable) = backed_up(&site, "late.tar", Counts::Anywhere);
    assert_eq!((durable, sync(&session).freed.files), (Some(1), 2));
}

#[test]
fn a_photo_that_a_draft_or_a_younger_record_needs_stays() {
    let site = Site::start(2);
    let session = phone(&site);
    let first = sealed_visit(&session, &site.households[0], 1).unwrap();
    let draft = filled_visit(&session, &site.households[1], 0).unwrap();
    let bytes = session.photo_file(&photos(&session, &first)[0].original).unwrap();
    let (kind, source) = (PhotoKind::Outside, PhotoSource::Gallery);
    let again = NewPhoto { kind, source, caption: String::new(), bytes, fix: None, redactions: Vec::new() };
    session.attach_photo(draft, again).unwrap();
    sync(&session);
    backed_up(&site, "first.tar", Counts::Anywhere);
    assert_eq!(sync(&session).freed.files, 0, "the draft needs it");
    let second = session.seal_visit(draft).unwrap();
    assert_eq!(sync(&session).freed.files, 0, "the younger record is in no backup");
    assert_eq!(shown(&session, &second), [1, 1, 1]);
    backed_up(&site, "second.tar", Counts::Anywhere);
    assert_eq!(sync(&session).freed.files, 2);
}

#[test]
fn a_server_restored_from_too_old_a_backup_says_so_and_blocks_nothing() {
    let site = Site::start(2);
    let session = phone(&site);
    sync(&session);
    let (old, _) = backed_up(&site, "old.tar", Counts::Anywhere);
    let first = sealed_visit(&session, &site.households[0], 1).unwrap();
    sync(&session);
    let (newest, _) = backed_up(&site, "newest.tar", Counts::Anywhere);
    assert_eq!(sync(&session).freed.files, 2);

    let site = site.restored_from(&old);
    let second = sealed_visit(&session, &site.households[1], 1).unwrap();
    let report = sync(&session);
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(told.contains(&"photo_given_up"), "{told:?}");
    let text = &report.problems.iter().find(|problem| problem.code == "photo_given_up").unwrap().message;
    assert!(text.contains("2 个照片文件") && text.contains("最新的备份"), "{text}");
    let state = |record: &EntryId| session.record_status(record).unwrap().unwrap().status;
    assert_eq!((state(&first), state(&second)), (LocalStatus::Sent, LocalStatus::Complete));

    let _site = site.restored_from(&newest);
    sync(&session);
    assert_eq!(sync(&session).problems, []);
    assert_eq!((state(&first), state(&second)), (LocalStatus::Complete, LocalStatus::Complete));
}

#[test]
fn a_phone_that_was_enrolled_again_hears_of_what_it_sent_as_another_device() {
    let site = Site::start(1);
    let session = phone(&site);
    let record = sealed_visit(&session, &site.households[0], 1).unwrap();
    session.sync_within(THUMBNAILS, &UreqTransport::default(), &Unwatched).unwrap();
    session.enrol(&site.url(), &site.code(), "同一部手机").unwrap();
    sync(&session);
    let known = session.record_status(&record).unwrap().unwrap();
    assert_eq!((known.status, known.durable), (LocalStatus::Complete, false));
    backed_up(&site, "backup.tar", Counts::Anywhere);
    assert_eq!(sync(&session).freed.files, 2);
    assert!(session.record_status(&record).unwrap().unwrap().durable);
}

#[test]
fn the_backup_command_says_whether_phones_may_rely_on_it() {
    let site = Site::start(1);
    let session = phone(&site);
    sealed_visit(&session, &site.households[0], 1).unwrap();
    sync(&session);
    let data = site.data().display().to_string();
    let to = |name: &str| site.dir().join(name).display().to_string();
    let said = ruhu_ok(&["backup", "--data", &data, "-o", &to("a.tar")]).unwrap();
    assert!(said.contains("同一块磁盘") && said.contains("--copied-elsewhere"), "{said}");
    assert_eq!(sync(&session).freed.files, 0);
    let said = ruhu_ok(&["backup", "--data", &data, "-o", &to("b.tar"), "--copied-elsewhere"]).unwrap();
    assert!(said.contains("新增 1 条记录算作已备份"), "{said}");
    assert_eq!(sync(&session).freed.files, 2);
    let said = ruhu_ok(&["check", "--data", &data]).unwrap();
    assert!(said.contains("最近一次算数的备份"), "{said}");
}
