//! Finding the columns by their headings, wherever they stand and however they are spelled.

use std::collections::BTreeMap;

use ruhu_core::{
    household::AidCategory,
    region::{RegionCode, RegionLevel},
};

use super::{
    cell::Cell,
    sheet::{Row, Sheet},
};

mod words;

pub(super) use words::Column;
use words::{Meaning, meaning, spelling};

/// The headings are looked for in this many rows that have something in them.
const MAX_TITLE_ROWS: usize = 40;
/// Most rows of one heading: a group, its parts, and their parts.
const MAX_HEADER_ROWS: usize = 3;
/// Fewest known headings that make a row the header.
const MIN_HEADINGS: usize = 3;

/// The columns of a sheet and where its rows begin.
#[derive(Debug)]
pub(super) struct Table {
    columns: BTreeMap<Column, (u32, String)>,
    /// Index of the first row below the headings.
    pub(super) first_row: usize,
    /// Kind of assistance that the titles name.
    pub(super) category: AidCategory,
}

impl Table {
    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<u32> {
        self.columns.get(&column).map(|(at, _)| *at)
    }

    /// A column's heading as the office spells it, for findings.
    pub(super) fn heading(&self, column: Column) -> &str {
        self.columns.get(&column).map_or("", |(_, heading)| heading)
    }

    /// Whether each row is a person and one of them is the head, instead of the head having columns of its own.
    pub(super) fn person_per_row(&self) -> bool {
        self.at(Column::HeadId).is_none()
    }

    /// Whether a row repeats the headings, as they do on every printed page.
    pub(super) fn is_heading(&self, row: &Row) -> bool {
        let known = row.cells().filter(|(_, cell)| meaning(&spelling(&cell.to_text())).is_some()).count();
        known >= 2 && known * 2 > row.len()
    }
}

/// Finds the headings. `Err(None)` where no row is one, `Err(Some(…))` where the needed columns are not among them.
pub(super) fn find_table(sheet: &Sheet, region: &RegionCode) -> Result<Table, Option<String>> {
    let known =
        |row: &Row| row.cells().filter(|(_, cell)| meaning(&spelling(&cell.to_text())).is_some()).count();
    let top =
        sheet.rows.iter().take(MAX_TITLE_ROWS).position(|row| known(row) >= MIN_HEADINGS).ok_or(None)?;
    let rows = sheet.rows.get(top..).unwrap_or_default();
    let height =
        1 + rows.iter().skip(1).take(MAX_HEADER_ROWS - 1).take_while(|row| is_sub_heading(row)).count();
    let paths = paths(rows.get(..height).unwrap_or_default());
    let titles = sheet.rows.get(..top).unwrap_or_default();
    let table = Table {
        columns: assign(&paths),
        first_row: top + height,
        category: category_of(titles, &sheet.name),
    };
    let missing = missing(&table, region);
    if missing.is_empty() { Ok(table) } else { Err(Some(missing.join("、"))) }
}

fn is_sub_heading(row: &Row) -> bool {
    let known = row.cells().filter(|(_, cell)| meaning(&spelling(&cell.to_text())).is_some()).count();
    known >= 1 && known == row.len()
}

/// The headings above each column as the office spells them, from the top; a merged group heading stands above all its columns.
fn paths(rows: &[Row]) -> BTreeMap<u32, Vec<String>> {
    let text = |row: &Row, at: u32| row.get(at).map(Cell::compact);
    let columns: std::collections::BTreeSet<u32> =
        rows.iter().flat_map(|row| row.cells().map(|(column, _)| column)).collect();
    let mut paths: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (level, row) in rows.iter().enumerate() {
        let mut group = None;
        for &at in &columns {
            let below = rows.iter().skip(level + 1).any(|row| row.get(at).is_some());
            let own = text(row, at);
            let heading = if own.is_none() && below { group.clone() } else { own };
            group.clone_from(&heading);
            paths.entry(at).or_default().extend(heading);
        }
    }
    paths
}

