//! A phone in a process of its own, so that it can be killed: opens its folder, and saves answers and photos until
//! then. It prints each number only after the core has said "saved".
#![expect(clippy::print_stdout, reason = "the parent process reads what was saved")]

use std::{
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::Context;
use ruhu_core::{
    capture::{FieldSession, NewPhoto, StoreError},
    error::Explain,
    form::{Answer, AnswerKey},
    ids::DraftId,
    photo::{PhotoKind, PhotoSource},
};
use ruhu_tests::day::{open_phone, picture};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder: PathBuf = args.next().context("no folder")?.into();
    let draft: DraftId = args.next().context("no draft")?.parse()?;
    let first: u32 = args.next().context("no number")?.parse()?;
    let session = open_when_free(&folder)?;
    if std::env::var_os("RUHU_STEPS").is_some() {
        steps(&session, draft, first)?;
        return Ok(());
    }
    if std::env::var_os("RUHU_FILL").is_some() {
        return fill(&session, draft);
    }
    let question = AnswerKey::new("proposal_reason")?;
    let mut out = std::io::stdout();
    for number in first.. {
        session.answer(draft, &question, &Answer::Text(number.to_string()))?;
        println!("answer {number}");
        out.flush()?;
        if number % 20 == 0 {
            // A draft holds a limited number of photos; beyond it only answers go on.
            if session.attach_photo(draft, outside(number, 160)).is_ok() {
                println!("photo {number}");
                out.flush()?;
            }
        }
    }
    Ok(())
}

/// Saves a few answers and photos and says of each whether it was kept; goes on after a refusal, as a surveyor does.
fn steps(session: &FieldSession, draft: DraftId, first: u32) -> anyhow::Result<()> {
    let question = AnswerKey::new("proposal_reason")?;
    let mut out = std::io::stdout();
    for number in first..first + 6 {
        let (what, kept) = if number % 3 == 0 {
            ("photo", session.attach_photo(draft, outside(number, 160)).map(|_| ()))
        } else {
            ("answer", session.answer(draft, &question, &Answer::Text(number.to_string())))
        };
        // A word that does not come through is one that was not said.
        let _ = match kept {
            Ok(()) => writeln!(out, "{what} {number}"),
            Err(error) => writeln!(out, "refused {number} {} {error}", error.code()),
        };
    }
    Ok(())
}

fn outside(number: u32, side: u32) -> NewPhoto {
    NewPhoto {
        kind: PhotoKind::Outside,
        source: PhotoSource::Camera,
        caption: number.to_string(),
        bytes: picture(number, side),
        fix: None,
        redactions: Vec::new(),
    }
}

/// Opens the folder that the parent has just closed. While the parent starts some other process, that one has the lock
/// too until it has become the other program.
fn open_when_free(folder: &Path) -> anyhow::Result<FieldSession> {
    for _ in 0..100 {
        match open_phone(folder) {
            Err(error) if error.downcast_ref().is_some_and(is_in_use) => {
                thread::sleep(Duration::from_millis(10));
            }
            opened => return opened,
        }
    }
    open_phone(folder)
}

fn is_in_use(error: &StoreError) -> bool {
    matches!(error, StoreError::StoreInUse)
}

/// Takes photos until the disk is full, then shows that everything said to be saved is there.
fn fill(session: &FieldSession, draft: DraftId) -> anyhow::Result<()> {
    let before = session.draft(draft)?.answers;
    for number in 0..60 {
        if let Err(error) = session.attach_photo(draft, outside(number, 1_200)) {
            println!("refused {} {error}", error.code());
            let view = session.draft(draft)?;
            for photo in &view.photos {
                session.photo_file(&photo.original)?;
            }
            anyhow::ensure!(
                view.answers == before && view.photos.len() == number as usize,
                "something is lost"
            );
            println!("still whole");
            return Ok(());
        }
    }
    anyhow::bail!("the disk is not full")
}
