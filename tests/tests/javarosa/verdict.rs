//! Whether JavaRosa and ours say the same about a case.

use std::cmp::Ordering;

use super::{cases::Case, engine::Said};

/// The context of a case that names none.
const HERE: &str = "/data/here";
/// What the clock shows in the cases: JavaRosa's own cannot be set, so that its answers are written in.
const CLOCK: [(&str, &str); 2] =
    [("today()", "date('2026-03-06')"), ("now()", "date-time('2026-03-06T00:20:30.456+08:00')")];
/// How far a number may be off that the table gives as about.
const ABOUT: f64 = 1e-6;
/// Texts longer than this are shown by their length.
const LONG: usize = 200;

/// What JavaRosa is asked about a case: the context and the expression.
pub(crate) fn asked(case: &Case) -> (String, String) {
    let context = if case.context.is_empty() { HERE } else { &case.context };
    let mut expression = case.expression.clone();
    if !is_clock(case) {
        for (call, value) in CLOCK {
            expression = expression.replace(call, value);
        }
    }
    (context.to_owned(), expression)
}

/// Whether a case is about the clock and nothing else.
pub(crate) fn is_clock(case: &Case) -> bool {
    CLOCK.iter().any(|(call, _)| case.expression == *call)
}

/// Whether a case has the clock among other things.
pub(crate) fn uses_clock(case: &Case) -> bool {
    CLOCK.iter().any(|(call, _)| case.expression.contains(call))
}

/// Whether both say the same.
pub(crate) fn agree(case: &Case, said: &Said) -> bool {
    let ours = case.ours.as_str();
    if is_clock(case) {
        // Days begin at midnight; JavaRosa's clock is another one.
        let is_day = ours.len() == "\"2026-03-06\"".len();
        return matches!(said, Said::Date(date) if !is_day || midnight(date).is_some());
    }
    match said {
        Said::Refused(..) | Said::Failed(..) => ours.starts_with('!'),
        Said::Boolean(truth) => ours == truth.to_string(),
        Said::Number(number) => is_number(ours, *number),
        Said::Text(text) => within(ours, '"', '"') == Some(text),
        Said::Date(date) => {
            let own = within(ours, '"', '"');
            own == Some(date) || own.is_some() && own == midnight(date)
        }
        Said::Nodes(texts) => within(ours, '{', '}').is_some_and(|own| own == texts.join("; ")),
    }
}

fn within(ours: &str, open: char, close: char) -> Option<&str> {
    ours.strip_prefix(open)?.strip_suffix(close)
}

/// The day of a date at midnight.
fn midnight(date: &str) -> Option<&str> {
    date.strip_suffix("T00:00:00.000+08:00")
}

fn is_number(ours: &str, number: f64) -> bool {
    let (own, about) = match ours.strip_prefix('~') {
        Some(own) => (own, ABOUT),
        None => (ours, 0.0),
    };
    own.parse::<f64>().is_ok_and(|own| {
        let same = own.partial_cmp(&number) == Some(Ordering::Equal) || own.is_nan() && number.is_nan();
        same || (own - number).abs() <= own.abs() * about
    })
}

/// JavaRosa's value in the notation of the table.
pub(crate) fn shown(said: &Said) -> String {
    match said {
        Said::Number(number) => format!("{number:?}").trim_end_matches(".0").to_owned(),
        Said::Text(text) if text.len() > LONG => format!("a text of {} characters", text.chars().count()),
        Said::Text(text) => format!("\"{text}\""),
        Said::Boolean(truth) => truth.to_string(),
        Said::Date(date) => format!("date {date}"),
        Said::Nodes(texts) => format!("{{{}}}", texts.join("; ")),
        Said::Refused(kind, _) | Said::Failed(kind, _) => format!("!{kind}"),
    }
}
