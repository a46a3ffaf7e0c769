//! From a camera's file to what a record names: original, derivative, thumbnail.

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image, images::ImageRef,
};
use image::{DynamicImage, RgbImage, metadata::Orientation};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{
    BlobRef, ExifPlace, ExifTime, PhotoError, PhotoPrint, Redaction, WatermarkFont, WatermarkText, container,
    decode::{Decoded, decode, in_srgb},
    exif,
    redaction::cover,
    watermark,
};

/// Longest side of the derivative, in pixels: a doorplate stays legible on an A4 sheet.
pub const DERIVATIVE_SIDE_PX: u32 = 1_600;
/// Longest side of the thumbnail, in pixels.
pub const THUMBNAIL_SIDE_PX: u32 = 320;
/// JPEG quality of the derivative.
const DERIVATIVE_QUALITY: u8 = 82;
/// JPEG quality of the thumbnail.
const THUMBNAIL_QUALITY: u8 = 75;

/// Lines that are scaled at a time. The library keeps the lines of a step between, in the width of the target and the
/// height of the source: of twelve megapixels at once these are fourteen megabytes.
const BAND_LINES: u16 = 128;

/// What a file may cost before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoLimits {
    /// Most bytes of the file.
    pub max_bytes: usize,
    /// Most pixels, as the header says.
    pub max_pixels: u64,
    /// Most pixels of a progressive JPEG, which is held as coefficients at three times the memory. No camera
    /// writes one; chat programs do, small.
    pub max_progressive_pixels: u64,
    /// Most bytes of the decoded picture in memory.
    pub max_decoded_bytes: u64,
}

impl Default for PhotoLimits {
    fn default() -> Self {
        Self {
            max_bytes: 40_000_000,
            max_pixels: 64_000_000,
            max_progressive_pixels: 24_000_000,
            max_decoded_bytes: 256_000_000,
        }
    }
}

/// A photo ready to be kept. The original is the file given, byte for byte.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedPhoto {
    /// The file as given.
    pub original: BlobRef,
    /// Upright JPEG, longest side at most [`DERIVATIVE_SIDE_PX`], without EXIF.
    pub derivative: Vec<u8>,
    /// Names `derivative`.
    pub derivative_ref: BlobRef,
    /// Upright JPEG, longest side at most [`THUMBNAIL_SIDE_PX`], without EXIF.
    pub thumbnail: Vec<u8>,
    /// Names `thumbnail`.
    pub thumbnail_ref: BlobRef,
    /// Width of the derivative, in pixels.
    pub width: u32,
    /// Height of the derivative, in pixels.
    pub height: u32,
    /// Rows at the derivative's foot that the watermark takes, in pixels.
    pub watermark_px: u32,
    /// What the picture looks like, without watermark and redactions.
    pub print: PhotoPrint,
    /// When the picture says it was taken.
    pub exif_time: Option<ExifTime>,
    /// Where the picture says it was taken.
    pub exif_place: Option<ExifPlace>,
}

/// What is done to the pictures beside scaling them.
#[derive(Debug, Clone, Copy, Default)]
pub struct IntakeOptions<'a> {
    /// Burnt into the derivative. Thumbnails are too small to be read, and prints would then find photos alike
    /// because their bands are.
    pub watermark: Option<(&'a WatermarkText, &'a WatermarkFont)>,
    /// Painted over in derivative and thumbnail. The original and the print know nothing of it.
    pub redactions: &'a [Redaction],
}

/// What a camera wrote beside the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ExifSaid {
    /// When it was taken.
    pub time: Option<ExifTime>,
    /// Where.
    pub place: Option<ExifPlace>,
}

/// Reads time and place without decoding the picture: a watermark says them before there is one.
///
/// # Errors
/// As [`intake`], for what can be seen without decoding.
pub fn said_by_exif(original: &[u8], limits: &PhotoLimits) -> Result<ExifSaid, PhotoError> {
    let layout = container::inspect(original, limits)?;
    let said = layout.exif.map(exif::read).unwrap_or_default();
    Ok(ExifSaid { time: said.time, place: said.place })
}

/// Takes a camera's file in: checks it, turns it upright, scales it, names every part by hash.
///
/// # Errors
/// [`PhotoError`] for anything but one whole JPEG, PNG or WebP within `limits`; nothing is decoded before they are
/// kept.
pub fn intake(original: &[u8], limits: &PhotoLimits) -> Result<PreparedPhoto, PhotoError> {
    intake_with(original, limits, &IntakeOptions::default())
}

