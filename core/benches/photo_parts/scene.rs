//! What a phone's camera writes.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

const WIDTH: u16 = 4_000;
const HEIGHT: u16 = 3_000;

/// A scene of slopes, edges and grain that compresses as a phone's photo does: three to five megabytes.
pub(crate) fn twelve_megapixels() -> Vec<u8> {
    let mut pixels = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT) * 3);
    let mut noise = 0x2545_f491_u32;
    for y in 0..u32::from(HEIGHT) {
        for x in 0..u32::from(WIDTH) {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            let grain = noise % 24;
            let brick = if (x / 97 + y / 61).is_multiple_of(2) { 40 } else { 0 };
            for slope in [x * 120 / 4_000, y * 120 / 3_000, (x + y) * 120 / 7_000] {
                pixels.push(u8::try_from((60 + slope + brick + grain).min(255)).unwrap_or(u8::MAX));
            }
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.encode(&pixels, WIDTH, HEIGHT, ColorType::Rgb).expect("a valid picture");
    bytes
}
