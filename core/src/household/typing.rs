//! What people type on Chinese keyboards and mean as plain characters.

/// Full-width letters, digits and signs become their ASCII forms, ideographic and other odd blanks a space.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if is_blank(c) => ' ',
            c => c,
        })
        .collect()
}

/// Half-width, with every blank taken out.
#[must_use]
pub fn compact(text: &str) -> String {
    half_width(text).chars().filter(|c| *c != ' ').collect()
}

/// Blanks, line breaks, and the invisible characters that copying from other programs leaves.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyboards_in_chinese_mode_are_read() {
        assert_eq!(compact("\u{ff13}\u{ff16} 11\u{3000}24\u{feff}\n"), "361124");
        assert_eq!(half_width("\u{ff08}\u{ff21}\u{ff09}\u{2014}甲"), "(A)-甲");
    }
}
