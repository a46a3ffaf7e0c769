use jiff::civil::date;
use proptest::prelude::*;

use super::{Policy, PolicyError, Settlement, choose, shipped};
use crate::error::Explain;

const EXAMPLE: &str = include_str!("../../../../policy/example-2026-rural.toml");

fn unsound(change: impl Fn(&str) -> String) -> &'static str {
    match Policy::read(&change(EXAMPLE)) {
        Err(PolicyError::Unsound { key, .. }) => key,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_policies_that_ship_are_sound_and_have_their_own_names() {
    let all = shipped().unwrap();
    let mut names: Vec<_> = all.iter().map(|policy| policy.name.as_str()).collect();
    names.dedup();
    assert_eq!(names.len(), 8);
    assert!(all.iter().filter(|policy| policy.name.starts_with("example-")).all(|policy| policy.example));
}

/// The standards that the field's work summaries quote.
#[test]
fn historical_standards_are_those_of_the_reports() {
    let all = shipped().unwrap();
    let a_year = |name: &str| {
        let policy = all.iter().find(|policy| policy.name == name).unwrap();
        policy.standard_a_year().to_string()
    };
    assert_eq!(a_year("historical-rural-3150"), "3150");
    assert_eq!(a_year("historical-rural-4310"), "4310");
    assert_eq!(a_year("historical-urban-480"), (480 * 12).to_string());
    assert_eq!(a_year("historical-urban-528"), (528 * 12).to_string());
    assert_eq!(a_year("historical-2008-urban"), (200 * 12).to_string());
    assert_eq!(a_year("historical-2008-rural"), (90 * 12).to_string());
}

#[test]
fn the_policy_of_a_day_is_that_of_the_smallest_division_and_of_the_latest_beginning() {
    let county = Policy { name: "county".into(), region: "361124000000".parse().unwrap(), ..example() };
    let later = Policy { name: "later".into(), from: Some(date(2026, 7, 1)), ..county.clone() };
    let policies = [example(), later, county];
    let chosen = |region: &str, on| {
        let region = region.parse().unwrap();
        choose(&policies, &region, Settlement::Rural, on).map(|policy| policy.name.as_str())
    };
    assert_eq!(chosen("361124100201", date(2026, 3, 1)), Some("county"));
    assert_eq!(chosen("361124100201", date(2026, 7, 1)), Some("later"));
    assert_eq!(chosen("361125100201", date(2026, 7, 1)), Some("example-2026-rural"));
    assert_eq!(chosen("361124100201", date(2025, 12, 31)), None);
}

fn example() -> Policy {
    Policy::read(EXAMPLE).unwrap()
}

#[test]
fn a_policy_that_makes_no_sense_is_refused_with_its_key() {
    let replaced = |from: &'static str, to: &'static str| {
        assert!(EXAMPLE.contains(from), "{from}");
        unsound(|text| text.replacen(from, to, 1))
    };
    assert_eq!(replaced("yuan = \"8520\"", "yuan = \"0\""), "standard.yuan");
    assert_eq!(replaced("source = \"示例：本县年度保障标准文件\"", "source = \" \""), "standard");
    assert_eq!(replaced("part = \"1\"", "part = \"1.5\""), "deduction.part");
    assert_eq!(replaced("most_pieces = 0", "most_pieces = 0\nmost_months_of_standard = 3"), "property");
    assert_eq!(replaced("method = \"difference\"", "method = \"tiers\""), "grant.tier");
    assert_eq!(replaced("from_age = 70\n", ""), "topup.from_age");
    assert_eq!(replaced("class = \"b\"", "class = \"a\""), "review");
    assert_eq!(replaced("up_to_standards = \"1.5\"", "up_to_standards = \"0.5\""), "grace.up_to_standards");
    assert_eq!(replaced("from = \"2026-01-01\"", "from = \"2026-01-01\"\nto = \"2025-01-01\""), "to");
}

#[test]
fn what_cannot_be_read_is_named_with_its_line_in_chinese() {
    let line_of = |needle: &str| EXAMPLE.lines().position(|line| line.contains(needle)).unwrap() + 1;
    let said = |from: &str, to: &str| Policy::read(&EXAMPLE.replacen(from, to, 1)).unwrap_err();
    let unknown = said("per = \"year\"", "pro = \"year\"");
    assert_eq!(
        unknown,
        PolicyError::Unreadable { line: line_of("per = \"year\""), what: "没有“pro”这一项".into() }
    );
    assert_eq!(unknown.code(), "policy_unreadable");
    assert!(said("\"8520\"", "8520.5").to_string().contains("小数请加引号"));
    assert!(said("\"8520\"", "\"8,520\"").to_string().contains("数值的写法不对"));
    assert!(said("\"8520\"", "\"-1\"").to_string().contains("数值的写法不对"));
    assert!(said("per = \"year\"", "per = \"week\"").to_string().contains("“week”不是可选的值"));
    assert!(said("per = \"year\"\n", "").to_string().contains("缺少“per”"));
    assert!(said("[standard]", "[standard").to_string().contains("TOML"));
    assert_eq!(Policy::read(&"#".repeat(300_000)), Err(PolicyError::TooLong));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(cut in 0_usize..EXAMPLE.len(), junk in "\\PC{0,20}") {
        let cut = EXAMPLE.char_indices().map(|(at, _)| at).take_while(|at| *at <= cut).last().unwrap_or(0);
        let _ = Policy::read(&format!("{}{junk}{}", &EXAMPLE[..cut], &EXAMPLE[cut..]));
    }
}
