//! Makes a phone's folder as this version of the library leaves it, to be kept in `tests/stores` so that later
//! versions can be shown to open it: `store-fixture FOLDER`. Beside it `FOLDER-newer`, as a later version would.
//!
//! It holds three households, a complete visit with a photo, a sealed visit that waits, and an open draft.

use std::path::PathBuf;

use anyhow::{Context, ensure};
use ruhu_core::{
    capture::NewPhoto,
    form::{Answer, AnswerKey},
    photo::{PhotoKind, PhotoSource},
    sync::Unwatched,
    visit::VisitPurpose,
};
use ruhu_tests::{
    day::{KEY, filled_visit, open_phone, picture, sealed_visit},
    folder::copy_folder,
    site::Site,
};

fn main() -> anyhow::Result<()> {
    let folder: PathBuf = std::env::args().nth(1).context("no folder")?.into();
    ensure!(!folder.exists(), "{} exists", folder.display());
    let site = Site::start(3);
    let phone = open_phone(&folder)?;
    phone.enrol(&site.url(), &site.code(), "存档手机")?;
    phone.sync(&Unwatched)?;
    let [first, second, third] = site.households.as_slice() else { anyhow::bail!("not three households") };
    let visit = filled_visit(&phone, first, 0)?;
    let photo = NewPhoto {
        kind: PhotoKind::Outside,
        source: PhotoSource::Camera,
        caption: "正面".to_owned(),
        bytes: picture(1, 96),
        fix: None,
        redactions: Vec::new(),
    };
    phone.attach_photo(visit, photo)?;
    phone.seal_visit(visit)?;
    phone.sync(&Unwatched)?;
    sealed_visit(&phone, second, 0)?;
    let draft = phone.start_visit(third, VisitPurpose::Review)?;
    let reason = AnswerKey::new("proposal_reason")?;
    phone.answer(draft, &reason, &Answer::Text("待补充。".to_owned()))?;
    drop(phone);
    // Closing has folded the log into the database.
    let newer =
        folder.with_file_name(format!("{}-newer", folder.file_name().unwrap_or_default().to_string_lossy()));
    copy_folder(&folder, &newer)?;
    let database = rusqlite::Connection::open(newer.join("ruhu.db"))?;
    database.execute_batch(&format!("PRAGMA key = \"x'{}'\";", hex::encode(KEY)))?;
    database.pragma_update(None, "user_version", 99)?;
    Ok(())
}
