//! Random forms: most of them sound, the others with a fault of the kind that authors make.

mod expression;
mod fault;
mod question;
mod variety;

use rand::{RngExt, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::draft::{Draft, Line, line};

/// How often a form gets a fault, in percent.
const FAULTY: u32 = 35;
/// Groups in groups at most.
const DEPTH: usize = 4;

/// The form of a number: the same for everybody.
pub(crate) fn form(seed: u64, number: u64) -> Draft {
    let mut maker = Maker {
        rng: ChaCha8Rng::seed_from_u64(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        draft: Draft::default(),
        known: Vec::new(),
        repeats: Vec::new(),
        closed: Vec::new(),
        languages: Vec::new(),
        serial: 0,
    };
    maker.form();
    maker.vary();
    if maker.percent(FAULTY) {
        fault::spoil(&mut maker);
    }
    maker.draft
}

/// What a question holds, as far as expressions care.
#[derive(Debug, Clone, PartialEq)]
enum Holds {
    Number,
    Text,
    Date,
    One(&'static str),
    Many(&'static str),
    Place,
}

/// A question that expressions can name.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    holds: Holds,
    /// The repeats around it, from the outermost.
    repeats: Vec<String>,
}

struct Maker {
    rng: ChaCha8Rng,
    draft: Draft,
    known: Vec<Known>,
    /// The repeats that are open.
    repeats: Vec<String>,
    /// The repeats that are closed, with those around them.
    closed: Vec<(String, Vec<String>)>,
    /// Endings of the headings of texts: empty, or one per language.
    languages: Vec<&'static str>,
    serial: u32,
}

/// Lists of choices: name, choices, whether they belong to a town.
const LISTS: [(&str, &[&str], bool); 4] = [
    ("yn", &["yes", "no"], false),
    ("towns", &["t1", "t2", "t3"], false),
    ("houses", &["h1", "h2", "h3", "h4"], true),
    ("marks", &["1", "2", "3"], false),
];

impl Maker {
    fn percent(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn below(&mut self, end: u32) -> u32 {
        self.rng.random_range(0..end)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        *from.choose(&mut self.rng).unwrap()
    }

    fn next_name(&mut self) -> String {
        self.serial += 1;
        let stem = self.pick(&["q", "age", "income_", "is.head", "house-no", "_x"]);
        format!("{stem}{}", self.serial)
    }

    fn form(&mut self) {
        self.languages = match self.below(3) {
            0 => vec![""],
            1 => vec!["::中文(zh)", "::English (en)"],
            _ => vec!["::中文(zh)"],
        };
        self.draft.headings = ["type", "name"].map(str::to_owned).to_vec();
        let label = format!("label{}", self.languages[0]);
        self.draft.headings.push(label);
        self.choices();
        let count = 2 + self.below(5);
        self.children(count, 0);
        if self.percent(60) {
            self.settings();
        }
    }

    fn settings(&mut self) {
        let version = self.below(9).to_string();
        let mut settings =
            line([("form_title", "随机表"), ("form_id", "random_form"), ("version", &version)]);
        if self.languages.len() == 2 {
            settings.insert("default_language".to_owned(), "中文(zh)".to_owned());
        }
        if self.percent(30) {
            let name = self.text(1);
            settings.insert("instance_name".to_owned(), name);
        }
        if self.percent(20) {
            settings.insert("style".to_owned(), self.pick(&["pages", "theme-grid"]).to_owned());
        }
        self.draft.settings.push(settings);
    }

    fn choices(&mut self) {
        for (list, names, in_towns) in LISTS {
            for (at, name) in names.iter().enumerate() {
                let mut choice = line([("list_name", list), ("name", name)]);
                if in_towns {
                    choice.insert("town".to_owned(), format!("t{}", at % 2 + 1));
                }
                self.label(&mut choice, "label", "选项");
                self.draft.choices.push(choice);
            }
        }
    }

    /// Fills the columns of a text.
    fn label(&mut self, row: &mut Line, column: &str, text: &str) {
        for language in self.languages.clone() {
            let answer = match self.percent(10).then(|| self.visible()).flatten() {
                Some(name) if column == "label" && row.contains_key("type") => format!("${{{name}}} "),
                _ => String::new(),
            };
            row.insert(format!("{column}{language}"), format!("{answer}{text}{}", self.serial));
        }
    }

    /// A question that texts here can show.
    fn visible(&mut self) -> Option<String> {
        let repeats = self.repeats.clone();
        let seen: Vec<String> = self
            .known
            .iter()
            .filter(|known| repeats.starts_with(&known.repeats))
            .map(|known| known.name.clone())
            .collect();
        seen.choose(&mut self.rng).cloned()
    }

    fn children(&mut self, count: u32, depth: usize) {
        for _ in 0..count {
            match self.below(100) {
                0..18 if depth < DEPTH => self.group(depth),
                18..30 if depth < DEPTH => self.repeat(depth),
                _ => self.question(),
            }
        }
    }

    fn group(&mut self, depth: usize) {
        let name = self.next_name();
        let kind = self.pick(&["begin_group", "begin group"]);
        let mut row = line([("type", kind), ("name", &name)]);
        self.label(&mut row, "label", "组");
        if self.percent(30) {
            let relevant = self.truth(2);
            row.insert("relevant".to_owned(), relevant);
        }
        if self.percent(30) {
            row.insert("appearance".to_owned(), "field-list".to_owned());
        }
        self.draft.survey.push(row);
        let count = self.below(5);
        self.children(count, depth + 1);
        let end = kind.replace("begin", "end");
        self.draft.survey.push(line([("type", &end)]));
    }

    fn repeat(&mut self, depth: usize) {
        let name = self.next_name();
        let mut row = line([("type", "begin_repeat"), ("name", &name)]);
        self.label(&mut row, "label", "重复");
        if self.percent(25) {
            let relevant = self.truth(1);
            row.insert("relevant".to_owned(), relevant);
        }
        if self.percent(40) {
            let count = match self.below(3) {
                0 => self.below(4).to_string(),
                1 => self.named(&Holds::Number).unwrap_or_else(|| "2".to_owned()),
                _ => self.number(2),
            };
            row.insert("repeat_count".to_owned(), count);
        }
        self.draft.survey.push(row);
        self.repeats.push(name);
        let count = 1 + self.below(4);
        self.children(count, depth + 1);
        self.draft.survey.push(line([("type", "end_repeat")]));
        let closed = self.repeats.pop().unwrap();
        self.closed.push((closed, self.repeats.clone()));
    }
}
