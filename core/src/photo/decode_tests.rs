use image::{ExtendedColorType, ImageEncoder, Rgb, codecs::png::PngEncoder, codecs::webp::WebPEncoder};
use jpeg_encoder::{ColorType, Encoder};

use super::*;
use crate::photo::{ForeignFormat, PreparedPhoto, intake};

const SIDE: u32 = 64;
const ORANGE: [u8; 3] = [230, 120, 30];

fn take(bytes: &[u8]) -> Result<PreparedPhoto, PhotoError> {
    intake(bytes, &PhotoLimits::default())
}

/// The colour in the middle of the derivative.
fn colour(bytes: &[u8]) -> [u8; 3] {
    let derivative = take(bytes).unwrap().derivative;
    let shown =
        image::load_from_memory_with_format(&derivative, image::ImageFormat::Jpeg).unwrap().into_rgb8();
    shown.get_pixel(shown.width() / 2, shown.height() / 2).0
}

fn near(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 8)
}

fn plain(colour: [u8; 3]) -> RgbImage {
    RgbImage::from_pixel(SIDE, SIDE, Rgb(colour))
}

fn jpeg_of(pixels: &[u8], kind: ColorType, profile: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    if let Some(profile) = profile {
        encoder.add_icc_profile(profile).unwrap();
    }
    encoder.encode(pixels, 64, 64, kind).unwrap();
    bytes
}

fn lossless_webp(colour: [u8; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .write_image(plain(colour).as_raw(), SIDE, SIDE, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap();
    [kind, &length.to_le_bytes(), body, &[0][..body.len() % 2]].concat()
}

fn webp_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [
        b"RIFF".as_slice(),
        &u32::try_from(4 + chunks.concat().len()).unwrap().to_le_bytes(),
        b"WEBP",
        &chunks.concat(),
    ]
    .concat()
}

/// A lossy frame all of whose bits are zero: every block is predicted from nothing, which is grey (RFC 6386).
fn grey_frame(width: u16, height: u16) -> Vec<u8> {
    let first_part = 4_000_u32;
    let tag = (first_part << 5 | 0x10).to_le_bytes();
    let [w0, w1] = width.to_le_bytes();
    let [h0, h1] = height.to_le_bytes();
    [[tag[0], tag[1], tag[2], 0x9d, 0x01, 0x2a, w0, w1, h0, h1].as_slice(), &[0; 8_000]].concat()
}

fn canvas(width: u8, height: u8, flags: u8) -> Vec<u8> {
    chunk(b"VP8X", &[flags, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0])
}

#[test]
fn lossless_and_lossy_webp_are_read() {
    assert!(near(colour(&lossless_webp(ORANGE)), ORANGE));
    let grey = colour(&webp_of(&[chunk(b"VP8 ", &grey_frame(64, 64))]));
    assert!(near(grey, [128; 3]), "{grey:?}");
}

#[test]
fn a_webp_says_its_orientation_and_its_end() {
    let turned = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".as_slice();
    let frame = chunk(b"VP8 ", &grey_frame(64, 32));
    for exif in [turned, &turned[6..]] {
        let photo = take(&webp_of(&[canvas(64, 32, 8), frame.clone(), chunk(b"EXIF", exif)])).unwrap();
        assert_eq!((photo.width, photo.height), (32, 64));
    }
    let whole = lossless_webp(ORANGE);
    for length in [12, 16, 20, whole.len() - 1] {
        assert_eq!(take(&whole[..length]), Err(PhotoError::Truncated), "cut at {length}");
    }
    let archive = [whole.as_slice(), b"PK\x03\x04"].concat();
    assert_eq!(take(&archive), Err(PhotoError::Polyglot));
}

#[test]
fn a_webp_that_moves_or_lies_about_its_size_is_refused() {
    let frame = chunk(b"VP8 ", &grey_frame(64, 64));
    let moving = webp_of(&[canvas(64, 64, 2), frame.clone()]);
    assert_eq!(take(&moving), Err(PhotoError::Unsupported));
    assert_eq!(take(&webp_of(&[canvas(64, 64, 0), chunk(b"ANIM", &[0; 6])])), Err(PhotoError::Unsupported));
    for chunks in [
        vec![canvas(64, 63, 0), frame.clone()],
        vec![frame.clone(), frame.clone()],
        vec![canvas(64, 64, 0)],
        vec![chunk(b"VP8 ", &grey_frame(0, 64))],
        vec![chunk(b"VP8L", &[0x2e, 0, 0, 0, 0])],
    ] {
        assert_eq!(take(&webp_of(&chunks)), Err(PhotoError::Damaged));
    }
    let giant = webp_of(&[canvas(1, 1, 0), chunk(b"VP8 ", &grey_frame(16_383, 16_383))]);
    assert!(matches!(take(&giant), Err(PhotoError::TooManyPixels { .. })));
}

#[test]
fn pictures_of_presses_and_scanners_are_read() {
    let inks = [0, 120, 220, 20].repeat(64 * 64);
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let [red, green, blue] = colour(&jpeg_of(&inks, kind, None));
        assert!(red > green && green > blue, "{red} {green} {blue}");
    }
    let deep: Vec<u8> = [0xe6e6_u16, 0x7878, 0x1e1e]
        .iter()
        .flat_map(|level| level.to_ne_bytes())
        .collect::<Vec<_>>()
        .repeat(64 * 64);
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&deep, SIDE, SIDE, ExtendedColorType::Rgb16).unwrap();
    assert!(near(colour(&png), ORANGE), "{:?}", colour(&png));
}

