//! The order of the document, which only `|` has to restore.

use std::collections::HashSet;

use super::{Evaluation, Node, Nodes, Outcome};
use crate::form::expr::{NodeKey, tree::TermId};

impl Evaluation<'_> {
    /// The nodes without repetition: those of the answers first, in the order of the form, then those of tables.
    pub(super) fn in_document_order(&self, id: TermId, nodes: Vec<Node>) -> Outcome<Nodes> {
        let mut wanted: HashSet<Node> = nodes.into_iter().collect();
        self.charge(id, wanted.len())?;
        let mut ordered = Vec::with_capacity(wanted.len());
        let has_answers = wanted.iter().any(|node| matches!(node, Node::Answer(_)));
        ordered.extend(wanted.take(&Node::Document));
        if has_answers {
            self.take_below(id, self.world.root(), &mut wanted, &mut ordered)?;
        }
        let mut others: Vec<Node> =
            wanted.into_iter().filter(|node| !matches!(node, Node::Answer(_))).collect();
        others.sort_unstable_by_key(|node| (place_in_tables(*node), *node));
        ordered.append(&mut others);
        Ok(ordered.into())
    }

    /// Walks the answers and takes what is wanted.
    fn take_below(
        &self,
        id: TermId,
        root: NodeKey,
        wanted: &mut HashSet<Node>,
        ordered: &mut Vec<Node>,
    ) -> Outcome<()> {
        let mut open = vec![root];
        while let Some(key) = open.pop() {
            self.charge(id, 1)?;
            ordered.extend(wanted.take(&Node::Answer(key)));
            let from = open.len();
            self.world.children(key, None, &mut open);
            // The last one is walked first.
            if let Some(children) = open.get_mut(from..) {
                children.reverse();
            }
        }
        Ok(())
    }
}

/// Table by table, row by row, a row before its columns.
fn place_in_tables(node: Node) -> (u16, u64, u32) {
    match node {
        Node::Document | Node::Answer(_) => (0, 0, 0),
        Node::Table(table) => (table.0, 0, 0),
        Node::TableRoot(table) => (table.0, 1, 0),
        Node::Row(table, row) => (table.0, u64::from(row) + 2, 0),
        Node::Cell(table, row, column) => (table.0, u64::from(row) + 2, u32::from(column) + 1),
    }
}
