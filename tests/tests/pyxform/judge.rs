//! Both importers on the same workbooks, and whether what they say agrees.

use std::collections::{BTreeMap, BTreeSet};

use ruhu_core::form::xlsform::{Attachment, Finding, Sheet, Workbook, import, read_csv};
use ruhu_server::casework::forms::{FormLimits, read_xlsx, xform};

use super::{
    differences::{DIFFERENCES, Sign},
    draft,
    facts::{Facts, facts},
    tool::Pyxform,
};

/// The file of choices that lies beside every form.
const VILLAGES: &str = "name,label,town\nv1,清湖,t1\nv2,河口,t2\n";

/// What the two said about a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Both take it and export the same; the differences that were listed are named.
    BothAccept(BTreeSet<&'static str>),
    /// Neither takes it.
    BothRefuse,
    /// One takes it, for a reason that is listed.
    Listed(BTreeSet<&'static str>),
    /// Anything else.
    Disagree(String),
}

/// What one of the two said: its XForm, or why there is none.
type Said<T> = Result<String, T>;

/// Judges forms, all in one go because the validator starts slowly.
pub(crate) fn judge(forms: &[Vec<Sheet>]) -> Vec<Verdict> {
    let mut pyxform = Pyxform::start();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    let mut written = BTreeMap::new();
    for (at, sheets) in forms.iter().enumerate() {
        let bytes = draft::workbook(sheets);
        let (own, other) = (import_ours(&bytes), pyxform.convert(&bytes));
        for (side, xform) in [("ours", own.as_ref().ok()), ("theirs", other.as_ref().ok())] {
            written.extend(xform.map(|xform| (name(at, side), xform.clone())));
        }
        ours.push(own);
        theirs.push(other);
    }
    let refused = pyxform.validate(&written);
    ours.into_iter()
        .zip(theirs)
        .enumerate()
        .map(|(at, (own, other))| match (&own, refused.get(&name(at, "ours"))) {
            (Ok(_), Some(reason)) if !refused.contains_key(&name(at, "theirs")) || other.is_err() => {
                Verdict::Disagree(format!("ODK Validate refuses our export only: {reason}"))
            }
            (_, reason) => {
                let other = match refused.get(&name(at, "theirs")).or(reason) {
                    Some(reason) => Err(reason.clone()),
                    None => other,
                };
                compare(&own, &other)
            }
        })
        .collect()
}

fn name(at: usize, side: &str) -> String {
    format!("{at:05}-{side}.xml")
}

fn import_ours(bytes: &[u8]) -> Said<Vec<Finding>> {
    let sheets = read_xlsx(bytes, &FormLimits::default()).unwrap();
    let table = read_csv("villages.csv", VILLAGES.as_bytes()).unwrap();
    let attachments = vec![Attachment { name: "villages.csv".to_owned(), table }];
    let workbook = Workbook { name: "data".to_owned(), sheets, attachments };
    let imported = import(&workbook).map_err(|report| report.errors)?;
    Ok(String::from_utf8(xform::write(&imported.definition).unwrap()).unwrap())
}

fn compare(ours: &Said<Vec<Finding>>, theirs: &Said<String>) -> Verdict {
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => same_facts(&facts(ours), &facts(theirs)),
        (Err(_), Err(_)) => Verdict::BothRefuse,
        (Err(findings), Ok(_)) => stricter(findings),
        (Ok(_), Err(reason)) => laxer(reason),
    }
}

fn same_facts(ours: &Facts, theirs: &Facts) -> Verdict {
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let mut listed = BTreeSet::new();
    let mut unlisted = Vec::new();
    for name in names {
        let (own, other) = (ours.get(name).map(String::as_str), theirs.get(name).map(String::as_str));
        if own == other {
            continue;
        }
        let known = DIFFERENCES.iter().find(|difference| match difference.sign {
            Sign::Fact(is_it) => is_it(name, own, other),
            Sign::Stricter(_) | Sign::Laxer(_) => false,
        });
        match known {
            Some(difference) => drop(listed.insert(difference.id)),
            None => unlisted.push(format!("{name}\n    ours   {own:?}\n    theirs {other:?}")),
        }
    }
    if unlisted.is_empty() { Verdict::BothAccept(listed) } else { Verdict::Disagree(unlisted.join("\n")) }
}

/// Every one of our errors must be one that pyxform is known not to look for.
fn stricter(findings: &[Finding]) -> Verdict {
    let mut listed = BTreeSet::new();
    for finding in findings {
        let known = DIFFERENCES.iter().find(|difference| match difference.sign {
            Sign::Stricter(codes) => codes.contains(&finding.code.as_str()),
            Sign::Laxer(_) | Sign::Fact(_) => false,
        });
        match known {
            Some(difference) => drop(listed.insert(difference.id)),
            None => return Verdict::Disagree(format!("only we refuse it: {finding} ({})", finding.code)),
        }
    }
    Verdict::Listed(listed)
}

fn laxer(reason: &str) -> Verdict {
    let known = DIFFERENCES.iter().find(|difference| match difference.sign {
        Sign::Laxer(messages) => messages.iter().any(|message| reason.contains(message)),
        Sign::Stricter(_) | Sign::Fact(_) => false,
    });
    match known {
        Some(difference) => Verdict::Listed(BTreeSet::from([difference.id])),
        None => Verdict::Disagree(format!("only they refuse it: {reason}")),
    }
}
