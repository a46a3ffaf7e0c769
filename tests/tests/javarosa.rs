//! Our evaluator of expressions against JavaRosa, the field's own: each case of core's table has the same value in both, or
//! is listed in `javarosa/differences.txt` with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may panic as tests may"
)]

#[path = "javarosa/cases.rs"]
mod cases;
#[path = "javarosa/differences.rs"]
mod differences;
#[path = "javarosa/engine.rs"]
mod engine;
#[path = "javarosa/form.rs"]
mod form;
#[path = "javarosa/left_out.rs"]
mod left_out;
#[path = "pyxform/python.rs"]
mod python;
#[path = "javarosa/verdict.rs"]
mod verdict;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use cases::Case;
use differences::{Listed, differences};
use engine::Said;
use left_out::{LEFT_OUT, left_out};

/// At least so many cases must have the same value for the comparison to mean anything.
const LEAST_EQUAL: usize = 700;

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every case with what JavaRosa said about it.
fn asked() -> Vec<(Case, Said)> {
    let cases = cases::cases();
    let asked: Vec<_> = cases.iter().map(verdict::asked).collect();
    let asked: Vec<_> = asked.iter().map(|(context, text)| (context.as_str(), text.as_str())).collect();
    let said = engine::evaluate(&asked);
    cases.into_iter().zip(said).collect()
}

fn listed(case: &Case, said: &Said) -> Listed {
    Listed([case.expression.clone(), case.context.clone(), case.ours.clone(), verdict::shown(said)])
}

#[test]
fn both_engines_say_the_same_outside_the_listed_differences() {
    let asked = asked();
    let expected: BTreeSet<Listed> = differences().into_iter().flat_map(|own| own.cases).collect();
    let mut shown = BTreeSet::new();
    let (mut equal, mut clocks, mut later, mut differ, mut others) = (0, 0, 0, 0, Vec::new());
    let mut without: BTreeMap<usize, usize> = BTreeMap::new();
    for (case, said) in &asked {
        if let Some(reason) = left_out(said) {
            *without.entry(reason).or_default() += 1;
        } else if verdict::agree(case, said) {
            equal += 1;
            clocks += usize::from(verdict::uses_clock(case));
            later += usize::from(case.ours.starts_with("!!") && matches!(said, Said::Failed(..)));
        } else if expected.contains(&listed(case, said)) {
            differ += 1;
            shown.insert(listed(case, said));
        } else {
            others.push(format!("{} (JavaRosa: {said:?})", listed(case, said).0.join(" ¦ ")));
        }
    }
    println!(
        "{} cases: equal {equal} (with the clock {clocks}; refused by both, by JavaRosa only when evaluated, {later}), \
         listed differences {differ}, left out {}, others {}",
        asked.len(),
        without.values().sum::<usize>(),
        others.len()
    );
    differences().iter().for_each(|own| println!("  {}: {}", own.name, own.cases.len()));
    without.iter().for_each(|(reason, count)| println!("  left out {count}: {}", LEFT_OUT[*reason].1));
    assert!(others.is_empty(), "{}", others.join("\n"));
    let stale: Vec<_> = expected.difference(&shown).collect();
    assert!(stale.is_empty(), "listed, and no longer different: {stale:#?}");
    assert_eq!(without.len(), LEFT_OUT.len(), "a reason to leave cases out has none: {without:?}");
    assert!(equal >= LEAST_EQUAL, "only {equal} are equal");
}

#[test]
fn the_page_on_expressions_lists_the_same_differences() {
    let page = fs::read_to_string(workspace().join("docs/expressions.md")).unwrap();
    let table = differences::table();
    assert!(page.contains(&table), "docs/expressions.md should hold this table:\n{table}");
    for (_, reason) in LEFT_OUT {
        assert!(page.contains(reason), "docs/expressions.md should say: {reason}");
    }
}
