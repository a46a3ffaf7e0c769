//! Whole pictures to begin with, and damage that needs no knowledge of the format.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder, codecs::webp::WebPEncoder};
use jpeg_encoder::{ColorType, Encoder};

use crate::Hostile;

pub(crate) const WIDTH: u16 = 96;
pub(crate) const HEIGHT: u16 = 64;

/// Slopes and edges.
pub(crate) fn pixels(channels: u8) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..u32::from(HEIGHT) {
        for x in 0..u32::from(WIDTH) {
            for channel in 0..u32::from(channels) {
                let block = if (x / 11 + y / 7) % 3 == channel % 3 { 90 } else { 0 };
                pixels.push(u8::try_from((x + y * 2 + channel * 20 + block) % 256).unwrap());
            }
        }
    }
    pixels
}

/// Says that the picture is to be turned, in an EXIF block.
pub(crate) fn exif() -> Vec<u8> {
    b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec()
}

pub(crate) fn jpeg(kind: ColorType, progressive: bool, restarts: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 85);
    encoder.set_progressive(progressive);
    encoder.add_exif_metadata(&exif()).unwrap();
    if restarts {
        encoder.set_restart_interval(3);
    }
    let channels = if matches!(kind, ColorType::Rgb) { 3 } else { 4 };
    encoder.encode(&pixels(channels), WIDTH, HEIGHT, kind).unwrap();
    bytes
}

pub(crate) fn baseline() -> Vec<u8> {
    jpeg(ColorType::Rgb, false, false)
}

pub(crate) fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&pixels(3), u32::from(WIDTH), u32::from(HEIGHT), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

pub(crate) fn webp() -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .write_image(&pixels(4), u32::from(WIDTH), u32::from(HEIGHT), ExtendedColorType::Rgba8)
        .unwrap();
    bytes
}

/// Pictures that are taken in.
pub(crate) fn whole() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("baseline", baseline()),
        ("progressive", jpeg(ColorType::Rgb, true, false)),
        ("cmyk", jpeg(ColorType::Cmyk, false, false)),
        ("ycck", jpeg(ColorType::CmykAsYcck, false, false)),
        ("restarts", jpeg(ColorType::Rgb, false, true)),
        ("png", png()),
        ("webp", webp()),
    ]
}

/// The same numbers for the same seed.
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// One to six bits turned over.
pub(crate) fn flipped(name: &str, bytes: &[u8]) -> Vec<Hostile> {
    let mut luck = Luck(bytes.len() as u64);
    (0..24)
        .map(|number| {
            let mut damaged = bytes.to_vec();
            for _ in 0..=number % 6 {
                // Half of them in the header, where a bit matters most.
                let end = if luck.below(2) == 0 { damaged.len() } else { damaged.len().min(400) };
                let at = luck.below(end);
                damaged[at] ^= 1 << luck.below(8);
            }
            (format!("{name}, bits turned over {number}"), damaged)
        })
        .collect()
}

/// Stretches of one value, cut out or put in.
pub(crate) fn overwritten(name: &str, bytes: &[u8]) -> Vec<Hostile> {
    let mut luck = Luck(bytes.len() as u64 + 1);
    (0..10)
        .map(|number| {
            let at = luck.below(bytes.len());
            let end = (at + 1 + luck.below(40)).min(bytes.len());
            let patch: Vec<u8> = match number % 4 {
                0 => vec![0xff; end - at],
                1 => vec![0; end - at],
                2 => Vec::new(),
                _ => bytes[at..end].repeat(3),
            };
            (format!("{name}, overwritten {number}"), [&bytes[..at], &patch, &bytes[end..]].concat())
        })
        .collect()
}
