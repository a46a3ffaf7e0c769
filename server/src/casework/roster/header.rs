//! Finding the columns by their headings, wherever they stand and however they are spelled.

use std::collections::BTreeMap;

use ruhu_core::{
    household::{AidCategory, typing},
    region::{RegionCode, RegionLevel},
};

use super::sheet::{Row, Sheet};

/// The headings are looked for in this many rows that have something in them.
const MAX_TITLE_ROWS: usize = 40;
/// Most rows of one heading: a group, its parts, and their parts.
const MAX_HEADER_ROWS: usize = 3;
/// Fewest known headings that make a row the header.
const MIN_HEADINGS: usize = 3;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    No,
    HeadName,
    HeadId,
    MemberName,
    Relation,
    MemberId,
    Insured,
    MemberCount,
    InsuredCount,
    Class,
    Category,
    Cause,
    RegionCode,
    Town,
    Village,
    Group,
    Address,
    Bank,
    Account,
    Amount,
    StartMonth,
    Related,
    Remark,
}

/// What a heading alone says; names and numbers depend on the group that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Column(Column),
    Name,
    IdNo,
}

const fn column(column: Column) -> Meaning {
    Meaning::Column(column)
}

/// Spellings of headings, without blanks and without what stands in brackets.
const HEADINGS: [(Meaning, &[&str]); 25] = [
    (column(Column::No), &["序号", "户序号", "户号", "序", "编号"]),
    (
        column(Column::HeadName),
        &["户主姓名", "户主", "申请人姓名", "申请人", "户主名", "低保户主姓名", "保障对象姓名"],
    ),
    (
        column(Column::HeadId),
        &["户主身份证号码", "户主身份证号", "户主身份证", "申请人身份证号码", "申请人身份证号"],
    ),
    (
        column(Column::MemberName),
        &["成员姓名", "家庭成员姓名", "共同生活家庭成员姓名", "保障人员姓名", "家庭成员"],
    ),
    (
        column(Column::Relation),
        &["与户主关系", "与户主的关系", "与申请人关系", "关系", "家庭关系", "户主关系"],
    ),
    (column(Column::MemberId), &["成员身份证号码", "成员身份证号", "家庭成员身份证号码", "家庭成员身份证号"]),
    (column(Column::Insured), &["是否保障", "是否保障对象", "是否享受", "是否纳入保障"]),
    (
        column(Column::MemberCount),
        &["家庭人口", "家庭人口数", "人口", "人口数", "家庭人数", "共同生活人数", "家庭成员数", "总人口"],
    ),
    (
        column(Column::InsuredCount),
        &["保障人口", "保障人口数", "保障人数", "享受人数", "享受人口", "低保人数", "低保人口", "救助人数"],
    ),
    (
        column(Column::Class),
        &["类别", "低保类别", "保障类别", "复核类别", "分类", "分类类别", "动态管理类别"],
    ),
    (column(Column::Category), &["救助类别", "救助类型", "救助项目", "对象类别"]),
    (
        column(Column::Cause),
        &["主要致困原因", "致困原因", "主要致贫原因", "致贫原因", "困难原因", "贫困原因", "主要困难原因"],
    ),
    (column(Column::RegionCode), &["区划代码", "行政区划代码", "区划编码", "村区划代码"]),
    (column(Column::Town), &["乡镇", "乡镇街道", "乡", "镇", "街道", "所属乡镇", "所在乡镇", "乡镇名称"]),
    (
        column(Column::Village),
        &[
            "村委会",
            "村居委会",
            "村居",
            "村",
            "村名",
            "行政村",
            "村社区",
            "所在村",
            "居委会",
            "社区",
            "村居名称",
            "村民委员会",
        ],
    ),
    (column(Column::Group), &["组", "村民小组", "组别", "小组", "所在组", "自然村", "组名"]),
    (
        column(Column::Address),
        &["家庭住址", "住址", "家庭地址", "居住地址", "户籍地址", "地址", "详细地址", "现住址"],
    ),
    (column(Column::Bank), &["开户银行", "开户行", "银行", "银行名称", "代发银行"]),
    (
        column(Column::Account),
        &[
            "银行账号",
            "银行帐号",
            "账号",
            "帐号",
            "银行卡号",
            "卡号",
            "一卡通账号",
            "一卡通号",
            "存折账号",
            "银行账户",
        ],
    ),
    (
        column(Column::Amount),
        &[
            "月保障金",
            "月保障金额",
            "保障金额",
            "保障金",
            "月补差",
            "月补差额",
            "补差金额",
            "金额",
            "月发放金额",
            "户月保障金",
            "月补助金额",
            "发放金额",
            "月低保金",
            "月救助金额",
        ],
    ),
    (
        column(Column::StartMonth),
        &[
            "享受起始年月",
            "享受起始时间",
            "起始年月",
            "起始时间",
            "享受时间",
            "享受低保时间",
            "纳入时间",
            "纳入年月",
            "纳入低保时间",
            "开始享受时间",
            "保障起始时间",
        ],
    ),
    (column(Column::Related), &["是否近亲属备案", "近亲属备案", "是否近亲属"]),
    (column(Column::Remark), &["备注", "说明"]),
    (Meaning::Name, &["姓名", "名字"]),
    (
        Meaning::IdNo,
        &[
            "身份证号码",
            "身份证号",
            "身份证",
            "公民身份号码",
            "公民身份证号码",
            "证件号码",
            "身份证件号码",
            "居民身份证号码",
        ],
    ),
];

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

/// The headings above each column, from the top; a merged group heading stands above all its columns.
fn paths(rows: &[Row]) -> BTreeMap<u32, Vec<String>> {
    let text = |row: &Row, at: u32| row.get(at).map(|cell| spelling(&cell.to_text()));
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
    match meaning(last)? {
        Meaning::Column(column) => Some(column),
        Meaning::Name if of_members || (names.head_has_column && !of_head) => Some(Column::MemberName),
        Meaning::Name => Some(Column::HeadName),
        Meaning::IdNo if of_members || (names.last_is_member && !of_head) => Some(Column::MemberId),
        Meaning::IdNo => Some(Column::HeadId),
    }
}

fn meaning(spelling: &str) -> Option<Meaning> {
    HEADINGS.iter().find(|(_, spellings)| spellings.contains(&spelling)).map(|(meaning, _)| *meaning)
}

/// A heading without blanks, line breaks, brackets with their content, and marks of required fields.
fn spelling(text: &str) -> String {
    let mut depth = 0_u32;
    typing::compact(text)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' => depth += 1,
                ')' | ']' | '】' | '〕' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0 && !matches!(c, '*' | ':' | '、' | '/' | '.')
        })
        .collect()
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
    fn headings_are_known_by_many_spellings() {
        for (text, column) in [
            ("家庭\n人口", Column::MemberCount),
            ("村(居)委会", Column::Village),
            ("月保障金(元)", Column::Amount),
            ("*银 行 账 号", Column::Account),
            ("致\u{3000}困\u{3000}原\u{3000}因", Column::Cause),
        ] {
            assert_eq!(meaning(&spelling(text)), Some(Meaning::Column(column)), "{text}");
        }
        assert_eq!(meaning(&spelling("联系电话")), None);
    }

    #[test]
    fn no_spelling_has_two_meanings() {
        let mut all: Vec<&str> =
            HEADINGS.iter().flat_map(|(_, spellings)| spellings.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

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
