//! How many texts the table of a workbook promises. The reader sets aside memory for all of them before it has read one,
//! and a promise costs its author a few bytes.

/// Most texts that a workbook may promise: more than a county's roster has cells.
pub(in crate::casework) const MAX_PROMISED_TEXTS: u64 = 4_000_000;

const ATTRIBUTE: &[u8] = b"uniqueCount";

/// Whether a part of a packed workbook is its table of texts, in whatever folder it lies.
pub(in crate::casework) fn is_table_of_texts(part: &str) -> bool {
    part.to_ascii_lowercase().ends_with("sharedstrings.xml")
}

/// Follows a table of texts as it is unpacked, stretch by stretch.
#[derive(Debug, Default)]
pub(super) struct Promise {
    /// How much of the attribute's name was read.
    matched: usize,
    /// The number after it so far.
    promised: Option<u64>,
}

impl Promise {
    /// Whether the promise is still one that can be kept.
    pub(super) fn is_modest_after(&mut self, stretch: &[u8]) -> bool {
        stretch.iter().all(|byte| self.follow(*byte))
    }

    fn follow(&mut self, byte: u8) -> bool {
        // In UTF-16 every other byte of a name is zero.
        if byte == 0 {
            return true;
        }
        if self.matched < ATTRIBUTE.len() {
            // White space stands before the name and starts anew, so that no beginning inside a beginning is missed.
            let begins = usize::from(ATTRIBUTE.first() == Some(&byte));
            self.matched = if ATTRIBUTE.get(self.matched) == Some(&byte) { self.matched + 1 } else { begins };
            return true;
        }
        match (byte, self.promised) {
            (b'0'..=b'9', promised) => {
                let promised =
                    promised.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                self.promised = Some(promised);
                promised <= MAX_PROMISED_TEXTS
            }
            (b'=' | b'"' | b'\'' | b'+' | b' ' | b'\t' | b'\r' | b'\n', None) => true,
            _ => {
                *self = Self::default();
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_modest(xml: &str, stretch: usize) -> bool {
        let mut promise = Promise::default();
        xml.as_bytes().chunks(stretch).all(|part| promise.is_modest_after(part))
    }

    #[test]
    fn a_promise_is_found_however_it_is_written_and_cut() {
        let immodest = [
            "<sst count=\"4294967295\" uniqueCount=\"4294967295\">",
            "<!-- uniqueCount=\"1\" --><sst uniqueCount = '4000001'>",
            "<sst unique uniqueCount=\"\n 99999999999999999999999\">",
            "<\0s\0s\0t\0 \0u\0n\0i\0q\0u\0e\0C\0o\0u\0n\0t\0=\0'\09\09\09\09\09\09\09\09\0'\0",
        ];
        for xml in immodest {
            for stretch in [1, 7, 64, 4_096] {
                assert!(!is_modest(xml, stretch), "{xml} by {stretch}");
            }
        }
        for xml in [
            "<sst count=\"9999999\" uniqueCount=\"4000000\">",
            "<sst><si><t>uniqueCount 7x99999999</t></si></sst>",
        ] {
            assert!(is_modest(xml, 5), "{xml}");
        }
    }
}
