//! The evidence log on real parts: a restored server is explained, a log that was cut or changed is an alarm, and an
//! inspector verifies proofs from files alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{fs, path::Path};

use ruhu_core::{
    capture::{FieldSession, LocalStatus},
    evidence::TreeHead,
    ids::EntryId,
    journal::SealedEntry,
    record::Record,
    sync::{SyncError, Unwatched},
};
use ruhu_server::store::Fault;
use ruhu_tests::{
    day::{open_phone, sealed_visit},
    records::{EntryMaker, visit},
    server::{ruhu, ruhu_ok},
    site::Site,
};

fn enrolled(site: &Site, name: &str) -> FieldSession {
    let session = open_phone(&site.dir().join(name)).unwrap();
    session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    assert_eq!(told_at_sync(&session), [""; 0]);
    session
}

/// The codes of what a sync has to tell the surveyor.
fn told_at_sync(session: &FieldSession) -> Vec<String> {
    let report = session.sync(&Unwatched).unwrap();
    assert!(report.digest_equal, "all records are at the office");
    report.problems.into_iter().map(|problem| problem.code).collect()
}

/// Two phones that have each seen the log with a visit of the other.
fn two_phones(site: &Site) -> (FieldSession, FieldSession) {
    let (first, second) = (enrolled(site, "phone-1"), enrolled(site, "phone-2"));
    sealed_visit(&second, &site.households[0], 1).unwrap();
    assert_eq!(told_at_sync(&second), [""; 0]);
    sealed_visit(&first, &site.households[1], 1).unwrap();
    assert_eq!(told_at_sync(&first), [""; 0]);
    assert_eq!(told_at_sync(&second), [""; 0]);
    (first, second)
}

/// A log of so many visits from one phone that subtrees of it are kept.
fn long_log(site: &Site, entries: u64) {
    let mut phone = site.wire_phone(1);
    let sealed: Vec<SealedEntry> = (0..entries)
        .map(|number| {
            let maker = EntryMaker::new(&site.campaign, &site.households[0], number);
            maker.seal(&mut phone, &Record::Visit(Box::new(visit(Vec::new())))).unwrap()
        })
        .collect();
    for batch in sealed.chunks(100) {
        phone.push(batch).unwrap();
    }
}

fn tree(site: &Site) -> TreeHead {
    ruhu_server::evidence::statement(site.app()).unwrap().head.tree
}

fn faults(site: &Site) -> Vec<Fault> {
    site.app().store.read(|r| r.verify()).unwrap().faults
}

const CUT_LAST_ENTRY: &str = "
    CREATE TEMP TABLE cut AS SELECT max(entry_no) AS entry_no FROM entries;
    DELETE FROM records WHERE entry_no IN (SELECT entry_no FROM cut);
    DELETE FROM entries WHERE entry_no IN (SELECT entry_no FROM cut);";

#[test]
fn after_a_restore_nothing_is_missing_and_the_old_head_is_explained() {
    const AFTER_BACKUP: usize = 500;
    let site = Site::start(u32::try_from(AFTER_BACKUP).unwrap() + 2);
    let (first, second) = two_phones(&site);
    let backup = site.dir().join("backup.tar");
    ruhu_server::backup::backup(site.app(), &backup, ruhu_server::backup::Counts::Anywhere).unwrap();

    let later: Vec<EntryId> = site.households[2..]
        .iter()
        .enumerate()
        .map(|(number, household)| sealed_visit(if number % 2 == 0 { &first } else { &second }, household, 0))
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(later.len(), AFTER_BACKUP);
    assert_eq!(told_at_sync(&first), [""; 0]);
    assert_eq!(told_at_sync(&second), [""; 0]);
    assert_eq!(told_at_sync(&first), [""; 0]);

    let site = site.restored_from(&backup);
    assert_eq!(site.counts().visits, 2, "the backup is older");
    assert_eq!(told_at_sync(&first), ["log_restored"], "explained");
    assert_eq!(told_at_sync(&second), ["log_restored"], "to each phone");
    for phone in [&first, &second] {
        assert_eq!(told_at_sync(phone), [""; 0], "once, and it is no alarm");
    }
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete), (AFTER_BACKUP as u64 + 2, AFTER_BACKUP as u64 + 2));
    for (number, record) in later.iter().enumerate() {
        let phone = if number % 2 == 0 { &first } else { &second };
        assert_eq!(phone.record_status(record).unwrap().unwrap().status, LocalStatus::Complete);
    }
    assert_eq!(site.app().store.read(|r| r.verify()).unwrap().faults, []);
}

