//! Figures, times, places and hashes as people read them on paper.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::DateTime, tz};
use ruhu_core::{
    clock::{SourcedTime, TimeSource},
    ids::{EntryId, Sha256Hash},
    money::Fen,
};
use serde_json::Value;

use super::super::{content::Place, fonts::PackFonts};

/// Most characters of one text; the record itself holds the rest.
const MAX_TEXT_CHARS: usize = 2_000;
/// Longest run without a place to break before break points are added.
const MAX_UNBROKEN: usize = 16;
/// Hours by which Beijing time is ahead of UTC, the whole year, in the whole country.
pub(in super::super) const BEIJING_HOURS: i8 = 8;
/// Hex digits of a short hash.
const SHORT_HASH: usize = 8;

/// Yuan with two decimals: `410.00`.
pub(super) fn money(amount: Fen) -> String {
    amount.to_string()
}

/// The date and time of day in Beijing; `None` beyond the calendar.
pub(in super::super) fn beijing(ms: i64) -> Option<DateTime> {
    let at = Timestamp::from_millisecond(ms).ok()?;
    Some(tz::TimeZone::fixed(tz::offset(BEIJING_HOURS)).to_datetime(at))
}

/// `2026-09-03 10:20` in Beijing time.
pub(super) fn day_and_time(ms: i64) -> String {
    beijing(ms).map_or_else(|| "时间不明".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string())
}

/// `2026-09-03 10:20(手机时钟)`: whoever reads a time is told what measured it.
pub(super) fn sourced_time(at: SourcedTime) -> String {
    let source = match at.source {
        TimeSource::DeviceClock => "手机时钟",
        TimeSource::Exif => "照片 EXIF",
        TimeSource::Gnss => "卫星授时",
        TimeSource::Server => "服务器时钟",
    };
    format!("{}({source})", day_and_time(at.at_ms))
}

/// `28.91234°N 117.71234°E ±8 米`, WGS-84.
pub(super) fn place(at: Place) -> String {
    if !(at.lat.is_finite() && at.lon.is_finite()) {
        return "位置不明".to_owned();
    }
    let side = |degrees: f64, positive: char, negative: char| {
        let letter = if degrees < 0.0 { negative } else { positive };
        format!("{}°{letter}", trimmed(degrees.abs()))
    };
    let accuracy =
        at.accuracy_m.filter(|m| m.is_finite()).map(|m| format!(" ±{m:.0} 米")).unwrap_or_default();
    format!("{} {}{accuracy}", side(at.lat, 'N', 'S'), side(at.lon, 'E', 'W'))
}

