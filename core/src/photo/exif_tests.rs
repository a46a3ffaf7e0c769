use ::exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn ascii(tag: Tag, text: &str) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(vec![text.as_bytes().to_vec()]) }
}

fn rationals(tag: Tag, ratios: &[(u32, u32)]) -> Field {
    let value = Value::Rational(ratios.iter().map(|&(num, denom)| Rational { num, denom }).collect());
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn short(tag: Tag, number: u16) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value: Value::Short(vec![number]) }
}

fn byte(tag: Tag, number: u8) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value: Value::Byte(vec![number]) }
}

fn block(fields: &[Field], little: bool) -> Vec<u8> {
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    writer.write(&mut bytes, little).unwrap();
    bytes.into_inner()
}

fn door() -> Vec<Field> {
    vec![
        short(Tag::Orientation, 6),
        ascii(Tag::Make, "a maker whose name is longer than four bytes"),
        ascii(Tag::DateTime, "2026:07:02 09:00:00"),
        ascii(Tag::DateTimeOriginal, "2026:06:18 09:41:07"),
        ascii(Tag::OffsetTimeOriginal, "+08:00"),
        ascii(Tag::GPSLatitudeRef, "N"),
        rationals(Tag::GPSLatitude, &[(28, 1), (35, 1), (5_946, 100)]),
        ascii(Tag::GPSLongitudeRef, "E"),
        rationals(Tag::GPSLongitude, &[(117, 1), (12, 1), (3, 1)]),
        byte(Tag::GPSAltitudeRef, 0),
        rationals(Tag::GPSAltitude, &[(625, 10)]),
        rationals(Tag::GPSHPositioningError, &[(48, 10)]),
    ]
}

fn door_with(changed: &[Field]) -> Exif {
    let mut fields: Vec<Field> =
        door().into_iter().filter(|field| changed.iter().all(|other| other.tag != field.tag)).collect();
    fields.extend_from_slice(changed);
    read(&block(&fields, true))
}

#[test]
fn both_byte_orders_say_the_same() {
    for little in [true, false] {
        let said = read(&block(&door(), little));
        assert_eq!(said.orientation, Some(6));
        let time = said.time.unwrap();
        assert_eq!(time.civil, date(2026, 6, 18).at(9, 41, 7, 0));
        assert_eq!(time.offset, Some(Offset::constant(8)));
        let place = said.place.unwrap();
        assert!((place.latitude - 28.599_85).abs() < 1e-9, "{place:?}");
        assert!((place.longitude - 117.200_833_333).abs() < 1e-9, "{place:?}");
        assert_eq!((place.altitude_m, place.accuracy_m), (Some(62.5), Some(4.8)));
    }
}

#[test]
fn a_time_without_zone_is_read_with_the_given_one() {
    let fields: Vec<Field> =
        door().into_iter().filter(|field| field.tag != Tag::OffsetTimeOriginal).collect();
    let time = read(&block(&fields, false)).time.unwrap();
    assert_eq!(time.offset, None);
    let east = time.sourced(Offset::constant(8)).unwrap();
    let utc = time.sourced(Offset::UTC).unwrap();
    assert_eq!(utc.at_ms - east.at_ms, 8 * 3_600_000);
    assert_eq!(utc.source, TimeSource::Exif);
}

#[test]
fn the_cameras_own_zone_wins_over_the_given_one() {
    let time = door_with(&[]).time.unwrap();
    assert_eq!(time.sourced(Offset::UTC), time.sourced(Offset::constant(8)));
    assert_eq!(time.sourced(Offset::UTC).unwrap().at_ms, 1_781_746_867_000);
}

#[test]
fn clocks_never_set_give_no_time() {
    for text in ["0000:00:00 00:00:00", "    :  :     :  :  ", "", "2026:13:40 99:00:00", "yesterday"] {
        let said = door_with(&[ascii(Tag::DateTimeOriginal, text)]);
        assert_eq!(said.time, None, "{text:?}");
        assert!(said.place.is_some(), "the rest is still read");
    }
}

#[test]
fn offsets_that_are_no_offsets_are_passed_over() {
    for (text, offset) in [
        ("-03:30", Some(Offset::from_seconds(-12_600).unwrap())),
        ("+00:00", Some(Offset::UTC)),
        ("   :  ", None),
        ("+99:99", None),
        ("08:00", None),
        ("+65535:00", None),
    ] {
        assert_eq!(
            door_with(&[ascii(Tag::OffsetTimeOriginal, text)]).time.unwrap().offset,
            offset,
            "{text:?}"
        );
    }
}

#[test]
fn south_west_and_below_the_sea_are_negative() {
    let south = ascii(Tag::GPSLatitudeRef, "S");
    let west = ascii(Tag::GPSLongitudeRef, "W");
    let place = door_with(&[south, west, byte(Tag::GPSAltitudeRef, 1)]).place.unwrap();
    assert!(place.latitude < -28.0 && place.longitude < -117.0);
    assert_eq!(place.altitude_m, Some(-62.5));
}

#[test]
fn places_that_were_not_measured_are_passed_over() {
    let zero = [(0, 1), (0, 1), (0, 1)];
    let nowhere = [rationals(Tag::GPSLatitude, &zero), rationals(Tag::GPSLongitude, &zero)];
    assert_eq!(door_with(&nowhere).place, None);
    assert_eq!(door_with(&[ascii(Tag::GPSStatus, "V")]).place, None);
    assert_eq!(door_with(&[rationals(Tag::GPSLatitude, &[(91, 1), (0, 1), (0, 1)])]).place, None);
    assert_eq!(door_with(&[rationals(Tag::GPSLatitude, &[(28, 0), (35, 1), (1, 1)])]).place, None);
    assert_eq!(door_with(&[rationals(Tag::GPSLatitude, &[(28, 1)])]).place, None);
}

#[test]
fn an_absurd_height_is_dropped_and_the_place_kept() {
    let at = SourcedTime { at_ms: 0, source: TimeSource::Exif };
    let place = door_with(&[rationals(Tag::GPSAltitude, &[(4_000_000_000, 1)])]).place.unwrap();
    let fix = place.fix(at).unwrap();
    assert_eq!((fix.altitude_m, fix.accuracy_m), (None, Some(4.8)));
    assert_eq!((fix.source, fix.datum), (FixSource::Exif, Datum::Wgs84));
}

#[test]
fn orientations_outside_one_to_eight_are_passed_over() {
    for number in [0, 9, 300, u16::MAX] {
        assert_eq!(door_with(&[short(Tag::Orientation, number)]).orientation, None);
    }
}

#[test]
fn directories_that_point_at_themselves_end() {
    let mut looped = b"II\x2a\0\x08\0\0\0\xff\xff".to_vec();
    for _ in 0..5_000 {
        looped.extend(b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0");
    }
    assert_eq!(read(&looped), Exif::default());
}

proptest! {
    #[test]
    fn no_block_makes_the_reader_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read(&bytes);
        read(&[b"II\x2a\0\x08\0\0\0".as_slice(), &bytes].concat());
    }

    #[test]
    fn no_damage_to_a_real_block_makes_the_reader_fail(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), cut in 0_usize..400
    ) {
        let mut bytes = block(&door(), true);
        for (at, value) in hits {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        let said = read(&bytes);
        if let Some(place) = said.place {
            prop_assert!(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0);
        }
    }
}
