//! Rust source cut into the few tokens that paths are made of; comments are gone, string literals keep their text.

/// A token and the line it stands on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it is.
    pub(crate) line: usize,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword; a raw identifier without its `r#`.
    Word(String),
    /// `::`.
    PathSeparator,
    /// Text of a string literal.
    Text(String),
    /// Any other character that is not blank.
    Mark(char),
}

/// Cuts `source`.
pub(crate) fn cut(source: &str) -> Vec<Token> {
    let mut cutter = Cutter { rest: source, line: 1, tokens: Vec::new() };
    while cutter.step() {}
    cutter.tokens
}

struct Cutter<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl<'a> Cutter<'a> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.take_while(|c| c != '\n');
        } else if self.rest.starts_with("/*") {
            self.block_comment();
        } else if let Some(hashes) = raw_string(self.rest) {
            self.raw_string(hashes);
        } else if first == '"' || self.rest.starts_with("b\"") || self.rest.starts_with("c\"") {
            self.string();
        } else if first == '\'' {
            self.character_or_lifetime();
        } else if first.is_alphanumeric() || first == '_' {
            if self.rest.starts_with("r#") {
                self.take(2);
            }
            let word = self.take_while(|c| c.is_alphanumeric() || c == '_').to_owned();
            self.push(Kind::Word(word));
        } else if self.rest.starts_with("::") {
            self.push(Kind::PathSeparator);
            self.take(2);
        } else {
            if !first.is_whitespace() {
                self.push(Kind::Mark(first));
            }
            self.take(first.len_utf8());
        }
        true
    }

    fn push(&mut self, kind: Kind) {
        self.tokens.push(Token { kind, line: self.line });
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.line += taken.matches('\n').count();
        taken
    }

    fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !accepts(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
            } else if let Some(first) = self.rest.chars().next() {
                self.take(first.len_utf8());
            }
            if depth == 0 || self.rest.is_empty() {
                return;
            }
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        let opening = self.rest.find('"').unwrap() + 1;
        let line = self.line;
        self.take(opening);
        let closing = format!("\"{}", "#".repeat(hashes));
        let end = self.rest.find(&closing).unwrap_or(self.rest.len());
        let text = self.take(end).to_owned();
        self.take(closing.len().min(self.rest.len()));
        self.tokens.push(Token { kind: Kind::Text(text), line });
    }

    fn string(&mut self) {
        let line = self.line;
        let opening = self.rest.find('"').unwrap() + 1;
        self.take(opening);
        let mut escaped = false;
        let end = self.rest.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let text = self.take(end.unwrap_or(self.rest.len())).to_owned();
        self.take(usize::from(!self.rest.is_empty()));
        self.tokens.push(Token { kind: Kind::Text(text), line });
    }

    /// `'a'`, `'\n'` and `'"'` are gone; of `'a` the quote is, and the name follows as a word.
    fn character_or_lifetime(&mut self) {
        let mut chars = self.rest.char_indices().skip(1);
        let (_, second) = chars.next().unwrap_or((0, ' '));
        let closing = if second == '\\' {
            self.rest.get(3..).and_then(|tail| tail.find('\'')).map(|at| at + 4)
        } else {
            chars.next().filter(|(_, third)| *third == '\'').map(|(at, _)| at + 1)
        };
        self.take(closing.unwrap_or(1));
    }
}

/// The number of hashes where a raw string begins here.
fn raw_string(text: &str) -> Option<usize> {
    let tail = ["br", "cr", "r"].iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let hashes = tail.chars().take_while(|c| *c == '#').count();
    tail.get(hashes..)?.starts_with('"').then_some(hashes)
}

#[test]
fn strings_comments_and_quotes_do_not_confuse_the_cutter() {
    let words = |source: &str| -> Vec<String> {
        cut(source)
            .into_iter()
            .map(|token| match token.kind {
                Kind::Word(word) => word,
                Kind::PathSeparator => "::".to_owned(),
                Kind::Text(text) => format!("<{text}>"),
                Kind::Mark(mark) => mark.to_string(),
            })
            .collect()
    };
    assert_eq!(words("a::b // c\n/* d /* e */ */ f"), ["a", "::", "b", "f"]);
    assert_eq!(words(r##"r#"x"y"# br"z" r#type"##), ["<x\"y>", "<z>", "type"]);
    assert_eq!(words(r#""a\"b" '"' '\'' '\u{4e00}' 'x y"#), [r#"<a\"b>"#, "x", "y"]);
    assert_eq!(cut("a\n\"b\nc\"\nd").iter().map(|token| token.line).collect::<Vec<_>>(), [1, 2, 4]);
}
