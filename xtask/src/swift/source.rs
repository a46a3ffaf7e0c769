//! A Swift file, parsed.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use tree_sitter::{Node, Parser, Tree};

use crate::folder::{files_below, has_extension};

/// Valid Swift of the generator that the grammar does not know: text, what is parsed in its place, and why.
const EXCUSES: [(&str, &str, &str); 2] = [
    ("@_documentation(visibility: private)", "", "attributes with an underscore are the compiler's own"),
    (
        "let writeReturn = { () }",
        "let writeReturn = { _ in }",
        "an empty tuple is taken for a closure's parameters",
    ),
];

/// A Swift file, parsed.
pub struct Source {
    /// Its path in the package.
    pub name: String,
    /// What was parsed.
    pub text: String,
    tree: Tree,
}

impl Source {
    /// A file that was written by hand: no excuses.
    pub fn written(name: &str, text: &str) -> Result<Self> {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_swift::LANGUAGE.into()).context("grammar and parser do not fit")?;
        let tree = parser.parse(text, None).context("the parser gave up")?;
        Ok(Self { name: name.to_owned(), text: text.to_owned(), tree })
    }

    /// The generated file.
    pub fn generated(text: &str) -> Result<Self> {
        let plain =
            EXCUSES.iter().fold(text.to_owned(), |text, (what, instead, _)| text.replace(what, instead));
        Self::written(super::GENERATED, &plain)
    }

    /// The whole file.
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The text of a node.
    pub fn of(&self, node: Node<'_>) -> &str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// Every node of these kinds, in the order of the text.
    pub fn all(&self, kinds: &[&str]) -> Vec<Node<'_>> {
        let (mut found, mut open) = (Vec::new(), vec![self.root()]);
        while let Some(node) = open.pop() {
            if kinds.contains(&node.kind()) {
                found.push(node);
            }
            let mut children: Vec<_> = node.children(&mut node.walk()).collect();
            children.reverse();
            open.extend(children);
        }
        found
    }

    /// Where the grammar does not fit; at most ten places.
    pub fn faults(&self) -> Vec<String> {
        let (mut found, mut open) = (Vec::new(), vec![self.root()]);
        while let Some(node) = open.pop() {
            if node.is_error() || node.is_missing() {
                let start = self.of(node).lines().next().unwrap_or_default().trim();
                let what =
                    if node.is_missing() { format!("{} is missing", node.kind()) } else { start.to_owned() };
                found.push(format!("{}: {what}", self.position(node)));
            } else if node.has_error() {
                open.extend(node.children(&mut node.walk()));
            }
        }
        found.truncate(10);
        found
    }

    /// File, line and column of a node.
    pub fn position(&self, node: Node<'_>) -> String {
        let start = node.start_position();
        format!("{}:{}:{}", self.name, start.row + 1, start.column + 1)
    }
}

/// Excuses that the generated file does not need any more.
pub fn idle_excuses(generated: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(generated)?;
    let idle = EXCUSES.iter().filter(|(what, _, _)| !text.contains(what));
    Ok(idle.map(|(what, _, why)| format!("strike `{what}` ({why})")).collect())
}

/// Every Swift file below a folder but what was generated or built there.
pub fn read_below(package: &Path) -> Result<Vec<Source>> {
    let files = files_below(package, &[".build", "Sources/RuhuNative"])?;
    files
        .iter()
        .filter(|file| has_extension(file, "swift"))
        .map(|file| {
            let name = file.strip_prefix(package)?.display().to_string();
            Source::written(&name, &fs::read_to_string(file)?)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn faults(text: &str) -> usize {
        Source::written("a.swift", text).unwrap().faults().len()
    }

    #[test]
    fn a_typing_error_is_found_and_good_code_is_not_blamed() {
        assert_eq!(faults("func a(_ b: Int) -> Int { b + 1 }\n"), 0);
        assert_ne!(faults("fnc a(_ b: Int) -> Int { b + 1 }\n"), 0);
        assert_ne!(faults("func a(_ b: Int) -> Int { (b + 1 }\n"), 0);
        assert_ne!(faults("let a = [1, 2\n"), 0);
    }

    #[test]
    fn only_the_generated_file_is_excused() {
        let text = "@_documentation(visibility: private)\nfunc a() {\n    let writeReturn = { () }\n}\n";
        assert!(Source::generated(text).unwrap().faults().is_empty());
        assert_ne!(faults(text), 0);
    }
}
