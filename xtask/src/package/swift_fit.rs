//! Whether a library is the one that Swift's sources were generated from.
//!
//! The sources compare checksums when they are first used, and the program ends if one differs. The same comparisons,
//! written in C, are linked as the Swift package is and run here, with every function that the header declares.

use std::{collections::BTreeSet, fmt::Write, fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

use super::swift_sources::HEADERS;
use crate::{
    run::succeeds,
    swift::{GENERATED, HEADER, NOT_C},
};

/// What does not fit; `work` is where the program may lie.
pub(super) fn faults(generated: &Path, package: &Path, work: &Path) -> Result<Vec<String>> {
    let header = fs::read_to_string(generated.join(HEADER))?;
    let sources = fs::read_to_string(generated.join(GENERATED))?;
    let (text, program) = (work.join("fit.c"), work.join("fit"));
    fs::write(&text, program_text(&functions(&header), &comparisons(&sources)?)?)?;
    let library = package.join("lib");
    let mut compile = Command::new("cc");
    compile
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror"])
        .args(NOT_C)
        .arg("-I")
        .arg(package.join(HEADERS));
    compile.arg(&text).arg("-L").arg(&library).arg("-lruhu_mobile");
    compile.arg(format!("-Wl,-rpath,{}", library.display())).arg("-o").arg(&program);
    if !succeeds(compile).context("no C compiler")? {
        return Ok(vec!["a function of the header is not in the library".to_owned()]);
    }
    let mut run = Command::new(&program);
    run.env_clear();
    Ok(if succeeds(run)? { Vec::new() } else { vec!["a checksum differs".to_owned()] })
}

/// Names of functions that the header declares.
fn functions(header: &str) -> BTreeSet<&str> {
    let words = header.split(|sign: char| !sign.is_ascii_alphanumeric() && !"_(".contains(sign));
    let called = words.filter_map(|word| Some(word.split_once('(')?.0));
    called.filter(|name| name.starts_with("uniffi_ruhu_") || name.starts_with("ffi_ruhu_")).collect()
}

/// Conditions under which the sources refuse the library, in words that Swift and C share.
fn comparisons(sources: &str) -> Result<Vec<String>> {
    let contract = sources
        .lines()
        .find_map(|line| line.trim().strip_prefix("let bindings_contract_version = "))
        .context("the sources name no version of the contract")?;
    let mut found = vec![format!("ffi_ruhu_mobile_uniffi_contract_version() != {contract}")];
    let checks = sources.lines().filter_map(|line| line.trim().strip_prefix("if (")?.strip_suffix(") {"));
    found.extend(checks.filter(|check| check.contains("_checksum_")).map(str::to_owned));
    ensure!(found.len() > 1, "the sources compare no checksums");
    Ok(found)
}

fn program_text(functions: &BTreeSet<&str>, comparisons: &[String]) -> Result<String> {
    let mut text = format!("#include \"{HEADER}\"\n\nconst void *const used[] = {{\n");
    for function in functions {
        writeln!(text, "    (const void *)&{function},")?;
    }
    text.push_str("};\n\nint main(void) {\n");
    for comparison in comparisons {
        writeln!(text, "    if ({comparison}) {{ return 1; }}")?;
    }
    text.push_str("    return 0;\n}\n");
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_and_compared_is_found() {
        let header = "uint64_t uniffi_ruhu_mobile_fn_clone(uint64_t handle, RustCallStatus *_Nonnull out\n);\n\
            uint32_t ffi_ruhu_mobile_uniffi_contract_version(void\n);\ntypedef void (*Free)(uint64_t);\n";
        let names: Vec<_> = functions(header).into_iter().collect();
        assert_eq!(names, ["ffi_ruhu_mobile_uniffi_contract_version", "uniffi_ruhu_mobile_fn_clone"]);
        let sources =
            "    let bindings_contract_version = 30\n    if (uniffi_ruhu_mobile_checksum_a() != 7) {\n";
        let found = comparisons(sources).unwrap();
        assert_eq!(found.len(), 2);
        let text = program_text(&functions(header), &found).unwrap();
        assert!(text.contains("if (uniffi_ruhu_mobile_checksum_a() != 7) { return 1; }"), "{text}");
        assert!(text.contains("contract_version() != 30"), "{text}");
        assert!(comparisons("let bindings_contract_version = 30").is_err());
    }
}
