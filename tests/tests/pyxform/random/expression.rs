//! Random expressions.

use rand::seq::IndexedRandom;

use super::{Holds, LISTS, Maker};

impl Maker {
    /// `${name}` of a question of that kind that can be named here.
    pub(super) fn named(&mut self, holds: &Holds) -> Option<String> {
        self.reference(|own| own == holds)
    }

    fn reference(&mut self, fits: impl Fn(&Holds) -> bool) -> Option<String> {
        let here =
            self.known.iter().filter(|known| fits(&known.holds) && self.repeats.starts_with(&known.repeats));
        let names: Vec<&String> = here.map(|known| &known.name).collect();
        names.choose(&mut self.rng).map(|name| format!("${{{name}}}"))
    }

    /// A question inside a repeat that is closed: all its instances are meant.
    fn gathered(&mut self, holds: &Holds) -> Option<(String, String)> {
        let inside: Vec<(String, String)> = self
            .known
            .iter()
            .filter(|known| known.holds == *holds && !self.repeats.starts_with(&known.repeats))
            .filter_map(|known| Some((known.name.clone(), known.repeats.last()?.clone())))
            .collect();
        inside.choose(&mut self.rng).cloned()
    }

    fn list_choice(&mut self, list: &str) -> &'static str {
        let (_, names, _) = LISTS.iter().find(|(name, ..)| *name == list).unwrap();
        self.pick(names)
    }

    pub(super) fn number(&mut self, depth: u32) -> String {
        let literal = self.pick(&["0", "1", "2.5", "10", "-3"]).to_owned();
        if depth == 0 || self.percent(15) {
            return self.named(&Holds::Number).unwrap_or(literal);
        }
        let deeper = depth - 1;
        match self.below(15) {
            0..3 => {
                let operator = self.pick(&["+", "-", "*", "div", "mod"]);
                format!("{} {operator} {}", self.number(deeper), self.number(deeper))
            }
            3 => {
                let operator = self.pick(&["*", " div ", "-"]);
                format!("({}+{}){operator}{}", self.number(deeper), self.number(0), self.number(0))
            }
            4 => format!("if({}, {}, {})", self.truth(deeper), self.number(deeper), self.number(deeper)),
            5 => format!("round({}, {})", self.number(deeper), self.below(3)),
            6 => {
                let function = self.pick(&["int", "abs", "number", "sqrt"]);
                format!("{function}({})", self.number(deeper))
            }
            7 => format!("string-length({})", self.text(deeper)),
            8 => match self.gathered(&Holds::Number) {
                Some((name, _)) => {
                    let function = self.pick(&["sum", "max", "min", "count"]);
                    format!("{function}(${{{name}}})")
                }
                None => literal,
            },
            9 => match self.closed.choose(&mut self.rng) {
                Some((name, _)) => format!("count(${{{name}}})"),
                None => literal,
            },
            10 => match self.reference(|holds| matches!(holds, Holds::Many(_))) {
                Some(many) => format!("count-selected({many})"),
                None => literal,
            },
            11 if !self.repeats.is_empty() => "position(..)".to_owned(),
            12 => match self.named(&Holds::Number) {
                Some(name) => format!("coalesce({name}, 0)"),
                None => literal,
            },
            13 => match self.gathered(&Holds::Number) {
                Some((name, repeat)) => format!("indexed-repeat(${{{name}}}, ${{{repeat}}}, 1)"),
                None => format!("pow({literal}, 2)"),
            },
            _ => format!("-{}", self.number(0).trim_start_matches('-')),
        }
    }

    pub(super) fn text(&mut self, depth: u32) -> String {
        let literal = self.pick(&["'a'", "\"b c\"", "'低保'", "''"]).to_owned();
        if depth == 0 || self.percent(15) {
            return self.named(&Holds::Text).unwrap_or(literal);
        }
        let deeper = depth - 1;
        match self.below(12) {
            0 | 1 => format!("concat({}, ' ', {})", self.text(deeper), self.text(deeper)),
            2 => format!("if({}, {}, {})", self.truth(deeper), self.text(deeper), self.text(deeper)),
            3 => format!("substr({}, 0, {})", self.text(deeper), 1 + self.below(4)),
            4 => format!("string({})", self.number(deeper)),
            5 => match self.gathered(&Holds::Text) {
                Some((name, _)) => format!("join('、', ${{{name}}})"),
                None => literal,
            },
            6 => {
                let date = self.named(&Holds::Date).unwrap_or_else(|| "today()".to_owned());
                format!("format-date({date}, '%Y-%m-%d')")
            }
            7 => match self.reference(|holds| matches!(holds, Holds::One(_))) {
                Some(one) => format!("jr:choice-name({one}, '{one}')"),
                None => literal,
            },
            8 => format!("translate({}, 'a', 'b')", self.text(deeper)),
            9 => "once(uuid())".to_owned(),
            10 => "pulldata('villages', 'label', 'name', 'v1')".to_owned(),
            _ => format!("normalize-space({})", self.text(deeper)),
        }
    }

    pub(super) fn truth(&mut self, depth: u32) -> String {
        let simple = match self.below(5) {
            0 => self.named(&Holds::Number).map(|name| format!("{name} > 3")),
            1 => self.named(&Holds::Text).map(|name| format!("{name}!=''")),
            2 => self.named(&Holds::Date).map(|name| format!("{name} <= today()")),
            3 => self.known_choice(),
            _ => self.known_selected(),
        };
        if depth == 0 || self.percent(25) {
            return simple.unwrap_or_else(|| "true()".to_owned());
        }
        let deeper = depth - 1;
        match self.below(9) {
            0 | 1 => format!("{} and {}", self.truth(deeper), self.truth(deeper)),
            2 => format!("({} or {})", self.truth(deeper), self.truth(deeper)),
            3 => format!("not({})", self.truth(deeper)),
            4 => {
                let operator = self.pick(&["=", "!=", "<", "<=", ">", ">="]);
                format!("{}{operator}{}", self.number(deeper), self.number(deeper))
            }
            5 => format!("regex({}, '^[a-z]+$')", self.text(deeper)),
            6 => {
                let function = self.pick(&["contains", "starts-with", "ends-with"]);
                format!("{function}({}, 'a')", self.text(deeper))
            }
            7 => "instance('villages')/root/item[name = 'v1']/town = 't1'".to_owned(),
            _ => simple.unwrap_or_else(|| "false()".to_owned()),
        }
    }

    fn known_choice(&mut self) -> Option<String> {
        let ones: Vec<(String, &'static str)> = self
            .known
            .iter()
            .filter(|known| self.repeats.starts_with(&known.repeats))
            .filter_map(|known| match known.holds {
                Holds::One(list) => Some((known.name.clone(), list)),
                _ => None,
            })
            .collect();
        let (name, list) = ones.choose(&mut self.rng)?.clone();
        Some(format!("${{{name}}} = '{}'", self.list_choice(list)))
    }

    fn known_selected(&mut self) -> Option<String> {
        let many = self.reference(|holds| matches!(holds, Holds::Many(_)))?;
        Some(format!("selected({many}, '{}')", self.pick(&["yes", "t1", "h2", "1"])))
    }

    pub(super) fn constraint(&mut self) -> String {
        match self.below(5) {
            0 => ". >= 0 and . <= 100".to_owned(),
            1 => "string-length(.) < 30".to_owned(),
            2 => "regex(., '^[0-9]{3}$')".to_owned(),
            3 => format!(". != {}", self.number(1)),
            _ => format!("(. = '' or {})", self.truth(1)),
        }
    }

    pub(super) fn filter(&mut self) -> String {
        let town = self.reference(|holds| matches!(holds, Holds::One("towns") | Holds::Text));
        match (self.below(3), town) {
            (0, Some(town)) => format!("town = {town}"),
            (1, Some(town)) => format!("town={town} and name != 'h1'"),
            _ => "town = 't1'".to_owned(),
        }
    }
}
