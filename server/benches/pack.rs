//! How long a whole pack takes: 100 households with 400 photos, from content to PDF, first with a cold and then with
//! a warm cache of print renditions. Ends with 1 when a budget is missed.

#![expect(clippy::print_stdout, reason = "a bench speaks on the terminal")]

use std::{io, path::PathBuf, process::ExitCode};

use ruhu_core::{
    clock::{Clock as _, SystemClock},
    ids::{BootId, Sha256Hash},
};
use ruhu_server::pack::{Edition, PackFonts, PhotoSource, PressRoom, render_pack, sample};

const HOUSEHOLDS: usize = 100;
const PHOTOS_EACH: usize = 4;
const BUDGET_MS: u64 = 10_000;
const BUDGET_BYTES: usize = 60_000_000;
/// 2026-09-10 09:00 in Beijing.
const MADE_AT_MS: i64 = 1_789_002_000_000;

/// Photos in files, as the server keeps them: in memory they would count as the pack's.
struct Folder(PathBuf);

impl PhotoSource for Folder {
    fn jpeg(&self, derivative: &Sha256Hash) -> io::Result<Vec<u8>> {
        std::fs::read(self.0.join(derivative.to_string()))
    }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let work = tempfile::tempdir()?;
    let content = sample::content(HOUSEHOLDS, PHOTOS_EACH)?;
    let photos = Folder(work.path().to_owned());
    let mut photo_bytes = 0;
    for (sheet, no) in content.households.iter().zip(1..) {
        for (index, photo) in sheet.photos.iter().enumerate() {
            let bytes = sample::picture(no, index);
            photo_bytes += bytes.len();
            std::fs::write(work.path().join(photo.derivative.to_string()), bytes)?;
        }
    }
    let clock = SystemClock::new(BootId([0; 16]));
    let started = clock.read().mono_ms;
    let fonts = PackFonts::discover(&[])?;
    let found = clock.read().mono_ms;
    println!(
        "fonts found in {} ms; photos {} KB on average",
        found - started,
        photo_bytes / HOUSEHOLDS / PHOTOS_EACH / 1000
    );

    let cache = work.path().join("cache");
    let room = PressRoom {
        fonts: &fonts,
        photos: &photos,
        cache: &cache,
        made_at_ms: MADE_AT_MS,
        log_head: &sample::log_head(100_000),
    };
    let mut within = true;
    for (edition, cold) in
        [(Edition::Organiser, true), (Edition::Organiser, false), (Edition::Participants, false)]
    {
        let processor_before = processor_ms();
        let from = clock.read().mono_ms;
        let pack = render_pack(&content, edition, &room)?;
        let took = clock.read().mono_ms - from;
        println!(
            "{} {} cache: {took} ms ({} ms of processor), {} pages, {} KB, {} photos missing, peak RSS {}",
            edition.name(),
            if cold { "cold" } else { "warm" },
            processor_ms() - processor_before,
            pack.pages,
            pack.bytes.len() / 1000,
            pack.missing_photos.len(),
            peak_memory(),
        );
        within &= took <= BUDGET_MS && pack.bytes.len() <= BUDGET_BYTES && pack.missing_photos.is_empty();
    }
    println!("budget {BUDGET_MS} ms, {} KB: {}", BUDGET_BYTES / 1000, if within { "kept" } else { "MISSED" });
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Processor time of this process, where the system tells it in hundredths of a second: on a busy machine the wall
/// clock measures the neighbours.
fn processor_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>()
        * 10
}

/// The most memory this process has had, where the system tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |rest| rest.trim().to_owned())
}
