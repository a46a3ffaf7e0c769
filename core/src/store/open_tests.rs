use std::process::Command;

use super::*;
use crate::{
    capture::{
        FieldSession,
        test_phone::{TestPhone, household, key, new_photo, open},
    },
    clock::ManualClock,
    error::Explain,
    form::{Answer, AnswerKey},
    visit::VisitPurpose,
};

fn error_of(folder: &Path, key: &StoreKey) -> StoreError {
    let clock = Arc::new(ManualClock::at(0));
    FieldSession::open(folder, key, clock).map(drop).unwrap_err()
}

#[test]
fn a_wrong_key_is_told_from_a_damaged_file() {
    let mut phone = TestPhone::with_roster(2);
    phone.close();
    let folder = phone.folder.path();
    let error = error_of(folder, &StoreKey::new([1; 32]));
    assert_eq!(error.code(), "wrong_key");
    assert!(!folder.join("quarantine").exists(), "a wrong key moves nothing");
    let database = places::database(folder);
    let whole = fs::read(&database).unwrap();
    let mut bytes = whole.clone();
    bytes[2_000] ^= 1;
    fs::write(&database, &bytes).unwrap();
    for _ in 0..2 {
        assert_eq!(error_of(folder, &key()).code(), "store_damaged");
    }
    assert_eq!(fs::read(&database).unwrap(), bytes, "the damaged file stays");
    let copies: Vec<_> = fs::read_dir(folder.join("quarantine")).unwrap().collect();
    assert_eq!(copies.len(), 1, "one copy, however often it is opened");
    // Put aside by decision, the work goes on with an empty store, and the copy is whole.
    let aside = set_damaged_aside(folder).unwrap();
    assert_eq!(fs::read(aside.join("ruhu.db")).unwrap(), bytes);
    phone.reopen();
    assert!(!phone.session().is_enrolled().unwrap());
    phone.close();
    fs::write(&database, &whole).unwrap();
    phone.reopen();
    assert_eq!(phone.session().roster(0).unwrap().total, 2);
}

#[test]
fn a_page_damaged_in_the_middle_is_an_error_and_not_a_panic() {
    let mut phone = TestPhone::with_roster(300);
    phone.close();
    let database = places::database(phone.folder.path());
    let mut bytes = fs::read(&database).unwrap();
    for page in bytes.chunks_mut(4_096).skip(3) {
        page[100] ^= 1;
    }
    fs::write(&database, &bytes).unwrap();
    match open(phone.folder.path(), &phone.clock) {
        Err(error) => assert_eq!(error.code(), "store_damaged"),
        Ok(session) => assert_eq!(session.search("张", 10).unwrap_err().code(), "store_damaged"),
    }
}

#[test]
fn a_store_of_a_later_build_is_left_alone() {
    let mut phone = TestPhone::with_roster(1);
    phone.session().store().write(|w| w.run("PRAGMA user_version = 77", [])).unwrap();
    phone.close();
    assert_eq!(error_of(phone.folder.path(), &key()).code(), "store_newer");
}

#[test]
fn a_folder_is_open_once() {
    let mut phone = TestPhone::blank();
    assert_eq!(error_of(phone.folder.path(), &key()).code(), "store_in_use");
    assert!(matches!(set_damaged_aside(phone.folder.path()), Err(StoreError::StoreInUse)));
    phone.reopen();
}

#[test]
fn a_failed_write_leaves_nothing() {
    let phone = TestPhone::with_roster(1);
    let failed: Result<(), StoreError> = phone.session().store().write(|w| {
        w.run("DELETE FROM roster_search", [])?;
        Err(StoreError::NoRandomness)
    });
    assert_eq!(failed.unwrap_err().code(), "no_randomness");
    assert_eq!(phone.session().search("李秀英", 10).unwrap().len(), 1);
}

#[test]
fn keys_and_tokens_are_not_printed() {
    assert_eq!(format!("{:?}", key()), "StoreKey(***)");
    let identity = crate::capture::test_phone::identity();
    assert!(!format!("{identity:?}").contains(identity.token.as_str()));
}

