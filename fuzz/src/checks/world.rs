//! The answers that expressions are evaluated over: small, and with values that nobody expects.

use std::{borrow::Cow, cell::Cell};

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};
use ruhu_core::form::expr::{Ancestor, CalendarNames, NodeKey, Table, TableKey, World};

/// Blanks for the depth, a name, then `=value`; a `!` ends a node that is not relevant.
const ANSWERS: &str = "\
data
 here=abc
 age=42
 income=1500.50
 huge=99999999999999999999999999999999999999
 tiny=-0.000000000000000000000000001
 day=2026-03-01
 last=9999-12-31
 first=-9999-01-01
 moment=2026-03-01T08:30:00.000+08:00
 clock=24:00:00
 picks=a c e
 place=28.0 117.0 50 5
 shape=0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0
 word=𠮷田
 blank
 long
 hidden!
  secret=7
 person
  name=张三
  pay=100.10
  child
   name=张小
   age=5
  child
   name=张大
   age=9
 person
  name=李四
  pay
  child!
   name=王隐
   age=99
 person
  name=王五
  pay=0.05
 letter=A
 letter=B
 letter=C
 letter=D
";
/// Characters of the answer `long`.
const LONG: usize = 20_000;
const COLUMNS: [&str; 3] = ["name", "label", "county"];
const TOWNS: [[&str; 3]; 4] =
    [["t1", "东镇", "x"], ["t2", "西镇", "x"], ["t3", "", "y"], ["t1", "东镇", "42"]];

struct Answer {
    name: &'static str,
    value: &'static str,
    parent: Option<NodeKey>,
    irrelevant: bool,
}

/// Answers, one table, and a chance that begins anew where it is told to.
pub(super) struct SmallWorld {
    answers: Vec<Answer>,
    long: String,
    chance: Cell<u64>,
}

impl SmallWorld {
    pub(super) fn new() -> Self {
        let mut answers = Vec::new();
        let mut way: Vec<NodeKey> = Vec::new();
        for line in ANSWERS.lines() {
            let text = line.trim_start();
            way.truncate(line.len() - text.len());
            let (text, irrelevant) = text.strip_suffix('!').map_or((text, false), |text| (text, true));
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            let key = NodeKey(u32::try_from(answers.len()).expect("the answers are few"));
            answers.push(Answer { name, value, parent: way.last().copied(), irrelevant });
            way.push(key);
        }
        Self { answers, long: "长".repeat(LONG), chance: Cell::new(0) }
    }

    /// Makes the next evaluation draw what the one before drew.
    pub(super) fn begin(&self) {
        self.chance.set(0);
    }

    /// A node outside all repeats.
    pub(super) fn lonely(&self) -> NodeKey {
        NodeKey(1)
    }

    /// A node inside a repeat inside a repeat.
    pub(super) fn repeated(&self) -> NodeKey {
        self.keys().rfind(|key| self.way_to(*key).len() == 4).expect("there are nested repeats")
    }

    /// The first node of a name.
    pub(super) fn named(&self, name: &str) -> Option<NodeKey> {
        self.keys().find(|key| self.name(*key) == name)
    }

    /// The nodes from the root to this one.
    pub(super) fn way_to(&self, node: NodeKey) -> Vec<NodeKey> {
        let mut way: Vec<NodeKey> =
            std::iter::successors(Some(node), |node| self.answer(*node).parent).collect();
        way.reverse();
        way
    }

    /// A node as forms know it.
    pub(super) fn ancestor(&self, node: NodeKey) -> Ancestor<'_> {
        let name = self.name(node);
        Ancestor { name, is_repeat: matches!(name, "person" | "child") }
    }

    fn keys(&self) -> impl DoubleEndedIterator<Item = NodeKey> {
        (0..u32::try_from(self.answers.len()).unwrap_or(u32::MAX)).map(NodeKey)
    }

    fn answer(&self, node: NodeKey) -> &Answer {
        &self.answers[node.0 as usize]
    }
}

impl World for SmallWorld {
    fn root(&self) -> NodeKey {
        NodeKey(0)
    }

    fn name(&self, node: NodeKey) -> &str {
        self.answer(node).name
    }

    fn parent(&self, node: NodeKey) -> Option<NodeKey> {
        self.answer(node).parent
    }

    fn children(&self, node: NodeKey, name: Option<&str>, found: &mut Vec<NodeKey>) {
        found.extend(self.keys().filter(|child| {
            let child = self.answer(*child);
            child.parent == Some(node) && name.is_none_or(|name| child.name == name)
        }));
    }

    fn position(&self, node: NodeKey) -> usize {
        let mut siblings = Vec::new();
        if let Some(parent) = self.parent(node) {
            self.children(parent, Some(self.name(node)), &mut siblings);
        }
        siblings.iter().position(|sibling| *sibling == node).map_or(1, |at| at + 1)
    }

    fn is_relevant(&self, node: NodeKey) -> bool {
        !self.way_to(node).iter().any(|node| self.answer(*node).irrelevant)
    }

    fn text(&self, node: NodeKey) -> Cow<'_, str> {
        let answer = self.answer(node);
        Cow::Borrowed(if answer.name == "long" { &self.long } else { answer.value })
    }

    fn find_table(&self, name: &str) -> Option<TableKey> {
        (name == "towns").then_some(TableKey(0))
    }

    fn table(&self, key: TableKey) -> Option<&dyn Table> {
        (key == TableKey(0)).then_some(&Towns as &dyn Table)
    }

    fn choice_label(&self, _: NodeKey, value: &str) -> Option<Cow<'_, str>> {
        (value == "a").then_some(Cow::Borrowed("甲"))
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

    fn now(&self) -> Timestamp {
        Timestamp::constant(1_772_727_630, 456_000_000)
    }

    fn time_zone(&self) -> TimeZone {
        TimeZone::fixed(Offset::constant(8))
    }

    fn calendar_names(&self) -> CalendarNames {
        CalendarNames::Chinese
    }

    /// Any numbers will do that come again in the same order.
    fn random(&self) -> u64 {
        let next =
            self.chance.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.chance.set(next);
        next
    }
}

struct Towns;

impl Table for Towns {
    fn rows(&self) -> u32 {
        4
    }

    fn columns(&self) -> u16 {
        3
    }

    fn column(&self, name: &str) -> Option<u16> {
        (0..self.columns()).find(|column| self.column_name(*column) == name)
    }

    fn column_name(&self, column: u16) -> &str {
        COLUMNS.get(usize::from(column)).copied().unwrap_or_default()
    }

    fn value(&self, row: u32, column: u16) -> &str {
        let row = usize::try_from(row).ok().and_then(|row| TOWNS.get(row));
        row.and_then(|row| row.get(usize::from(column))).copied().unwrap_or_default()
    }
}
