//! From the rows of a verification result to its lines, each with every fault that forbids it.

use jiff::civil::Date;
use ruhu_core::{
    assessment::{Holding, Months, VerifiedFigure, VerifiedItem},
    household::{IdNumber, PersonName, YearMonth, typing},
};

use super::words::{Heading, heading, is_monthly, item};
use crate::casework::{
    headings::{headings, is_total},
    report::LineFault,
    roster::{
        cell::Cell,
        sheet::{Row, Sheet},
    },
};

/// The headings are looked for in this many rows that have something in them.
const MAX_TITLE_ROWS: usize = 40;
/// Months that an income is taken to speak of where its row names none.
const MONTHS_TAKEN: u8 = 12;
/// Largest amount in yuan that a line may name; more is a slip.
const MAX_FEN: i64 = 10_000_000_000 * 100;
/// Most pieces that a line may name; more is a slip.
const MAX_PIECES: u32 = 1_000;
/// Most characters of an agency's name.
const MAX_AGENCY_CHARS: usize = 60;
/// Counters that stand behind numbers of pieces.
const COUNTERS: [char; 9] = ['辆', '套', '艘', '台', '家', '处', '间', '宗', '户'];

/// A line that can be trusted: one person, one item, one figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) sheet: String,
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) id_no: IdNumber,
    pub(super) name: Option<PersonName>,
    pub(super) figure: VerifiedFigure,
    pub(super) agency: String,
    pub(super) as_of: Date,
}

/// What the sheets say.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) tables: usize,
    pub(super) good: Vec<Line>,
    pub(super) faults: Vec<LineFault>,
}

/// Reads every sheet that has a heading. `today` is what answers without a date speak of.
pub(super) fn read(sheets: &[Sheet], today: Date) -> Lines {
    let mut lines = Lines::default();
    for sheet in sheets {
        let Some(table) = Table::find(sheet, today) else { continue };
        lines.tables += 1;
        for row in sheet.rows.iter().skip(table.first_row) {
            table.read_row(row, &mut lines);
        }
    }
    lines
}

/// A sheet's headings.
struct Table<'s> {
    sheet: &'s str,
    today: Date,
    columns: Vec<(u32, Heading, String)>,
    first_row: usize,
}

impl<'s> Table<'s> {
    fn find(sheet: &'s Sheet, today: Date) -> Option<Self> {
        let titles = sheet.rows.iter().take(MAX_TITLE_ROWS).enumerate();
        titles
            .map(|(at, row)| Self {
                sheet: &sheet.name,
                today,
                columns: headings(row, heading),
                first_row: at + 1,
            })
            .find(Self::is_whole)
    }

    /// A person, and what was found of them.
    fn is_whole(&self) -> bool {
        let has = |wanted: Heading| self.columns.iter().any(|(_, heading, _)| *heading == wanted);
        let items = self.columns.iter().any(|(_, heading, _)| matches!(heading, Heading::Of(_)));
        has(Heading::IdNo) && (items || (has(Heading::Item) && has(Heading::Amount)))
    }

