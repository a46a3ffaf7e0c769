//! Writes dates and times by a format.

use std::fmt::Write;

use jiff::civil::{DateTime, Weekday};

use crate::form::expr::CalendarNames;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The date in that format, or the escape that means nothing.
pub(super) fn formatted(moment: DateTime, format: &str, names: CalendarNames) -> Result<String, String> {
    let mut text = String::with_capacity(format.len() * 2);
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        let Some(escape) = rest.next() else { return Err(String::new()) };
        if write_part(moment, escape, names, &mut text).is_err() {
            return Err(escape.to_string());
        }
    }
    Ok(text)
}

fn write_part(moment: DateTime, escape: char, names: CalendarNames, text: &mut String) -> std::fmt::Result {
    match escape {
        '%' => text.write_char('%'),
        'Y' => write!(text, "{:04}", moment.year()),
        'y' => write!(text, "{:02}", moment.year().rem_euclid(100)),
        'm' => write!(text, "{:02}", moment.month()),
        'n' => write!(text, "{}", moment.month()),
        'b' => month(moment.month(), names, text),
        'd' => write!(text, "{:02}", moment.day()),
        'e' => write!(text, "{}", moment.day()),
        'H' => write!(text, "{:02}", moment.hour()),
        'h' => write!(text, "{}", moment.hour()),
        'M' => write!(text, "{:02}", moment.minute()),
        'S' => write!(text, "{:02}", moment.second()),
        '3' => write!(text, "{:03}", moment.millisecond()),
        'a' => text.write_str(weekday(moment.weekday(), names)),
        _ => Err(std::fmt::Error),
    }
}

fn month(month: i8, names: CalendarNames, text: &mut String) -> std::fmt::Result {
    match names {
        CalendarNames::Chinese => write!(text, "{month}月"),
        CalendarNames::English => {
            let index = usize::try_from(month - 1).unwrap_or(0);
            text.write_str(MONTHS.get(index).unwrap_or(&""))
        }
    }
}

fn weekday(day: Weekday, names: CalendarNames) -> &'static str {
    let (chinese, english) = match day {
        Weekday::Monday => ("周一", "Mon"),
        Weekday::Tuesday => ("周二", "Tue"),
        Weekday::Wednesday => ("周三", "Wed"),
        Weekday::Thursday => ("周四", "Thu"),
        Weekday::Friday => ("周五", "Fri"),
        Weekday::Saturday => ("周六", "Sat"),
        Weekday::Sunday => ("周日", "Sun"),
    };
    match names {
        CalendarNames::Chinese => chinese,
        CalendarNames::English => english,
    }
}