fn assign(paths: &BTreeMap<u32, Vec<String>>) -> BTreeMap<Column, (u32, String)> {
    let mut columns: BTreeMap<Column, (u32, String)> = BTreeMap::new();
    let head_has_column =
        paths.values().any(|path| resolve(path, Names::HEAD_ELSEWHERE) == Some(Column::HeadName));
    let mut names = Names { head_has_column, last_is_member: false };
    for (at, path) in paths {
        let Some(column) = resolve(path, names) else { continue };
        match column {
            Column::HeadName => (names.head_has_column, names.last_is_member) = (true, false),
            Column::MemberName => names.last_is_member = true,
            _ => {}
        }
        let full = match path.as_slice() {
            [group, .., last] if group != last && column_is_personal(column) => format!("{group}{last}"),
            [.., last] => last.clone(),
            [] => continue,
        };
        columns.entry(column).or_insert((*at, full));
    }
    let of_members = columns.contains_key(&Column::MemberName) || columns.contains_key(&Column::MemberId);
    if columns.contains_key(&Column::Relation) && !of_members {
        // One name and one number beside a relation: every row is a person.
        for (from, to) in [(Column::HeadName, Column::MemberName), (Column::HeadId, Column::MemberId)] {
            let moved = columns.remove(&from);
            columns.extend(moved.map(|place| (to, place)));
        }
    }
    columns
}

/// Whose names stand to the left, for headings that do not say whose they are.
#[derive(Debug, Clone, Copy, Default)]
struct Names {
    /// The head has a column, here or further right.
    head_has_column: bool,
    /// The nearest name to the left is a member's.
    last_is_member: bool,
}

impl Names {
    const HEAD_ELSEWHERE: Self = Self { head_has_column: true, last_is_member: false };
}

fn column_is_personal(column: Column) -> bool {
    matches!(column, Column::HeadName | Column::HeadId | Column::MemberName | Column::MemberId)
}

/// What a column holds by the headings above it. A bare 姓名 is the head's unless the head has a column of his own; a bare
/// 身份证号码 belongs to the nearest name to its left.
fn resolve(path: &[String], names: Names) -> Option<Column> {
    let (last, groups) = path.split_last()?;
    let of_members = groups.iter().any(|group| group.contains("成员") || group.contains("人员"));
    let of_head = groups.iter().any(|group| group.contains("户主") || group.contains("申请人"));
    match meaning(&spelling(last))? {
        Meaning::Column(column) => Some(column),
        Meaning::Name if of_members || (names.head_has_column && !of_head) => Some(Column::MemberName),
        Meaning::Name => Some(Column::HeadName),
        Meaning::IdNo if of_members || (names.last_is_member && !of_head) => Some(Column::MemberId),
        Meaning::IdNo => Some(Column::HeadId),
    }
}

fn missing(table: &Table, region: &RegionCode) -> Vec<&'static str> {
    let has = |columns: &[Column]| columns.iter().any(|column| table.at(*column).is_some());
    let place_known = region.level() == RegionLevel::Village
        || has(&[Column::Village, Column::Address, Column::RegionCode]);
    [
        (has(&[Column::HeadName, Column::MemberName]), "户主姓名"),
        (has(&[Column::HeadId, Column::MemberId]), "身份证号码"),
        (place_known, "村(居)委会或家庭住址"),
    ]
    .into_iter()
    .filter_map(|(found, name)| (!found).then_some(name))
    .collect()
}

fn category_of(titles: &[Row], sheet_name: &str) -> AidCategory {
    let text: String = titles
        .iter()
        .flat_map(Row::cells)
        .map(|(_, cell)| cell.compact())
        .chain([sheet_name.to_owned()])
        .collect::<Vec<_>>()
        .join("\n");
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match () {
        () if has(&["边缘"]) => AidCategory::Edge,
        () if has(&["刚性支出", "支出型"]) => AidCategory::Rigid,
        () if has(&["集中供养"]) => AidCategory::TekunCentral,
        () if has(&["特困", "五保"]) => AidCategory::TekunDispersed,
        () if has(&["农村"]) => AidCategory::DibaoRural,
        () if has(&["城市", "城镇"]) => AidCategory::DibaoUrban,
        () => AidCategory::Dibao,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_tell_whose_name_and_number_it_is() {
        let path = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let (alone, elsewhere) = (Names::default(), Names::HEAD_ELSEWHERE);
        let after_member = Names { last_is_member: true, ..elsewhere };
        assert_eq!(resolve(&path(&["家庭成员", "姓名"]), alone), Some(Column::MemberName));
        assert_eq!(resolve(&path(&["户主", "姓名"]), alone), Some(Column::HeadName));
        assert_eq!(resolve(&path(&["户主", "身份证号码"]), after_member), Some(Column::HeadId));
        assert_eq!(resolve(&path(&["身份证号码"]), elsewhere), Some(Column::HeadId));
        assert_eq!(resolve(&path(&["身份证号码"]), after_member), Some(Column::MemberId));
        assert_eq!(resolve(&path(&["姓名"]), elsewhere), Some(Column::MemberName));
        assert_eq!(resolve(&path(&["姓名"]), alone), Some(Column::HeadName));
    }
}
