//! What a picture looks like, in 128 bits: whether two files show one photo.
//!
//! Own code, although `image_hasher` does the like: a print made on a phone must be, to the last bit, the one that the
//! server makes, and the library's transform picks its arithmetic by the processor; the print of a mirrored picture
//! must follow from the print alone, which signs of waves give and comparisons with a median do not; and phones carry
//! every byte of a Fourier transform. Measured against other choices in `docs/photos.md`.

mod cells;

use std::{fmt, str::FromStr};

use image::RgbImage;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use self::cells::{Frame, Grid, WAVES};
use super::{PhotoError, PhotoLimits, container, decode::decode};

/// The signs of the waves of one frame.
pub(super) type PrintBits = u128;

/// In how many bits, of 128, the prints of one photo may differ: `docs/photos.md` says what this finds and misses.
/// One more, and the index would have to look at half as many prints again.
pub const SAME_PHOTO_BITS: u32 = 23;

/// Most pixels of a derivative or a thumbnail.
const MAX_SMALL_PIXELS: u64 = 4_000_000;

/// What a picture looks like.
///
/// A photo of a screen shows the picture inside a border, so such a picture has two frames: all of it, and what lies
/// inside the border. Others have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoPrint {
    whole: PrintBits,
    /// The same as `whole` where there is no border.
    inside: PrintBits,
}

/// Why a text is no print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是照片指纹：应为 64 位十六进制数字")]
pub struct PrintError;

impl PhotoPrint {
    /// The print of an upright picture of any size; the derivative and the thumbnail of a photo differ in few bits.
    #[must_use]
    pub fn of(picture: &RgbImage) -> Self {
        let grid = Grid::of(picture);
        let whole = signs(&grid, Frame::WHOLE);
        Self { whole, inside: grid.inside_border().map_or(whole, |frame| signs(&grid, frame)) }
    }

    /// The print of a derivative or a thumbnail, as [`intake`](super::intake) made it.
    ///
    /// # Errors
    /// [`PhotoError`] for anything but a whole picture of at most four million pixels.
    pub fn of_derived(bytes: &[u8]) -> Result<Self, PhotoError> {
        let limits = PhotoLimits {
            max_pixels: MAX_SMALL_PIXELS,
            max_progressive_pixels: MAX_SMALL_PIXELS,
            ..PhotoLimits::default()
        };
        let layout = container::inspect(bytes, &limits)?;
        Ok(Self::of(&decode(bytes, layout.format, &limits)?.pixels))
    }

    /// The print of the same picture with left and right exchanged. It is exact but for waves of no height at all,
    /// which pictures have that are their own mirror image, and by chance those of few pixels.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let turned = mirrored_bits();
        Self { whole: self.whole ^ turned, inside: self.inside ^ turned }
    }

    /// In how many of 128 bits the two differ, in those frames that differ least. Mirrored pictures are compared
    /// through [`mirrored`](Self::mirrored).
    #[must_use]
    pub fn distance(&self, other: &Self) -> u32 {
        let pairs = self.frames().flat_map(|ours| other.frames().map(move |theirs| ours ^ theirs));
        pairs.map(PrintBits::count_ones).min().unwrap_or(PrintBits::BITS)
    }

    /// One frame, or two.
    pub(super) fn frames(&self) -> impl Iterator<Item = PrintBits> + use<> {
        let inside = (self.inside != self.whole).then_some(self.inside);
        std::iter::once(self.whole).chain(inside)
    }
}

fn signs(grid: &Grid, frame: Frame) -> PrintBits {
    let channels = [grid.waves(0, frame), grid.waves(2, frame)];
    let rising = |(channel, down, across): (usize, usize, usize)| {
        channels.get(channel).and_then(|waves| waves.get(down)?.get(across)).is_some_and(|&height| height > 0)
    };
    placed().filter(|(_, wave)| rising(*wave)).fold(0, |bits, (bit, _)| bits | bit)
}

/// The bits of waves that a mirror turns over: those of odd number across.
fn mirrored_bits() -> PrintBits {
    placed().filter(|(_, (_, _, across))| across % 2 == 1).fold(0, |bits, (bit, _)| bits | bit)
}

/// Which bit says what: (channel, wave down, wave across). Waves that are alike are dealt out to different parts of
/// the print, because the index looks for equal parts.
fn placed() -> impl Iterator<Item = (PrintBits, (usize, usize, usize))> {
    let waves = (1..2 * WAVES).flat_map(|sum| (0..=sum).map(move |across| (sum - across, across)));
    let lowest = waves.filter(|&(down, across)| down < WAVES && across < WAVES).take(64);
    lowest
        .flat_map(|(down, across)| [(0, down, across), (1, down, across)])
        .zip(0_u32..)
        .map(|(wave, number)| (1 << (number % 8 * 16 + number / 8), wave))
}

impl fmt::Display for PhotoPrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}{:032x}", self.whole, self.inside)
    }
}

impl FromStr for PhotoPrint {
    type Err = PrintError;

    fn from_str(text: &str) -> Result<Self, PrintError> {
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(PrintError);
        }
        let (whole, inside) = text.split_at_checked(32).ok_or(PrintError)?;
        let read = |digits| PrintBits::from_str_radix(digits, 16).map_err(|_| PrintError);
        Ok(Self { whole: read(whole)?, inside: read(inside)? })
    }
}

impl Serialize for PhotoPrint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhotoPrint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "print/tests.rs"]
mod tests;
