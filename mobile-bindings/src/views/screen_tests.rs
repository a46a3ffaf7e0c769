//! Forms as apps see them.

use ruhu_core::form::{
    Answer, AnswerKey,
    fill::{FormSession, PreparedForm, Surroundings},
    xlsform::{Workbook, import, read_markdown},
};

use super::*;
use crate::{AnswerValue, QuestionType, RuhuError, views::question::AudioQuality};

/// One question of every kind.
const EVERY_KIND: &str = "
| survey |
|        | type              | name     | label               | hint   | required | appearance | parameters                               |
|        | begin_group       | all      | 全部                |        |          | field-list |                                          |
|        | text              | text     | 姓名                | 全名   | yes      | multiline  |                                          |
|        | integer           | integer  | 人数                |        |          |            |                                          |
|        | decimal           | decimal  | 面积                |        |          |            |                                          |
|        | decimal           | money    | 收入                |        |          | money      |                                          |
|        | date              | date     | 日期                |        |          |            |                                          |
|        | time              | time     | 时间                |        |          |            |                                          |
|        | dateTime          | datetime | 日期时间            |        |          |            |                                          |
|        | select_one k      | one      | 单选                |        |          |            |                                          |
|        | select_multiple k | many     | 多选                |        |          |            |                                          |
|        | rank k            | rank     | 排序                |        |          |            |                                          |
|        | range             | range    | 量表                |        |          |            | start=0 end=2 step=0.5                   |
|        | note              | note     | 您好，${text}       |        |          |            |                                          |
|        | acknowledge       | tick     | 知悉                |        |          |            |                                          |
|        | image             | image    | 照片                |        |          |            | max-pixels=1024                          |
|        | audio             | audio    | 录音                |        |          |            | quality=voice-only                       |
|        | file              | file     | 文件                |        |          |            |                                          |
|        | barcode           | barcode  | 条码                |        |          |            |                                          |
|        | geopoint          | point    | 位置                |        |          |            | capture-accuracy=7.5 warning-accuracy=30 |
|        | geotrace          | trace    | 路线                |        |          |            |                                          |
|        | geoshape          | shape    | 地块                |        |          |            |                                          |
|        | begin_group       | inner    | ${text}的住房       |        |          |            |                                          |
|        | integer           | rooms    | 房间                |        |          |            |                                          |
|        | end_group         |          |                     |        |          |            |                                          |
|        | hidden            | secret   |                     |        |          |            |                                          |
|        | end_group         |          |                     |        |          |            |                                          |
|        | begin_repeat      | member   | 成员                |        |          | field-list |                                          |
|        | text              | name     | 姓名                |        |          |            |                                          |
|        | end_repeat        |          |                     |        |          |            |                                          |

| choices |
|         | list_name | name | label |
|         | k         | a    | 甲    |
|         | k         | b    | 乙    |

| settings |
|          | form_id |
|          | form    |
";

fn begin() -> FormSession {
    let sheets = read_markdown(EVERY_KIND).unwrap();
    let workbook = Workbook { name: "form".to_owned(), sheets, attachments: Vec::new() };
    let imported = import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors));
    FormSession::begin(&PreparedForm::new(imported.definition), Surroundings::in_china(0, 7))
}

fn set(session: &mut FormSession, key: &str, value: AnswerValue) {
    let answer = Answer::try_from(value).unwrap();
    session.answer(&AnswerKey::new(key).unwrap(), Some(&answer)).unwrap();
}

fn screens(session: &FormSession) -> Vec<Screen> {
    session.screens().into_iter().map(Into::into).collect()
}

fn questions(screens: &[Screen]) -> Vec<&Question> {
    let items = screens.iter().flat_map(|screen| &screen.items);
    items
        .filter_map(|item| match item {
            ScreenItem::Question { question } => Some(question),
            ScreenItem::Heading { .. } | ScreenItem::Repeat { .. } => None,
        })
        .collect()
}

#[test]
fn every_kind_of_question_says_what_it_takes() {
    let screens = screens(&begin());
    let takes: Vec<QuestionType> =
        questions(&screens).into_iter().map(|question| question.takes.clone()).collect();
    let expected = [
        QuestionType::Text,
        QuestionType::Integer,
        QuestionType::Decimal,
        QuestionType::Money,
        QuestionType::Date,
        QuestionType::Time,
        QuestionType::DateTime,
        QuestionType::SelectOne,
        QuestionType::SelectMultiple,
        QuestionType::Rank,
        QuestionType::Range { start: "0".to_owned(), end: "2".to_owned(), step: "0.5".to_owned() },
        QuestionType::Note,
        QuestionType::Acknowledge,
        QuestionType::Image { max_pixels: Some(1_024) },
        QuestionType::Audio { quality: Some(AudioQuality::VoiceOnly) },
        QuestionType::File,
        QuestionType::Barcode,
        QuestionType::Geopoint { capture_accuracy_m: Some(7.5), warning_accuracy_m: Some(30.0) },
        QuestionType::Geotrace,
        QuestionType::Geoshape,
        QuestionType::Integer,
    ];
    assert_eq!(takes, expected);
}

