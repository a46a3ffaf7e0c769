//! How a WebP file is laid out (RFC 9649), read without decoding.

use super::{MAX_EXIF_BYTES, PhotoError, PhotoLimits, container::Reader, container::check_pixels};

/// The animation flag of `VP8X`.
const ANIMATED: u8 = 0x02;
/// What begins a key frame of VP8, behind its three bytes of tag (RFC 6386, 9.1).
const KEY_FRAME: [u8; 3] = [0x9d, 0x01, 0x2a];
/// What begins a lossless frame.
const LOSSLESS: u8 = 0x2f;
/// Sides are written in 14 bits.
const SIDE: u16 = 0x3fff;

pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// Reads to the end of the picture and gives its EXIF block.
///
/// The frame must be as large as the canvas: what is allocated follows the frame, and only the canvas is easily seen.
pub(super) fn walk<'a>(
    reader: &mut Reader<'a>,
    limits: &PhotoLimits,
) -> Result<Option<&'a [u8]>, PhotoError> {
    reader.take(4)?;
    let length = u32::from_le_bytes(reader.array()?);
    let mut chunks =
        Reader { rest: reader.take(usize::try_from(length).map_err(|_| PhotoError::Truncated)?)? };
    chunks.take(4)?;
    let (mut exif, mut canvas, mut frame) = (None, None, None);
    while !chunks.rest.is_empty() {
        let kind: [u8; 4] = chunks.array()?;
        let length = u32::from_le_bytes(chunks.array()?);
        let body = chunks.take(usize::try_from(length).map_err(|_| PhotoError::Truncated)?)?;
        if length % 2 == 1 && !chunks.rest.is_empty() {
            chunks.take(1)?;
        }
        match &kind {
            b"VP8X" => {
                let size = canvas_size(body)?;
                check_pixels(size.0, size.1, limits.max_pixels)?;
                canvas = Some(size);
            }
            b"VP8 " | b"VP8L" => {
                let size = if kind == *b"VP8L" { lossless_size(body)? } else { lossy_size(body)? };
                check_pixels(size.0, size.1, limits.max_pixels)?;
                if frame.replace(size).is_some() {
                    return Err(PhotoError::Damaged);
                }
            }
            b"ANIM" | b"ANMF" => return Err(PhotoError::Unsupported),
            b"EXIF" => {
                let block = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
                exif = exif.or(Some(block).filter(|block| block.len() <= MAX_EXIF_BYTES));
            }
            _ => {}
        }
    }
    let frame = frame.ok_or(PhotoError::Damaged)?;
    if canvas.is_some_and(|canvas| canvas != frame) {
        return Err(PhotoError::Damaged);
    }
    Ok(exif)
}

fn canvas_size(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let [flags, _, _, _, w0, w1, w2, h0, h1, h2, ..] = *body else { return Err(PhotoError::Damaged) };
    if flags & ANIMATED != 0 {
        return Err(PhotoError::Unsupported);
    }
    Ok((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
}

fn lossy_size(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let [tag, _, _, s0, s1, s2, w0, w1, h0, h1, ..] = *body else { return Err(PhotoError::Damaged) };
    if tag & 1 != 0 || [s0, s1, s2] != KEY_FRAME {
        return Err(PhotoError::Damaged);
    }
    let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & SIDE);
    Ok((side(w0, w1), side(h0, h1)))
}

fn lossless_size(body: &[u8]) -> Result<(u32, u32), PhotoError> {
    let [LOSSLESS, b0, b1, b2, b3, ..] = *body else { return Err(PhotoError::Damaged) };
    let bits = u32::from_le_bytes([b0, b1, b2, b3]);
    Ok(((bits & u32::from(SIDE)) + 1, (bits >> 14 & u32::from(SIDE)) + 1))
}
