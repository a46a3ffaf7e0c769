//! Letters of a font that the caller gives: on a phone the system's own, which has every Chinese character.

use ab_glyph::{Font, FontVec, GlyphId, PxScale, ScaleFont, point};
use image::{Rgb, RgbImage};

use crate::error::Explain;

/// The letters' colour.
const INK: u8 = 255;
/// Where the baseline lies in the square of a Chinese character, from its top.
const BASELINE: f32 = 0.88;
/// A glyph larger than this many letter sizes is none: damaged fonts have such, and drawing takes memory for them.
const MAX_GLYPH_SIZES: f32 = 4.0;

/// Why a font is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WatermarkError {
    /// No TrueType or OpenType font or collection of them, or it has no face of that number.
    #[error("字体文件无法读取，水印未能绘制；请更新系统字体或联系技术支持")]
    Font,
}

impl Explain for WatermarkError {
    fn code(&self) -> &'static str {
        match self {
            Self::Font => "watermark_font",
        }
    }
}

/// A font to write watermarks with.
#[derive(Debug)]
pub struct WatermarkFont {
    face: FontVec,
    /// Height from ascent to descent, in squares of a character; `ab_glyph` counts in heights.
    height: f32,
}

impl WatermarkFont {
    /// Reads a font: TrueType or OpenType with either kind of outlines, or a collection, of which `face_index` names
    /// the face; 0 for a single font.
    ///
    /// # Errors
    /// [`WatermarkError::Font`].
    pub fn from_bytes(bytes: Vec<u8>, face_index: u32) -> Result<Self, WatermarkError> {
        let face = FontVec::try_from_vec_and_index(bytes, face_index).map_err(|_| WatermarkError::Font)?;
        let height = face.height_unscaled() / face.units_per_em().ok_or(WatermarkError::Font)?;
        let sound = height > 0.0 && height <= MAX_GLYPH_SIZES;
        if sound { Ok(Self { face, height }) } else { Err(WatermarkError::Font) }
    }

    fn scale(&self, size: u32) -> PxScale {
        PxScale::from(pixels(size) * self.height)
    }

    fn glyph(&self, letter: char) -> Option<GlyphId> {
        Some(self.face.glyph_id(letter)).filter(|glyph| glyph.0 != 0)
    }

    /// How far the next letter stands from this one, in pixels.
    fn advance(&self, letter: char, size: u32) -> f32 {
        let missing = pixels(size);
        let Some(glyph) = self.glyph(letter) else { return missing };
        let advance = self.face.as_scaled(self.scale(size)).h_advance(glyph);
        if advance.is_finite() { advance.clamp(0.0, missing * MAX_GLYPH_SIZES) } else { missing }
    }

    /// Draws a line whose letters stand in squares of `size` below `top`. What would lie above or outside of the
    /// picture is not drawn.
    pub(super) fn draw(&self, picture: &mut RgbImage, line: &Line, size: u32, (left, top): (u32, u32)) {
        let baseline = pixels(top) + pixels(size) * BASELINE;
        let mut at = pixels(left);
        for letter in line.0.chars() {
            let drawn = self.glyph(letter).is_some_and(|glyph| {
                let placed = glyph.with_scale_and_position(self.scale(size), point(at, baseline));
                self.draw_glyph(picture, placed, size, top)
            });
            if !drawn && !letter.is_whitespace() {
                draw_box(picture, (at, pixels(top)), size);
            }
            at += self.advance(letter, size);
        }
    }

    /// Draws one glyph; the answer is whether the font has an outline for it that can be drawn.
    fn draw_glyph(&self, picture: &mut RgbImage, glyph: ab_glyph::Glyph, size: u32, top: u32) -> bool {
        let Some(outlined) = self.face.outline_glyph(glyph) else { return false };
        let bounds = outlined.px_bounds();
        let limit = pixels(size) * MAX_GLYPH_SIZES;
        let (width, height) = (bounds.width(), bounds.height());
        if !(width > 0.0 && height > 0.0 && width <= limit && height <= limit) {
            return false;
        }
        outlined.draw(|x, y, covered| {
            let at = (bounds.min.x + pixels(x), bounds.min.y + pixels(y));
            if at.1 >= pixels(top) {
                ink(picture, at, covered);
            }
        });
        true
    }
}

/// A line of text that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line(pub(super) String);

impl Line {
    /// Ends in …, in the room of `width` pixels.
    pub(super) fn shortened(self, font: &WatermarkFont, size: u32, width: u32) -> Self {
        let sign = if font.glyph('…').is_some() { "…" } else { "..." };
        let sign_width: f32 = sign.chars().map(|letter| font.advance(letter, size)).sum();
        let mut text = String::new();
        let mut at = sign_width;
        for letter in self.0.chars() {
            at += font.advance(letter, size);
            if at > pixels(width) {
                break;
            }
            text.push(letter);
        }
        Self(text + sign)
    }
}

/// Breaks a text into at most `most` lines of `width` pixels; what is left over is cut, with … at the end. Chinese may
/// be broken anywhere, and so are codes and numbers: a watermark is not set like a book.
pub(super) fn wrap(text: &str, font: &WatermarkFont, size: u32, width: u32, most: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut line, mut at) = (String::new(), 0.0);
    for letter in text.chars() {
        let advance = font.advance(letter, size);
        if at + advance > pixels(width) && !line.is_empty() {
            if lines.len() + 1 == most {
                // Whatever follows makes it too long.
                line.push(letter);
                lines.push(Line(line).shortened(font, size, width));
                return lines;
            }
            lines.push(Line(std::mem::take(&mut line)));
            at = 0.0;
            if letter.is_whitespace() {
                continue;
            }
        }
        line.push(letter);
        at += advance;
    }
    if !line.is_empty() {
        lines.push(Line(line));
    }
    lines
}

/// What stands for a letter that the font does not have: □.
fn draw_box(picture: &mut RgbImage, (left, top): (f32, f32), size: u32) {
    let (inset, stroke) = (size / 8, (size / 12).max(1));
    let side = size.saturating_sub(2 * inset);
    for down in 0..side {
        for across in 0..side {
            let edge = down.min(across).min(side - 1 - down).min(side - 1 - across) < stroke;
            if edge {
                ink(picture, (left + pixels(inset + across), top + pixels(inset + down)), 1.0);
            }
        }
    }
}

/// Lays ink on a pixel, as far as it is covered.
fn ink(picture: &mut RgbImage, (x, y): (f32, f32), covered: f32) {
    if x < 0.0 || y < 0.0 {
        return;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and saturates"
    )]
    let (x, y) = (x as u32, y as u32);
    let Some(pixel) = picture.get_pixel_mut_checked(x, y) else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let part = (covered.clamp(0.0, 1.0) * 255.0) as u16;
    let mixed = |channel: u8| {
        let mixed = (u16::from(channel) * (255 - part) + u16::from(INK) * part) / 255;
        u8::try_from(mixed).unwrap_or(INK)
    };
    *pixel = Rgb(pixel.0.map(mixed));
}

#[expect(
    clippy::cast_precision_loss,
    reason = "pictures have far fewer pixels than a float has whole numbers"
)]
fn pixels(length: u32) -> f32 {
    length as f32
}
