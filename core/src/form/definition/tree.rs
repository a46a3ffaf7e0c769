//! The nodes of a form as a tree: who stands in whom, and what a name or a path means.

use serde::{Deserialize, Serialize};

use super::node::{Node, NodeId, NodeKind};
use crate::form::expr::{Expression, VariablePath, VariableUse};

/// Nodes in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nodes(Vec<Node>);

/// How many nodes have a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// None.
    Nothing,
    /// Exactly this one.
    One(NodeId),
    /// Several.
    Several(Vec<NodeId>),
}

impl Nodes {
    /// Adds a node behind all others and returns its id.
    pub(in crate::form) fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(node);
        id
    }

    /// The node of that id.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.0.get(id.index())
    }

    pub(in crate::form) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.0.get_mut(id.index())
    }

    /// Every node with its id, in document order.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        (0_u32..).map(NodeId).zip(&self.0)
    }

    /// How many nodes there are, the form among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether not even the form is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The nodes that stand directly in this one.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let end = self.get(id).map_or(id, |node| node.end);
        let mut next = NodeId(id.0.saturating_add(1));
        std::iter::from_fn(move || {
            let child = self.get(next).filter(|_| next < end)?;
            let id = next;
            next = child.end.max(NodeId(id.0.saturating_add(1)));
            Some((id, child))
        })
    }

    /// All nodes below this one.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        let end = self.get(id).map_or(id.0, |node| node.end.0);
        (id.0.saturating_add(1)..end).map(NodeId)
    }

    /// What this node stands in, from the nearest to the form.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let mut here = id;
        std::iter::from_fn(move || {
            // A parent always stands before its child, so this ends.
            here = self.get(here)?.parent.filter(|parent| *parent < here)?;
            Some(here)
        })
    }

    /// The innermost repeat that this node stands in, itself excluded.
    #[must_use]
    pub fn repeat_around(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|id| self.is_repeat(*id))
    }

    /// The way from the form to this node, both included.
    #[must_use]
    pub fn way(&self, id: NodeId) -> Vec<NodeId> {
        let mut way: Vec<NodeId> = self.ancestors(id).collect();
        way.reverse();
        way.push(id);
        way
    }

    /// The path that takes the place of `${name}` in a rule of `from`, as the field's tools write it: absolute, or where
    /// both stand in one repeat the shortest way, so that each instance sees its own answers.
    pub(in crate::form) fn variable(&self, usage: VariableUse<'_>, from: NodeId, to: NodeId) -> VariablePath {
        let (context, target) = (self.way(from), self.way(to));
        // Neither end is part of what both stand in.
        let most = context.len().min(target.len()).saturating_sub(1);
        let same = |pair: &(&NodeId, &NodeId)| pair.0 == pair.1;
        let shared: Vec<NodeId> =
            context.iter().zip(&target).take(most).take_while(same).map(|(id, _)| *id).collect();
        let names = |from: usize| -> Vec<String> {
            let rest = target.iter().skip(from).filter_map(|id| self.get(*id));
            rest.map(|node| node.name.as_str().to_owned()).collect()
        };
        if usage.names_repeat || !shared.iter().any(|id| self.is_repeat(*id)) {
            return VariablePath::Absolute(names(0));
        }
        VariablePath::Relative { up: context.len() - shared.len(), down: names(shared.len()) }
    }

    fn is_repeat(&self, id: NodeId) -> bool {
        matches!(self.get(id).map(|node| &node.kind), Some(NodeKind::Repeat { .. }))
    }

    /// The path of the node: `/data/group/name`.
    #[must_use]
    pub fn path(&self, id: NodeId) -> String {
        let names = self.way(id).into_iter().filter_map(|id| self.get(id));
        names.fold(String::new(), |path, node| path + "/" + node.name.as_str())
    }

    /// Which nodes have this name; the form itself is not asked.
    #[must_use]
    pub fn find(&self, name: &str) -> Found {
        let same: Vec<NodeId> =
            self.iter().skip(1).filter(|(_, node)| node.name.as_str() == name).map(|(id, _)| id).collect();
        match same.as_slice() {
            [] => Found::Nothing,
            [one] => Found::One(*one),
            _ => Found::Several(same),
        }
    }

    /// The expression whose value stands for `${name}` in a text of `node`.
    #[must_use]
    pub fn answer(&self, node: NodeId, name: &str) -> Option<Expression> {
        let Found::One(target) = self.find(name) else { return None };
        let reference = Expression::parse(&format!("${{{name}}}")).ok()?;
        reference.resolve(&mut |usage| Some(self.variable(usage, node, target))).ok()
    }
}
