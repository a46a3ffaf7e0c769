//! A phone's day over bad lines: how long against what the line could carry, and how many bytes against what had to go.
//!
//! Eight photos of 300 KB a visit. The better line carries a whole day, the worse one the thumbnails of a few visits.
#![expect(clippy::cast_precision_loss, reason = "ratios need no more digits")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::{
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::ensure;
use ruhu_core::{
    capture::{FieldSession, NewPhoto, StoreKey},
    clock::{Clock, SystemClock},
    ids::{BootId, HouseholdId},
    photo::{PhotoKind, PhotoSource},
    sync::{PhotoScope, SyncLimits, SyncReport, Unwatched, UreqTransport},
};
use ruhu_server::ingest::make_code;
use ruhu_tests::{
    day::{KEY, filled_visit, picture},
    link::{Link, Shape},
    server::{ServerProcess, invent_households, open_app},
    site::VILLAGE,
};

const VISITS_OF_A_DAY: u32 = 30;
const A_FEW_VISITS: u32 = 6;
const PHOTOS_PER_VISIT: u32 = 8;
/// Pixels; the JPEGs have about 300 KB.
const PHOTO_SIDE: u32 = 540;
/// A phone tries again by itself; more often than this it is stuck.
const MAX_SYNCS: u32 = 50;

const POOR: Shape = Shape {
    bits_per_second: 1e6,
    round_trip: Duration::from_millis(200),
    loss: 0.05,
    cut_every: Some(Duration::from_secs(20)),
};
const MISERABLE: Shape =
    Shape { bits_per_second: 64e3, round_trip: Duration::from_secs(2), loss: 0.3, cut_every: None };

const LINES: [(&str, u32, Shape, PhotoScope); 2] = [
    ("1 Mbit/s, all", VISITS_OF_A_DAY, POOR, PhotoScope::All),
    ("64 kbit/s, thumbnails", A_FEW_VISITS, MISERABLE, PhotoScope::Thumbnails),
];

fn main() -> anyhow::Result<()> {
    let dir = tempfile::tempdir_in(std::env::var("RUHU_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))?;
    let data = dir.path().join("data");
    let app = open_app(&data)?;
    let households = invent_households(&app, VILLAGE, VISITS_OF_A_DAY)?;
    let village = VILLAGE.parse()?;
    let codes = [make_code(&app, "陈建国", &village)?, make_code(&app, "李秀英", &village)?];
    drop(app);
    let server = ServerProcess::start(&data)?;
    let address: SocketAddr = server.address().parse()?;
    println!("line                            bytes  carried   seconds  line alone  cuts  syncs");
    let mut photo = 0;
    for ((name, visits, shape, scope), code) in LINES.into_iter().zip(codes) {
        let link = Link::to(address, 1)?;
        let phone = enrolled(&dir.path().join(name), &link, &code)?;
        for household in households.iter().take(usize::try_from(visits)?) {
            photographed_visit(&phone, household, &mut photo)?;
        }
        link.shape(shape);
        run(name, &phone, &link, (shape, scope))?;
    }
    Ok(())
}

fn run(
    name: &str,
    phone: &FieldSession,
    link: &Link,
    (shape, scope): (Shape, PhotoScope),
) -> anyhow::Result<()> {
    let limits = SyncLimits { photos: scope, photo_bytes: None };
    let before = phone.counts()?.pending_bytes;
    let begun = Instant::now();
    let (report, syncs) = sync_until_done(phone, limits)?;
    let seconds = begun.elapsed().as_secs_f64();
    let payload = before - report.bytes_left;
    let alone = payload as f64 * 8.0 / shape.bits_per_second;
    let (time, bytes) = (seconds / alone, link.bytes_up() as f64 / payload as f64);
    println!(
        "{name:<26} {payload:>10} {:>8} {seconds:>9.1} {alone:>11.1} {:>5} {syncs:>6}",
        link.bytes_up(),
        link.cuts()
    );
    println!("{name}: {time:.3} times the line's own time");
    println!("{name}, bytes: {bytes:.3} times the payload");
    Ok(())
}

/// Syncs as an app does: again where the line was gone.
fn sync_until_done(phone: &FieldSession, limits: SyncLimits) -> anyhow::Result<(SyncReport, u32)> {
    for syncs in 1..=MAX_SYNCS {
        if let Ok(report) = phone.sync_within(limits, &UreqTransport::default(), &Unwatched)
            && report.digest_equal
            && report.problems.is_empty()
            && phone.counts()?.pending_bytes == report.bytes_left
        {
            return Ok((report, syncs));
        }
    }
    anyhow::bail!("not through after {MAX_SYNCS} syncs")
}

fn enrolled(folder: &Path, link: &Link, code: &str) -> anyhow::Result<FieldSession> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new(BootId([1; 16])));
    let phone = FieldSession::open(folder, &StoreKey::new(KEY), clock)?;
    phone.enrol(&link.url(), code, "测试手机")?;
    let report = phone.sync(&Unwatched)?;
    ensure!(report.digest_equal, "the first sync ended unequal");
    Ok(phone)
}

fn photographed_visit(phone: &FieldSession, household: &HouseholdId, photo: &mut u32) -> anyhow::Result<()> {
    let draft = filled_visit(phone, household, 0)?;
    for _ in 0..PHOTOS_PER_VISIT {
        *photo += 1;
        let photo = NewPhoto {
            kind: PhotoKind::Outside,
            source: PhotoSource::Camera,
            caption: String::new(),
            bytes: picture(*photo, PHOTO_SIDE),
            fix: None,
            redactions: Vec::new(),
        };
        phone.attach_photo(draft, photo)?;
    }
    phone.seal_visit(draft)?;
    Ok(())
}
