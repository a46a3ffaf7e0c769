//! Sheets, headings, rows, names, groups and settings.

use super::Expected::{self, Listed, Refused, Taken};

pub(super) const CASES: &[(&str, &str, Expected)] = &[
    ("one question", "| survey |\n| | type | name | label |\n| | text | a | A |", Taken(&[])),
    ("no question", "| survey |\n| | type | name | label |", Listed(&["something_is_asked"])),
    ("no name column", "| survey |\n| | type | label |\n| | text | A |", Refused),
    ("no type column", "| survey |\n| | name | label |\n| | a | A |", Refused),
    (
        "headings in other words",
        "| survey |\n| | command | tag | caption | relevance | Constraint Message | constraint |\n\
         | | text | a | A | | 不对 | . != '' |\n| | text | b | B | ${a} = '1' | | |",
        Taken(&[]),
    ),
    (
        "headings of older forms",
        "| survey |\n| | type | name | label | bind::relevant | media::image |\n\
         | | text | a | A | | a.png |\n| | text | b | B | ${a} = '1' | |",
        Taken(&[]),
    ),
    (
        "a heading twice",
        "| survey |\n| | type | name | label | relevant | relevance |\n| | text | a | A | | true() |",
        Refused,
    ),
    (
        "an unknown heading",
        "| survey |\n| | type | name | label | whatever |\n| | text | a | A | 1 |",
        Listed(&["columns_are_known"]),
    ),
    ("remarks", "| survey |\n| | type | name | label | 备注 |\n| | text | a | A | 请核对 |", Taken(&[])),
    (
        "a column of another tool",
        "| survey |\n| | type | name | label | body::kb:flash |\n| | text | a | A | 1 |",
        Listed(&["columns_of_other_tools"]),
    ),
    ("save_to", "| survey |\n| | type | name | label | save_to |\n| | text | a | A | |", Taken(&[])),
    (
        "entities",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | entities |\n| | list_name | label |\n| | trees | ${a} |",
        Listed(&["no_entities"]),
    ),
    (
        "a row without a type",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | | b | B |",
        Refused,
    ),
    ("a row without a name", "| survey |\n| | type | name | label |\n| | text | | A |", Refused),
    (
        "a note without a name",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | note | | N |",
        Taken(&[]),
    ),
    ("a name with a space", "| survey |\n| | type | name | label |\n| | text | a b | A |", Refused),
    ("a name with a digit first", "| survey |\n| | type | name | label |\n| | text | 1a | A |", Refused),
    ("a name in Chinese", "| survey |\n| | type | name | label |\n| | text | 收入 | A |", Refused),
    (
        "a very long name",
        "| survey |\n| | type | name | label |\n\
         | | text | a1234567890123456789012345678901234567890123456789012345678901234567890 | A |",
        Listed(&["limits"]),
    ),
    (
        "a name twice",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | a | B |",
        Refused,
    ),
    (
        "names that differ by case",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | A | B |",
        Taken(&[]),
    ),
    (
        "a name in two groups",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | | begin_group | g | G |\n| | text | a | B |\n| | end_group | | |",
        Taken(&[]),
    ),
    (
        "a name in two groups that is referred to",
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | begin_group | g | G | |\n\
         | | text | a | B | |\n| | end_group | | | |\n| | text | c | C | ${a} = 1 |",
        Refused,
    ),
    ("a question called meta", "| survey |\n| | type | name | label |\n| | text | meta | A |", Refused),
    (
        "a repeat called as the form",
        "| survey |\n| | type | name | label |\n| | begin_repeat | data | D |\n| | text | a | A |\n| | end_repeat | | |",
        Refused,
    ),
    (
        "a repeat's name twice",
        "| survey |\n| | type | name | label |\n| | begin_repeat | r | R |\n| | text | a | A |\n| | end_repeat | | |\n\
         | | begin_group | g | G |\n| | begin_repeat | r | R |\n| | text | b | A |\n| | end_repeat | | |\n| | end_group | | |",
        Refused,
    ),
    (
        "a group that is not closed",
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |",
        Refused,
    ),
    (
        "an end too many",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | end_group | | |",
        Refused,
    ),
    (
        "the wrong end",
        "| survey |\n| | type | name | label |\n| | begin_group | g | G |\n| | text | a | A |\n| | end_repeat | | |",
        Refused,
    ),
    (
        "an empty group",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | begin_group | g | G |\n| | end_group | | |",
        Taken(&[]),
    ),
    (
        "a group of calculations only",
        "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | begin_group | g | G | |\n\
         | | calculate | c | | 1 |\n| | end_group | | | |",
        Taken(&[]),
    ),
    (
        "an empty repeat",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| | begin_repeat | g | G |\n| | end_repeat | | |",
        Taken(&[]),
    ),
    (
        "groups and repeats in each other",
        "| survey |\n| | type | name | label | relevant | repeat_count | calculation | default |\n\
         | | integer | n | N | | | | |\n\
         | | begin_repeat | r | R | | ${n} | | |\n| | text | a | A | | | | |\n\
         | | begin_group | g | G | ${a} != '' | | | |\n| | begin_repeat | s | S | | ${n} + 1 | | |\n\
         | | text | b | ${a} | | | | concat(${a}, 'x') |\n| | calculate | c | | | | concat(${a}, ${b}) | |\n\
         | | end_repeat | | | | | | |\n| | calculate | d | | | | count(${s}) | |\n| | end_group | | | | | | |\n\
         | | end_repeat | | | | | | |\n| | calculate | e | | | | sum(${n}) + count(${r}) | |",
        Taken(&[]),
    ),
    (
        "a group without a label",
        "| survey |\n| | type | name | label |\n| | begin_group | g | |\n| | text | a | A |\n| | end_group | | |",
        Taken(&[]),
    ),
    (
        "all settings",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | settings |\n| | form_title | form_id | version | instance_name | style | allow_choice_duplicates |\n\
         | | 表 | my_form | 3 | concat(${a}, 'x') | pages | yes |",
        Taken(&[]),
    ),
    (
        "no version",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_title |\n| | 表 |",
        Taken(&["version_by_content"]),
    ),
    (
        "two languages, none of them the default",
        "| survey |\n| | type | name | label::中文(zh) | label::English (en) |\n| | text | a | 甲 | A |\n\
         | settings |\n| | version |\n| | 1 |",
        Taken(&["default_language"]),
    ),
    (
        "a default language that nobody wrote",
        "| survey |\n| | type | name | label::中文(zh) |\n| | text | a | 甲 |\n\
         | settings |\n| | version | default_language |\n| | 1 | English |",
        Listed(&["settings_are_checked"]),
    ),
    (
        "a form's name in Chinese",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | 入户 |",
        Listed(&["settings_are_checked"]),
    ),
    (
        "a style that nobody knows",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | version | style |\n| | 1 | big |",
        Listed(&["settings_are_checked"]),
    ),
    (
        "settings of another tool",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | version | auto_send |\n| | 1 | true |",
        Listed(&["columns_of_other_tools"]),
    ),
    (
        "cells without a heading",
        "| survey |\n| | type | name | label | |\n| | text | a | A | x |",
        Listed(&["nothing_is_lost"]),
    ),
    (
        "a row with a hint and nothing else",
        "| survey |\n| | type | name | label | hint |\n| | text | a | A | |\n| | | | | 备注 |",
        Listed(&["nothing_is_lost"]),
    ),
    (
        "groups deeper than anybody needs",
        concat!(
            "| survey |\n| | type | name | label |\n",
            "| | begin_group | g1 | G |\n| | begin_group | g2 | G |\n| | begin_group | g3 | G |\n| | begin_group | g4 | G |\n",
            "| | begin_group | g5 | G |\n| | begin_group | g6 | G |\n| | begin_group | g7 | G |\n| | begin_group | g8 | G |\n",
            "| | begin_group | g9 | G |\n| | begin_group | h1 | G |\n| | begin_group | h2 | G |\n| | begin_group | h3 | G |\n",
            "| | begin_group | h4 | G |\n| | begin_group | h5 | G |\n| | begin_group | h6 | G |\n| | begin_group | h7 | G |\n",
            "| | begin_group | h8 | G |\n| | begin_group | h9 | G |\n| | begin_group | i1 | G |\n| | begin_group | i2 | G |\n",
            "| | begin_group | i3 | G |\n| | text | a | A |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n",
            "| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n",
            "| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n",
            "| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n| | end_group | | |\n",
            "| | end_group | | |\n| | end_group | | |\n| | end_group | | |",
        ),
        Listed(&["limits"]),
    ),
];
