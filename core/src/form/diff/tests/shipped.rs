//! The shipped checklists against themselves with a row left out or a cell changed.

use super::*;
use crate::form::{FormRole, shipped_source};

/// Compares both ways; says whether the versions are equal. None where the changed form is refused.
fn compare(whole: &FormDefinition, source: &str) -> Option<bool> {
    let part = read(source).ok()?;
    let equal = whole.version() == part.version();
    for (old, new) in [(whole, &part), (&part, whole)] {
        let diff = FormDiff::between(old, new);
        assert_eq!(diff.is_empty(), equal, "{source}");
        assert!(diff.changes().all(|change| change.code != ChangeCode::OtherChanged), "{source}");
        assert!(!diff.to_string().contains("/data/"), "{diff}");
    }
    Some(equal)
}

#[test]
fn a_row_less_is_a_difference_exactly_where_it_is_another_version() {
    let mut found = Vec::new();
    for role in FormRole::ALL {
        let source = shipped_source(role);
        let whole = form(source);
        assert_eq!(compare(&whole, source), Some(true));
        let lines: Vec<&str> = source.lines().collect();
        for left_out in 0..lines.len() {
            let (before, after) = (&lines[..left_out], &lines[left_out + 1..]);
            found.extend(compare(&whole, &[before, after].concat().join("\n")));
        }
    }
    let equal = found.iter().filter(|equal| **equal).count();
    assert!(equal > 0 && found.len() - equal > 100, "{equal} of {}", found.len());
}

#[test]
fn a_changed_cell_is_a_difference_exactly_where_it_is_another_version() {
    let source = shipped_source(FormRole::PostingInspection);
    let whole = form(source);
    let cells: Vec<&str> = source.split('|').collect();
    let mut found = Vec::new();
    for at in 0..cells.len() {
        for cell in [format!("{}2", cells[at].trim()), "a".to_owned(), "yes".to_owned(), String::new()] {
            let mut cells = cells.clone();
            if !cells[at].contains('\n') {
                cells[at] = &cell;
            }
            found.extend(compare(&whole, &cells.join("|")));
        }
    }
    assert!(found.iter().filter(|equal| !**equal).count() > 100, "{}", found.len());
}
