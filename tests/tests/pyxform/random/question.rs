//! Random questions.

use super::{Holds, Known, LISTS, Maker};
use crate::draft::line;

impl Maker {
    pub(super) fn note(&mut self) {
        let name = self.next_name();
        let mut row = line([("type", "note"), ("name", &name)]);
        self.label(&mut row, "label", "说明");
        self.draft.survey.push(row);
    }

    pub(super) fn question(&mut self) {
        match self.below(100) {
            0..50 => self.plain(),
            50..72 => self.select(),
            72..90 => self.calculate(),
            90..94 => self.note(),
            _ => self.special(),
        }
    }

    fn plain(&mut self) {
        let (kind, holds, default) = self.pick(&[
            ("text", Holds2::Text, "甲"),
            ("integer", Holds2::Number, "3"),
            ("decimal", Holds2::Number, "1.5"),
            ("int", Holds2::Number, "0"),
            ("date", Holds2::Date, "2026-01-31"),
            ("time", Holds2::Other, ""),
            ("dateTime", Holds2::Other, ""),
            ("range", Holds2::Number, ""),
            ("barcode", Holds2::Text, ""),
            ("image", Holds2::Other, ""),
            ("audio", Holds2::Other, ""),
            ("file", Holds2::Other, ""),
            ("geopoint", Holds2::Place, ""),
            ("geotrace", Holds2::Place, ""),
            ("geoshape", Holds2::Place, ""),
            ("acknowledge", Holds2::Other, ""),
            ("hidden", Holds2::Text, "x"),
        ]);
        let name = self.next_name();
        let mut row = line([("type", kind), ("name", &name)]);
        if kind != "hidden" {
            self.label(&mut row, "label", "题");
            self.extras(&mut row);
        }
        let parameters = match kind {
            "range" => self.range(),
            "image" => self.pick(&["max-pixels=1024", ""]).to_owned(),
            "audio" => self.pick(&["quality=low", "quality=voice-only", ""]).to_owned(),
            "geopoint" => self
                .pick(&["capture-accuracy=10", "capture-accuracy=10, warning-accuracy=100", ""])
                .to_owned(),
            _ => String::new(),
        };
        let dynamic = match holds {
            Holds2::Number => self.number(1),
            Holds2::Date => "today()".to_owned(),
            _ => String::new(),
        };
        let default = match self.below(6) {
            0 => default.to_owned(),
            1 if dynamic.contains(['(', '$']) => dynamic,
            _ => String::new(),
        };
        for (column, text) in [("parameters", &parameters), ("default", &default)] {
            if !text.is_empty() {
                row.insert(column.to_owned(), text.to_owned());
            }
        }
        self.draft.survey.push(row);
        let holds = match holds {
            Holds2::Number => Holds::Number,
            Holds2::Text => Holds::Text,
            Holds2::Date => Holds::Date,
            Holds2::Place => Holds::Place,
            Holds2::Other => return,
        };
        self.learn(name, holds);
    }

    /// A scale, not always one that makes sense.
    fn range(&mut self) -> String {
        let mut parameters = Vec::new();
        for (name, values) in [
            ("start", &["0", "1", "-5", "10", "0.5"][..]),
            ("end", &["10", "5", "1", "0", "7.5"]),
            ("step", &["1", "2", "0.5", "0", "-1", "20"]),
        ] {
            if self.percent(60) {
                parameters.push(format!("{name}={}", self.pick(values)));
            }
        }
        parameters.join(self.pick(&[" ", ", ", ";"]))
    }

    fn learn(&mut self, name: String, holds: Holds) {
        let repeats = self.repeats.clone();
        self.known.push(Known { name, holds, repeats });
    }

