//! The column `parameters`: `name=value`, parted by blanks, commas or semicolons.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::faults::RowFault;
use crate::form::definition::{AudioQuality, GeoAccuracy, Range};

/// Pictures smaller than this show nothing; larger ones no phone takes.
const PIXELS: std::ops::RangeInclusive<u32> = 100..=20_000;

/// Whether choices are shuffled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shuffle<'p> {
    No,
    Yes { seed: Option<&'p str> },
}

/// Parameters of one row, taken out one by one.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    pub(super) fn read(text: &str) -> Result<Self, RowFault> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        // Blanks around the sign belong to neither side.
        let sides: Vec<&str> = text.split('=').map(str::trim).collect();
        let text = sides.join("=");
        for part in text.split([' ', ',', ';', '\t', '\n', '\r']).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((name, value)) if !name.is_empty() && !value.is_empty() && !value.contains('=') => {
                    pairs.push((name.to_lowercase(), value.to_owned()));
                }
                _ => return Err(RowFault::BadParameters { found: part.to_owned() }),
            }
        }
        Ok(Self { pairs })
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The first parameter that is none of these, or that stands twice.
    pub(super) fn check_names(&self, known: &[&str]) -> Result<(), RowFault> {
        for (at, (name, _)) in self.pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let known = if known.is_empty() { "（无）".to_owned() } else { known.join("、") };
                return Err(RowFault::UnknownParameter { found: name.clone(), known });
            }
            if self.pairs.iter().take(at).any(|(earlier, _)| earlier == name) {
                return Err(RowFault::BadParameters { found: name.clone() });
            }
        }
        Ok(())
    }

    fn decimal(&self, name: &'static str) -> Result<Option<Decimal>, RowFault> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let bad = || RowFault::BadParameter { name, found: text.to_owned(), instead: "请填写数字" };
        Decimal::from_str(text).map(Some).map_err(|_| bad())
    }

    pub(super) fn range(&self) -> Result<Range, RowFault> {
        let or = |value: Option<Decimal>, default: i64| value.unwrap_or_else(|| Decimal::from(default));
        let start = or(self.decimal("start")?, 1);
        let end = or(self.decimal("end")?, 10);
        let step = or(self.decimal("step")?, 1);
        let bad_step = |instead| RowFault::BadParameter { name: "step", found: step.to_string(), instead };
        if step.is_zero() {
            return Err(bad_step("不能为 0，请填写两个刻度之间的差"));
        }
        let width = end.checked_sub(start).map(|width| width.abs());
        if width.is_none_or(|width| step.abs() > width) {
            return Err(bad_step("不能大于 start 与 end 之差"));
        }
        Ok(Range { start, end, step })
    }

    pub(super) fn max_pixels(&self) -> Result<Option<u32>, RowFault> {
        let name = "max-pixels";
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(pixels) if PIXELS.contains(&pixels) => Ok(Some(pixels)),
            _ => {
                let instead = "请填写长边的像素数（100 到 20000 的整数），例如 1024";
                Err(RowFault::BadParameter { name, found: text.to_owned(), instead })
            }
        }
    }

    pub(super) fn quality(&self) -> Result<Option<AudioQuality>, RowFault> {
        let Some(text) = self.get("quality") else { return Ok(None) };
        let wanted = text.to_lowercase();
        let all = [AudioQuality::VoiceOnly, AudioQuality::Low, AudioQuality::Normal, AudioQuality::External];
        match all.into_iter().find(|quality| quality.name() == wanted) {
            Some(quality) => Ok(Some(quality)),
            None => {
                let instead = "请写 voice-only、low、normal 或 external";
                Err(RowFault::BadParameter { name: "quality", found: text.to_owned(), instead })
            }
        }
    }

    pub(super) fn accuracy(&self) -> Result<GeoAccuracy, RowFault> {
        let metres = |name: &'static str| match self.decimal(name)? {
            Some(value) if value.is_sign_negative() => {
                let found = value.to_string();
                Err(RowFault::BadParameter { name, found, instead: "请填写米数，不小于 0" })
            }
            value => Ok(value),
        };
        Ok(GeoAccuracy { capture: metres("capture-accuracy")?, warning: metres("warning-accuracy")? })
    }

    /// Whether choices are shuffled, and the text of the seed.
    pub(super) fn shuffle(&self) -> Result<Shuffle<'_>, RowFault> {
        let shuffled = match self.get("randomize").map(str::to_lowercase).as_deref() {
            Some("true") => true,
            None | Some("false") => false,
            Some(other) => {
                let found = other.to_owned();
                return Err(RowFault::BadParameter {
                    name: "randomize",
                    found,
                    instead: "请写 true 或 false",
                });
            }
        };
        match (shuffled, self.get("seed")) {
            (true, seed) => Ok(Shuffle::Yes { seed }),
            (false, Some(_)) => Err(RowFault::MissingSeedOrder),
            (false, None) => Ok(Shuffle::No),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain;

    fn read(text: &str) -> Parameters {
        Parameters::read(text).unwrap()
    }

    #[test]
    fn a_scale_has_defaults_and_must_make_sense() {
        let range = read("start=0, end=5; step=0.5").range().unwrap();
        assert_eq!((range.start, range.step, range.is_integer()), (Decimal::ZERO, Decimal::new(5, 1), false));
        assert!(read("").range().unwrap().is_integer());
        for text in ["step=0", "start=1 end=3 step=4", "start=x"] {
            assert_eq!(read(text).range().unwrap_err().code(), "bad_parameter", "{text}");
        }
    }

    #[test]
    fn only_known_pairs_are_taken_once() {
        for text in ["a", "a=", "=1", "a=b=c"] {
            assert_eq!(Parameters::read(text).unwrap_err().code(), "bad_parameters", "{text}");
        }
        assert_eq!(read("app=x").check_names(&["max-pixels"]).unwrap_err().code(), "unknown_parameter");
        assert_eq!(read("a=1 a=2").check_names(&["a"]).unwrap_err().code(), "bad_parameters");
        assert_eq!(read("max-pixels=big").max_pixels().unwrap_err().code(), "bad_parameter");
        assert_eq!(read("quality=best").quality().unwrap_err().code(), "bad_parameter");
        assert_eq!(read("capture-accuracy=-1").accuracy().unwrap_err().code(), "bad_parameter");
    }

    #[test]
    fn a_seed_needs_shuffling() {
        assert_eq!(read("randomize=true seed=${x}").shuffle().unwrap(), Shuffle::Yes { seed: Some("${x}") });
        assert_eq!(read("randomize=false").shuffle().unwrap(), Shuffle::No);
        assert_eq!(read("seed=1").shuffle().unwrap_err().code(), "seed_without_randomize");
        assert_eq!(read("randomize=maybe").shuffle().unwrap_err().code(), "bad_parameter");
    }
}
