//! Files that are a photo and something else at once.
//!
//! Bytes behind the end of a picture are no offence as such: motion photos (an MP4), multi-picture files and gain
//! maps (more JPEGs) and makers' own trailers are how today's phones write, and the original is evidence that is
//! kept as it came. Refused is a file that other programs would open as something else: they find archives by
//! their end, papers and pages near their start.

use super::PhotoError;

/// How far browsers look for a page (WHATWG MIME Sniffing, "resource header"), in bytes.
const SNIFFED_BYTES: usize = 1_445;
/// How far readers of papers look for `%PDF-` (PDF 1.7, implementation note 13), in bytes.
const PDF_SEARCHED_BYTES: usize = 1_024;
/// Length of a ZIP's end record without its comment, in bytes (APPNOTE 4.3.16).
const ZIP_END_BYTES: usize = 22;
/// Longest comment of a ZIP's end record, in bytes.
const ZIP_COMMENT_BYTES: usize = 65_535;

const PDF: &[u8] = b"%PDF-";
const PAGES: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<script", b"<iframe", b"<svg", b"<?php"];
const ARCHIVES: [&[u8]; 5] =
    [b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08"];

/// Refuses a picture that is something else too; `trailer` is what follows its end.
///
/// # Errors
/// [`PhotoError::Polyglot`].
pub(super) fn refuse(bytes: &[u8], trailer: &[u8]) -> Result<(), PhotoError> {
    let padding =
        trailer.iter().take_while(|byte| matches!(byte, 0x00 | 0xff | b' ' | b'\r' | b'\n' | b'\t')).count();
    let payload = trailer.get(padding..).unwrap_or_default();
    let other = has_page(bytes)
        || has_paper(bytes)
        || has_page(payload)
        || has_paper(payload)
        || ARCHIVES.iter().any(|magic| payload.starts_with(magic))
        || is_zip_by_its_end(bytes);
    if other { Err(PhotoError::Polyglot) } else { Ok(()) }
}

fn has_page(bytes: &[u8]) -> bool {
    let head = start(bytes, SNIFFED_BYTES);
    PAGES.iter().any(|tag| head.windows(tag.len()).any(|window| window.eq_ignore_ascii_case(tag)))
}

fn has_paper(bytes: &[u8]) -> bool {
    start(bytes, PDF_SEARCHED_BYTES).windows(PDF.len()).any(|window| window == PDF)
}

/// Whether the file ends in a ZIP's end record, whose comment must reach exactly to the end of the file: four
/// bytes alone turn up by chance in a video.
fn is_zip_by_its_end(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(ZIP_END_BYTES + ZIP_COMMENT_BYTES)..).unwrap_or_default();
    tail.windows(ZIP_END_BYTES).enumerate().any(|(at, window)| {
        let comment = window.last_chunk().map(|length| usize::from(u16::from_le_bytes(*length)));
        window.starts_with(b"PK\x05\x06") && comment == tail.len().checked_sub(at + ZIP_END_BYTES)
    })
}

fn start(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &[u8] = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xd9";

    fn with_trailer(trailer: &[u8]) -> Result<(), PhotoError> {
        refuse(&[PICTURE, trailer].concat(), trailer)
    }

    fn zip_end(comment: &[u8]) -> Vec<u8> {
        let mut end = b"PK\x05\x06".to_vec();
        end.extend([0; 16]);
        end.extend(u16::try_from(comment.len()).unwrap().to_le_bytes());
        end.extend(comment);
        end
    }

    #[test]
    fn trailers_that_phones_write_are_accepted() {
        let motion = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom PK\x05\x06 by chance in the video".as_slice();
        let gain_map = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xd9".as_slice();
        let samsung = b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1790000000000SEFH\x6b\0\0\0SEFT".as_slice();
        for trailer in [b"".as_slice(), &[0; 4_096], motion, gain_map, samsung] {
            assert_eq!(with_trailer(trailer), Ok(()));
        }
    }

    #[test]
    fn a_picture_that_opens_as_something_else_is_refused() {
        let archive = [b"PK\x03\x04rest".as_slice(), &zip_end(b"")].concat();
        let commented = [b"anything".as_slice(), &zip_end(b"a comment of the archive")].concat();
        for trailer in [
            archive.as_slice(),
            &commented,
            b"\r\n<HTML><body>",
            b"\0\0<script>alert(1)</script>",
            b"<?php echo 1;",
            b"%PDF-1.7\n",
            b"Rar!\x1a\x07\x01\x00",
        ] {
            assert_eq!(with_trailer(trailer), Err(PhotoError::Polyglot), "{trailer:?}");
        }
    }

    #[test]
    fn a_page_or_a_paper_inside_the_header_is_refused() {
        for hidden in [b"<ScRiPt src=x>".as_slice(), b"%PDF-1.4"] {
            let picture = [b"\xff\xd8\xff\xfe\x00\x20".as_slice(), hidden, b"\xff\xd9"].concat();
            assert_eq!(refuse(&picture, b""), Err(PhotoError::Polyglot));
        }
    }
}