#[test]
fn a_question_carries_what_its_screen_needs() {
    let mut session = begin();
    set(&mut session, "one", AnswerValue::One { name: "b".to_owned() });
    let screens = screens(&session);
    let all = questions(&screens);
    let text = all.iter().find(|question| question.key == "text").unwrap();
    assert_eq!((text.hint.as_str(), text.required, text.read_only), ("全名", true, false));
    assert_eq!((text.appearance.as_slice(), &text.answer), (["multiline".to_owned()].as_slice(), &None));
    let one = all.iter().find(|question| question.key == "one").unwrap();
    assert_eq!(one.answer, Some(AnswerValue::One { name: "b".to_owned() }));
    assert_eq!(one.readable.as_deref(), Some("乙"));
    let labels: Vec<&str> = one.choices.iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!((labels, one.more_choices), (vec!["甲", "乙"], 0));
}

#[test]
fn every_answer_crosses_and_comes_back() {
    let mut session = begin();
    let text = |text: &str| AnswerValue::Text { text: text.to_owned() };
    let names = || vec!["b".to_owned(), "a".to_owned()];
    let answers = [
        ("text", text("张小明")),
        ("integer", AnswerValue::Integer { value: 3 }),
        ("decimal", AnswerValue::Decimal { value: "12.5".to_owned() }),
        ("money", AnswerValue::Money { fen: 120_050 }),
        ("date", text("2026-01-31")),
        ("many", AnswerValue::Many { names: names() }),
        ("rank", AnswerValue::Many { names: names() }),
        ("range", AnswerValue::Decimal { value: "1.5".to_owned() }),
        ("tick", AnswerValue::YesNo { yes: true }),
        ("point", text("28.31 117.7")),
    ];
    for (key, answer) in &answers {
        set(&mut session, key, answer.clone());
        let view = session.question(&AnswerKey::new(*key).unwrap()).unwrap();
        assert_eq!(Question::from(view).answer.as_ref(), Some(answer), "{key}");
    }
}

#[test]
fn what_is_no_number_is_refused_with_an_example() {
    for value in ["", "一", "1,5", "1.2.3", &"9".repeat(1_000_000)] {
        let refused = Answer::try_from(AnswerValue::Decimal { value: value.to_owned() });
        let Err(RuhuError::Refused { code, text }) = refused else { panic!("taken") };
        assert_eq!((code.as_str(), text.contains("2.5")), ("bad_decimal", true));
    }
}

#[test]
fn a_repeat_names_its_instances() {
    let mut session = begin();
    let instance = session.add_instance(&AnswerKey::new("member").unwrap()).unwrap().0.to_string();
    let screens = screens(&session);
    assert!(screens.iter().any(|screen| screen.key == instance && screen.headings == ["成员 1"]));
    let Some(ScreenItem::Repeat { repeated }) = screens.last().unwrap().items.first() else { panic!() };
    assert_eq!((repeated.key.as_str(), repeated.label.as_str()), ("member", "成员"));
    assert_eq!(repeated.instances, [RepeatInstance { key: instance, heading: "成员 1".to_owned() }]);
}

#[test]
fn nothing_that_people_answered_is_printed() {
    let mut session = begin();
    set(&mut session, "text", AnswerValue::Text { text: "张小明".to_owned() });
    set(&mut session, "decimal", AnswerValue::Decimal { value: "98765.25".to_owned() });
    session.add_instance(&AnswerKey::new("member").unwrap()).unwrap();
    let screens = screens(&session);
    // It is woven into a note and a heading.
    let woven = questions(&screens).into_iter().filter(|question| question.label.contains("张小明")).count();
    assert_eq!(woven, 1);
    assert!(screens[0].items.contains(&ScreenItem::Heading { text: "张小明的住房".to_owned() }));
    let shown = format!("{screens:?} {:?} {}", questions(&screens), screens[0]);
    assert!(shown.contains("text") && !shown.contains("张小明") && !shown.contains("98765"), "{shown}");
}
