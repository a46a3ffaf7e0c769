//! Photos for the demo: drawn by code, or the JPEGs of a folder.
//!
//! A drawn photo is what a phone's camera would have written: a JPEG with an EXIF block that says when, where and
//! which way up, so that the demo runs the same intake as a surveyor's phone.

mod canvas;
mod exif;
mod indoors;
mod outdoors;
mod papers;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use image::{RgbImage, imageops};
use jiff::{civil::DateTime, tz::Offset};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use ruhu_core::{location::Place, photo::PhotoKind};

use canvas::{Canvas, HEIGHT, Luck, WIDTH};

/// Most files of a folder that the demo looks at.
const MAX_FILES: usize = 10_000;
/// Quality that gives files of 200 to 400 KB, as phones write at this size.
const QUALITY: u8 = 84;
/// Width of the part that an upright phone takes of the scene, in pixels.
const UPRIGHT_WIDTH: u32 = 960;

/// What the drawn photo shows, and what its EXIF block says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shot {
    /// Two shots of one seed and kind are the same picture.
    pub seed: u64,
    /// Which scene.
    pub kind: PhotoKind,
    /// Digits on a doorplate, a car or a card.
    pub number: u16,
    /// The phone's wall clock.
    pub taken_at: DateTime,
    /// The phone's zone.
    pub offset: Offset,
    /// Where the phone was, in any datum; `None` for a phone that had no fix.
    pub place: Option<Place>,
}

/// Draws the scene and writes it as a phone's camera would.
///
/// # Errors
/// Where the JPEG cannot be written; no shot of ours makes it fail.
pub(super) fn draw_photo(shot: &Shot) -> anyhow::Result<Vec<u8>> {
    let mut luck = Luck::new(shot.seed, shot.kind);
    let mut canvas = Canvas::new(&mut luck);
    draw_scene(&mut canvas, &mut luck, shot);
    let scene = framed(canvas.develop(&mut luck)?, &mut luck, shot.kind);
    let ways: &[u8] = if is_wide(shot.kind) { &[1, 1, 1, 3] } else { &[1, 1, 1, 6, 6, 3, 8] };
    let orientation = ways.get(luck.below(ways.len())).copied().unwrap_or(1);
    let block = exif::block(shot, orientation, &mut luck)?;
    encode(&as_stored(scene, orientation), &block)
}

fn draw_scene(canvas: &mut Canvas, luck: &mut Luck, shot: &Shot) {
    match shot.kind {
        PhotoKind::Doorplate => outdoors::doorplate(canvas, luck, shot.number),
        PhotoKind::Outside => outdoors::farmhouse(canvas, luck),
        PhotoKind::Kitchen => indoors::kitchen(canvas, luck),
        PhotoKind::Bedroom => indoors::bedroom(canvas, luck),
        PhotoKind::Appliance => indoors::appliance(canvas, luck),
        PhotoKind::Grain => indoors::grain(canvas, luck),
        PhotoKind::Vehicle => outdoors::vehicle(canvas, luck, shot.number),
        PhotoKind::Document => papers::document(canvas, luck, shot.number),
        PhotoKind::SignaturePage => papers::signature_page(canvas, luck),
        PhotoKind::Meeting => indoors::meeting(canvas, luck),
        PhotoKind::Posting => papers::posting(canvas, luck),
        PhotoKind::Other => outdoors::field(canvas, luck),
    }
}

/// What a surveyor's phone sees of a scene: nobody stands twice in the same place. Plates and papers fill the picture.
fn framed(scene: RgbImage, luck: &mut Luck, kind: PhotoKind) -> RgbImage {
    if kind.follows_a_pattern() {
        return scene;
    }
    let nearest = if is_wide(kind) { 75 } else { 60 };
    let percent = nearest + luck.whole(0, 101 - nearest);
    let (width, height) = (WIDTH * percent / 100, HEIGHT * percent / 100);
    let (left, top) = (luck.whole(0, WIDTH - width + 1), luck.whole(0, HEIGHT - height + 1));
    let seen = imageops::crop_imm(&scene, left, top, width, height).to_image();
    let seen =
        if kind != PhotoKind::Vehicle && luck.percent(50) { imageops::flip_horizontal(&seen) } else { seen };
    imageops::resize(&seen, WIDTH, HEIGHT, imageops::FilterType::Triangle)
}

/// Whether an upright phone would cut what the scene shows.
fn is_wide(kind: PhotoKind) -> bool {
    matches!(kind, PhotoKind::Bedroom | PhotoKind::Vehicle | PhotoKind::Posting)
}

