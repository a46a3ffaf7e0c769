use image::{ImageEncoder, codecs::png::PngEncoder};
use proptest::prelude::*;

use super::*;

const RED: [u8; 3] = [220, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 220];
const WHITE: [u8; 3] = [245, 245, 245];

/// A picture whose quarters have these colours: top left, top right, bottom left, bottom right.
fn quarters(width: u32, height: u32, colours: [[u8; 3]; 4]) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let at = usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
        image::Rgb(colours[at])
    })
}

fn orientation_block(orientation: u8) -> Vec<u8> {
    [b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0, 0]]
        .concat()
}

fn jpeg(picture: &RgbImage, exif: Option<&[u8]>, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(progressive);
    if let Some(block) = exif {
        encoder.add_exif_metadata(block).unwrap();
    }
    let (width, height) = picture.dimensions();
    encoder
        .encode(picture.as_raw(), width.try_into().unwrap(), height.try_into().unwrap(), ColorType::Rgb)
        .unwrap();
    bytes
}

fn take(bytes: &[u8]) -> Result<PreparedPhoto, PhotoError> {
    intake(bytes, &PhotoLimits::default())
}

fn shown(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, image::ImageFormat::Jpeg).unwrap().into_rgb8()
}

fn near(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 30)
}

fn corner_colours(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (width, height) = picture.dimensions();
    let (left, right, top, bottom) = (width / 4, width * 3 / 4, height / 4, height * 3 / 4);
    [(left, top), (right, top), (left, bottom), (right, bottom)].map(|(x, y)| picture.get_pixel(x, y).0)
}

/// What is stored, in the order of `quarters`, for each orientation of CIPA DC-008 table 6 when the scene is red,
/// green, blue, white.
const STORED: [[[u8; 3]; 4]; 8] = [
    [RED, GREEN, BLUE, WHITE],
    [GREEN, RED, WHITE, BLUE],
    [WHITE, BLUE, GREEN, RED],
    [BLUE, WHITE, RED, GREEN],
    [RED, BLUE, GREEN, WHITE],
    [GREEN, WHITE, RED, BLUE],
    [WHITE, GREEN, BLUE, RED],
    [BLUE, RED, WHITE, GREEN],
];

#[test]
fn all_eight_orientations_come_out_upright() {
    for (orientation, stored) in (1_u8..).zip(STORED) {
        let bytes = jpeg(&quarters(128, 64, stored), Some(&orientation_block(orientation)), false);
        let photo = take(&bytes).unwrap();
        let turned = orientation >= 5;
        assert_eq!((photo.width, photo.height), if turned { (64, 128) } else { (128, 64) });
        for part in [&photo.derivative, &photo.thumbnail] {
            let corners = corner_colours(&shown(part));
            let upright =
                corners.iter().zip([RED, GREEN, BLUE, WHITE]).all(|(found, wanted)| near(*found, wanted));
            assert!(upright, "orientation {orientation}: {corners:?}");
        }
    }
}

