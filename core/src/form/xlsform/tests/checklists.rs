//! The checklists that ship with Ruhu.

use super::*;
use crate::form::{
    FormRole,
    definition::{Found, Question},
    shipped_source,
};

fn shipped(role: FormRole) -> FormDefinition {
    let workbook = Workbook { name: role.name().to_owned(), ..book(shipped_source(role)) };
    let imported = import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors));
    assert_eq!(imported.warnings, [], "{}", role.name());
    imported.definition
}

#[test]
fn every_checklist_is_without_finding_and_speaks_two_languages() {
    for role in FormRole::ALL {
        let (name, form) = (role.name(), shipped(role));
        assert_eq!(form.languages(), ["中文(zh)", "English (en)"]);
        assert!(form.version().0.starts_with(&format!("{name}@")), "{}", form.version());
        for (_, node) in form.nodes().iter().skip(1) {
            let shown = node.question().is_none_or(Question::is_shown);
            let languages = node.texts.label.iter().count();
            assert_eq!(languages, if shown { 2 } else { 0 }, "{name}: {}", node.name);
        }
    }
}

#[test]
fn the_questions_that_the_house_asks_for_stand_in_no_repeat() {
    for role in FormRole::ALL {
        let form = shipped(role);
        for name in role.asked_for() {
            let Found::One(id) = form.nodes().find(name) else { panic!("{name} is not there once") };
            assert_eq!(form.nodes().repeat_around(id), None, "{name}");
        }
    }
}
