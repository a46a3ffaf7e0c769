//! Forms written by hand, one for each thing that could be read differently.

mod columns;
mod expressions;
mod sheets;
mod types;

/// What must come of a form.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// Both take it; these listed differences show, and no others.
    Taken(&'static [&'static str]),
    /// Neither takes it.
    Refused,
    /// Only one takes it, for these listed differences.
    Listed(&'static [&'static str]),
}

/// A form as Markdown tables with what must come of it.
pub(crate) type Case = (&'static str, String, Expected);

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    [sheets::CASES, types::CASES, columns::CASES, expressions::CASES]
        .into_iter()
        .flatten()
        .map(|(title, source, expected)| (*title, with_settings(source), *expected))
        .collect()
}

/// A form that says nothing else has a version and names its default language, so that each case shows one thing.
fn with_settings(source: &str) -> String {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let source = lines.join("\n");
    if source.contains("| settings |") {
        return source;
    }
    let language = if source.contains("label::中文(zh)") { "中文(zh)" } else { "" };
    format!("{source}\n| settings |\n| | version | default_language |\n| | 1 | {language} |\n")
}
