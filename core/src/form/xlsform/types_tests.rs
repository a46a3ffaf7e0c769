use super::types::*;
use crate::{error::Explain, form::definition::Meta};

#[test]
fn types_and_their_aliases_are_read() {
    let list = |kind, name: &str, or_other| RowType::Select {
        kind,
        source: Source::List(name.to_owned()),
        or_other,
    };
    for (text, expected) in [
        ("begin_group", RowType::Begin(Container::Group)),
        ("begin  repeat", RowType::Begin(Container::Repeat)),
        ("end group", RowType::End(Container::Group)),
        ("int", RowType::Plain(Plain::Integer)),
        ("trigger", RowType::Plain(Plain::Acknowledge)),
        ("imei", RowType::Plain(Plain::Meta(Meta::DeviceId))),
        ("select_one yn", list(SelectKind::One, "yn", false)),
        ("select one from yn", list(SelectKind::One, "yn", false)),
        ("select_one yn or_other", list(SelectKind::One, "yn", true)),
        ("select all that apply from yn or specify other", list(SelectKind::Multiple, "yn", true)),
        ("rank yn", list(SelectKind::Rank, "yn", false)),
        (
            "select_one_from_file villages.csv",
            RowType::Select {
                kind: SelectKind::One,
                source: Source::File("villages.csv".to_owned()),
                or_other: false,
            },
        ),
    ] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
}

#[test]
fn other_types_are_refused_with_what_to_write() {
    for (text, code, says) in [
        ("Integer", "unknown_type", "请改为 integer"),
        ("interger", "unknown_type", "请改为 integer"),
        ("单选", "unknown_type", "select_one 列表名"),
        ("video", "unsupported_type", "image"),
        ("begin loop", "unsupported_type", "begin_repeat"),
        ("select_one_external x", "unsupported_type", "select_one_from_file"),
        ("select_one", "type_without_list", "select_one 列表名"),
        ("select_one ${members}", "unsupported_type", "choices"),
        ("rank yn or_other", "or_other_not_here", "其他"),
        ("select_one_from_file 村.csv", "bad_file_name", "villages.csv"),
        ("select_one_from_file a.xml", "bad_file_name", "villages.csv"),
        ("", "unknown_type", "text"),
    ] {
        let fault = read(text).unwrap_err();
        assert_eq!(fault.code(), code, "{text}");
        assert!(fault.to_string().contains(says), "{fault}");
    }
}
