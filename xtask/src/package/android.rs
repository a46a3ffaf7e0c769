//! The AAR: what an Android app depends on.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use super::aar;
use crate::{
    bind, kotlin,
    place::Place,
    run::succeeds,
    targets::{self, Target},
};

/// Ours and the package's: one version for the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What an app must depend on beside the AAR; the pom names the same.
const JNA: &str = "net.java.dev.jna:jna:5.19.1";

/// Makes the AAR and the folder of the same content in `out`.
pub(super) fn package(place: &Place, out: &Path) -> Result<bool> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let files = out.join("files");
    fs::create_dir_all(&files)?;
    let package = place.root.join(kotlin::PACKAGE);
    fs::copy(package.join("AndroidManifest.xml"), files.join("AndroidManifest.xml"))?;
    fs::copy(package.join("consumer-rules.pro"), files.join("proguard.txt"))?;
    fs::copy(classes(place)?, files.join("classes.jar"))?;
    // The package has no resources; the file must be there.
    fs::write(files.join("R.txt"), "")?;
    let (good, check_only) = libraries(place, &files)?;
    if let Some(install) = &check_only {
        fs::write(files.join("CHECK-ONLY.txt"), check_only_text(install))?;
    }

    let kind = if check_only.is_some() { "-check-only" } else { "" };
    let file = out.join(format!("ruhu-{VERSION}{kind}.aar"));
    aar::pack(&files, &file)?;
    let loadable = list(&file)?;
    println!("\nAn app that depends on it also needs {JNA}@aar and the Kotlin coroutines for Android.");
    if let Some(install) = check_only {
        println!("\n{}", check_only_text(&install));
        return Ok(false);
    }
    Ok(good && loadable)
}

/// The wrappers and what is generated from the library, as Maven packs them.
fn classes(place: &Place) -> Result<PathBuf> {
    bind::build(&["--lib", "--bins"])?;
    let folder = place.root.join(kotlin::PACKAGE);
    let maven = kotlin::maven(place, folder.clone(), &["-q", "-DskipTests", "package"]);
    ensure!(succeeds(maven)?, "the Kotlin package does not build");
    let jar = folder.join("target").join(format!("ruhu-mobile-{VERSION}.jar"));
    ensure!(jar.is_file(), "{} is missing: the pom has another version than the workspace", jar.display());
    Ok(jar)
}

/// Puts the library of each ABI into its place. Says whether all are fit for phones, and what to install if they are
/// checks only.
fn libraries(place: &Place, files: &Path) -> Result<(bool, Option<String>)> {
    let (mut good, mut check_only) = (true, None);
    for target in Target::value_variants() {
        let Some(abi) = target.abi() else { continue };
        let library = targets::build(place, *target).with_context(|| format!("for {}", target.triple()))?;
        let folder = files.join("jni").join(abi);
        fs::create_dir_all(&folder)?;
        fs::copy(&library.file, folder.join("libruhu_mobile.so"))?;
        let fit = library.facts.is_some_and(|facts| facts.is_fit(*target));
        if !fit {
            println!(
                "{abi}: the library is too large, not stripped or not in pages of 16 KB: cargo xtask targets"
            );
        }
        good &= fit;
        check_only = check_only.or(library.check_only);
    }
    Ok((good, check_only))
}

/// Prints what is in the AAR. Says whether Android can load the libraries from where they lie.
fn list(file: &Path) -> Result<bool> {
    let entries = aar::list(fs::File::open(file)?)?;
    println!("\n{} ({} bytes)", file.display(), fs::metadata(file)?.len());
    println!("{:>10} {:>10}  {:<9} name", "bytes", "offset", "");
    for entry in &entries {
        let how = if entry.stored { "stored" } else { "deflated" };
        let page = if entry.offset.is_multiple_of(targets::PAGE) { "  at a page of 16 KB" } else { "" };
        println!("{:>10} {:>10}  {how:<9} {}{page}", entry.bytes, entry.offset, entry.name);
    }
    let loadable = entries.iter().all(aar::Entry::is_loadable);
    if !loadable {
        println!("a library lies where Android cannot load it");
    }
    Ok(loadable)
}

fn check_only_text(install: &str) -> String {
    format!(
        "CHECK ONLY: this AAR must not be shipped.\n\
         Its libraries were linked without the NDK, with headers that are not Android's and stand-ins for Android's\n\
         libraries. They show size and layout; loaded on a phone they would fail.\n\
         Missing here: {install}\n\
         For an AAR that may be shipped, on a machine with rustup and the NDK (r27 or newer):\n\
         \x20   rustup target add aarch64-linux-android armv7-linux-androideabi x86_64-linux-android\n\
         \x20   export ANDROID_NDK_HOME=/path/to/the/ndk\n\
         \x20   cargo xtask package android\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(file: &str) -> String {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(kotlin::PACKAGE);
        fs::read_to_string(package.join(file)).unwrap()
    }

    #[test]
    fn the_package_has_the_versions_of_the_workspace_and_of_the_pom() {
        let pom = read("pom.xml");
        assert!(
            pom.contains(&format!("<artifactId>ruhu-mobile</artifactId>\n  <version>{VERSION}</version>"))
        );
        let version = JNA.rsplit(':').next().unwrap();
        assert!(pom.contains(&format!("<artifactId>jna</artifactId><version>{version}</version>")));
    }

    #[test]
    fn the_manifest_asks_for_the_android_that_the_library_is_built_for() {
        let asked = format!("android:minSdkVersion=\"{}\"", targets::ANDROID_API);
        assert!(read("AndroidManifest.xml").contains(&asked));
        assert!(read("../README.md").contains(&format!("minSdk = {}", targets::ANDROID_API)));
    }

    #[test]
    fn what_is_generated_is_kept_by_the_rules() {
        let bindings = read("../uniffi.toml");
        let package = bindings.lines().find_map(|line| line.strip_prefix("package_name = ")).unwrap();
        let kept = format!("-keep class {}.** {{ *; }}", package.trim_matches('"'));
        assert!(read("consumer-rules.pro").contains(&kept), "{kept}");
    }
}
