//! The answers as a tree: one slot for each node of the form, and for each instance of a repeat.

use std::collections::HashMap;

use super::{PreparedForm, surroundings::Surroundings};
use crate::form::{
    AnswerKey,
    definition::{LanguageId, Node, NodeId},
    expr::NodeKey,
};

/// Most instances of one repeat at one place.
pub const MAX_INSTANCES: usize = 1_000;
/// Most slots of one filled form: what a phone can hold and recompute.
pub const MAX_SLOTS: usize = 100_000;

/// One node of the answers.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) node: NodeId,
    pub(super) parent: Option<NodeKey>,
    /// The number of the repeat's instance; 0 for everything else.
    pub(super) instance: u32,
    pub(super) value: String,
    /// What its own rule says about whether it is asked.
    pub(super) asked: bool,
    /// Whether the repeat's count reaches this instance.
    pub(super) counted: bool,
    /// Whether it and everything that it stands in is asked and counted.
    pub(super) relevant: bool,
    /// One for each child of the form's node.
    pub(super) children: Vec<Place>,
}

/// What stands where a form's node stands.
#[derive(Debug, Clone)]
pub(super) enum Place {
    One(NodeKey),
    Repeat {
        /// Where rules about the repeat as a whole are evaluated, instances or none.
        anchor: NodeKey,
        instances: Vec<NodeKey>,
        /// The number of the next instance.
        next: u32,
    },
}

/// The answers of one form.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) form: PreparedForm,
    pub(super) slots: Vec<Slot>,
    /// Per node of the form: its slots, without anchors.
    pub(super) by_node: Vec<Vec<NodeKey>>,
    pub(super) anchors: HashMap<NodeId, Vec<NodeKey>>,
    pub(super) surroundings: Surroundings,
    pub(super) language: LanguageId,
    pub(super) chance: std::cell::Cell<u64>,
}

impl Filled {
    /// An empty form, without instances of repeats.
    pub(super) fn new(form: &PreparedForm, surroundings: Surroundings) -> Self {
        let mut filled = Self {
            form: form.clone(),
            slots: Vec::new(),
            by_node: vec![Vec::new(); form.nodes().len()],
            anchors: HashMap::new(),
            chance: surroundings.seed.into(),
            surroundings,
            language: LanguageId::DEFAULT,
        };
        filled.grow(NodeId::FORM, None, 0);
        filled
    }

    pub(super) const ROOT: NodeKey = NodeKey(0);

    pub(super) fn slot(&self, key: NodeKey) -> Option<&Slot> {
        self.slots.get(index(key))
    }

    pub(super) fn slot_mut(&mut self, key: NodeKey) -> Option<&mut Slot> {
        self.slots.get_mut(index(key))
    }

    /// The form's node of a slot.
    pub(super) fn node_of(&self, key: NodeKey) -> Option<&Node> {
        self.form.node(self.slot(key)?.node)
    }

    pub(super) fn value(&self, key: NodeKey) -> &str {
        self.slot(key).map_or("", |slot| slot.value.as_str())
    }

    pub(super) fn is_relevant(&self, key: NodeKey) -> bool {
        self.slot(key).is_some_and(|slot| slot.relevant)
    }

    /// The slots of a node, without anchors.
    pub(super) fn slots_of(&self, node: NodeId) -> &[NodeKey] {
        self.by_node.get(node.index()).map_or(&[], Vec::as_slice)
    }

    /// Makes the slots of a node and of all that stands in it, down to the repeats.
    pub(super) fn grow(&mut self, node: NodeId, parent: Option<NodeKey>, instance: u32) -> NodeKey {
        let form = self.form.clone();
        let end = form.node(node).map_or(node, |node| node.end);
        let top = self.add(node, parent, instance);
        let mut open: Vec<(NodeId, NodeKey)> = vec![(end, top)];
        let mut next = NodeId(node.0.saturating_add(1));
        while next < end {
            while open.last().is_some_and(|(end, _)| *end <= next) {
                open.pop();
            }
            let Some((_, parent)) = open.last().copied() else { break };
            let Some(own) = form.node(next) else { break };
            let key = self.add(next, Some(parent), 0);
            let is_repeat = form.is_repeat(next);
            let place = if is_repeat {
                self.anchors.entry(next).or_default().push(key);
                self.by_node.get_mut(next.index()).map(Vec::pop);
                Place::Repeat { anchor: key, instances: Vec::new(), next: 1 }
            } else {
                Place::One(key)
            };
            if let Some(parent) = self.slot_mut(parent) {
                parent.children.push(place);
            }
            if own.is_container() && !is_repeat {
                open.push((own.end, key));
            }
            next = if is_repeat { own.end } else { NodeId(next.0.saturating_add(1)) };
        }
        top
    }

