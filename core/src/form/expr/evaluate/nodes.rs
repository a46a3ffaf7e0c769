//! Paths: from node to node, step by step.

use super::{Context, Evaluation, EvaluationProblem, Node, Nodes, Outcome};
use crate::form::expr::{
    NodeKey, TableKey,
    tree::{Span, Start, Step, TermId, Test},
};

/// The names that lead from a table to its rows.
const TABLE_ROOT: &str = "root";
const TABLE_ROW: &str = "item";

/// What a predicate is to test.
pub(super) enum Candidates {
    /// These.
    Listed(Vec<Node>),
    /// All rows of a table, so many.
    Rows(TableKey, u32),
}

impl Candidates {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Listed(nodes) => nodes.len(),
            Self::Rows(_, count) => *count as usize,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Node> + '_ {
        let (listed, rows) = match self {
            Self::Listed(nodes) => (nodes.as_slice(), None),
            Self::Rows(table, count) => (&[][..], Some((*table, *count))),
        };
        let rows =
            rows.into_iter().flat_map(|(table, count)| (0..count).map(move |row| Node::Row(table, row)));
        listed.iter().copied().chain(rows)
    }
}

impl<'e> Evaluation<'e> {
    /// Where a path leads. Irrelevant nodes can be passed, but not reached.
    pub(super) fn path(&self, id: TermId, start: Start, steps: &[Step], context: &Context) -> Outcome<Nodes> {
        let first = match start {
            Start::Root => Node::Document,
            Start::Context => context.node,
            Start::Current => Node::Answer(self.here),
            Start::Instance(name) => {
                let name = self.tree.text(name);
                let found = self.world.find_table(name);
                let unknown = || self.problem(id, EvaluationProblem::UnknownTable(name.to_owned()));
                Node::Table(found.ok_or_else(unknown)?)
            }
            Start::Variable => return Err(self.problem(id, self.unresolved(steps))),
        };
        let mut nodes = Nodes::One(first);
        for step in steps {
            nodes = self.step(id, &nodes, *step)?;
        }
        Ok(self.relevant(nodes))
    }

    fn unresolved(&self, steps: &[Step]) -> EvaluationProblem {
        let name = match steps.first().map(|step| step.test) {
            Some(Test::Variable(name)) => self.tree.text(name),
            _ => "",
        };
        EvaluationProblem::UnresolvedVariable(name.to_owned())
    }

    fn relevant(&self, nodes: Nodes) -> Nodes {
        let is_relevant = |node: &Node| match node {
            Node::Answer(key) => self.world.is_relevant(*key),
            _ => true,
        };
        match nodes {
            Nodes::Many(mut nodes) => {
                nodes.retain(is_relevant);
                nodes.into()
            }
            Nodes::One(node) if !is_relevant(&node) => Nodes::None,
            other => other,
        }
    }

    fn step(&self, id: TermId, from: &Nodes, step: Step) -> Outcome<Nodes> {
        self.charge(id, from.as_slice().len())?;
        if let (Nodes::One(node), true) = (from, step.predicates == Span::default()) {
            return self.reach(id, *node, step.test);
        }
        let mut reached = Vec::new();
        for node in from.as_slice() {
            let candidates = match self.all_rows(*node, step.test) {
                Some(rows) => rows,
                None => Candidates::Listed(self.reach(id, *node, step.test)?.as_slice().to_vec()),
            };
            reached.append(&mut self.filter(id, candidates, step.predicates)?);
        }
        // Neighbours have one parent.
        reached.dedup();
        Ok(reached.into())
    }

    /// The rows of a table, not yet listed.
    fn all_rows(&self, node: Node, test: Test) -> Option<Candidates> {
        let Node::TableRoot(key) = node else { return None };
        let leads_there = match test {
            Test::AnyChild => true,
            Test::Child(name) => self.tree.text(name) == TABLE_ROW,
            Test::Itself | Test::Parent | Test::Variable(_) => false,
        };
        let count = self.world.table(key).map_or(0, |table| table.rows());
        leads_there.then_some(Candidates::Rows(key, count))
    }

