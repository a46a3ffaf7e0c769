//! What a form becomes.

use super::*;
use crate::form::definition::{
    Aspect, ChoiceOrder, DefaultValue, Found, LanguageId, NodeId, NodeKind, Question, Rule, Style,
};

const VILLAGE: &str = "| survey |\n\
    | | type | name | label::中文(zh) | label::English | hint::中文(zh) | required | relevant | constraint | constraint_message::中文(zh) | calculation | choice_filter | default | read_only | appearance | trigger | parameters | repeat_count |\n\
    | | start | started | | | | | | | | | | | | | | | |\n\
    | | text | who | 姓名 | Name | 全名 | yes | | string-length(.) < 30 | 太长 | | | | | | | | |\n\
    | | begin_repeat | m | 成员 | Member | | | | | | | | | | | | | 2 |\n\
    | | integer | age | ${who}的年龄 | Age | | ${who} != '' | | | | | | 3 | | | | | |\n\
    | | select_one yn or_other | ill | 患病 | Ill | | | ${age} > 1 | | | | | | | minimal | | | |\n\
    | | select_multiple towns | town | 镇 | Town | | | | | | | county = ${ill} | | | | | randomize=true seed=42 | |\n\
    | | end_repeat | | | | | | | | | | | | | | | | |\n\
    | | begin_group | g | 组 | Group | | | ${who} = 'a' | | | | | | | field-list | | | |\n\
    | | calculate | sum | | | | | | | | sum(${age}) | | | | | | | |\n\
    | | decimal | money | 钱 | Money | | | | | | | | 1 + 1 | yes | money | | | |\n\
    | | calculate | stamp | | | | | | | | now() | | | | | ${who}, ${money} | | |\n\
    | | note | | 合计${sum} | Total | | | | | | | | | | | | | |\n\
    | | end_group | | | | | | | | | | | | | | | | |\n\
    | choices |\n\
    | | list_name | name | label::中文(zh) | label::English | county |\n\
    | | yn | yes | 是 | Yes | |\n| | yn | no | 否 | No | |\n\
    | | towns | t1 | 一 | T1 | a |\n| | towns | t2 | 二 | T2 | b |\n\
    | settings |\n\
    | | form_title | form_id | version | default_language | instance_name | style |\n\
    | | 村 | village | 2 | 中文(zh) | concat(${who}, '-') | pages |\n";

fn id(form: &FormDefinition, name: &str) -> NodeId {
    match form.nodes().find(name) {
        Found::One(id) => id,
        found => panic!("{name}: {found:?}"),
    }
}

fn rule(form: &FormDefinition, name: &str, aspect: Aspect) -> String {
    let node = form.nodes().get(id(form, name)).unwrap();
    let (_, rule) = node.rules().find(|(own, _)| *own == aspect).unwrap();
    rule.text().to_owned()
}

#[test]
fn a_form_keeps_everything_that_was_written() {
    let form = form(VILLAGE);
    let settings = form.settings();
    assert_eq!(
        (settings.title.as_str(), settings.version.as_str(), settings.style),
        ("村", "2", Style::Pages)
    );
    assert_eq!(settings.instance_name.as_ref().unwrap().text(), "concat(/data/who, '-')");
    assert_eq!(form.languages(), ["中文(zh)", "English"]);
    let paths: Vec<String> = form.nodes().iter().map(|(id, _)| form.nodes().path(id)).collect();
    let expected = [
        "/data",
        "/data/started",
        "/data/who",
        "/data/m",
        "/data/m/age",
        "/data/m/ill",
        "/data/m/ill_other",
        "/data/m/town",
        "/data/g",
        "/data/g/sum",
        "/data/g/money",
        "/data/g/stamp",
        "/data/g/generated_note_name_13",
    ];
    assert_eq!(paths, expected);
    let node = |name: &str| form.nodes().get(id(&form, name)).unwrap();
    assert!(node("money").is_money());
    assert_eq!(node("who").texts.hint.get(LanguageId(1)), Some("全名"));
    assert!(matches!(&node("age").logic.default, Some(DefaultValue::Fixed(text)) if text == "3"));
    assert!(matches!(&node("money").logic.default, Some(DefaultValue::Computed(_))));
    assert!(matches!(node("m").kind, NodeKind::Repeat { count: Some(_) }));
    assert_eq!(node("stamp").logic.triggers, [id(&form, "who"), id(&form, "money")]);
    let Some(Question::SelectMultiple(items)) = node("town").question() else { panic!() };
    assert!(matches!(&items.order, ChoiceOrder::Shuffled(Some(seed)) if seed.text() == "42"));
    assert_eq!(form.list(items.list).unwrap().columns, ["name", "county"]);
}

#[test]
fn names_become_paths_that_stay_in_their_repeat() {
    let form = form(VILLAGE);
    assert_eq!(rule(&form, "ill", Aspect::Relevant), "../age > 1");
    assert_eq!(rule(&form, "age", Aspect::Required), "/data/who != ''");
    assert_eq!(rule(&form, "sum", Aspect::Calculation), "sum(/data/m/age)");
    let filter = rule(&form, "town", Aspect::Choices);
    assert_eq!(filter, "instance('towns')/root/item[county = current()/../ill]");
    assert_eq!(rule(&form, "ill_other", Aspect::Relevant), "selected(../ill, 'other')");
}

#[test]
fn another_choice_brings_its_own_question() {
    let form = form(VILLAGE);
    let Some(Question::SelectOne(items)) = form.nodes().get(id(&form, "ill")).unwrap().question() else {
        panic!()
    };
    let names: Vec<&str> =
        form.list(items.list).unwrap().choices.iter().map(|choice| choice.value(0)).collect();
    assert_eq!(names, ["yes", "no", "other"]);
    let other = form.nodes().get(id(&form, "ill_other")).unwrap();
    assert_eq!(other.texts.label.get(LanguageId(0)), Some("请说明其他情况"));
    assert_eq!(other.texts.label.get(LanguageId(1)), Some("Specify other."));
}