/// [`intake`], with a watermark and with parts painted over.
///
/// No pixel of derivative or thumbnail depends on what the original shows inside a redaction, not even beside it:
/// scaling mixes neighbours, so the original's pixels are painted over before it, and those scaled after it.
///
/// # Errors
/// As [`intake`].
pub fn intake_with(
    original: &[u8],
    limits: &PhotoLimits,
    options: &IntakeOptions<'_>,
) -> Result<PreparedPhoto, PhotoError> {
    let layout = container::inspect(original, limits)?;
    let said = layout.exif.map(exif::read).unwrap_or_default();
    let name = BlobRef::of(original);
    let mut decoded = decode(original, layout.format, limits)?;
    let redactions = || options.redactions.iter().copied();

    let clean = upright(&decoded, DERIVATIVE_SIDE_PX, said.orientation)?;
    let clean_thumbnail = scaled(&clean, THUMBNAIL_SIDE_PX)?;
    let print = PhotoPrint::of(&clean_thumbnail);
    let (mut shown, thumbnail) = if options.redactions.is_empty() {
        drop(decoded);
        (clean, clean_thumbnail)
    } else {
        cover(&mut decoded.pixels, redactions().map(|redaction| redaction.as_stored(said.orientation)));
        let mut shown = upright(&decoded, DERIVATIVE_SIDE_PX, said.orientation)?;
        drop(decoded);
        cover(&mut shown, redactions());
        let mut thumbnail = scaled(&shown, THUMBNAIL_SIDE_PX)?;
        cover(&mut thumbnail, redactions());
        (shown, thumbnail)
    };
    let watermark_px =
        options.watermark.map_or(0, |(text, font)| watermark::burn(&mut shown, text, font, &name.sha256));
    let (width, height) = shown.dimensions();
    let derivative = encode(&shown, DERIVATIVE_QUALITY)?;
    let thumbnail = encode(&thumbnail, THUMBNAIL_QUALITY)?;
    Ok(PreparedPhoto {
        original: name,
        derivative_ref: BlobRef::of(&derivative),
        derivative,
        thumbnail_ref: BlobRef::of(&thumbnail),
        thumbnail,
        width,
        height,
        watermark_px,
        print,
        exif_time: said.time,
        exif_place: said.place,
    })
}

/// Scales, converts and turns, in this order: it is then two million pixels that are converted and turned, not twelve
/// or sixty.
fn upright(decoded: &Decoded, side: u32, orientation: Option<u8>) -> Result<RgbImage, PhotoError> {
    let small = scaled(&decoded.pixels, side)?;
    let small = match &decoded.profile {
        Some(profile) => in_srgb(small, profile),
        None => small,
    };
    Ok(turn_upright(small, orientation))
}

/// Size with the longest side at most `side`, in proportion, never larger than it was.
fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scale = |length: u32| {
        let scaled = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(side).max(1)
    };
    (scale(width), scale(height))
}

fn scaled(picture: &RgbImage, side: u32) -> Result<RgbImage, PhotoError> {
    let (width, height) = picture.dimensions();
    let (new_width, new_height) = fitted(width, height, side);
    if (new_width, new_height) == (width, height) {
        return Ok(picture.clone());
    }
    let source =
        ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).map_err(|_| PhotoError::Damaged)?;
    let mut target = RgbImage::new(new_width, new_height);
    let line = usize::try_from(new_width).map_err(|_| PhotoError::Damaged)? * 3;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    let (mut resizer, ratio) = (Resizer::new(), f64::from(height) / f64::from(new_height));
    for (band, lines) in (0_u32..).zip(target.chunks_mut(line * usize::from(BAND_LINES))) {
        let count = u32::try_from(lines.len() / line).map_err(|_| PhotoError::Damaged)?;
        let top = f64::from(band) * f64::from(BAND_LINES) * ratio;
        let depth = (f64::from(count) * ratio).min(f64::from(height) - top);
        let mut part = Image::from_slice_u8(new_width, count, lines, PixelType::U8x3)
            .map_err(|_| PhotoError::Damaged)?;
        let here = options.crop(0.0, top, f64::from(width), depth);
        resizer.resize(&source, &mut part, &here).map_err(|_| PhotoError::Damaged)?;
    }
    Ok(target)
}

fn turn_upright(picture: RgbImage, orientation: Option<u8>) -> RgbImage {
    let mut picture = DynamicImage::ImageRgb8(picture);
    picture
        .apply_orientation(orientation.and_then(Orientation::from_exif).unwrap_or(Orientation::NoTransforms));
    picture.into_rgb8()
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let side = |length: u32| u16::try_from(length).map_err(|_| PhotoError::Encode);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder
        .encode(picture.as_raw(), side(picture.width())?, side(picture.height())?, ColorType::Rgb)
        .map_err(|_| PhotoError::Encode)?;
    Ok(bytes)
}

#[cfg(test)]
#[path = "intake_tests.rs"]
mod tests;
