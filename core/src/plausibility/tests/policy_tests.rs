use proptest::prelude::*;

use crate::{
    error::Explain,
    plausibility::{MAX_THRESHOLD_BYTES, Thresholds, ThresholdsError},
};

const SHIPPED: &str = include_str!("../../../../policy/plausibility.toml");

fn refused(from: &str, to: &str) -> (usize, String) {
    assert!(SHIPPED.contains(from), "{from}");
    match Thresholds::read(&SHIPPED.replacen(from, to, 1)) {
        Err(ThresholdsError::Line { line, what }) => (line, what),
        other => panic!("{other:?}"),
    }
}

fn line_of(needle: &str) -> usize {
    SHIPPED.lines().position(|line| line.starts_with(needle)).unwrap() + 1
}

#[test]
fn the_thresholds_that_ship_are_sound() {
    let thresholds = Thresholds::shipped().unwrap();
    assert_eq!(thresholds.too_fast.most_kmh.get(), 80);
    assert!(thresholds.outside_village.source.as_str().contains("村界"));
}

#[test]
fn an_ill_file_is_refused_with_its_line_in_chinese() {
    let (line, what) = refused("most_kmh = 80", "most_kmh = 5");
    assert_eq!((line, what.as_str()), (line_of("most_kmh"), "数值应为 10 至 400 的整数"));
    let (line, what) = refused("most_kmh = 80", "most_kmh = -1");
    assert_eq!((line, what.as_str()), (line_of("most_kmh"), "数值应为 10 至 400 的整数"));
    let (line, what) = refused("most_kmh = 80", "most_kmh = \"80\"");
    assert_eq!(line, line_of("most_kmh"));
    assert!(what.contains("写法不对"), "{what}");
    let (line, what) = refused("most_kmh = 80", "fastest = 80");
    assert_eq!((line, what.as_str()), (line_of("most_kmh"), "没有“fastest”这一项"));
    let (line, what) = refused("most_kmh = 80\n", "");
    assert_eq!((line, what.as_str()), (line_of("[too_fast]"), "缺少“most_kmh”这一项"));
    let (line, what) = refused("[too_fast]", "[too_fast");
    assert_eq!((line, what.as_str()), (line_of("[too_fast]"), "不符合 TOML 的写法"));
}

#[test]
fn every_group_of_numbers_says_what_it_rests_on() {
    let sources = SHIPPED.lines().filter(|line| line.starts_with("source = "));
    for source in sources {
        let (_, what) = refused(source, "source = \"  \"");
        assert!(what.contains("文字不能为空"), "{what}");
        let (_, what) = refused(&format!("{source}\n"), "\n");
        assert_eq!(what, "缺少“source”这一项");
    }
    let groups = SHIPPED.lines().filter(|line| line.starts_with('[')).count();
    assert_eq!(SHIPPED.lines().filter(|line| line.starts_with("source = ")).count(), groups);
}

#[test]
fn a_file_that_is_too_long_is_refused() {
    let error = Thresholds::read(&"#".repeat(MAX_THRESHOLD_BYTES + 1)).unwrap_err();
    assert_eq!((error.code(), &error), ("thresholds_too_long", &ThresholdsError::TooLong));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(cut in 0_usize..SHIPPED.len(), junk in "\\PC{0,20}") {
        let cut = SHIPPED.char_indices().map(|(at, _)| at).take_while(|at| *at <= cut).last().unwrap_or(0);
        if let Err(error) = Thresholds::read(&format!("{}{junk}{}", &SHIPPED[..cut], &SHIPPED[cut..])) {
            prop_assert!(error.to_string().contains('请'));
        }
    }
}
