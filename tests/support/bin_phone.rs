//! A phone in a process of its own, so that it can be killed: opens its folder, and saves answers and photos until
//! then. It prints each number only after the core has said "saved".
#![expect(clippy::print_stdout, reason = "the parent process reads what was saved")]

use std::{io::Write, path::PathBuf};

use anyhow::Context;
use ruhu_core::{
    capture::{FieldSession, NewPhoto},
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
    let session = open_phone(&folder)?;
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
            let photo = NewPhoto {
                kind: PhotoKind::Outside,
                source: PhotoSource::Camera,
                caption: number.to_string(),
                bytes: picture(number, 160),
                fix: None,
            };
            // A draft holds a limited number of photos; beyond it only answers go on.
            if session.attach_photo(draft, photo).is_ok() {
                println!("photo {number}");
                out.flush()?;
            }
        }
    }
    Ok(())
}

/// Takes photos until the disk is full, then shows that everything said to be saved is there.
fn fill(session: &FieldSession, draft: DraftId) -> anyhow::Result<()> {
    let before = session.draft(draft)?.answers;
    for number in 0..60 {
        let photo = NewPhoto {
            kind: PhotoKind::Outside,
            source: PhotoSource::Camera,
            caption: String::new(),
            bytes: picture(number, 1_200),
            fix: None,
        };
        if let Err(error) = session.attach_photo(draft, photo) {
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
