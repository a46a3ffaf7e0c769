//! The column `type`: the convention's names, the aliases that its tools take, and what to write instead of others.

use super::{faults::RowFault, names};
use crate::form::definition::Meta;

/// What encloses other rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Group,
    Repeat,
}

impl Container {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Group => "组",
            Self::Repeat => "重复组",
        }
    }

    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Group => "begin_group",
            Self::Repeat => "begin_repeat",
        }
    }

    pub(super) fn end(self) -> &'static str {
        match self {
            Self::Group => "end_group",
            Self::Repeat => "end_repeat",
        }
    }
}

/// What is done with choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SelectKind {
    One,
    Multiple,
    Rank,
}

/// Where choices come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    List(String),
    File(String),
}

/// A type that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowType {
    Begin(Container),
    End(Container),
    Select {
        kind: SelectKind,
        source: Source,
        or_other: bool,
    },
    /// A type without a list.
    Plain(Plain),
}

/// Types that need nothing but their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Text,
    Integer,
    Decimal,
    Date,
    Time,
    DateTime,
    Range,
    Note,
    Calculate,
    Hidden,
    Acknowledge,
    Image,
    Audio,
    File,
    Barcode,
    Geopoint,
    Geotrace,
    Geoshape,
    Meta(Meta),
}

const PLAIN: [(&str, Plain); 40] = [
    ("text", Plain::Text),
    ("string", Plain::Text),
    ("integer", Plain::Integer),
    ("int", Plain::Integer),
    ("decimal", Plain::Decimal),
    ("date", Plain::Date),
    ("time", Plain::Time),
    ("dateTime", Plain::DateTime),
    ("datetime", Plain::DateTime),
    ("date time", Plain::DateTime),
    ("range", Plain::Range),
    ("note", Plain::Note),
    ("calculate", Plain::Calculate),
    ("hidden", Plain::Hidden),
    ("acknowledge", Plain::Acknowledge),
    ("trigger", Plain::Acknowledge),
    ("image", Plain::Image),
    ("photo", Plain::Image),
    ("audio", Plain::Audio),
    ("file", Plain::File),
    ("barcode", Plain::Barcode),
    ("geopoint", Plain::Geopoint),
    ("gps", Plain::Geopoint),
    ("location", Plain::Geopoint),
    ("geotrace", Plain::Geotrace),
    ("geoshape", Plain::Geoshape),
    ("start", Plain::Meta(Meta::Start)),
    ("start time", Plain::Meta(Meta::Start)),
    ("end", Plain::Meta(Meta::End)),
    ("end time", Plain::Meta(Meta::End)),
    ("today", Plain::Meta(Meta::Today)),
    ("get today", Plain::Meta(Meta::Today)),
    ("deviceid", Plain::Meta(Meta::DeviceId)),
    ("device id", Plain::Meta(Meta::DeviceId)),
    ("get device id", Plain::Meta(Meta::DeviceId)),
    ("imei", Plain::Meta(Meta::DeviceId)),
    ("username", Plain::Meta(Meta::Username)),
    ("audit", Plain::Meta(Meta::Audit)),
    ("get start time", Plain::Meta(Meta::Start)),
    ("get end time", Plain::Meta(Meta::End)),
];

const SELECTS: [(&str, SelectKind, bool); 15] = [
    ("select_one_from_file", SelectKind::One, true),
    ("select one from file", SelectKind::One, true),
    ("select_multiple_from_file", SelectKind::Multiple, true),
    ("select multiple from file", SelectKind::Multiple, true),
    ("add select one prompt using", SelectKind::One, false),
    ("add select multiple prompt using", SelectKind::Multiple, false),
    ("select all that apply from", SelectKind::Multiple, false),
    ("select all that apply", SelectKind::Multiple, false),
    ("select one from", SelectKind::One, false),
    ("select_one", SelectKind::One, false),
    ("select one", SelectKind::One, false),
    ("select1", SelectKind::One, false),
    ("select_multiple", SelectKind::Multiple, false),
    ("select multiple", SelectKind::Multiple, false),
    ("rank", SelectKind::Rank, false),
];

/// Types that other tools know.
const UNSUPPORTED: [(&str, &str); 18] = [
    ("video", "需要影像材料时请用 image，或用 file 上传文件"),
    ("begin loop", "请改用 begin_repeat，或把每一题分别写出"),
    ("end loop", "请改用 begin_repeat，或把每一题分别写出"),
    ("select_one_external", "请改用 select_one_from_file 和 choice_filter"),
    ("select one external", "请改用 select_one_from_file 和 choice_filter"),
    ("xml-external", "请把选项存为 CSV 文件，用 select_one_from_file"),
    ("csv-external", "请用 select_one_from_file，或在表达式中用 pulldata()"),
    ("start-geopoint", "位置由手机随记录自动采集，请删除该行"),
    ("background-geopoint", "位置由手机随记录自动采集，请删除该行"),
    ("background-audio", "不允许在后台录音；需要录音时请用 audio"),
    ("osm", "请改用 geoshape 或 geopoint"),
    ("url", "请改用 text"),
    ("phonenumber", "手机号码请用 text 并写 constraint"),
    ("phone number", "手机号码请用 text 并写 constraint"),
    ("email", "请改用 username 或 text"),
    ("simserial", "请改用 deviceid"),
    ("subscriberid", "请改用 deviceid"),
    ("percentage", "请改用 integer,constraint 写 . >= 0 and . <= 100"),
];

