//! JavaRosa, from the ODK Validate that pyxform carries.

use std::{
    fs::{self, File},
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

use super::{cases, form, python::python};

/// The version that the table of differences was written for.
pub(crate) const VERSION: &str = "5.1.0";

const WHERE_IT_IS: &str =
    "from pyxform.validators.odk_validate import ODK_VALIDATE_PATH; print(ODK_VALIDATE_PATH, end='')";

/// What JavaRosa said about an expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Said {
    Number(f64),
    Text(String),
    Boolean(bool),
    /// With its time and offset.
    Date(String),
    /// The texts of nodes.
    Nodes(Vec<String>),
    /// It cannot be read: the kind of refusal, and the whole of it.
    Refused(String, String),
    /// It cannot be evaluated.
    Failed(String, String),
}

/// Evaluates expressions, each with its context, over the world of the cases.
pub(crate) fn evaluate(asked: &[(&str, &str)]) -> Vec<Said> {
    let jar = jar();
    let folder = tempfile::tempdir().unwrap();
    let form = folder.path().join("world.xml");
    fs::write(&form, form::xform(&cases::world("answers.txt"), &cases::world("towns.csv"))).unwrap();
    let mut java = Command::new("java")
        .args(["-Duser.timezone=GMT+08:00", "-cp"])
        .arg(&jar)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/javarosa/Evaluate.java"))
        .arg(&form)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("JavaRosa needs a Java compiler; on Debian: apt-get install default-jdk-headless");
    let lines =
        asked.iter().map(|(context, text)| format!("{context}\t{text}\n")).collect::<Vec<_>>().concat();
    let mut requests = java.stdin.take().unwrap();
    // Where the program ends early, what it said is worth more than a broken pipe.
    let writer = thread::spawn(move || requests.write_all(lines.as_bytes()).is_ok());
    let output = java.wait_with_output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(writer.join().unwrap() && output.status.success(), "{log}");
    let answers: Vec<Said> = String::from_utf8(output.stdout).unwrap().lines().map(said).collect();
    assert_eq!(answers.len(), asked.len(), "{log}");
    answers
}

/// Where ODK Validate is; that it holds the version we speak of.
fn jar() -> PathBuf {
    let output = Command::new(python()).args(["-c", WHERE_IT_IS]).output().unwrap();
    let jar = PathBuf::from(String::from_utf8(output.stdout).unwrap());
    let mut archive = zip::ZipArchive::new(File::open(&jar).unwrap()).unwrap();
    let mut properties = String::new();
    let mut entry = archive.by_name("META-INF/maven/org.getodk/javarosa/pom.properties").unwrap();
    entry.read_to_string(&mut properties).unwrap();
    assert!(properties.lines().any(|line| line == format!("version={VERSION}")), "{properties}");
    jar
}

/// `kind`, tab, value.
fn said(line: &str) -> Said {
    let (kind, value) = line.split_once('\t').unwrap();
    let refusal = || {
        let kind = value.split([':', ' ']).next().unwrap_or_default();
        (kind.rsplit('.').next().unwrap_or_default().to_owned(), value.to_owned())
    };
    match kind {
        "double" => Said::Number(value.parse().unwrap()),
        "string" => Said::Text(value.to_owned()),
        "boolean" => Said::Boolean(value == "true"),
        "date" => Said::Date(value.to_owned()),
        "0 nodes" => Said::Nodes(Vec::new()),
        "refused" => Said::Refused(refusal().0, refusal().1),
        "failed" => Said::Failed(refusal().0, refusal().1),
        nodes if nodes.ends_with(" nodes") => Said::Nodes(value.split('\u{1f}').map(str::to_owned).collect()),
        other => panic!("{other}: {value}"),
    }
}
