//! Orientation, time and place out of an EXIF block (CIPA DC-008, Exif 2.32).
//!
//! A reader of our own: it looks at three directories and a dozen tags in place and allocates nothing. General
//! readers list every entry of every directory, and 64 KiB can be made to list millions.

use jiff::{civil::DateTime, tz::Offset};

use crate::{
    clock::{SourcedTime, TimeSource},
    location::{Datum, Fix, FixSource, LocationError},
};

/// Largest block that is read, in bytes; one JPEG segment holds no more.
pub const MAX_EXIF_BYTES: usize = 65_536;
/// Most entries of one directory that are looked at. Cameras write fewer than a hundred.
const MAX_ENTRIES: u16 = 512;

const ORIENTATION: u16 = 0x0112;
const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const DATE_TIME_DIGITIZED: u16 = 0x9004;
const OFFSET_TIME_ORIGINAL: u16 = 0x9011;
const OFFSET_TIME_DIGITIZED: u16 = 0x9012;
const GPS_LATITUDE_REF: u16 = 1;
const GPS_LATITUDE: u16 = 2;
const GPS_LONGITUDE_REF: u16 = 3;
const GPS_LONGITUDE: u16 = 4;
const GPS_ALTITUDE_REF: u16 = 5;
const GPS_ALTITUDE: u16 = 6;
const GPS_STATUS: u16 = 9;
const GPS_POSITIONING_ERROR: u16 = 31;

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// When a picture says it was taken: a wall clock, often without its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExifTime {
    /// Date and time as the camera showed them.
    pub civil: DateTime,
    /// The camera's offset from UTC, where it wrote one.
    pub offset: Option<Offset>,
}

impl ExifTime {
    /// The moment meant, with `assumed` where the camera wrote no offset.
    ///
    /// `None` where the time lies beyond the calendar.
    #[must_use]
    pub fn sourced(&self, assumed: Offset) -> Option<SourcedTime> {
        let moment = self.offset.unwrap_or(assumed).to_timestamp(self.civil).ok()?;
        Some(SourcedTime { at_ms: moment.as_millisecond(), source: TimeSource::Exif })
    }
}

/// Where a picture says it was taken, in WGS-84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExifPlace {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above sea level.
    pub altitude_m: Option<f64>,
    /// Horizontal error in metres, where the camera wrote one.
    pub accuracy_m: Option<f64>,
}

impl ExifPlace {
    /// The place as a fix of the moment `at`. What the picture says about height and error is dropped when it is
    /// absurd; the place stands without it.
    ///
    /// # Errors
    /// [`LocationError`] where it is no place on earth.
    pub fn fix(&self, at: SourcedTime) -> Result<Fix, LocationError> {
        let fix = Fix {
            latitude: self.latitude,
            longitude: self.longitude,
            accuracy_m: None,
            altitude_m: None,
            datum: Datum::Wgs84,
            source: FixSource::Exif,
            at,
            mock: false,
        };
        let fix = Fix { accuracy_m: self.accuracy_m, ..fix }.checked().unwrap_or(fix);
        Fix { altitude_m: self.altitude_m, ..fix }.checked().or_else(|_| fix.checked())
    }
}

/// What is read of an EXIF block.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Exif {
    /// 1 to 8.
    pub(super) orientation: Option<u8>,
    pub(super) time: Option<ExifTime>,
    pub(super) place: Option<ExifPlace>,
}

/// Reads what can be read; nothing in the block makes it fail.
pub(super) fn read(block: &[u8]) -> Exif {
    read_tiff(block).unwrap_or_default()
}

fn read_tiff(block: &[u8]) -> Option<Exif> {
    let little = match block.first_chunk()? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let tiff = Tiff { block: block.get(..MAX_EXIF_BYTES).unwrap_or(block), little };
    let main = tiff.u32(4)?;
    let orientation = tiff.short(main, ORIENTATION).and_then(|value| u8::try_from(value).ok());
    Some(Exif {
        orientation: orientation.filter(|value| (1..=8).contains(value)),
        time: tiff.pointer(main, EXIF_DIRECTORY).and_then(|directory| tiff.time(directory)),
        place: tiff.pointer(main, GPS_DIRECTORY).and_then(|directory| tiff.place(directory)),
    })
}

struct Tiff<'a> {
    block: &'a [u8],
    little: bool,
}

