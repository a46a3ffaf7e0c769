//! A phone's memory while it syncs 60 visits with 240 photos to a real server process.
//!
//! The phone is this program again, in a process of its own, opened anew as after a day in the hills.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Context, ensure};
use ruhu_core::{
    capture::NewPhoto,
    photo::{PhotoKind, PhotoSource},
    sync::Unwatched,
};
use ruhu_server::ingest::make_code;
use ruhu_tests::{
    day::{filled_visit, open_phone, picture},
    server::{ServerProcess, invent_households, open_app},
    site::VILLAGE,
};

const VISITS: u32 = 60;
const PHOTOS_PER_VISIT: u32 = 4;
/// 5 megapixels; the JPEGs have about 2.5 MB.
const PHOTO_SIDE: u32 = 2_560;

fn main() -> anyhow::Result<()> {
    if let Some(folder) = std::env::args().nth(1) {
        return sync(Path::new(&folder));
    }
    let dir = tempfile::tempdir_in(std::env::var("RUHU_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))?;
    let data = dir.path().join("data");
    let app = open_app(&data)?;
    let households = invent_households(&app, VILLAGE, VISITS)?;
    let code = make_code(&app, "陈建国", &VILLAGE.parse()?)?;
    drop(app);
    let server = ServerProcess::start(&data)?;
    let folder = dir.path().join("phone");
    let phone = open_phone(&folder)?;
    phone.enrol(server.url(), &code, "测试手机")?;
    phone.sync(&Unwatched)?;
    for (visit, household) in (0..).zip(&households) {
        let draft = filled_visit(&phone, household, 0)?;
        for photo in 0..PHOTOS_PER_VISIT {
            let photo = NewPhoto {
                kind: PhotoKind::Outside,
                source: PhotoSource::Camera,
                caption: String::new(),
                bytes: picture(visit * PHOTOS_PER_VISIT + photo, PHOTO_SIDE),
                fix: None,
                redactions: Vec::new(),
            };
            phone.attach_photo(draft, photo)?;
        }
        phone.seal_visit(draft)?;
    }
    drop(phone);
    let ended = Command::new(std::env::current_exe()?).arg(&folder).status()?;
    ensure!(ended.success(), "the phone's sync failed");
    Ok(())
}

fn sync(folder: &Path) -> anyhow::Result<()> {
    let phone = open_phone(folder)?;
    let bytes = phone.counts()?.pending_bytes;
    let start = Instant::now();
    let report = phone.sync(&Unwatched)?;
    let seconds = start.elapsed().as_secs_f64();
    let photos = VISITS * PHOTOS_PER_VISIT;
    ensure!(report.digest_equal && report.problems.is_empty(), "the sync ended unequal");
    ensure!(phone.counts()?.complete == VISITS, "not every visit is complete");
    println!("sync of {photos} photos: {seconds:.2} s, {} MB", bytes / 1_000_000);
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kib: u64 = peak.trim().trim_end_matches(" kB").parse()?;
    println!("phone peak memory: {} MB", kib * 1_024 / 1_000_000);
    Ok(())
}
