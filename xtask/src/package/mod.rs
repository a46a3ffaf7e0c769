//! `cargo xtask package`: what app teams are given, one folder or file per platform.

mod aar;
mod android;
mod ios;
mod linux_floor;
mod python;
mod swift_fit;
mod swift_linux;
mod swift_sources;

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::place::Place;

/// Which package.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Platform {
    /// An AAR: libraries for three ABIs, classes, R8 rules.
    Android,
    /// An XCFramework and the sources of the Swift package.
    Ios,
    /// A folder that `swift build && swift test` needs nothing beside, for Linux.
    SwiftLinux,
    /// A wheel for scripts.
    Python,
}

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which package.
    #[arg(value_enum)]
    platform: Platform,
    /// Where it goes (default: below `packages` in the target folder).
    #[arg(long)]
    out_dir: Option<PathBuf>,
}

/// Makes the package and lists what is in it; the answer is whether it may be shipped as it is.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    let name =
        arguments.platform.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let out = match &arguments.out_dir {
        Some(folder) => std::path::absolute(folder)?,
        None => place.target.join("packages").join(name),
    };
    match arguments.platform {
        Platform::Android => android::package(&place, &out),
        Platform::Ios => ios::package(&place, &out),
        Platform::SwiftLinux => swift_linux::package(&place, &out),
        Platform::Python => python::package(&place, &out),
    }
}