/// The scene as the sensor of a phone held that way stores it.
fn as_stored(scene: RgbImage, orientation: u8) -> RgbImage {
    let upright = |scene: &RgbImage| {
        imageops::crop_imm(scene, (WIDTH - UPRIGHT_WIDTH) / 2, 0, UPRIGHT_WIDTH, HEIGHT).to_image()
    };
    match orientation {
        3 => imageops::rotate180(&scene),
        6 => imageops::rotate270(&upright(&scene)),
        8 => imageops::rotate90(&upright(&scene)),
        _ => scene,
    }
}

fn encode(picture: &RgbImage, exif: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.add_exif_metadata(exif)?;
    let (width, height) = picture.dimensions();
    encoder.encode(picture.as_raw(), width.try_into()?, height.try_into()?, ColorType::Rgb)?;
    Ok(bytes)
}

/// The JPEGs of a folder, by name, without those in its subfolders.
///
/// # Errors
/// Where the folder cannot be read or holds no JPEG.
pub(super) fn load_photos(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let listed =
        std::fs::read_dir(folder).with_context(|| format!("无法读取照片目录 {}", folder.display()))?;
    let mut photos = Vec::new();
    for entry in listed.take(MAX_FILES) {
        let path = entry.with_context(|| format!("无法读取照片目录 {}", folder.display()))?.path();
        let extension = path.extension().and_then(|text| text.to_str()).map(str::to_ascii_lowercase);
        if matches!(extension.as_deref(), Some("jpg" | "jpeg")) && path.is_file() {
            photos.push(path);
        }
    }
    anyhow::ensure!(!photos.is_empty(), "目录 {} 中没有 JPEG 照片，请换一个目录", folder.display());
    photos.sort();
    Ok(photos)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ruhu_core::{
        location::distance_m,
        photo::{PhotoLimits, intake},
    };

    use super::*;

    fn shot(kind: PhotoKind, seed: u64) -> Shot {
        Shot {
            seed,
            kind,
            number: 27,
            taken_at: date(2026, 6, 18).at(9, 41, 7, 0),
            offset: Offset::constant(8),
            place: Some(Place::wgs84(28.599_85, 117.200_83)),
        }
    }

    #[test]
    fn every_kind_passes_intake_with_its_time_and_place() {
        for (seed, kind) in (1..).zip(PhotoKind::ALL) {
            let shot = shot(kind, seed);
            let bytes = draw_photo(&shot).unwrap();
            let photo = intake(&bytes, &PhotoLimits::default()).unwrap();
            assert!((100_000..900_000).contains(&bytes.len()), "{kind:?}: {} bytes", bytes.len());
            assert!(photo.width >= 960 && photo.height >= 960, "{kind:?}");
            let time = photo.exif_time.unwrap();
            assert_eq!((time.civil, time.offset), (shot.taken_at, Some(shot.offset)), "{kind:?}");
            let place = photo.exif_place.unwrap();
            let off = distance_m(Place::wgs84(place.latitude, place.longitude), shot.place.unwrap());
            assert!(off < 0.1, "{kind:?}: {off} metres off");
        }
    }

    #[test]
    fn one_seed_is_one_picture_and_another_seed_another() {
        let first = draw_photo(&shot(PhotoKind::Outside, 5)).unwrap();
        assert_eq!(draw_photo(&shot(PhotoKind::Outside, 5)).unwrap(), first);
        assert_ne!(draw_photo(&shot(PhotoKind::Outside, 6)).unwrap(), first);
        assert_ne!(draw_photo(&shot(PhotoKind::Kitchen, 5)).unwrap(), first);
    }

    #[test]
    fn a_phone_without_fix_writes_no_place() {
        let bytes = draw_photo(&Shot { place: None, ..shot(PhotoKind::Grain, 9) }).unwrap();
        let photo = intake(&bytes, &PhotoLimits::default()).unwrap();
        assert_eq!(photo.exif_place, None);
        assert!(photo.exif_time.is_some());
    }

    #[test]
    fn a_folder_gives_its_jpegs_in_order_and_an_empty_one_says_so() {
        let folder = tempfile::tempdir().unwrap();
        assert!(load_photos(folder.path()).unwrap_err().to_string().contains("没有 JPEG"));
        for name in ["b.JPG", "a.jpeg", "notes.txt", "c.png"] {
            std::fs::write(folder.path().join(name), b"x").unwrap();
        }
        let names: Vec<_> = load_photos(folder.path()).unwrap();
        let names: Vec<_> = names.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.jpeg", "b.JPG"]);
        assert!(load_photos(&folder.path().join("missing")).is_err());
    }
}
