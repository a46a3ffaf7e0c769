//! From the rows of a register to its lines, each with every fault that forbids it.

use ruhu_core::household::{IdNumber, PersonName};

use crate::casework::{
    LineFault,
    headings::{find, headings, is_total},
    roster::{
        cell::Cell,
        sheet::{Row, Sheet},
    },
};

/// The headings are looked for in this many rows that have something in them.
const MAX_TITLE_ROWS: usize = 40;
/// Most characters of a relation.
const MAX_RELATION_CHARS: usize = 20;

/// Words by which a heading says that a number is the relative's.
const WHOSE: [&str; 2] = ["近亲属", "对象"];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    /// 备案人姓名: the member of the staff or cadre.
    Staff,
    /// 近亲属身份证号码
    IdNo,
    /// 与备案人关系
    Relation,
}

const HEADINGS: [(Heading, &[&str]); 3] = [
    (
        Heading::Staff,
        &[
            "备案人姓名",
            "备案人",
            "备案人员姓名",
            "备案人员",
            "经办人员姓名",
            "经办人员",
            "工作人员姓名",
            "干部姓名",
            "村干部姓名",
        ],
    ),
    (
        Heading::IdNo,
        &[
            "近亲属身份证号码",
            "近亲属身份证号",
            "近亲属公民身份号码",
            "近亲属证件号码",
            "救助对象身份证号码",
            "低保对象身份证号码",
            "身份证号码",
            "身份证号",
        ],
    ),
    (
        Heading::Relation,
        &["与备案人关系", "与备案人的关系", "与经办人员关系", "与干部关系", "亲属关系", "关系"],
    ),
];

/// A line that can be trusted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) sheet: String,
    pub(super) row: u32,
    pub(super) staff: PersonName,
    pub(super) id_no: IdNumber,
    pub(super) relation: String,
}

/// What the sheets say.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) tables: usize,
    pub(super) good: Vec<Line>,
    pub(super) faults: Vec<LineFault>,
}

/// Reads every sheet that has a heading.
pub(super) fn read(sheets: &[Sheet]) -> Lines {
    let mut lines = Lines::default();
    for sheet in sheets {
        let Some(table) = Table::find(sheet) else { continue };
        lines.tables += 1;
        for row in sheet.rows.iter().skip(table.first_row) {
            table.read_row(row, &mut lines);
        }
    }
    lines
}

fn heading(text: &str) -> Option<Heading> {
    find(&HEADINGS, text)
}

/// A sheet's headings.
struct Table<'s> {
    sheet: &'s str,
    columns: Vec<(u32, Heading, String)>,
    first_row: usize,
}

impl<'s> Table<'s> {
    fn find(sheet: &'s Sheet) -> Option<Self> {
        let titles = sheet.rows.iter().take(MAX_TITLE_ROWS).enumerate();
        titles
            .map(|(at, row)| Self { sheet: &sheet.name, columns: headings(row, heading), first_row: at + 1 })
            .find(|table| {
                let has = |wanted| table.columns.iter().any(|(_, heading, _)| *heading == wanted);
                has(Heading::Staff) && has(Heading::IdNo)
            })
    }

    /// The column of a heading. Where several have numbers, the one that says whose it is counts, or else the last: whoever
    /// files stands before the relatives.
    fn column(&self, wanted: Heading) -> Option<&(u32, Heading, String)> {
        let mut columns = self.columns.iter().rev().filter(|(_, heading, _)| *heading == wanted);
        let last = columns.clone().next();
        columns.find(|(_, _, text)| WHOSE.iter().any(|word| text.contains(word))).or(last)
    }

    fn cell<'r>(&self, row: &'r Row, wanted: Heading) -> Option<&'r Cell> {
        self.column(wanted).and_then(|(at, ..)| row.get(*at))
    }

    fn read_row(&self, row: &Row, lines: &mut Lines) {
        if headings(row, heading).len() >= 2 || is_total(row) {
            return;
        }
        let (staff, id_no) = (self.staff(row), self.id_no(row));
        let relation = self.cell(row, Heading::Relation).map(Cell::to_text).unwrap_or_default();
        match (staff, id_no) {
            (Ok(staff), Ok(id_no)) => lines.good.push(Line {
                sheet: self.sheet.to_owned(),
                row: row.number,
                staff,
                id_no,
                relation: relation.chars().take(MAX_RELATION_CHARS).collect(),
            }),
            (staff, id_no) => {
                let faults = [(Heading::Staff, staff.err()), (Heading::IdNo, id_no.err())];
                for (wanted, (code, message)) in
                    faults.into_iter().filter_map(|(wanted, fault)| Some((wanted, fault?)))
                {
                    lines.faults.push(self.fault(row, wanted, (code, message)));
                }
            }
        }
    }

    fn staff(&self, row: &Row) -> Result<PersonName, (&'static str, String)> {
        let Some(cell) = self.cell(row, Heading::Staff) else {
            return Err(("no_name", "没有备案人姓名，请补填".to_owned()));
        };
        PersonName::new(cell.to_text()).map_err(|error| ("bad_name", error.to_string()))
    }

    fn id_no(&self, row: &Row) -> Result<IdNumber, (&'static str, String)> {
        let Some(cell) = self.cell(row, Heading::IdNo) else {
            return Err(("no_id", "没有近亲属身份证号码，无法与花名册匹配；请补填".to_owned()));
        };
        let Ok(code) = cell.to_code() else {
            let message = "身份证号码被表格软件改成了数字，末几位已丢失；请将该列设为文本后重新填写";
            return Err(("id_digits_lost", message.to_owned()));
        };
        IdNumber::new(&code).map(|id_no| id_no.to_18()).map_err(|error| ("bad_id", error.to_string()))
    }

    fn fault(&self, row: &Row, wanted: Heading, (code, message): (&str, String)) -> LineFault {
        let heading = self.column(wanted).map(|(_, _, text)| text.clone());
        LineFault {
            sheet: self.sheet.to_owned(),
            row: row.number,
            column: heading.unwrap_or_default(),
            code: code.to_owned(),
            message,
        }
    }
}
