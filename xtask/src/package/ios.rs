//! The Swift package for iOS: sources anywhere, the XCFramework where Xcode is.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use super::swift_sources as sources;
use crate::{
    bind,
    place::Place,
    run::succeeds,
    swift,
    targets::{self, IOS, Target},
};

/// Phones and the simulator on a Mac with Apple's processor.
const TARGETS: [Target; 2] = [Target::Ios, Target::IosSimulator];
/// As `Package.swift` names it.
const FRAMEWORK: &str = "RuhuFFI.xcframework";

/// Makes the package in `out`; the answer is whether an app can be built with it.
pub(super) fn package(place: &Place, out: &Path) -> Result<bool> {
    bind::build(&["--lib", "--bins"])?;
    let generated = swift::generate(place)?;
    sources::lay(place, &generated, out, &[])?;
    // Xcode takes the header from the XCFramework.
    fs::rename(out.join(sources::HEADERS), out.join("Headers"))?;
    let archives = if has_xcode() { archives(place)? } else { Vec::new() };
    let made = if archives.is_empty() {
        for command in left_to_do(place, out) {
            println!("NOT DONE: {command}");
        }
        false
    } else {
        ensure!(succeeds(framework(&archives, out))?, "xcodebuild makes no XCFramework");
        true
    };
    sources::list(out)?;
    if made {
        println!("\nIn Xcode: File, Add Package Dependencies, Add Local, and this folder.");
    } else {
        println!(
            "\nNo XCFramework: this needs Xcode and rustup's targets. The package cannot be used before; on a Mac, the \
             lines above or `cargo xtask package ios`."
        );
    }
    Ok(made)
}

fn has_xcode() -> bool {
    let mut ask = Command::new("xcodebuild");
    ask.arg("-version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    ask.status().is_ok_and(|status| status.success())
}

/// The library for each target; none if one was not made with Xcode and rustup's target.
fn archives(place: &Place) -> Result<Vec<PathBuf>> {
    let mut made = Vec::new();
    for target in TARGETS {
        let library = targets::build(place, target)?;
        if let Some(missing) = library.check_only {
            println!("{}: {missing}", target.triple());
            return Ok(Vec::new());
        }
        made.push(library.file);
    }
    Ok(made)
}

fn framework(archives: &[PathBuf], out: &Path) -> Command {
    let mut command = Command::new("xcodebuild");
    command.arg("-create-xcframework");
    for archive in archives {
        command.arg("-library").arg(archive).arg("-headers").arg(out.join("Headers"));
    }
    command.arg("-output").arg(out.join(FRAMEWORK));
    command
}

/// The commands for a Mac, in the folder of the workspace.
fn left_to_do(place: &Place, out: &Path) -> Vec<String> {
    let near = |path: &Path| path.strip_prefix(&place.root).unwrap_or(path).display().to_string();
    let mut commands = vec![format!("rustup target add {}", TARGETS.map(Target::triple).join(" "))];
    let mut archives = Vec::new();
    for target in TARGETS {
        let words = targets::build_words(target).join(" ");
        commands.push(format!("IPHONEOS_DEPLOYMENT_TARGET={IOS} cargo {words}"));
        let folder = place.target.join(target.triple());
        archives.push(PathBuf::from(near(&folder.join("phone/libruhu_mobile.a"))));
    }
    let make = framework(&archives, Path::new(&near(out)));
    let words = std::iter::once(make.get_program()).chain(make.get_args());
    commands.push(words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "));
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_is_told_every_step() {
        let place = Place { root: PathBuf::from("/r"), target: PathBuf::from("/r/target") };
        let commands = left_to_do(&place, Path::new("/r/target/packages/ios"));
        assert_eq!(commands.len(), 4);
        assert!(commands.iter().filter(|command| command.contains("cargo rustc")).count() == 2);
        let last = commands.last().unwrap();
        for part in [
            "xcodebuild -create-xcframework",
            "-library target/aarch64-apple-ios/phone/libruhu_mobile.a -headers target/packages/ios/Headers",
            "-library target/aarch64-apple-ios-sim/phone/libruhu_mobile.a",
            "-output target/packages/ios/RuhuFFI.xcframework",
        ] {
            assert!(last.contains(part), "{part}: {last}");
        }
    }

    #[test]
    fn the_manifest_wants_this_framework_and_this_ios() {
        let manifest = include_str!("../../../mobile-bindings/swift/Package.swift");
        assert!(manifest.contains(&format!(".binaryTarget(name: \"RuhuFFI\", path: \"{FRAMEWORK}\")")));
        let major = IOS.split('.').next().unwrap();
        assert!(manifest.contains(&format!(".iOS(.v{major})")));
    }
}
