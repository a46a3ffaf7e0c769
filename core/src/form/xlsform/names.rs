//! Names of questions, lists and columns.

use super::faults::RowFault;
use crate::ids::QuestionName;

/// Checks a name of a question or group.
pub(super) fn check(name: &str) -> Result<QuestionName, RowFault> {
    let found = || name.to_owned();
    if name.chars().any(|c| !c.is_ascii() && !c.is_whitespace()) {
        return Err(RowFault::NameNotAscii { found: found() });
    }
    if name.contains(char::is_whitespace) {
        return Err(RowFault::NameHasSpace { found: found() });
    }
    if name.len() > QuestionName::MAX_LEN {
        return Err(RowFault::NameTooLong { found: found(), limit: QuestionName::MAX_LEN });
    }
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    match QuestionName::new(name) {
        Ok(name) if starts => Ok(name),
        _ => Err(RowFault::BadName { found: found() }),
    }
}

/// Longer words are no slips of the pen.
const MAX_SLIP_BYTES: usize = 80;

/// The candidate that an author most likely meant: at most a third of its letters differ.
pub(super) fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .filter(|_| word.len() <= MAX_SLIP_BYTES)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    #[test]
    fn names_are_ascii_identifiers() {
        for name in ["a", "_x", "income_wage", "a-b.c9"] {
            assert!(check(name).is_ok(), "{name}");
        }
        let long = "a".repeat(65);
        for (name, code) in [
            ("收入", "name_not_ascii"),
            ("income 工资", "name_not_ascii"),
            ("a b", "name_has_space"),
            ("9a", "bad_name"),
            ("-a", "bad_name"),
            ("a:b", "bad_name"),
            ("", "bad_name"),
            (long.as_str(), "name_too_long"),
        ] {
            assert_eq!(check(name).map_err(|fault| fault.code()), Err(code), "{name}");
        }
    }

    #[test]
    fn the_nearest_word_is_near() {
        let words = ["integer", "decimal", "date"];
        assert_eq!(nearest("interger", words.into_iter()), Some("integer"));
        assert_eq!(nearest("video", words.into_iter()), None);
    }
}
