//! The paths that a source file names outside its tests, written out from the crate's root.

use super::tokens::{Kind, Token, cut};

/// A path and the line it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NamedPath {
    /// Segments; the first is a crate, `std` included, or a name that is only known locally.
    pub(crate) segments: Vec<String>,
    /// Line, from 1.
    pub(crate) line: usize,
}

/// What a file names.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Paths of two segments or more, and all that is imported.
    pub(crate) paths: Vec<NamedPath>,
    /// String literals and their lines.
    pub(crate) texts: Vec<(String, usize)>,
    /// Lines of `#[ignore]`.
    pub(crate) ignored_tests: Vec<usize>,
}

enum Brace {
    Block,
    Module,
    Imports(Vec<String>),
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    /// Path of the innermost module, the file's own first.
    module: Vec<String>,
    braces: Vec<Brace>,
    importing: bool,
    /// Whether `mod name` was just read, so that a brace opens that module.
    opening_module: bool,
    named: Named,
}

/// Reads `source`, which is the module `module` (its crate's name first). `with_tests` reads test code as well.
pub(crate) fn read(source: &str, module: Vec<String>, with_tests: bool) -> Named {
    let tokens = cut(source);
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        module,
        braces: Vec::new(),
        importing: false,
        opening_module: false,
        named: Named::default(),
    };
    while let Some(token) = tokens.get(reader.at) {
        reader.step(token, with_tests);
    }
    reader.named
}

impl Reader<'_> {
    fn step(&mut self, token: &Token, with_tests: bool) {
        match &token.kind {
            Kind::Mark('#') if self.kind(1) == Some(&Kind::Mark('[')) => {
                self.attribute(token.line, with_tests);
            }
            Kind::Mark('{') => {
                let brace =
                    if std::mem::take(&mut self.opening_module) { Brace::Module } else { self.imports() };
                self.braces.push(brace);
                self.at += 1;
            }
            Kind::Mark('}') => {
                if let Some(Brace::Module) = self.braces.pop() {
                    self.module.pop();
                }
                self.at += 1;
            }
            Kind::Mark(mark) => {
                if *mark == ';' {
                    self.importing = false;
                }
                self.at += 1;
            }
            Kind::Text(text) => {
                self.named.texts.push((text.clone(), token.line));
                self.at += 1;
            }
            Kind::PathSeparator => self.at += 1,
            Kind::Word(word) if word == "use" => {
                // `use<'a>` in a type names lifetimes and imports nothing.
                self.importing = self.kind(1) != Some(&Kind::Mark('<'));
                self.at += 1;
            }
            // What an import is called here says nothing about what it is.
            Kind::Word(word) if word == "as" && self.importing => self.at += 2,
            Kind::Word(word) if word == "mod" => self.open_module(),
            Kind::Word(_) => self.path(token.line),
        }
    }

    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn open_module(&mut self) {
        if let (Some(Kind::Word(name)), Some(Kind::Mark('{'))) = (self.kind(1), self.kind(2)) {
            self.module.push(name.clone());
            self.opening_module = true;
        }
        self.at += 2;
    }

    /// A brace inside an import continues the import around it: `use {a::b, c::{d, e}}`.
    fn imports(&self) -> Brace {
        match self.braces.last() {
            Some(Brace::Imports(prefix)) if self.importing => Brace::Imports(prefix.clone()),
            _ if self.importing => Brace::Imports(Vec::new()),
            _ => Brace::Block,
        }
    }

    fn path(&mut self, line: usize) {
        let mut segments = match self.braces.last() {
            Some(Brace::Imports(prefix)) => prefix.clone(),
            _ => Vec::new(),
        };
        while let Some(Kind::Word(word)) = self.kind(0) {
            segments.push(word.clone());
            self.at += 1;
            if self.kind(0) != Some(&Kind::PathSeparator) {
                break;
            }
            self.at += 1;
            if self.importing && self.kind(0) == Some(&Kind::Mark('{')) {
                self.braces.push(Brace::Imports(segments));
                self.at += 1;
                return;
            }
        }
        if segments.len() > 1 || self.importing {
            let segments = self.resolve(segments);
            self.named.paths.push(NamedPath { segments, line });
        }
    }

    /// Replaces `crate`, `self` and `super` by what they stand for; `a::self` is `a`.
    fn resolve(&self, segments: Vec<String>) -> Vec<String> {
        let mut resolved = Vec::new();
        for (index, segment) in segments.into_iter().enumerate() {
            match segment.as_str() {
                "crate" => resolved.extend(self.module.first().cloned()),
                "self" if index == 0 => resolved.clone_from(&self.module),
                "self" => {}
                "super" => {
                    if index == 0 {
                        resolved.clone_from(&self.module);
                    }
                    resolved.pop();
                }
                _ => resolved.push(segment),
            }
        }
        resolved
    }

    /// Skips an attribute, and after `#[cfg(test)]` the item that it stands before.
    fn attribute(&mut self, line: usize, with_tests: bool) {
        let mut words = Vec::new();
        let mut depth = 0;
        while let Some(kind) = self.kind(0) {
            match kind {
                Kind::Word(word) => words.push(word.clone()),
                Kind::Mark('[') => depth += 1,
                Kind::Mark(']') => depth -= 1,
                _ => {}
            }
            let closes = depth == 0 && *kind == Kind::Mark(']');
            self.at += 1;
            if closes {
                break;
            }
        }
        let has = |word: &str| words.iter().any(|known| known == word);
        if words.first().is_some_and(|word| word == "ignore") {
            self.named.ignored_tests.push(line);
        }
        if has("cfg") && has("test") && !has("not") && !with_tests {
            self.skip_item();
        }
    }

    fn skip_item(&mut self) {
        let mut depth = 0;
        while let Some(kind) = self.kind(0) {
            match kind {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 && matches!(kind, Kind::Mark('}' | ';'));
            self.at += 1;
            if ends {
                return;
            }
        }
    }
}
