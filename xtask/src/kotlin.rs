//! The Kotlin package on the JVM: its suite over the real library, then the sample as an app team would run it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    place::Place,
    report::Report,
    run::{Read, run},
    totals::Totals,
};

/// The package, from the root of the workspace.
pub const PACKAGE: &str = "mobile-bindings/kotlin";
/// What the sample says last when the server has everything that was sealed.
const SAMPLE_ENDS: &str = "今日：完整 3 条，待传 0 条，草稿 1 条";

/// Runs the suite and the sample. The library is the one that was just built.
pub fn test(place: &Place) -> Result<Totals> {
    let mut totals = Totals::default();
    let ended = run(maven(place, place.root.join(PACKAGE), &["install"]), Read::Stdout, |line| {
        totals.read(line);
    })?;
    if !ended.success {
        totals.failed = totals.failed.max(1);
        return Ok(totals);
    }
    let mut report = Report::about("kotlin sample");
    report.verdict("a surveyor's day", sample(place)?);
    totals.add(report.totals);
    Ok(totals)
}

/// Maven in `folder`, with the library and the programs of this build.
pub fn maven(place: &Place, folder: PathBuf, arguments: &[&str]) -> Command {
    let mut command = Command::new("mvn");
    command
        .args(["--batch-mode", "--no-transfer-progress", "-Druhu.bind.build=--no-build=true"])
        .arg(format!("-Druhu.programs={}", place.target.join("debug").display()))
        .args(arguments)
        .current_dir(folder);
    command
}

/// Runs the sample against a real server over a small village. Says whether the server has the day's work.
fn sample(place: &Place) -> Result<bool> {
    let folder = place.target.join("kotlin-sample");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let village = Village::start(place, &folder.join("data"))?;
    let phone = folder.join("phone");
    let exec = format!("-Dexec.args={} {} {}", village.url, village.code, phone.display());
    let mut ends_well = false;
    let command =
        maven(place, place.root.join(PACKAGE).join("sample"), &["-q", "compile", "exec:java", &exec]);
    let ended = run(command, Read::Stdout, |line| ends_well |= line == SAMPLE_ENDS)?;
    Ok(ended.success && ends_well)
}

/// A server over invented households.
struct Village {
    server: Child,
    url: String,
    code: String,
}

impl Village {
    fn start(place: &Place, data: &Path) -> Result<Self> {
        let made = Command::new(place.built("village")).arg(data).args(["6", "1"]).output()?;
        ensure!(made.status.success(), "village: {}", String::from_utf8_lossy(&made.stderr));
        let code = String::from_utf8(made.stdout)?.trim().to_owned();
        let mut server = Command::new(place.built("ruhu"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("RUHU_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .context("ruhu does not start")?;
        let mut said = String::new();
        if let Some(stdout) = server.stdout.take() {
            BufReader::new(stdout).read_line(&mut said)?;
        }
        let mut village = Self { server, url: String::new(), code };
        let at = said.find("http://").with_context(|| format!("ruhu said: {said}"))?;
        village.url = said.split_at(at).1.trim().to_owned();
        Ok(village)
    }
}

impl Drop for Village {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::PACKAGE;

    /// The build files of the package, and what its README tells apps to write, must not drift apart.
    #[test]
    fn maven_gradle_and_the_readme_name_the_same_versions() {
        let package = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PACKAGE);
        let read = |file: &str| std::fs::read_to_string(package.join(file)).unwrap();
        let (pom, gradle, sample) = (read("pom.xml"), read("build.gradle.kts"), read("sample/pom.xml"));
        let between = |text: &str, from: &str, to: &str| {
            text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(found, _)| found.to_owned())
        };
        let kotlin = between(&pom, "<kotlin.version>", "</").unwrap();
        assert!(gradle.contains(&format!("kotlin(\"jvm\") version \"{kotlin}\"")), "{kotlin}");
        assert_eq!(between(&sample, "<kotlin.version>", "</"), Some(kotlin));
        let readme = read("../README.md");
        let mut compared = 0;
        for dependency in pom.lines().filter(|line| line.contains("<dependency>")) {
            let part = |tag: &str| between(dependency, &format!("<{tag}>"), "</").unwrap();
            if part("artifactId") != "kotlin-stdlib" {
                let named = format!("{}:{}:{}", part("groupId"), part("artifactId"), part("version"));
                assert!(gradle.contains(&named), "{named}");
                // Android has its own artifact of the coroutines, of the same version.
                let on_android = named.replace("-core-jvm:", "-android:");
                assert!(
                    part("artifactId") == "junit-jupiter" || readme.contains(&on_android),
                    "{on_android}"
                );
                compared += 1;
            }
        }
        assert_eq!(compared, 3);
    }
}
