//! `cargo xtask doctor`: what this machine lacks, and how to get it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use crate::{run::succeeds, targets};

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Install what is missing; needs root on Debian or a system made from it.
    #[arg(long)]
    install: bool,
}

/// One thing the build or the tests need.
struct Need {
    name: &'static str,
    why: &'static str,
    package: &'static str,
    probe: fn() -> Option<String>,
}

const NEEDS: &[Need] = &[
    Need {
        name: "cc",
        why: "links, and builds SQLite and zstd",
        package: "build-essential",
        probe: || version("cc", "--version"),
    },
    Need {
        name: "make",
        why: "builds OpenSSL for SQLCipher",
        package: "make",
        probe: || version("make", "--version"),
    },
    Need { name: "perl", why: "configures OpenSSL", package: "perl", probe: perl },
    Need {
        name: "python3",
        why: "tests the Python binding",
        package: "python3",
        probe: || version("python3", "--version"),
    },
    Need {
        name: "java",
        why: "runs the Kotlin package",
        package: "default-jdk-headless",
        probe: || version("java", "-version"),
    },
    Need {
        name: "mvn",
        why: "builds and tests the Kotlin package",
        package: "maven",
        probe: || version("mvn", "--version"),
    },
    Need {
        name: "pdftotext",
        why: "reads packs in tests",
        package: "poppler-utils",
        probe: || version("pdftotext", "-v"),
    },
    Need {
        name: "pdftoppm",
        why: "draws pages of packs in tests",
        package: "poppler-utils",
        probe: || version("pdftoppm", "-v"),
    },
    Need {
        name: "CJK font",
        why: "packs are typeset in Chinese",
        package: "fonts-noto-cjk",
        probe: cjk_font,
    },
    Need { name: "chromium", why: "tests the console", package: "chromium", probe: chromium },
    Need {
        name: "chromedriver",
        why: "drives Chromium in tests",
        package: "chromium-driver",
        probe: || version("chromedriver", "--version"),
    },
    Need {
        name: "strace",
        why: "makes disks fail in tests",
        package: "strace",
        probe: || version("strace", "--version"),
    },
    Need {
        name: "node",
        why: "runs the form engine that ours is measured against",
        package: "nodejs",
        probe: || version("node", "--version"),
    },
    Need { name: "npm", why: "installs it", package: "npm", probe: || version("npm", "--version") },
    Need {
        name: "rust, phones",
        why: "compiles for phones",
        package: "rustc-web",
        probe: || targets::found("rustc-web"),
    },
    Need {
        name: "cargo, phones",
        why: "compiles for phones",
        package: "cargo-web",
        probe: || targets::found("cargo-web"),
    },
    Need {
        name: "std, phones",
        why: "Rust's own library, compiled for phones",
        package: "rust-web-src",
        probe: || targets::found("rust-web-src"),
    },
];

/// Prints the state of this machine; the answer is whether nothing is missing.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let missing = report();
    if missing.is_empty() || !arguments.install {
        return Ok(missing.is_empty());
    }
    ensure!(can_install(), "--install needs root on Debian; run the line above yourself");
    install(&missing)?;
    Ok(report().is_empty())
}

/// Whether what compiles the program is there already: everything else can wait.
pub fn can_compile() -> bool {
    let builds = |need: &&Need| matches!(need.name, "cc" | "make" | "perl");
    NEEDS.iter().filter(builds).all(|need| (need.probe)().is_some())
}

/// What a test run does first: looks, and installs where that asks nobody.
pub fn make_ready() -> Result<bool> {
    let missing = report();
    if missing.is_empty() {
        return Ok(true);
    }
    if !can_install() {
        return Ok(false);
    }
    install(&missing)?;
    Ok(report().is_empty())
}

/// Prints each need; gives the packages that would fill the gaps, each once.
fn report() -> Vec<&'static str> {
    let mut missing: Vec<&'static str> = Vec::new();
    for need in NEEDS {
        match (need.probe)() {
            Some(found) => println!("ok       {:<13} {found}", need.name),
            None => {
                println!("MISSING  {:<13} {} (Debian: {})", need.name, need.why, need.package);
                if !missing.contains(&need.package) {
                    missing.push(need.package);
                }
            }
        }
    }
    if !missing.is_empty() {
        println!("install with: apt-get install --no-install-recommends {}", missing.join(" "));
    }
    missing
}

/// Installs packages of Debian's.
pub fn install(packages: &[&str]) -> Result<()> {
    ensure!(succeeds(apt(&["update"]))?, "apt-get update failed; is there a network?");
    let mut command = apt(&["install", "--yes", "--no-install-recommends"]);
    command.args(packages);
    ensure!(succeeds(command)?, "apt-get could not install {}", packages.join(" "));
    Ok(())
}

fn apt(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether that asks nobody.
pub fn can_install() -> bool {
    let root = first_line(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    root && Path::new("/etc/debian_version").exists() && version("apt-get", "--version").is_some()
}

fn version(program: &str, flag: &str) -> Option<String> {
    first_line(Command::new(program).arg(flag))
}

/// The first line that a program says on either stream, if it starts and succeeds.
fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    let line = String::from_utf8_lossy(&said).lines().find(|line| !line.trim().is_empty())?.trim().to_owned();
    output.status.success().then_some(line)
}

/// Debian's base system has a perl without the modules that OpenSSL's configuration loads.
fn perl() -> Option<String> {
    first_line(Command::new("perl").args([
        "-MIPC::Cmd",
        "-MFindBin",
        "-MData::Dumper",
        "-e",
        "print \"perl $^V\"",
    ]))
}

fn chromium() -> Option<String> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| version(name, "--version"))
}

/// Asks fontconfig; without it looks for the files, as the typesetter does.
fn cjk_font() -> Option<String> {
    first_line(Command::new("fc-list").args([":lang=zh-cn", "family"])).or_else(|| {
        let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let folders =
            ["/usr/share/fonts".into(), "/usr/local/share/fonts".into(), home.join(".local/share/fonts")];
        folders.iter().find_map(|folder| font_file(folder, FONT_FOLDER_DEPTH))
    })
}

const FONT_FOLDER_DEPTH: usize = 6;

fn font_file(folder: &Path, depth: usize) -> Option<String> {
    let deeper = depth.checked_sub(1)?;
    fs::read_dir(folder).ok()?.filter_map(Result::ok).find_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            return font_file(&entry.path(), deeper);
        }
        let known = ["CJK", "SourceHan", "wqy-", "uming", "ukai", "simsun", "DroidSansFallback"];
        known.iter().any(|part| name.contains(part)).then_some(name)
    })
}
