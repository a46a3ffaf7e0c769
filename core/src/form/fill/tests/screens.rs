//! What the phone shows.

use super::*;
use crate::form::fill::{Screen, ScreenItem};

const FORM: &str = "
| survey |
|        | type          | name   | label::中文(zh) | label::English (en) | appearance | relevant      | hint::中文(zh) |
|        | integer       | count  | 人数            | People              |            |               | 常住           |
|        | begin_group   | home   | 住房            | Housing             | field-list |               |                |
|        | select_one k  | kind   | 性质            | Kind                |            |               |                |
|        | begin_group   | inner  | 内部            | Inside              |            |               |                |
|        | integer       | rooms  | 房间            | Rooms               |            |               |                |
|        | end_group     |        |                 |                     |            |               |                |
|        | note          | hint1  | 请看房本        | See the papers      |            | ${kind} = 'a' |                |
|        | end_group     |        |                 |                     |            |               |                |
|        | begin_repeat  | member | 成员            | Members             | field-list |               |                |
|        | text          | name   | 姓名            | Name                |            |               |                |
|        | integer       | age    | 年龄            | Age                 |            |               |                |
|        | end_repeat    |        |                 |                     |            |               |                |

| choices |
|         | list_name | name | label::中文(zh) | label::English (en) |
|         | k         | a    | 自有            | Own                 |
|         | k         | b    | 租赁            | Rented              |

| settings |
|          | form_id | default_language |
|          | form    | 中文(zh)         |
";

fn outline(screens: &[Screen]) -> Vec<String> {
    screens
        .iter()
        .map(|screen| {
            let items: Vec<String> = screen
                .items
                .iter()
                .map(|item| match item {
                    ScreenItem::Heading(text) => format!("#{text}"),
                    ScreenItem::Question(view) => view.label.clone(),
                    ScreenItem::Repeat(view) => format!("+{} ({})", view.label, view.instances.len()),
                })
                .collect();
            format!("{} / {} / {}", screen.key, screen.headings.join(" > "), items.join(", "))
        })
        .collect()
}

#[test]
fn screens_follow_the_form_and_what_is_relevant() {
    let mut session = begin(FORM);
    assert_eq!(
        outline(&session.screens()),
        ["count /  / 人数", "home / 住房 / 性质, #内部, 房间", "member /  / +成员 (0)"]
    );
    set(&mut session, "kind", one("a"));
    session.add_instance(&key("member")).unwrap();
    session.add_instance(&key("member")).unwrap();
    assert_eq!(
        outline(&session.screens())[1..],
        [
            "home / 住房 / 性质, #内部, 房间, 请看房本",
            "member[1] / 成员 1 / 姓名, 年龄",
            "member[2] / 成员 2 / 姓名, 年龄",
            "member /  / +成员 (2)"
        ]
    );
}

#[test]
fn the_form_speaks_the_language_that_is_asked_for() {
    let mut session = begin(FORM);
    session.set_language("English (en)");
    let view = session.question(&key("kind")).unwrap();
    assert_eq!((view.label.as_str(), view.choices.offers[0].label.as_str()), ("Kind", "Own"));
    let view = session.question(&key("count")).unwrap();
    assert_eq!(
        (view.label.as_str(), view.hint.as_str()),
        ("People", "常住"),
        "what is not translated is not left out"
    );
    session.set_language("Deutsch (de)");
    assert_eq!(session.question(&key("count")).unwrap().label, "人数");
}
