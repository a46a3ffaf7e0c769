//! Running other programs: announced, without standard input, their output passed on as it comes.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

use crate::place::cargo;

/// How a program ended.
pub struct Ended {
    /// Whether it said success.
    pub success: bool,
    /// How long it ran.
    pub took: Duration,
}

/// Which output is read line by line; the other is inherited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Nothing is read.
    Nothing,
    /// Standard output.
    Stdout,
    /// Both, in the order in which they come.
    Both,
}

/// A cargo command in the workspace.
pub fn cargo_command<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(arguments: I) -> Command {
    let mut command = Command::new(cargo());
    command.args(arguments);
    // `cargo run` tells us about ourselves; build scripts that watch these would run again for every other caller.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// The same command, for the processor time that others leave; where the system has no `nice`, as it is.
pub fn in_the_background(command: Command) -> Command {
    let nice = Path::new("/usr/bin/nice");
    if !nice.is_file() {
        return command;
    }
    let mut behind = Command::new(nice);
    behind.arg("-n").arg("10").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => behind.env(name, value),
            None => behind.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        behind.current_dir(folder);
    }
    behind
}

/// Announces and runs a command; `on_line` sees each line that is read, after it was printed.
#[expect(
    clippy::disallowed_methods,
    reason = "how long a developer waited is measured here and nowhere else"
)]
pub fn run(mut command: Command, read: Read, mut on_line: impl FnMut(&str)) -> Result<Ended> {
    let name = describe(&command);
    eprintln!("$ {name}");
    command.stdin(Stdio::null());
    let start = Instant::now();
    let mut reader = None;
    if read != Read::Nothing {
        let (source, sink) = std::io::pipe().context("no pipe")?;
        if read == Read::Both {
            command.stderr(sink.try_clone()?);
        }
        command.stdout(sink);
        reader = Some(BufReader::new(source));
    }
    let mut child = command.spawn().with_context(|| format!("does not start: {name}"))?;
    // The command holds the writing end of the pipe; the reader would never see its end.
    drop(command);
    if let Some(mut reader) = reader {
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            println!("{}", text.trim_end_matches(['\n', '\r']));
            on_line(text.trim());
            line.clear();
        }
    }
    let success = child.wait()?.success();
    Ok(Ended { success, took: start.elapsed() })
}

/// Runs a command and only asks whether it succeeded.
pub fn succeeds(command: Command) -> Result<bool> {
    Ok(run(command, Read::Nothing, |_| ())?.success)
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
