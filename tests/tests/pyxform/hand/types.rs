//! Types of questions, their parameters, and lists of choices.

use super::Expected::{self, Listed, Refused, Taken};

pub(super) const CASES: &[(&str, &str, Expected)] = &[
    (
        "every plain type",
        "| survey |\n| | type | name | label | calculation |\n\
         | | start | m1 | | |\n| | end | m2 | | |\n| | today | m3 | | |\n| | deviceid | m4 | | |\n| | username | m5 | | |\n\
         | | audit | | | |\n| | text | a1 | A | |\n| | string | a2 | A | |\n| | integer | a3 | A | |\n| | int | a4 | A | |\n\
         | | decimal | a5 | A | |\n| | date | a6 | A | |\n| | time | a7 | A | |\n| | dateTime | a8 | A | |\n\
         | | range | a9 | A | |\n| | note | b1 | A | |\n| | calculate | b2 | | 1 |\n| | hidden | b3 | | |\n\
         | | acknowledge | b4 | A | |\n| | trigger | b5 | A | |\n| | image | b6 | A | |\n| | photo | b7 | A | |\n\
         | | audio | b8 | A | |\n| | file | b9 | A | |\n| | barcode | c1 | A | |\n| | geopoint | c2 | A | |\n\
         | | gps | c3 | A | |\n| | location | c4 | A | |\n| | geotrace | c5 | A | |\n| | geoshape | c6 | A | |\n\
         | | imei | c7 | | |\n| | start time | c8 | | |\n| | end time | c9 | | |\n| | date time | d1 | A | |",
        Taken(&["acknowledge_is_text"]),
    ),
    (
        "every parameter",
        "| survey |\n| | type | name | label | parameters |\n\
         | | range | a | A | start=0 end=10 step=2 |\n| | range | b | B | start=0; end=1; step=0.5 |\n\
         | | range | b2 | B | end=20, start = 1 |\n\
         | | image | c | C | max-pixels=1024 |\n| | audio | d | D | quality=low |\n| | audio | d2 | D | QUALITY=Voice-Only |\n\
         | | geopoint | e | E | capture-accuracy=2.5 warning-accuracy=10 |",
        Taken(&[]),
    ),
    (
        "a step of nothing",
        "| survey |\n| | type | name | label | parameters |\n| | range | a | A | step=0 |",
        Refused,
    ),
    (
        "a step too wide",
        "| survey |\n| | type | name | label | parameters |\n| | range | a | A | step=50 |",
        Refused,
    ),
    (
        "a start in words",
        "| survey |\n| | type | name | label | parameters |\n| | range | a | A | start=one |",
        Refused,
    ),
    (
        "a parameter without a value",
        "| survey |\n| | type | name | label | parameters |\n| | image | a | A | max-pixels |",
        Refused,
    ),
    (
        "pixels in words",
        "| survey |\n| | type | name | label | parameters |\n| | image | a | A | max-pixels=big |",
        Refused,
    ),
    (
        "a quality that nobody knows",
        "| survey |\n| | type | name | label | parameters |\n| | audio | a | A | quality=best |",
        Refused,
    ),
    (
        "an accuracy in words",
        "| survey |\n| | type | name | label | parameters |\n| | geopoint | a | A | capture-accuracy=x |",
        Refused,
    ),
    (
        "parameters of a type by its other name",
        "| survey |\n| | type | name | label | parameters |\n| | gps | a | A | capture-accuracy=5 |",
        Taken(&["other_names_of_types"]),
    ),
    (
        "a picture of one pixel",
        "| survey |\n| | type | name | label | parameters |\n| | image | a | A | max-pixels=1 |",
        Listed(&["parameters_are_checked"]),
    ),
    (
        "a parameter of a type without any",
        "| survey |\n| | type | name | label | parameters |\n| | integer | a | A | size=1 |",
        Listed(&["parameters_are_checked"]),
    ),
    (
        "parameters of audit",
        "| survey |\n| | type | name | label | parameters |\n| | audit | | | track-changes=true |\n| | text | a | A | |",
        Listed(&["parameters_are_checked"]),
    ),
    (
        "an audit of another name",
        "| survey |\n| | type | name | label |\n| | audit | log | |\n| | text | a | A |",
        Refused,
    ),
    ("a type that nobody knows", "| survey |\n| | type | name | label |\n| | interger | a | A |", Refused),
    ("a type in capitals", "| survey |\n| | type | name | label |\n| | Integer | a | A |", Refused),
    (
        "a video",
        "| survey |\n| | type | name | label |\n| | video | a | A |",
        Listed(&["types_of_other_tools"]),
    ),
    (
        "the phone's number",
        "| survey |\n| | type | name | label |\n| | phonenumber | a | |\n| | text | b | B |",
        Listed(&["types_of_other_tools"]),
    ),
    (
        "choices",
        "| survey |\n| | type | name | label | parameters | appearance |\n\
         | | select_one yn | a | A | | minimal |\n| | select_multiple yn | b | B | | |\n| | rank yn | c | C | | |\n\
         | | select one from yn | d | D | | |\n| | select all that apply from yn | e | E | | |\n\
         | | select_one yn | f | F | randomize=true | |\n| | select_multiple yn | g | G | randomize=true, seed=7 | |\n\
         | | integer | n | N | | |\n| | select_one yn | h | H | randomize=true seed=${n} | |\n\
         | | select_one yn | i | I | randomize=false | |\n\
         | choices |\n| | list_name | name | label | image |\n| | yn | 1 | 是 | y.png |\n| | yn | 0 | 否 | |",
        Taken(&[]),
    ),
    (
        "choices in two languages",
        "| survey |\n| | type | name | label::中文(zh) | label::English (en) |\n| | select_one yn | a | 甲 | A |\n\
         | choices |\n| | list_name | name | label::中文(zh) | label::English (en) |\n| | yn | 1 | 是 | Yes |\n| | yn | 0 | 否 | |",
        Taken(&[]),
    ),
    (
        "a label with an answer in it",
        "| survey |\n| | type | name | label |\n| | text | who | 姓名 <b> & |\n| | select_one yn | a | ${who} 在家吗 < 3 |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 0 | ${who} 不在 |",
        Taken(&[]),
    ),
    (
        "another choice",
        "| survey |\n| | type | name | label |\n| | select_one yn or_other | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 0 | 否 |",
        Taken(&["other_in_chinese"]),
    ),
    (
        "another choice where there is one",
        "| survey |\n| | type | name | label |\n| | select_multiple yn or specify other | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | other | 别的 |",
        Taken(&["other_in_chinese"]),
    ),
    (
        "another choice of a filtered list",
        "| survey |\n| | type | name | label | choice_filter |\n| | select_one yn or_other | a | A | town = 'x' |\n\
         | choices |\n| | list_name | name | label | town |\n| | yn | 1 | 是 | x |",
        Refused,
    ),
    (
        "another choice of an order",
        "| survey |\n| | type | name | label |\n| | rank yn or_other | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 0 | 否 |",
        Listed(&["other_of_an_order"]),
    ),
    ("no such list", "| survey |\n| | type | name | label |\n| | select_one nowhere | a | A |", Refused),
    ("no list", "| survey |\n| | type | name | label |\n| | select_one | a | A |", Refused),
    (
        "a choice without a name",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | | 是 |",
        Refused,
    ),
    (
        "a choice without a label",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | |\n| | yn | 2 | 二 |",
        Listed(&["choices_without_label"]),
    ),
    (
        "a choice without a list",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | | 2 | 否 |",
        Listed(&["nothing_is_lost"]),
    ),
    (
        "a choice twice",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 1 | 否 |",
        Refused,
    ),
    (
        "a choice twice on purpose",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |\n| | yn | 1 | 否 |\n\
         | settings |\n| | version | allow_choice_duplicates |\n| | 1 | yes |",
        Taken(&[]),
    ),
    (
        "a choice with a space of several",
        "| survey |\n| | type | name | label |\n| | select_multiple yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | a b | 是 |",
        Refused,
    ),
    (
        "a choice with a space of an order",
        "| survey |\n| | type | name | label |\n| | rank yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | a b | 是 |\n| | yn | c | 否 |",
        Listed(&["orders_are_parted_by_blanks"]),
    ),
    (
        "a choice with a space of one",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | a b | 是 |",
        Taken(&[]),
    ),
    (
        "a column of choices in Chinese",
        "| survey |\n| | type | name | label |\n| | select_one yn | a | A |\n\
         | choices |\n| | list_name | name | label | 乡镇 |\n| | yn | 1 | 是 | x |",
        Listed(&["names_are_ascii"]),
    ),
    (
        "a list in Chinese",
        "| survey |\n| | type | name | label |\n| | select_one 村 | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | 村 | 1 | 是 |",
        Listed(&["names_are_ascii"]),
    ),
    (
        "a list that nobody uses",
        "| survey |\n| | type | name | label |\n| | text | a | A |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |",
        Taken(&[]),
    ),
    (
        "choices from a file",
        "| survey |\n| | type | name | label | choice_filter | parameters |\n\
         | | select_one_from_file villages.csv | a | A | | |\n| | text | t | T | | |\n\
         | | select_multiple_from_file villages.csv | b | B | town = ${t} | value=town label=name randomize=true |",
        Taken(&[]),
    ),
    (
        "a file that is not there",
        "| survey |\n| | type | name | label |\n| | select_one_from_file roads.csv | a | A |",
        Listed(&["files_are_there"]),
    ),
    (
        "a column that the file does not have",
        "| survey |\n| | type | name | label | parameters |\n| | select_one_from_file villages.csv | a | A | value=code |",
        Listed(&["files_are_there"]),
    ),
    (
        "a file of another kind",
        "| survey |\n| | type | name | label |\n| | select_one_from_file villages.xml | a | A |",
        Listed(&["types_of_other_tools"]),
    ),
    (
        "choices from a repeat",
        "| survey |\n| | type | name | label |\n| | begin_repeat | r | R |\n| | text | who | W |\n| | end_repeat | | |\n\
         | | select_one ${who} | a | A |",
        Listed(&["types_of_other_tools"]),
    ),
    (
        "a table of choices",
        "| survey |\n| | type | name | label | appearance |\n| | begin_group | g | G | table-list |\n\
         | | select_one yn | a | A | |\n| | end_group | | | |\n\
         | choices |\n| | list_name | name | label |\n| | yn | 1 | 是 |",
        Listed(&["appearances_of_other_tools"]),
    ),
    (
        "a search",
        "| survey |\n| | type | name | label | appearance |\n| | select_one yn | a | A | search('villages') |\n\
         | choices |\n| | list_name | name | label |\n| | yn | name | label |",
        Listed(&["appearances_of_other_tools"]),
    ),
];
