//! From a camera's file to what a record names: original, derivative, thumbnail.

use std::io::Cursor;

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image, images::ImageRef,
};
use image::{
    DynamicImage, ImageDecoder, RgbImage, codecs::jpeg::JpegDecoder, codecs::png::PngDecoder,
    metadata::Orientation,
};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{
    BlobRef, ExifPlace, ExifTime, PhotoError,
    container::{self, Format},
    exif,
};

/// Longest side of the derivative, in pixels: a doorplate stays legible on an A4 sheet.
pub const DERIVATIVE_SIDE_PX: u32 = 1_600;
/// Longest side of the thumbnail, in pixels.
pub const THUMBNAIL_SIDE_PX: u32 = 320;
/// JPEG quality of the derivative.
const DERIVATIVE_QUALITY: u8 = 82;
/// JPEG quality of the thumbnail.
const THUMBNAIL_QUALITY: u8 = 75;

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
    /// When the picture says it was taken.
    pub exif_time: Option<ExifTime>,
    /// Where the picture says it was taken.
    pub exif_place: Option<ExifPlace>,
}

/// Takes a camera's file in: checks it, turns it upright, scales it, names every part by hash.
///
/// # Errors
/// [`PhotoError`] for anything but one whole JPEG or PNG within `limits`; nothing is decoded before they are kept.
pub fn intake(original: &[u8], limits: &PhotoLimits) -> Result<PreparedPhoto, PhotoError> {
    let layout = container::inspect(original, limits)?;
    let said = layout.exif.map(exif::read).unwrap_or_default();
    let decoded = decode(original, layout.format, limits)?;
    // Scaling first makes turning upright cheap: it then moves two million pixels, not twelve or sixty.
    let small = scale_to_fit(decoded, DERIVATIVE_SIDE_PX)?;
    let upright = turn_upright(small, said.orientation);
    let derivative = encode(&upright, DERIVATIVE_QUALITY)?;
    let (width, height) = upright.dimensions();
    let thumbnail = encode(&scale_to_fit(upright, THUMBNAIL_SIDE_PX)?, THUMBNAIL_QUALITY)?;
    Ok(PreparedPhoto {
        original: BlobRef::of(original),
        derivative_ref: BlobRef::of(&derivative),
        derivative,
        thumbnail_ref: BlobRef::of(&thumbnail),
        thumbnail,
        width,
        height,
        exif_time: said.time,
        exif_place: said.place,
    })
}

fn decode(bytes: &[u8], format: Format, limits: &PhotoLimits) -> Result<RgbImage, PhotoError> {
    let cursor = Cursor::new(bytes);
    let picture = match format {
        Format::Jpeg => read_pixels(JpegDecoder::new(cursor).map_err(|_| PhotoError::Damaged)?, limits)?,
        Format::Png => {
            let mut memory = image::Limits::no_limits();
            memory.max_alloc = Some(limits.max_decoded_bytes);
            read_pixels(PngDecoder::with_limits(cursor, memory).map_err(|_| PhotoError::Damaged)?, limits)?
        }
    };
    Ok(if picture.color().has_alpha() { on_white(&picture) } else { picture.into_rgb8() })
}

fn read_pixels(decoder: impl ImageDecoder, limits: &PhotoLimits) -> Result<DynamicImage, PhotoError> {
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > limits.max_decoded_bytes {
        let max_megapixels = limits.max_pixels / 1_000_000;
        return Err(PhotoError::TooManyPixels { width, height, max_megapixels });
    }
    DynamicImage::from_decoder(decoder).map_err(|_| PhotoError::Damaged)
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

fn scale_to_fit(picture: RgbImage, side: u32) -> Result<RgbImage, PhotoError> {
    let (width, height) = picture.dimensions();
    let (new_width, new_height) = fitted(width, height, side);
    if (new_width, new_height) == (width, height) {
        return Ok(picture);
    }
    let source =
        ImageRef::new(width, height, picture.as_raw(), PixelType::U8x3).map_err(|_| PhotoError::Damaged)?;
    let mut target = Image::new(new_width, new_height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&source, &mut target, &options).map_err(|_| PhotoError::Damaged)?;
    RgbImage::from_raw(new_width, new_height, target.into_vec()).ok_or(PhotoError::Damaged)
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
