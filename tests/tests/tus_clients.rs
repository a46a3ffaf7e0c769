//! Clients of tus that we did not write, unmodified, each sending 200 photos over a line that is cut again and again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

#[path = "tus_clients/line.rs"]
mod line;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::Ordering,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use ruhu_core::ids::Sha256Hash;
use ruhu_tests::{
    python::{python_with, succeeds},
    site::Site,
};

const TUSPY: &str = "tuspy==1.1.0";
const TUS_JS_CLIENT: &str = "tus-js-client@4.3.1";
const PHOTOS: usize = 200;
/// Sizes in bytes that come before the usual ones: limits of chunks, and what a phone makes at worst.
const UNUSUAL: [usize; 6] = [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3 * 1024 * 1024];
/// Sizes of the others: thumbnails and photos.
const USUAL: std::ops::Range<usize> = 4 * 1024..500 * 1024;

#[test]
fn tuspy_gets_every_photo_through() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tus_clients/upload.py");
    let mut client = Command::new(python_with(installed(), TUSPY, "tusclient"));
    client.arg(script);
    every_photo_arrives("tuspy", client, 11);
}

#[test]
fn tus_js_client_gets_every_photo_through() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tus_clients/upload.mjs");
    let mut client = Command::new("node");
    client.arg(script).current_dir(folder_with_tus_js_client());
    every_photo_arrives("tus-js-client", client, 12);
}

/// Runs a client with endpoint, token and folder behind its own arguments.
fn every_photo_arrives(name: &str, mut client: Command, seed: u64) {
    let site = Site::start(0);
    let phone = site.wire_phone(1);
    let folder = site.dir().join("photos");
    let photos = make_photos(&folder, seed);
    let payload: usize = photos.iter().map(|(_, size)| size).sum();
    let server = site.url().trim_start_matches("http://").parse().unwrap();
    let (line, seen) = line::relay(server, seed);

    client.arg(format!("http://{line}/api/device/v1/files")).arg(&phone.enrolled.token).arg(&folder);
    let output = client.output().unwrap();
    let (said, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{log}");

    let lost: Vec<_> = photos.iter().filter(|(hash, _)| !site.app().blobs.is_intact(hash)).collect();
    assert!(lost.is_empty(), "not there or changed: {lost:?}");
    let count = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Relaxed);
    let (cuts, answers_lost) = (count(&seen.cuts), count(&seen.answers_lost));
    println!(
        "{name}: {} photos, {payload} bytes; {} connections, {cuts} cut, {answers_lost} answers lost, {} bytes sent",
        said.lines().count(),
        count(&seen.connections),
        count(&seen.bytes_up),
    );
    assert_eq!(said.lines().count(), PHOTOS);
    assert!(cuts > 20 && answers_lost > 5, "the line was bad: {cuts} cuts, {answers_lost} answers lost");
}

fn make_photos(folder: &Path, seed: u64) -> Vec<(Sha256Hash, usize)> {
    fs::create_dir_all(folder).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..PHOTOS)
        .map(|number| {
            let size = UNUSUAL.get(number).copied().unwrap_or_else(|| rng.random_range(USUAL));
            let mut bytes = vec![0; size];
            rng.fill(bytes.as_mut_slice());
            fs::write(folder.join(format!("{number:03}.jpg")), &bytes).unwrap();
            (Sha256Hash::of(&bytes), size)
        })
        .collect()
}

/// Where clients are installed.
fn installed() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn folder_with_tus_js_client() -> PathBuf {
    let folder = installed().join(TUS_JS_CLIENT.replace('@', "-"));
    if !folder.join("node_modules/tus-js-client/package.json").is_file() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), "{\"private\": true}").unwrap();
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--silent", TUS_JS_CLIENT]).current_dir(&folder);
        assert!(succeeds(&mut npm), "npm could not install {TUS_JS_CLIENT}");
    }
    folder
}
