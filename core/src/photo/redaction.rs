//! 遮盖: parts of a photo that nobody is shown, such as a face at a window or the number of a card.

use image::{Rgb, RgbImage};

use crate::error::Explain;

/// Parts that the width and the height of a picture are divided into.
pub const REDACTION_PARTS: u16 = 10_000;
/// Most rectangles of one photo.
pub const MAX_REDACTIONS: usize = 20;

/// What is painted over: one colour, because blurred and coarsened pictures have been read again.
const COVER: Rgb<u8> = Rgb([16, 16, 16]);

/// A rectangle of the upright picture, in parts of [`REDACTION_PARTS`] of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Redaction {
    left: u16,
    top: u16,
    right: u16,
    bottom: u16,
}

/// Why four numbers are no rectangle of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("遮盖区域无效，请在照片范围内重新框选")]
pub struct RedactionError;

impl Explain for RedactionError {
    fn code(&self) -> &'static str {
        "bad_redaction"
    }
}

impl Redaction {
    /// From the left and upper to the right and lower edge.
    ///
    /// # Errors
    /// Where it is empty or reaches beyond the picture.
    pub fn new(left: u16, top: u16, right: u16, bottom: u16) -> Result<Self, RedactionError> {
        let inside = left < right && top < bottom && right <= REDACTION_PARTS && bottom <= REDACTION_PARTS;
        if inside { Ok(Self { left, top, right, bottom }) } else { Err(RedactionError) }
    }

    /// The same rectangle in the picture as the sensor stored it; `orientation` is that of CIPA DC-008, table 6.
    pub(super) fn as_stored(self, orientation: Option<u8>) -> Self {
        let Self { left, top, right, bottom } = self;
        let (far_left, far_right) = (REDACTION_PARTS - right, REDACTION_PARTS - left);
        let (far_top, far_bottom) = (REDACTION_PARTS - bottom, REDACTION_PARTS - top);
        let (left, top, right, bottom) = match orientation {
            Some(2) => (far_left, top, far_right, bottom),
            Some(3) => (far_left, far_top, far_right, far_bottom),
            Some(4) => (left, far_top, right, far_bottom),
            Some(5) => (top, left, bottom, right),
            Some(6) => (top, far_left, bottom, far_right),
            Some(7) => (far_top, far_left, far_bottom, far_right),
            Some(8) => (far_top, left, far_bottom, right),
            _ => (left, top, right, bottom),
        };
        Self { left, top, right, bottom }
    }

    /// The pixels touched, also in part: the first and the one behind the last, across and down.
    fn pixels(self, width: u32, height: u32) -> ((u32, u32), (u32, u32)) {
        let span = |from: u16, to: u16, length: u32| {
            let parts = u64::from(REDACTION_PARTS);
            let first = u64::from(from) * u64::from(length) / parts;
            let behind = (u64::from(to) * u64::from(length)).div_ceil(parts);
            let side = |at: u64| u32::try_from(at).unwrap_or(length).min(length);
            (side(first), side(behind))
        };
        (span(self.left, self.right, width), span(self.top, self.bottom, height))
    }
}

/// Paints over every rectangle.
pub(super) fn cover(picture: &mut RgbImage, redactions: impl Iterator<Item = Redaction>) {
    let (width, height) = picture.dimensions();
    for redaction in redactions {
        let ((left, right), (top, bottom)) = redaction.pixels(width, height);
        let index = |length: u32| usize::try_from(length).unwrap_or_default();
        let rows = picture.rows_mut().skip(index(top)).take(index(bottom.saturating_sub(top)));
        for row in rows {
            row.skip(index(left)).take(index(right.saturating_sub(left))).for_each(|pixel| *pixel = COVER);
        }
    }
}

#[cfg(test)]
#[path = "redaction_tests.rs"]
mod tests;
