//! `cargo xtask package`: what app teams are given, one folder or file per platform.

mod python;

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::place::Place;

/// Which package.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Platform {
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
        Platform::Python => python::package(&place, &out),
    }
}
