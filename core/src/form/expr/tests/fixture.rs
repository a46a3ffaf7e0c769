//! The answers and tables that the cases are about.

use super::world::{TestTable, TestWorld};

const ANSWERS: &str = "
data
  here
  name = 王小明
  blank
  spaces = \"  a  b \"
  age = 42
  income = 1500.50
  debt = -3
  zero = 0
  word = abc
  yes = yes
  truth = true
  falsehood = false
  one = 1
  day = 2026-03-01
  later = 2026-03-31
  moment = 2026-03-01T08:30:00.000+08:00
  utc = 2026-03-01T20:00:00Z
  clock = 18:00:00.000+08:00
  picks = a c e
  one_pick = b
  place = 28.0 117.0 50 5
  trace = 28.0 117.0 0 0;29.0 117.0 0 0
  shape = 0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0
  rare = 𠮷田
  group
    inner = in
    deep
      leaf = x
  hidden !
    secret = 7
    room
      size = 3
  person
    name = 张三
    age = 30
    pay = 100.10
    child
      name = 张小
      age = 5
    child
      name = 张大
      age = 9
  person
    name = 李四
    age
    pay = 200.20
  person
    name = 王五
    age = 60
    pay = 0.05
    child
      name = 王小
      age = 12
    child !
      name = 王隐
      age = 99
    child
      name = 王末
      age = 1
  person !
    name = 隐
    age = 1000
    pay = 9999
    child
      name = 隐小
      age = 500
  stop
    place = 0 0 0 0
  stop
    place
  stop
    place = 0 1 0 0
  stop
    place = 1 1 0 0
  letter = A
  letter = B
  letter = C
  letter = D
  letter = E
  letter = F
  flag = 1
  flag = 0
  flag = 1
  weight = 2
  weight = 3
  weight = 5
";

const TOWNS: &[[&str; 4]] = &[
    ["t1", "东镇", "x", "300"],
    ["t2", "西镇", "x", "120"],
    ["t3", "南镇", "y", "80"],
    ["t4", "北镇", "y", ""],
    ["t5", "中镇", "x", "45.5"],
];

fn rows(rows: &[[&str; 4]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|value| (*value).to_owned()).collect()).collect()
}

pub(super) fn world() -> TestWorld {
    let mut world = TestWorld::parse(ANSWERS);
    let columns = vec!["name", "label", "county", "people"];
    world.tables.push(TestTable { name: "towns", columns: columns.clone(), rows: rows(TOWNS) });
    world.tables.push(TestTable { name: "nothing", columns, rows: Vec::new() });
    world
}
