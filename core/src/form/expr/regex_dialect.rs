//! Turns a regular expression in Java's dialect into one for the `regex` crate, or says what has no counterpart.

use std::{iter::Peekable, str::Chars};

use super::regex::RegexProblem;

/// What Java's `.` does not match.
const NOT_LINE_END: &str = r"[^\n\r\x{85}\x{2028}\x{2029}]";
const DIGIT: &str = "0-9";
const WORD: &str = "a-zA-Z0-9_";
const SPACE: &str = r" \t\n\x0B\f\r";

struct Translator<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
    groups: usize,
    classes: usize,
    /// Whether the last piece was a repetition, after which another one is an error.
    repeated: bool,
}

/// Translates a whole pattern.
pub(super) fn translate(pattern: &str) -> Result<String, RegexProblem> {
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        out: String::with_capacity(pattern.len() + 16),
        groups: 0,
        classes: 0,
        repeated: false,
    };
    while let Some(c) = translator.rest.next() {
        if translator.classes > 0 { translator.in_class(c)? } else { translator.outside(c)? }
    }
    if translator.groups == 0 && translator.classes == 0 {
        Ok(translator.out)
    } else {
        Err(RegexProblem::Syntax)
    }
}

impl Translator<'_> {
    fn outside(&mut self, c: char) -> Result<(), RegexProblem> {
        if matches!(c, '*' | '+' | '?' | '{') {
            return self.repetition(c);
        }
        self.repeated = false;
        match c {
            '\\' => self.escape(),
            '(' => self.group(),
            ')' => {
                self.groups = self.groups.checked_sub(1).ok_or(RegexProblem::Syntax)?;
                self.out.push(')');
                Ok(())
            }
            '[' => {
                self.open_class();
                Ok(())
            }
            '.' => {
                self.out.push_str(NOT_LINE_END);
                Ok(())
            }
            other => {
                self.out.push(other);
                Ok(())
            }
        }
    }

    fn repetition(&mut self, c: char) -> Result<(), RegexProblem> {
        if self.repeated {
            return Err(RegexProblem::Syntax);
        }
        let mut piece = String::from(c);
        if c == '{' {
            for inside in self.rest.by_ref() {
                piece.push(inside);
                if inside == '}' {
                    break;
                }
            }
            let bounds = piece.trim_start_matches('{').trim_end_matches('}');
            if bounds.starts_with(',') || !bounds.chars().all(|b| b.is_ascii_digit() || b == ',') {
                return Err(RegexProblem::Syntax);
            }
        }
        match self.rest.peek() {
            Some('+') => return Err(RegexProblem::Possessive(format!("{piece}+"))),
            Some('?') => {
                self.rest.next();
                piece.push('?');
            }
            _ => {}
        }
        self.out.push_str(&piece);
        self.repeated = true;
        Ok(())
    }

    fn group(&mut self) -> Result<(), RegexProblem> {
        self.groups += 1;
        self.out.push('(');
        if self.rest.peek() != Some(&'?') {
            return Ok(());
        }
        let mut ahead = self.rest.clone();
        ahead.next();
        match (ahead.next(), ahead.next()) {
            (Some('='), _) => Err(RegexProblem::LookAround("(?=")),
            (Some('!'), _) => Err(RegexProblem::LookAround("(?!")),
            (Some('>'), _) => Err(RegexProblem::LookAround("(?>")),
            (Some('<'), Some('=')) => Err(RegexProblem::LookAround("(?<=")),
            (Some('<'), Some('!')) => Err(RegexProblem::LookAround("(?<!")),
            (Some('<'), _) => Ok(()),
            _ => self.flags(),
        }
    }

    /// `?:`, `?i)` or `?i:`; the other flags mean different things in the two dialects.
    fn flags(&mut self) -> Result<(), RegexProblem> {
        for flag in self.rest.by_ref() {
            self.out.push(flag);
            match flag {
                '?' | 'i' | '-' => {}
                ':' => return Ok(()),
                ')' => {
                    self.groups -= 1;
                    return Ok(());
                }
                other => return Err(RegexProblem::Unsupported(format!("(?{other})"))),
            }
        }
        Err(RegexProblem::Syntax)
    }

    fn open_class(&mut self) {
        self.classes += 1;
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
    }

    fn in_class(&mut self, c: char) -> Result<(), RegexProblem> {
        match c {
            '\\' => return self.escape(),
            '[' => self.open_class(),
            ']' => {
                self.classes -= 1;
                self.out.push(']');
            }
            '&' if self.rest.next_if_eq(&'&').is_some() => self.out.push_str("&&"),
            // Doubled, these are set operators of the other dialect.
            '-' if self.rest.peek() == Some(&'-') => self.out.push_str(r"\-"),
            '&' | '~' => {
                self.out.push('\\');
                self.out.push(c);
            }
            other => self.out.push(other),
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<(), RegexProblem> {
        let c = self.rest.next().ok_or(RegexProblem::Syntax)?;
        match c {
            'd' => self.set(DIGIT, false),
            'D' => self.set(DIGIT, true),
            'w' => self.set(WORD, false),
            'W' => self.set(WORD, true),
            's' => self.set(SPACE, false),
            'S' => self.set(SPACE, true),
            't' | 'n' | 'r' | 'f' | 'a' => self.out.extend(['\\', c]),
            'b' | 'B' | 'A' | 'z' if self.classes == 0 => self.out.extend(['\\', c]),
            'e' => self.out.push_str(r"\x1B"),
            'E' => {}
            'Q' => self.literal(),
            'u' => return self.code_point(4),
            'x' if self.rest.peek() == Some(&'{') => {
                self.out.push_str(r"\x");
            }
            'x' => return self.code_point(2),
            'p' | 'P' => return self.property(c == 'P'),
            '1'..='9' => return Err(RegexProblem::BackReference(format!("\\{c}"))),
            'k' => return Err(RegexProblem::BackReference("\\k".to_owned())),
            other if other.is_ascii_alphanumeric() => {
                return Err(RegexProblem::Unsupported(format!("\\{other}")));
            }
            other => self.out.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
        Ok(())
    }

    fn set(&mut self, members: &str, negated: bool) {
        self.out.push('[');
        if negated {
            self.out.push('^');
        }
        self.out.push_str(members);
        self.out.push(']');
    }

    /// `\Q…\E`
    fn literal(&mut self) {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            if c == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            text.push(c);
        }
        self.out.push_str(&regex::escape(&text));
    }

    fn code_point(&mut self, digits: usize) -> Result<(), RegexProblem> {
        let hex: String = self.rest.by_ref().take(digits).collect();
        let known = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
        if hex.len() != digits || known.is_none() {
            return Err(RegexProblem::Unsupported(format!("\\u{hex}")));
        }
        self.out.extend(["\\x{", &hex, "}"]);
        Ok(())
    }

    fn property(&mut self, negated: bool) -> Result<(), RegexProblem> {
        let name: String = match self.rest.next() {
            Some('{') => self.rest.by_ref().take_while(|c| *c != '}').collect(),
            Some(letter) => letter.to_string(),
            None => return Err(RegexProblem::Syntax),
        };
        if let Some(members) = ascii_class(&name) {
            self.set(members, negated);
            return Ok(());
        }
        let known = name.strip_prefix("Is").unwrap_or(&name);
        let spelt = known.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '='));
        let is_block = known.starts_with("In") || known.starts_with("block=") || known.starts_with("blk=");
        if known.is_empty() || !spelt || is_block || known.starts_with("java") {
            return Err(RegexProblem::Unsupported(format!("\\p{{{name}}}")));
        }
        self.out.extend([if negated { "\\P{" } else { "\\p{" }, known, "}"]);
        Ok(())
    }
}

/// The classes that Java means for ASCII only.
fn ascii_class(name: &str) -> Option<&'static str> {
    Some(match name {
        "Lower" => "a-z",
        "Upper" => "A-Z",
        "Alpha" => "a-zA-Z",
        "Digit" => DIGIT,
        "Alnum" => "a-zA-Z0-9",
        "Punct" => r"!-/:-@\[-`{-~",
        "Graph" => "!-~",
        "Print" => " -~",
        "Blank" => r" \t",
        "Cntrl" => r"\x00-\x1F\x7F",
        "XDigit" => "0-9a-fA-F",
        "Space" => SPACE,
        "ASCII" => r"\x00-\x7F",
        _ => return None,
    })
}
