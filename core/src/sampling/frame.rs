//! The frozen frame: one line per unit, and its root.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{SamplingError, merkle_root};
use crate::ids::Sha256Hash;

/// Most units in one frame: the households of a whole city with every kind of aid.
pub const MAX_FRAME_LINES: usize = 1_000_000;
/// Longest unit id in bytes.
pub const MAX_UNIT_ID_BYTES: usize = 40;
/// Longest stratum name in bytes.
pub const MAX_STRATUM_BYTES: usize = 64;

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $max:ident, $error:ident, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks length and characters: neither a comma nor a line break can be smuggled into a line.
            ///
            /// # Errors
            #[doc = concat!("[`SamplingError::", stringify!($error), "`] on anything else.")]
            pub fn new(text: &str) -> Result<Self, SamplingError> {
                let accepts: fn(char) -> bool = $accepts;
                let fits = !text.is_empty() && text.len() <= $max && text.chars().all(accepts);
                if fits { Ok(Self(text.into())) } else { Err(SamplingError::$error) }
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = SamplingError;

            fn from_str(text: &str) -> Result<Self, SamplingError> {
                Self::new(text)
            }
        }
    };
}

checked_text!(
    /// A unit of the frame: the pseudonym of a household, as `HouseholdId` is written.
    UnitId,
    MAX_UNIT_ID_BYTES,
    BadUnitId,
    |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
);
checked_text!(
    /// A stratum, for example a town's division code or `农村`. Of Chinese only U+4E00–U+9FFF is taken: those
    /// characters have a single encoding, so two names that look alike are the same bytes.
    Stratum,
    MAX_STRATUM_BYTES,
    BadStratum,
    |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '\u{4e00}'..='\u{9fff}')
);

/// One unit of the frame; its text `unit_id,stratum,hash` is one leaf of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameLine {
    /// The household's pseudonym.
    pub unit_id: UnitId,
    /// The stratum it is drawn in.
    pub stratum: Stratum,
    /// Hash of the sealed record that stands for the unit, so that the record cannot change after the freeze.
    pub record_hash: Sha256Hash,
}

impl fmt::Display for FrameLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.unit_id, self.stratum, self.record_hash)
    }
}

impl FromStr for FrameLine {
    type Err = SamplingError;

    /// Reads the one canonical spelling of a line: three fields, the hash in lower-case hex.
    fn from_str(text: &str) -> Result<Self, SamplingError> {
        let bad = SamplingError::BadLine { line: 1 };
        let mut fields = text.split(',');
        let (Some(unit_id), Some(stratum), Some(hash), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(bad);
        };
        let record_hash: Sha256Hash = hash.parse().map_err(|_| bad.clone())?;
        if hash.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(bad);
        }
        Ok(Self { unit_id: unit_id.parse()?, stratum: stratum.parse()?, record_hash })
    }
}

/// All units of a spot check, sorted by unit id, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    lines: Vec<FrameLine>,
}

impl Frame {
    /// Sorts `lines` by the bytes of the unit id and checks that each unit stands there once.
    ///
    /// # Errors
    /// [`SamplingError`] for an empty or too large frame and for a unit that stands twice.
    pub fn new(mut lines: Vec<FrameLine>) -> Result<Self, SamplingError> {
        if lines.is_empty() {
            return Err(SamplingError::EmptyFrame);
        }
        if lines.len() > MAX_FRAME_LINES {
            return Err(SamplingError::TooManyLines);
        }
        lines.sort_unstable_by(|a, b| a.unit_id.cmp(&b.unit_id));
        let mut previous: Option<&UnitId> = None;
        for line in &lines {
            if previous == Some(&line.unit_id) {
                return Err(SamplingError::DuplicateUnit { unit_id: line.unit_id.to_string() });
            }
            previous = Some(&line.unit_id);
        }
        Ok(Self { lines })
    }

    /// Reads lines `unit_id,stratum,hash` in any order; an error names the place of the line, from 1.
    ///
    /// # Errors
    /// [`SamplingError`] for a line that is not canonical, and all that [`Frame::new`] refuses.
    pub fn parse<S: AsRef<str>>(lines: &[S]) -> Result<Self, SamplingError> {
        if lines.len() > MAX_FRAME_LINES {
            return Err(SamplingError::TooManyLines);
        }
        let read = lines
            .iter()
            .enumerate()
            .map(|(index, text)| {
                text.as_ref().parse().map_err(|_| SamplingError::BadLine { line: index + 1 })
            })
            .collect::<Result<_, _>>()?;
        Self::new(read)
    }

    /// The lines, sorted by unit id.
    #[must_use]
    pub fn lines(&self) -> &[FrameLine] {
        &self.lines
    }

    /// The Merkle root over the lines.
    #[must_use]
    pub fn root(&self) -> Sha256Hash {
        merkle_root(self.lines.iter().map(FrameLine::to_string).map(String::into_bytes))
    }

    /// How many units each stratum has.
    #[must_use]
    pub fn strata(&self) -> BTreeMap<Stratum, usize> {
        let mut counts = BTreeMap::new();
        for line in &self.lines {
            *counts.entry(line.stratum.clone()).or_default() += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(unit: &str, stratum: &str) -> String {
        format!("{unit},{stratum},{}", Sha256Hash::of(unit.as_bytes()))
    }

    #[test]
    fn a_line_has_one_spelling() {
        let text = line("H0001", "农村");
        assert_eq!(text.parse::<FrameLine>().unwrap().to_string(), text);
        let smuggled = [
            text.to_uppercase(),
            format!("{text}\n"),
            format!("{text},"),
            text.replace(',', ",,"),
            text.replace("H0001", "H0001\nH0002"),
            text.replace("H0001", ""),
            text.replace("农村", "农 村"),
            text.replace("农村", "\u{f900}"),
            String::new(),
        ];
        for bad in smuggled {
            assert!(bad.parse::<FrameLine>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_frame_needs_every_unit_once() {
        let twice = [line("H1", "A"), line("H2", "A"), line("H1", "B")];
        assert_eq!(Frame::parse(&twice), Err(SamplingError::DuplicateUnit { unit_id: "H1".to_owned() }));
        assert_eq!(Frame::parse::<String>(&[]), Err(SamplingError::EmptyFrame));
        assert_eq!(Frame::parse(&[line("H1", "A"), "x".to_owned()]), Err(SamplingError::BadLine { line: 2 }));
    }

    #[test]
    fn names_stop_at_their_limits() {
        assert!(UnitId::new(&"u".repeat(MAX_UNIT_ID_BYTES)).is_ok());
        assert_eq!(UnitId::new(&"u".repeat(MAX_UNIT_ID_BYTES + 1)), Err(SamplingError::BadUnitId));
        assert!(Stratum::new(&"s".repeat(MAX_STRATUM_BYTES)).is_ok());
        assert_eq!(Stratum::new(&"s".repeat(MAX_STRATUM_BYTES + 1)), Err(SamplingError::BadStratum));
    }
}