/// Appearances that make another form of it in other tools.
const UNSUPPORTED_APPEARANCES: [(&str, &str); 2] = [
    ("table-list", "请在组的 appearance 写 field-list，在每一题写 list-nolabel"),
    ("search(", "请改用 select_one_from_file 和 choice_filter"),
];

/// The word and what to write instead, where the phone has no such appearance.
pub(super) fn unsupported_appearance(word: &str) -> Option<(&str, &'static str)> {
    let known = UNSUPPORTED_APPEARANCES.iter().find(|(name, _)| word.starts_with(name))?;
    Some((word, known.1))
}

/// Words that authors write for the convention's own.
const CHINESE: [(&str, &str); 21] = [
    ("文本", "text"),
    ("文字", "text"),
    ("填空", "text"),
    ("整数", "integer"),
    ("数字", "integer 或 decimal"),
    ("小数", "decimal"),
    ("金额", "decimal，并在 appearance 写 money"),
    ("日期", "date"),
    ("时间", "time"),
    ("单选", "select_one 列表名"),
    ("单选题", "select_one 列表名"),
    ("多选", "select_multiple 列表名"),
    ("多选题", "select_multiple 列表名"),
    ("说明", "note"),
    ("照片", "image"),
    ("图片", "image"),
    ("拍照", "image"),
    ("录音", "audio"),
    ("定位", "geopoint"),
    ("组", "begin_group … end_group"),
    ("重复组", "begin_repeat … end_repeat"),
];

/// Reads a type.
pub(super) fn read(text: &str) -> Result<RowType, RowFault> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(container) = container(&text) {
        return Ok(container);
    }
    if let Some((_, plain)) = PLAIN.iter().find(|(name, _)| *name == text) {
        return Ok(RowType::Plain(*plain));
    }
    if let Some((_, instead)) = UNSUPPORTED.iter().find(|(name, _)| is_or_starts(&text, name)) {
        return Err(RowFault::UnsupportedType { found: text, instead });
    }
    for (name, kind, from_file) in SELECTS {
        if is_or_starts(&text, name) {
            let rest = text.get(name.len()..).unwrap_or_default().trim().to_owned();
            return select(name, &rest, kind, from_file);
        }
    }
    Err(RowFault::UnknownType { instead: instead_of(&text), found: text })
}

fn is_or_starts(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

fn container(text: &str) -> Option<RowType> {
    match text.replace(' ', "_").as_str() {
        "begin_group" => Some(RowType::Begin(Container::Group)),
        "begin_repeat" | "begin_lgroup" => Some(RowType::Begin(Container::Repeat)),
        "end_group" => Some(RowType::End(Container::Group)),
        "end_repeat" | "end_lgroup" => Some(RowType::End(Container::Repeat)),
        _ => None,
    }
}

fn select(name: &str, rest: &str, kind: SelectKind, from_file: bool) -> Result<RowType, RowFault> {
    let endings = [" or_other", " or specify other", " or other"];
    let (list, or_other) = endings
        .iter()
        .find_map(|ending| rest.strip_suffix(ending))
        .map_or((rest, false), |list| (list.trim(), true));
    if list.is_empty() {
        return Err(RowFault::TypeWithoutList { found: name.to_owned() });
    }
    if list.starts_with("${") {
        let instead = "选项不能取自重复组；请在 choices 中定义列表";
        return Err(RowFault::UnsupportedType { found: format!("{name} {list}"), instead });
    }
    if or_other && (kind == SelectKind::Rank || from_file) {
        return Err(RowFault::OrOtherNotHere {
            kind: if from_file { "select_…_from_file" } else { "rank" }
        });
    }
    let source = if from_file { Source::File(file_name(list)?) } else { Source::List(list.to_owned()) };
    Ok(RowType::Select { kind, source, or_other })
}

/// Files are named by their stem in expressions, so the stem must be a name.
fn file_name(text: &str) -> Result<String, RowFault> {
    let stem = text.strip_suffix(".csv").filter(|stem| names::check(stem).is_ok());
    if stem.is_some() { Ok(text.to_owned()) } else { Err(RowFault::BadFileName { found: text.to_owned() }) }
}

fn instead_of(text: &str) -> String {
    if let Some((_, meant)) = CHINESE.iter().find(|(name, _)| *name == text) {
        return format!("请改为 {meant}");
    }
    let names = || PLAIN.iter().map(|(name, _)| *name).chain(SELECTS.iter().map(|(name, ..)| *name));
    let first = text.split(' ').next().unwrap_or_default();
    let lower = first.to_lowercase();
    let folded = names().find(|name| name.eq_ignore_ascii_case(text));
    match folded.or_else(|| names::nearest(&lower, names())) {
        Some(name) => format!("请改为 {name}"),
        None => {
            "常用题型有 text、integer、decimal、date、select_one、select_multiple、note、image".to_owned()
        }
    }
}
