//! How the headings of offices' tables are recognised, whoever spelled them.

use ruhu_core::household::typing;

use super::roster::sheet::Row;

/// A text without blanks and without what stands in brackets: `存款余额（元）` is `存款余额`.
fn spelling(text: &str) -> String {
    let plain = typing::compact(text);
    plain.split(['(', '[', '（', '【']).next().unwrap_or_default().to_owned()
}

/// What a text means, by the words that are known for each meaning.
pub(super) fn find<T: Copy>(known: &[(T, &[&str])], text: &str) -> Option<T> {
    let spelled = spelling(text);
    known.iter().find_map(|(meaning, words)| words.contains(&spelled.as_str()).then_some(*meaning))
}

/// The headings of a row: column, meaning, and the text that stands there.
pub(super) fn headings<T>(row: &Row, known: impl Fn(&str) -> Option<T>) -> Vec<(u32, T, String)> {
    let of = |(at, cell): (u32, &super::roster::cell::Cell)| {
        let text = cell.to_text();
        known(&text).map(|heading| (at, heading, text))
    };
    row.cells().filter_map(of).collect()
}

/// Sums and signatures below a table are nobody's line.
pub(super) fn is_total(row: &Row) -> bool {
    const WORDS: [&str; 6] = ["合计", "小计", "总计", "填表人", "经办人", "审核人"];
    let first = row.cells().next().map(|(_, cell)| cell.compact()).unwrap_or_default();
    WORDS.iter().any(|word| first.starts_with(word))
}
