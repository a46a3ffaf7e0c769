//! A county's places: 600 villages, 100,000 fixes; the route of a day.
//!
//! The promise is under 100 ms for the county, so that a server can ask anew whenever fences change.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::expect_used, reason = "a benchmark that cannot run must stop")]
#![allow(missing_docs, reason = "criterion's macros write the entry points")]

use std::{fmt::Write, hint::black_box};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ruhu_core::{
    ids::HouseholdId,
    location::{FenceIndex, MAX_STOPS, Place, Stop, route_of_the_day},
};

const COLUMNS: u32 = 30;
const ROWS: u32 = 20;
const FIXES: usize = 100_000;
/// Points of one village's border.
const BORDER: u32 = 200;
/// Width of a village's cell in degrees: about two kilometres.
const CELL: f64 = 0.02;

/// Numbers from 0 to 1, the same ones at every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(u32::MAX)) / f64::from(u32::MAX)
    }
}

/// A county of villages with wavy borders that reach over into their neighbours.
fn county() -> String {
    let mut features = Vec::new();
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            let mut points = String::new();
            for step in 0..=BORDER {
                let angle = f64::from(step % BORDER) / f64::from(BORDER) * std::f64::consts::TAU;
                let radius = CELL * (0.55 + 0.05 * (angle * 9.0).sin());
                let east = 117.0 + f64::from(column) * CELL + radius * angle.cos();
                let north = 28.0 + f64::from(row) * CELL + radius * angle.sin();
                let comma = if step == 0 { "" } else { "," };
                write!(points, "{comma}[{east:.6},{north:.6}]").expect("text takes text");
            }
            let code = format!("3611241{:02}{:03}", row, 200 + column);
            features.push(format!(
                r#"{{"type":"Feature","properties":{{"region_code":"{code}","name":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[{points}]]}}}}"#
            ));
        }
    }
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn fixes() -> Vec<Place> {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let (wide, high) = (f64::from(COLUMNS) * CELL, f64::from(ROWS) * CELL);
    (0..FIXES).map(|_| Place::wgs84(28.0 + numbers.next() * high, 117.0 + numbers.next() * wide)).collect()
}

fn bench(criterion: &mut Criterion) {
    let text = county();
    let index = FenceIndex::read(&text).expect("a sound county");
    let fixes = fixes();
    println!("{} villages in {} bytes, {} fixes", index.fences().len(), text.len(), fixes.len());
    let mut group = criterion.benchmark_group("places");
    group.sample_size(20);
    group.bench_function("read_600_villages", |bencher| {
        bencher.iter(|| FenceIndex::read(black_box(&text)).expect("a sound county"));
    });
    group.throughput(Throughput::Elements(FIXES as u64));
    group.bench_function("villages_of_100000_fixes", |bencher| {
        bencher.iter(|| fixes.iter().map(|place| index.villages_at(black_box(*place)).len()).sum::<usize>());
    });
    group.bench_function("distance_of_100000_fixes_to_their_village", |bencher| {
        let fences = index.fences();
        bencher.iter(|| {
            fixes
                .iter()
                .zip(fences.iter().cycle())
                .map(|(place, fence)| fence.distance_m(*place))
                .sum::<f64>()
        });
    });
    group.finish();
    route(criterion);
}

fn route(criterion: &mut Criterion) {
    let stops: Vec<Stop> = fixes()
        .into_iter()
        .take(MAX_STOPS)
        .enumerate()
        .map(|(number, place)| Stop {
            household: HouseholdId::new(format!("h-{number}")).expect("a sound id"),
            place: Some(place),
        })
        .collect();
    let start = Place::wgs84(28.2, 117.3);
    let mut group = criterion.benchmark_group("route");
    group.sample_size(20);
    group.bench_function("of_200_households", |bencher| {
        bencher.iter(|| route_of_the_day(start, black_box(&stops)).expect("a route"));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
