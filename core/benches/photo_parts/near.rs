//! One photo among a million.

use std::{hint::black_box, time::Instant};

use crate::support::rooms;
use ruhu_core::photo::{NearIndex, PhotoPrint, SAME_PHOTO_BITS};

const PRINTS: u64 = 1_000_000;
const ROOMS: u64 = 400;
const QUERIES: usize = 1_000;

/// Parts of prints of rooms, mixed: the index looks up parts, and those of rooms are not evenly spread.
struct Mixer {
    rooms: Vec<u128>,
}

impl Mixer {
    fn new() -> Self {
        let rooms = (0..ROOMS).map(|seed| bits_of(PhotoPrint::of(&rooms::draw(seed, 320, 240))));
        Self { rooms: rooms.collect() }
    }

    /// Each part of another room, and one bit in eight turned over.
    fn print(&self, seed: u64) -> PhotoPrint {
        let chance = |salt: u64| {
            let mut mixed =
                u128::from(seed * 4 + salt + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
            for _ in 0..3 {
                mixed = (mixed ^ (mixed >> 61)).wrapping_mul(0xbf58_476d_1ce4_e5b9_94d0_49bb_1331_11eb);
            }
            mixed ^ (mixed >> 59)
        };
        let choice = chance(0);
        let turned = chance(1) & chance(2) & chance(3);
        let parts = (0..8_u32).map(|part| {
            let room =
                usize::try_from((choice >> (part * 16)) & 0xffff).unwrap_or_default() % self.rooms.len();
            self.rooms.get(room).copied().unwrap_or_default() & (0xffff << (part * 16))
        });
        text_of(parts.fold(turned, |bits, part| bits ^ part)).parse().expect("a print")
    }
}

fn bits_of(print: PhotoPrint) -> u128 {
    let text = print.to_string();
    u128::from_str_radix(text.get(..32).unwrap_or_default(), 16).expect("digits")
}

fn text_of(bits: u128) -> String {
    format!("{bits:032x}{bits:032x}")
}

/// The same photo again, mirrored every second time, with as many bits turned over as are allowed.
fn changed(original: PhotoPrint, number: u64) -> PhotoPrint {
    let bits = bits_of(original);
    let turned = (0..SAME_PHOTO_BITS).fold(bits, |bits, step| {
        // Five is prime to 128: never the same bit twice.
        bits ^ 1 << ((u64::from(step) * 5 + number) % 128)
    });
    let print: PhotoPrint = text_of(turned).parse().expect("a print");
    if number.is_multiple_of(2) { print.mirrored() } else { print }
}

pub(crate) fn measure() {
    let mixer = Mixer::new();
    let before = crate::once::resident_mb("VmRSS:");
    let start = Instant::now();
    let mut index = NearIndex::new();
    (0..PRINTS).for_each(|seed| index.insert(seed, mixer.print(seed)));
    println!("{PRINTS} prints put in: {} ms", start.elapsed().as_millis());
    println!("memory of 1,000,000 prints: {} MB", crate::once::resident_mb("VmRSS:") - before);
    let mut times: Vec<f64> = (0..QUERIES as u64)
        .map(|number| {
            let seed = number * 997;
            let asked = changed(mixer.print(seed), number);
            let start = Instant::now();
            let found = index.near(black_box(&asked), SAME_PHOTO_BITS);
            let took = start.elapsed().as_secs_f64() * 1_000.0;
            assert!(found.iter().any(|near| near.id == seed), "the photo is found");
            took
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    println!("one photo among 1,000,000, both ways round, p50: {:.2} ms", at(50));
    println!("one photo among 1,000,000, both ways round, p99: {:.2} ms", at(99));
}