    fn cell<'r>(&self, row: &'r Row, wanted: Heading) -> Option<&'r Cell> {
        let (at, ..) = self.columns.iter().find(|(_, heading, _)| *heading == wanted)?;
        row.get(*at)
    }

    fn read_row(&self, row: &Row, lines: &mut Lines) {
        if headings(row, heading).len() >= 2 || is_total(row) {
            return;
        }
        let mut faults = Faults { table: self, row, found: Vec::new() };
        let person = self.person(row, &mut faults);
        let time = self.time(row, &mut faults);
        let figures = self.figures(row, &mut faults, time.as_ref().map(|(months, _)| *months));
        let (Some((id_no, name)), Some((_, as_of)), true) = (person, time, faults.found.is_empty()) else {
            lines.faults.extend(faults.found);
            return;
        };
        let agency: String = self.cell(row, Heading::Agency).map(Cell::to_text).unwrap_or_default();
        let agency: String = agency.chars().take(MAX_AGENCY_CHARS).collect();
        lines.good.extend(figures.into_iter().map(|(column, figure)| Line {
            sheet: self.sheet.to_owned(),
            row: row.number,
            column,
            id_no: id_no.clone(),
            name: name.clone(),
            figure,
            agency: agency.clone(),
            as_of,
        }));
    }

    fn person(&self, row: &Row, faults: &mut Faults<'_>) -> Option<(IdNumber, Option<PersonName>)> {
        let Some(cell) = self.cell(row, Heading::IdNo) else {
            faults.add(Heading::IdNo, "no_id", "没有身份证号码，无法与花名册匹配；请补填");
            return None;
        };
        let Ok(code) = cell.to_code() else {
            let message = "身份证号码被表格软件改成了数字，末几位已丢失；请将该列设为文本后重新填写";
            faults.add(Heading::IdNo, "id_digits_lost", message);
            return None;
        };
        match IdNumber::new(&code) {
            Ok(id_no) => {
                let name =
                    self.cell(row, Heading::Name).and_then(|cell| PersonName::new(cell.to_text()).ok());
                Some((id_no.to_18(), name))
            }
            Err(error) => {
                faults.add(Heading::IdNo, "bad_id", &error.to_string());
                None
            }
        }
    }

    /// The months of the row's incomes and the day it speaks of.
    fn time(&self, row: &Row, faults: &mut Faults<'_>) -> Option<(Months, Date)> {
        let as_of = match self.cell(row, Heading::AsOf).map(day) {
            Some(Some(day)) if day <= self.today => day,
            Some(Some(_)) => {
                faults.add(Heading::AsOf, "future_date", "日期晚于今天，请核对");
                return None;
            }
            Some(None) => {
                faults.add(Heading::AsOf, "bad_date", "日期写法不正确，请填写为 2026-11-01 的形式");
                return None;
            }
            None => self.today,
        };
        let mut month = |wanted: Heading| match self.cell(row, wanted).map(Cell::to_month) {
            None => Some(None),
            Some(Ok(month)) => Some(Some(month)),
            Some(Err(_)) => {
                faults.add(wanted, "bad_month", "月份写法不正确，请填写为 2026-10 的形式");
                None
            }
        };
        let (first, last) = (month(Heading::First)?, month(Heading::Last)?);
        let usual = YearMonth::of(as_of).ok()?.minus(1);
        let to = last.unwrap_or(usual);
        let months = Months { from: first.unwrap_or_else(|| Months::ending(to, MONTHS_TAKEN).from), to };
        if (1..=u32::from(MONTHS_TAKEN)).contains(&months.count()) {
            return Some((months, as_of));
        }
        let message = "收入所属期应为 1 至 12 个月，且开始不晚于结束；请核对起止月份";
        faults.add(Heading::First, "bad_period", message);
        None
    }

    /// What the row says, each with its column.
    fn figures(
        &self,
        row: &Row,
        faults: &mut Faults<'_>,
        months: Option<Months>,
    ) -> Vec<(u32, VerifiedFigure)> {
        let found = self.found(row, faults);
        if found.is_empty() && faults.found.is_empty() {
            faults.add(Heading::IdNo, "no_item", "该行没有任何核对项目；没有查到的项目请填 0");
        }
        let read = |Found { at, item, heading, cell }: Found<'_>| {
            let monthly = self.is_monthly(heading) || is_monthly(&cell.to_text());
            if matches!(item, VerifiedItem::Income(_)) && monthly {
                let message = "这是每月的金额；请换算为所属期内的合计，并把列名改为“元”后重新导入";
                faults.add(heading, "monthly_amount", message);
                return None;
            }
            let figure = figure(item, cell, months?);
            if figure.is_none() {
                faults.add(heading, "bad_amount", amount_help(item));
            }
            figure.map(|figure| (at, figure))
        };
        found.into_iter().filter_map(read).collect()
    }

    /// The cells of the row that say what was found of an item.
    fn found<'r>(&self, row: &'r Row, faults: &mut Faults<'_>) -> Vec<Found<'r>> {
        let mut found = Vec::new();
        if let Some(name) = self.cell(row, Heading::Item) {
            let amount = self.columns.iter().find(|(_, heading, _)| *heading == Heading::Amount);
            let cell = amount.and_then(|(at, ..)| row.get(*at).map(|cell| (*at, cell)));
            match (item(&name.to_text()), cell) {
                (Some(item), Some((at, cell))) => {
                    found.push(Found { at, item, heading: Heading::Amount, cell });
                }
                (Some(_), None) => {
                    let message = "没有填写核对到的金额或数量；没有的请填 0";
                    faults.add(Heading::Amount, "no_amount", message);
                }
                (None, _) => faults.add(Heading::Item, "unknown_item", &unknown_item()),
            }
        }
        for (at, heading, _) in &self.columns {
            if let (Heading::Of(item), Some(cell)) = (heading, row.get(*at)) {
                found.push(Found { at: *at, item: *item, heading: *heading, cell });
            }
        }
        found
    }
    fn is_monthly(&self, wanted: Heading) -> bool {
        self.columns.iter().any(|(_, heading, text)| *heading == wanted && is_monthly(text))
    }
}

