//! Fonts of one glyph, made by code: a square for Latin letters, digits and some Chinese; all else is missing.

/// Letters that the fonts have.
const LETTERS: [(u32, u32); 4] = [(0x20, 0x7e), (0x2026, 0x2026), (0x3000, 0x3000), (0x4e00, 0x7fff)];
/// Units of a letter's square.
const EM: u16 = 1_000;

/// With TrueType outlines.
pub(crate) fn true_type() -> Vec<u8> {
    let glyf = square();
    let loca: Vec<u8> =
        [0_u32, 0, u32::try_from(glyf.len()).unwrap()].iter().flat_map(|at| at.to_be_bytes()).collect();
    sfnt(0, 0x0001_0000, &[(b"glyf", glyf), (b"loca", loca)], 0x0001_0000)
}

/// With the outlines of PostScript (CFF), as Noto Sans CJK has them.
pub(crate) fn open_type() -> Vec<u8> {
    sfnt(0, u32::from_be_bytes(*b"OTTO"), &[(b"CFF ", cff())], 0x0000_5000)
}

/// Two of the latter in one file, as Noto Sans CJK comes.
pub(crate) fn collection() -> Vec<u8> {
    let mut file = b"ttcf\0\x01\0\0\0\0\0\x02".to_vec();
    let (first, length) = (20, open_type().len());
    for at in [first, first + length] {
        file.extend(u32::try_from(at).unwrap().to_be_bytes());
    }
    for at in [first, first + length] {
        file.extend(sfnt(at, u32::from_be_bytes(*b"OTTO"), &[(b"CFF ", cff())], 0x0000_5000));
    }
    file
}

fn sfnt(base: usize, kind: u32, outlines: &[(&[u8; 4], Vec<u8>)], profile: u32) -> Vec<u8> {
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = outlines.to_vec();
    tables.extend([
        (b"cmap", cmap()),
        (b"head", head()),
        (b"hhea", hhea()),
        (b"hmtx", words(&[EM, 0, EM, 100])),
        (b"maxp", [profile.to_be_bytes().as_slice(), &words(&[2]), &[0; 26]].concat()),
    ]);
    tables.sort_by_key(|(tag, _)| **tag);
    let mut file = kind.to_be_bytes().to_vec();
    file.extend(words(&[u16::try_from(tables.len()).unwrap(), 0, 0, 0]));
    let mut at = base + 12 + tables.len() * 16;
    for (tag, table) in &tables {
        file.extend(*tag);
        for number in [0, at, table.len()] {
            file.extend(u32::try_from(number).unwrap().to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn head() -> Vec<u8> {
    let mut head = [b"\0\x01\0\0\0\0\0\0\0\0\0\0\x5f\x0f\x3c\xf5\0\0".as_slice(), &words(&[EM])].concat();
    head.resize(50, 0);
    // Places of glyphs are written in four bytes.
    head.extend(words(&[1, 0]));
    head
}

fn hhea() -> Vec<u8> {
    let mut hhea = b"\0\x01\0\0".to_vec();
    hhea.extend(880_i16.to_be_bytes());
    hhea.extend((-120_i16).to_be_bytes());
    hhea.resize(34, 0);
    hhea.extend(words(&[2]));
    hhea
}

/// Format 13: every letter of a range has the same glyph.
fn cmap() -> Vec<u8> {
    let mut table = words(&[0, 1, 3, 10, 0, 12, 13, 0]);
    let count = u32::try_from(LETTERS.len()).unwrap();
    let numbers = [16 + 12 * count, 0, count];
    let groups = LETTERS.iter().flat_map(|&(first, last)| [first, last, 1]);
    table.extend(numbers.into_iter().chain(groups).flat_map(u32::to_be_bytes));
    table
}

/// From (100, 0) to (900, 800).
fn square() -> Vec<u8> {
    let mut glyph = words(&[1, 100, 0, 900, 800, 3, 0]);
    glyph.extend([1; 4]);
    for step in [100_i16, 800, 0, -800, 0, 0, 800, 0] {
        glyph.extend(step.to_be_bytes());
    }
    glyph
}

fn cff() -> Vec<u8> {
    let number = |value: i16| [[28].as_slice(), &value.to_be_bytes()].concat();
    let square = [
        [number(100), number(0), vec![21]].concat(),
        [number(800), vec![6], number(800), vec![7], number(-800), vec![6, 14]].concat(),
    ]
    .concat();
    let mut file = b"\x01\0\x04\x01".to_vec();
    file.extend(b"\0\x01\x01\x01\x02A");
    // The top dictionary: where the outlines are.
    file.extend(b"\0\x01\x01\x01\x07\x1d\0\0\0\x19\x11");
    file.extend([0; 4]);
    let end = u8::try_from(2 + square.len()).unwrap();
    file.extend([0, 2, 1, 1, 2, end, 14]);
    file.extend(square);
    file
}
