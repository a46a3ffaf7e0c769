//! The proper kits: the NDK for Android, Xcode for iOS, with rustup's targets. What they link may be shipped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Result;

use super::{
    target::{IOS, Target},
    work::{self, Work},
};
use crate::run::cargo_command;

/// What was found on this machine for one target.
pub(super) struct Kit {
    /// The folder of the NDK's compilers, for Android.
    compilers: Option<PathBuf>,
}

impl Kit {
    /// Looks for the kit; without one the answer is what to install.
    pub(super) fn find(target: Target) -> Result<Self, String> {
        let triple = target.triple();
        let compilers = if target.is_android() {
            let found = ndk().and_then(|ndk| compilers(&ndk, target));
            Some(found.ok_or_else(|| format!("no NDK (ANDROID_NDK_HOME), rustup target add {triple}"))?)
        } else {
            let found = says(Command::new("xcrun").args(["--sdk", target.sdk(), "--show-sdk-path"]));
            found.ok_or_else(|| format!("no Xcode (xcrun), rustup target add {triple}"))?;
            None
        };
        let sysroot = says(Command::new("rustc").args(["--print", "sysroot"])).unwrap_or_default();
        if !Path::new(&sysroot).join("lib/rustlib").join(triple).join("lib").is_dir() {
            return Err(format!("rustup target add {triple}"));
        }
        Ok(Self { compilers })
    }

    /// The command of cargo that does the work.
    pub(super) fn cargo(&self, target: Target, work: Work) -> Command {
        let mut command = cargo_command(work.arguments(target));
        work::settings(&mut command, target);
        match &self.compilers {
            Some(folder) => {
                let clang = folder.join(format!("{}-clang", target.clang()));
                command
                    .env(target.variable("CC"), &clang)
                    .env(target.variable("AR"), folder.join("llvm-ar"))
                    .env(target.variable("RANLIB"), folder.join("llvm-ranlib"))
                    .env(target.cargo_variable("LINKER"), &clang);
            }
            None => {
                command.env("IPHONEOS_DEPLOYMENT_TARGET", IOS);
            }
        }
        command
    }
}

/// The NDK's folder: named, or the newest below the SDK's.
fn ndk() -> Option<PathBuf> {
    let named = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"].iter().find_map(env::var_os).map(PathBuf::from);
    let installed = || {
        let below = PathBuf::from(env::var_os("ANDROID_HOME")?).join("ndk");
        fs::read_dir(below).ok()?.filter_map(|entry| Some(entry.ok()?.path())).max()
    };
    named.or_else(installed)
}

/// The folder of compilers in an NDK, whatever system it is made for.
fn compilers(ndk: &Path, target: Target) -> Option<PathBuf> {
    let systems = fs::read_dir(ndk.join("toolchains/llvm/prebuilt")).ok()?;
    systems
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .find(|folder| folder.join(format!("{}-clang", target.clang())).is_file())
}

/// What a program says, if it starts and succeeds.
fn says(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compilers_are_found_in_an_ndk_of_any_system() {
        let ndk = tempfile::tempdir().unwrap();
        assert_eq!(compilers(ndk.path(), Target::AndroidArm), None);
        let folder = ndk.path().join("toolchains/llvm/prebuilt/darwin-x86_64/bin");
        fs::create_dir_all(&folder).unwrap();
        assert_eq!(compilers(ndk.path(), Target::AndroidArm), None);
        fs::write(folder.join("armv7a-linux-androideabi24-clang"), "").unwrap();
        assert_eq!(compilers(ndk.path(), Target::AndroidArm), Some(folder));
        assert_eq!(compilers(ndk.path(), Target::AndroidArm64), None);
    }

    #[test]
    fn the_ndks_compiler_also_links_in_pages_of_16_kb() {
        let kit = Kit { compilers: Some(PathBuf::from("ndk")) };
        let command = kit.cargo(Target::AndroidArm64, Work::Build);
        let set = |name: &str| {
            let found = command.get_envs().find(|(key, _)| *key == name).and_then(|(_, value)| value);
            found.map(|value| value.to_string_lossy().into_owned())
        };
        let clang = Some("ndk/aarch64-linux-android24-clang".to_owned());
        assert_eq!(set("CC_aarch64_linux_android"), clang);
        assert_eq!(set("CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER"), clang);
        let last: Vec<_> = command.get_args().skip_while(|word| *word != "--").skip(1).collect();
        assert!(last.contains(&"-Clink-arg=-Wl,-z,max-page-size=16384".as_ref()), "{last:?}");
    }
}
