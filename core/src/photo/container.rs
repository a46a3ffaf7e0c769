//! How a picture file is laid out, read without decoding: size, kind, EXIF block, end.
//!
//! Decoders forgive; a truncated file gives them a picture with a grey foot. Evidence needs the truth, so the
//! layout is walked first, and the pixel count is known before anything is allocated.

use super::{ForeignFormat, MAX_EXIF_BYTES, PhotoError, PhotoLimits, polyglot, webp};

/// Most scans of a progressive JPEG. Encoders write about ten; each costs a pass over the whole picture.
const MAX_SCANS: usize = 64;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Lengths of the second header of a BMP, which says how the rest is laid out.
const BMP_HEADERS: [&[u8]; 7] = [
    &12_u32.to_le_bytes(),
    &40_u32.to_le_bytes(),
    &52_u32.to_le_bytes(),
    &56_u32.to_le_bytes(),
    &64_u32.to_le_bytes(),
    &108_u32.to_le_bytes(),
    &124_u32.to_le_bytes(),
];
/// How far brands are looked for, in bytes.
const MAX_BRANDS_BYTES: usize = 64;
const EXIF_PREFIX: &[u8] = b"Exif\0\0";

/// Formats that are taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
}

/// What the walk found.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub(super) format: Format,
    /// The TIFF block that EXIF is, no longer than [`MAX_EXIF_BYTES`].
    pub(super) exif: Option<&'a [u8]>,
}

/// Walks the file and keeps the limits.
///
/// # Errors
/// [`PhotoError`] for anything but one whole picture within the limits.
pub(super) fn inspect<'a>(bytes: &'a [u8], limits: &PhotoLimits) -> Result<Layout<'a>, PhotoError> {
    if bytes.len() > limits.max_bytes {
        return Err(PhotoError::TooLarge { max_mb: limits.max_bytes / 1_000_000 });
    }
    let mut reader = Reader { rest: bytes };
    let (format, exif) = if bytes.starts_with(&[0xff, 0xd8]) {
        (Format::Jpeg, walk_jpeg(&mut reader, limits)?)
    } else if bytes.starts_with(PNG_SIGNATURE) {
        (Format::Png, walk_png(&mut reader, limits)?)
    } else if webp::is_webp(bytes) {
        (Format::WebP, webp::walk(&mut reader, limits)?)
    } else {
        return Err(foreign(bytes));
    };
    polyglot::refuse(bytes, reader.rest)?;
    Ok(Layout { format, exif })
}

/// What is left of a file.
pub(super) struct Reader<'a> {
    pub(super) rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], PhotoError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(PhotoError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PhotoError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(PhotoError::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }

    /// The code of the next JPEG marker, past coded data, restart markers and stuffing.
    fn marker(&mut self) -> Result<u8, PhotoError> {
        loop {
            let at = self.rest.iter().position(|&byte| byte == 0xff).ok_or(PhotoError::Truncated)?;
            self.take(at + 1)?;
            // A marker may be preceded by any number of fill bytes.
            while self.rest.first() == Some(&0xff) {
                self.take(1)?;
            }
            match self.array()? {
                [0x00 | 0x01 | 0xd0..=0xd7] => {}
                [code] => return Ok(code),
            }
        }
    }

    fn segment(&mut self) -> Result<&'a [u8], PhotoError> {
        let length = usize::from(u16::from_be_bytes(self.array()?));
        self.take(length.checked_sub(2).ok_or(PhotoError::Damaged)?)
    }
}

/// Reads to the end of the picture and gives its EXIF block.
fn walk_jpeg<'a>(reader: &mut Reader<'a>, limits: &PhotoLimits) -> Result<Option<&'a [u8]>, PhotoError> {
    reader.take(2)?;
    let (mut exif, mut has_frame, mut scans) = (None, false, 0_usize);
    loop {
        match reader.marker()? {
            // Start of frame: baseline, extended, progressive.
            code @ 0xc0..=0xc2 => {
                if has_frame {
                    return Err(PhotoError::Damaged);
                }
                check_frame(reader.segment()?, code == 0xc2, limits)?;
                has_frame = true;
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(PhotoError::Unsupported),
            0xda if has_frame && scans < MAX_SCANS => {
                reader.segment()?;
                scans += 1;
            }
            0xd9 if scans > 0 => return Ok(exif),
            0xd8..=0xda => return Err(PhotoError::Damaged),
            0xe1 => {
                let block = reader.segment()?.strip_prefix(EXIF_PREFIX);
                exif = exif.or(block);
            }
            _ => {
                reader.segment()?;
            }
        }
    }
}

