//! Adding and removing instances of repeats.

use super::{Change, FormSession, MAX_INSTANCES, MAX_SLOTS};
use crate::form::{AnswerError, AnswerKey, definition::NodeKind, expr::NodeKey};

impl FormSession {
    /// Begins one more instance of a repeat; gives its key and what is to be kept.
    ///
    /// # Errors
    /// [`AnswerError::UnknownQuestion`], [`AnswerError::NotRelevant`], [`AnswerError::CountedRepeat`],
    /// [`AnswerError::TooManyInstances`].
    pub fn add_instance(&mut self, repeat: &AnswerKey) -> Result<(AnswerKey, Vec<Change>), AnswerError> {
        let unknown = || AnswerError::UnknownQuestion(repeat.name().to_owned());
        let anchor = self.anchor_at(repeat).ok_or_else(unknown)?;
        let label = self.check_uncounted(anchor)?;
        if self.instances(anchor).len() >= MAX_INSTANCES || self.filled.slots.len() >= MAX_SLOTS {
            return Err(AnswerError::TooManyInstances { label, max: MAX_INSTANCES });
        }
        let instance = self.add_slot(anchor).ok_or_else(unknown)?;
        self.settle();
        Ok((self.filled.key_of(instance).ok_or_else(unknown)?, self.take_changes()))
    }

    /// Removes an instance with everything in it; gives what is to be kept: that its answers are gone, and what follows.
    ///
    /// # Errors
    /// As [`Self::add_instance`].
    pub fn remove_instance(&mut self, instance: &AnswerKey) -> Result<Vec<Change>, AnswerError> {
        let unknown = || AnswerError::UnknownQuestion(instance.name().to_owned());
        let slot = self.filled.slot_at(instance).ok_or_else(unknown)?;
        let own = self.filled.slot(slot).filter(|own| own.instance != 0).ok_or_else(unknown)?;
        let (node, parent) = (own.node, own.parent.ok_or_else(unknown)?);
        let anchor =
            self.filled.place(parent, node).and_then(super::filled::Place::anchor).ok_or_else(unknown)?;
        self.check_uncounted(anchor)?;

        let mut changes = self.forget(slot);
        if let Some(place) = self.filled.place_mut(parent, node) {
            place.remove(slot);
        }
        self.changed.insert(anchor);
        self.subtree_is_due(node);
        self.settle();
        changes.append(&mut self.take_changes());
        Ok(changes)
    }

    /// Takes the slots of a part of the answers out of all lists; gives the answers that are gone with them.
    fn forget(&mut self, top: NodeKey) -> Vec<Change> {
        let slots = self.filled.subtree(top);
        let gone = slots
            .iter()
            .filter(|slot| self.kept(**slot).is_some())
            .filter_map(|slot| Some(Change { key: self.filled.key_of(*slot)?, answer: None }))
            .collect();
        for slot in slots {
            let Some(node) = self.filled.slot(slot).map(|own| own.node) else { continue };
            if let Some(own) = self.filled.by_node.get_mut(node.index()) {
                own.retain(|other| *other != slot);
            }
            if let Some(anchors) = self.filled.anchors.get_mut(&node) {
                anchors.retain(|other| *other != slot);
            }
            self.changed.remove(&slot);
            self.failures.retain(|(failed, _), _| *failed != slot);
        }
        gone
    }

    fn anchor_at(&self, repeat: &AnswerKey) -> Option<NodeKey> {
        let slot = self.filled.slot_at(repeat)?;
        let own = self.filled.slot(slot)?;
        (self.form().is_repeat(own.node) && own.instance == 0).then_some(slot)
    }

    /// What the repeat says, where people may change its instances.
    fn check_uncounted(&self, anchor: NodeKey) -> Result<String, AnswerError> {
        let label = self.label(anchor);
        if !self.filled.is_relevant(anchor) {
            return Err(AnswerError::NotRelevant { label });
        }
        match self.filled.node_of(anchor).map(|node| &node.kind) {
            Some(NodeKind::Repeat { count: None }) => Ok(label),
            _ => Err(AnswerError::CountedRepeat { label }),
        }
    }
}
