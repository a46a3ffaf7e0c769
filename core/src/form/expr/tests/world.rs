//! A small world whose answers are written as an indented text.

use std::{borrow::Cow, cell::Cell};

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use crate::form::expr::{CalendarNames, NodeKey, Table, TableKey, World};

#[derive(Debug)]
pub(super) struct TestNode {
    pub(super) name: String,
    parent: Option<NodeKey>,
    children: Vec<NodeKey>,
    pub(super) value: String,
    irrelevant: bool,
}

#[derive(Debug)]
pub(super) struct TestTable {
    pub(super) name: &'static str,
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table for TestTable {
    fn rows(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap()
    }

    fn columns(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap()
    }

    fn column(&self, name: &str) -> Option<u16> {
        self.columns.iter().position(|column| *column == name).map(|at| u16::try_from(at).unwrap())
    }

    fn column_name(&self, column: u16) -> &str {
        self.columns.get(usize::from(column)).copied().unwrap_or("")
    }

    fn value(&self, row: u32, column: u16) -> &str {
        let row = self.rows.get(usize::try_from(row).unwrap());
        row.and_then(|row| row.get(usize::from(column))).map_or("", String::as_str)
    }
}

#[derive(Debug)]
pub(super) struct TestWorld {
    pub(super) nodes: Vec<TestNode>,
    pub(super) tables: Vec<TestTable>,
    pub(super) names: CalendarNames,
    pub(super) chance: Cell<u64>,
}

impl TestWorld {
    /// Each line: blanks for the depth, a name, then ` = value` and ` !` for a node that is not relevant.
    pub(super) fn parse(text: &str) -> Self {
        let mut nodes: Vec<TestNode> = Vec::new();
        let mut way: Vec<(usize, NodeKey)> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let depth = line.len() - line.trim_start().len();
            let (line, irrelevant) = match line.strip_suffix(" !") {
                Some(line) => (line, true),
                None => (line, false),
            };
            let (name, value) = line.trim_start().split_once(" = ").unwrap_or((line.trim(), ""));
            way.retain(|(other, _)| *other < depth);
            let parent = way.last().map(|(_, key)| *key);
            let key = NodeKey(u32::try_from(nodes.len()).unwrap());
            let value = value.trim_matches('"').to_owned();
            nodes.push(TestNode { name: name.to_owned(), parent, children: Vec::new(), value, irrelevant });
            if let Some(parent) = parent {
                nodes[parent.0 as usize].children.push(key);
            }
            way.push((depth, key));
        }
        Self { nodes, tables: Vec::new(), names: CalendarNames::Chinese, chance: Cell::new(1) }
    }

    fn node(&self, key: NodeKey) -> &TestNode {
        &self.nodes[key.0 as usize]
    }

    /// The node at a path like `/data/person[2]/age`.
    pub(super) fn at(&self, path: &str) -> NodeKey {
        let mut here = self.root();
        for step in path.split('/').skip(2) {
            let (name, place) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
                Some((name, place)) => (name, place.parse().unwrap()),
                None => (step, 1),
            };
            let mut found = Vec::new();
            self.children(here, Some(name), &mut found);
            here = *found.get(place - 1).unwrap_or_else(|| panic!("{path} has no {step}"));
        }
        here
    }
}

impl World for TestWorld {
    fn root(&self) -> NodeKey {
        NodeKey(0)
    }

    fn name(&self, node: NodeKey) -> &str {
        &self.node(node).name
    }

    fn parent(&self, node: NodeKey) -> Option<NodeKey> {
        self.node(node).parent
    }

    fn children(&self, node: NodeKey, name: Option<&str>, found: &mut Vec<NodeKey>) {
        let children = self.node(node).children.iter().copied();
        found.extend(children.filter(|child| name.is_none_or(|name| self.name(*child) == name)));
    }

    fn position(&self, node: NodeKey) -> usize {
        let Some(parent) = self.parent(node) else { return 1 };
        let mut siblings = Vec::new();
        self.children(parent, Some(self.name(node)), &mut siblings);
        siblings.iter().position(|sibling| *sibling == node).unwrap() + 1
    }

    fn is_relevant(&self, node: NodeKey) -> bool {
        std::iter::successors(Some(node), |node| self.parent(*node)).all(|node| !self.node(node).irrelevant)
    }

    fn text(&self, node: NodeKey) -> Cow<'_, str> {
        Cow::Borrowed(&self.node(node).value)
    }

    fn find_table(&self, name: &str) -> Option<TableKey> {
        let at = self.tables.iter().position(|table| table.name == name)?;
        Some(TableKey(u16::try_from(at).unwrap()))
    }

    fn table(&self, key: TableKey) -> Option<&dyn Table> {
        self.tables.get(usize::from(key.0)).map(|table| table as &dyn Table)
    }

    fn choice_label(&self, question: NodeKey, value: &str) -> Option<Cow<'_, str>> {
        let label = match (self.name(question), value) {
            ("picks", "a") => "甲",
            ("picks", "c") => "丙",
            _ => return None,
        };
        Some(Cow::Borrowed(label))
    }

    fn itext(&self, id: &str) -> Option<Cow<'_, str>> {
        (id == "greeting").then_some(Cow::Borrowed("您好"))
    }

    fn property(&self, name: &str) -> Option<Cow<'_, str>> {
        (name == "username").then_some(Cow::Borrowed("surveyor7"))
    }

    fn version(&self) -> Cow<'_, str> {
        Cow::Borrowed("visit@0123456789abcdef")
    }

    /// 2026-03-06 00:20:30.456 in Beijing, still the fifth in Greenwich.
    fn now(&self) -> Timestamp {
        "2026-03-05T16:20:30.456Z".parse().unwrap()
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::fixed(Offset::constant(8))
    }

    fn calendar_names(&self) -> CalendarNames {
        self.names
    }

    /// SplitMix64.
    fn random(&self) -> u64 {
        let state = self.chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.chance.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