#[test]
fn nothing_of_a_days_work_is_readable_in_the_folder() {
    let mut phone = TestPhone::with_roster(20);
    let draft = phone.start_visit(1);
    phone.complete_visit(draft);
    let photo = crate::capture::NewPhoto { caption: "灶台".to_owned(), ..new_photo(9) };
    phone.session().attach_photo(draft, photo).unwrap();
    phone.session().seal_visit(draft).unwrap();
    let head_of_photo = &crate::capture::test_phone::jpeg(9)[..16];
    let mut read = 0;
    let mut folders = vec![phone.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            read += bytes.len();
            // Of at least six bytes each: a shorter one is found by chance in a megabyte of ciphertext.
            let secrets: [&[u8]; 7] = [
                "张小明".as_bytes(),
                "陈建国".as_bytes(),
                b"361124",
                head_of_photo,
                b"SQLite format 3",
                b"WEBPVP8",
                b"household",
            ];
            for secret in secrets {
                let seen = bytes.windows(secret.len()).any(|window| window == secret);
                assert!(!seen, "{secret:?} is readable in {}", path.display());
            }
        }
    }
    assert!(read > 50_000, "the folder was looked through");
    phone.reopen();
}

#[test]
fn a_full_database_says_not_saved_and_goes_on_when_there_is_room() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    let reason = AnswerKey::new("proposal_reason").unwrap();
    let store = phone.session().store();
    store.limit_pages(store.pages() + 2);
    let mut saved = 0;
    let error = loop {
        let other = phone.session().start_visit(&household(1), VisitPurpose::Campaign);
        let kept =
            other.and_then(|other| phone.session().answer(other, &reason, &Answer::Text("字".repeat(500))));
        match kept {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
        assert!(saved < 500, "the database never filled up");
    };
    assert_eq!(error.code(), "disk_full");
    assert!(error.to_string().contains("未保存"), "{error}");
    store.limit_pages(u32::MAX);
    phone.session().answer(draft, &reason, &Answer::Text("有空间了".to_owned())).unwrap();
    phone.complete_visit(draft);
    phone.session().seal_visit(draft).unwrap();
}

/// Names the small disk to the child process.
const SMALL_DISK: &str = "RUHU_TEST_SMALL_DISK";

/// A real file system of one megabyte, mounted in a namespace of its own. Where the system gives no such namespace,
/// the limit on pages above and the vault's own test of a full disk stand for it.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing_that_was_saved() {
    if let Some(folder) = std::env::var_os(SMALL_DISK) {
        return work_until_the_disk_is_full(Path::new(&folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let allowed =
        Command::new("unshare").args(["-rm", "true"]).output().is_ok_and(|run| run.status.success());
    if !allowed {
        return;
    }
    let test =
        format!("{}::a_full_disk_loses_nothing_that_was_saved", module_path!().split_once("::").unwrap().1);
    let run = Command::new("unshare")
        .args([
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=1m ruhu \"$1\" && exec \"$2\" --exact \"$3\" --nocapture",
            "sh",
        ])
        .arg(folder.path())
        .arg(std::env::current_exe().unwrap())
        .arg(test)
        .env(SMALL_DISK, folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{told}{}", String::from_utf8_lossy(&run.stderr));
    assert!(told.contains("1 passed"), "{told}");
}

#[cfg(target_os = "linux")]
fn work_until_the_disk_is_full(disk: &Path) {
    use crate::capture::test_phone::{EPOCH, START_MS, assignment, campaign, identity, row};
    let mut items = campaign();
    items.push(assignment(4, 1, row(1)));
    let folder = disk.join("phone");
    let clock = Arc::new(ManualClock::at(START_MS));
    let session = open(&folder, &clock).unwrap();
    session.store().write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16]))).unwrap();
    session.store().take_in(EPOCH, &items, (4, false)).unwrap();
    let reason = AnswerKey::new("proposal_reason").unwrap();
    let mut saved = Vec::new();
    let error = loop {
        let draft = match session.start_visit(&household(1), VisitPurpose::Campaign) {
            Ok(draft) => draft,
            Err(error) => break error,
        };
        match session.answer(draft, &reason, &Answer::Text("字".repeat(500))) {
            Ok(()) => saved.push(draft),
            Err(error) => break error,
        }
        assert!(saved.len() < 5_000, "the disk never filled up");
    };
    assert_eq!(error.code(), "disk_full", "{error:?}");
    assert!(error.to_string().contains("未保存"), "{error}");
    let full = session.attach_photo(saved[0], new_photo(1)).unwrap_err();
    assert_eq!(full.code(), "disk_full", "{full:?}");
    // Everything that was said to be saved is there, now and after the app was opened again.
    drop(session);
    fs::remove_file(disk.join("phone/lock")).unwrap();
    let session = open(&folder, &clock).unwrap();
    for draft in &saved {
        assert_eq!(session.draft(*draft).unwrap().answers.len(), 1);
    }
    assert!(saved.len() > 10, "{}", saved.len());
}
