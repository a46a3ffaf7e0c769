//! Evaluation: after a change, exactly what depends on it, until nothing is due.

use super::{
    FormSession,
    due::Step,
    filled::{MAX_INSTANCES, MAX_SLOTS, Place},
};
use crate::form::{
    definition::{Aspect, DefaultValue, NodeId, NodeKind, Question, Rule},
    expr::{EvaluationError, NodeKey},
};

impl FormSession {
    /// Evaluates what is due, and the defaults of new questions when nothing else is.
    pub(super) fn settle(&mut self) {
        loop {
            match self.due.next() {
                Some(Step::Rule(rule)) => self.evaluate(rule),
                Some(Step::Fired(slot)) => self.calculate(slot),
                None => match self.fresh.pop_front() {
                    Some(slot) => self.compute_default(slot),
                    None => return,
                },
            }
        }
    }

    fn evaluate(&mut self, rule: Rule) {
        match rule.aspect {
            Aspect::Relevant => self.ask(rule.node),
            Aspect::Count => self.count(rule.node),
            Aspect::Calculation => {
                for slot in self.filled.slots_of(rule.node).to_vec() {
                    self.calculate(slot);
                }
            }
            // These change nothing that others read; they are evaluated when they are asked about.
            Aspect::Choices
            | Aspect::Order
            | Aspect::ReadOnly
            | Aspect::Required
            | Aspect::Constraint
            | Aspect::Default => {}
        }
    }

    /// Whether a node is asked, at every place. A rule that fails hides nothing.
    fn ask(&mut self, node: NodeId) {
        let form = self.filled.form.clone();
        let Some(rule) = form.node(node).and_then(|node| node.logic.relevant.as_ref()) else { return };
        let anchors = self.filled.anchors.get(&node).cloned().unwrap_or_default();
        for slot in anchors.into_iter().chain(self.filled.slots_of(node).to_vec()) {
            let outcome = rule.evaluate_boolean(&self.filled, slot);
            let asked = self.noted(slot, Aspect::Relevant, outcome).unwrap_or(true);
            if self
                .filled
                .slot_mut(slot)
                .is_some_and(|slot| std::mem::replace(&mut slot.asked, asked) != asked)
            {
                self.refresh_relevance(slot);
            }
        }
    }

    /// Works out again what is asked in a part of the answers; whoever reads what came or went is due.
    pub(super) fn refresh_relevance(&mut self, top: NodeKey) {
        let mut turned = Vec::new();
        for key in self.filled.subtree(top) {
            let Some(slot) = self.filled.slot(key) else { continue };
            let around = slot.parent.is_none_or(|parent| self.filled.is_relevant(parent));
            let relevant = around && slot.asked && slot.counted;
            if slot.relevant != relevant {
                turned.push(slot.node);
                if let Some(slot) = self.filled.slot_mut(key) {
                    slot.relevant = relevant;
                }
            }
        }
        turned.sort_unstable();
        turned.dedup();
        turned.into_iter().for_each(|node| self.readers_are_due(node));
    }

    /// How often a repeat is asked, at every place. Instances beyond the count keep their answers and are not asked.
    fn count(&mut self, node: NodeId) {
        let form = self.filled.form.clone();
        let Some(NodeKind::Repeat { count: Some(rule) }) = form.node(node).map(|node| &node.kind) else {
            return;
        };
        for anchor in self.filled.anchors.get(&node).cloned().unwrap_or_default() {
            let outcome = rule.evaluate_number(&self.filled, anchor);
            let wanted = self.noted(anchor, Aspect::Count, outcome).map_or(0, |number| number.to_i64());
            self.reach(anchor, usize::try_from(wanted).unwrap_or(0).min(MAX_INSTANCES));
        }
    }

    fn reach(&mut self, anchor: NodeKey, wanted: usize) {
        while self.instances(anchor).len() < wanted && self.filled.slots.len() < MAX_SLOTS {
            if self.add_slot(anchor).is_none() {
                break;
            }
        }
        for (at, instance) in self.instances(anchor).into_iter().enumerate() {
            let counted = at < wanted;
            let was =
                self.filled.slot_mut(instance).map(|slot| std::mem::replace(&mut slot.counted, counted));
            if was != Some(counted) {
                self.refresh_relevance(instance);
            }
        }
    }

    /// The instances at a repeat's anchor.
    pub(super) fn instances(&self, anchor: NodeKey) -> Vec<NodeKey> {
        let place = self.filled.slot(anchor).and_then(|slot| self.filled.place(slot.parent?, slot.node));
        place.map(|place| place.slots().to_vec()).unwrap_or_default()
    }

