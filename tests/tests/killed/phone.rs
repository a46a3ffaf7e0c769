//! A phone in a process of its own that is killed while it saves answers and photos.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::Duration,
};

use ruhu_core::{capture::FieldSession, form::Answer, ids::DraftId, sync::Unwatched, visit::VisitPurpose};
use ruhu_tests::{day::open_phone, site::Site};

use crate::Moment;

/// A draft holds no more photos than this; the next one begins earlier.
const PHOTOS_OF_A_DRAFT: usize = 20;

/// What all the runs came to.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) answers: u32,
    pub(crate) photos: u32,
    /// Kills that fell between the write and the word: more was kept than was said.
    pub(crate) in_mid_save: u32,
}

pub(crate) fn run(moments: impl Iterator<Item = Moment>) -> Count {
    let site = Site::start(1);
    let folder = site.dir().join("phone");
    let session = open_phone(&folder).unwrap();
    session.enrol(&site.url(), &site.code(), "测试手机").unwrap();
    session.sync(&Unwatched).unwrap();
    let start =
        |session: &FieldSession| session.start_visit(&site.households[0], VisitPurpose::Review).unwrap();
    let mut draft = start(&session);
    drop(session);
    let (mut count, mut kept) = (Count::default(), 0);
    for (round, moment) in moments.enumerate() {
        let said = work_until(&folder, (draft, kept + 1), moment);
        let session = open_phone(&folder).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let view = session.draft(draft).unwrap();
        let answered = match view.answers.get("proposal_reason") {
            Some(Answer::Text(text)) => text.parse().unwrap(),
            _ => 0,
        };
        let last = said.answers.unwrap_or(kept);
        assert!((last..=last + 1).contains(&answered), "round {round}: said {last}, kept {answered}");
        let captions: Vec<u32> = view.photos.iter().filter_map(|photo| photo.caption.parse().ok()).collect();
        assert!(said.photos.iter().all(|photo| captions.contains(photo)), "round {round}: a photo is gone");
        for photo in &view.photos {
            for blob in [&photo.original, &photo.derivative, &photo.thumbnail] {
                let bytes = session.photo_file(blob).unwrap();
                assert_eq!(bytes.len() as u64, blob.size, "round {round}: a file that is named is not whole");
            }
        }
        count.answers += answered - kept;
        count.photos += u32::try_from(said.photos.len()).unwrap();
        count.in_mid_save += u32::from(answered > last);
        kept = answered;
        if view.photos.len() >= PHOTOS_OF_A_DRAFT {
            draft = start(&session);
            kept = 0;
        }
    }
    count
}

/// What a phone said was saved.
#[derive(Default)]
struct Said {
    answers: Option<u32>,
    photos: Vec<u32>,
}

fn work_until(folder: &Path, (draft, first): (DraftId, u32), moment: Moment) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_phone-process"))
        .arg(folder)
        .args([draft.to_string(), first.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (say, heard) = mpsc::channel();
    let killer = std::thread::spawn(move || kill_at(&mut child, moment, &heard));
    let mut said = Said::default();
    for line in lines.map_while(Result::ok) {
        // The killer is gone where it waits for no more words.
        let _ = say.send(());
        match line.split_once(' ') {
            Some(("answer", number)) => said.answers = number.parse().ok().or(said.answers),
            Some(("photo", number)) => said.photos.extend(number.parse::<u32>().ok()),
            _ => panic!("the phone says {line}"),
        }
    }
    killer.join().unwrap();
    said
}

fn kill_at(child: &mut Child, moment: Moment, heard: &mpsc::Receiver<()>) {
    match moment {
        Moment::AfterStart(wait) => std::thread::sleep(wait),
        Moment::AtWork { words, wait } => {
            for _ in 0..words {
                let said = heard.recv_timeout(Duration::from_mins(1));
                assert!(said.is_ok(), "{said:?}; the phone ended by itself: {:?}", child.try_wait());
            }
            std::thread::sleep(wait);
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}
