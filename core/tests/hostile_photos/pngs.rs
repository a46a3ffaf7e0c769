//! PNGs (W3C PNG, third edition) that lie.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

use crate::{Hostile, hostile_photos::base::png};

/// Kind and content of a chunk.
type Chunk = ([u8; 4], Vec<u8>);

pub(crate) fn all() -> Vec<Hostile> {
    let mut files = cuts();
    files.extend(headers());
    files.extend(orders());
    files.extend(bombs());
    files
}

fn chunks(bytes: &[u8]) -> Vec<Chunk> {
    let (mut found, mut rest) = (Vec::new(), &bytes[8..]);
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let length = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).unwrap();
        found.push(([head[4], head[5], head[6], head[7]], tail[..length].to_vec()));
        rest = &tail[length + 4..];
    }
    found
}

fn file(chunks: &[Chunk]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in chunks {
        bytes.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
        let named = [kind.as_slice(), body].concat();
        bytes.extend(&named);
        bytes.extend(crc(&named).to_be_bytes());
    }
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(
            crc ^ u32::from(byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

fn header(width: u32, height: u32, rest: [u8; 5]) -> Chunk {
    (*b"IHDR", [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &rest].concat())
}

/// With the chunk behind the header.
fn with(chunk: Chunk) -> Vec<u8> {
    let mut all = chunks(&png());
    all.insert(1, chunk);
    file(&all)
}

fn cuts() -> Vec<Hostile> {
    let good = png();
    let mut places =
        vec![4, 8, 11, 15, 20, 33, good.len() / 2, good.len() - 13, good.len() - 12, good.len() - 4];
    places.extend((0..10).map(|part| 34 + part * (good.len() - 40) / 10));
    places.into_iter().map(|at| (format!("png cut at {at}"), good[..at].to_vec())).collect()
}

fn headers() -> Vec<Hostile> {
    let good = chunks(&png());
    let with_header = |header: Chunk| file(&[&[header], &good[1..]].concat());
    let mut files = Vec::new();
    for (width, height) in [
        (0, 0),
        (0, 64),
        (96, 0),
        (1, 1),
        (96, 640),
        (9_600, 64),
        (2_000, 2_000),
        (65_535, 65_535),
        (0x7fff_ffff, 0x7fff_ffff),
        (u32::MAX, 1),
        (u32::MAX, u32::MAX),
    ] {
        files.push((format!("png {width}x{height}"), with_header(header(width, height, [8, 2, 0, 0, 0]))));
    }
    for (bits, colour) in
        [(0, 2), (3, 0), (16, 2), (16, 6), (1, 0), (4, 3), (8, 3), (16, 3), (1, 6), (8, 5), (255, 255)]
    {
        files.push((
            format!("png of {bits} bits, colour {colour}"),
            with_header(header(96, 64, [bits, colour, 0, 0, 0])),
        ));
    }
    for (name, rest) in [
        ("packing", [8, 2, 1, 0, 0]),
        ("filter", [8, 2, 0, 1, 0]),
        ("interlace", [8, 2, 0, 0, 2]),
        ("order", [8, 2, 0, 0, 1]),
    ] {
        files.push((format!("png of another {name}"), with_header(header(96, 64, rest))));
    }
    files.push(("png with a short header".to_owned(), with_header((*b"IHDR", vec![0; 7]))));
    files.push(("png with a long header".to_owned(), with_header((*b"IHDR", vec![1; 40]))));
    files
}

fn orders() -> Vec<Hostile> {
    let good = chunks(&png());
    let mut files: Vec<Hostile> = vec![
        ("png without data".to_owned(), file(&[good[0].clone(), (*b"IEND", Vec::new())])),
        ("png that ends first".to_owned(), file(&[(*b"IEND", Vec::new()), good[0].clone()])),
        ("png with two headers".to_owned(), with(good[0].clone())),
        (
            "png with empty data".to_owned(),
            file(&[good[0].clone(), (*b"IDAT", Vec::new()), (*b"IEND", Vec::new())]),
        ),
        (
            "png with data of nonsense".to_owned(),
            file(&[good[0].clone(), (*b"IDAT", vec![0x78; 500]), (*b"IEND", Vec::new())]),
        ),
        ("png with its data twice".to_owned(), file(&[&good[..good.len() - 1], &good[1..]].concat())),
        ("png of a zip".to_owned(), [png().as_slice(), b"PK\x03\x04"].concat()),
        ("png with a page".to_owned(), with((*b"tEXt", b"Comment\0<script>alert(1)</script>".to_vec()))),
        (
            "png with 20,000 chunks".to_owned(),
            file(&[&good[..1], &vec![(*b"tEXt", b"a\0b".to_vec()); 20_000], &good[1..]].concat()),
        ),
        ("png that moves".to_owned(), with((*b"acTL", [0, 0, 0, 200, 0, 0, 0, 0].to_vec()))),
        ("png that moves for ever".to_owned(), with((*b"acTL", vec![0xff; 8]))),
    ];
    let bodies: [(&[u8; 4], &[u8]); 9] = [
        (b"PLTE", &[]),
        (b"PLTE", &[1; 5]),
        (b"PLTE", &[1; 900]),
        (b"tRNS", &[1; 3]),
        (b"gAMA", &[0; 4]),
        (b"cHRM", &[0xff; 32]),
        (b"sBIT", &[99; 9]),
        (b"cICP", &[255; 4]),
        (b"eXIf", b"II\x2a\0\x08\0\0\0\xff\xff"),
    ];
    for (kind, body) in bodies {
        let name = String::from_utf8_lossy(kind);
        files.push((format!("png with {name} of {} bytes", body.len()), with((*kind, body.to_vec()))));
    }
    for at in [29, 40, 60, 200] {
        let mut wrong = png();
        wrong[at] ^= 0x55;
        files.push((format!("png wrong at {at}"), wrong));
    }
    files
}

/// What is small and unpacks to much.
fn bombs() -> Vec<Hostile> {
    let good = chunks(&png());
    // 64 MB of zeros, as any encoder packs them: 8,000 rows of 8,000 grey pixels.
    let mut black = Vec::new();
    PngEncoder::new(&mut black)
        .write_image(&vec![0; 64_000_000], 8_000, 8_000, ExtendedColorType::L8)
        .unwrap();
    let packed: Vec<u8> = chunks(&black)
        .iter()
        .filter(|(kind, _)| kind == b"IDAT")
        .flat_map(|(_, body)| body.clone())
        .collect();
    let named = |name: &[u8]| [name, &packed].concat();
    vec![
        (
            "png whose data unpack to 64 MB".to_owned(),
            file(&[
                header(96, 64, [8, 4, 0, 0, 0]),
                (*b"IDAT", packed.clone()),
                good[good.len() - 1].clone(),
            ]),
        ),
        ("png of 64 megapixels".to_owned(), black.clone()),
        ("png whose profile unpacks to 64 MB".to_owned(), with((*b"iCCP", named(b"a\0\0")))),
        ("png whose text unpacks to 64 MB".to_owned(), with((*b"zTXt", named(b"a\0\0")))),
        ("png whose other text unpacks to 64 MB".to_owned(), with((*b"iTXt", named(b"a\0\x01\0\0\0")))),
    ]
}
