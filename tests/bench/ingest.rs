//! Ingest: one real server process, eight phones; sealed visits without photos, then 300 KB photos.
#![expect(clippy::cast_precision_loss, reason = "rates need no more digits")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::{
    sync::{Arc, Barrier},
    time::Instant,
};

use ruhu_core::{
    ids::{CampaignId, HouseholdId},
    journal::SealedEntry,
    record::Record,
    wire::PushResponse,
};
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, visit},
    server::{ServerProcess, code_in, one_time_code, ruhu_ok},
};

const PHONES: u8 = 8;
const VISITS_PER_PHONE: u64 = 4_000;
const BATCH: usize = 100;
const PHOTOS_PER_PHONE: u64 = 250;
const PHOTO_BYTES: usize = 300 * 1024;
const REGION: &str = "361124100001";

fn main() -> anyhow::Result<()> {
    let dir = tempfile::tempdir_in(std::env::var("RUHU_BENCH_DIR").unwrap_or_else(|_| ".".to_owned()))?;
    let data = dir.path().join("data");
    let data_text = data.to_string_lossy().into_owned();
    let server = ServerProcess::start(&data)?;
    let (campaign, household) = one_household(&data)?;
    let mut phones = Vec::new();
    for number in 1..=PHONES {
        let code = code_in(&ruhu_ok(&one_time_code(&data_text, REGION))?);
        phones.push(WirePhone::enrol(server.url(), &code, number)?);
    }
    let record = Record::Visit(Box::new(visit(Vec::new())));
    let mut journals: Vec<Vec<SealedEntry>> = Vec::new();
    for phone in &mut phones {
        let mut journal = Vec::new();
        for number in 0..VISITS_PER_PHONE {
            journal.push(EntryMaker::new(&campaign, &household, number).seal(phone, &record)?);
        }
        journals.push(journal);
    }
    let entry_bytes =
        journals.first().and_then(|journal| journal.first()).map_or(0, |entry| entry.bytes.len());
    let work: Vec<_> = phones.into_iter().zip(journals).collect();
    let (phones, seconds) = together(work, |(phone, journal)| {
        for batch in journal.chunks(BATCH) {
            match phone.push(batch)? {
                PushResponse::Accepted { findings, .. } if findings.is_empty() => {}
                other => anyhow::bail!("not accepted: {other:?}"),
            }
        }
        Ok(phone)
    })?;
    let visits = f64::from(PHONES) * VISITS_PER_PHONE as f64;
    println!(
        "visits: {visits} of {entry_bytes} B from {PHONES} phones in {seconds:.2} s = {:.0} visits/s",
        visits / seconds
    );
    println!("server peak memory after visits: {} MB", server.peak_rss_kib()? / 1024);

    let (_, seconds) = together(phones, |phone| {
        let mut bytes = vec![0_u8; PHOTO_BYTES];
        for number in 0..PHOTOS_PER_PHONE {
            fill(&mut bytes, u64::from(phone.key.to_bytes().first().copied().unwrap_or(0)) << 32 | number);
            let status = phone.send_photo(&bytes)?;
            anyhow::ensure!(status == 201, "photo refused: {status}");
        }
        Ok(phone)
    })?;
    let megabytes = f64::from(PHONES) * PHOTOS_PER_PHONE as f64 * PHOTO_BYTES as f64 / 1e6;
    println!("photos: {megabytes:.0} MB in {seconds:.2} s = {:.0} MB/s", megabytes / seconds);
    println!("server peak memory: {} MB", server.peak_rss_kib()? / 1024);
    disk_limit(dir.path(), megabytes)
}

/// What the disk alone does with the same files: written, flushed and renamed by two writers.
fn disk_limit(dir: &std::path::Path, megabytes: f64) -> anyhow::Result<()> {
    let folder = dir.join("plain");
    std::fs::create_dir_all(&folder)?;
    let (_, seconds) = together((0..2_u64).collect(), |writer| {
        let mut bytes = vec![0_u8; PHOTO_BYTES];
        for number in 0..u64::from(PHONES) * PHOTOS_PER_PHONE / 2 {
            fill(&mut bytes, writer << 40 | number);
            let path = folder.join(format!("{writer}-{number}"));
            std::fs::write(&path, &bytes)?;
            std::fs::File::open(&path)?.sync_all()?;
        }
        Ok(writer)
    })?;
    println!("the disk alone, same files written and flushed: {:.0} MB/s", megabytes / seconds);
    Ok(())
}

fn fill(bytes: &mut [u8], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for chunk in bytes.chunks_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        chunk.copy_from_slice(&state.to_le_bytes()[..chunk.len()]);
    }
}

/// Runs one thread per piece of work from a common start; gives the seconds until the last is done.
fn together<W: Send, T: Send>(
    work: Vec<W>,
    each: impl Fn(W) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<(Vec<T>, f64)> {
    let barrier = Arc::new(Barrier::new(work.len() + 1));
    std::thread::scope(|scope| {
        let each = &each;
        let threads: Vec<_> = work
            .into_iter()
            .map(|piece| {
                let barrier = Arc::clone(&barrier);
                scope.spawn(move || {
                    barrier.wait();
                    each(piece)
                })
            })
            .collect();
        barrier.wait();
        let start = Instant::now();
        let mut done = Vec::new();
        for thread in threads {
            done.push(thread.join().map_err(|_| anyhow::anyhow!("a phone panicked"))??);
        }
        Ok((done, start.elapsed().as_secs_f64()))
    })
}

/// Puts one invented household into the server's store.
fn one_household(data: &std::path::Path) -> anyhow::Result<(CampaignId, HouseholdId)> {
    let app = ruhu_tests::server::open_app(data)?;
    let households = ruhu_tests::server::invent_households(&app, REGION, 1)?;
    let campaign = app.store.read(|r| r.current_campaign())?.ok_or_else(|| anyhow::anyhow!("no campaign"))?;
    let household = households.into_iter().next().ok_or_else(|| anyhow::anyhow!("no household"))?;
    Ok((campaign.campaign, household))
}
