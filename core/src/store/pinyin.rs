//! Initials of names: `zxm` finds 张小明, and 单 is found by every reading.

use pinyin::ToPinyinMulti;

/// Most spellings kept of one name: a name of four heteronyms would have dozens.
pub(super) const MAX_SPELLINGS: usize = 8;

/// The initials of a name, one spelling for every combination of its characters' readings. Latin letters stand for
/// themselves; dots and blanks are passed over.
pub(super) fn initials(name: &str) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for c in name.chars() {
        let letters = readings(c);
        if letters.is_empty() {
            continue;
        }
        let grown: Vec<String> = spellings
            .iter()
            .flat_map(|spelling| letters.iter().map(move |letter| format!("{spelling}{letter}")))
            .take(MAX_SPELLINGS)
            .collect();
        spellings = grown;
    }
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

fn readings(c: char) -> Vec<char> {
    if c.is_ascii_alphabetic() {
        return vec![c.to_ascii_lowercase()];
    }
    let mut letters: Vec<char> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let letter = reading.first_letter().chars().next();
        letters.extend(letter.filter(|letter| !letters.contains(letter)));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_of_a_name_is_spelled() {
        assert_eq!(initials("张小明"), ["zxm"]);
        let many = initials("单雄信");
        assert!(many.contains(&"sxx".to_owned()) && many.contains(&"dxx".to_owned()), "{many:?}");
        assert!(initials("买买提·Ali").contains(&"mmtali".to_owned()), "dots are passed over");
    }

    #[test]
    fn spellings_are_bounded() {
        assert!(initials(&"单曾解仇".repeat(10)).len() <= MAX_SPELLINGS);
        assert!(initials("··").is_empty());
    }
}
