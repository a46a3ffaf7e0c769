//! Photos on one core: the intake of 12 megapixels, alone and against libvips; which changed photos are recognised;
//! and how long it takes to find one among a million.
//!
//! The promise to surveyors is an intake under 400 ms. `cargo bench -p ruhu-core --bench photo -- --bench intake` runs
//! what has that word in its name.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must stop")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
#![allow(missing_docs, reason = "criterion's macros write the entry points")]

mod photo_parts {
    pub(super) mod near;
    pub(super) mod once;
    pub(super) mod rates;
    pub(super) mod scene;
}
mod support;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group};
use photo_parts::{near, once, rates, scene};
use ruhu_core::{
    ids::Sha256Hash,
    photo::{PhotoLimits, PhotoPrint, intake},
};

fn bench(criterion: &mut Criterion) {
    let photo = scene::twelve_megapixels();
    println!("12-megapixel JPEG of {} bytes", photo.len());
    let limits = PhotoLimits::default();
    let mut group = criterion.benchmark_group("photo");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(photo.len() as u64));
    group.bench_function("intake_12_megapixels", |bencher| {
        bencher.iter(|| intake(black_box(&photo), &limits).expect("a whole photo"));
    });
    group.bench_function("sha256_of_the_original", |bencher| {
        bencher.iter(|| Sha256Hash::of(black_box(&photo)));
    });
    let thumbnail = intake(&photo, &limits).expect("a whole photo").thumbnail;
    group.bench_function("print_of_a_thumbnail", |bencher| {
        bencher.iter(|| PhotoPrint::of_derived(black_box(&thumbnail)).expect("a whole picture"));
    });
    group.finish();
}

criterion_group!(benches, bench);

fn main() {
    if let Some(paths) = once::asked_for() {
        once::run(&paths);
        return;
    }
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let runs = |name: &str| wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str()));
    // Without this word cargo only asks whether the benchmark starts.
    if std::env::args().any(|word| word == "--bench") {
        for (name, part) in
            [("near", near::measure as fn()), ("rates", rates::print), ("vips", once::compare)]
        {
            if runs(name) {
                part();
            }
        }
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