impl<'a> Tiff<'a> {
    fn u16(&self, at: u32) -> Option<u16> {
        let bytes = *self.block.get(usize::try_from(at).ok()?..)?.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn u32(&self, at: u32) -> Option<u32> {
        let bytes = *self.block.get(usize::try_from(at).ok()?..)?.first_chunk()?;
        Some(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// Where the values of a tag lie, if the directory has it in that type and at least `count` times.
    fn values(&self, directory: u32, tag: u16, kind: u16, count: u32) -> Option<(u32, u32)> {
        let entries = self.u16(directory)?.min(MAX_ENTRIES);
        let first = directory.checked_add(2)?;
        let entry = (0..u32::from(entries))
            .map_while(|index| first.checked_add(index * 12))
            .find(|&entry| self.u16(entry) == Some(tag))?;
        let found = self.u32(entry.checked_add(4)?)?;
        if self.u16(entry.checked_add(2)?)? != kind || found < count {
            return None;
        }
        let unit = match kind {
            BYTE | ASCII => 1,
            SHORT => 2,
            LONG => 4,
            _ => 8,
        };
        let inline = entry.checked_add(8)?;
        let start = if found.checked_mul(unit)? <= 4 { inline } else { self.u32(inline)? };
        Some((start, found))
    }

    fn short(&self, directory: u32, tag: u16) -> Option<u16> {
        self.values(directory, tag, SHORT, 1).and_then(|(start, _)| self.u16(start))
    }

    fn pointer(&self, directory: u32, tag: u16) -> Option<u32> {
        self.values(directory, tag, LONG, 1).and_then(|(start, _)| self.u32(start))
    }

    fn byte(&self, directory: u32, tag: u16, kind: u16) -> Option<u8> {
        let (start, _) = self.values(directory, tag, kind, 1)?;
        self.block.get(usize::try_from(start).ok()?).copied()
    }

    fn text(&self, directory: u32, tag: u16) -> Option<&'a str> {
        let (start, count) = self.values(directory, tag, ASCII, 1)?;
        let bytes = self.block.get(usize::try_from(start).ok()?..)?.get(..usize::try_from(count).ok()?)?;
        let text = std::str::from_utf8(bytes.split(|&byte| byte == 0).next()?).ok()?;
        Some(text.trim())
    }

    fn rational(&self, directory: u32, tag: u16, index: u32, count: u32) -> Option<f64> {
        let (start, _) = self.values(directory, tag, RATIONAL, count)?;
        let at = start.checked_add(index * 8)?;
        let ratio = f64::from(self.u32(at)?) / f64::from(self.u32(at.checked_add(4)?)?);
        ratio.is_finite().then_some(ratio)
    }

    fn time(&self, directory: u32) -> Option<ExifTime> {
        [(DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL), (DATE_TIME_DIGITIZED, OFFSET_TIME_DIGITIZED)]
            .into_iter()
            .find_map(|(time, offset)| {
                // A camera whose clock was never set writes blanks or zeros; neither is a date.
                let civil = DateTime::strptime("%Y:%m:%d %H:%M:%S", self.text(directory, time)?).ok()?;
                let offset = self.text(directory, offset).and_then(parse_offset);
                (civil.year() > 0).then_some(ExifTime { civil, offset })
            })
    }

    fn place(&self, directory: u32) -> Option<ExifPlace> {
        // V: the receiver had no fix and repeats an old one.
        if self.byte(directory, GPS_STATUS, ASCII) == Some(b'V') {
            return None;
        }
        let latitude = self.degrees(directory, GPS_LATITUDE, GPS_LATITUDE_REF, b'S')?;
        let longitude = self.degrees(directory, GPS_LONGITUDE, GPS_LONGITUDE_REF, b'W')?;
        // Phones without a fix write zeros; nobody is surveyed in the Gulf of Guinea.
        if latitude == 0.0 && longitude == 0.0 {
            return None;
        }
        let below = self.byte(directory, GPS_ALTITUDE_REF, BYTE) == Some(1);
        let altitude = self.rational(directory, GPS_ALTITUDE, 0, 1);
        let place = ExifPlace {
            latitude,
            longitude,
            altitude_m: altitude.map(|metres| if below { -metres } else { metres }),
            accuracy_m: self.rational(directory, GPS_POSITIONING_ERROR, 0, 1).filter(|&metres| metres > 0.0),
        };
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        on_earth.then_some(place)
    }

    fn degrees(&self, directory: u32, tag: u16, reference: u16, negative: u8) -> Option<f64> {
        let [degrees, minutes, seconds] = [0, 1, 2].map(|index| self.rational(directory, tag, index, 3));
        // Some cameras leave the seconds 0/0 and put the fraction into the minutes.
        let magnitude = degrees? + minutes? / 60.0 + seconds.unwrap_or(0.0) / 3_600.0;
        let sign = if self.byte(directory, reference, ASCII)? == negative { -1.0 } else { 1.0 };
        Some(sign * magnitude)
    }
}

/// `+08:00`, as EXIF writes it.
fn parse_offset(text: &str) -> Option<Offset> {
    let negative = text.starts_with('-');
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let seconds = hours.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    let seconds = i32::from(seconds) * 60;
    Offset::from_seconds(if negative { -seconds } else { seconds }).ok()
}

#[cfg(test)]
#[path = "exif_tests.rs"]
mod tests;
