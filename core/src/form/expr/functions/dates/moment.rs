//! Reads dates and times from texts.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};

use crate::form::expr::{Number, World};

/// Milliseconds of a day.
pub(super) const MS_PER_DAY: i64 = 86_400_000;
const NS_PER_MS: i32 = 1_000_000;

/// A moment, and what the wall clock shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) instant: Timestamp,
    pub(super) local: DateTime,
    offset: Offset,
}

impl Moment {
    pub(super) fn at(instant: Timestamp, zone: &TimeZone) -> Self {
        let offset = zone.to_offset(instant);
        Self { instant, local: offset.to_datetime(instant), offset }
    }

    /// The beginning of a day.
    pub(super) fn midnight(date: Date, zone: &TimeZone) -> Option<Self> {
        Self::local(date.to_datetime(Time::midnight()), zone)
    }

    fn local(local: DateTime, zone: &TimeZone) -> Option<Self> {
        let instant = zone.to_timestamp(local).ok()?;
        // Where clocks jump over a moment, the wall clock shows the next.
        Some(Self::at(instant, zone))
    }

    /// `2026-01-31`, `2026-01-31T08:30`, `2026-01-31T08:30:00.000+08:00` and what lies between.
    pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        let Some((date, time)) = text.split_once('T') else { return Self::midnight(parse_date(text)?, zone) };
        let local = |time| parse_date(date).map(|date| date.to_datetime(time));
        match parse_time(time)? {
            (time, Some(offset)) => Some(Self::at(offset.to_timestamp(local(time)?).ok()?, zone)),
            (time, None) => Self::local(local(time)?, zone),
        }
    }

    /// Days since the beginning of 1970 on the wall clock.
    pub(super) fn local_days(self) -> Number {
        Number::from(days_of_date(self.local.date())).plus(part_of(self.local.time()))
    }
}

impl fmt::Display for Moment {
    /// `2026-01-31T08:30:00.000+08:00`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local;
        let minutes = self.offset.seconds() / 60;
        write!(
            f,
            "{}T{}.{:03}{}{:02}:{:02}",
            local.date(),
            local.strftime("%H:%M:%S"),
            local.millisecond(),
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60
        )
    }
}

/// Days since 1970 of a day of the calendar.
fn days_of_date(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_secs() / (MS_PER_DAY / 1_000)
}

/// The day of the calendar so many days after the beginning of 1970.
pub(super) fn date_of_days(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok().filter(|date| (0..=9999).contains(&date.year()))
}

/// The part of a day that a time stands for.
fn part_of(time: Time) -> Number {
    let seconds = i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let ms = seconds * 1_000 + i64::from(time.millisecond());
    Number::from(ms).divided_by(Number::from(MS_PER_DAY))
}

/// The number of a text that is written exactly as a date, or as a date with a time: its days on the wall clock.
pub(in crate::form::expr) fn days_of_text(text: &str, world: &dyn World) -> Option<Number> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_dated = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let is_whole = bytes.len() == 10 || bytes.get(10) == Some(&b'T');
    if !(is_dated && is_whole) {
        return None;
    }
    Moment::parse(text, &world.time_zone()).map(Moment::local_days)
}

/// The part of the day of a text that is a time of day; where it names another offset, the world's wall clock counts.
pub(super) fn part_of_day(text: &str, world: &dyn World) -> Option<Number> {
    let (time, offset) = parse_time(text)?;
    let Some(offset) = offset else { return Some(part_of(time)) };
    let epoch = Date::constant(1970, 1, 1).to_datetime(time);
    let instant = offset.to_timestamp(epoch).ok()?;
    Some(part_of(Moment::at(instant, &world.time_zone()).local.time()))
}

/// So many digits at most, at least one.
fn digits<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(digits(year, 4)?, digits(month, 2)?, digits(day, 2)?).ok()
}

/// `08:30`, `08:30:00`, `08:30:00.000`, each with `Z`, `+08` or `+08:00` behind it or not.
fn parse_time(text: &str) -> Option<(Time, Option<Offset>)> {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => {
            let (clock, offset) = text.split_at_checked(at)?;
            (clock, Some(parse_offset(offset)?))
        }
        None => (text, None),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (digits(text, 2)?, 0),
            Some((second, fraction)) => (digits(second, 2)?, nanoseconds(fraction)?),
        },
    };
    if parts.next().is_some() {
        return None;
    }
    Some((Time::new(hour, minute, second, nanosecond).ok()?, offset))
}

/// A fraction of a second, cut to milliseconds.
fn nanoseconds(fraction: &str) -> Option<i32> {
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let ms: String = fraction.chars().chain("00".chars()).take(3).collect();
    Some(ms.parse::<i32>().ok()? * NS_PER_MS)
}

fn parse_offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let seconds = (digits::<i32>(hours, 2)? * 60 + digits::<i32>(minutes, 2)?) * 60;
    Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()
}
