//! Print renditions of photos: smaller JPEGs, made once on all cores and kept in a cache folder.

use std::{
    io::{self, Cursor, Write as _},
    path::{Path, PathBuf},
};

use fast_image_resize::{
    PixelType, Resizer,
    images::{Image, ImageRef},
};
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits};
use rayon::prelude::*;
use ruhu_core::ids::Sha256Hash;

use super::error::PackError;

/// Longest side of a print rendition in pixels: about 240 dpi at the width of half a page.
pub const RENDITION_SIDE: u32 = 720;
/// JPEG quality of a print rendition.
pub const RENDITION_QUALITY: u8 = 72;
/// Largest photo file that is opened, in bytes.
pub const MAX_PHOTO_BYTES: usize = 16 << 20;
/// Largest side of a photo that is opened, in pixels: the phones send 1,600.
pub const MAX_PHOTO_SIDE: u32 = 4_096;
/// Most memory that one photo may take while it is decoded, in bytes.
const MAX_DECODE_BYTES: u64 = 64 << 20;
/// The two bytes that end every whole JPEG file.
const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];

/// Gives the 1,600 px derivative of a photo.
pub trait PhotoSource: Sync {
    /// The JPEG bytes whose SHA-256 is `derivative`.
    ///
    /// # Errors
    /// Any error prints as a box that names the missing photo.
    fn jpeg(&self, derivative: &Sha256Hash) -> io::Result<Vec<u8>>;
}

/// A photo to be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) derivative: Sha256Hash,
    /// Rows at its foot that are left out, in pixels.
    pub(super) cut_foot_px: u32,
}

/// A print rendition in the cache folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rendition {
    pub(super) path: PathBuf,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Makes the rendition of every photo; `None` stands for one that is missing or broken.
///
/// # Errors
/// [`PackError::Cache`] when the folder cannot be written.
pub(super) fn renditions(
    photos: &[Printed],
    source: &dyn PhotoSource,
    cache: &Path,
) -> Result<Vec<Option<Rendition>>, PackError> {
    std::fs::create_dir_all(cache).map_err(PackError::Cache)?;
    photos.par_iter().map(|photo| rendition(photo, source, cache)).collect()
}

fn rendition(
    photo: &Printed,
    source: &dyn PhotoSource,
    cache: &Path,
) -> Result<Option<Rendition>, PackError> {
    let Printed { derivative, cut_foot_px } = photo;
    let path = cache.join(format!("{derivative}-{cut_foot_px}-{RENDITION_SIDE}q{RENDITION_QUALITY}.jpg"));
    if let Some((width, height)) = std::fs::read(&path).ok().and_then(|bytes| whole_jpeg_size(&bytes)) {
        return Ok(Some(Rendition { path, width, height }));
    }
    let Some(small) = source.jpeg(derivative).ok().and_then(|bytes| shrink(photo, &bytes)) else {
        return Ok(None);
    };
    let Some((width, height)) = whole_jpeg_size(&small) else { return Ok(None) };
    write_whole(cache, &path, &small).map_err(PackError::Cache)?;
    Ok(Some(Rendition { path, width, height }))
}

/// Size of a cached rendition; `None` when the file was cut short.
fn whole_jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg);
    let size = reader.into_dimensions().ok()?;
    bytes.ends_with(&END_OF_IMAGE).then_some(size)
}

/// A reader never meets half a file: it is written beside and renamed.
fn write_whole(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}

/// The print rendition; `None` for bytes that are not the photo of that hash or no picture within the limits.
fn shrink(photo: &Printed, bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() > MAX_PHOTO_BYTES || Sha256Hash::of(bytes) != photo.derivative {
        return None;
    }
    let whole = decode(bytes)?;
    let kept = whole.height().checked_sub(photo.cut_foot_px).filter(|rows| *rows > 0)?;
    let picture = whole.crop_imm(0, 0, whole.width(), kept);
    let (width, height) = (picture.width(), picture.height());
    let pixel_type = match picture {
        DynamicImage::ImageLuma8(_) => PixelType::U8,
        _ => PixelType::U8x3,
    };
    let large = ImageRef::new(width, height, picture.as_bytes(), pixel_type).ok()?;
    let longest = width.max(height);
    let scaled = |side: u32| (side * RENDITION_SIDE.min(longest)).div_ceil(longest.max(1)).max(1);
    let mut small = Image::new(scaled(width), scaled(height), pixel_type);
    Resizer::new().resize(&large, &mut small, None).ok()?;
    encode(&small)
}

fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PHOTO_SIDE);
    limits.max_image_height = Some(MAX_PHOTO_SIDE);
    limits.max_alloc = Some(MAX_DECODE_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(match picture {
        grey @ DynamicImage::ImageLuma8(_) => grey,
        other => DynamicImage::ImageRgb8(other.into_rgb8()),
    })
}

fn encode(small: &Image<'_>) -> Option<Vec<u8>> {
    let colour = match small.pixel_type() {
        PixelType::U8 => jpeg_encoder::ColorType::Luma,
        PixelType::U8x3 => jpeg_encoder::ColorType::Rgb,
        _ => return None,
    };
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, RENDITION_QUALITY);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    let (width, height) = (u16::try_from(small.width()).ok()?, u16::try_from(small.height()).ok()?);
    encoder.encode(small.buffer(), width, height, colour).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct One {
        bytes: Vec<u8>,
        asked: AtomicUsize,
    }

    impl PhotoSource for One {
        fn jpeg(&self, _: &Sha256Hash) -> io::Result<Vec<u8>> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            Ok(self.bytes.clone())
        }
    }

    fn whole(derivative: Sha256Hash) -> Printed {
        Printed { derivative, cut_foot_px: 0 }
    }

    fn photo(width: u16, height: u16) -> One {
        let pixels: Vec<u8> = (0..usize::from(width) * usize::from(height) * 3)
            .map(|i| u8::try_from(i % 251).unwrap())
            .collect();
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 80)
            .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
            .unwrap();
        One { bytes, asked: AtomicUsize::new(0) }
    }

    #[test]
    fn a_photo_is_scaled_once_and_then_comes_from_the_cache() {
        let cache = tempfile::tempdir().unwrap();
        let source = photo(1600, 1200);
        let hash = Sha256Hash::of(&source.bytes);
        let first = renditions(&[whole(hash)], &source, cache.path()).unwrap();
        let made = first[0].clone().unwrap();
        assert_eq!((made.width, made.height), (720, 540));
        assert_eq!(renditions(&[whole(hash)], &source, cache.path()).unwrap(), first);
        assert_eq!(source.asked.load(Ordering::Relaxed), 1);

        std::fs::write(&made.path, b"\xff\xd8cut").unwrap();
        assert_eq!(
            renditions(&[whole(hash)], &source, cache.path()).unwrap(),
            first,
            "a broken cache file is made again"
        );
    }

    #[test]
    fn a_watermark_is_cut_off_and_kept_apart_from_the_whole_picture() {
        let cache = tempfile::tempdir().unwrap();
        let source = photo(1600, 1200);
        let derivative = Sha256Hash::of(&source.bytes);
        let cut =
            |rows| renditions(&[Printed { derivative, cut_foot_px: rows }], &source, cache.path()).unwrap();
        let sizes = |made: Vec<Option<Rendition>>| made[0].clone().map(|made| (made.width, made.height));
        assert_eq!(sizes(cut(200)), Some((720, 450)));
        assert_eq!(sizes(cut(0)), Some((720, 540)));
        assert_eq!(sizes(cut(1_200)), None, "nothing is left of it");
    }

    #[test]
    fn small_photos_are_not_blown_up() {
        let cache = tempfile::tempdir().unwrap();
        let source = photo(30, 400);
        let made = renditions(&[whole(Sha256Hash::of(&source.bytes))], &source, cache.path()).unwrap();
        let made = made[0].clone().unwrap();
        assert_eq!((made.width, made.height), (30, 400));
    }

    #[test]
    fn other_bytes_than_the_hash_promises_are_no_photo() {
        let cache = tempfile::tempdir().unwrap();
        let source = photo(64, 64);
        assert_eq!(renditions(&[whole(Sha256Hash::ZERO)], &source, cache.path()).unwrap(), [None]);
        let rubbish = One { bytes: b"not a picture".to_vec(), asked: AtomicUsize::new(0) };
        assert_eq!(
            renditions(&[whole(Sha256Hash::of(&rubbish.bytes))], &rubbish, cache.path()).unwrap(),
            [None]
        );
    }

    #[test]
    fn an_unusable_cache_folder_is_an_error_that_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"").unwrap();
        let error = renditions(&[], &photo(8, 8), &file).unwrap_err();
        assert!(matches!(error, PackError::Cache(_)));
    }
}
