//! One form from its first question to its record.

use super::*;
use crate::{error::Explain, form::Answers};

const VISIT: &str = "
| survey |
|        | type             | name    | label        | relevant        | constraint         | constraint_message | required | required_message | calculation                        | trigger | default  | read_only | appearance | choice_filter     |
|        | start            | began   |              |                 |                    |                    |          |                  |                                    |         |          |           |            |                   |
|        | select_one yn    | ill     | 是否患病     |                 |                    |                    | yes      |                  |                                    |         |          |           |            |                   |
|        | begin_group      | illness | 病情         | ${ill} = 'yes'  |                    |                    |          |                  |                                    |         |          |           |            |                   |
|        | text             | which   | 何病         |                 |                    |                    | yes      | 请写明病名       |                                    |         |          |           |            |                   |
|        | decimal          | cost    | 自付费用     |                 | . >= 0             | 不能小于 0         |          |                  |                                    |         |          |           | money      |                   |
|        | end_group        |         |              |                 |                    |                    |          |                  |                                    |         |          |           |            |                   |
|        | decimal          | wage    | 工资         |                 |                    |                    |          |                  |                                    |         |          |           | money      |                   |
|        | calculate        | net     |              |                 |                    |                    |          |                  | coalesce(${wage}, 0) - coalesce(${cost}, 0) |  |          |           |            |                   |
|        | note             | told    | 净收入 ${net} 元 |             |                    |                    |          |                  |                                    |         |          |           |            |                   |
|        | integer          | people  | 人数         |                 | . <= 30            |                    |          |                  |                                    |         | 1        |           |            |                   |
|        | date             | day     | 日期         |                 |                    |                    |          |                  |                                    |         | today()  |           |            |                   |
|        | select_one town  | town    | 乡镇         |                 |                    |                    |          |                  |                                    |         |          |           |            |                   |
|        | select_one village | village | 村         |                 |                    |                    |          |                  |                                    |         |          |           |            | town = ${town}    |
|        | calculate        | noted   |              |                 |                    |                    |          |                  | now()                              | ${wage} |          |           |            |                   |
|        | calculate        | mark    |              |                 |                    |                    |          |                  | once(uuid())                       |         |          |           |            |                   |
|        | text             | fixed   | 固定         |                 |                    |                    |          |                  |                                    |         | 甲       | yes       |            |                   |

| choices |
|         | list_name | name | label | town |
|         | yn        | yes  | 是    |      |
|         | yn        | no   | 否    |      |
|         | town      | t1   | 东镇  |      |
|         | town      | t2   | 西镇  |      |
|         | village   | v1   | 清湖  | t1   |
|         | village   | v2   | 河口  | t1   |
|         | village   | v3   | 山前  | t2   |

| settings |
|          | form_id |
|          | visit   |
";

#[test]
fn what_follows_from_an_answer_is_computed_and_kept_with_it() {
    let mut session = begin(VISIT);
    assert_eq!(kept(&session.take_changes()), ["began", "net", "people", "day", "mark", "fixed"]);
    let changes = set(&mut session, "wage", yuan("1200.10"));
    assert_eq!(kept(&changes), ["wage", "net", "noted"]);
    assert_eq!(session.answer_at(&key("net")), Some(Answer::Text("1200.1".into())));
    assert_eq!(kept(&set(&mut session, "ill", one("yes"))), ["ill"]);
    assert_eq!(kept(&set(&mut session, "cost", yuan("0.20"))), ["cost", "net"]);
    assert_eq!(session.answer_at(&key("net")), Some(Answer::Text("1199.9".into())));
    let told = session.question(&key("told")).unwrap();
    assert_eq!(told.label, "净收入 1199.9 元");
}

#[test]
fn what_is_not_asked_any_more_stays_in_the_draft_and_out_of_the_record() {
    let mut session = begin(VISIT);
    set(&mut session, "ill", one("yes"));
    set(&mut session, "cost", yuan("300"));
    assert_eq!(kept(&set(&mut session, "ill", one("no"))), ["ill", "net"]);
    assert_eq!(session.answer_at(&key("net")), Some(Answer::Text("0".into())));
    assert!(session.answers().contains_key("cost") && !session.record().contains_key("cost"));
    let refused = session.answer(&key("cost"), Some(&yuan("1"))).unwrap_err();
    assert_eq!(refused.code(), "answer_not_relevant");
    set(&mut session, "ill", one("yes"));
    assert_eq!(session.record().get("cost"), Some(&yuan("300")));
}