fn trimmed(degrees: f64) -> String {
    let text = format!("{degrees:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The first characters of a hash: enough to find it in the full list.
pub(super) fn short(hash: &Sha256Hash) -> String {
    hash.to_string().chars().take(SHORT_HASH).collect()
}

/// The first half of an entry's id: enough to name it beside its whole hash.
pub(super) fn start_of(entry: &EntryId) -> String {
    entry.to_string().chars().take(2 * SHORT_HASH).collect()
}

/// A hash, key or signature in groups of eight, to be compared by eye.
pub(crate) fn grouped(hexadecimal: &impl ToString) -> String {
    let hex: Vec<char> = hexadecimal.to_string().chars().collect();
    hex.chunks(SHORT_HASH).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Makes every text inside `data` fit to print and returns the characters that no font could draw.
///
/// It walks the whole tree, so that no field can be forgotten.
pub(in super::super) fn fit_to_print(data: &mut Value, fonts: &PackFonts) -> BTreeSet<char> {
    let mut undrawable = BTreeSet::new();
    walk(data, &mut |text| *text = printable(&wide_punctuation(text), fonts, &mut undrawable));
    undrawable
}

fn walk(data: &mut Value, change: &mut impl FnMut(&mut String)) {
    match data {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Half-width punctuation beside Chinese characters becomes full-width, as printed Chinese wants it; phones and
/// spreadsheets mix both. Figures, times and codes keep theirs.
fn wide_punctuation(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = Vec::new();
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after_chinese = before.is_some_and(is_chinese);
        let wide = match c {
            '(' => {
                let wide = after_chinese || chars.peek().copied().is_some_and(is_chinese);
                open.push(wide);
                wide
            }
            ')' => open.pop().unwrap_or(false),
            ',' | ':' | ';' | '?' | '!' => after_chinese || chars.peek().copied().is_some_and(is_chinese),
            _ => false,
        };
        let printed = if wide { full_width(c) } else { c };
        out.push(printed);
        before = Some(printed);
    }
    out
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3017}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff1f}' | '\u{20000}'..='\u{3ffff}')
}

/// The full-width form of an ASCII character.
fn full_width(c: char) -> char {
    const OFFSET: u32 = 0xfee0;
    char::from_u32(u32::from(c) + OFFSET).unwrap_or(c)
}

/// One text without control characters, with break points in long words, and with a visible note in place of every
/// character that would come out as an empty box.
fn printable(text: &str, fonts: &PackFonts, undrawable: &mut BTreeSet<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut unbroken = 0;
    for (i, c) in text.chars().enumerate() {
        if i >= MAX_TEXT_CHARS {
            out.push_str("……（后文见电子档案）");
            break;
        }
        if c.is_whitespace() {
            // Line breaks of a remark typed on a phone would tear a table cell apart.
            out.push(if c == '\u{3000}' { c } else { ' ' });
            unbroken = 0;
        } else if is_private_use(c) || !(c.is_control() || is_invisible(c) || fonts.can_draw(c)) {
            undrawable.insert(c);
            out.extend(["〔U+", &format!("{:04X}", u32::from(c)), "〕"]);
            unbroken = 0;
        } else if !(c.is_control() || is_invisible(c)) {
            unbroken = if c.is_ascii_alphanumeric() || c == '_' { unbroken + 1 } else { 0 };
            if unbroken > MAX_UNBROKEN {
                out.push('\u{200b}');
                unbroken = 1;
            }
            out.push(c);
        }
    }
    out
}

/// Marks that turn or hide neighbouring text: nobody writes them, and a name must not rearrange a line.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Every font draws something else there.
fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_beijing_time_and_name_their_source() {
        let at = SourcedTime { at_ms: 1_788_397_200_000, source: TimeSource::Exif };
        assert_eq!(sourced_time(at), "2026-09-03 09:00(照片 EXIF)");
        assert_eq!(day_and_time(i64::MAX), "时间不明");
    }

    #[test]
    fn places_name_their_hemisphere_and_accuracy() {
        let at = Place { lat: 28.912_345_6, lon: 117.7, accuracy_m: Some(7.6) };
        assert_eq!(place(at), "28.91235°N 117.7°E ±8 米");
        assert_eq!(place(Place { lat: -1.0, lon: f64::NAN, accuracy_m: None }), "位置不明");
    }

    #[test]
    fn texts_become_fit_to_print_wherever_they_stand() {
        let fonts = PackFonts::discover(&[]).unwrap();
        let mut data = json!({"a": ["王\u{202e}𬱖\n二\u{0}"], "b": {"c": "\u{e123}\u{10fffd}"}});
        let undrawable = fit_to_print(&mut data, &fonts);
        assert_eq!(data, json!({"a": ["王𬱖 二"], "b": {"c": "〔U+E123〕〔U+10FFFD〕"}}));
        assert_eq!(undrawable.into_iter().collect::<String>(), "\u{e123}\u{10fffd}");
    }

    #[test]
    fn punctuation_beside_chinese_is_full_width_and_figures_keep_theirs() {
        for (typed, printed) in [
            ("收入(元),合计:12", "收入\u{ff08}元\u{ff09}\u{ff0c}合计\u{ff1a}12"),
            ("10:20(手机时钟)", "10:20\u{ff08}手机时钟\u{ff09}"),
            ("#panic(\"x\"), *a*", "#panic(\"x\"), *a*"),
            ("f(x),y)", "f(x),y)"),
        ] {
            assert_eq!(wide_punctuation(typed), printed);
        }
    }

    #[test]
    fn long_words_can_break_and_long_texts_say_that_they_go_on() {
        let fonts = PackFonts::discover(&[]).unwrap();
        let mut data = json!(["a".repeat(40), "好".repeat(MAX_TEXT_CHARS + 1)]);
        fit_to_print(&mut data, &fonts);
        assert_eq!(data[0].as_str().unwrap().matches('\u{200b}').count(), 2);
        assert!(data[1].as_str().unwrap().ends_with("……（后文见电子档案）"));
    }
}
