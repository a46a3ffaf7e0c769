//! The cases of core's own table, which core's tests hold to be what our evaluator says.

use std::{fs, path::Path};

use super::workspace;

/// `expression ¦ context ¦ value ¦ clause`
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) expression: String,
    pub(crate) context: String,
    /// What ours gives, in the notation of the table.
    pub(crate) ours: String,
}

fn folder() -> std::path::PathBuf {
    workspace().join("core/src/form/expr/cases")
}

/// A file of the world that the cases are about.
pub(crate) fn world(name: &str) -> String {
    fs::read_to_string(folder().join("world").join(name)).unwrap()
}

/// Lines that are neither empty nor remarks, as columns.
pub(crate) fn columns(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('¦').map(str::trim).collect())
}

/// All cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut files: Vec<_> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    files.iter().flat_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).unwrap();
    let case = |columns: Vec<&str>| match columns.as_slice() {
        [expression, context, ours, _] => Case {
            expression: (*expression).to_owned(),
            context: (*context).to_owned(),
            ours: (*ours).to_owned(),
        },
        other => panic!("{}: four columns: {other:?}", path.display()),
    };
    columns(&text).map(case).collect()
}
