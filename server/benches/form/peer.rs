//! The same form with the same answers in `@getodk/xforms-engine`, in Node.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use ruhu_core::form::definition::FormDefinition;
use ruhu_server::casework::forms::xform;
use serde::{Deserialize, Serialize};

use crate::{
    Outcome,
    answers::Step,
    county::{INSTANCES, REPEAT},
    draft::{Computed, Draft, repeat},
    measure::milliseconds,
};

/// What is installed, each at one version.
const FILES: [(&str, &str); 3] = [
    ("package.json", include_str!("peer/package.json")),
    ("package-lock.json", include_str!("peer/package-lock.json")),
    ("peer.mjs", include_str!("peer/peer.mjs")),
];
/// Numbers that differ by less are the same.
const CLOSE: f64 = 1e-6;
/// How many differences are shown.
const SHOWN: usize = 10;

/// What the other engine does, and what must come out.
pub(crate) struct Script {
    json: String,
    expected: Vec<Computed>,
}

#[derive(Serialize)]
struct Asked<'d> {
    repeat: String,
    instances: u32,
    filling: &'d [Step],
    measured: &'d [Step],
}

impl Script {
    /// Everything that was done to a draft so far; the last `count` answers are measured.
    pub(crate) fn of(draft: &Draft, count: usize) -> Outcome<Self> {
        let (filling, measured) = draft.steps.split_at(draft.steps.len().saturating_sub(count));
        let asked = Asked { repeat: repeat(REPEAT), instances: INSTANCES, filling, measured };
        Ok(Self { json: serde_json::to_string(&asked)?, expected: draft.computed()? })
    }
}

/// What we took for the same.
pub(crate) struct Times {
    pub(crate) load: Duration,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

/// What the other engine tells.
#[derive(Deserialize)]
struct Told {
    node: String,
    load: f64,
    /// Of that, making the draft once the form is read.
    create: f64,
    p50: f64,
    p99: f64,
    computed: HashMap<String, String>,
}

/// Runs the other engine, looks whether it comes to the same, and reports what it took, and we beside it.
pub(crate) fn compare(form: &FormDefinition, script: &Script, ours: &Times) -> Outcome<()> {
    let told = run(form, script)?;
    let differing: Vec<&Computed> = script.expected.iter().filter(|own| !is_same(own, &told)).collect();
    say(&format!(
        "{} calculations in xforms-engine on Node {}, {} of them differ",
        script.expected.len(),
        told.node,
        differing.len()
    ));
    for Computed { key, value } in differing.iter().take(SHOWN) {
        let theirs = told.computed.get(key).map_or("nothing", String::as_str);
        say(&format!("  {key}: ours {value}, theirs {theirs}"));
    }
    say(&format!("xforms-engine, a draft once the form is read: {:.3} ms", told.create));
    for (name, ours, theirs) in [
        ("load", ours.load, told.load),
        ("one answer, p50", ours.p50, told.p50),
        ("one answer, p99", ours.p99, told.p99),
    ] {
        let own = milliseconds(ours);
        say(&format!("xforms-engine, {name}: {theirs:.3} ms"));
        say(&format!("ours, {name}: {own:.4} ms"));
        say(&format!("ours against xforms-engine, {name}: {:.4} times", own / theirs));
    }
    if differing.is_empty() { Ok(()) } else { Err("xforms-engine comes to other results".into()) }
}

fn is_same(own: &Computed, told: &Told) -> bool {
    let Some(theirs) = told.computed.get(&own.key) else { return false };
    let numbers = own.value.parse::<f64>().ok().zip(theirs.parse::<f64>().ok());
    *theirs == own.value || numbers.is_some_and(|(own, theirs)| (own - theirs).abs() <= CLOSE)
}

fn run(form: &FormDefinition, script: &Script) -> Outcome<Told> {
    let folder = installed()?;
    let (form_file, script_file) = (folder.join("form.xml"), folder.join("script.json"));
    fs::write(&form_file, xform::write(form)?)?;
    fs::write(&script_file, &script.json)?;
    let output = Command::new("node")
        .arg(folder.join("peer.mjs"))
        .args([form_file, script_file])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("Node does not start ({error}); on Debian: apt-get install nodejs npm"))?;
    if !output.status.success() {
        return Err("xforms-engine could not run the form".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The folder of the other engine; what is there already, npm leaves.
fn installed() -> Outcome<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("form-peer");
    fs::create_dir_all(&folder)?;
    let lock = folder.join("node_modules/.package-lock.json");
    let same =
        |(name, text): &(&str, &str)| fs::read_to_string(folder.join(name)).is_ok_and(|old| old == *text);
    let is_there = FILES.iter().all(same) && lock.exists();
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    if !is_there {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&folder);
        let ended = npm.stdout(Stdio::null()).status();
        let ended =
            ended.map_err(|error| format!("npm does not start ({error}); on Debian: apt-get install npm"))?;
        if !ended.success() {
            return Err("npm could not install xforms-engine; is there a network?".into());
        }
    }
    Ok(folder)
}

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn say(line: &str) {
    println!("{line}");
}
