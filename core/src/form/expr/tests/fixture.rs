//! The answers and tables that the cases are about.

use super::world::{TestTable, TestWorld};

const ANSWERS: &str = include_str!("../cases/world/answers.txt");

const TOWNS: &str = include_str!("../cases/world/towns.csv");

pub(super) fn world() -> TestWorld {
    let mut world = TestWorld::parse(ANSWERS);
    let mut lines = TOWNS.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let rows = lines.map(|row| row.into_iter().map(str::to_owned).collect()).collect();
    world.tables.push(TestTable { name: "towns", columns: columns.clone(), rows });
    world.tables.push(TestTable { name: "nothing", columns, rows: Vec::new() });
    world
}
