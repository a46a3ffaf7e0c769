//! The calls that a program makes to the files of a folder, and one of them made to fail.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
    sync::Mutex,
};

/// Calls that change files, and with which errors a disk answers them.
const CALLS: [(&str, &[Errno]); 12] = [
    ("openat", &[Errno::Io, Errno::NoSpace]),
    ("pwrite64", &[Errno::Io, Errno::NoSpace]),
    ("write", &[Errno::Io, Errno::NoSpace]),
    ("pread64", &[Errno::Io]),
    ("fsync", &[Errno::Io, Errno::NoSpace]),
    ("fdatasync", &[Errno::Io, Errno::NoSpace]),
    ("ftruncate", &[Errno::Io]),
    ("fallocate", &[Errno::NoSpace]),
    ("rename", &[Errno::Io, Errno::NoSpace]),
    ("unlink", &[Errno::Io]),
    ("mkdir", &[Errno::Io, Errno::NoSpace]),
    ("linkat", &[Errno::Io, Errno::NoSpace]),
];

/// What a disk says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Errno {
    Io,
    NoSpace,
}

/// One call that fails: the n-th of its name in its thread, from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    call: &'static str,
    at: usize,
    errno: Errno,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} of {}", self.errno_name(), self.at, self.call)
    }
}

impl Fault {
    fn errno_name(self) -> &'static str {
        match self.errno {
            Errno::Io => "EIO",
            Errno::NoSpace => "ENOSPC",
        }
    }

    /// The command under this fault, with its calls of this name written to `log`. The program itself is the child:
    /// the tracer stands aside.
    pub(crate) fn around(self, command: &Command, log: &Path) -> Command {
        let inject = format!("inject={}:error={}:when={}", self.call, self.errno_name(), self.at);
        let (trace, log) = (format!("trace={}", self.call), log.to_str().unwrap());
        traced(command, &["-y", "-s", "4096", "-e", &trace, "-e", &inject, "-o", log])
    }
}

/// Whether a fault struck a call that was not to the folder. Threads share out their work anew in every run, so that
/// the n-th call of one of them may be to what wakes another, which no disk can make fail.
pub(crate) fn struck_elsewhere(log: &Path, folder: &Path) -> bool {
    let text = String::from_utf8_lossy(&fs::read(log).unwrap()).into_owned();
    let folder = folder.to_str().unwrap();
    text.lines().any(|line| line.ends_with("(INJECTED)") && !line.contains(folder))
}

fn traced(command: &Command, options: &[&str]) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "-qq", "--seccomp-bpf"]).args(options).arg(command.get_program());
    strace.args(command.get_args());
    for (name, value) in command.get_envs() {
        strace.env(name, value.unwrap_or_default());
    }
    strace
}

/// Runs a command once, and gives a fault for each of its calls to files below the folder.
pub(crate) fn faults(command: &Command, folder: &Path, work: impl FnOnce(&mut Command)) -> Vec<Fault> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let names: Vec<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    let trace = format!("trace={}", names.join(","));
    let path = log.path().to_str().unwrap();
    work(&mut traced(command, &["-y", "-s", "4096", "-e", &trace, "-o", path]));
    let text = String::from_utf8_lossy(&fs::read(log.path()).unwrap()).into_owned();
    let places = places(&text, folder.to_str().unwrap());
    let one = |(name, errors): &(&'static str, &'static [Errno])| -> Vec<Fault> {
        let at = places.get(*name).into_iter().flatten();
        at.flat_map(|at| errors.iter().map(|errno| Fault { call: name, at: *at, errno: *errno })).collect()
    };
    CALLS.iter().flat_map(one).collect()
}

/// Of each call the numbers, counted in each thread, at which it concerned the folder. A line is `PID call(…`. The
/// numbers at which some thread speaks to its parent are left out: what is not said cannot be waited for.
fn places<'l>(log: &'l str, folder: &str) -> BTreeMap<&'l str, BTreeSet<usize>> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut spoken = BTreeSet::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, arguments)) = rest.trim_start().split_once('(') else { continue };
        // `<... write resumed>` ends a call that was counted when it began.
        if call.contains('<') {
            continue;
        }
        let count = counts.entry((thread, call)).or_default();
        *count += 1;
        if arguments.contains(folder) {
            places.entry(call).or_default().insert(*count);
        } else if call == "write" && arguments.starts_with("1<") {
            spoken.insert(*count);
        }
    }
    if let Some(writes) = places.get_mut("write") {
        writes.retain(|at| !spoken.contains(at));
    }
    places
}

/// Runs one job per fault, two at a time.
pub(crate) fn for_each(faults: &[Fault], job: impl Fn(Fault) + Sync) {
    let next = Mutex::new(faults.iter());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let fault = next.lock().unwrap().next();
                    let Some(fault) = fault else { break };
                    job(*fault);
                }
            });
        }
    });
}