#[test]
fn colours_of_a_wide_profile_are_shown_as_srgb() {
    // The red of sRGB, in the numbers of Display P3 (SMPTE EG 432-1 primaries with the curve of sRGB).
    let (numbers, red) = ([234, 51, 35], [255, 0, 0]);
    let profile = ColorProfile::new_display_p3().encode().unwrap();
    let picture = plain(numbers);
    assert!(near(colour(&jpeg_of(&picture, ColorType::Rgb, Some(&profile))), red));
    assert!(near(colour(&jpeg_of(&picture, ColorType::Rgb, None)), numbers));
}

#[test]
fn a_profile_that_is_broken_or_of_other_colours_is_passed_over() {
    let whole = ColorProfile::new_display_p3().encode().unwrap();
    let grey = ColorProfile::new_gray_with_gamma(2.2).encode().unwrap();
    let mut wild = whole.clone();
    wild.iter_mut().skip(128).step_by(3).for_each(|byte| *byte = 0xff);
    for profile in [&whole[..100], b"no profile", &[0; 400], &grey, &wild] {
        assert!(near(colour(&jpeg_of(&plain(ORANGE), ColorType::Rgb, Some(profile))), ORANGE));
    }
}

#[test]
fn other_formats_are_named_and_say_what_to_do() {
    let bmp = [b"BM".as_slice(), &[0; 12], &40_u32.to_le_bytes(), &[0; 60]].concat();
    for (bytes, format) in [
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1".as_slice(), ForeignFormat::Avif),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", ForeignFormat::Avif),
        (b"GIF89a\x01\0\x01\0", ForeignFormat::Gif),
        (&bmp, ForeignFormat::Bmp),
        (b"II\x2a\0\x08\0\0\0", ForeignFormat::Tiff),
        (b"MM\0\x2a\0\0\0\x08", ForeignFormat::Tiff),
    ] {
        let error = take(bytes).unwrap_err();
        assert_eq!(error, PhotoError::Foreign(format));
        let words = error.to_string();
        assert!(words.contains("请") && words.contains(format.label()), "{words}");
    }
    for heic in [b"\0\0\0\x18ftypheix\0\0\0\0mif1".as_slice(), b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"] {
        assert_eq!(take(heic), Err(PhotoError::Heic));
    }
    assert_eq!(take(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), Err(PhotoError::NotPicture));
}
