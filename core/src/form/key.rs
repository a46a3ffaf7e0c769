//! Where an answer stands in a form.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::{IdError, QuestionName};

/// The place of an answer, in drafts and in sealed records.
///
/// A question that stands in no repeat and whose name is the only one of its kind in the form is called by that name:
/// `income_wage`. Every other question is called by its whole way through the form, with the number of the instance at
/// each repeat: `people/member[3]/member_name`. An instance keeps its number for good: when others are removed, no answer
/// moves. Which instances there are, and in which order, is the answer at the repeat's own place: `people/member`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct AnswerKey(String);

/// One step of the way to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStep<'k> {
    /// The name of the node.
    pub name: &'k str,
    /// The number of the repeat's instance.
    pub instance: Option<u32>,
}

impl AnswerKey {
    /// Longest key in bytes: twenty steps of the longest name with an instance each.
    pub const MAX_LEN: usize = 1_600;

    /// Reads a key.
    ///
    /// # Errors
    /// [`IdError`] where the text is no key.
    pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
        let text = text.into();
        let sound = !text.is_empty() && text.len() <= Self::MAX_LEN && text.split('/').all(step_is_sound);
        if sound { Ok(Self(text)) } else { Err(IdError { what: "AnswerKey" }) }
    }

    /// The key as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The way to the answer, step by step.
    pub fn steps(&self) -> impl Iterator<Item = KeyStep<'_>> {
        self.0.split('/').map(|step| match step.split_once('[') {
            Some((name, number)) => {
                KeyStep { name, instance: number.strip_suffix(']').and_then(|number| number.parse().ok()) }
            }
            None => KeyStep { name: step, instance: None },
        })
    }

    /// The name of the question itself.
    #[must_use]
    pub fn name(&self) -> &str {
        let last = self.0.rsplit('/').next().unwrap_or(&self.0);
        last.split('[').next().unwrap_or(last)
    }

    /// Whether this is the place of something inside `other`, or of `other` itself.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(other.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('['))
    }

    /// The key of this way, whose names come from a form.
    pub(super) fn of_way(way: &[(&str, Option<u32>)]) -> Self {
        let steps = way.iter().map(|(name, instance)| match instance {
            Some(number) => format!("{name}[{number}]"),
            None => (*name).to_owned(),
        });
        Self(steps.collect::<Vec<_>>().join("/"))
    }
}

fn step_is_sound(step: &str) -> bool {
    match step.split_once('[') {
        None => QuestionName::new(step).is_ok(),
        Some((name, number)) => {
            let number = number.strip_suffix(']').filter(|digits| !digits.starts_with(['0', '+']));
            QuestionName::new(name).is_ok() && number.is_some_and(|digits| digits.parse::<u32>().is_ok())
        }
    }
}

impl From<QuestionName> for AnswerKey {
    fn from(name: QuestionName) -> Self {
        Self(name.as_str().to_owned())
    }
}

impl FromStr for AnswerKey {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}

impl Borrow<str> for AnswerKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AnswerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AnswerKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_name_or_a_way_with_instances() {
        let key = AnswerKey::new("people/member[3]/child[12]/age").unwrap();
        let steps: Vec<_> = key.steps().map(|step| (step.name, step.instance)).collect();
        assert_eq!(steps, [("people", None), ("member", Some(3)), ("child", Some(12)), ("age", None)]);
        assert_eq!(key.name(), "age");
        assert!(key.is_within(&AnswerKey::new("people/member").unwrap()));
        assert!(key.is_within(&AnswerKey::new("people/member[3]").unwrap()));
        assert!(!key.is_within(&AnswerKey::new("people/mem").unwrap()));
        assert!(!key.is_within(&AnswerKey::new("people/member[30]").unwrap()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in
            ["", "/a", "a/", "a//b", "a[]", "a[0]", "a[01]", "a[+1]", "a[1", "a]1[", "a[1]b", "成员", "a b"]
        {
            assert!(AnswerKey::new(text).is_err(), "{text}");
        }
        assert!(AnswerKey::new("a[4294967296]").is_err());
        assert!(AnswerKey::new("a/".repeat(900) + "a").is_err());
    }
}