    fn add(&mut self, node: NodeId, parent: Option<NodeKey>, instance: u32) -> NodeKey {
        let key = NodeKey(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(Slot {
            node,
            parent,
            instance,
            value: String::new(),
            asked: true,
            counted: true,
            relevant: true,
            children: Vec::new(),
        });
        if let Some(own) = self.by_node.get_mut(node.index()) {
            own.push(key);
        }
        key
    }

    /// The slots directly in one, in the order of the form, without anchors.
    pub(super) fn children_of(&self, key: NodeKey) -> impl Iterator<Item = NodeKey> + '_ {
        let places = self.slot(key).map_or(&[][..], |slot| slot.children.as_slice());
        places.iter().flat_map(|place| place.slots().iter().copied())
    }

    /// A slot and all slots below it, anchors among them.
    pub(super) fn subtree(&self, top: NodeKey) -> Vec<NodeKey> {
        let mut found = vec![top];
        let mut at = 0;
        while let Some(key) = found.get(at).copied() {
            at += 1;
            for place in self.slot(key).map_or(&[][..], |slot| slot.children.as_slice()) {
                if let Place::Repeat { anchor, .. } = place {
                    found.push(*anchor);
                }
                found.extend_from_slice(place.slots());
            }
        }
        found
    }

    /// Where the slots of a node stand inside a parent's slot.
    pub(super) fn place(&self, parent: NodeKey, node: NodeId) -> Option<&Place> {
        self.slot(parent)?.children.get(self.form.ordinal(node))
    }

    pub(super) fn place_mut(&mut self, parent: NodeKey, node: NodeId) -> Option<&mut Place> {
        let ordinal = self.form.ordinal(node);
        self.slot_mut(parent)?.children.get_mut(ordinal)
    }

    /// The key of a slot.
    pub(super) fn key_of(&self, slot: NodeKey) -> Option<AnswerKey> {
        let own = self.slot(slot)?;
        // An instance is no answer; only with its number it is told from its repeat.
        if own.instance == 0 && self.form.is_plain(own.node) {
            return AnswerKey::new(self.form.node(own.node)?.name.as_str()).ok();
        }
        let mut way = Vec::new();
        let mut here = Some(slot);
        while let Some(key) = here {
            let slot = self.slot(key)?;
            if slot.parent.is_some() {
                let instance = (slot.instance != 0).then_some(slot.instance);
                way.push((self.form.node(slot.node)?.name.as_str(), instance));
            }
            here = slot.parent;
        }
        way.reverse();
        Some(AnswerKey::of_way(&way))
    }

    /// The slot of a key: a question, a repeat's anchor, or an instance.
    pub(super) fn slot_at(&self, key: &AnswerKey) -> Option<NodeKey> {
        if let Some(node) = self.form.plain(key.as_str()) {
            let anchor = self.anchors.get(&node).and_then(|anchors| anchors.first());
            return anchor.or_else(|| self.slots_of(node).first()).copied();
        }
        let mut here = Self::ROOT;
        for step in key.steps() {
            let own = self.slot(here)?;
            let ordinal = self.form.child(own.node, step.name)?;
            here = match (own.children.get(ordinal)?, step.instance) {
                (Place::One(slot), None) => *slot,
                (Place::Repeat { anchor, .. }, None) => *anchor,
                (Place::Repeat { instances, .. }, Some(number)) => {
                    let is_it =
                        |slot: &&NodeKey| self.slot(**slot).is_some_and(|slot| slot.instance == number);
                    *instances.iter().find(is_it)?
                }
                (Place::One(_), Some(_)) => return None,
            };
        }
        // One place has one key.
        (self.key_of(here).as_ref() == Some(key)).then_some(here)
    }

    /// The instance of the innermost repeat that a slot stands in, or the form.
    pub(super) fn surrounding_instance(&self, slot: NodeKey) -> NodeKey {
        let mut here = slot;
        while let Some(parent) = self.slot(here).and_then(|slot| slot.parent) {
            here = parent;
            if self.slot(here).is_some_and(|slot| slot.instance != 0) {
                return here;
            }
        }
        here
    }

    /// Whether `slot` is `top` or stands in it.
    pub(super) fn stands_in(&self, slot: NodeKey, top: NodeKey) -> bool {
        let mut here = Some(slot);
        while let Some(key) = here {
            if key == top {
                return true;
            }
            here = self.slot(key).and_then(|slot| slot.parent);
        }
        false
    }
}

impl Place {
    pub(super) fn slots(&self) -> &[NodeKey] {
        match self {
            Self::One(slot) => std::slice::from_ref(slot),
            Self::Repeat { instances, .. } => instances,
        }
    }
}

fn index(key: NodeKey) -> usize {
    usize::try_from(key.0).unwrap_or(usize::MAX)
}
