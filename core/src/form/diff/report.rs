//! A difference as the staff of an office read it.

use std::fmt;

use super::{
    FormDiff, Part, Section, VersionName,
    change::{Change, ChangeCode, Effect},
    words,
};

/// Most changes of one kind that a section shows; the rest is counted.
const SHOWN: usize = 20;
/// Most names in one enumeration.
const NAMED: usize = 8;
/// Most characters of a text.
const TEXT_CHARS: usize = 120;

impl fmt::Display for FormDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let VersionName { version, title } = &self.old;
        writeln!(f, "旧版：“{}” {version}", plain(title))?;
        let VersionName { version, title } = &self.new;
        writeln!(f, "新版：“{}” {version}", plain(title))?;
        if self.is_empty() {
            return writeln!(f, "两个版本完全相同");
        }
        let warnings = self.changes().filter(|change| change.effect.is_warning()).count();
        let to_check = self.changes().filter(|change| change.effect == Effect::CheckMeaning).count();
        writeln!(
            f,
            "共 {} 处改动，其中 {warnings} 处使新旧答案不能直接合并（标“注意”），{to_check} 处请核对意思是否变了（标“核对”）",
            self.changes().count()
        )?;
        writeln!(f, "草稿：已开始的草稿一直用开始时的版本填完，以下改动都不涉及；新版只用于此后新开的记录")?;
        for section in &self.sections {
            write_section(f, section)?;
        }
        let next = if warnings > 0 {
            "请与统计人员商定标“注意”的各处如何统计，再用 ruhu form import 导入新版"
        } else {
            "核对无误后用 ruhu form import 导入新版"
        };
        writeln!(f, "\n下一步：{next}")
    }
}

fn write_section(f: &mut fmt::Formatter<'_>, section: &Section) -> fmt::Result {
    let title = match section.part {
        Part::Settings => "设置".to_owned(),
        Part::Questions => "题目".to_owned(),
        Part::Choices => format!("选项列表 {}", plain(&section.list)),
    };
    writeln!(f, "\n【{title}】{} 处", section.changes.len())?;
    if !section.used_by.is_empty() {
        writeln!(
            f,
            "用到的题目：{}",
            named(section.used_by.iter().map(|subject| plain(&subject.to_string())))
        )?;
    }
    for alike in section.changes.chunk_by(|a, b| (a.code, a.effect) == (b.code, b.effect)) {
        write_kind(f, alike)?;
    }
    Ok(())
}

/// Changes of one kind: what it means once, then each.
fn write_kind(f: &mut fmt::Formatter<'_>, alike: &[Change]) -> fmt::Result {
    let Some(Change { code, effect, .. }) = alike.first() else { return Ok(()) };
    let (mark, title, meaning) = (words::mark(*effect), words::title(*code), words::effect(*effect));
    writeln!(f, "{mark}{title}，{} 处：{meaning}", alike.len())?;
    for change in alike.iter().take(SHOWN) {
        write_change(f, change)?;
    }
    match alike.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        rest => writeln!(f, "  · ……其余 {rest} 处请看 --json 的报告"),
    }
}

/// One change on a line of its own.
fn write_change(f: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
    write!(f, "  · {}", plain(&change.subject.to_string()))?;
    let place: Vec<&str> = change.column.into_iter().chain(change.language.as_deref()).collect();
    if !place.is_empty() {
        write!(f, "〔{}〕", plain(&place.join("::")))?;
    }
    let what = difference(change);
    if !what.is_empty() {
        write!(f, "：{what}")?;
    }
    if !change.read_by.is_empty() {
        write!(f, "；用到它的计算：{}", named(change.read_by.iter().cloned()))?;
    }
    if change.used_in_packs {
        write!(f, "；档案、评议材料和比对要用这一题，改后相应内容会为空或有误")?;
    }
    writeln!(f)
}

/// What was and what is.
fn difference(change: &Change) -> String {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    let one = before.or(after).unwrap_or_default();
    let kind = |name: &str| format!("{} {name}", words::kind(name));
    match (change.code, before, after) {
        (ChangeCode::QuestionAdded | ChangeCode::QuestionRemoved, _, _) => kind(one),
        (ChangeCode::TypeChanged, Some(before), Some(after)) => format!("{} → {}", kind(before), kind(after)),
        (ChangeCode::ListAdded | ChangeCode::ListRemoved, _, _) => format!("{one} 个选项"),
        (ChangeCode::Reordered | ChangeCode::ChoicesReordered, _, _) => format!("位置改变的：{}", plain(one)),
        (ChangeCode::RequiredChanged, None, Some("true()")) => "改为必填".to_owned(),
        (ChangeCode::RequiredChanged, Some("true()"), None) => "改为不必填".to_owned(),
        (
            ChangeCode::GroupAdded
            | ChangeCode::GroupRemoved
            | ChangeCode::RepeatAdded
            | ChangeCode::RepeatRemoved,
            _,
            _,
        )
        | (_, None, None) => String::new(),
        _ => {
            let side = |text: Option<&str>| match text {
                Some("true()") => "是".to_owned(),
                Some(text) => format!("“{}”", plain(text)),
                None => "（无）".to_owned(),
            };
            format!("{} → {}", side(before), side(after))
        }
    }
}

fn named(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = if names.len() > NAMED { "……" } else { "" };
    names.take(NAMED).collect::<Vec<_>>().join("、") + more
}

/// A text on one line, without what would change the screen, cut where it is long.
fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || turns(c));
    let words = words.filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TEXT_CHARS) {
        Some((at, _)) => format!("{}……", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
