//! What a camera says about its photo, in a picture of one pixel.

use jiff::tz::Offset;
use ruhu_core::{
    clock::{SourcedTime, TimeSource},
    photo::{PhotoLimits, intake},
};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// One grey pixel.
const HEADER: &[u8] = b"IHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
const DATA: &[u8] = b"IDAT\x78\x01\x01\x02\0\xfd\xff\0\x80\0\x82\0\x81";

/// Reads the bytes as an EXIF block. The answer is whether they say a time or a place.
pub fn check(bytes: &[u8]) -> bool {
    let block = [b"eXIf".as_slice(), bytes].concat();
    let mut file = SIGNATURE.to_vec();
    for chunk in [HEADER, &block, DATA, b"IEND"] {
        file.extend((u32::try_from(chunk.len() - 4).unwrap_or_default()).to_be_bytes());
        file.extend(chunk);
        file.extend(crc(chunk).to_be_bytes());
    }
    let Ok(photo) = intake(&file, &PhotoLimits::default()) else {
        panic!("a pixel is a picture, whatever is said of it")
    };
    assert_eq!((photo.width, photo.height), (1, 1));
    let at = photo.exif_time.and_then(|time| {
        assert!(time.civil.year() > 0);
        time.sourced(Offset::constant(8))
    });
    assert!(at.is_none_or(|at| at.source == TimeSource::Exif));
    if let Some(place) = photo.exif_place {
        assert!(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0);
        let at = at.unwrap_or(SourcedTime { at_ms: 0, source: TimeSource::Server });
        assert!(place.fix(at).is_ok_and(|fix| fix.is_plausible()), "{place:?}");
    }
    photo.exif_time.is_some() || photo.exif_place.is_some()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}
