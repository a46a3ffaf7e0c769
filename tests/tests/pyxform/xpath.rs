//! Expressions made comparable. Written apart from the importer's own parser, which it judges.

/// Operators from the loosest to the tightest; those of one row bind from left to right.
const OPERATORS: [&[&str]; 7] =
    [&["or"], &["and"], &["=", "!="], &["<=", ">=", "<", ">"], &["+", "-"], &["*", "div", "mod"], &["|"]];

/// Where a sign stands among them.
const SIGN: usize = 6;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Number(f64),
    Text(String),
    Sign(&'static str),
}

const SIGNS: [&str; 20] =
    ["..", "<=", ">=", "!=", "(", ")", "[", "]", "/", ".", ",", "+", "-", "*", "|", "=", "<", ">", "@", "::"];

/// The expression with every operation in brackets; as it stands, with blanks made single, where it cannot be read.
pub(crate) fn canonical(text: &str) -> String {
    let read = tokens(text).and_then(|tokens| {
        let mut reader = Reader { tokens, at: 0 };
        let read = reader.operation(0)?;
        (reader.at == reader.tokens.len()).then_some(read)
    });
    read.unwrap_or_else(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let digit_next = rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let length;
        if first == '\'' || first == '"' {
            let inside = rest[1..].find(first)?;
            let text = &rest[1..=inside];
            // A path in quotes has blanks around it where a name was replaced.
            let is_path = text.trim_start().starts_with(['/', '.']);
            tokens.push(Token::Text(if is_path { text.trim() } else { text }.to_owned()));
            length = inside + 2;
        } else if first.is_ascii_digit() || (first == '.' && digit_next) {
            length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            tokens.push(Token::Number(rest[..length].parse().ok()?));
        } else if first.is_alphabetic() || first == '_' {
            let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
            length = rest.find(|c| !part(c)).unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..length].to_owned()));
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            tokens.push(Token::Sign(sign));
            length = sign.len();
        }
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
}

impl Reader {
    fn is(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at), Some(Token::Sign(own)) if *own == sign)
    }

    fn take(&mut self, sign: &str) -> Option<()> {
        self.is(sign).then(|| self.at += 1)
    }

    fn operator(&mut self, level: usize) -> Option<String> {
        let word = match self.tokens.get(self.at)? {
            Token::Name(word) => word.clone(),
            Token::Sign(sign) => (*sign).to_owned(),
            Token::Number(_) | Token::Text(_) => return None,
        };
        OPERATORS.get(level)?.contains(&word.as_str()).then(|| self.at += 1)?;
        Some(word)
    }

    fn operation(&mut self, level: usize) -> Option<String> {
        if level == SIGN && self.take("-").is_some() {
            return Some(format!("(- {})", self.operation(level)?));
        }
        if level == OPERATORS.len() {
            return self.path();
        }
        let mut left = self.operation(level + 1)?;
        while let Some(operator) = self.operator(level) {
            let right = self.operation(level + 1)?;
            left = format!("({operator} {left} {right})");
        }
        Some(left)
    }

    fn path(&mut self) -> Option<String> {
        let mut path = match self.tokens.get(self.at)?.clone() {
            Token::Number(number) => return Some(self.literal(number.to_string())),
            Token::Text(text) => return Some(self.literal(format!("{text:?}"))),
            Token::Sign("(") => {
                self.at += 1;
                let inside = self.operation(0)?;
                self.take(")")?;
                inside
            }
            Token::Sign("/") => String::new(),
            Token::Name(name) if self.tokens.get(self.at + 1) == Some(&Token::Sign("(")) => {
                self.call(&name)?
            }
            _ => self.step()?,
        };
        path += &self.predicates()?;
        while self.take("/").is_some() {
            path = format!("{path}/{}", self.step()?);
            path += &self.predicates()?;
        }
        Some(path)
    }

    fn literal(&mut self, text: String) -> String {
        self.at += 1;
        text
    }

    fn call(&mut self, name: &str) -> Option<String> {
        self.at += 2;
        let mut arguments = Vec::new();
        while self.take(")").is_none() {
            if !arguments.is_empty() {
                self.take(",")?;
            }
            arguments.push(self.operation(0)?);
        }
        Some(format!("{name}({})", arguments.join(", ")))
    }

    fn step(&mut self) -> Option<String> {
        let step = match self.tokens.get(self.at)? {
            Token::Name(name) => name.clone(),
            Token::Sign(sign @ (".." | "." | "*")) => (*sign).to_owned(),
            _ => return None,
        };
        self.at += 1;
        Some(step)
    }

    fn predicates(&mut self) -> Option<String> {
        let mut predicates = String::new();
        while self.take("[").is_some() {
            predicates.extend(["[", &self.operation(0)?, "]"]);
            self.take("]")?;
        }
        Some(predicates)
    }
}

#[test]
fn equal_expressions_are_equal_and_others_are_not() {
    for (one, other) in [
        ("1+2 * 3", "1 + (2*3)"),
        ("(a) and (b or c)", "a and (b or c)"),
        ("-x + 1", "(-x) + 1"),
        (" /data/a  = 'x'", "/data/a = \"x\""),
        ("instance('l')/root/item[town= ../a ]", "instance(\"l\")/root/item[town = ../a]"),
        ("a - b - c", "(a - b) - c"),
        ("selected(., '1') or . > 5.0", "selected( . ,'1') or .>5"),
    ] {
        assert_eq!(canonical(one), canonical(other));
    }
    for (one, other) in [
        ("1 + 2 * 3", "(1 + 2) * 3"),
        ("a - (b - c)", "a - b - c"),
        ("a-b", "a - b"),
        ("a and b or c", "a and (b or c)"),
        ("../a", "./a"),
        ("/data/a", "/data/b"),
    ] {
        assert_ne!(canonical(one), canonical(other));
    }
    assert_eq!(canonical("1 +  + ("), "1 + + (");
}
