//! A phone whose disk fails once while it saves.

use std::{
    path::Path,
    process::{Command, Output},
    sync::Mutex,
};

use ruhu_core::{form::Answer, ids::DraftId, sync::Unwatched, visit::VisitPurpose};
use ruhu_tests::{day::open_phone, folder::copy_folder, site::Site};

use super::calls::{Fault, faults, for_each};

/// With which codes a disk that fails is told of. SQLCipher cannot tell a page that was not read from one that was changed.
const REFUSALS: [&str; 5] = ["disk_full", "store_io", "store_failed", "store_damaged", "vault_io"];

/// What all the runs came to.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) runs: usize,
    pub(crate) refused: usize,
    pub(crate) not_opened: usize,
}

pub(crate) fn run() -> Count {
    let site = Site::start(1);
    let folder = site.dir().join("phone");
    let session = open_phone(&folder).unwrap();
    session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    session.sync(&Unwatched).unwrap();
    let draft = session.start_visit(&site.households[0], VisitPurpose::Review).unwrap();
    drop(session);
    let watched = site.dir().join("watched");
    copy_folder(&folder, &watched).unwrap();
    let found = faults(&steps(&watched, draft), &watched, |command| {
        let output = command.output().unwrap();
        assert_eq!(said(&output).len(), 6, "without a fault everything is saved: {output:?}");
    });
    let count = Mutex::new(Count::default());
    for_each(&found, |fault| {
        let scratch = tempfile::tempdir().unwrap();
        let scratch = scratch.path().join("phone");
        copy_folder(&folder, &scratch).unwrap();
        let output = fault.around(&steps(&scratch, draft), Path::new("/dev/null")).output().unwrap();
        let (refused, opened) = check(&scratch, draft, &output, fault);
        let mut count = count.lock().unwrap();
        count.runs += 1;
        count.refused += refused;
        count.not_opened += usize::from(!opened);
    });
    count.into_inner().unwrap()
}

fn steps(folder: &Path, draft: DraftId) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phone-process"));
    command.arg(folder).args([draft.to_string(), "1".to_owned()]).env("RUHU_STEPS", "1");
    command
}

/// `answer 1`, `photo 3`: what was called saved.
fn said(output: &Output) -> Vec<(String, u32)> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words = text.lines().filter_map(|line| line.split_once(' '));
    words.filter_map(|(what, number)| Some((what.to_owned(), number.parse().ok()?))).collect()
}

/// How many steps were refused, and whether the phone opened at all.
fn check(folder: &Path, draft: DraftId, output: &Output, fault: Fault) -> (usize, bool) {
    let (told, complained) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!complained.contains("panicked"), "{fault}: {complained}");
    let refusals: Vec<&str> = told.lines().filter(|line| line.starts_with("refused")).collect();
    for refusal in &refusals {
        let known = REFUSALS.iter().any(|code| refusal.contains(code));
        assert!(known && !refusal.is_ascii(), "{fault}: {refusal}");
    }
    let opened = output.status.success();
    assert!(opened || !complained.is_ascii(), "{fault}: {:?} {complained}", output.status);
    // After a page that it could not read SQLCipher refuses everything until the app is started anew, and the text says so.
    let until_restart = refusals.iter().any(|refusal| refusal.contains("store_damaged"));
    assert!(refusals.len() <= 1 || until_restart, "{fault}: one failure is felt once: {told}");
    let session = open_phone(folder).unwrap_or_else(|error| panic!("{fault}: {error}"));
    let view = session.draft(draft).unwrap();
    let said = said(output);
    let last = said.iter().filter(|(what, _)| what == "answer").map(|(_, number)| *number).max().unwrap_or(0);
    let kept = match view.answers.get("proposal_reason") {
        Some(Answer::Text(text)) => text.parse().unwrap(),
        _ => 0,
    };
    assert!(kept >= last, "{fault}: said {last}, kept {kept}");
    let captions: Vec<u32> = view.photos.iter().filter_map(|photo| photo.caption.parse().ok()).collect();
    let photos = said.iter().filter(|(what, _)| what == "photo");
    for (_, number) in photos {
        assert!(captions.contains(number), "{fault}: photo {number} is gone");
    }
    for photo in &view.photos {
        for blob in [&photo.original, &photo.derivative, &photo.thumbnail] {
            let bytes = session.photo_file(blob).unwrap_or_else(|error| panic!("{fault}: {error}"));
            assert_eq!(bytes.len() as u64, blob.size, "{fault}: a file that is named is not whole");
        }
    }
    (refusals.len(), opened)
}
