//! Repeats: people that come and go.

use super::*;
use crate::error::Explain;

const FAMILY: &str = "
| survey |
|        | type         | name     | label    | calculation                      | repeat_count | relevant      | required | default |
|        | integer      | rooms    | 房间数   |                                  |              |               |          |         |
|        | begin_repeat | person   | 家庭成员 |                                  |              |               |          |         |
|        | text         | name     | 姓名     |                                  |              |               | yes      |         |
|        | integer      | age      | 年龄     |                                  |              |               |          |         |
|        | calculate    | place    |          | position(..)                     |              |               |          |         |
|        | calculate    | share    |          | ${age} div sum(${age})           |              |               |          |         |
|        | begin_repeat | pet      | 宠物     |                                  |              | ${age} > 10   |          |         |
|        | text         | kind     | 种类     |                                  |              |               |          | 狗      |
|        | end_repeat   |          |          |                                  |              |               |          |         |
|        | end_repeat   |          |          |                                  |              |               |          |         |
|        | calculate    | total    |          | sum(${age})                      |              |               |          |         |
|        | calculate    | pets     |          | count(${pet})                    |              |               |          |         |
|        | begin_repeat | room     | 房间     |                                  | ${rooms}     |               |          |         |
|        | integer      | area     | 面积     |                                  |              |               |          |         |
|        | end_repeat   |          |          |                                  |              |               |          |         |
|        | calculate    | areas    |          | sum(${area})                     |              |               |          |         |

| settings |
|          | form_id |
|          | family  |
";

fn add(session: &mut FormSession, repeat: &str) -> String {
    session.add_instance(&key(repeat)).unwrap().0.to_string()
}

fn text(session: &FormSession, at: &str) -> String {
    match session.answer_at(&key(at)) {
        Some(Answer::Text(text)) => text,
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}

#[test]
fn answers_do_not_move_when_an_instance_goes() {
    let mut session = begin(FAMILY);
    assert_eq!(add(&mut session, "person"), "person[1]");
    assert_eq!(add(&mut session, "person"), "person[2]");
    assert_eq!(add(&mut session, "person"), "person[3]");
    for (number, age) in [(1, 30), (2, 8), (3, 42)] {
        set(&mut session, &format!("person[{number}]/age"), Answer::Integer(age));
    }
    assert_eq!(text(&session, "total"), "80");
    assert_eq!(text(&session, "person[3]/place"), "3");
    let changes = session.remove_instance(&key("person[2]")).unwrap();
    assert!(changes.contains(&Change { key: key("person[2]/age"), answer: None }));
    assert!(
        changes.contains(&Change {
            key: key("person"),
            answer: Some(Answer::Many(vec!["1".into(), "3".into()]))
        })
    );
    assert_eq!((text(&session, "total"), text(&session, "person[3]/place")), ("72".into(), "2".into()));
    assert_eq!(add(&mut session, "person"), "person[4]", "a number is not given twice");
    assert_eq!(session.answer_at(&key("person[2]/age")), None);
    assert_eq!(
        session.answer(&key("person[2]/age"), Some(&Answer::Integer(1))).unwrap_err().code(),
        "unknown_question"
    );
}

#[test]
fn repeats_stand_in_repeats() {
    let mut session = begin(FAMILY);
    add(&mut session, "person");
    assert_eq!(session.add_instance(&key("person[1]/pet")).unwrap_err().code(), "answer_not_relevant");
    set(&mut session, "person[1]/age", Answer::Integer(11));
    assert_eq!(add(&mut session, "person[1]/pet"), "person[1]/pet[1]");
    assert_eq!(text(&session, "person[1]/pet[1]/kind"), "狗");
    assert_eq!(text(&session, "pets"), "1");
    set(&mut session, "person[1]/age", Answer::Integer(9));
    assert_eq!(text(&session, "pets"), "0");
    assert!(session.answers().contains_key("person[1]/pet[1]/kind"));
    assert!(!session.record().contains_key("person[1]/pet[1]/kind"));
    assert!(!session.record().contains_key("person[1]/pet"));
}

#[test]
fn the_form_counts_instances_and_keeps_what_lies_beyond() {
    let mut session = begin(FAMILY);
    set(&mut session, "rooms", Answer::Integer(3));
    for (number, area) in [(1, 10), (2, 20), (3, 30)] {
        set(&mut session, &format!("room[{number}]/area"), Answer::Integer(area));
    }
    assert_eq!(text(&session, "areas"), "60");
    set(&mut session, "rooms", Answer::Integer(1));
    assert_eq!(text(&session, "areas"), "10");
    assert_eq!(session.record().get("room"), Some(&Answer::Many(vec!["1".into()])));
    set(&mut session, "rooms", Answer::Integer(2));
    assert_eq!(text(&session, "areas"), "30", "the second room is as it was");
    assert_eq!(session.add_instance(&key("room")).unwrap_err().code(), "counted_repeat");
    assert_eq!(session.remove_instance(&key("room[1]")).unwrap_err().code(), "counted_repeat");
    set(&mut session, "rooms", Answer::Integer(1_000_000));
    assert_eq!(
        session.answers().get("room").map(
            |answer| matches!(answer, Answer::Many(all) if all.len() == crate::form::fill::MAX_INSTANCES)
        ),
        Some(true)
    );
}

#[test]
fn every_instance_is_asked_about_and_comes_back() {
    let mut session = begin(FAMILY);
    add(&mut session, "person");
    add(&mut session, "person");
    set(&mut session, "person[2]/name", Answer::Text("王小明".into()));
    set(&mut session, "person[2]/age", Answer::Integer(20));
    add(&mut session, "person[2]/pet");
    set(&mut session, "rooms", Answer::Integer(2));
    assert_eq!(problems(&session), ["person[1]/name: “姓名”还没有填写，请补填"]);
    let (again, strays) = FormSession::resume(session.form(), surroundings(), &session.answers());
    assert!(strays.is_empty());
    assert_eq!((again.answers(), again.record()), (session.answers(), session.record()));
    let sections: Vec<String> = again.readable().into_iter().map(|line| line.section_title).collect();
    assert_eq!(sections, ["", "家庭成员 2", "家庭成员 2", "宠物 1"]);
}

#[test]
fn damaged_lists_of_instances_are_given_back() {
    let form = prepared(FAMILY);
    for numbers in [vec!["1", "1"], vec!["0"], vec!["x"], vec!["-1"]] {
        let answer = Answer::Many(numbers.iter().map(|number| (*number).to_owned()).collect());
        let answers = [(key("person"), answer), (key("person[1]/age"), Answer::Integer(3))].into();
        let (session, strays) = FormSession::resume(&form, surroundings(), &answers);
        assert_eq!(strays, answers, "{numbers:?}");
        assert_eq!(session.answer_at(&key("person")), None);
    }
}
