use image::{Rgb, imageops};
use proptest::prelude::*;

use super::*;
use crate::photo::intake;

#[path = "../../../benches/support/mod.rs"]
mod support;

use support::{Change, Negative, rooms};

/// Small, but larger than the grid of cells.
const SIZE: (u32, u32) = (168, 126);
/// Rooms of the small set.
const ROOMS: u64 = 16;

fn room(seed: u64) -> RgbImage {
    rooms::draw(seed, SIZE.0, SIZE.1)
}

/// A picture of whole numbers alone: the same on every machine.
fn steps() -> RgbImage {
    RgbImage::from_fn(90, 70, |x, y| {
        let level =
            |factor: u32| u8::try_from((x * factor + y * y / 7 + (x / 9) * (y / 11) * 5) % 256).unwrap();
        Rgb([level(3), level(1), level(2)])
    })
}

/// In how many bits a picture and another one differ, plain or mirrored.
fn difference(one: PhotoPrint, other: PhotoPrint) -> u32 {
    one.distance(&other).min(one.mirrored().distance(&other))
}

#[test]
fn every_machine_finds_the_same_print() {
    insta::assert_snapshot!(PhotoPrint::of(&steps()), @"05b8d12094a005a864f0bad454900d2805b8d12094a005a864f0bad454900d28");
}

#[test]
fn a_print_is_written_and_read_as_64_digits() {
    let print = PhotoPrint::of(&room(1));
    assert_eq!(print.to_string().len(), 64);
    assert_eq!(print.to_string().parse(), Ok(print));
    let json = serde_json::to_string(&print).unwrap();
    assert_eq!(json, format!("\"{print}\""));
    assert_eq!(serde_json::from_str::<PhotoPrint>(&json).unwrap(), print);
    for text in
        ["", "0f", &"g".repeat(64), &"0".repeat(65), &format!("+{}", "0".repeat(63)), &"照".repeat(64)]
    {
        assert_eq!(text.parse::<PhotoPrint>(), Err(PrintError), "{text}");
    }
}

#[test]
fn derivative_and_thumbnail_have_nearly_one_print() {
    let large = rooms::draw(7, 1_800, 1_350);
    let photo = intake(&support::changes::jpeg(&large, 90), &PhotoLimits::default()).unwrap();
    for part in [&photo.derivative, &photo.thumbnail] {
        let print = PhotoPrint::of_derived(part).unwrap();
        assert!(print.distance(&photo.print) <= 3, "{}", print.distance(&photo.print));
    }
    assert_eq!(PhotoPrint::of_derived(b"no picture"), Err(PhotoError::NotPicture));
}

#[test]
fn a_border_is_seen_and_a_room_is_none() {
    let framed = Change::Screen.apply(&room(3), 3);
    let print = PhotoPrint::of(&framed);
    assert_ne!(print.whole, print.inside);
    assert_eq!(PhotoPrint::of(&room(3)).inside, PhotoPrint::of(&room(3)).whole);
    // Nothing but border: the whole is all there is.
    let black = PhotoPrint::of(&RgbImage::new(40, 30));
    assert_eq!(black.whole, black.inside);
}

#[test]
fn changed_photos_are_found_and_rooms_that_look_alike_are_not() {
    let rooms: Vec<RgbImage> = (0..ROOMS).map(room).collect();
    let prints: Vec<PhotoPrint> = rooms.iter().map(PhotoPrint::of).collect();
    let found =
        |print: PhotoPrint, other: &RgbImage| difference(print, PhotoPrint::of(other)) <= SAME_PHOTO_BITS;
    for change in Change::ALL {
        let again = (0..).zip(&rooms).zip(&prints);
        let missed =
            again.filter(|((seed, room), print)| !found(**print, &change.apply(room, *seed))).count();
        let most = if change == Change::Crop { 4 } else { 0 };
        assert!(missed <= most, "{}: {missed} of {ROOMS} missed", change.label());
    }
    for (number, one) in (1..).zip(&prints) {
        let taken = prints.iter().skip(number).filter(|other| difference(*one, **other) <= SAME_PHOTO_BITS);
        assert_eq!(taken.count(), 0, "unrelated rooms are taken for room {number}");
    }
    for (seed, print) in (0..).zip(&prints) {
        let neighbour = Negative::SameRoom.draw(seed, SIZE.0, SIZE.1);
        assert!(!found(*print, &neighbour), "the same empty room is taken for room {seed}");
    }
}

/// The bits of waves of no height, in the whole and inside a border: they have no sign that a mirror could turn over.
/// Pictures of few pixels have some by chance.
fn flat_waves(picture: &RgbImage) -> (PrintBits, PrintBits) {
    let grid = Grid::of(picture);
    let flat = |frame: Frame| {
        let channels = [grid.waves(0, frame), grid.waves(2, frame)];
        let none = |(channel, down, across): (usize, usize, usize)| channels[channel][down][across] == 0;
        placed().filter(|(_, wave)| none(*wave)).fold(0, |bits, (bit, _)| bits | bit)
    };
    let whole = flat(Frame::WHOLE);
    (whole, grid.inside_border().map_or(whole, flat))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_print_of_a_mirrored_picture_is_the_mirrored_print(
        width in 8_u32..150, height in 8_u32..150, border in 0_u32..20, seed in any::<u32>()
    ) {
        let mut noise = seed | 1;
        let picture = RgbImage::from_fn(width, height, |x, y| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let edge = x.min(y).min(width - 1 - x).min(height - 1 - y) < border;
            let [a, b, c, _] = noise.to_be_bytes();
            Rgb(if edge { [20, 20, 24] } else { [a, b, c] })
        });
        prop_assume!(border * 3 < width.min(height));
        let turned = PhotoPrint::of(&picture).mirrored();
        let mirrored = PhotoPrint::of(&imageops::flip_horizontal(&picture));
        let (flat, flat_inside) = flat_waves(&picture);
        prop_assert_eq!((turned.whole ^ mirrored.whole) & !flat, 0);
        prop_assert_eq!((turned.inside ^ mirrored.inside) & !flat_inside, 0);
    }
}
