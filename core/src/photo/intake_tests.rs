use image::{
    ImageEncoder,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};
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
fn bands_leave_no_seam() {
    // A slope: a band that were off by a pixel would show as a step.
    let slope = RgbImage::from_fn(64, 4_096, |_, y| image::Rgb([u8::try_from(y / 16).unwrap(); 3]));
    let small = scaled(&slope, 1_600).unwrap();
    for (y, row) in (0_u32..).zip(small.rows()) {
        let wanted = f64::from(y) * 4_096.0 / 1_600.0 / 16.0;
        assert!(row.into_iter().all(|pixel| (f64::from(pixel.0[0]) - wanted).abs() < 1.5), "row {y}");
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

fn png(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::NoFilter);
    if let Some(block) = exif {
        encoder.set_exif_metadata(block).unwrap();
    }
    encoder
        .write_image(picture.as_raw(), picture.width(), picture.height(), image::ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// Upright pictures that differ everywhere inside the rectangle and nowhere else, stored with that orientation.
fn two_that_differ_inside(inside: Redaction, orientation: u8) -> [Vec<u8>; 2] {
    let stored = inside.as_stored(Some(orientation));
    let scene = quarters(1_000, 700, STORED[0]);
    let mut other = scene.clone();
    cover(&mut other, std::iter::once(stored));
    [scene, other].map(|picture| png(&picture, Some(orientation_block(orientation))))
}

#[test]
fn what_is_painted_over_changes_nothing_that_is_shown() {
    let inside = Redaction::new(2_100, 900, 6_050, 5_555).unwrap();
    let options = IntakeOptions { redactions: &[inside], watermark: None };
    for orientation in 1..=8 {
        let originals = two_that_differ_inside(inside, orientation);
        let [one, other] =
            originals.map(|bytes| intake_with(&bytes, &PhotoLimits::default(), &options).unwrap());
        assert!(one.derivative == other.derivative, "orientation {orientation}");
        assert!(one.thumbnail == other.thumbnail, "orientation {orientation}");
        assert_ne!(one.original, other.original);
        let shown = shown(&one.derivative);
        let at = |x: u32, y: u32| shown.get_pixel(one.width * x / 100, one.height * y / 100).0;
        for (x, y) in [(23, 11), (40, 30), (59, 54)] {
            assert!(near(at(x, y), [16; 3]), "{orientation}");
        }
        assert!(!near(at(70, 30), [16; 3]));
    }
}

#[test]
fn redactions_and_watermark_leave_original_and_print_alone() {
    let bytes = jpeg(&quarters(1_200, 900, STORED[0]), None, false);
    let plain = take(&bytes).unwrap();
    let font = WatermarkFont::from_bytes(crate::photo::watermark::test_fonts::true_type(), 0).unwrap();
    let text = WatermarkText {
        household: "361124-0412".to_owned(),
        place: "某村".to_owned(),
        fix: None,
        time: None,
        surveyor: "S0027".to_owned(),
    };
    let options = IntakeOptions {
        watermark: Some((&text, &font)),
        redactions: &[Redaction::new(0, 0, 2_000, 2_000).unwrap()],
    };
    let marked = intake_with(&bytes, &PhotoLimits::default(), &options).unwrap();
    assert_eq!((marked.original, marked.print), (plain.original, plain.print));
    assert_eq!((marked.width, marked.height), (plain.width, plain.height));
    assert_ne!(marked.derivative_ref, plain.derivative_ref);
    assert_eq!(marked.derivative_ref, BlobRef::of(&marked.derivative));
    // The band is in the derivative alone.
    let foot = |bytes: &[u8]| shown(bytes).rows().next_back().unwrap().next().unwrap().0;
    assert!(near(foot(&marked.derivative), [7, 7, 77]) && near(foot(&marked.thumbnail), BLUE));
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
