//! What the fuzz targets found.

use super::{
    super::limits::{MAX_MESSAGE_CHARS, MAX_PLACE_CHARS},
    *,
};

#[test]
fn a_message_stays_readable_whatever_stands_in_the_cell() {
    let long = "长".repeat(30_000);
    let workbook =
        book(&format!("| survey |\n| | type | name | label | {long} |\n| | text | {long} | A | |\n"));
    let report = import(&workbook).unwrap_err();
    assert_eq!(errors(&workbook).len(), 2);
    for finding in &report.errors {
        assert!(finding.message.chars().count() <= MAX_MESSAGE_CHARS, "{finding}");
        assert!(finding.column.chars().count() <= MAX_PLACE_CHARS, "{finding}");
    }
    let column = report.errors.iter().find(|finding| finding.code == "unknown_column").unwrap();
    // The advice is at the end of a message.
    assert!(column.message.starts_with("不认识列名“长"), "{column}");
    assert!(column.message.contains("长…长") && !column.message.ends_with('长'), "{column}");
}