#[test]
fn problems_speak_as_the_form_does_and_come_in_its_order() {
    let mut session = begin(VISIT);
    assert_eq!(problems(&session), ["ill: “是否患病”还没有填写，请补填"]);
    set(&mut session, "ill", one("yes"));
    assert_eq!(problems(&session), ["which: “何病”：请写明病名"]);
    set(&mut session, "which", Answer::Text("  ".into()));
    assert_eq!(problems(&session).len(), 1, "blanks are no answer");
    let refused = session.answer(&key("cost"), Some(&yuan("-1"))).unwrap_err();
    assert_eq!(
        (refused.code(), refused.to_string().as_str()),
        ("answer_constraint", "“自付费用”：不能小于 0")
    );
    assert_eq!(session.answer_at(&key("cost")), None, "a refused answer changes nothing");
    let refused = session.answer(&key("people"), Some(&Answer::Integer(31))).unwrap_err();
    assert_eq!(refused.to_string(), "“人数”不符合表单要求，请核对");
    assert_eq!(session.answer_at(&key("people")), Some(Answer::Integer(1)));
}

#[test]
fn a_choice_must_be_offered_and_stay_so() {
    let mut session = begin(VISIT);
    set(&mut session, "town", one("t1"));
    let names = |session: &FormSession| -> Vec<String> {
        session.offered(&key("village")).offers.into_iter().map(|offer| offer.label).collect()
    };
    assert_eq!(names(&session), ["清湖", "河口"]);
    assert_eq!(session.answer(&key("village"), Some(&one("v3"))).unwrap_err().code(), "unknown_choice");
    set(&mut session, "village", one("v2"));
    set(&mut session, "town", one("t2"));
    assert_eq!(names(&session), ["山前"]);
    assert!(problems(&session).contains(&"village: “村”选了没有提供的选项，请重新选择".to_owned()));
    assert_eq!(session.find_choices(&key("village"), "山").offers.len(), 1);
    assert_eq!(session.find_choices(&key("village"), "湖").offers.len(), 0);
}

#[test]
fn nobody_answers_what_is_computed_or_only_read() {
    let mut session = begin(VISIT);
    for (at, code) in [
        ("net", "answer_read_only"),
        ("told", "answer_read_only"),
        ("fixed", "answer_read_only"),
        ("illness", "unknown_question"),
        ("nowhere", "unknown_question"),
        ("illness/which", "unknown_question"),
    ] {
        let refused = session.answer(&key(at), Some(&Answer::Text("x".into()))).unwrap_err();
        assert_eq!(refused.code(), code, "{at}");
    }
    for (at, answer) in [
        ("wage", Answer::Integer(1)),
        ("day", Answer::Text("2026-02-30".into())),
        ("people", Answer::Text("three".into())),
        ("ill", Answer::Many(vec![])),
    ] {
        assert_eq!(session.answer(&key(at), Some(&answer)).unwrap_err().code(), "answer_wrong_type", "{at}");
    }
}

#[test]
fn a_form_that_is_taken_up_again_is_as_it_was_left() {
    let mut session = begin(VISIT);
    for (at, answer) in [
        ("ill", one("yes")),
        ("which", Answer::Text("慢性病".into())),
        ("cost", yuan("12.34")),
        ("wage", yuan("800")),
        ("town", one("t1")),
        ("village", one("v1")),
    ] {
        set(&mut session, at, answer);
    }
    let later = Surroundings::in_china(MORNING_MS + 86_400_000, 99);
    let (again, strays) = FormSession::resume(session.form(), later, &session.answers());
    assert_eq!(strays, Answers::new());
    assert_eq!(
        again.answers(),
        session.answers(),
        "once(), defaults and triggered calculations are not done again"
    );
    assert_eq!(again.record(), session.record());
    assert_eq!(again.problems(), session.problems());
}

#[test]
fn answers_without_a_place_are_given_back() {
    let form = prepared(VISIT);
    let strange: Answers = [
        (key("gone"), Answer::Integer(1)),
        (key("people"), Answer::Text("many".into())),
        (key("ill"), Answer::YesNo(true)),
    ]
    .into();
    let (session, strays) = FormSession::resume(&form, surroundings(), &strange);
    let left: Vec<&str> = strays.keys().map(AnswerKey::as_str).collect();
    assert_eq!(left, ["gone", "people"]);
    assert_eq!(
        session.answer_at(&key("ill")),
        Some(one("yes")),
        "the first checklists wrote yes and no as a truth"
    );
}

#[test]
fn readable_answers_have_labels_and_units() {
    let mut session = begin(VISIT);
    set(&mut session, "ill", one("yes"));
    set(&mut session, "cost", yuan("12.5"));
    set(&mut session, "town", one("t2"));
    let lines: Vec<String> = session
        .readable()
        .into_iter()
        .map(|line| format!("[{}] {} = {}", line.section_title, line.label, line.text))
        .collect();
    assert_eq!(
        lines,
        [
            "[] 是否患病 = 是",
            "[病情] 自付费用 = 12.50 元",
            "[] 人数 = 1",
            "[] 日期 = 2026-03-06",
            "[] 乡镇 = 西镇",
            "[] 固定 = 甲"
        ]
    );
}
