//! Working days against the announced calendar, and the limits of the procedure.

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;

fn calendar() -> WorkCalendar {
    WorkCalendar::shipped().unwrap()
}

#[test]
fn holidays_are_off_and_make_up_days_are_worked() {
    let calendar = calendar();
    let works = |day| calendar.is_working_day(day).unwrap();
    assert!(works(date(2026, 2, 14)), "a Saturday that makes up for 春节");
    assert!(!works(date(2026, 2, 16)), "a Monday in 春节");
    assert!(!works(date(2026, 2, 22)), "a Sunday");
    assert!(works(date(2026, 2, 24)));
    assert!(!works(date(2025, 10, 8)) && works(date(2025, 10, 11)));
}

/// 2026: 365 days, 104 of them on weekends; 19 weekdays are off and 6 weekend days are worked.
#[test]
fn a_year_has_as_many_working_days_as_was_announced() {
    let calendar = calendar();
    let days = date(2026, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == 2026);
    let worked = days.filter(|day| calendar.is_working_day(*day).unwrap()).count();
    assert_eq!(worked, 365 - 104 - 19 + 6);
}

#[test]
fn the_first_day_is_not_counted_and_holidays_are_passed_over() {
    let calendar = calendar();
    // Friday 13 February: Saturday 14 is worked, then 春节 until Monday 23.
    assert_eq!(calendar.working_days_after(date(2026, 2, 13), 3).unwrap(), date(2026, 2, 25));
    assert_eq!(calendar.working_days_after(date(2026, 11, 27), 1).unwrap(), date(2026, 11, 30));
    assert_eq!(calendar.working_days_after(date(2026, 11, 27), 0).unwrap(), date(2026, 11, 27));
}

/// 民法典 203: a last day that is a holiday moves to the day after it.
#[test]
fn a_last_day_that_is_a_holiday_moves_on() {
    let calendar = calendar();
    assert_eq!(calendar.days_after(date(2026, 9, 25), 7).unwrap(), date(2026, 10, 8));
    assert_eq!(calendar.days_after(date(2026, 11, 16), 7).unwrap(), date(2026, 11, 23));
}

#[test]
fn every_step_has_its_limit_and_its_clause() {
    let (limits, calendar) = (TimeLimits::shipped().unwrap(), calendar());
    for step in Step::ALL {
        assert!(!limits.of(step).unwrap().source.is_empty(), "{}", step.label());
    }
    let start = date(2026, 11, 2);
    for (step, due) in [
        (Step::StartSurvey, date(2026, 11, 5)),
        (Step::CountyOpinion, date(2026, 11, 16)),
        (Step::Whole, date(2026, 12, 14)),
        (Step::Posting, date(2026, 11, 9)),
    ] {
        assert_eq!(limits.due(step, start, &calendar), Ok(due), "{}", step.label());
    }
}

#[test]
fn a_year_that_was_not_announced_is_not_guessed() {
    let due = TimeLimits::shipped().unwrap().due(Step::Whole, date(2026, 12, 20), &calendar());
    assert_eq!(due, Err(CalendarError::UnknownYear { year: 2027 }));
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place() {
    let year = |off: &str, work: &str| {
        let text = format!("[[year]]\nyear = 2026\nsource = \"通知\"\noff = [{off}]\nwork = [{work}]\n");
        WorkCalendar::read(&text).map(|_| ()).unwrap_err().to_string()
    };
    assert!(year("[\"2026-05-05\", \"2026-05-01\"]", "").contains("不晚于"));
    assert!(year("[\"2025-05-01\", \"2025-05-05\"]", "").contains("不属于这一年"));
    assert!(year("[\"2026-05-01\", \"2026-05-09\"]", "\"2026-05-09\"").contains("既放假又上班"));
    assert!(year("", "\"2026-05-06\"").contains("周六或周日"));
    assert!(year("[\"五月一日\", \"2026-05-05\"]", "").contains("第 4 行"));
    let limits = |text: &str| TimeLimits::read(text).unwrap_err().to_string();
    let one = "[[limit]]\nstep = \"whole\"\ndays = 30\ncounted = \"working\"\nsource = \"办法\"\n";
    assert!(limits(&one.replace("30", "0")).contains("天数应在"));
    assert!(limits(&format!("{one}{one}")).contains("写了两次"));
    assert!(limits(&one.replace("whole", "teleport")).contains("第 2 行"));
    assert!(limits(&"#".repeat(MAX_CALENDAR_BYTES + 1)).contains("256 KB"));
}

fn a_day() -> impl Strategy<Value = Date> {
    (0_i64..300).prop_map(|days| date(2025, 1, 1) + jiff::Span::new().days(days))
}

proptest! {
    #[test]
    fn a_due_day_is_worked_and_later_for_more_days(start in a_day(), days in 1_u16..60) {
        let calendar = calendar();
        let due = calendar.working_days_after(start, days).unwrap();
        prop_assert!(calendar.is_working_day(due).unwrap());
        prop_assert!(calendar.working_days_after(start, days + 1).unwrap() > due);
        let between = start.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= due);
        let worked = between.filter(|day| calendar.is_working_day(*day).unwrap()).count();
        prop_assert_eq!(worked, usize::from(days));
        let rolled = calendar.days_after(start, days).unwrap();
        prop_assert!(calendar.is_working_day(rolled).unwrap() && rolled <= due);
    }
}