fn check_frame(frame: &[u8], progressive: bool, limits: &PhotoLimits) -> Result<(), PhotoError> {
    let [bits, h1, h0, w1, w0, ..] = *frame else { return Err(PhotoError::Damaged) };
    if bits != 8 {
        return Err(PhotoError::Unsupported);
    }
    let max_pixels = if progressive { limits.max_progressive_pixels } else { limits.max_pixels };
    check_pixels(u32::from_be_bytes([0, 0, w1, w0]), u32::from_be_bytes([0, 0, h1, h0]), max_pixels)
}

/// Keeps the limit of pixels.
///
/// # Errors
/// [`PhotoError::TooManyPixels`]; [`PhotoError::Damaged`] where there are none.
pub(super) fn check_pixels(width: u32, height: u32, max_pixels: u64) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Damaged);
    }
    if u64::from(width) * u64::from(height) > max_pixels {
        return Err(PhotoError::TooManyPixels { width, height, max_megapixels: max_pixels / 1_000_000 });
    }
    Ok(())
}

/// Reads to the end of the picture and gives its EXIF block.
fn walk_png<'a>(reader: &mut Reader<'a>, limits: &PhotoLimits) -> Result<Option<&'a [u8]>, PhotoError> {
    reader.take(PNG_SIGNATURE.len())?;
    let (mut exif, mut first) = (None, true);
    loop {
        let length = u32::from_be_bytes(reader.array()?);
        let kind: [u8; 4] = reader.array()?;
        if first != (kind == *b"IHDR") {
            return Err(PhotoError::Damaged);
        }
        let body = reader.take(usize::try_from(length).map_err(|_| PhotoError::Truncated)?)?;
        reader.take(4)?;
        match &kind {
            b"IHDR" => {
                let [w3, w2, w1, w0, h3, h2, h1, h0, ..] = *body else { return Err(PhotoError::Damaged) };
                let (width, height) =
                    (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
                check_pixels(width, height, limits.max_pixels)?;
                first = false;
            }
            b"eXIf" if body.len() <= MAX_EXIF_BYTES => exif = exif.or(Some(body)),
            b"IEND" => return Ok(exif),
            _ => {}
        }
    }
}

/// Why a file that is not taken in is not: it is a picture of another format, or none.
fn foreign(bytes: &[u8]) -> PhotoError {
    let is = |magic: &[u8]| bytes.starts_with(magic);
    if bytes.get(4..8) == Some(b"ftyp") {
        return foreign_container(bytes);
    }
    if is(b"GIF87a") || is(b"GIF89a") {
        PhotoError::Foreign(ForeignFormat::Gif)
    } else if is(b"II\x2a\0") || is(b"MM\0\x2a") || is(b"II\x2b\0") || is(b"MM\0\x2b") {
        PhotoError::Foreign(ForeignFormat::Tiff)
    } else if is(b"BM") && bytes.get(14..18).is_some_and(|header| BMP_HEADERS.contains(&header)) {
        PhotoError::Foreign(ForeignFormat::Bmp)
    } else {
        PhotoError::NotPicture
    }
}

