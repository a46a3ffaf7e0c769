//! `cargo xtask fuzz`: the targets in `fuzz/`, one after the other, and a table of what they did.
//!
//! Inputs lie in four places: examples from the repository and the committed corpus are read, what a run finds worth
//! keeping goes below the build's folder, and so does an input that breaks something.

mod corpus;
mod example;
mod output;
mod seeds;
mod sheets;
mod tool;

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use self::output::Output;
use crate::{
    folder::files_below,
    place::Place,
    run::{Read, run as run_command},
};

/// Seconds that one input may take: far more than any needs on an idle machine, as the machine may be busy.
const TIMEOUT: u32 = 20;
/// Memory of a whole run; each input has a limit of its own inside the targets.
const MEMORY_MB: u32 = 2_048;

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Seconds that each target runs.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Run only this target.
    #[arg(long, value_enum)]
    target: Option<Target>,
    /// Then write the committed corpus anew: those inputs that reach most.
    #[arg(long)]
    renew: bool,
}

/// What is fuzzed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Target {
    /// Expressions: reading, printing, evaluating.
    Expression,
    /// Forms as Markdown and CSV.
    FormText,
    /// Forms as workbooks.
    Workbook,
    /// Pushes of phones.
    PushBody,
    /// Pages of the feed.
    PullBody,
    /// Journal entries and their records.
    EntryBytes,
    /// Proofs of the evidence log.
    TreeProof,
    /// Headers of photo uploads.
    TusHeaders,
    /// Files that are said to be photos.
    PhotoIntake,
    /// What cameras say about their photos.
    PhotoExif,
    /// Village fences as GeoJSON.
    FenceText,
    /// Policy files of the assessment and of plausibility.
    PolicyText,
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::Expression => "expression",
            Self::FormText => "form_text",
            Self::Workbook => "workbook",
            Self::PushBody => "push_body",
            Self::PullBody => "pull_body",
            Self::EntryBytes => "entry_bytes",
            Self::TreeProof => "tree_proof",
            Self::TusHeaders => "tus_headers",
            Self::PhotoIntake => "photo_intake",
            Self::PhotoExif => "photo_exif",
            Self::FenceText => "fence_text",
            Self::PolicyText => "policy_text",
        }
    }

    /// Longest input in bytes.
    fn max_length(self) -> usize {
        match self {
            Self::Expression => 1 << 10,
            Self::FormText | Self::Workbook | Self::PushBody | Self::PullBody => 8 << 10,
            Self::EntryBytes | Self::PhotoIntake | Self::FenceText | Self::PolicyText => 4 << 10,
            Self::TreeProof | Self::TusHeaders | Self::PhotoExif => 512,
        }
    }
}

/// The folders of one target.
struct Folders {
    program: PathBuf,
    dictionary: PathBuf,
    corpus: PathBuf,
    examples: PathBuf,
    found: PathBuf,
    findings: PathBuf,
}

impl Folders {
    fn make(place: &Place, target: Target) -> Result<Self> {
        let name = target.name();
        let (fuzz, built) = (place.root.join("fuzz"), place.target.join("fuzz"));
        let folders = Self {
            program: tool::program(&built, name)?,
            dictionary: fuzz.join("dictionaries").join(format!("{name}.dict")),
            corpus: fuzz.join("corpus").join(name),
            examples: built.join("examples").join(name),
            found: built.join("found").join(name),
            findings: built.join("findings").join(name),
        };
        if folders.examples.exists() {
            fs::remove_dir_all(&folders.examples)?;
        }
        for folder in [&folders.corpus, &folders.examples, &folders.found, &folders.findings] {
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        seeds::write(place, target, &folders.examples)?;
        Ok(folders)
    }

    /// The target's program with what holds for every run of it.
    fn command(&self, target: Target) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg(format!("-max_len={}", target.max_length()))
            .arg(format!("-timeout={TIMEOUT}"))
            .arg(format!("-rss_limit_mb={MEMORY_MB}"))
            .arg(format!("-artifact_prefix={}/", self.findings.display()))
            .args(["-verbosity=0", "-print_funcs=0"]);
        command
    }
}

/// One line of the table.
struct Row {
    target: Target,
    output: Output,
    seconds: f64,
    corpus: usize,
    kept: usize,
}

/// Builds and runs the targets; the answer is whether nothing was found.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    tool::make_ready()?;
    tool::build(&place)?;
    let targets: Vec<Target> = Target::value_variants()
        .iter()
        .copied()
        .filter(|target| arguments.target.is_none_or(|only| only == *target))
        .collect();
    let mut rows = Vec::new();
    for target in targets {
        let folders = Folders::make(&place, target)?;
        rows.push(run_one(target, &folders, arguments.seconds)?);
        if arguments.renew {
            corpus::renew(target, &folders)?;
        }
    }
    print(&rows);
    Ok(rows.iter().all(|row| row.output.findings.is_empty()))
}

fn run_one(target: Target, folders: &Folders, seconds: u32) -> Result<Row> {
    let mut command = folders.command(target);
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-dict={}", folders.dictionary.display()))
        .arg("-print_final_stats=1")
        .args([&folders.found, &folders.examples, &folders.corpus]);
    let mut output = Output::default();
    let ended = run_command(command, Read::Both, |line| output.take(line))?;
    if !ended.success && output.findings.is_empty() {
        bail!("{} ended without a finding and without success", target.name());
    }
    ensure!(output.executions > 0, "{} ran no input", target.name());
    Ok(Row {
        target,
        output,
        seconds: ended.took.as_secs_f64(),
        corpus: files_below(&folders.corpus, &[])?.len(),
        kept: files_below(&folders.found, &[])?.len(),
    })
}

fn print(rows: &[Row]) {
    println!(
        "\n{:<12} {:>12} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "target", "executions", "seconds", "per s", "corpus", "kept", "findings"
    );
    for Row { target, output, seconds, corpus, kept } in rows {
        let (executions, findings) = (output.executions, output.findings.len());
        println!(
            "{:<12} {executions:>12} {seconds:>8.0} {:>8} {corpus:>8} {kept:>8} {findings:>9}",
            target.name(),
            output.per_second
        );
    }
    for finding in rows.iter().flat_map(|row| &row.output.findings) {
        println!("found: {finding}");
    }
}