/// A cell that says what was found of an item.
struct Found<'r> {
    at: u32,
    item: VerifiedItem,
    heading: Heading,
    cell: &'r Cell,
}

/// The faults of a row.
struct Faults<'t> {
    table: &'t Table<'t>,
    row: &'t Row,
    found: Vec<LineFault>,
}

impl Faults<'_> {
    fn add(&mut self, wanted: Heading, code: &str, message: &str) {
        let columns = &self.table.columns;
        let heading =
            columns.iter().find_map(|(_, heading, text)| (*heading == wanted).then(|| text.clone()));
        self.found.push(LineFault {
            sheet: self.table.sheet.to_owned(),
            row: self.row.number,
            column: heading.unwrap_or_default(),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }
}

fn figure(item: VerifiedItem, cell: &Cell, months: Months) -> Option<VerifiedFigure> {
    match item {
        VerifiedItem::Property(kind) if item.in_pieces() => {
            pieces(cell).map(|pieces| VerifiedFigure::Property { kind, holding: Holding::Pieces(pieces) })
        }
        VerifiedItem::Property(kind) => {
            amount(cell).map(|value| VerifiedFigure::Property { kind, holding: Holding::Value(value) })
        }
        VerifiedItem::Income(class) => {
            amount(cell).map(|amount| VerifiedFigure::Income { class, amount, months })
        }
    }
}

fn is_none(cell: &Cell) -> bool {
    matches!(cell.compact().as_str(), "无" | "没有" | "未查到" | "-" | "/")
}

fn amount(cell: &Cell) -> Option<ruhu_core::money::Fen> {
    if is_none(cell) {
        return Some(ruhu_core::money::Fen(0));
    }
    cell.to_amount().filter(|fen| (0..=MAX_FEN).contains(&fen.0))
}

fn pieces(cell: &Cell) -> Option<u32> {
    if is_none(cell) {
        return Some(0);
    }
    let text = cell.compact();
    text.strip_suffix(COUNTERS).unwrap_or(&text).parse().ok().filter(|pieces| *pieces <= MAX_PIECES)
}

fn amount_help(item: VerifiedItem) -> &'static str {
    if item.in_pieces() {
        "应为数量，例如 1 或 1 辆；没有的请填 0"
    } else {
        "应为金额，单位为元，不小于零，最多两位小数；没有的请填 0"
    }
}

fn unknown_item() -> String {
    let known: Vec<&str> = VerifiedItem::all().map(VerifiedItem::label).collect();
    format!("不认识的核对项目，请改为下列之一：{}", known.join("、"))
}

/// A day as offices write it: a date cell, `2026-11-01`, `2026年11月1日`, `2026/11/1`, `20261101`.
fn day(cell: &Cell) -> Option<Date> {
    if let Cell::Date(date) = cell {
        return Some(*date);
    }
    let text = typing::compact(&cell.to_text());
    let digits: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let of = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    match digits.as_slice() {
        [year, month, day] => of(year, month, day),
        [whole] if whole.len() == 8 => of(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        _ => None,
    }
}
