//! The field's own importer and validator: pyxform and ODK Validate, as PyPI has them.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::Deserialize;

use super::python::python;

/// One long-lived pyxform.
pub(crate) struct Pyxform {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    validator: PathBuf,
}

#[derive(Deserialize)]
struct Hello {
    validator: PathBuf,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Xform(String),
    Refused(String),
}

impl Pyxform {
    /// Starts it; the first time on a machine it is installed from PyPI.
    pub(crate) fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pyxform/serve.py");
        let mut process = Command::new(python())
            .args(["-u", "-W", "ignore"])
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let requests = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut hello = String::new();
        answers.read_line(&mut hello).unwrap();
        let Hello { validator } = serde_json::from_str(&hello).unwrap();
        Self { process, requests, answers, validator }
    }

    /// The XForm of a workbook, or why it is refused.
    pub(crate) fn convert(&mut self, workbook: &[u8]) -> Result<String, String> {
        let request = serde_json::json!({ "xlsx": BASE64_STANDARD.encode(workbook) });
        writeln!(self.requests, "{request}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        match serde_json::from_str(&answer).unwrap() {
            Answer::Xform(xform) => Ok(xform),
            Answer::Refused(reason) => Err(reason),
        }
    }

    /// Asks ODK Validate about many XForms at once: why each refused one is refused, by its name.
    pub(crate) fn validate(&self, xforms: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, xform) in xforms {
            fs::write(folder.path().join(name), xform).unwrap();
        }
        let log = folder.path().join("log");
        let output = File::create(&log).unwrap();
        // One file for both streams keeps what is said about a form behind its name.
        let ended = Command::new("java")
            .args(["-Djava.awt.headless=true", "-jar"])
            .arg(&self.validator)
            .args(xforms.keys())
            .current_dir(folder.path())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .status()
            .expect("ODK Validate needs Java; on Debian: apt-get install default-jre-headless");
        let log = fs::read_to_string(log).unwrap();
        let refused = refusals(&log);
        let asked = log.lines().filter(|line| line.starts_with("Validating: ")).count();
        assert_eq!(asked, xforms.len(), "ODK Validate stopped early:\n{log}");
        assert_eq!(ended.success(), refused.is_empty(), "{log}");
        refused
    }
}

/// What the log says about each form that it calls invalid.
fn refusals(log: &str) -> BTreeMap<String, String> {
    let mut refused = BTreeMap::new();
    for part in log.split("Validating: ").skip(1) {
        let (name, said) = part.split_once('\n').unwrap_or((part, ""));
        if said.contains("XForm is invalid") {
            let reasons: Vec<&str> = said
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty() && !line.starts_with("at ") && !line.starts_with(">>"))
                .take(4)
                .collect();
            refused.insert(name.trim().to_owned(), reasons.join(" / "));
        }
    }
    refused
}

impl Drop for Pyxform {
    fn drop(&mut self) {
        // Its input ends with us; a kill only hurries it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
