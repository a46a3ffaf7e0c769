//! The EXIF block of a drawn photo.

use std::io::Cursor;

use exif::{Field, In, Rational, Tag, Value, experimental::Writer};
use ruhu_core::location::to_wgs84;

use super::{Shot, canvas::Luck};

/// Seconds of arc are written in ten-thousandths: three millimetres.
const SECOND_PARTS: u32 = 10_000;

pub(super) fn block(shot: &Shot, orientation: u8, luck: &mut Luck) -> anyhow::Result<Vec<u8>> {
    let when = shot.taken_at.strftime("%Y:%m:%d %H:%M:%S").to_string();
    let minutes = shot.offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let zone = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
    let mut fields = vec![
        ascii(Tag::Make, "Ruhu"),
        ascii(Tag::Model, "Demo camera"),
        field(Tag::Orientation, Value::Short(vec![orientation.into()])),
        ascii(Tag::DateTime, &when),
        field(Tag::ExifVersion, Value::Undefined(b"0232".to_vec(), 0)),
        ascii(Tag::DateTimeOriginal, &when),
        ascii(Tag::DateTimeDigitized, &when),
        ascii(Tag::OffsetTimeOriginal, &zone),
        ascii(Tag::SubSecTimeOriginal, &format!("{:03}", luck.below(1_000))),
    ];
    if let Some(place) = shot.place.map(to_wgs84) {
        let (north, east) = (place.latitude >= 0.0, place.longitude >= 0.0);
        fields.extend([
            field(Tag::GPSVersionID, Value::Byte(vec![2, 3, 0, 0])),
            ascii(Tag::GPSLatitudeRef, if north { "N" } else { "S" }),
            rationals(Tag::GPSLatitude, &degrees(place.latitude)),
            ascii(Tag::GPSLongitudeRef, if east { "E" } else { "W" }),
            rationals(Tag::GPSLongitude, &degrees(place.longitude)),
            field(Tag::GPSAltitudeRef, Value::Byte(vec![0])),
            rationals(Tag::GPSAltitude, &[(luck.whole(600, 2_400), 10)]),
            ascii(Tag::GPSMapDatum, "WGS-84"),
            rationals(Tag::GPSHPositioningError, &[(luck.whole(30, 180), 10)]),
        ]);
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, true)?;
    Ok(bytes.into_inner())
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn ascii(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn rationals(tag: Tag, ratios: &[(u32, u32)]) -> Field {
    field(tag, Value::Rational(ratios.iter().map(|&(num, denom)| Rational { num, denom }).collect()))
}

/// Degrees, minutes and seconds as EXIF writes them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most 180 degrees, made positive"
)]
fn degrees(value: f64) -> [(u32, u32); 3] {
    let parts = (value.abs().min(180.0) * 3_600.0 * f64::from(SECOND_PARTS)).round() as u64;
    let in_minute = u64::from(SECOND_PARTS) * 60;
    let (degrees, minutes) = (parts / (in_minute * 60), parts / in_minute % 60);
    [(degrees as u32, 1), (minutes as u32, 1), ((parts % in_minute) as u32, SECOND_PARTS)]
}
