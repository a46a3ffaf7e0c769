//! The same work as a program of its own, against `vipsthumbnail`: start, read the file, write both sizes.
//!
//! Ours also hashes, prints, looks for what else the file is, and burns a watermark in. libvips shrinks while it
//! decodes, so it never has the whole picture in memory; it starts twice, once for each size, as it has no other way.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use ruhu_core::photo::{IntakeOptions, PhotoLimits, WatermarkFont, WatermarkText, intake_with};

const ASK: &str = "RUHU_PHOTO_ONCE";
const FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
const RUNS: usize = 21;

/// The folder with the photo, where this process was started for one.
pub(crate) fn asked_for() -> Option<PathBuf> {
    std::env::var_os(ASK).map(PathBuf::from)
}

pub(crate) fn run(folder: &Path) {
    let photo = fs::read(folder.join("photo.jpg")).expect("the photo");
    let font = fs::read(FONT).ok().and_then(|bytes| WatermarkFont::from_bytes(bytes, 2).ok());
    let text = WatermarkText {
        household: "361124-0412".to_owned(),
        place: "江西省上饶市铅山县某镇某村三组".to_owned(),
        fix: None,
        time: None,
        surveyor: "S0027".to_owned(),
    };
    let options = IntakeOptions { watermark: font.as_ref().map(|font| (&text, font)), redactions: &[] };
    let taken = intake_with(&photo, &PhotoLimits::default(), &options).expect("a whole photo");
    fs::write(folder.join("ours-1600.jpg"), &taken.derivative).expect("a disk with room");
    fs::write(folder.join("ours-320.jpg"), &taken.thumbnail).expect("a disk with room");
    println!(
        "watermark {}",
        if font.is_some() { "burnt in" } else { "left out: apt install fonts-noto-cjk" }
    );
    println!("{}", resident_mb("VmHWM:"));
}

/// Megabytes (1,000,000 bytes) of this process, by that line of its status.
pub(crate) fn resident_mb(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|found| found.strip_prefix(line)).unwrap_or_default();
    value.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() * 1_024 / 1_000_000
}

pub(crate) fn compare() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-photo");
    fs::create_dir_all(&folder).expect("a disk with room");
    fs::write(folder.join("photo.jpg"), super::scene::twelve_megapixels()).expect("a disk with room");
    let program = std::env::current_exe().expect("a program");
    let mut said = String::new();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(timed(|| {
            let output = Command::new(&program).env(ASK, &folder).output().expect("it starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            said = String::from_utf8_lossy(&output.stdout).into_owned();
        }));
        let mut works = true;
        theirs.push(timed(|| works = thumbnail(&folder, 1_600, 82) && thumbnail(&folder, 320, 75)));
        if !works {
            println!("vipsthumbnail is missing: apt install libvips-tools");
            return;
        }
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    println!("{}", said.trim_end().replace('\n', ", peak memory of one intake: ") + " MB");
    println!("intake as a process: {ours:.1} ms");
    println!("vipsthumbnail, both sizes: {theirs:.1} ms");
    println!("intake against vipsthumbnail: {:.2} times", ours / theirs);
    fs::remove_dir_all(&folder).expect("our own folder");
}

fn thumbnail(folder: &Path, side: u16, quality: u8) -> bool {
    let mut command = Command::new("vipsthumbnail");
    command.env("VIPS_CONCURRENCY", "1").stderr(Stdio::null()).arg(folder.join("photo.jpg"));
    command.arg("--size").arg(side.to_string()).arg("-o").arg(format!("vips-{side}.jpg[Q={quality},strip]"));
    command.status().is_ok_and(|status| status.success())
}

fn timed(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1_000.0
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