#[test]
fn exactly_the_dependent_rules_are_due_in_order() {
    let form = form(VILLAGE);
    let due = |name: &str| -> Vec<(String, Aspect)> {
        let rules = form.graph().after(form.nodes(), id(&form, name));
        rules
            .iter()
            .map(|Rule { node, aspect }| (form.nodes().get(*node).unwrap().name.to_string(), *aspect))
            .collect()
    };
    let named = |rules: &[(&str, Aspect)]| -> Vec<(String, Aspect)> {
        rules.iter().map(|(name, aspect)| ((*name).to_owned(), *aspect)).collect()
    };
    let mut of_age = due("age");
    let position = |name: &str| of_age.iter().position(|(own, _)| own == name).unwrap();
    assert!(position("ill") < position("ill_other"), "{of_age:?}");
    of_age.sort();
    assert_eq!(
        of_age,
        named(&[
            ("ill", Aspect::Relevant),
            ("ill_other", Aspect::Relevant),
            ("sum", Aspect::Calculation),
            ("town", Aspect::Choices),
        ])
    );
    assert_eq!(due("town"), []);
    assert_eq!(due("money"), named(&[("stamp", Aspect::Calculation)]));
    assert!(due("who").contains(&("g".to_owned(), Aspect::Relevant)));
    assert!(!due("who").contains(&("sum".to_owned(), Aspect::Calculation)));
    // Coming and going of an instance is a change of everything in it.
    assert!(due("m").contains(&("sum".to_owned(), Aspect::Calculation)));
}

#[test]
fn the_version_is_the_hash_of_the_content() {
    let first = form(VILLAGE);
    let again = FormDefinition::from_bytes(&first.to_bytes().unwrap()).unwrap();
    assert_eq!(again, first);
    assert_eq!(again.version(), first.version());
    let json = serde_json::to_string(&first).unwrap();
    assert_eq!(serde_json::from_str::<FormDefinition>(&json).unwrap().version(), first.version());
    let spaced = form(&VILLAGE.replace("${age} > 1", "${age}>1"));
    assert_eq!(spaced.version(), first.version(), "the blanks of an expression are no content");
    for (from, to) in [("姓名", "名字"), ("${age} > 1", "${age} > 2"), ("t2", "t3"), ("yes | 是", "y | 是")]
    {
        assert_ne!(form(&VILLAGE.replacen(from, to, 1)).version(), first.version(), "{from}");
    }
}

#[test]
fn bytes_that_are_no_form_are_refused() {
    use crate::{error::Explain, form::definition::DefinitionError};
    let bytes = form(VILLAGE).to_bytes().unwrap();
    assert_eq!(FormDefinition::from_bytes(b"no form"), Err(DefinitionError::Unreadable));
    assert_eq!(FormDefinition::from_bytes(&bytes[..bytes.len() / 2]).unwrap_err().code(), "form_unreadable");
    // A list, a node or a language that is not there.
    let json = serde_json::to_value(form(VILLAGE)).unwrap();
    let broken = |change: fn(&mut serde_json::Value)| {
        let mut json = json.clone();
        change(&mut json);
        serde_json::from_value::<FormDefinition>(json).is_err()
    };
    assert!(!broken(|_| {}));
    assert!(broken(|form| form["lists"] = serde_json::json!([])));
    assert!(broken(|form| form["nodes"][4]["parent"] = 99.into()));
    assert!(broken(|form| form["nodes"][3]["end"] = 2.into()));
    assert!(broken(|form| form["languages"] = serde_json::json!(["一"])));
    assert!(broken(|form| form["nodes"][9]["logic"]["calculation"] = "${who}".into()));
    assert!(broken(|form| form["nodes"][9]["logic"]["calculation"] = "/data/g/sum + 1".into()));
}

#[test]
fn loops_are_named() {
    let cycle = |rows: &str| {
        let source = format!("| survey |\n| | type | name | label | relevant | calculation |\n{rows}");
        let report = import(&book(&source)).unwrap_err();
        report.errors.iter().map(|error| (error.row, error.message.clone())).collect::<Vec<_>>()
    };
    let found = cycle(
        "| | text | x | X | | |\n| | calculate | a | | | ${c} |\n| | calculate | b | | | ${a} + ${x} |\n\
         | | calculate | c | | | ${b} |\n| | calculate | d | | | ${d} + 1 |",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].0, 3);
    assert!(found[0].1.contains("a → c → b → a"), "{}", found[0].1);
    assert!(found[1].1.contains("d → d"), "{}", found[1].1);
    // JavaRosa refuses a question that must be answered only where it was not.
    let required = "| survey |\n| | type | name | label | required |\n| | text | a | A | ${a} = '' |";
    assert_eq!(errors(&book(required)), ["cycle@survey:2:required"]);
    // A group that is asked only after a question inside it was answered is never asked.
    let group =
        cycle("| | begin_group | g | G | ${q} = 1 | |\n| | integer | q | Q | | |\n| | end_group | | | | |");
    assert!(group[0].1.contains("g → q → g"), "{}", group[0].1);
    // What only tests or describes an answer goes in no circle, and neither does a value that is made once.
    form(
        "| survey |\n| | type | name | label | constraint | required | calculation |\n\
         | | integer | a | A | . > ${b} | ${b} > 1 | |\n| | integer | b | B | . > ${a} | | |\n\
         | | calculate | c | | | | once(random()) |",
    );
}
