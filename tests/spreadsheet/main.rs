//! The assessment against an independent spreadsheet: writes random households with formulas of its own into a workbook,
//! and compares what a spreadsheet program makes of them with what the rules say, to the fen.
//!
//! `grant-sheet write WORKBOOK HOUSEHOLDS SEED`, then the program turns the workbook into comma-separated text, then
//! `grant-sheet compare TEXT HOUSEHOLDS SEED`.
#![expect(clippy::print_stdout, reason = "the command tells its result")]

mod formulas;
mod households;

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use ruhu_core::assessment::{Policy, assess, shipped};

use households::Household;

/// The policy that the formulas know by heart.
const POLICY: &str = "example-2026-rural";
/// Differences shown; all of them are counted.
const SHOWN: usize = 10;

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, file, households, seed] = arguments.as_slice() else {
        bail!("usage: grant-sheet write|compare FILE HOUSEHOLDS SEED");
    };
    let all = households::random(households.parse()?, seed.parse()?)?;
    match action.as_str() {
        "write" => {
            formulas::write(file.as_ref(), &all)?;
            println!("{} households written", all.len());
            Ok(ExitCode::SUCCESS)
        }
        "compare" => compare(file, &all),
        other => bail!("unknown action {other}"),
    }
}

/// What the rules grant, in yuan with two decimals.
fn by_the_rules(household: &Household, policy: &Policy) -> String {
    format!("{:.2}", assess(&household.facts, policy).grant.amount)
}

fn compare(text: &str, all: &[Household]) -> anyhow::Result<ExitCode> {
    let policies = shipped()?;
    let policy = policies.iter().find(|policy| policy.name == POLICY).context("no such policy")?;
    let mut reader = csv::ReaderBuilder::new().from_path(text)?;
    let grant = reader.headers()?.iter().position(|name| name == formulas::GRANT).context("no grants")?;
    let (mut rows, mut granted, mut different) = (0_usize, 0_usize, 0_usize);
    for (record, household) in reader.records().zip(all) {
        let record = record?;
        let sheet = record.get(grant).context("a short row")?;
        let sheet: rust_decimal::Decimal = sheet.parse().with_context(|| format!("no amount: {sheet}"))?;
        let (sheet, rules) = (format!("{sheet:.2}"), by_the_rules(household, policy));
        rows += 1;
        granted += usize::from(rules != "0.00");
        if sheet != rules {
            different += 1;
            if different <= SHOWN {
                println!("row {}: spreadsheet {sheet}, rules {rules}", rows + 1);
            }
        }
    }
    ensure!(rows == all.len(), "{rows} rows of {}", all.len());
    println!("{rows} households, {granted} with a grant, {different} differ");
    Ok(if different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
