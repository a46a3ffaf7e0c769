//! The evening of a county: 2,000 phones come back into the network, each with 50 records and 30 photos.
//!
//!     load-bench [PHONES] [SECONDS]
//!
//! They come evenly over 120 s: five times as fast as ten minutes would be. Phones are threads of this program, on the
//! same processors as the server.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use ruhu_core::{
    ids::{CampaignId, HouseholdId, Sha256Hash},
    journal::SealedEntry,
    record::Record,
    wire::{DigestRequest, DigestResponse, PROTOCOL_VERSION, PushResponse, StreamDigest},
};
use ruhu_server::ingest::make_code;
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, visit},
    server::{ServerProcess, invent_households, open_app},
    site::VILLAGE,
};

const PHONES: u32 = 2_000;
const SECONDS: u32 = 120;
const ENTRIES: u64 = 50;
const PHOTOS: u32 = 30;
/// Thumbnails, derivatives and originals together, on average.
const PHOTO_BYTES: usize = 100_000;
const HOUSEHOLDS: u32 = 100;
/// A phone needs little; two thousand of them have to fit.
const STACK: usize = 512 * 1024;
/// How often a phone asks a busy server again.
const MAX_TRIES: u32 = 20;
const BUSY: [u16; 2] = [429, 503];

struct Evening<'e> {
    url: &'e str,
    campaign: &'e CampaignId,
    households: &'e [HouseholdId],
    record: &'e Record,
}

/// What one phone has seen.
struct Seen {
    pushed_in: Duration,
    busy: u32,
}

fn main() -> anyhow::Result<()> {
    let mut given = std::env::args().skip(1).map(|text| text.parse::<u32>());
    let phones = given.next().unwrap_or(Ok(PHONES))?;
    let seconds = given.next().unwrap_or(Ok(SECONDS))?;
    let dir = tempfile::tempdir_in(std::env::var("RUHU_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))?;
    let data = dir.path().join("data");
    let app = open_app(&data)?;
    let households = invent_households(&app, VILLAGE, HOUSEHOLDS)?;
    let campaign = app.store.read(|r| r.current_campaign())?.context("no campaign")?.campaign;
    let village = VILLAGE.parse()?;
    let codes =
        (0..phones).map(|_| Ok(make_code(&app, "陈建国", &village)?)).collect::<anyhow::Result<Vec<_>>>()?;
    drop(app);
    let server = ServerProcess::start(&data)?;
    let record = Record::Visit(Box::new(visit(Vec::new())));
    let evening =
        Evening { url: server.url(), campaign: &campaign, households: &households, record: &record };

    let begun = Instant::now();
    let seen = thread::scope(|scope| {
        let threads = (0..)
            .zip(codes)
            .map(|(number, code)| {
                let comes_after = Duration::from_secs(seconds.into()) * number / phones;
                let evening = &evening;
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                    thread::sleep(comes_after.saturating_sub(begun.elapsed()));
                    evening.phone(number, &code).with_context(|| format!("phone {number}"))
                })
            })
            .collect::<std::io::Result<Vec<_>>>()?;
        threads
            .into_iter()
            .map(|phone| phone.join().map_err(|_| anyhow::anyhow!("a phone panicked"))?)
            .collect::<anyhow::Result<Vec<Seen>>>()
    })?;
    let took = begun.elapsed().as_secs_f64();
    let mut pushes: Vec<Duration> = seen.iter().map(|seen| seen.pushed_in).collect();
    pushes.sort_unstable();
    let at = |percent: usize| {
        let place = (pushes.len() * percent).div_ceil(100);
        pushes.get(place.saturating_sub(1)).map_or(0, Duration::as_millis)
    };
    println!("{phones} phones came within {seconds} s and were through after {took:.0} s");
    println!("push of {ENTRIES} entries: p50 {} ms, p90 {} ms", at(50), at(90));
    println!("push of {ENTRIES} entries, p99: {} ms", at(99));
    println!("asked to come again: {} times", seen.iter().map(|seen| seen.busy).sum::<u32>());
    println!("server peak memory under load: {} MB", server.peak_rss_kib()? / 1_024);
    server.kill()?;
    count(&data, phones)
}

/// Counts what the server holds after it was killed.
fn count(data: &Path, phones: u32) -> anyhow::Result<()> {
    let app = open_app(data)?;
    let found = app.store.read(|r| r.verify())?;
    ensure!(found.faults.is_empty(), "the server's data is damaged: {} faults", found.faults.len());
    let (mut blobs, mut damaged) = (0_u64, 0_u64);
    app.store.read(|r| {
        r.each_blob(|hash, _| {
            blobs += 1;
            damaged += u64::from(!app.blobs.is_intact(&hash));
        })
    })?;
    let records = app.store.read(|r| r.record_counts(&ruhu_core::region::RegionCode::country()))?.visits;
    let (entries_due, photos_due) = (u64::from(phones) * ENTRIES, u64::from(phones) * u64::from(PHOTOS));
    println!("records of {entries_due}: {} lost", entries_due.saturating_sub(records));
    println!("records twice: {} records", records.saturating_sub(entries_due));
    println!("photos of {photos_due}: {} lost or damaged", photos_due.saturating_sub(blobs) + damaged);
    Ok(())
}

impl Evening<'_> {
    fn phone(&self, number: u32, code: &str) -> anyhow::Result<Seen> {
        // Two thousand keys do not fit one byte.
        let mut phone = WirePhone::enrol(self.url, code, u8::try_from(number % 256)?)?;
        let journal = (0..ENTRIES)
            .map(|entry| {
                let turn = usize::try_from(u64::from(number) * ENTRIES + entry)? % self.households.len();
                let household = self.households.get(turn).context("no household")?;
                EntryMaker::new(self.campaign, household, u64::from(number) * ENTRIES + entry)
                    .seal(&mut phone, self.record)
            })
            .collect::<anyhow::Result<Vec<SealedEntry>>>()?;
        let mut busy = 0;
        phone.pull(0)?;
        let begun = Instant::now();
        match phone.push(&journal)? {
            PushResponse::Accepted { .. } => {}
            other => anyhow::bail!("not accepted: {other:?}"),
        }
        let pushed_in = begun.elapsed();
        for photo in 0..PHOTOS {
            let bytes = noise(u64::from(number) << 32 | u64::from(photo));
            let mut status = phone.send_photo(&bytes)?;
            while BUSY.contains(&status) && busy < MAX_TRIES {
                busy += 1;
                thread::sleep(Duration::from_secs(2));
                status = phone.send_photo(&bytes)?;
            }
            ensure!(status == 201, "photo refused: {status}");
        }
        let last = journal.last().context("no entries")?;
        let head = ruhu_core::journal::Head { seq: last.entry.seq, hash: last.hash };
        let request = DigestRequest {
            protocol: PROTOCOL_VERSION,
            streams: vec![StreamDigest::of(phone.stream, Some(head))],
        };
        let answer: DigestResponse = phone.call("digest", &request)?;
        ensure!(answer.streams.iter().all(|verdict| verdict.equal), "phone and server differ");
        Ok(Seen { pushed_in, busy })
    }
}

/// A photo like no other one.
fn noise(seed: u64) -> Vec<u8> {
    let start = Sha256Hash::of(&seed.to_be_bytes()).0;
    let mut bytes = start.repeat(PHOTO_BYTES / start.len());
    for (number, chunk) in (0_u32..).zip(bytes.chunks_mut(64)) {
        if let Some(place) = chunk.first_chunk_mut::<4>() {
            *place = number.to_be_bytes();
        }
    }
    bytes
}