/// Pictures in boxes (ISO/IEC 14496-12): the brands say which. Videos have other brands.
fn foreign_container(bytes: &[u8]) -> PhotoError {
    let brands = bytes.get(8..MAX_BRANDS_BYTES.min(bytes.len())).unwrap_or_default();
    let major = brands.first_chunk::<4>().copied().unwrap_or_default();
    let general = matches!(&major, b"mif1" | b"msf1" | b"miaf");
    let has = |brand: &[u8]| major == *brand || general && brands.chunks_exact(4).any(|other| other == brand);
    if has(b"avif") || has(b"avis") {
        PhotoError::Foreign(ForeignFormat::Avif)
    } else if general || major.starts_with(b"hei") || major.starts_with(b"hev") {
        PhotoError::Heic
    } else {
        PhotoError::NotPicture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<Option<&[u8]>, PhotoError> {
        inspect(bytes, &PhotoLimits::default()).map(|layout| layout.exif)
    }

    fn frame(marker: u8, bits: u8, width: u16, height: u16) -> Vec<u8> {
        let ([h1, h0], [w1, w0]) = (height.to_be_bytes(), width.to_be_bytes());
        vec![0xff, marker, 0, 11, bits, h1, h0, w1, w0, 1, 1, 0x11, 0]
    }

    fn jpeg(marker: u8, bits: u8, width: u16, height: u16) -> Vec<u8> {
        let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34\xff\xd0\x56\xff\xd9";
        [b"\xff\xd8".as_slice(), &frame(marker, bits, width, height), scan].concat()
    }

    #[test]
    fn the_walk_passes_stuffing_and_restarts_to_the_end() {
        assert_eq!(check(&jpeg(0xc0, 8, 640, 480)), Ok(None));
    }

    #[test]
    fn every_cut_is_noticed() {
        let whole = jpeg(0xc0, 8, 640, 480);
        for length in 2..whole.len() {
            assert_eq!(check(&whole[..length]), Err(PhotoError::Truncated), "cut at {length}");
        }
    }

    #[test]
    fn too_many_pixels_are_refused_by_the_header_alone() {
        let refused = Err(PhotoError::TooManyPixels { width: 40_000, height: 40_000, max_megapixels: 64 });
        let header = [b"\xff\xd8".as_slice(), &frame(0xc0, 8, 40_000, 40_000)].concat();
        assert_eq!(check(&header), refused);
        let mut png = PNG_SIGNATURE.to_vec();
        png.extend(13_u32.to_be_bytes());
        png.extend(b"IHDR");
        png.extend(40_000_u32.to_be_bytes());
        png.extend(40_000_u32.to_be_bytes());
        png.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(check(&png), refused);
        assert!(matches!(check(&jpeg(0xc2, 8, 8_000, 6_000)), Err(PhotoError::TooManyPixels { .. })));
        assert_eq!(check(&jpeg(0xc0, 8, 8_000, 6_000)), Ok(None));
    }

    #[test]
    fn what_no_camera_writes_is_refused_with_its_own_code() {
        assert_eq!(check(&jpeg(0xc3, 8, 8, 8)), Err(PhotoError::Unsupported));
        assert_eq!(check(&jpeg(0xc1, 12, 8, 8)), Err(PhotoError::Unsupported));
        assert_eq!(check(&jpeg(0xc0, 8, 8, 0)), Err(PhotoError::Damaged));
        assert_eq!(check(b"\xff\xd8\xff\xd9"), Err(PhotoError::Damaged));
        assert_eq!(check(b"\0\0\0\x18ftypheic\0\0\0\0"), Err(PhotoError::Heic));
        for junk in [b"".as_slice(), b"PK\x03\x04", b"%PDF-1.7", b"<html>", b"GIF90a", b"BMW", b"\x89PNG\r\n"]
        {
            assert_eq!(check(junk), Err(PhotoError::NotPicture), "{junk:?}");
        }
    }

    #[test]
    fn a_progressive_jpeg_of_endless_scans_is_refused() {
        let scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12".repeat(MAX_SCANS + 1);
        let bytes = [b"\xff\xd8".as_slice(), &frame(0xc2, 8, 64, 64), &scan, b"\xff\xd9"].concat();
        assert_eq!(check(&bytes), Err(PhotoError::Damaged));
    }

    #[test]
    fn a_file_beyond_the_byte_limit_is_refused_unread() {
        let limits = PhotoLimits { max_bytes: 10, ..PhotoLimits::default() };
        assert!(matches!(inspect(&[0; 11], &limits), Err(PhotoError::TooLarge { .. })));
    }
}
