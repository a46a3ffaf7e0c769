//! Lists of choices.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Comparison, Part, Section,
    change::{BeforeAfter, Change, ChangeCode, Effect, Subject},
    side::Side,
};
use crate::form::definition::{ChoiceList, Itemset, LabelSource, ListId, NodeId};

/// A list as its questions use it.
pub(super) struct Used<'f> {
    pub(super) list: &'f ChoiceList,
    /// The column that answers are taken from.
    pub(super) value: usize,
    pub(super) label: LabelSource,
}

impl<'f> Used<'f> {
    fn new(list: &'f ChoiceList, items: Option<&Itemset>) -> Self {
        let value = items.map_or(0, |items| usize::from(items.value));
        Self { list, value, label: items.map_or(LabelSource::Label, |items| items.label) }
    }
}

/// Lists to compare, newer and older, and the questions, older and newer, that offer them.
type ListPairs = BTreeMap<(ListId, ListId), Vec<(NodeId, NodeId)>>;

impl Comparison<'_> {
    pub(super) fn lists(&self) -> Vec<Section> {
        let pairs = self.list_pairs();
        let mut sections: Vec<Section> =
            pairs.iter().filter_map(|(lists, users)| self.list_pair(*lists, users)).collect();
        let (new, old): (BTreeSet<_>, BTreeSet<_>) = pairs.into_keys().unzip();
        for (_, list) in listed(&self.new).filter(|(id, _)| !new.contains(id)) {
            sections.push(whole(ChangeCode::ListAdded, list, (None, Some(size(list)))));
        }
        for (_, list) in listed(&self.old).filter(|(id, _)| !old.contains(id)) {
            sections.push(whole(ChangeCode::ListRemoved, list, (Some(size(list)), None)));
        }
        sections
    }

    /// Lists of one name, and lists between which a question has switched.
    fn list_pairs(&self) -> ListPairs {
        let by_name: HashMap<&str, ListId> =
            listed(&self.old).map(|(id, list)| (list.name.as_str(), id)).collect();
        let mut pairs: ListPairs = listed(&self.new)
            .filter_map(|(id, list)| Some(((id, *by_name.get(list.name.as_str())?), Vec::new())))
            .collect();
        for (id, _) in self.new.nodes().iter() {
            if let Some(old_id) = self.pairs.old_of(id)
                && let (Some(old), Some(new)) = (itemset(&self.old, old_id), itemset(&self.new, id))
            {
                pairs.entry((new.list, old.list)).or_default().push((old_id, id));
            }
        }
        pairs
    }

    fn list_pair(&self, (new, old): (ListId, ListId), users: &[(NodeId, NodeId)]) -> Option<Section> {
        let (old, new) = (self.old.form.list(old)?, self.new.form.list(new)?);
        let first = users.first();
        let was = Used::new(old, first.and_then(|(id, _)| itemset(&self.old, *id)));
        let is = Used::new(new, first.and_then(|(_, id)| itemset(&self.new, *id)));
        let mut changes = self.choices(&was, &is, !users.is_empty());
        let columns = (Some(old.columns.join("、")), Some(new.columns.join("、")));
        for (column, (before, after)) in
            [("file", (old.file.clone(), new.file.clone())), ("columns", columns)]
        {
            if before != after {
                let change = Change::new(ChangeCode::ListChanged, list_subject(new), Effect::None);
                changes.push(change.in_column(column).sides((before, after)));
            }
        }
        let list =
            if old.name == new.name { new.name.clone() } else { format!("{} → {}", old.name, new.name) };
        let used_by = users.iter().map(|(_, id)| self.new.subject(*id)).collect();
        (!changes.is_empty()).then_some(Section { part: Part::Choices, list, used_by, changes })
    }
}

fn whole(code: ChangeCode, list: &ChoiceList, size: BeforeAfter) -> Section {
    let change = Change::new(code, list_subject(list), Effect::None).sides(size);
    Section { part: Part::Choices, list: list.name.clone(), used_by: Vec::new(), changes: vec![change] }
}

fn size(list: &ChoiceList) -> String {
    list.choices.len().to_string()
}

fn listed<'f>(side: &Side<'f>) -> impl Iterator<Item = (ListId, &'f ChoiceList)> + use<'f> {
    (0..).map(ListId).zip(side.form.lists())
}

fn itemset<'f>(side: &Side<'f>, id: NodeId) -> Option<&'f Itemset> {
    side.nodes().get(id)?.question()?.itemset()
}

pub(super) fn list_subject(list: &ChoiceList) -> Subject {
    Subject { name: list.name.clone(), label: String::new() }
}
