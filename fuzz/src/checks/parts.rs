//! Several files in one input, so that a mutation can change each of them.

/// Begins a line that names the file below it.
const MARK: &[u8] = b"=== ";

/// The files of an input by name; what stands before the first mark has none.
pub(super) fn split(bytes: &[u8]) -> Vec<(&str, &[u8])> {
    let mut parts = Vec::new();
    let (mut name, mut start, mut at) = ("", 0, 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(next) = line.strip_prefix(MARK) {
            parts.push((name, &bytes[start..at]));
            name = std::str::from_utf8(next).map_or("", str::trim);
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push((name, &bytes[start..]));
    parts
}
