//! The checklists that ship with Ruhu, filled.

use super::*;

#[test]
fn a_home_visit_is_filled_from_end_to_end() {
    let mut session = begin(crate::form::shipped_source(crate::form::FormRole::HomeVisit));
    let before = problems(&session).len();
    assert!(before > 15, "{before}");
    set(&mut session, "income_wage", yuan("12000.50"));
    set(&mut session, "income_transfer", yuan("600.25"));
    set(&mut session, "related_filing", one("yes"));
    assert!(problems(&session).iter().any(|problem| problem.starts_with("related_filing_note")));
    assert!(session.screens().len() > 5);
}
