//! JPEGs (ISO/IEC 10918-1) that lie.

use jpeg_encoder::ColorType;

use crate::{
    Hostile,
    hostile_photos::base::{baseline, jpeg, whole},
};

pub(crate) fn all() -> Vec<Hostile> {
    let mut files = Vec::new();
    for (name, bytes) in whole().into_iter().filter(|(_, bytes)| bytes.starts_with(&[0xff, 0xd8])) {
        files.extend(cuts(name, &bytes));
        files.extend(sizes(name, &bytes));
    }
    files.extend(markers());
    files.extend(frames());
    files.extend(adobe());
    files.extend(exif());
    files.extend(profiles());
    files.extend(polyglots());
    files
}

/// Where each segment begins, and the coded data behind the last header.
pub(crate) fn segments(bytes: &[u8]) -> Vec<(usize, u8)> {
    let mut found = vec![(0, 0xd8)];
    let mut at = 2;
    while let Some(&[0xff, code, high, low]) = bytes.get(at..at + 4).and_then(|head| head.first_chunk::<4>())
    {
        found.push((at, code));
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
        if code == 0xda {
            break;
        }
    }
    found.push((at, 0));
    found
}

fn segment(code: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap();
    [[0xff, code].as_slice(), &length.to_be_bytes(), body].concat()
}

/// With more behind the start of the picture.
fn with(bytes: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&bytes[..2], &segments.concat(), &bytes[2..]].concat()
}

/// Without every segment of that code.
fn without(bytes: &[u8], code: u8) -> Vec<u8> {
    let places = segments(bytes);
    let kept =
        places.windows(2).filter(|pair| pair[0].1 != code).flat_map(|pair| &bytes[pair[0].0..pair[1].0]);
    let (end, _) = *places.last().unwrap();
    kept.chain(&bytes[end..]).copied().collect()
}

fn patched(bytes: &[u8], code: u8, offset: usize, patch: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let (at, _) = *segments(&bytes).iter().find(|(_, of)| *of == code).unwrap();
    bytes[at + offset..at + offset + patch.len()].copy_from_slice(patch);
    bytes
}

fn cuts(name: &str, bytes: &[u8]) -> Vec<Hostile> {
    let mut places: Vec<usize> =
        segments(bytes).iter().flat_map(|&(at, _)| [at, at + 1, at + 3, at + 7]).collect();
    places.extend([bytes.len() / 2, bytes.len() - 1]);
    places.retain(|&at| at < bytes.len());
    let mut files: Vec<Hostile> =
        places.into_iter().map(|at| (format!("{name} cut at {at}"), bytes[..at].to_vec())).collect();
    files.push((format!("{name} without end"), bytes[..bytes.len() - 2].to_vec()));
    files
}

fn sizes(name: &str, bytes: &[u8]) -> Vec<Hostile> {
    let code = if name == "progressive" { 0xc2 } else { 0xc0 };
    let sides: [(u16, u16); 9] = [
        (0, 0),
        (0, 64),
        (1, 1),
        (96, 65),
        (97, 64),
        (2_000, 1_900),
        (65_535, 1),
        (1, 65_535),
        (65_535, 65_535),
    ];
    sides
        .iter()
        .map(|&(width, height)| {
            let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
            (format!("{name} {width}x{height}"), patched(bytes, code, 5, &size))
        })
        .collect()
}

