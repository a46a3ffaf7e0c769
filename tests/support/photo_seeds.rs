//! First inputs for the fuzz targets of photos: pictures of a few pixels, and what cameras write into them.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, ImageError, ImageResult, Rgb, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder},
};

/// An upright picture, a turned one, one with a colour profile that is none, and one of each other format.
pub(crate) fn pictures() -> ImageResult<Vec<Vec<u8>>> {
    let level = |at: u32| u8::try_from(at * 10).unwrap_or(u8::MAX);
    let picture = RgbImage::from_fn(24, 16, |x, y| Rgb([x, y, x * y % 7].map(level)));
    let grey = DynamicImage::ImageRgb8(picture.clone()).into_luma8();
    let clear = DynamicImage::ImageRgb8(picture.clone()).into_rgba8();
    let mut seeds =
        vec![Vec::new(), b"\xff\xd8\xff\xe0".to_vec(), b"GIF89a".to_vec(), b"\0\0\0\x18ftypheic".to_vec()];
    for (exif, profile) in
        [(None, None), (Some(blocks().swap_remove(0)), None), (None, Some(b"no profile".to_vec()))]
    {
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, 60);
        let mut png = Vec::new();
        let mut png_encoder = PngEncoder::new(&mut png);
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif.clone()).map_err(ImageError::Unsupported)?;
            png_encoder.set_exif_metadata(exif).map_err(ImageError::Unsupported)?;
        }
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.clone()).map_err(ImageError::Unsupported)?;
            png_encoder.set_icc_profile(profile).map_err(ImageError::Unsupported)?;
        }
        encoder.encode(&picture, 24, 16, ExtendedColorType::Rgb8)?;
        png_encoder.write_image(&picture, 24, 16, ExtendedColorType::Rgb8)?;
        seeds.extend([jpeg.get(..jpeg.len() / 2).unwrap_or_default().to_vec(), jpeg, png]);
    }
    let mut png = Vec::new();
    PngEncoder::new(&mut png).write_image(&clear, 24, 16, ExtendedColorType::Rgba8)?;
    let mut small = Vec::new();
    PngEncoder::new(&mut small).write_image(&grey, 24, 16, ExtendedColorType::L8)?;
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).write_image(&clear, 24, 16, ExtendedColorType::Rgba8)?;
    let archive = [webp.as_slice(), b"PK\x03\x04"].concat();
    seeds.extend([png, small, webp, archive, lossy_webp()]);
    Ok(seeds)
}

/// A lossy frame all of whose bits are zero: every block is predicted from nothing (RFC 6386).
fn lossy_webp() -> Vec<u8> {
    let frame = [b"\x10\x0c\0\x9d\x01\x2a\x18\0\x10\0".as_slice(), &[0; 600]].concat();
    [b"RIFF\x6e\x02\0\0WEBPVP8 \x62\x02\0\0".as_slice(), &frame].concat()
}

/// Blocks of EXIF with a time, a place, both or neither, in both orders of bytes.
pub(crate) fn blocks() -> Vec<Vec<u8>> {
    let time = (0x9003, 2, b"2026:06:18 09:41:07\0".to_vec());
    let zone = (0x9011, 2, b"+08:00\0".to_vec());
    let place = |degrees: u32, sign: &[u8; 2]| {
        let second = if sign == b"N\0" { 0 } else { 2 };
        let ratios = [degrees, 1, 35, 1, 5_946, 100].iter().flat_map(|part| part.to_be_bytes()).collect();
        [(1 + second, 2, sign.to_vec()), (2 + second, 5, ratios)]
    };
    let [north, latitude] = place(28, b"N\0");
    let [east, longitude] = place(117, b"E\0");
    let gps = [north, latitude, east, longitude];
    let nowhere = [(9, 2, b"V\0".to_vec())];
    vec![
        block(&[time.clone(), zone.clone()], &gps),
        block(std::slice::from_ref(&time), &[]),
        block(&[], &gps),
        block(&[], &nowhere),
        block(&[(0x9003, 2, b"0000:00:00 00:00:00\0".to_vec())], &gps),
        block(&[zone], gps.get(..2).unwrap_or_default()),
        b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec(),
        b"II\x2a\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0".to_vec(),
        b"II\x2a\0".to_vec(),
        b"MM\0\x2a\0\0\0\x08\xff\xff".to_vec(),
        vec![0xff; 64],
        Vec::new(),
    ]
}

/// Tag, kind and bytes of an entry.
type Entry = (u16, u16, Vec<u8>);

/// A block whose first directory points at one of times and one of places.
fn block(times: &[Entry], places: &[Entry]) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08".to_vec();
    let (first, times_at) = (2 + 2 * 12 + 4, 8 + 2 + 2 * 12 + 4);
    let times = directory(times, times_at);
    let places_at = times_at + u32::try_from(times.len()).unwrap_or_default();
    let pointers = [(0x8769, times_at), (0x8825, places_at)];
    block.extend([0, 2]);
    for (tag, at) in pointers {
        block.extend(u16::to_be_bytes(tag));
        block.extend([0, 4, 0, 0, 0, 1]);
        block.extend(u32::to_be_bytes(at));
    }
    block.resize(8 + first, 0);
    block.extend(times);
    block.extend(directory(places, places_at));
    block
}

fn directory(entries: &[Entry], at: u32) -> Vec<u8> {
    let count = u16::try_from(entries.len()).unwrap_or_default();
    let (mut table, mut values) = (count.to_be_bytes().to_vec(), Vec::<u8>::new());
    let values_at = at + 2 + 12 * u32::from(count) + 4;
    for (tag, kind, bytes) in entries {
        let unit = if *kind == 5 { 8 } else { 1 };
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        table.extend(tag.to_be_bytes());
        table.extend(kind.to_be_bytes());
        table.extend((length / unit).to_be_bytes());
        if length <= 4 {
            table.extend(bytes);
            table.resize(table.len() + 4 - bytes.len(), 0);
        } else {
            table.extend((values_at + u32::try_from(values.len()).unwrap_or_default()).to_be_bytes());
            values.extend(bytes);
        }
    }
    table.extend([0; 4]);
    table.extend(values);
    table
}
