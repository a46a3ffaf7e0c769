use super::*;
use crate::{
    capture::{
        NewPhoto,
        test_phone::{TestPhone, jpeg, new_photo},
    },
    error::Explain,
    photo::{MAX_REDACTIONS, PhotoRecord, Redaction, watermark::test_fonts::true_type},
};

#[test]
fn with_a_font_photos_carry_a_watermark_and_redactions_are_painted_over() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    let shown = |photo: &PhotoRecord| {
        let bytes = phone.session().photo_file(&photo.derivative).unwrap();
        image::load_from_memory(&bytes).unwrap().into_rgb8()
    };
    let bare = phone.session().attach_photo(draft, new_photo(1)).unwrap();
    assert_eq!(bare.watermark_px, 0);

    let font = WatermarkFont::from_bytes(true_type(), 0).unwrap();
    phone.session().write_watermarks_with(Some(font.into()));
    let redactions = vec![Redaction::new(0, 0, 5_000, 5_000).unwrap()];
    let marked = phone.session().attach_photo(draft, NewPhoto { redactions, ..new_photo(2) }).unwrap();
    let picture = shown(&marked);
    assert!((1..=marked.height / 5).contains(&marked.watermark_px), "{}", marked.watermark_px);
    let band_top = marked.height - marked.watermark_px;
    let light =
        |y: u32| picture.rows().nth(y as usize).unwrap().map(|pixel| u64::from(pixel.0[0])).sum::<u64>();
    assert!(light(band_top + 1) < light(band_top - 3), "the band is darker");
    assert!(picture.get_pixel(20, 20).0.iter().all(|channel| *channel < 40), "painted over");
    assert!(picture.get_pixel(300, 20).0.iter().any(|channel| *channel > 40), "and nothing else is");
    assert_eq!(phone.session().photo_file(&marked.original).unwrap(), jpeg(2), "the original is untouched");

    let many = vec![Redaction::new(0, 0, 1, 1).unwrap(); MAX_REDACTIONS + 1];
    let refused = phone.session().attach_photo(draft, NewPhoto { redactions: many, ..new_photo(3) });
    assert_eq!(refused.unwrap_err().code(), "too_many_redactions");
}
