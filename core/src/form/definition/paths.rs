//! Where paths through a form lead.

use std::collections::HashMap;

use super::{node::NodeId, tree::Nodes};
use crate::form::expr::{Origin, PathStep};

/// The nodes of a form by what they stand in and what they are called: a rule of many paths asks for many.
#[derive(Debug)]
pub(in crate::form) struct Paths<'n> {
    nodes: &'n Nodes,
    children: HashMap<(NodeId, &'n str), Vec<NodeId>>,
}

impl<'n> Paths<'n> {
    pub(in crate::form) fn new(nodes: &'n Nodes) -> Self {
        let mut children: HashMap<(NodeId, &'n str), Vec<NodeId>> = HashMap::new();
        for (id, node) in nodes.iter() {
            if let Some(parent) = node.parent {
                children.entry((parent, node.name.as_str())).or_default().push(id);
            }
        }
        Self { nodes, children }
    }

    /// Where a path leads from `node`; nothing where a step has no node.
    pub(in crate::form) fn follow(&self, node: NodeId, origin: Origin, steps: &[PathStep]) -> Vec<NodeId> {
        let mut rest = steps;
        let mut here = match origin {
            Origin::Node => vec![node],
            // The first step of an absolute path names the form.
            Origin::Root => match steps.split_first() {
                None => return vec![NodeId::FORM],
                Some((first, after)) => {
                    rest = after;
                    let form = self.nodes.get(NodeId::FORM).is_some_and(|form| match first {
                        PathStep::Child(name) => form.name.as_str() == name,
                        PathStep::Any => true,
                        PathStep::Parent => false,
                    });
                    if form { vec![NodeId::FORM] } else { Vec::new() }
                }
            },
        };
        for step in rest {
            here = here.into_iter().flat_map(|id| self.step(id, step)).collect();
            here.sort_unstable();
            here.dedup();
        }
        here
    }

    fn step(&self, id: NodeId, step: &PathStep) -> Vec<NodeId> {
        match step {
            PathStep::Parent => self.nodes.get(id).and_then(|node| node.parent).into_iter().collect(),
            PathStep::Child(name) => self.children.get(&(id, name.as_str())).cloned().unwrap_or_default(),
            PathStep::Any => self.nodes.children(id).map(|(child, _)| child).collect(),
        }
    }
}
