//! The choices of two lists.

use std::collections::{HashMap, VecDeque};

use super::{
    Comparison,
    change::{Change, ChangeCode, Effect, Subject},
    lists::{Used, list_subject},
    order::displaced,
};
use crate::form::definition::{Choice, LabelSource, LanguageId};

impl Used<'_> {
    fn subject(&self, choice: &Choice) -> Subject {
        let label = match self.label {
            LabelSource::Label => choice.label.get(LanguageId::DEFAULT).unwrap_or_default(),
            LabelSource::Column(at) => choice.value(usize::from(at)),
        };
        Subject { name: choice.value(self.value).to_owned(), label: label.trim().to_owned() }
    }
}

impl Comparison<'_> {
    /// Compares choices. Those of a list that no question offers only feed calculations and filters.
    pub(super) fn choices(&self, old: &Used<'_>, new: &Used<'_>, offered: bool) -> Vec<Change> {
        let effect = |effect| if offered { effect } else { Effect::RulesDiffer };
        let pairs = pairs(old, new);
        let mut found = Vec::new();
        let mut stayed = Vec::new();
        let mut gone: Vec<Option<&Choice>> = old.list.choices.iter().map(Some).collect();
        for (choice, pair) in new.list.choices.iter().zip(pairs) {
            match pair.and_then(|at| Some((at, gone.get_mut(at)?.take()?))) {
                Some((at, was)) => {
                    stayed.push((at, choice.value(new.value)));
                    found.extend(self.both_choices((old, was), (new, choice), effect(Effect::CheckMeaning)));
                }
                None => {
                    let subject = new.subject(choice);
                    found.push(Change::new(ChangeCode::ChoiceAdded, subject, effect(Effect::ValueAdded)));
                }
            }
        }
        for choice in gone.into_iter().flatten() {
            let subject = old.subject(choice);
            found.push(Change::new(ChangeCode::ChoiceDropped, subject, effect(Effect::ValueEnds)));
        }
        let places: Vec<usize> = stayed.iter().map(|(place, _)| *place).collect();
        let moved = displaced(&places).into_iter().filter_map(|at| stayed.get(at));
        let names: Vec<&str> = moved.map(|(_, name)| *name).collect();
        if !names.is_empty() {
            let change = Change::new(ChangeCode::ChoicesReordered, list_subject(new.list), Effect::None);
            found.push(change.sides((None, Some(names.join("、")))));
        }
        found
    }

    fn both_choices(
        &self,
        (old, was): (&Used<'_>, &Choice),
        (new, is): (&Used<'_>, &Choice),
        relabelled: Effect,
    ) -> Vec<Change> {
        let Choice { values: _, label, media } = was;
        let subject = new.subject(is);
        let relabel = Change::new(ChangeCode::ChoiceRelabelled, subject.clone(), relabelled);
        let mut found = self.text(&relabel, label, &is.label);
        let other = Change::new(ChangeCode::ChoiceChanged, subject.clone(), Effect::None);
        found.extend(self.media(&other, media, &is.media));
        for (at, name) in new.list.columns.iter().enumerate().filter(|(at, _)| *at != new.value) {
            let Some(old_at) = old.list.column(name) else { continue };
            let (before, after) = (was.value(old_at), is.value(at));
            if before == after {
                continue;
            }
            if matches!(new.label, LabelSource::Column(label) if usize::from(label) == at) {
                found.push(relabel.clone().sides((Some(before.to_owned()), Some(after.to_owned()))));
            } else {
                let change = Change::new(ChangeCode::ChoiceChanged, subject.clone(), Effect::RulesDiffer);
                let cell = |value: &str| Some(format!("{name}={value}"));
                found.push(change.sides((cell(before), cell(after))));
            }
        }
        found
    }
}

/// For each new choice the place of the old one that it is: the same row where there is one, else the next of its value.
/// Lists for filters may hold a value several times.
fn pairs(old: &Used<'_>, new: &Used<'_>) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.list.choices.len()];
    let mut taken = vec![false; old.list.choices.len()];
    if old.list.columns == new.list.columns {
        join(&mut pairs, &mut taken, old, new, |_, choice| choice.values.clone());
    }
    join(&mut pairs, &mut taken, old, new, |used, choice| vec![choice.value(used.value).to_owned()]);
    pairs
}

fn join(
    pairs: &mut [Option<usize>],
    taken: &mut [bool],
    old: &Used<'_>,
    new: &Used<'_>,
    key: impl Fn(&Used<'_>, &Choice) -> Vec<String>,
) {
    let mut waiting: HashMap<Vec<String>, VecDeque<usize>> = HashMap::new();
    for ((at, choice), _) in old.list.choices.iter().enumerate().zip(&*taken).filter(|(_, taken)| !**taken) {
        waiting.entry(key(old, choice)).or_default().push_back(at);
    }
    for (pair, choice) in pairs.iter_mut().zip(&new.list.choices).filter(|(pair, _)| pair.is_none()) {
        *pair = waiting.get_mut(&key(new, choice)).and_then(VecDeque::pop_front);
        if let Some(taken) = pair.and_then(|at| taken.get_mut(at)) {
            *taken = true;
        }
    }
}
