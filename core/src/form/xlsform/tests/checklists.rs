//! The checklists that ship with Ruhu.

use super::*;
use crate::form::{
    Checklist, HOME_VISIT, NEIGHBOUR_INTERVIEW, QuestionKind,
    definition::{Found, LanguageId, Question},
};

const SOURCES: [(&str, &str); 4] = [
    ("home_visit", include_str!("../../../../../checklists/home_visit.md")),
    ("neighbour_interview", include_str!("../../../../../checklists/neighbour_interview.md")),
    ("posting_inspection", include_str!("../../../../../checklists/posting_inspection.md")),
    ("spot_check", include_str!("../../../../../checklists/spot_check.md")),
];

fn shipped(name: &str) -> FormDefinition {
    let (_, source) = SOURCES.into_iter().find(|(own, _)| *own == name).unwrap();
    let workbook = Workbook { name: name.to_owned(), ..book(source) };
    let imported = import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors));
    assert_eq!(imported.warnings, [], "{name}");
    imported.definition
}

#[test]
fn every_checklist_is_without_finding_and_speaks_two_languages() {
    for (name, _) in SOURCES {
        let form = shipped(name);
        assert_eq!(form.languages(), ["中文(zh)", "English (en)"]);
        assert!(form.version().0.starts_with(&format!("{name}@")), "{}", form.version());
        for (_, node) in form.nodes().iter().skip(1) {
            let shown = node.question().is_none_or(Question::is_shown);
            let languages = node.texts.label.iter().count();
            assert_eq!(languages, if shown { 2 } else { 0 }, "{name}: {}", node.name);
        }
    }
}

/// Records that were made with the fixed tables must fit the forms that take their place.
fn assert_covers(form: &FormDefinition, fixed: &Checklist) {
    for asked in fixed.questions() {
        let Found::One(id) = form.nodes().find(asked.name) else {
            panic!("{} is not there once", asked.name)
        };
        let node = form.nodes().get(id).unwrap();
        let label = node.texts.label.get(LanguageId::DEFAULT).unwrap();
        // The fixed tables have their brackets from a Latin keyboard.
        assert_eq!(label.replace('（', "(").replace('）', ")"), asked.label, "{}", asked.name);
        let question = node.question().unwrap();
        let names = || -> Vec<&str> {
            let list = form.list(question.itemset().unwrap().list).unwrap();
            list.choices.iter().map(|choice| choice.value(0)).collect()
        };
        match (asked.kind, question) {
            (QuestionKind::Text { .. }, Question::Text)
            | (QuestionKind::Integer { .. }, Question::Integer) => {}
            (QuestionKind::Money, Question::Decimal) => assert!(node.is_money(), "{}", asked.name),
            (QuestionKind::YesNo, Question::SelectOne(_)) => assert_eq!(names(), ["yes", "no"]),
            (QuestionKind::One(choices), Question::SelectOne(_))
            | (QuestionKind::Many(choices), Question::SelectMultiple(_)) => {
                assert_eq!(names(), choices.iter().map(|choice| choice.name).collect::<Vec<_>>());
                let list = form.list(question.itemset().unwrap().list).unwrap();
                let labels = list.choices.iter().map(|choice| choice.label.get(LanguageId::DEFAULT).unwrap());
                assert!(labels.eq(choices.iter().map(|choice| choice.label)), "{}", asked.name);
            }
            (kind, question) => panic!("{}: {kind:?} became {question:?}", asked.name),
        }
        // Several choices may be none, which the convention cannot both ask for and allow.
        let required = asked.required && !matches!(asked.kind, QuestionKind::Many(_));
        assert_eq!(node.logic.required.is_some(), required, "{}", asked.name);
    }
}

#[test]
fn the_forms_take_the_place_of_the_fixed_tables() {
    assert_covers(&shipped("home_visit"), &HOME_VISIT);
    assert_covers(&shipped("neighbour_interview"), &NEIGHBOUR_INTERVIEW);
}
