//! The way back to other tools.

use ruhu_core::form::xlsform::{Workbook, import, read_markdown};

use super::super::xform;

const FORM: &str = "| survey |\n\
    | | type | name | label::中文(zh) | label::English | hint::中文(zh) | guidance_hint::中文(zh) | image::中文(zh) | required | required_message::中文(zh) | relevant | constraint | constraint_message::中文(zh) | calculation | choice_filter | default | read_only | appearance | trigger | parameters | repeat_count |\n\
    | | start | started | | | | | | | | | | | | | | | | | | |\n\
    | | audit | audit | | | | | | | | | | | | | | | | | | |\n\
    | | text | who | 姓名 < \"& | Name | 全名 | 说明 | a.png | yes | 必填 | | string-length(.) < 30 | 太长 | | | | | | | | |\n\
    | | begin_repeat | m | 成员 | Member | | | | | | | | | | | | | | | | 1 + 1 |\n\
    | | integer | age | ${who}的年龄 | Age | | | | | | ${who} != '' | | | | | 3 | | | | | |\n\
    | | select_one yn or_other | ill | 患病 | Ill | | | | | | ${age} > 1 | | | | | | | minimal | | | |\n\
    | | select_multiple towns | town | 镇 | Town | | | | | | | | | | county = ${ill} | | | | | randomize=true seed=42 | |\n\
    | | date | day | 日 | Day | | | | | | | | | | | today() | | | | | |\n\
    | | end_repeat | | | | | | | | | | | | | | | | | | | |\n\
    | | begin_group | g | 组 | Group | | | | | | ${who} = 'a' | | | | | | | field-list | | | |\n\
    | | calculate | sum | | | | | | | | | | | sum(${age}) | | | | | | | |\n\
    | | decimal | money | 钱 | Money | | | | | | | | | | | 1 + 1 | yes | money | | | |\n\
    | | range | r | 度 | Range | | | | | | | | | | | | | | | start=0 end=1 step=0.5 | |\n\
    | | image | photo | 照片 | Photo | | | | | | | | | | | | | | | max-pixels=1024 | |\n\
    | | geopoint | place | 位置 | Place | | | | | | | | | | | | | | | capture-accuracy=10 | |\n\
    | | rank yn | order | 排序 | Order | | | | | | | | | | | | | | | | |\n\
    | | acknowledge | ok | 知悉 | OK | | | | | | | | | | | | | | | | |\n\
    | | calculate | stamp | | | | | | | | | | | now() | | | | | ${who} | | |\n\
    | | note | n | 合计 ${sum} | Total | | | | | | | | | | | | | | | | |\n\
    | | end_group | | | | | | | | | | | | | | | | | | | |\n\
    | choices |\n\
    | | list_name | name | label::中文(zh) | label::English | county |\n\
    | | yn | yes | 是 | Yes | |\n| | yn | no | 否 | No | |\n\
    | | towns | t1 | 一 | T1 | a |\n| | towns | t2 | 二 | T2 | b |\n\
    | settings |\n\
    | | form_title | form_id | version | default_language | instance_name |\n\
    | | 村 | village | 2 | 中文(zh) | concat(${who}, '-') |\n";

fn exported(source: &str) -> String {
    let sheets = read_markdown(source).unwrap();
    let workbook = Workbook { name: "form".to_owned(), sheets, attachments: Vec::new() };
    let form = import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors)).definition;
    String::from_utf8(xform::write(&form).unwrap()).unwrap()
}

#[test]
fn a_form_is_written_as_other_tools_read_it() {
    insta::assert_snapshot!(exported(FORM));
}

#[test]
fn nothing_in_a_text_breaks_the_document() {
    let source = "| survey |\n| | type | name | label | relevant |\n| | text | a | ]]> <a> &amp; \u{1}\u{b} | 'x<' = \"&\" |\n";
    let xml = exported(source);
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut label = String::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Text(text) => label.push_str(&text),
            _ => {}
        }
    }
    assert!(label.contains('a'), "{label}");
    assert!(!xml.contains(['\u{1}', '\u{b}']));
    assert!(!xml.contains("<a>"));
}
