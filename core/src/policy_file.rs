//! What every reader of a policy file (`policy/*.toml`) says of a fault: its line.

/// The line on which a file is not what was expected, counted from 1.
pub(crate) fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let at = error.span().map_or(0, |span| span.start);
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
