//! Our importer of forms against the field's own: the same workbooks go into pyxform and into ours. Both take a form or
//! both refuse it, and the XForms of the two say the same, outside the differences that `docs/forms.md` lists.
//!
//! `RUHU_FORMS` sets how many random forms are tried, `RUHU_FORMS_SEED` which.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may panic as tests may"
)]

#[path = "pyxform/differences.rs"]
mod differences;
#[path = "pyxform/draft.rs"]
mod draft;
#[path = "pyxform/facts.rs"]
mod facts;
#[path = "pyxform/hand/mod.rs"]
mod hand;
#[path = "pyxform/judge.rs"]
mod judge;
#[path = "pyxform/python.rs"]
mod python;
#[path = "pyxform/random/mod.rs"]
mod random;
#[path = "pyxform/tool.rs"]
mod tool;
#[path = "pyxform/xpath.rs"]
mod xpath;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use differences::DIFFERENCES;
use hand::Expected;
use judge::{Verdict, judge};

/// How many random forms a usual run tries.
const FORMS: u64 = 300;
/// How many disagreements are shown in full.
const SHOWN: usize = 10;

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn number_from(variable: &str, usual: u64) -> u64 {
    env::var(variable)
        .map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number")))
}

#[test]
fn forms_written_by_hand_agree_and_every_listed_difference_shows() {
    let cases = hand::cases();
    let forms: Vec<_> = cases.iter().map(|(_, source, _)| draft::markdown(source)).collect();
    let mut wrong = Vec::new();
    let mut shown = BTreeSet::new();
    for ((title, _, expected), verdict) in cases.iter().zip(judge(&forms)) {
        if let Verdict::BothAccept(listed) | Verdict::Listed(listed) = &verdict {
            shown.extend(listed.iter().copied());
        }
        let fits = match (&verdict, expected) {
            (Verdict::BothAccept(listed), Expected::Taken(ids))
            | (Verdict::Listed(listed), Expected::Listed(ids)) => listed.iter().eq(ids.iter()),
            (Verdict::BothRefuse, Expected::Refused) => true,
            _ => false,
        };
        if !fits {
            wrong.push(format!("{title}: {expected:?} expected, found {verdict:#?}"));
        }
    }
    let stale: Vec<&str> = DIFFERENCES.iter().map(|own| own.id).filter(|id| !shown.contains(id)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(stale.is_empty(), "no form shows these differences: {stale:?}");
}

#[test]
fn random_forms_agree() {
    let (count, seed) = (number_from("RUHU_FORMS", FORMS), number_from("RUHU_FORMS_SEED", 1));
    let forms: Vec<_> = (0..count).map(|number| random::form(seed, number).sheets()).collect();
    let (mut accepted, mut refused, mut listed, mut disagreements) = (0, 0, 0, Vec::new());
    let mut ids: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, verdict) in judge(&forms).into_iter().enumerate() {
        match verdict {
            Verdict::BothAccept(found) => {
                accepted += 1;
                found.into_iter().for_each(|id| *ids.entry(id).or_default() += 1);
            }
            Verdict::BothRefuse => refused += 1,
            Verdict::Listed(found) => {
                listed += 1;
                found.into_iter().for_each(|id| *ids.entry(id).or_default() += 1);
            }
            Verdict::Disagree(how) => disagreements.push((number, how)),
        }
    }
    println!(
        "{count} forms (seed {seed}): accepted by both {accepted}, refused by both {refused}, \
         listed differences {listed}, disagreements {}",
        disagreements.len()
    );
    ids.iter().for_each(|(id, count)| println!("  {id}: {count}"));
    for (number, how) in disagreements.iter().take(SHOWN) {
        println!("form {number}: {how}\n{}", draft::shown(&forms[*number]));
    }
    assert!(disagreements.is_empty(), "{} disagreements", disagreements.len());
    assert!(accepted * 3 > count, "too few sound forms to mean anything: {accepted} of {count}");
}

#[test]
fn the_shipped_checklists_are_valid_xforms_and_agree() {
    let mut forms = Vec::new();
    for entry in fs::read_dir(workspace().join("checklists")).unwrap() {
        forms.push(draft::markdown(&fs::read_to_string(entry.unwrap().path()).unwrap()));
    }
    assert_eq!(forms.len(), 4);
    for verdict in judge(&forms) {
        assert!(matches!(verdict, Verdict::BothAccept(_)), "{verdict:#?}");
    }
}

#[test]
fn the_page_on_forms_lists_the_same_differences() {
    let page = fs::read_to_string(workspace().join("docs/forms.md")).unwrap();
    let table = differences::table();
    assert!(page.contains(&table), "docs/forms.md should hold this table:\n{table}");
}
