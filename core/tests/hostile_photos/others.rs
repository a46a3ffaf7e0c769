//! WebP that lies, other formats, and files that are hardly there.

use crate::{Hostile, hostile_photos::base::webp};

pub(crate) fn all() -> Vec<Hostile> {
    let mut files = webps();
    files.extend(scraps());
    files
}

fn chunk(kind: &[u8], length: u32, body: &[u8]) -> Vec<u8> {
    [kind, &length.to_le_bytes(), body].concat()
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    [b"RIFF".as_slice(), &u32::try_from(4 + body.len()).unwrap().to_le_bytes(), b"WEBP", &body].concat()
}

fn webps() -> Vec<Hostile> {
    let good = webp();
    let picture = good[12..].to_vec();
    let canvas = |width: u32, height: u32, flags: u8| {
        let (w, h) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
        chunk(b"VP8X", 10, &[flags, 0, 0, 0, w[0], w[1], w[2], h[0], h[1], h[2]])
    };
    let lossy = |width: u16, height: u16, first_part: u32, data: usize| {
        let tag = (first_part << 5 | 0x10).to_le_bytes();
        let (w, h) = (width.to_le_bytes(), height.to_le_bytes());
        let body =
            [[tag[0], tag[1], tag[2], 0x9d, 0x01, 0x2a, w[0], w[1], h[0], h[1]].as_slice(), &vec![0; data]]
                .concat();
        chunk(b"VP8 ", u32::try_from(body.len()).unwrap(), &body)
    };
    let lossless = |bits: u32, data: &[u8]| {
        let body = [[0x2f].as_slice(), &bits.to_le_bytes(), data].concat();
        chunk(b"VP8L", u32::try_from(body.len()).unwrap(), &body)
    };
    let mut files: Vec<Hostile> = (0..16)
        .map(|part| good.len() * part / 16)
        .map(|at| (format!("webp cut at {at}"), good[..at].to_vec()))
        .collect();
    for length in [0_u32, 1, 3, 4, 11, 0x7fff_ffff, u32::MAX] {
        let mut lying = good.clone();
        lying[4..8].copy_from_slice(&length.to_le_bytes());
        files.push((format!("webp of length {length}"), lying.clone()));
        let mut lying = good.clone();
        lying[16..20].copy_from_slice(&length.to_le_bytes());
        files.push((format!("webp with a chunk of length {length}"), lying));
    }
    for (name, chunks) in [
        ("a canvas of another size", vec![canvas(95, 64, 0), picture.clone()]),
        ("a giant canvas", vec![canvas(1 << 24, 1 << 24, 0), picture.clone()]),
        ("a canvas that moves", vec![canvas(96, 64, 2), picture.clone()]),
        ("every flag", vec![canvas(96, 64, 0xff), picture.clone()]),
        ("flags without chunks", vec![canvas(96, 64, 0x3c), picture.clone()]),
        ("a canvas alone", vec![canvas(96, 64, 0)]),
        ("a canvas behind its picture", vec![picture.clone(), canvas(96, 64, 0)]),
        ("two pictures", vec![picture.clone(), picture.clone()]),
        ("a giant lossless frame", vec![lossless(0x0fff_ffff, &[0; 64])]),
        ("a lossless frame of zeros", vec![lossless(0x5f | 0x3f << 14, &[0; 2_000])]),
        ("a lossless frame of ones", vec![lossless(0x5f | 0x3f << 14, &[0xff; 2_000])]),
        ("a lossless frame of nothing", vec![lossless(0x5f | 0x3f << 14, &[])]),
        ("a lossless frame of a later version", vec![lossless(0x5f | 0x3f << 14 | 0x7 << 29, &[0; 64])]),
        ("a lossy frame of zeros", vec![lossy(96, 64, 3_000, 6_000)]),
        ("a lossy frame of 3 megapixels in 100 bytes", vec![lossy(2_000, 1_500, 50, 100)]),
        ("a lossy frame whose part is too long", vec![lossy(96, 64, 0x7_ffff, 100)]),
        ("a lossy frame without size", vec![lossy(0, 0, 10, 100)]),
        ("a giant lossy frame", vec![lossy(16_383, 16_383, 10, 100)]),
        ("a lossy frame of nothing", vec![chunk(b"VP8 ", 0, &[])]),
        (
            "transparency of nonsense",
            vec![canvas(96, 64, 0x10), chunk(b"ALPH", 6, &[1, 2, 3, 4, 5, 6]), lossy(96, 64, 3_000, 6_000)],
        ),
        (
            "transparency of nothing",
            vec![canvas(96, 64, 0x10), chunk(b"ALPH", 0, &[]), lossy(96, 64, 3_000, 6_000)],
        ),
        (
            "EXIF of nonsense",
            vec![canvas(96, 64, 8), picture.clone(), chunk(b"EXIF", 8, b"II\x2a\0\xff\xff\xff\xff")],
        ),
        ("a profile of nonsense", vec![canvas(96, 64, 0x20), chunk(b"ICCP", 8, &[0xff; 8]), picture.clone()]),
        ("an animation", vec![canvas(96, 64, 2), chunk(b"ANIM", 6, &[0; 6]), chunk(b"ANMF", 16, &[0; 16])]),
    ] {
        files.push((format!("webp with {name}"), file(&chunks)));
    }
    files.push(("webp with a zip behind".to_owned(), [good.as_slice(), b"PK\x03\x04"].concat()));
    files.push((
        "webp with 50,000 chunks".to_owned(),
        file(&[vec![canvas(96, 64, 0)], vec![chunk(b"JUNK", 0, &[]); 50_000], vec![picture]].concat()),
    ));
    files
}

/// Beginnings of formats, and other files that are chosen by mistake.
fn scraps() -> Vec<Hostile> {
    let mut files: Vec<Hostile> = vec![("empty".to_owned(), Vec::new())];
    let heads: [(&str, &[u8]); 16] = [
        ("JPEG", b"\xff\xd8\xff\xe0"),
        ("JPEG end", b"\xff\xd8\xff\xd9"),
        ("PNG", b"\x89PNG\r\n\x1a\n"),
        ("WebP", b"RIFF\x04\0\0\0WEBP"),
        ("other RIFF", b"RIFF\x04\0\0\0WAVE"),
        ("GIF", b"GIF89a\xff\xff\xff\xff"),
        ("BMP", b"BM\xff\xff\xff\xff\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        ("TIFF", b"II\x2a\0\xff\xff\xff\xff"),
        ("big TIFF", b"MM\0\x2b\0\x08\0\0"),
        ("HEIC", b"\0\0\0\x18ftypheic"),
        ("AVIF", b"\0\0\0\x1cftypavif"),
        ("video", b"\0\0\0\x18ftypmp42"),
        ("box", b"\xff\xff\xff\xffftyp"),
        ("zip", b"PK\x03\x04"),
        ("paper", b"%PDF-1.7"),
        ("page", b"<!DOCTYPE html>"),
    ];
    for (name, head) in heads {
        files.push((format!("head of {name}"), head.to_vec()));
        files.push((format!("half a head of {name}"), head[..head.len() / 2].to_vec()));
        files.push((format!("head of {name} and zeros"), [head, &[0; 3_000]].concat()));
        files.push((format!("head of {name} and ones"), [head, &[0xff; 3_000]].concat()));
    }
    files
}
