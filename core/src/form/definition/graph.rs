//! What depends on what: exactly the rules to evaluate after a change, in an order that needs each only once.

use std::collections::{BTreeSet, VecDeque};

use super::{
    node::{Node, NodeId},
    paths::Paths,
    rules::Aspect,
    tree::Nodes,
};
use crate::form::expr::{Expression, Origin, Target};

/// One rule of one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// Of which node.
    pub node: NodeId,
    /// Which rule.
    pub aspect: Aspect,
}

/// More loops than this are not looked for: who mends these sees the others next.
const MAX_CYCLES: usize = 20;

/// Nodes that depend on each other in a circle, each on the next and the last on the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<NodeId>);

/// The dependencies of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DependencyGraph {
    /// Per node: the rules that read it.
    readers: Vec<Vec<Rule>>,
    /// Per node: its place in an order in which every node comes after all that it depends on.
    rank: Vec<u32>,
}

impl DependencyGraph {
    /// Builds the graph.
    ///
    /// # Errors
    /// Every loop that was found; a form with loops has no order.
    pub fn build(nodes: &Nodes) -> Result<Self, Vec<Cycle>> {
        let mut readers: Vec<BTreeSet<Rule>> = vec![BTreeSet::new(); nodes.len()];
        let paths = Paths::new(nodes);
        for (id, node) in nodes.iter() {
            for (aspect, expression) in node.rules().filter(|(aspect, _)| *aspect != Aspect::Default) {
                let rule = Rule { node: id, aspect };
                for source in sources(&paths, id, node, aspect, expression) {
                    if let Some(readers) = readers.get_mut(source.index()) {
                        readers.insert(rule);
                    }
                }
            }
        }
        let readers: Vec<Vec<Rule>> = readers.into_iter().map(|set| set.into_iter().collect()).collect();
        let mut graph = Self { readers, rank: Vec::new() };
        graph.rank = graph.order(nodes)?;
        Ok(graph)
    }

    /// The rules to evaluate after the answer of a node changed or instances of a repeat came or went: each once, in
    /// an order in which every rule comes after all that it reads. The own rules of a new instance are due besides.
    #[must_use]
    pub fn after(&self, nodes: &Nodes, changed: NodeId) -> Vec<Rule> {
        let mut due = BTreeSet::new();
        let mut seen = BTreeSet::from([changed]);
        let mut queue = VecDeque::from([changed]);
        queue.extend(nodes.descendants(changed).filter(|id| seen.insert(*id)));
        while let Some(source) = queue.pop_front() {
            for rule in self.readers.get(source.index()).into_iter().flatten() {
                if due.insert((self.rank_of(rule.node), *rule))
                    && rule.aspect.passes_on()
                    && seen.insert(rule.node)
                {
                    queue.push_back(rule.node);
                    // Who reads what stands in a group reads whether the group is asked.
                    queue.extend(nodes.descendants(rule.node).filter(|id| seen.insert(*id)));
                }
            }
        }
        due.into_iter().map(|(_, rule)| rule).collect()
    }

    /// All rules of the form, in an order in which every rule comes after all that it reads.
    #[must_use]
    pub fn all(&self, nodes: &Nodes) -> Vec<Rule> {
        let rules =
            nodes.iter().flat_map(|(node, own)| own.rules().map(move |(aspect, _)| Rule { node, aspect }));
        let mut rules: Vec<Rule> = rules.filter(|rule| rule.aspect != Aspect::Default).collect();
        rules.sort_by_key(|rule| (self.rank_of(rule.node), *rule));
        rules
    }

    /// The rules that read a node directly.
    #[must_use]
    pub fn readers(&self, node: NodeId) -> &[Rule] {
        self.readers.get(node.index()).map_or(&[], Vec::as_slice)
    }

    /// The place of a node in an order in which every node comes after all that it depends on.
    #[must_use]
    pub fn rank_of(&self, node: NodeId) -> u32 {
        self.rank.get(node.index()).copied().unwrap_or(u32::MAX)
    }