#[test]
fn sizes_are_kept_in_proportion_and_never_enlarged() {
    for (from, derivative, thumbnail) in [
        ((4_000, 3_000), (1_600, 1_200), (320, 240)),
        ((900, 2_000), (720, 1_600), (144, 320)),
        ((1_600, 1_600), (1_600, 1_600), (320, 320)),
        ((300, 200), (300, 200), (300, 200)),
        ((9_000, 1), (1_600, 1), (320, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ] {
        let photo = take(&jpeg(&quarters(from.0, from.1, STORED[0]), None, false)).unwrap();
        assert_eq!((photo.width, photo.height), derivative, "{from:?}");
        assert_eq!(shown(&photo.derivative).dimensions(), derivative, "{from:?}");
        assert_eq!(shown(&photo.thumbnail).dimensions(), thumbnail, "{from:?}");
    }
}

#[test]
fn every_part_is_named_by_its_own_hash() {
    let bytes = jpeg(&quarters(640, 480, STORED[0]), None, false);
    let photo = take(&bytes).unwrap();
    assert_eq!(photo.original, BlobRef::of(&bytes));
    assert_eq!(photo.derivative_ref, BlobRef::of(&photo.derivative));
    assert_eq!(photo.thumbnail_ref, BlobRef::of(&photo.thumbnail));
    assert_eq!(take(&bytes), Ok(photo), "the same file gives the same parts");
}

#[test]
fn what_is_derived_tells_nothing_about_camera_and_place() {
    let secret = [orientation_block(1), b"GPS of the household".to_vec()].concat();
    let bytes = jpeg(&quarters(640, 480, STORED[0]), Some(&secret), false);
    assert!(bytes.windows(9).any(|window| window == b"household"));
    let photo = take(&bytes).unwrap();
    for part in [&photo.derivative, &photo.thumbnail] {
        assert!(!part.windows(4).any(|window| window == b"Exif"));
        assert!(!part.windows(9).any(|window| window == b"household"));
    }
}

#[test]
fn progressive_and_grey_jpegs_and_pngs_are_read() {
    let scene = quarters(640, 480, STORED[0]);
    assert!(near(corner_colours(&shown(&take(&jpeg(&scene, None, true)).unwrap().derivative))[1], GREEN));

    let grey = DynamicImage::ImageRgb8(scene.clone()).into_luma8();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 90).encode(grey.as_raw(), 640, 480, ColorType::Luma).unwrap();
    assert_eq!(take(&bytes).unwrap().width, 640);

    let mut clear = DynamicImage::ImageRgb8(scene).into_rgba8();
    clear.put_pixel(0, 0, image::Rgba([0, 0, 0, 0]));
    clear
        .enumerate_pixels_mut()
        .filter(|(x, y, _)| *x < 320 && *y < 240)
        .for_each(|(_, _, pixel)| pixel.0[3] = 0);
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(clear.as_raw(), 640, 480, image::ExtendedColorType::Rgba8)
        .unwrap();
    let corners = corner_colours(&shown(&take(&bytes).unwrap().derivative));
    assert!(near(corners[0], [255, 255, 255]) && near(corners[1], GREEN), "{corners:?}");
    for length in [20, 60, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(take(&bytes[..length]), Err(PhotoError::Truncated), "cut at {length}");
    }
}

#[test]
fn a_jpeg_cut_anywhere_is_refused() {
    let bytes = jpeg(&quarters(640, 480, STORED[0]), None, false);
    for length in (2..bytes.len()).step_by(97) {
        assert_eq!(take(&bytes[..length]), Err(PhotoError::Truncated), "cut at {length}");
    }
}

#[test]
fn memory_is_limited_before_it_is_taken() {
    let bytes = jpeg(&quarters(640, 480, STORED[0]), None, false);
    let limits = PhotoLimits { max_decoded_bytes: 640 * 480 * 3 - 1, ..PhotoLimits::default() };
    assert!(matches!(intake(&bytes, &limits), Err(PhotoError::TooManyPixels { .. })));
}

#[test]
fn a_photo_with_an_archive_behind_it_is_refused() {
    let mut bytes = jpeg(&quarters(64, 64, STORED[0]), None, false);
    assert!(take(&bytes).is_ok());
    bytes.extend(b"PK\x03\x04\x14\0\0\0");
    assert_eq!(take(&bytes), Err(PhotoError::Polyglot));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_damage_makes_intake_panic(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        progressive in any::<bool>(),
        orientation in any::<u8>(),
    ) {
        let mut bytes = jpeg(&quarters(96, 64, STORED[0]), Some(&orientation_block(orientation)), progressive);
        for (at, value) in hits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let limits = PhotoLimits { max_pixels: 4_000_000, max_progressive_pixels: 4_000_000, ..PhotoLimits::default() };
        if let Ok(photo) = intake(&bytes, &limits) {
            prop_assert!(photo.width.max(photo.height) <= DERIVATIVE_SIDE_PX);
        }
    }
}
