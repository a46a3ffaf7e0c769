//! Which node of the older version is which of the newer.

use std::{collections::HashMap, hash::Hash};

use super::question::kind_name;
use crate::form::definition::{LanguageId, Node, NodeId, Nodes};

/// Nodes of two versions that are the same.
#[derive(Debug)]
pub(super) struct Pairs {
    to_new: Vec<Option<NodeId>>,
    to_old: Vec<Option<NodeId>>,
}

impl Pairs {
    /// Nodes are the same where they have one name and stand in the same node; else where they are the only ones of their
    /// name that are left; else where they are the only ones of their label and type that are left.
    pub(super) fn new(old: &Nodes, new: &Nodes) -> Self {
        let mut pairs = Self { to_new: vec![None; old.len()], to_old: vec![None; new.len()] };
        pairs.join(NodeId::FORM, NodeId::FORM);
        pairs.join_in_place(old, new);
        // What moved or was renamed takes along what stands in it.
        pairs.join_only_ones(old, new, |node| Some((node.name.as_str().to_owned(), node.is_container())));
        pairs.join_in_place(old, new);
        pairs.join_only_ones(old, new, label_and_type);
        pairs.join_in_place(old, new);
        pairs
    }

    /// The new node that this old one is.
    pub(super) fn new_of(&self, old: NodeId) -> Option<NodeId> {
        self.to_new.get(old.index()).copied().flatten()
    }

    /// The old node that this new one is.
    pub(super) fn old_of(&self, new: NodeId) -> Option<NodeId> {
        self.to_old.get(new.index()).copied().flatten()
    }

    /// Whether two places are one: the same node, or none on both sides.
    pub(super) fn correspond(&self, old: Option<NodeId>, new: Option<NodeId>) -> bool {
        old.and_then(|old| self.new_of(old)) == new && old.is_none() == new.is_none()
    }

    fn join(&mut self, old: NodeId, new: NodeId) {
        if let (Some(to_new), Some(to_old)) =
            (self.to_new.get_mut(old.index()), self.to_old.get_mut(new.index()))
        {
            (*to_new, *to_old) = (Some(new), Some(old));
        }
    }

    fn join_in_place(&mut self, old: &Nodes, new: &Nodes) {
        let left = old.iter().filter(|(id, _)| self.new_of(*id).is_none());
        let by_place: HashMap<(NodeId, &str, bool), NodeId> =
            left.filter_map(|(id, node)| Some((in_place(node.parent?, node), id))).collect();
        // Parents come before their children, so that one pass goes all the way down.
        for (id, node) in new.iter() {
            let Some(parent) = node.parent.and_then(|parent| self.old_of(parent)) else { continue };
            if self.old_of(id).is_none()
                && let Some(old) = by_place.get(&in_place(parent, node))
            {
                self.join(*old, id);
            }
        }
    }

    fn join_only_ones<K: Eq + Hash>(&mut self, old: &Nodes, new: &Nodes, key: impl Fn(&Node) -> Option<K>) {
        let old = only_ones(old.iter().filter(|(id, _)| self.new_of(*id).is_none()), &key);
        let new = only_ones(new.iter().filter(|(id, _)| self.old_of(*id).is_none()), &key);
        for (key, old) in old {
            if let (Some(old), Some(Some(new))) = (old, new.get(&key)) {
                self.join(old, *new);
            }
        }
    }
}

/// A question is never the group of its name.
fn in_place(parent: NodeId, node: &Node) -> (NodeId, &str, bool) {
    (parent, node.name.as_str(), node.is_container())
}

fn label_and_type(node: &Node) -> Option<(String, String)> {
    let label = node.texts.label.get(LanguageId::DEFAULT)?.trim();
    (!label.is_empty()).then(|| (label.to_owned(), kind_name(node)))
}

/// Nodes by their key; none where a key has several.
fn only_ones<'n, K: Eq + Hash>(
    nodes: impl Iterator<Item = (NodeId, &'n Node)>,
    key: impl Fn(&Node) -> Option<K>,
) -> HashMap<K, Option<NodeId>> {
    let mut found = HashMap::new();
    for (id, node) in nodes {
        if let Some(key) = key(node) {
            found.entry(key).and_modify(|only| *only = None).or_insert(Some(id));
        }
    }
    found
}
