//! Expressions: names, paths, syntax and loops.

use super::Expected::{self, Listed, Refused, Taken};

/// A form with one calculation.
macro_rules! calculation {
    ($rule:literal) => {
        concat!(
            "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n| | integer | n | N | |\n",
            "| | begin_repeat | r | R | |\n| | integer | i | I | |\n| | end_repeat | | | |\n| | calculate | c | | ",
            $rule,
            " |"
        )
    };
}

/// A form with one relevance.
macro_rules! relevance {
    ($rule:literal) => {
        concat!(
            "| survey |\n| | type | name | label | relevant |\n| | text | a | A | |\n| | text | b | B | ",
            $rule,
            " |\n| | begin_group | g | G | |\n| | text | c | C | |\n| | end_group | | | |"
        )
    };
}

pub(super) const CASES: &[(&str, &str, Expected)] = &[
    ("precedence", calculation!("1 + 2 * ${n} - -3 div 4 mod 5"), Taken(&[])),
    ("brackets", calculation!("((${n} + 1)) * (2 - (3 - 4))"), Taken(&[])),
    ("quotes", calculation!("concat('a\"', \"b'\", '')"), Taken(&[])),
    ("repeats", calculation!("sum(${i}) + count(${r}) + indexed-repeat(${i}, ${r}, 1)"), Taken(&[])),
    ("paths", calculation!("/data/n + ../n"), Taken(&[])),
    ("a table", calculation!("pulldata('villages', 'label', 'name', ${a})"), Taken(&[])),
    (
        "a table that nothing else declares",
        calculation!("instance('villages')/root/item[name = 'v1']/label"),
        Taken(&["files_are_declared"]),
    ),
    ("the name of a choice", calculation!("jr:choice-name(${a}, '${a}')"), Taken(&[])),
    ("nothing behind a sign", calculation!("${n} +"), Refused),
    ("two signs", calculation!("${n} = = 1"), Refused),
    ("an open bracket", calculation!("(${n} + 1"), Refused),
    ("an open quote", calculation!("concat(${a}, 'x"), Refused),
    ("an unfinished name", calculation!("${a + 1"), Refused),
    ("a name that is not there", calculation!("${nowhere} + 1"), Refused),
    ("a name of the last record", calculation!("${last-saved#a}"), Listed(&["no_last_record"])),
    ("a path that leads nowhere", calculation!("/data/nowhere + 1"), Listed(&["paths_lead_somewhere"])),
    ("a function that nobody knows", calculation!("average(${i})"), Listed(&["functions_are_known"])),
    ("an argument too few", calculation!("pow(2)"), Listed(&["arguments_are_counted"])),
    ("quotes of a word processor", calculation!("concat(${a}, ‘x’)"), Listed(&["quotes_are_straight"])),
    ("itself", calculation!("${c} + 1"), Refused),
    ("itself, kept", calculation!("once(random())"), Taken(&[])),
    ("relevant", relevance!("${a} = 'x' or not(${a} = '')"), Taken(&[])),
    ("relevant by itself", relevance!("${b} = ''"), Refused),
    (
        "a loop of two",
        "| survey |\n| | type | name | label | calculation |\n| | text | t | T | |\n\
         | | calculate | a | | ${b} |\n| | calculate | b | | ${a} |",
        Refused,
    ),
    (
        "a loop of three by different rules",
        "| survey |\n| | type | name | label | relevant | calculation |\n\
         | | text | a | A | ${c} = 1 | |\n| | calculate | b | | | ${a} |\n| | calculate | c | | | ${b} |",
        Refused,
    ),
    (
        "a group that waits for what is in it",
        "| survey |\n| | type | name | label | relevant |\n| | begin_group | g | G | ${a} = '' |\n| | text | a | A | |\n| | end_group | | | |",
        Refused,
    ),
    (
        "rules that look at each other and pass nothing on",
        "| survey |\n| | type | name | label | constraint |\n| | integer | a | A | . < ${b} |\n| | integer | b | B | . > ${a} |",
        Taken(&[]),
    ),
    (
        "a constraint that names itself",
        "| survey |\n| | type | name | label | constraint |\n| | integer | a | A | ${a} > 1 |",
        Taken(&[]),
    ),
];
