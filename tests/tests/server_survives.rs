//! A full disk is said, not hidden; a changed byte is named.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ruhu_core::{
    ids::{CampaignId, HouseholdId},
    journal::SealedEntry,
    record::Record,
    wire::PushResponse,
};
use ruhu_tests::{
    phone::{Problem, WirePhone},
    records::{EntryMaker, visit},
    server::{
        ServerProcess, code_in, enrol_phone, invent_households, one_time_code, open_app, ruhu, ruhu_bin,
        ruhu_ok,
    },
    site::VILLAGE,
};

struct Village {
    data: PathBuf,
    campaign: CampaignId,
    household: HouseholdId,
    // Last, so that the folder outlives what is in it.
    _dir: tempfile::TempDir,
}

fn village() -> Village {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let app = open_app(&data).unwrap();
    let household = invent_households(&app, VILLAGE, 1).unwrap().remove(0);
    let campaign = app.store.read(|r| r.current_campaign()).unwrap().unwrap().campaign;
    Village { data, campaign, household, _dir: dir }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn entries(village: &Village, phone: &mut WirePhone, count: u64) -> Vec<SealedEntry> {
    let record = Record::Visit(Box::new(visit(Vec::new())));
    let seal =
        |number| EntryMaker::new(&village.campaign, &village.household, number).seal(phone, &record).unwrap();
    (0..count).map(seal).collect()
}

fn accepted(response: &PushResponse) -> u64 {
    match response {
        PushResponse::Accepted { ack, .. } => ack.head.seq,
        other => panic!("not accepted: {other:?}"),
    }
}

#[test]
fn a_changed_entry_is_found_and_named() {
    let village = village();
    let server = ServerProcess::start(&village.data).unwrap();
    let mut phone = enrol_phone(&village.data, server.url(), 1).unwrap();
    let journal = entries(&village, &mut phone, 5);
    accepted(&phone.push(&journal).unwrap());
    drop(server);
    let data = text(&village.data);
    assert!(ruhu_ok(&["check", "--data", &data]).is_ok());

    let database = rusqlite::Connection::open(village.data.join(ruhu_server::store::DATABASE_FILE)).unwrap();
    let bytes: Vec<u8> =
        database.query_row("SELECT bytes FROM entries WHERE seq = 3", [], |row| row.get(0)).unwrap();
    let mut changed = bytes;
    let word = "继续保障".as_bytes();
    let at = changed.windows(word.len()).position(|window| window == word).unwrap();
    changed[at..at + word.len()].copy_from_slice("提高补差".as_bytes());
    database.execute("UPDATE entries SET bytes = ?1 WHERE seq = 3", [&changed]).unwrap();
    drop(database);

    let output = ruhu(&["check", "--data", &data]).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!output.status.success());
    assert!(said.contains("第 3 条") && said.contains(&journal[2].entry.entry_id.to_string()), "{said}");
    assert!(said.contains("共 1 处异常"), "one change is one fault: {said}");
}

#[test]
fn a_changed_photo_and_a_changed_audit_line_are_found() {
    let village = village();
    let server = ServerProcess::start(&village.data).unwrap();
    let phone = enrol_phone(&village.data, server.url(), 1).unwrap();
    let bytes = b"not a picture, but these very bytes";
    assert_eq!(phone.send_photo(bytes).unwrap(), 201);
    drop(server);
    let app = open_app(&village.data).unwrap();
    let hash = ruhu_core::ids::Sha256Hash::of(bytes);
    std::fs::write(app.blobs.path(&hash), b"other bytes").unwrap();
    drop(app);
    let database = rusqlite::Connection::open(village.data.join(ruhu_server::store::DATABASE_FILE)).unwrap();
    database.execute("UPDATE audit SET actor = 'nobody' WHERE audit_no = 1", []).unwrap();
    drop(database);
    let said = ruhu(&["check", "--data", &text(&village.data)]).unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains(&hash.to_string()) && said.contains("审计日志被改动：第 1 行"), "{said}");
}

/// A server whose data folder is a file system of 8 MB.
fn server_on_a_small_disk(folder: &Path) -> (std::process::Child, String) {
    use std::io::{BufRead, BufReader};
    let script = "mount -t tmpfs -o size=8m tmpfs \"$1\" && exec \"$2\" serve --keep-free 0 --listen 127.0.0.1:0 --data \"$1/data\"";
    let mut child = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh", &text(folder)])
        .arg(ruhu_bin().unwrap())
        .env("RUHU_LOG", "off")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().split_once("http").map(|(_, rest)| format!("http{rest}")).expect(&line);
    (child, url)
}

/// Runs a command of `ruhu` where the small disk is mounted.
fn ruhu_beside(child: &std::process::Child, args: &[&str]) -> String {
    let output = Command::new("nsenter")
        .args(["--preserve-credentials", "-U", "-m", "-t", &child.id().to_string()])
        .arg(ruhu_bin().unwrap())
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_full_disk_is_answered_with_507_and_what_is_held_stays() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, url) = server_on_a_small_disk(dir.path());
    let data = text(&dir.path().join("data"));
    let printed = ruhu_beside(&child, &one_time_code(&data, VILLAGE));
    let phone = WirePhone::enrol(&url, &code_in(&printed), 1).unwrap();
    let photo = |number: u8| vec![number; 1_500_000];
    let statuses: Vec<u16> = (0..8).map(|number| phone.send_photo(&photo(number)).unwrap()).collect();
    let held = statuses.iter().take_while(|&&status| status == 201).count();
    assert!((1..8).contains(&held), "{statuses:?}");
    assert!(statuses[held..].iter().all(|&status| status == 507), "{statuses:?}");
    let problem: Problem = phone.photo_problem(&photo(7)).unwrap();
    assert_eq!((problem.status, problem.code.as_str()), (507, "storage_full"));
    assert_eq!(phone.send_photo(&photo(0)).unwrap(), 201, "what is held is still known");
    let check = ruhu_beside(&child, &["check", "--data", &data]);
    assert!(check.contains("全部一致"), "{check}");
    child.kill().unwrap();
    child.wait().unwrap();
}
