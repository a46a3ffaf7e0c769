//! From a file that has been walked to pixels, and their colours to sRGB.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, RgbImage,
    codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder},
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{PhotoError, PhotoLimits, container::Format};

/// Largest colour profile that is looked at, in bytes. Phones write less than one kilobyte; those of presses have
/// megabytes, and belong to CMYK, which the decoder has turned to RGB already.
const MAX_PROFILE_BYTES: usize = 1_000_000;

/// A decoded picture, as it lies in the file.
pub(super) struct Decoded {
    pub(super) pixels: RgbImage,
    /// What its colours mean, where the file says it (ICC.1:2022).
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes a file that [`inspect`](super::container::inspect) has passed.
///
/// # Errors
/// [`PhotoError::TooManyPixels`], [`PhotoError::Damaged`].
pub(super) fn decode(bytes: &[u8], format: Format, limits: &PhotoLimits) -> Result<Decoded, PhotoError> {
    let cursor = Cursor::new(bytes);
    match format {
        Format::Jpeg => read_pixels(JpegDecoder::new(cursor).map_err(|_| PhotoError::Damaged)?, limits),
        Format::Png => {
            let mut memory = image::Limits::no_limits();
            memory.max_alloc = Some(limits.max_decoded_bytes);
            read_pixels(PngDecoder::with_limits(cursor, memory).map_err(|_| PhotoError::Damaged)?, limits)
        }
        Format::WebP => read_pixels(WebPDecoder::new(cursor).map_err(|_| PhotoError::Damaged)?, limits),
    }
}

fn read_pixels(mut decoder: impl ImageDecoder, limits: &PhotoLimits) -> Result<Decoded, PhotoError> {
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > limits.max_decoded_bytes {
        let max_megapixels = limits.max_pixels / 1_000_000;
        return Err(PhotoError::TooManyPixels { width, height, max_megapixels });
    }
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= MAX_PROFILE_BYTES);
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| PhotoError::Damaged)?;
    let pixels = if picture.color().has_alpha() { on_white(&picture) } else { picture.into_rgb8() };
    Ok(Decoded { pixels, profile })
}

/// A JPEG has no transparency; white is what paper would show.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let source = picture.to_rgba8();
    let mut target = RgbImage::new(source.width(), source.height());
    for (to, from) in target.pixels_mut().zip(source.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let alpha = u32::from(alpha);
        to.0 = [red, green, blue].map(|channel| {
            let mixed = (u32::from(channel) * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        });
    }
    target
}

/// The picture in sRGB, which is what everybody takes a JPEG without profile for. A profile that is broken, or of
/// another kind of colours, is passed over: the photo counts, and its colours are at worst a little pale.
pub(super) fn in_srgb(picture: RgbImage, profile: &[u8]) -> RgbImage {
    converted(&picture, profile).unwrap_or(picture)
}

fn converted(picture: &RgbImage, profile: &[u8]) -> Option<RgbImage> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let transform = profile
        .create_transform_8bit(
            Layout::Rgb,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            TransformOptions::default(),
        )
        .ok()?;
    let mut target = RgbImage::new(picture.width(), picture.height());
    transform.transform(picture.as_raw(), &mut target).ok()?;
    Some(target)
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
