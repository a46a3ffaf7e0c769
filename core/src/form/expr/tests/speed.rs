//! A filter over a large table visits few rows more than once.

use std::cell::Cell;

use super::world::{TestTable, TestWorld};
use crate::form::expr::{Expression, Nodes, Table, World};

fn large() -> TestWorld {
    let mut world = TestWorld::parse("data\n  here\n  county = c77\n  least = 90");
    let rows = (0..100_000)
        .map(|row| {
            vec![format!("t{row}"), format!("名{row}"), format!("c{}", row % 1_000), (row % 100).to_string()]
        })
        .collect();
    world.tables.push(TestTable { name: "towns", columns: vec!["name", "label", "county", "people"], rows });
    world
}

fn count(world: &TestWorld, filter: &str) -> usize {
    let expression = Expression::parse(&format!("instance('towns')/root/item[{filter}]")).unwrap();
    let nodes: Nodes = expression.evaluate_nodes(world, world.at("/data/here")).unwrap();
    nodes.as_slice().len()
}

#[test]
fn filters_over_a_hundred_thousand_rows_stay_within_their_steps() {
    let world = large();
    assert_eq!(count(&world, "county = current()/../county"), 100);
    assert_eq!(count(&world, "county = current()/../county and people > /data/least"), 0);
    assert_eq!(count(&world, "county = 'c1' and people = 1"), 100);
    assert_eq!(count(&world, "people >= /data/least"), 10_000);
    assert_eq!(count(&world, "selected('t5 t6 t7', name)"), 3);
    assert_eq!(count(&world, "contains(label, '名9999') and (people > 50 or county = /data/county)"), 11);
    assert_eq!(count(&world, "regex(name, 't(1+)+')"), 5);
}

/// A table with an index, which says when it was asked.
struct Indexed {
    asked: Cell<usize>,
    read: Cell<usize>,
}

impl Table for Indexed {
    fn rows(&self) -> u32 {
        100_000
    }

    fn columns(&self) -> u16 {
        1
    }

    fn column(&self, name: &str) -> Option<u16> {
        (name == "name").then_some(0)
    }

    fn column_name(&self, _: u16) -> &'static str {
        "name"
    }

    fn value(&self, _: u32, _: u16) -> &'static str {
        self.read.set(self.read.get() + 1);
        "x"
    }

    fn matching(&self, _: u16, value: &str, found: &mut Vec<u32>) {
        self.asked.set(self.asked.get() + 1);
        found.extend(if value == "x" { vec![3, 5] } else { Vec::new() });
    }
}

#[test]
fn an_index_answers_for_the_first_condition() {
    let world = IndexedWorld { answers: TestWorld::parse("data\n  here"), table: Indexed::new() };
    let expression = Expression::parse("instance('t')/root/item[name = 'x' and position() = 6]").unwrap();
    let nodes = expression.evaluate_nodes(&world, world.root()).unwrap();
    assert_eq!(nodes.as_slice().len(), 1);
    assert_eq!((world.table.asked.get(), world.table.read.get()), (1, 0));
}

impl Indexed {
    fn new() -> Self {
        Self { asked: Cell::new(0), read: Cell::new(0) }
    }
}

struct IndexedWorld {
    answers: TestWorld,
    table: Indexed,
}

mod indexed_world {
    use std::borrow::Cow;

    use jiff::{Timestamp, tz::TimeZone};

    use super::IndexedWorld;
    use crate::form::expr::{CalendarNames, NodeKey, Table, TableKey, World};

    /// The answers of one world, the table of another.
    impl World for IndexedWorld {
        fn root(&self) -> NodeKey {
            self.answers.root()
        }
        fn name(&self, node: NodeKey) -> &str {
            self.answers.name(node)
        }
        fn parent(&self, node: NodeKey) -> Option<NodeKey> {
            self.answers.parent(node)
        }
        fn children(&self, node: NodeKey, name: Option<&str>, found: &mut Vec<NodeKey>) {
            self.answers.children(node, name, found);
        }
        fn position(&self, node: NodeKey) -> usize {
            self.answers.position(node)
        }
        fn is_relevant(&self, node: NodeKey) -> bool {
            self.answers.is_relevant(node)
        }
        fn text(&self, node: NodeKey) -> Cow<'_, str> {
            self.answers.text(node)
        }
        fn find_table(&self, _: &str) -> Option<TableKey> {
            Some(TableKey(7))
        }
        fn table(&self, _: TableKey) -> Option<&dyn Table> {
            Some(&self.table)
        }
        fn choice_label(&self, question: NodeKey, value: &str) -> Option<Cow<'_, str>> {
            self.answers.choice_label(question, value)
        }
        fn itext(&self, id: &str) -> Option<Cow<'_, str>> {
            self.answers.itext(id)
        }
        fn property(&self, name: &str) -> Option<Cow<'_, str>> {
            self.answers.property(name)
        }
        fn version(&self) -> Cow<'_, str> {
            self.answers.version()
        }
        fn now(&self) -> Timestamp {
            self.answers.now()
        }
        fn time_zone(&self) -> TimeZone {
            self.answers.time_zone()
        }
        fn calendar_names(&self) -> CalendarNames {
            self.answers.calendar_names()
        }
        fn random(&self) -> u64 {
            self.answers.random()
        }
    }
}
