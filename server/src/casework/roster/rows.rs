//! Which rows belong to one household.

use super::{
    cell::Cell,
    header::{Column, Table},
    sheet::{Row, Sheet},
};

/// Words of rows that add up others.
const TOTALS: [&str; 5] = ["小计", "合计", "总计", "共计", "累计"];
/// Words that begin the lines below a table.
const FOOTERS: [&str; 11] =
    ["填表", "制表", "填报", "审核", "审批", "负责人", "单位负责人", "复核", "经办", "注:", "说明:"];
/// A line of text beside a table has at most this many cells.
const MAX_TEXT_CELLS: usize = 3;

/// Columns that only the first row of a household fills.
const OF_HEAD: [Column; 5] =
    [Column::HeadName, Column::HeadId, Column::Amount, Column::Address, Column::Village];

/// The rows of one household.
#[derive(Debug)]
pub(super) struct Group<'s> {
    /// The row that has the head's columns; none for members without a household above them.
    pub(super) head: Option<&'s Row>,
    /// Rows that have a member, the head's own row among them where it has one.
    pub(super) members: Vec<&'s Row>,
}

impl Group<'_> {
    /// The first row as Excel shows it.
    pub(super) fn row(&self) -> u32 {
        self.head.or_else(|| self.members.first().copied()).map_or(0, |row| row.number)
    }
}

/// Sorts the rows of a table into households. Blank rows, totals, repeated headings and lines of text fall out.
pub(super) fn group<'s>(sheet: &'s Sheet, table: &Table) -> Vec<Group<'s>> {
    let mut groups: Vec<Group<'s>> = Vec::new();
    for row in sheet.rows.iter().skip(table.first_row) {
        if table.is_heading(row) || is_text(row, table) {
            continue;
        }
        let of_member = has(row, table, Column::MemberName) || has(row, table, Column::MemberId);
        if starts_household(row, table, groups.last()) {
            groups.push(Group { head: Some(row), members: Vec::new() });
        } else if !of_member {
            continue;
        } else if groups.is_empty() {
            groups.push(Group { head: None, members: Vec::new() });
        }
        if let Some(group) = groups.last_mut().filter(|_| of_member) {
            group.members.push(row);
        }
    }
    groups
}

fn has(row: &Row, table: &Table, column: Column) -> bool {
    cell(row, table, column).is_some()
}

fn cell<'r>(row: &'r Row, table: &Table, column: Column) -> Option<&'r Cell> {
    row.get(table.at(column)?)
}

/// Totals, footers, titles of further pages, rows that only carry a number in advance.
fn is_text(row: &Row, table: &Table) -> bool {
    let texts: Vec<String> = row.cells().take(2).map(|(_, cell)| cell.compact()).collect();
    let total = texts.iter().any(|text| {
        let short = text.chars().count() <= 6;
        TOTALS.iter().any(|word| text == word || (short && text.contains(word)))
    });
    let first = texts.first().map(String::as_str).unwrap_or_default();
    let footer = row.len() <= MAX_TEXT_CELLS * 2 && FOOTERS.iter().any(|word| first.starts_with(word));
    let only_members = has(row, table, Column::MemberName) || has(row, table, Column::MemberId);
    let lone = row.len() <= 1 && !only_members;
    let serial = cell(row, table, Column::No);
    let title = row.len() <= MAX_TEXT_CELLS
        && serial.is_some_and(|cell| cell.to_serial().is_none())
        && !has(row, table, Column::HeadId);
    total || footer || lone || title
}

fn starts_household(row: &Row, table: &Table, before: Option<&Group<'_>>) -> bool {
    let above = before.and_then(|group| group.head);
    let text = |row: &Row, column: Column| cell(row, table, column).map(Cell::compact);
    let same = |column: Column| {
        let here = text(row, column);
        here.is_none() || here == above.and_then(|above| text(above, column))
    };
    if table.person_per_row() {
        let is_head = text(row, Column::Relation).is_some_and(|word| is_oneself(&word));
        let named = has(row, table, Column::HeadName);
        let relation_known = has(row, table, Column::Relation);
        return is_head
            || (named && !same(Column::HeadName))
            || (named && !relation_known && !same(Column::No));
    }
    let any = OF_HEAD.iter().any(|column| has(row, table, *column));
    // Some number every person; such a number alone begins no household.
    // Offices that fill merged cells down repeat the head on every member's row.
    any && !(above.is_some() && same(Column::HeadName) && same(Column::HeadId) && same(Column::No))
}

/// Whether a relation names the head.
pub(super) fn is_oneself(word: &str) -> bool {
    ruhu_core::household::Relation::from_label(word) == Some(ruhu_core::household::Relation::Oneself)
}
