//! The way without a kit: Debian's Rust of another version, which builds its own standard library for any target.
//!
//! Everything it makes is a check; see [`super::kit`].

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use super::{
    files::{write_changed, write_program},
    kit::Kit,
    target::{IOS, Target},
    work::{self, Work},
};
use crate::{doctor, place::Place, run::cargo_command, venv::Environment};

/// Rust and the source of its standard library, of one version: no other pair builds it.
pub const RUST: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Compiler, linker and archiver for every target.
const C: [&str; 3] = ["clang-22", "lld-22", "llvm-22"];
/// Headers for C, and the source of the unwinder.
const ZIG: &str = "ziglang==0.17.1";
/// Where Debian's programs are; rustup's stand before them in `PATH`.
const PROGRAMS: &str = "/usr/bin";

/// The command of cargo that does the work. Installs what it needs where that asks nobody.
pub(super) fn cargo(place: &Place, target: Target, work: Work) -> Result<Command> {
    install(&RUST)?;
    let folder = place.target.join("phones");
    let mut command = cargo_command(["-Zbuild-std=std,panic_unwind"]);
    let mut command = debians(&mut command);
    command.env("CARGO_TARGET_DIR", &folder).current_dir(&place.root);
    let mut path = vec![PathBuf::from(PROGRAMS)];
    match work {
        Work::Check => check_settings(&mut command, &folder.join("check"), target)?,
        Work::Build => {
            install(&C)?;
            let kit = Kit::make(&folder.join("kit"), zig(place)?, target)?;
            path.insert(0, kit.programs(target));
            kit.settings(&mut command, target);
            work::settings(&mut command, target);
        }
    }
    command.args(work.arguments(target)).env("PATH", with_path(path)?);
    Ok(command)
}

/// Debian's cargo in place of the one that runs us, and nothing of that one's surroundings.
fn debians(ours: &mut Command) -> Command {
    let mut command = Command::new(Path::new(PROGRAMS).join("cargo"));
    command.args(ours.get_args());
    for (name, value) in ours.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    for name in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "LD_LIBRARY_PATH", "RUSTC", "RUSTFLAGS"] {
        command.env_remove(name);
    }
    // The stable compiler builds its own standard library only if it is told that it may.
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

fn with_path(mut front: Vec<PathBuf>) -> Result<OsString> {
    front.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    Ok(env::join_paths(front)?)
}

/// `cargo check` runs build scripts, which want a C compiler and an OpenSSL: it gets a compiler that makes nothing, and
/// the version of an OpenSSL that is not there.
fn check_settings(command: &mut Command, folder: &Path, target: Target) -> Result<()> {
    let compiler = folder.join("cc");
    write_program(&compiler, include_str!("stand_in/check-cc.sh"))?;
    let openssl = folder.join("openssl/include");
    write_changed(&openssl.join("openssl/opensslv.h"), include_str!("stand_in/opensslv.h"))?;
    write_changed(&openssl.join("openssl/opensslconf.h"), "")?;
    let sdk = folder.join("SDKs/none.sdk");
    fs::create_dir_all(&sdk)?;
    command
        .args(["--config", "profile.dev.debug=false"])
        .args(["--config", "profile.dev.package.\"*\".opt-level=0"])
        .env(target.variable("CC"), compiler)
        .env(target.variable("AR"), "ar")
        .env(target.variable("RANLIB"), "true")
        .env("OPENSSL_NO_VENDOR", "1")
        .env("OPENSSL_STATIC", "1")
        .env("OPENSSL_LIB_DIR", folder)
        .env("OPENSSL_INCLUDE_DIR", openssl)
        .env("SDKROOT", sdk)
        .env("IPHONEOS_DEPLOYMENT_TARGET", IOS)
        .env("CARGO_INCREMENTAL", "0");
    Ok(())
}

/// The folder `lib` of Zig, from PyPI.
fn zig(place: &Place) -> Result<PathBuf> {
    let folder = place.target.join("zig");
    let find = || {
        let versions = fs::read_dir(folder.join("lib")).ok()?;
        let below = |entry: fs::DirEntry| entry.path().join("site-packages/ziglang/lib");
        versions.filter_map(|entry| Some(below(entry.ok()?))).find(|lib| lib.is_dir())
    };
    if let Some(lib) = find() {
        return Ok(lib);
    }
    Environment::make(&folder)?.install(&[ZIG])?;
    find().context("ziglang lies elsewhere than expected")
}

fn install(packages: &[&'static str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|name| version(name).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    ensure!(
        doctor::can_install(),
        "no kit for phones here, and what stands in for one must be installed first, as root on Debian: \
         apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    doctor::install(&missing)
}

/// The version of a package of Debian's that is installed.
pub(super) fn version(package: &str) -> Option<String> {
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status} ${Version}", package])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8_lossy(&output.stdout).strip_prefix("installed ").map(ToOwned::to_owned)
}