#[test]
fn a_phone_enrolled_after_the_backup_is_enrolled_again_and_brings_its_records() {
    let site = Site::start(2);
    let backup = site.dir().join("backup.tar");
    ruhu_server::backup::backup(site.app(), &backup, ruhu_server::backup::Counts::Anywhere).unwrap();
    let phone = enrolled(&site, "phone");
    sealed_visit(&phone, &site.households[0], 1).unwrap();
    assert_eq!(told_at_sync(&phone), [""; 0]);
    let site = site.restored_from(&backup);
    let unknown = phone.sync(&Unwatched).unwrap_err();
    assert!(matches!(unknown, SyncError::Refused { status: 401, .. }), "{unknown:?}");
    phone.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    sealed_visit(&phone, &site.households[1], 1).unwrap();
    assert_eq!(told_at_sync(&phone), [""; 0]);
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete), (2, 2));
}

#[test]
fn a_log_that_was_cut_is_an_alarm_until_the_office_enrols_the_phone_again() {
    let site = Site::start(3);
    let (_first, second) = two_phones(&site);
    let site = site.tampered_with(CUT_LAST_ENTRY);
    for _ in 0..2 {
        assert_eq!(told_at_sync(&second), ["log_shorter"], "told at every sync");
    }
    // The records still go up.
    sealed_visit(&second, &site.households[2], 1).unwrap();
    assert_eq!(told_at_sync(&second), ["log_shorter"]);
    second.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    assert_eq!(told_at_sync(&second), [""; 0]);
}

#[test]
fn a_log_in_which_an_entry_was_changed_is_an_alarm() {
    let site = Site::start(2);
    let (_first, second) = two_phones(&site);
    let _site = site.tampered_with(
        "UPDATE entries SET hash = zeroblob(32) WHERE entry_no = (SELECT max(entry_no) FROM entries)",
    );
    assert_eq!(told_at_sync(&second), ["log_forked"]);
}

#[test]
fn an_inspector_verifies_proofs_from_files_alone() {
    let site = Site::start(3);
    let (first, _second) = two_phones(&site);
    let data = site.data().display().to_string();
    let file = |name: &str| site.dir().join(name).display().to_string();
    let (spring, autumn, proof, growth) =
        (file("spring.json"), file("autumn.json"), file("proof.json"), file("growth.json"));

    ruhu_ok(&["log", "head", "--data", &data, "-o", &spring]).unwrap();
    let record = sealed_visit(&first, &site.households[2], 1).unwrap();
    assert_eq!(told_at_sync(&first), [""; 0]);
    ruhu_ok(&["log", "head", "--data", &data, "-o", &autumn]).unwrap();
    let entry = record.to_string();
    ruhu_ok(&["log", "prove", &entry, "--data", &data, "--head", &autumn, "-o", &proof]).unwrap();
    ruhu_ok(&["log", "consistency", "--data", &data, "--from", &spring, "-o", &growth]).unwrap();
    let statement = ruhu_server::evidence::statement(site.app()).unwrap();
    let TreeHead { size, root } = statement.head.tree;
    let said = ruhu_ok(&["log", "root", &size.to_string(), "--data", &data]).unwrap();
    assert!(said.replace(' ', "").contains(&root.to_string()), "{said}");
    assert!(!ruhu(&["log", "root", &(size + 1).to_string(), "--data", &data]).unwrap().status.success());
    fs::remove_file(site.data().join(ruhu_server::store::DATABASE_FILE)).unwrap();

    assert!(ruhu_ok(&["log", "verify", &proof, &autumn]).unwrap().contains("证明有效：记录在日志中"));
    for head in [&spring, &autumn] {
        let said = ruhu_ok(&["log", "verify", &growth, head]).unwrap();
        assert!(said.contains("证明有效：日志在前"), "{said}");
    }
    let key = statement.head.log_key.to_string();
    ruhu_ok(&["log", "verify", &proof, &autumn, "--key", &key]).unwrap();
    assert!(!ruhu(&["log", "verify", &proof, &autumn, "--key", &"0".repeat(64)]).unwrap().status.success());
    let refused = ruhu(&["log", "verify", &proof, &spring]).unwrap();
    assert!(!refused.status.success(), "the entry is not in the log of spring");
}