    /// Begins one more instance of a repeat.
    pub(super) fn add_slot(&mut self, anchor: NodeKey) -> Option<NodeKey> {
        let (node, parent) = self.filled.slot(anchor).map(|slot| (slot.node, slot.parent))?;
        let Some(Place::Repeat { next, .. }) = self.filled.place(parent?, node) else { return None };
        let instance = self.insert_slot(anchor, *next)?;
        self.changed.insert(anchor);
        self.give_defaults(instance);
        Some(instance)
    }

    /// Makes the slots of an instance of this number behind the others.
    pub(super) fn insert_slot(&mut self, anchor: NodeKey, number: u32) -> Option<NodeKey> {
        let (node, parent) = self.filled.slot(anchor).map(|slot| (slot.node, slot.parent))?;
        let parent = parent?;
        let instance = self.filled.grow(node, Some(parent), number);
        if let Some(Place::Repeat { instances, next, .. }) = self.filled.place_mut(parent, node) {
            instances.push(instance);
            *next = (*next).max(number.saturating_add(1));
        }
        let asked = self.filled.slot(anchor).is_none_or(|slot| slot.asked);
        if let Some(slot) = self.filled.slot_mut(instance) {
            slot.asked = asked;
        }
        self.refresh_relevance(instance);
        self.subtree_is_due(node);
        Some(instance)
    }

    /// The rules of a node and of all in it, and whoever reads them.
    pub(super) fn subtree_is_due(&mut self, node: NodeId) {
        let form = self.filled.form.clone();
        let graph = form.definition().graph();
        for id in std::iter::once(node).chain(form.nodes().descendants(node)) {
            self.due.own_rules(graph, form.nodes(), id);
            self.due.readers(graph, form.nodes(), id);
        }
    }

    pub(super) fn readers_are_due(&mut self, node: NodeId) {
        let form = self.filled.form.clone();
        self.due.readers(form.definition().graph(), form.nodes(), node);
    }

    /// Gives new slots their defaults: fixed ones at once, computed ones when nothing else is due.
    pub(super) fn give_defaults(&mut self, top: NodeKey) {
        let form = self.filled.form.clone();
        for key in self.filled.subtree(top) {
            let Some(node) = self.filled.slot(key).and_then(|slot| form.node(slot.node)) else { continue };
            match (&node.logic.default, node.question()) {
                (Some(DefaultValue::Fixed(text)), _) => self.set(key, text.clone()),
                (Some(DefaultValue::Computed(_)), _) => self.fresh.push_back(key),
                (None, Some(Question::Meta(meta))) => {
                    let text = self.meta(*meta);
                    self.set(key, text);
                }
                (None, _) => {}
            }
        }
    }

    fn compute_default(&mut self, slot: NodeKey) {
        let form = self.filled.form.clone();
        let Some(node) = self.filled.slot(slot).and_then(|slot| form.node(slot.node)) else { return };
        let Some(DefaultValue::Computed(rule)) = &node.logic.default else { return };
        if self.filled.value(slot).is_empty() {
            let outcome = rule.evaluate_answer(&self.filled, slot);
            let text = self.noted(slot, Aspect::Default, outcome).unwrap_or_default();
            self.set(slot, text);
        }
    }

    fn calculate(&mut self, slot: NodeKey) {
        let form = self.filled.form.clone();
        let Some(node) = self.filled.slot(slot).and_then(|slot| form.node(slot.node)) else { return };
        let Some(rule) = &node.logic.calculation else { return };
        let outcome = rule.evaluate_answer(&self.filled, slot);
        let text = self.noted(slot, Aspect::Calculation, outcome).unwrap_or_default();
        self.set(slot, text);
    }

    /// Puts a text at a slot; whoever reads it is due.
    pub(super) fn set(&mut self, slot: NodeKey, text: String) {
        let Some(own) = self.filled.slot_mut(slot) else { return };
        if own.value == text {
            return;
        }
        own.value = text;
        let node = own.node;
        self.changed.insert(slot);
        self.readers_are_due(node);
        self.fire(node, slot);
    }

    /// Calculations that this change triggers, at the places that belong to this one.
    fn fire(&mut self, node: NodeId, slot: NodeKey) {
        let form = self.filled.form.clone();
        for target in form.triggered_by(node) {
            let around = self.filled.surrounding_instance(slot);
            for place in self.filled.slots_of(*target).to_vec() {
                if self.filled.stands_in(place, around)
                    || self.filled.stands_in(slot, self.filled.surrounding_instance(place))
                {
                    self.due.fire(form.definition().graph(), *target, place);
                }
            }
        }
    }

    /// The value of a rule, where it has one; that it has none is kept for those who ask.
    fn noted<T>(&mut self, slot: NodeKey, aspect: Aspect, outcome: Result<T, EvaluationError>) -> Option<T> {
        match outcome {
            Ok(value) => {
                self.failures.remove(&(slot, aspect));
                Some(value)
            }
            Err(error) => {
                self.failures.insert((slot, aspect), error);
                None
            }
        }
    }
}