    /// Nodes that must come after this one.
    fn next<'g>(&'g self, nodes: &'g Nodes, node: NodeId) -> impl Iterator<Item = NodeId> + 'g {
        let readers = self.readers(node).iter().filter(|rule| rule.aspect.is_ordered()).map(|rule| rule.node);
        readers.chain(nodes.children(node).map(|(id, _)| id))
    }

    fn order(&self, nodes: &Nodes) -> Result<Vec<u32>, Vec<Cycle>> {
        let mut waiting_for = vec![0_u32; nodes.len()];
        for (id, _) in nodes.iter() {
            for next in self.next(nodes, id) {
                if let Some(count) = waiting_for.get_mut(next.index()) {
                    *count += 1;
                }
            }
        }
        let mut walk = Walk { rank: vec![None; nodes.len()], waiting_for, placed: 0, ready: VecDeque::new() };
        let mut cycles = Vec::new();
        walk.ready
            .extend(nodes.iter().map(|(id, _)| id).filter(|id| walk.waiting_for.get(id.index()) == Some(&0)));
        loop {
            while let Some(id) = walk.ready.pop_front() {
                walk.place(id, self.next(nodes, id));
            }
            let Some(cycle) = self.find_cycle(nodes, &walk) else { break };
            // Let go of one node of the loop, so that further loops are found as well.
            walk.ready.extend(cycle.0.first());
            cycles.push(cycle);
            if cycles.len() >= MAX_CYCLES {
                break;
            }
        }
        if cycles.is_empty() {
            Ok(walk.rank.into_iter().map(Option::unwrap_or_default).collect())
        } else {
            Err(cycles)
        }
    }

    /// Follows nodes that were never placed until one comes again.
    fn find_cycle(&self, nodes: &Nodes, walk: &Walk) -> Option<Cycle> {
        let open = |id: &NodeId| walk.rank.get(id.index()).is_some_and(Option::is_none);
        // Backwards, because every node that still waits has one before it that waits too.
        let mut before: Vec<Option<NodeId>> = vec![None; nodes.len()];
        for (id, _) in nodes.iter().filter(|(id, _)| open(id)) {
            for next in self.next(nodes, id).filter(open) {
                if let Some(slot) = before.get_mut(next.index()) {
                    slot.get_or_insert(id);
                }
            }
        }
        let mut here = nodes.iter().map(|(id, _)| id).find(open)?;
        let mut way = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            if !seen.insert(here) {
                let at = way.iter().position(|node| *node == here)?;
                let mut members: Vec<NodeId> = way.split_off(at);
                let first = (0..members.len()).min_by_key(|at| members.get(*at))?;
                members.rotate_left(first);
                return Some(Cycle(members));
            }
            way.push(here);
            here = before.get(here.index()).copied().flatten()?;
        }
    }
}

/// The state of ordering.
struct Walk {
    rank: Vec<Option<u32>>,
    waiting_for: Vec<u32>,
    placed: u32,
    ready: VecDeque<NodeId>,
}

impl Walk {
    fn place(&mut self, id: NodeId, next: impl Iterator<Item = NodeId>) {
        let Some(rank @ None) = self.rank.get_mut(id.index()) else { return };
        *rank = Some(self.placed);
        self.placed += 1;
        for next in next {
            if let Some(count) = self.waiting_for.get_mut(next.index()) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    self.ready.push_back(next);
                }
            }
        }
    }
}

/// The nodes that a rule reads.
fn sources(
    paths: &Paths<'_>,
    id: NodeId,
    node: &Node,
    aspect: Aspect,
    expression: &Expression,
) -> Vec<NodeId> {
    if aspect == Aspect::Calculation && !node.logic.triggers.is_empty() {
        return node.logic.triggers.clone();
    }
    // `once(…)` keeps what the node already holds; that makes nothing due again.
    let keeps = expression.text().contains("once(");
    let mut sources = Vec::new();
    for reference in expression.references() {
        let Target::Path { origin, steps } = &reference.target else { continue };
        if !(keeps && *origin == Origin::Node && steps.is_empty()) {
            sources.extend(paths.follow(id, *origin, steps));
        }
    }
    sources
}