    /// Columns that every question may have.
    fn extras(&mut self, row: &mut crate::draft::Line) {
        if self.percent(20) {
            self.label(row, "hint", "提示");
        }
        if self.percent(10) {
            self.label(row, "guidance_hint", "指导");
        }
        if self.percent(5) {
            for language in self.languages.clone() {
                row.insert(format!("media::image{language}"), "a.png".to_owned());
            }
        }
        if self.percent(25) {
            let relevant = self.truth(2);
            row.insert("relevant".to_owned(), relevant);
        }
        if self.percent(25) {
            let constraint = self.constraint();
            row.insert("constraint".to_owned(), constraint);
            if self.percent(60) {
                self.label(row, "constraint_message", "不对");
            }
        }
        if self.percent(30) {
            let required = match self.below(4) {
                0 => "no".to_owned(),
                1 => self.truth(1),
                _ => self.pick(&["yes", "true()", "TRUE"]).to_owned(),
            };
            row.insert("required".to_owned(), required);
            if self.percent(30) {
                self.label(row, "required_message", "必填");
            }
        }
        if self.percent(8) {
            let read_only = match self.below(3) {
                0 => "no".to_owned(),
                1 => self.truth(1),
                _ => "yes".to_owned(),
            };
            row.insert("read_only".to_owned(), read_only);
        }
        if self.percent(10) {
            row.insert(
                "appearance".to_owned(),
                self.pick(&["multiline", "minimal", "w1 no-ticks"]).to_owned(),
            );
        }
    }

    fn select(&mut self) {
        let (list, ..) = self.pick(&LISTS);
        let (kind, holds) = match self.below(10) {
            0..5 => ("select_one", Holds::One(list)),
            5..8 => ("select_multiple", Holds::Many(list)),
            8 => ("rank", Holds::Many(list)),
            _ => ("select_one_from_file", Holds::Text),
        };
        let name = self.next_name();
        let source = if kind.ends_with("file") { "villages.csv" } else { list };
        let other = if matches!(kind, "select_one" | "select_multiple") && self.percent(12) {
            " or_other"
        } else {
            ""
        };
        let mut row = line([("type", &format!("{kind} {source}{other}")), ("name", &name)]);
        self.label(&mut row, "label", "选");
        self.extras(&mut row);
        let has_town = list == "houses" || kind.ends_with("file");
        if other.is_empty() && has_town && self.percent(60) {
            let filter = self.filter();
            row.insert("choice_filter".to_owned(), filter);
        }
        if kind == "select_one" && self.percent(15) {
            row.insert("default".to_owned(), LISTS.iter().find(|own| own.0 == list).unwrap().1[0].to_owned());
        }
        if self.percent(15) {
            let seed = match self.below(3) {
                0 => " seed=42".to_owned(),
                1 => self.named(&Holds::Number).map(|name| format!(", seed={name}")).unwrap_or_default(),
                _ => String::new(),
            };
            row.insert("parameters".to_owned(), format!("randomize=true{seed}"));
        }
        self.draft.survey.push(row);
        self.learn(name, holds);
    }

    fn calculate(&mut self) {
        let name = self.next_name();
        let mut row = line([("type", "calculate"), ("name", &name)]);
        let (rule, holds) = match self.below(3) {
            0 => (self.text(3), Holds::Text),
            1 => (format!("if({}, 1, 0)", self.truth(2)), Holds::Number),
            _ => (self.number(3), Holds::Number),
        };
        row.insert("calculation".to_owned(), rule);
        if self.percent(10)
            && let Some(trigger) = self.trigger()
        {
            row.insert("trigger".to_owned(), trigger);
        }
        self.draft.survey.push(row);
        self.learn(name, holds);
    }

    /// A question that people see and that stands in the same repeats.
    fn trigger(&mut self) -> Option<String> {
        let shown: Vec<String> = self
            .draft
            .survey
            .iter()
            .filter(|row| row.contains_key(&self.draft.headings[2]))
            .filter(|row| row.get("type").is_some_and(|kind| !kind.starts_with("begin")))
            .filter_map(|row| row.get("name").cloned())
            .filter(|name| {
                self.known.iter().any(|known| known.name == *name && known.repeats == self.repeats)
            })
            .collect();
        let at = self.below(u32::try_from(shown.len().max(1)).unwrap());
        shown.get(usize::try_from(at).unwrap()).map(|name| format!("${{{name}}}"))
    }

    /// What the phone notes by itself.
    fn special(&mut self) {
        let kind = self.pick(&["start", "end", "today", "deviceid", "username"]);
        let name = self.next_name();
        self.draft.survey.push(line([("type", kind), ("name", &name)]));
        if kind == "username" {
            self.learn(name, Holds::Text);
        }
    }
}

/// [`Holds`] of plain questions.
#[derive(Clone, Copy)]
enum Holds2 {
    Number,
    Text,
    Date,
    Place,
    Other,
}
