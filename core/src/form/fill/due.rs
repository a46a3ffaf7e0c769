//! What has to be evaluated, each once, after all that it reads.

use std::collections::BTreeSet;

use crate::form::{
    definition::{Aspect, DependencyGraph, NodeId, Nodes, Rule},
    expr::NodeKey,
};

/// One thing to evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A rule, at every place where its node stands.
    Rule(Rule),
    /// A calculation that was triggered, at one place.
    Fired(NodeKey),
}

/// What has to be evaluated.
#[derive(Debug, Default)]
pub(super) struct Due(BTreeSet<(u32, Step)>);

impl Due {
    /// Whatever reads this node.
    pub(super) fn readers(&mut self, graph: &DependencyGraph, nodes: &Nodes, node: NodeId) {
        for rule in graph.readers(node) {
            self.rule(graph, nodes, *rule);
        }
    }

    /// The own rules of a node.
    pub(super) fn own_rules(&mut self, graph: &DependencyGraph, nodes: &Nodes, id: NodeId) {
        for (aspect, _) in nodes.get(id).into_iter().flat_map(|node| node.rules()) {
            self.rule(graph, nodes, Rule { node: id, aspect });
        }
    }

    /// Rules that nobody's answer depends on are evaluated when they are asked about, and triggered calculations only
    /// when they are triggered.
    fn rule(&mut self, graph: &DependencyGraph, nodes: &Nodes, rule: Rule) {
        let is_triggered = rule.aspect == Aspect::Calculation
            && nodes.get(rule.node).is_some_and(|node| !node.logic.triggers.is_empty());
        if rule.aspect.passes_on() && !is_triggered {
            self.0.insert((graph.rank_of(rule.node), Step::Rule(rule)));
        }
    }

    /// A triggered calculation at one place.
    pub(super) fn fire(&mut self, graph: &DependencyGraph, node: NodeId, slot: NodeKey) {
        self.0.insert((graph.rank_of(node), Step::Fired(slot)));
    }

    pub(super) fn next(&mut self) -> Option<Step> {
        self.0.pop_first().map(|(_, step)| step)
    }
}
