//! Search over the roster in memory: one text, scanned from end to end.
//!
//! The database would have to decrypt every page for every search; the index of 100,000 households is about ten
//! megabytes and is scanned in milliseconds. A household's text is a chain of fields, each behind its mark.

use super::pinyin::initials;
use crate::household::{RosterRow, typing};

const HEAD_NAME: char = '\u{1}';
const HEAD_INITIALS: char = '\u{2}';
const MEMBER_NAME: char = '\u{3}';
const MEMBER_INITIALS: char = '\u{4}';
const GROUP: char = '\u{5}';
const ID_NO: char = '\u{6}';
const PLACE: char = '\u{7}';
const END: char = '\n';

/// Most members of one household that are indexed.
const MAX_MEMBERS: usize = 30;
/// Longest query in characters.
pub(super) const MAX_QUERY_CHARS: usize = 60;
/// Fewest digits that are taken for part of an identity number.
const MIN_ID_DIGITS: usize = 3;

/// The searchable text of a row.
pub(super) fn searchable(row: &RosterRow) -> String {
    let mut text = String::new();
    let mut field = |mark: char, value: &str| {
        let plain = typing::compact(value).to_lowercase();
        let clean: String = plain.chars().filter(|c| !c.is_control()).collect();
        if !clean.is_empty() {
            text.push(mark);
            text.push_str(&clean);
        }
    };
    field(HEAD_NAME, row.head_name.full());
    for spelling in initials(row.head_name.full()) {
        field(HEAD_INITIALS, &spelling);
    }
    for member in row.members.iter().take(MAX_MEMBERS) {
        if member.name != row.head_name {
            field(MEMBER_NAME, member.name.full());
            for spelling in initials(member.name.full()) {
                field(MEMBER_INITIALS, &spelling);
            }
        }
        if let Some(id_no) = &member.id_no {
            field(ID_NO, id_no.full());
        }
    }
    field(GROUP, &row.group_name);
    field(PLACE, &format!("{}{}", row.village_name, row.address));
    text
}

/// The texts of all households, one after another.
pub(super) struct SearchIndex {
    text: String,
    /// Where each household's text ends, and its number in the roster.
    ends: Vec<(usize, i64)>,
}

/// One word of a query.
struct Term {
    needle: String,
    /// Only these fields count; all where it is empty.
    fields: &'static [char],
    /// The field must begin with the word and end with it.
    whole: bool,
}

impl Term {
    fn new(word: &str) -> Self {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let number = word.strip_suffix('组').unwrap_or(word);
        if number.chars().all(|c| c.is_ascii_digit())
            && !number.is_empty()
            && (word != number || digits < MIN_ID_DIGITS)
        {
            return Self { needle: format!("{number}组"), fields: &[GROUP], whole: true };
        }
        let fields: &[char] = if word.chars().all(|c| c.is_ascii_alphabetic()) {
            &[HEAD_NAME, HEAD_INITIALS, MEMBER_NAME, MEMBER_INITIALS]
        } else {
            &[]
        };
        Self { needle: word.to_owned(), fields, whole: false }
    }

    /// How well a place in the text fits, less is better; none where it does not.
    fn rank(&self, text: &str, at: usize) -> Option<u32> {
        // Marks are single bytes that no part of a longer character looks like, so bytes can be walked.
        let (before, from) = text.as_bytes().split_at_checked(at)?;
        let mark = *before.iter().rev().find(|byte| is_mark(**byte))?;
        if !self.fields.is_empty() && !self.fields.contains(&char::from(mark)) {
            return None;
        }
        let starts = before.last().is_some_and(|byte| is_mark(*byte));
        let ends = from.get(self.needle.len()).is_none_or(|byte| is_mark(*byte) || char::from(*byte) == END);
        if self.whole && !(starts && ends) {
            return None;
        }
        let fit = match (starts, ends) {
            (true, true) => 0,
            (true, false) => 1,
            _ => 2,
        };
        Some(u32::from(mark) * 4 + fit)
    }

    /// The best fit inside one household's text.
    fn best(&self, text: &str) -> Option<u32> {
        text.match_indices(&self.needle).filter_map(|(at, _)| self.rank(text, at)).min()
    }
}

fn is_mark(byte: u8) -> bool {
    (HEAD_NAME..=PLACE).contains(&char::from(byte))
}

impl SearchIndex {
    pub(super) fn new(rows: usize) -> Self {
        Self { text: String::with_capacity(rows * 96), ends: Vec::with_capacity(rows) }
    }

    pub(super) fn push(&mut self, household_no: i64, text: &str) {
        self.text.push_str(text);
        self.text.push(END);
        self.ends.push((self.text.len(), household_no));
    }

    /// The numbers of at most `limit` households that fit every word of the query, best first, then in the order of
    /// the roster.
    pub(super) fn find(&self, query: &str, limit: usize) -> Vec<i64> {
        let query: String = typing::half_width(query).to_lowercase().chars().take(MAX_QUERY_CHARS).collect();
        let words =
            query.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let mut terms: Vec<Term> = words.map(Term::new).collect();
        // The longest word is the rarest: the others are looked for only where it stands.
        terms.sort_by_key(|term| std::cmp::Reverse(term.needle.len()));
        let Some((first, others)) = terms.split_first() else { return Vec::new() };
        let mut found = self.ranked(first);
        if !others.is_empty() {
            found = found.into_iter().filter_map(|(rank, index)| self.narrow(rank, index, others)).collect();
        }
        if found.len() > limit && limit > 0 {
            found.select_nth_unstable(limit - 1);
        }
        found.truncate(limit);
        found.sort_unstable();
        found
            .iter()
            .filter_map(|(_, index)| self.ends.get(*index))
            .map(|(_, household_no)| *household_no)
            .collect()
    }

    /// Every household with the word, with its best rank: one walk over the whole text.
    fn ranked(&self, term: &Term) -> Vec<(u32, usize)> {
        let mut found: Vec<(u32, usize)> = Vec::new();
        let mut index = 0;
        for (at, _) in self.text.match_indices(&term.needle) {
            while self.ends.get(index).is_some_and(|(end, _)| *end <= at) {
                index += 1;
            }
            let Some(rank) = term.rank(&self.text, at) else { continue };
            match found.last_mut() {
                Some((best, last)) if *last == index => *best = rank.min(*best),
                _ => found.push((rank, index)),
            }
        }
        found
    }

    /// The household's rank by all words; none where one of the others is missing.
    fn narrow(&self, rank: u32, index: usize, others: &[Term]) -> Option<(u32, usize)> {
        let text = self.text_of(index);
        let ranks: Option<Vec<u32>> = others.iter().map(|term| term.best(text)).collect();
        Some((rank + ranks?.iter().sum::<u32>(), index))
    }

    fn text_of(&self, index: usize) -> &str {
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        let end = self.ends.get(index).map_or(start, |(end, _)| *end);
        self.text.get(start..end).unwrap_or_default()
    }
}

impl Drop for SearchIndex {
    /// Names and numbers do not stay behind in memory.
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.text);
    }
}
