//! Files that are said to be photos.

use ruhu_core::{
    error::Explain,
    photo::{DERIVATIVE_SIDE_PX, IntakeOptions, PhotoLimits, PhotoPrint, Redaction, intake, intake_with},
};

/// What one file may cost here; a phone's limits are a hundred times as large.
const LIMITS: PhotoLimits = PhotoLimits {
    max_bytes: 64_000,
    max_pixels: 640_000,
    max_progressive_pixels: 240_000,
    max_decoded_bytes: 8_000_000,
};

/// Takes the bytes in. The answer is whether they are a photo.
pub fn check(bytes: &[u8]) -> bool {
    let photo = match intake(bytes, &LIMITS) {
        Ok(photo) => photo,
        Err(error) => {
            assert!(
                !error.to_string().is_ascii() && !error.code().is_empty(),
                "people read Chinese: {error}"
            );
            return false;
        }
    };
    assert!(photo.width >= 1 && photo.height >= 1 && photo.width.max(photo.height) <= DERIVATIVE_SIDE_PX);
    assert_eq!(photo.original.size, bytes.len() as u64);
    for part in [&photo.derivative, &photo.thumbnail] {
        assert!(PhotoPrint::of_derived(part).is_ok(), "what intake writes is a picture");
    }
    let Ok(again) = intake(&photo.derivative, &LIMITS) else { panic!("a derivative is no photo") };
    assert_eq!((again.width, again.height), (photo.width, photo.height));
    assert_eq!((again.exif_time, again.exif_place), (None, None), "a derivative says nothing of the camera");

    let all = Redaction::new(0, 0, 10_000, 10_000).map(|all| [all]);
    let Ok(redactions) = &all else { panic!("all of a picture is a part of it") };
    let covered = intake_with(bytes, &LIMITS, &IntakeOptions { redactions, ..IntakeOptions::default() });
    assert!(covered.is_ok_and(|covered| covered.print == photo.print && covered.original == photo.original));
    true
}
