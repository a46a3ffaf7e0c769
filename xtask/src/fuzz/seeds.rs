//! First inputs, made from what the repository has: cases of expressions, shipped checklists, and a few forms in
//! `fuzz/seeds/` with what the checklists do not use.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
};

use anyhow::{Context, Result, ensure};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    Target,
    example::{self, Example},
    sheets,
};
use crate::{
    folder::{files_below, has_extension},
    place::Place,
    run::{cargo_command, succeeds},
};

/// Where the cases of expressions lie, `expression ¦ context ¦ value ¦ clause` in each line.
const CASES: &str = "core/src/form/expr/cases";

/// An input and its name.
type Seed = (String, Vec<u8>);

/// Writes the examples of a target.
pub(super) fn write(place: &Place, target: Target, into: &Path) -> Result<()> {
    let seeds = match target {
        Target::Expression => expressions(&place.root.join(CASES))?,
        Target::FormText => {
            let mut seeds = written(place, target)?;
            seeds.extend(forms(place, "md", Example::markdown)?);
            seeds.extend(forms(place, "csv", Example::csv)?);
            seeds
        }
        Target::Workbook => {
            let mut seeds = written(place, target)?;
            for index in 0..seeds.len() {
                if let Some((name, parts)) = seeds.get(index) {
                    seeds.push((format!("{name}.xlsx"), packed(&String::from_utf8_lossy(parts))?));
                }
            }
            seeds.extend(forms(place, "xml", Example::workbook)?);
            seeds
        }
        Target::PushBody
        | Target::PullBody
        | Target::EntryBytes
        | Target::TreeProof
        | Target::TusHeaders
        | Target::PhotoIntake
        | Target::PhotoExif => made_by_the_tests(target, into)?,
        Target::FenceText | Target::PolicyText => written(place, target)?,
    };
    for (name, content) in seeds {
        fs::write(into.join(name), content)?;
    }
    Ok(())
}

/// Messages are made by the code that writes them, which this program does not have.
fn made_by_the_tests(target: Target, into: &Path) -> Result<Vec<Seed>> {
    let mut make =
        cargo_command(["run", "--quiet", "--package", "ruhu-tests", "--bin", "message-seeds", "--"]);
    make.arg(target.name()).arg(into);
    ensure!(succeeds(make)?, "no examples for {}", target.name());
    Ok(Vec::new())
}

fn expressions(folder: &Path) -> Result<Vec<Seed>> {
    let mut seeds = Vec::new();
    for file in files_below(folder, &[])? {
        let text = fs::read_to_string(&file)?;
        for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#')) {
            if let Some((expression, _)) = line.split_once(" ¦") {
                seeds.push((format!("{}-{number}", stem(&file)), expression.into()));
            }
        }
    }
    Ok(seeds)
}

fn written(place: &Place, target: Target) -> Result<Vec<Seed>> {
    let files = files_below(&place.root.join("fuzz/seeds").join(target.name()), &[])?;
    files.iter().map(|file| Ok((stem(file), fs::read(file)?))).collect()
}

fn forms(place: &Place, kind: &str, write: fn(&Example) -> String) -> Result<Vec<Seed>> {
    let mut seeds = Vec::new();
    for file in files_below(&place.root.join("checklists"), &[])? {
        if !has_extension(&file, "md") {
            continue;
        }
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        for (number, example) in (1..).zip(example::of(&sheets::read(&text))) {
            seeds.push((format!("{}-{number}.{kind}", stem(&file)), write(&example).into()));
        }
    }
    Ok(seeds)
}

/// The parts of a workbook, each below its name, as the file that offices send.
fn packed(parts: &str) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts.split("=== ").skip(1) {
        let (name, content) = part.split_once('\n').unwrap_or((part, ""));
        zip.start_file(name.trim(), SimpleFileOptions::default())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