    /// Where a step without its predicates leads from one node.
    fn reach(&self, id: TermId, node: Node, test: Test) -> Outcome<Nodes> {
        match test {
            Test::Itself => Ok(Nodes::One(node)),
            Test::Parent => Ok(self.parent(node).map_or(Nodes::None, Nodes::One)),
            Test::Child(name) => self.children(id, node, Some(self.tree.text(name))),
            Test::AnyChild => self.children(id, node, None),
            Test::Variable(_) => Ok(Nodes::None),
        }
    }

    /// What a node stands in.
    pub(in crate::form::expr) fn parent(&self, node: Node) -> Option<Node> {
        match node {
            Node::Document | Node::Table(_) => None,
            Node::Answer(key) => Some(self.world.parent(key).map_or(Node::Document, Node::Answer)),
            Node::TableRoot(table) => Some(Node::Table(table)),
            Node::Row(table, _) => Some(Node::TableRoot(table)),
            Node::Cell(table, row, _) => Some(Node::Row(table, row)),
        }
    }

    fn children(&self, id: TermId, node: Node, name: Option<&str>) -> Outcome<Nodes> {
        let is = |own: &str| name.is_none_or(|name| name == own);
        let nodes = match node {
            Node::Document => {
                let root = self.world.root();
                if is(self.world.name(root)) { Nodes::One(Node::Answer(root)) } else { Nodes::None }
            }
            Node::Answer(key) => {
                let mut found: Vec<NodeKey> = Vec::new();
                self.world.children(key, name, &mut found);
                match found.as_slice() {
                    [one] => Nodes::One(Node::Answer(*one)),
                    many => many.iter().copied().map(Node::Answer).collect::<Vec<_>>().into(),
                }
            }
            Node::Table(table) if is(TABLE_ROOT) => Nodes::One(Node::TableRoot(table)),
            Node::TableRoot(key) if is(TABLE_ROW) => {
                let count = self.world.table(key).map_or(0, |table| table.rows());
                self.charge(id, count as usize)?;
                (0..count).map(|row| Node::Row(key, row)).collect::<Vec<_>>().into()
            }
            Node::Row(key, row) => {
                let Some(table) = self.world.table(key) else { return Ok(Nodes::None) };
                match name {
                    Some(name) => table
                        .column(name)
                        .map_or(Nodes::None, |column| Nodes::One(Node::Cell(key, row, column))),
                    None => (0..table.columns())
                        .map(|column| Node::Cell(key, row, column))
                        .collect::<Vec<_>>()
                        .into(),
                }
            }
            Node::Table(_) | Node::TableRoot(_) | Node::Cell(..) => Nodes::None,
        };
        self.charge(id, nodes.as_slice().len())?;
        Ok(nodes)
    }

    pub(super) fn has_children(&self, node: Node) -> bool {
        match node {
            Node::Document | Node::Table(_) => true,
            Node::Answer(key) => {
                let mut found = Vec::new();
                self.world.children(key, None, &mut found);
                !found.is_empty()
            }
            Node::TableRoot(key) => self.world.table(key).is_some_and(|table| table.rows() > 0),
            Node::Row(key, _) => self.world.table(key).is_some_and(|table| table.columns() > 0),
            Node::Cell(..) => false,
        }
    }

    /// The name of a node; that of what stands above all is empty.
    pub(in crate::form::expr) fn name(&self, node: Node) -> &'e str {
        match node {
            Node::Document | Node::Table(_) => "",
            Node::Answer(key) => self.world.name(key),
            Node::TableRoot(_) => TABLE_ROOT,
            Node::Row(..) => TABLE_ROW,
            Node::Cell(key, _, column) => self.world.table(key).map_or("", |table| table.column_name(column)),
        }
    }

    /// Which of its siblings of the same name a node is, from 1.
    pub(in crate::form::expr) fn sibling_position(&self, node: Node) -> usize {
        match node {
            Node::Answer(key) => self.world.position(key),
            Node::Row(_, row) => row as usize + 1,
            Node::Document | Node::Table(_) | Node::TableRoot(_) | Node::Cell(..) => 1,
        }
    }
}
