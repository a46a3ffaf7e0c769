use image::Rgb;
use proptest::prelude::*;

use super::*;
use crate::location::{Datum, FixSource};

fn font() -> WatermarkFont {
    WatermarkFont::from_bytes(test_fonts::true_type(), 0).unwrap()
}

fn text() -> WatermarkText {
    let at = SourcedTime { at_ms: 1_781_746_867_000, source: TimeSource::DeviceClock };
    WatermarkText {
        household: "361124-0412".to_owned(),
        place: "铅山县某镇某村三组".to_owned(),
        fix: Some(Fix {
            latitude: 28.599_85,
            longitude: 117.200_833,
            accuracy_m: Some(4.8),
            altitude_m: None,
            datum: Datum::Wgs84,
            source: FixSource::Gnss,
            at,
            mock: false,
        }),
        time: Some(at),
        surveyor: "S0027".to_owned(),
    }
}

fn original() -> Sha256Hash {
    Sha256Hash::of(b"original")
}

fn burnt(width: u32, height: u32, light: u8, text: &WatermarkText, font: &WatermarkFont) -> RgbImage {
    let mut picture = RgbImage::from_pixel(width, height, Rgb([light; 3]));
    burn(&mut picture, text, font, &original());
    picture
}

/// Relative luminance of a grey (WCAG 2.2).
fn luminance(level: u8) -> f64 {
    let part = f64::from(level) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

#[test]
fn it_says_code_hash_time_place_and_who_and_where_each_comes_from() {
    let items = text().items(&original()).join("|");
    let hash = original().to_string();
    for part in [
        "361124-0412",
        &hash[..8],
        "2026-06-18 09:41:07(手机时钟)",
        "S0027",
        "28.599850°N 117.200833°E",
        "误差 ±5 米",
        "WGS-84(卫星定位)",
        "铅山县某镇某村三组",
    ] {
        assert!(items.contains(part), "{part} in {items}");
    }
    assert!(!items.contains(&hash[..9]));
    let nothing = WatermarkText { fix: None, time: None, place: String::new(), ..text() };
    assert_eq!(nothing.items(&original())[1..], ["时间未知　调查员 S0027", "未定位"]);
}

#[test]
fn places_of_other_datums_are_written_in_wgs_84() {
    let mut shifted = text();
    shifted.fix = shifted.fix.map(|fix| Fix { datum: Datum::Gcj02, ..fix });
    assert!(!shifted.items(&original())[2].contains("28.599850"));
}

#[test]
fn white_letters_stand_out_on_light_and_dark_pictures() {
    for light in [0, 128, 255] {
        let picture = burnt(1_600, 1_200, light, &text(), &font());
        let band: Vec<u8> = picture.rows().skip(1_190).flatten().map(|pixel| pixel.0[0]).collect();
        let ground = *band.iter().min().unwrap();
        assert!((luminance(255) + 0.05) / (luminance(ground) + 0.05) >= 7.0, "on {light}");
        let white = picture.pixels().filter(|pixel| pixel.0 == [255; 3]).count();
        let before = if light == 255 { picture.rows().take(960).flatten().count() } else { 0 };
        assert!(white > before + 10_000, "{white} white pixels on {light}");
    }
}

#[test]
fn letters_that_the_font_does_not_have_become_boxes() {
    let known = WatermarkText { place: "村".to_owned(), ..text() };
    let unknown = WatermarkText { place: "\u{20bb7}".to_owned(), ..text() };
    let ink = |text| burnt(1_600, 1_200, 0, text, &font()).pixels().filter(|pixel| pixel.0[0] > 128).count();
    let missing = WatermarkText { place: String::new(), ..text() };
    assert!(ink(&unknown) > ink(&missing) + 50, "an outline");
    assert!(ink(&unknown) + 50 < ink(&known), "not a full square");
}

#[test]
fn every_kind_of_font_file_draws_the_same() {
    let wanted = burnt(800, 600, 90, &text(), &font());
    for (name, bytes, face) in [
        ("OpenType", test_fonts::open_type(), 0),
        ("first of a collection", test_fonts::collection(), 0),
        ("second of a collection", test_fonts::collection(), 1),
    ] {
        let font = WatermarkFont::from_bytes(bytes, face).unwrap();
        assert!(burnt(800, 600, 90, &text(), &font) == wanted, "{name}");
    }
}

#[test]
fn files_that_are_no_fonts_are_refused() {
    for (bytes, face) in
        [(Vec::new(), 0), (b"ttcf".to_vec(), 0), (test_fonts::true_type(), 1), (test_fonts::collection(), 2)]
    {
        assert_eq!(WatermarkFont::from_bytes(bytes, face).err(), Some(WatermarkError::Font));
    }
}

#[test]
fn a_long_place_is_wrapped_and_then_shortened() {
    let lines = wrap(&"村".repeat(200), &font(), 20, 400, 2);
    assert_eq!(lines.iter().map(|line| line.0.chars().count()).collect::<Vec<_>>(), [20, 20]);
    assert!(lines[1].0.ends_with('…') && !lines[0].0.contains('…'));
    assert_eq!(wrap("某村", &font(), 20, 400, 2), [Line("某村".to_owned())]);
    assert_eq!(wrap("", &font(), 20, 400, 2), []);
}

#[test]
fn where_there_is_little_room_the_code_and_the_hash_remain() {
    let layout = Layout::fit(&text().items(&original()), &font(), 400, 80).unwrap();
    assert_eq!(layout.lines.len(), 1);
    assert!(layout.lines[0].0.starts_with("户编码 361124-0412"));
    assert!(Layout::fit(&text().items(&original()), &font(), 400, 40).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn it_never_covers_more_than_a_fifth(
        width in 1_u32..700, height in 1_u32..700, place in ".{0,120}", household in ".{0,300}", light in any::<u8>()
    ) {
        let text = WatermarkText { household, place, ..text() };
        let picture = burnt(width, height, light, &text, &font());
        let changed = picture.pixels().filter(|pixel| pixel.0 != [light; 3]).count();
        prop_assert!(changed * 5 <= picture.pixels().len());
        let above = picture.rows().take(usize::try_from(height - height / 5).unwrap()).flatten();
        prop_assert!(above.into_iter().all(|pixel| pixel.0 == [light; 3]), "only the foot is written on");
    }

    #[test]
    fn damaged_fonts_draw_something_or_are_refused(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), kind in 0..3
    ) {
        let mut bytes = match kind {
            0 => test_fonts::true_type(),
            1 => test_fonts::open_type(),
            _ => test_fonts::collection(),
        };
        for (at, value) in hits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        // In builds for tests, and only there, the reader of fonts checks its own arithmetic and stops.
        let drawn = std::panic::catch_unwind(|| {
            let font = WatermarkFont::from_bytes(bytes, 0).ok()?;
            Some(burnt(300, 300, 60, &text(), &font))
        });
        if let Ok(Some(picture)) = drawn {
            prop_assert!(picture.rows().take(240).flatten().all(|pixel| pixel.0 == [60; 3]));
        }
    }
}
