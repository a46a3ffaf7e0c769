//! The table of `docs/photos.md`: which changed photos are recognised, and which others are taken for them.

use ruhu_core::photo::{PhotoPrint, SAME_PHOTO_BITS};

use crate::support::{Change, Negative, rooms};

const ROOMS: u64 = 400;
const SIZE: (u32, u32) = (640, 480);

pub(crate) fn print() {
    let room = |seed: u64| rooms::draw(seed, SIZE.0, SIZE.1);
    let prints: Vec<PhotoPrint> = (0..ROOMS).map(|seed| PhotoPrint::of(&room(seed))).collect();
    println!("prints of {ROOMS} rooms, at most {SAME_PHOTO_BITS} of 128 bits apart");
    println!("| The same photo | Not recognised | Bits apart, median | 99 % |");
    println!("|---|---|---|---|");
    for change in Change::ALL {
        let found = distances(&prints, |seed| change.apply(&room(seed), seed));
        let missed = found.iter().filter(|&&bits| bits > SAME_PHOTO_BITS).count();
        println!(
            "| {} | {} | {} | {} |",
            change.label(),
            share(missed, found.len()),
            at(&found, 50),
            at(&found, 99)
        );
    }
    println!("| Another photo | Taken for it | Bits apart, median | nearest 1 % |");
    println!("|---|---|---|---|");
    let mut pairs: Vec<u32> = Vec::new();
    for (number, one) in (1..).zip(&prints) {
        pairs.extend(prints.iter().skip(number).map(|other| either_way(*one, *other)));
    }
    pairs.sort_unstable();
    row("unrelated rooms, each with each", &pairs);
    for negative in [Negative::SameRoom, Negative::SamePlaces] {
        row(negative.label(), &distances(&prints, |seed| negative.draw(seed, SIZE.0, SIZE.1)));
    }
}

fn row(name: &str, found: &[u32]) {
    let alike = found.iter().filter(|&&bits| bits <= SAME_PHOTO_BITS).count();
    println!("| {name} | {} | {} | {} |", share(alike, found.len()), at(found, 50), at(found, 1));
}

/// Sorted.
fn distances(prints: &[PhotoPrint], other: impl Fn(u64) -> image::RgbImage) -> Vec<u32> {
    let mut found: Vec<u32> =
        (0..).zip(prints).map(|(seed, print)| either_way(*print, PhotoPrint::of(&other(seed)))).collect();
    found.sort_unstable();
    found
}

fn either_way(one: PhotoPrint, other: PhotoPrint) -> u32 {
    one.distance(&other).min(one.mirrored().distance(&other))
}

fn at(sorted: &[u32], percent: usize) -> u32 {
    sorted.get((sorted.len() - 1) * percent / 100).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts far below what a float holds")]
fn share(part: usize, whole: usize) -> String {
    format!("{:.4} % ({part} of {whole})", part as f64 / whole as f64 * 100.0)
}
