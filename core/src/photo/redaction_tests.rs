use super::*;

fn covered(redaction: (u16, u16, u16, u16), width: u32, height: u32) -> Vec<(u32, u32)> {
    let mut picture = RgbImage::from_pixel(width, height, Rgb([255; 3]));
    let (left, top, right, bottom) = redaction;
    cover(&mut picture, std::iter::once(Redaction::new(left, top, right, bottom).unwrap()));
    picture.enumerate_pixels().filter(|(_, _, pixel)| **pixel == COVER).map(|(x, y, _)| (x, y)).collect()
}

#[test]
fn pixels_touched_in_part_are_painted_over() {
    assert_eq!(covered((0, 0, 10_000, 10_000), 3, 2).len(), 6);
    assert_eq!(covered((3_400, 0, 3_500, 1), 3, 2), [(1, 0)]);
    assert_eq!(covered((3_300, 0, 3_400, 10_000), 3, 1), [(0, 0), (1, 0)]);
    assert_eq!(covered((9_999, 9_999, 10_000, 10_000), 4_000, 3), [(3_999, 2)]);
}

#[test]
fn four_numbers_outside_a_picture_are_refused() {
    for (left, top, right, bottom) in
        [(5, 5, 5, 9), (6, 5, 5, 9), (0, 9, 1, 9), (0, 0, 10_001, 1), (0, 0, 1, 10_001)]
    {
        assert_eq!(Redaction::new(left, top, right, bottom), Err(RedactionError));
    }
    assert!(RedactionError.to_string().contains("请"));
}

#[test]
fn a_rectangle_turned_as_stored_and_back_is_the_same() {
    let given = Redaction::new(1_000, 2_000, 4_000, 9_000).unwrap();
    for orientation in (1..=8).map(Some).chain([None, Some(0), Some(9)]) {
        let back = match orientation {
            Some(6) => Some(8),
            Some(8) => Some(6),
            other => other,
        };
        assert_eq!(given.as_stored(orientation).as_stored(back), given, "{orientation:?}");
    }
    assert_eq!(given.as_stored(Some(6)), Redaction::new(2_000, 6_000, 9_000, 9_000).unwrap());
}