/// Segments that are missing, doubled or full of nonsense.
fn markers() -> Vec<Hostile> {
    let (good, progressive) = (baseline(), jpeg(ColorType::Rgb, true, false));
    let mut files = Vec::new();
    for (name, code) in
        [("quantisation", 0xdb), ("Huffman", 0xc4), ("frame", 0xc0), ("scan", 0xda), ("JFIF", 0xe0)]
    {
        files.push((format!("without its {name} segment"), without(&good, code)));
        let places = segments(&good);
        let at = places.iter().position(|(_, of)| *of == code).unwrap();
        let doubled = good[places[at].0..places[at + 1].0].to_vec();
        files.push((
            format!("with two {name} segments"),
            [&good[..places[at].0], &doubled, &good[places[at].0..]].concat(),
        ));
        for length in [0_u16, 1, 2, 3, 0xffff] {
            files.push((
                format!("{name} segment of length {length}"),
                patched(&good, code, 2, &length.to_be_bytes()),
            ));
        }
    }
    let more_codes = [[0x00].as_slice(), &[255; 16], &[0; 255]].concat();
    let all_ones = [
        [0x10].as_slice(),
        &[2, 4, 8, 16, 32, 64, 128, 255, 255, 255, 255, 255, 255, 255, 255, 255],
        &[7; 200],
    ]
    .concat();
    for (name, table) in [
        ("more codes than bits", more_codes),
        ("codes beyond their bytes", all_ones),
        ("no byte", Vec::new()),
        ("table 9", vec![9; 17]),
    ] {
        files.push((
            format!("Huffman table of {name}"),
            with(&without(&good, 0xc4), &[segment(0xc4, &table)]),
        ));
        files.push((format!("another Huffman table of {name}"), with(&good, &[segment(0xc4, &table)])));
    }
    for body in [vec![0; 65], vec![0x10; 129], vec![0xff; 65], vec![0; 10]] {
        files.push((
            format!("quantisation of {} bytes {:x}", body.len(), body[0]),
            with(&without(&good, 0xdb), &[segment(0xdb, &body)]),
        ));
    }
    for interval in [1_u16, 7, 0xffff] {
        files.push((
            format!("restarts announced every {interval}"),
            with(&good, &[segment(0xdd, &interval.to_be_bytes())]),
        ));
    }
    files.push(("fill bytes without end".to_owned(), [&good[..2], &vec![0xff; 200_000]].concat()));
    files.push(("60,000 comments".to_owned(), with(&good, &vec![segment(0xfe, b""); 60_000])));
    let scan = segments(&progressive).iter().find(|(_, code)| *code == 0xda).unwrap().0;
    let first_scan = &progressive[scan..progressive.len() - 2];
    files.push((
        "a progressive scan 40 times".to_owned(),
        [&progressive[..scan], &first_scan.repeat(40), &[0xff, 0xd9]].concat(),
    ));
    files.push((
        "a thousand empty scans".to_owned(),
        [&progressive[..scan], &b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12".repeat(1_000), &[0xff, 0xd9]]
            .concat(),
    ));
    files.push(("a picture inside the picture".to_owned(), with(&good, std::slice::from_ref(&good))));
    files.push(("a picture twice".to_owned(), good.repeat(2)));
    for (name, spectrum) in [
        ("backwards", [0x3f, 0x00, 0x00]),
        ("too far", [0x00, 0xff, 0x00]),
        ("refining nothing", [0x01, 0x05, 0xdd]),
    ] {
        let tail = scan + 4 + usize::from(progressive[scan + 4]) * 2 + 1;
        let mut lying = progressive.clone();
        lying[tail..tail + 3].copy_from_slice(&spectrum);
        files.push((format!("a progressive scan {name}"), lying));
    }
    files
}

/// Frames with components that cannot be.
fn frames() -> Vec<Hostile> {
    let good = baseline();
    let mut files = Vec::new();
    for sampling in [0x00, 0x01, 0x10, 0x14, 0x41, 0x33, 0x44, 0xff] {
        files.push((format!("sampled {sampling:x}"), patched(&good, 0xc0, 11, &[sampling])));
        files.push((format!("chroma sampled {sampling:x}"), patched(&good, 0xc0, 14, &[sampling])));
    }
    for count in [0, 1, 2, 4, 255] {
        files.push((format!("{count} components"), patched(&good, 0xc0, 9, &[count])));
    }
    for bits in [0, 1, 12, 16, 255] {
        files.push((format!("{bits} bits"), patched(&good, 0xc0, 4, &[bits])));
    }
    for code in 0xc1..=0xcf_u8 {
        files.push((format!("frame of kind {code:x}"), patched(&good, 0xc0, 1, &[code])));
    }
    for (name, offset, value) in
        [("components of one name", 13, 1), ("a table that is not there", 12, 3), ("table 200", 15, 200)]
    {
        files.push((format!("frame with {name}"), patched(&good, 0xc0, offset, &[value])));
    }
    for (name, offset, value) in [
        ("no component", 4, 0),
        ("nine components", 4, 9),
        ("a strange component", 5, 77),
        ("a table that is not there", 6, 0x33),
        ("table 15", 6, 0xff),
    ] {
        files.push((format!("scan of {name}"), patched(&good, 0xda, offset, &[value])));
    }
    files
}

/// CMYK, whose colours the Adobe marker explains, or should.
fn adobe() -> Vec<Hostile> {
    let mut files = Vec::new();
    for (name, bytes) in
        [("cmyk", jpeg(ColorType::Cmyk, false, false)), ("ycck", jpeg(ColorType::CmykAsYcck, false, false))]
    {
        let bare = without(&bytes, 0xee);
        files.push((format!("{name} without Adobe marker"), bare.clone()));
        for transform in [0, 1, 2, 3, 255] {
            let marker = [b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat();
            files.push((
                format!("{name} with Adobe transform {transform}"),
                with(&bare, &[segment(0xee, &marker)]),
            ));
            let twice = [segment(0xee, &marker), segment(0xee, b"Adobe\0\x64\0\0\0\0\x01")];
            files.push((format!("{name} with Adobe transforms {transform} and 1"), with(&bare, &twice)));
        }
        for length in 0..12 {
            files.push((
                format!("{name} with {length} bytes of Adobe marker"),
                with(&bare, &[segment(0xee, &b"Adobe\0\x64\0\0\0\0\x02"[..length])]),
            ));
        }
    }
    files
}

fn exif() -> Vec<Hostile> {
    let good = without(&baseline(), 0xe1);
    let pointing_at_itself = b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0".repeat(5_000);
    let places = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let directory = |entries: &[Vec<u8>]| {
        let count = u16::try_from(entries.len()).unwrap();
        [b"II\x2a\0\x08\0\0\0".as_slice(), &count.to_le_bytes(), &entries.concat(), &[0x08, 0, 0, 0]].concat()
    };
    let blocks: Vec<(&str, Vec<u8>)> = vec![
        (
            "5,000 pointers to itself",
            [b"II\x2a\0\x08\0\0\0\xff\xff".as_slice(), &pointing_at_itself].concat(),
        ),
        ("two directories in a ring", directory(&[places(0x8769, 4, 1, 8), places(0x8825, 4, 1, 8)])),
        ("four thousand million values", directory(&[places(0x0112, 3, u32::MAX, 0xffff_fff0)])),
        (
            "times behind the end",
            directory(&[places(0x8769, 4, 1, 0xffff_ffff), places(0x9003, 2, 20, 0xffff_ff00)]),
        ),
        (
            "a directory of odd kinds",
            directory(&[places(0x0112, 0, 0, 0), places(0x8825, 12, 1, 1), places(0x8769, 0xffff, 1, 4)]),
        ),
        ("nothing", Vec::new()),
        ("a header alone", b"II\x2a\0".to_vec()),
        ("a directory at its header", b"MM\0\x2a\0\0\0\0".to_vec()),
        ("65,000 bytes of ones", vec![0xff; 65_000]),
        ("65,000 bytes of zeros", vec![0; 65_000]),
    ];
    let mut files: Vec<Hostile> = Vec::new();
    for (name, block) in blocks {
        let body = [b"Exif\0\0".as_slice(), &block].concat();
        files.push((format!("EXIF of {name}"), with(&good, &[segment(0xe1, &body)])));
    }
    let small = segment(0xe1, &[b"Exif\0\0".as_slice(), &directory(&[places(0x0112, 3, 1, 200)])].concat());
    files.push(("EXIF 300 times".to_owned(), with(&good, &vec![small; 300])));
    files
}

/// Colour profiles (ICC.1) in pieces that do not fit, or with tables that are none.
fn profiles() -> Vec<Hostile> {
    let good = baseline();
    let piece = |number: u8, of: u8, body: &[u8]| {
        segment(0xe2, &[b"ICC_PROFILE\0".as_slice(), &[number, of], body].concat())
    };
    let mut header = vec![0_u8; 128];
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    header[36..40].copy_from_slice(b"acsp");
    let tagged = |count: u32, tags: &[u8]| {
        let mut profile = [header.as_slice(), &count.to_be_bytes(), tags].concat();
        let length = u32::try_from(profile.len()).unwrap().to_be_bytes();
        profile[..4].copy_from_slice(&length);
        profile
    };
    let tag = |name: &[u8; 4], at: u32, length: u32| {
        [name.as_slice(), &at.to_be_bytes(), &length.to_be_bytes()].concat()
    };
    let mut grid = tag(b"A2B0", 144, 3_000);
    grid.extend(b"mft2\0\0\0\0\x0f\x0f\xff\0");
    grid.resize(3_000, 0x7f);
    let curve = [tag(b"rTRC", 144, 12), b"curv\0\0\0\0\xff\xff\xff\xff".to_vec()].concat();
    let strange = [tag(b"rXYZ", 144, 20), b"para\0\0\0\0\0\x09\0\0".to_vec(), vec![0xff; 40]].concat();
    let mut files: Vec<Hostile> = [
        ("nothing", Vec::new()),
        ("a header alone", header.clone()),
        ("four thousand million tags", tagged(u32::MAX, b"")),
        ("tags behind the end", tagged(1, &tag(b"rXYZ", 0xffff_fff0, 0xffff_ffff))),
        ("a grid of 255 points in 15 colours", tagged(1, &grid)),
        ("a curve of four thousand million points", tagged(1, &curve)),
        ("a curve where a colour should be", tagged(1, &strange)),
        ("60,000 bytes of ones", vec![0xff; 60_000]),
    ]
    .into_iter()
    .map(|(name, profile)| (format!("profile of {name}"), with(&good, &[piece(1, 1, &profile)])))
    .collect();
    files.push(("piece 2 of 1".to_owned(), with(&good, &[piece(2, 1, &header)])));
    files.push(("piece 0 of 0".to_owned(), with(&good, &[piece(0, 0, &header)])));
    files.push(("piece 200 of 255".to_owned(), with(&good, &[piece(200, 255, &header)])));
    files
        .push(("piece 1 of 2, twice".to_owned(), with(&good, &[piece(1, 2, &header), piece(1, 2, &header)])));
    files.push((
        "50 pieces of 60,000 bytes".to_owned(),
        with(&good, &(1..=50).map(|number| piece(number, 50, &vec![0x41; 60_000])).collect::<Vec<_>>()),
    ));
    files
}

fn polyglots() -> Vec<Hostile> {
    let good = baseline();
    let zip = [b"PK\x03\x04".as_slice(), &[0; 26], b"PK\x05\x06", &[0; 18]].concat();
    vec![
        ("baseline with a zip behind".to_owned(), [good.as_slice(), &zip].concat()),
        ("baseline with a padded zip behind".to_owned(), [good.as_slice(), &[0; 5_000], &zip].concat()),
        (
            "baseline with a page behind".to_owned(),
            [good.as_slice(), b"<html><script>alert(1)</script>"].concat(),
        ),
        ("baseline with a paper behind".to_owned(), [good.as_slice(), b"%PDF-1.7"].concat()),
        (
            "baseline with a page in a comment".to_owned(),
            with(&good, &[segment(0xfe, b"*/<script>alert(1)</script>/*")]),
        ),
        ("baseline with a paper in a comment".to_owned(), with(&good, &[segment(0xfe, b"%PDF-1.4")])),
        (
            "baseline with PHP in a comment".to_owned(),
            with(&good, &[segment(0xfe, b"<?php system($_GET[0]);")]),
        ),
        ("baseline with RAR behind".to_owned(), [good.as_slice(), b"Rar!\x1a\x07\x01\0"].concat()),
        ("a GIF that begins as a JPEG".to_owned(), b"\xff\xd8GIF89a/*".to_vec()),
    ]
}