#[test]
fn a_proof_that_was_changed_is_refused() {
    let site = Site::start(2);
    let (_first, _second) = two_phones(&site);
    let data = site.data().display().to_string();
    let file = |name: &str| site.dir().join(name).display().to_string();
    let (head, proof) = (file("head.json"), file("proof.json"));
    ruhu_ok(&["log", "head", "--data", &data, "-o", &head]).unwrap();
    let filed = site.app().store.read(|r| r.records_of(&site.households[0])).unwrap();
    let entry = filed[0].entry_id.to_string();
    ruhu_ok(&["log", "prove", &entry, "--data", &data, "--head", &head, "-o", &proof]).unwrap();

    let made: serde_json::Value = serde_json::from_slice(&fs::read(&proof).unwrap()).unwrap();
    let mut other_entry = made.clone();
    other_entry["proof"]["proof"]["entry"] = serde_json::Value::from("00".repeat(32));
    assert_refused(&proof, &head, &other_entry, "证明不成立");
    let mut other_root = made.clone();
    other_root["statement"]["head"]["tree"]["root"] = serde_json::Value::from("00".repeat(32));
    assert_refused(&proof, &head, &other_root, "签名");
}

fn assert_refused(proof: &str, head: &str, changed: &serde_json::Value, because: &str) {
    fs::write(Path::new(proof), changed.to_string()).unwrap();
    let output = ruhu(&["log", "verify", proof, head]).unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(because), "{said}");
}

#[test]
fn a_check_finds_entries_that_were_changed_or_removed() {
    let site = Site::start(1);
    long_log(&site, 600);
    assert_eq!(faults(&site), []);
    let site = site.tampered_with("UPDATE entries SET hash = zeroblob(32) WHERE entry_no = 300");
    let found = faults(&site);
    assert!(found.contains(&Fault::LogChanged { from: 257, to: 512 }), "{found:?}");
    assert!(!found.iter().any(|fault| matches!(fault, Fault::LogChanged { from: 1, to: 256 })), "{found:?}");
    let site = site.tampered_with("DELETE FROM entries WHERE entry_no = 500");
    assert!(faults(&site).contains(&Fault::LogHasGap));
}

#[test]
fn a_database_from_before_the_log_gets_one_over_all_its_entries() {
    let site = Site::start(1);
    long_log(&site, 600);
    let before = tree(&site);
    assert_eq!(before.size, 600);
    let site = site.tampered_with(
        "DROP TABLE log_subtrees; DROP TABLE log_lives; DELETE FROM meta WHERE key = 'log_key';
         DROP INDEX open_uploads; DROP INDEX uploads_by_photo; ALTER TABLE uploads DROP COLUMN finished;
         DROP TABLE contacts; DROP TABLE backups; DROP TABLE record_senders;
         DROP TABLE verified_items; DROP TABLE verifications; DROP TABLE fences;
         DROP TABLE photo_prints; DROP TABLE registered_relatives;
         DROP INDEX record_blobs_by_photo;
         ALTER TABLE records DROP COLUMN durable; PRAGMA user_version = 2;",
    );
    let site = site.reopened();
    assert_eq!(tree(&site), before);
    assert_eq!(faults(&site), []);
}
