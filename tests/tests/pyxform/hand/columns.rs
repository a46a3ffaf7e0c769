//! Columns: rules, defaults, triggers and texts.

use super::Expected::{self, Listed, Refused, Taken};

pub(super) const CASES: &[(&str, &str, Expected)] = &[
    (
        "every rule",
        "| survey |\n| | type | name | label | hint | guidance_hint | required | required_message | relevant | constraint | constraint_message | read_only | appearance |\n\
         | | integer | a | A | 提示 | 指导 | yes | 必填 | | . > 0 and . < 9 | 不对 | | |\n\
         | | integer | b | B | | | ${a} > 1 | | ${a} != 2 | . >= ${a} | | ${a} = 3 | w2 |\n\
         | | decimal | c | C | | | true() | | | | | yes | money |",
        Taken(&[]),
    ),
    (
        "rules that never hold",
        "| survey |\n| | type | name | label | required | read_only |\n| | text | a | A | no | FALSE |",
        Taken(&["no_is_no_rule"]),
    ),
    (
        "a rule in Chinese",
        "| survey |\n| | type | name | label | required |\n| | text | a | A | 是 |",
        Refused,
    ),
    (
        "texts in two languages",
        "| survey |\n| | type | name | label::中文(zh) | label::English (en) | hint::中文(zh) | constraint | constraint_message::English (en) | media::image::中文(zh) | media::audio::English (en) |\n\
         | | text | a | 甲 | A | 提示 | . != '' | Wrong | a.png | a.mp3 |\n| | note | b | | B | | | | | |",
        Taken(&["media_in_every_language"]),
    ),
    (
        "pictures",
        "| survey |\n| | type | name | label | image | big-image | audio | video |\n\
         | | text | a | A | a.png | b.png | a.mp3 | a.mp4 |",
        Taken(&[]),
    ),
    ("no label", "| survey |\n| | type | name | label |\n| | text | a | |", Refused),
    ("only a hint", "| survey |\n| | type | name | label | hint |\n| | text | a | | 提示 |", Taken(&[])),
    ("only a picture", "| survey |\n| | type | name | label | image |\n| | text | a | | a.png |", Taken(&[])),
    (
        "defaults",
        "| survey |\n| | type | name | label | default |\n| | integer | a | A | 3 |\n| | decimal | b | B | -1.5 |\n\
         | | text | c | C | 甲-乙 |\n| | date | d | D | 2026-01-31 |\n| | date | e | E | today() |\n\
         | | integer | f | F | ${a} + 1 |\n| | select_one yn | g | G | 1 |\n| | dateTime | h | H | now() |\n\
         | | text | i | I | ${c} |\n| | hidden | j | | x |\n\
         | | begin_repeat | r | R | |\n| | integer | k | K | ${a} * 2 |\n| | text | l | L | 乙 |\n| | end_repeat | | | |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 0 | 否 |",
        Taken(&[]),
    ),
    (
        "a number in words",
        "| survey |\n| | type | name | label | default |\n| | integer | a | A | three |",
        Listed(&["defaults_fit"]),
    ),
    (
        "a default that is not offered",
        "| survey |\n| | type | name | label | default |\n| | select_one yn | a | A | 7 |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |",
        Listed(&["defaults_fit"]),
    ),
    (
        "triggers",
        "| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n| | text | b | B | | |\n\
         | | calculate | c | | now() | ${a} |\n| | calculate | d | | concat(${a}, ${b}) | ${a}, ${b} |\n\
         | | text | e | E | | ${a} |\n\
         | | begin_repeat | r | R | | |\n| | begin_group | g | G | | |\n| | text | f | F | | |\n| | end_group | | | | |\n\
         | | calculate | h | | concat(${f}, ${a}) | ${f} |\n| | end_repeat | | | | |",
        Taken(&["triggered_in_place"]),
    ),
    (
        "a trigger that nobody sees",
        "| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n\
         | | calculate | b | | 1 | |\n| | calculate | c | | now() | ${b} |",
        Refused,
    ),
    (
        "a triggered calculation whose name stands in another group",
        "| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n| | calculate | b | | now() | ${a} |\n\
         | | begin_group | g | G | | |\n| | text | b | B | | |\n| | end_group | | | | |",
        Listed(&["triggered_names"]),
    ),
    (
        "a trigger that is not there",
        "| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n| | calculate | c | | now() | ${b} |",
        Refused,
    ),
    (
        "a trigger that is no reference",
        "| survey |\n| | type | name | label | calculation | trigger |\n| | text | a | A | | |\n| | calculate | c | | now() | a |",
        Refused,
    ),
    (
        "no calculation",
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | b | | |",
        Refused,
    ),
    (
        "a calculation of a question that is shown",
        "| survey |\n| | type | name | label | calculation |\n| | integer | a | A | |\n| | integer | b | B | ${a} + 1 |",
        Taken(&[]),
    ),
    (
        "money that is no decimal",
        "| survey |\n| | type | name | label | appearance |\n| | integer | a | A | money |",
        Listed(&["money_is_decimal"]),
    ),
    (
        "counts of repeats",
        "| survey |\n| | type | name | label | repeat_count |\n| | integer | n | N | |\n\
         | | begin_repeat | r | R | ${n} |\n| | text | a | A | |\n| | end_repeat | | | |\n\
         | | begin_repeat | s | S | 3 |\n| | text | b | B | |\n| | end_repeat | | | |\n\
         | | begin_repeat | t | T | ${n} + 1 |\n| | text | c | C | |\n| | end_repeat | | | |",
        Taken(&[]),
    ),
    (
        "filters",
        "| survey |\n| | type | name | label | choice_filter |\n| | select_one towns | t | T | |\n\
         | | select_one villages2 | v | V | town = ${t} and name != 'x' |\n\
         | | begin_repeat | r | R | |\n| | select_one towns | u | U | |\n| | select_multiple villages2 | w | W | town=${u} |\n\
         | | end_repeat | | | |\n\
         | choices |\n| | list_name | name | label | town |\n| | towns | t1 | 一 | |\n| | villages2 | v1 | 甲 | t1 |",
        Taken(&[]),
    ),
    (
        "a column that the list does not have",
        "| survey |\n| | type | name | label | choice_filter |\n| | select_one towns | t | T | county = 'x' |\n\
         | choices |\n| | list_name | name | label |\n| | towns | t1 | 一 |",
        Listed(&["filters_name_columns"]),
    ),
];
