//! Head and members, their names and numbers.

use ruhu_core::{
    error::Explain,
    household::{IdKind, IdNumber, Member, NameError, PersonName, Relation},
};

use super::{
    super::{
        cell::Cell,
        header::Column,
        rows::{Group, is_oneself},
        sheet::Row,
    },
    Context, birth_of,
    findings::Findings,
};

/// Most members of one household; more means that rows were taken for members wrongly.
const MAX_MEMBERS: usize = 40;

pub(super) struct People {
    /// Head first; none where one of them has a fault.
    pub(super) members: Option<Vec<Member>>,
    /// The row of each.
    pub(super) rows: Vec<u32>,
    /// How many people the rows list, faults included.
    pub(super) listed: u16,
    /// Headings of the columns of the head's and the members' numbers.
    pub(super) id_headings: (String, String),
}

/// Where one person's name and number stand.
struct Source<'a> {
    row: &'a Row,
    name: Column,
    id_no: Column,
    is_head: bool,
}

pub(super) fn read(group: &Group<'_>, context: &Context<'_>, findings: &mut Findings<'_>) -> People {
    let sources = sources(group, context);
    if sources.len() > MAX_MEMBERS {
        let message = format!("一户登记了超过 {MAX_MEMBERS} 人，可能缺少户主行；请检查后重新导入");
        findings.reject(Column::MemberName, "too_many_members", &message);
    }
    let mut members = Some(Vec::new());
    for source in &sources {
        let member = source.read(context, findings);
        members = members.zip(member).map(|(mut members, member)| {
            members.push(member);
            members
        });
    }
    let twice = |members: &Vec<Member>| {
        let numbers: Vec<IdNumber> =
            members.iter().filter_map(|m| m.id_no.as_ref().map(IdNumber::to_18)).collect();
        numbers
            .iter()
            .enumerate()
            .any(|(at, number)| numbers.iter().skip(at + 1).any(|other| other == number))
    };
    if members.as_ref().is_some_and(twice) {
        findings.warn("duplicate_member", "同一户内有两人的身份证号码相同；请核对后更正");
    }
    let head_id = sources.first().map_or(Column::HeadId, |source| source.id_no);
    People {
        members,
        rows: sources.iter().map(|source| source.row.number).collect(),
        listed: u16::try_from(sources.len()).unwrap_or(u16::MAX),
        id_headings: (
            context.table.heading(head_id).to_owned(),
            context.table.heading(Column::MemberId).to_owned(),
        ),
    }
}

fn sources<'a>(group: &Group<'a>, context: &Context<'_>) -> Vec<Source<'a>> {
    let table = context.table;
    let Some(head_row) = group.head else { return Vec::new() };
    let word = |row: &Row| {
        table.at(Column::Relation).and_then(|at| row.get(at)).map(Cell::compact).unwrap_or_default()
    };
    let in_columns =
        |row: &'a Row, is_head| Source { row, name: Column::MemberName, id_no: Column::MemberId, is_head };
    let (own_rows, others): (Vec<&'a Row>, Vec<&'a Row>) =
        group.members.iter().partition(|row| is_oneself(&word(row)));
    let head = if table.person_per_row() {
        let own = own_rows.first().copied().or_else(|| group.members.first().copied()).unwrap_or(head_row);
        let named = table.at(Column::MemberName).is_some();
        Source {
            row: own,
            name: if named { Column::MemberName } else { Column::HeadName },
            id_no: Column::MemberId,
            is_head: true,
        }
    } else {
        // A head listed once more among the members lends the number that the head's own column lacks.
        let lent =
            own_rows.first().filter(|_| table.at(Column::HeadId).and_then(|at| head_row.get(at)).is_none());
        lent.map_or(
            Source { row: head_row, name: Column::HeadName, id_no: Column::HeadId, is_head: true },
            |row| in_columns(row, true),
        )
    };
    let head_number = head.row.number;
    let per_row = table.person_per_row();
    let rest = others.into_iter().filter(move |row| !per_row || row.number != head_number);
    std::iter::once(head).chain(rest.map(|row| in_columns(row, false))).collect()
}

/// The fault is among the findings.
struct Faulty;

impl Source<'_> {
    fn read(&self, context: &Context<'_>, findings: &mut Findings<'_>) -> Option<Member> {
        let name = self.name(context, findings);
        let id_no = self.id_no(context, findings);
        let relation = self.relation(context, findings);
        let insured = self.cell(context, Column::Insured).and_then(Cell::to_flag).unwrap_or(false);
        let (name, id_no) = (name?, id_no.ok()?);
        Some(Member { name, relation, birth: birth_of(id_no.as_ref()), id_no, insured })
    }

    fn cell(&self, context: &Context<'_>, column: Column) -> Option<&Cell> {
        self.row.get(context.table.at(column)?)
    }

    fn name(&self, context: &Context<'_>, findings: &mut Findings<'_>) -> Option<PersonName> {
        let name = match self.cell(context, self.name) {
            Some(Cell::Link) => {
                let message = "姓名是超链接公式，不是姓名；请复制后“粘贴为数值”，填写真实姓名后重新导入";
                findings.reject_at(self.row.number, self.name, NameError::Empty.code(), message);
                return None;
            }
            cell => PersonName::new(cell.map(Cell::to_text).unwrap_or_default()),
        };
        name.map_err(|error| {
            let who = if self.is_head { "户主" } else { "家庭成员" };
            findings.reject_at(self.row.number, self.name, error.code(), &format!("{who}{error}"));
        })
        .ok()
    }

    /// The number; a member may have none yet. Without the head's, nobody can tell whether the household is known.
    fn id_no(&self, context: &Context<'_>, findings: &mut Findings<'_>) -> Result<Option<IdNumber>, Faulty> {
        let who = if self.is_head { "户主" } else { "家庭成员" };
        let row = self.row.number;
        let Ok(code) = self.cell(context, self.id_no).map_or(Ok(String::new()), Cell::to_code) else {
            let message =
                format!("{who}身份证号码按数字存储，末几位已被 Excel 改为 0；请把该列设为文本后重新填写");
            findings.reject_at(row, self.id_no, "id_as_number", &message);
            return Err(Faulty);
        };
        if code.is_empty() && !self.is_head {
            if context.table.at(self.id_no).is_some() {
                findings.warn_at(row, "member_id_missing", "家庭成员没有身份证号码；新生儿以外请补填");
            }
            return Ok(None);
        }
        let id_no = IdNumber::new(code).map_err(|error| {
            findings.reject_at(row, self.id_no, error.code(), &format!("{who}{error}"));
            Faulty
        })?;
        warn_about(&id_no, who, row, findings);
        Ok(Some(id_no))
    }

    fn relation(&self, context: &Context<'_>, findings: &mut Findings<'_>) -> Relation {
        if self.is_head {
            return Relation::Oneself;
        }
        let word = self.cell(context, Column::Relation).map(Cell::compact).unwrap_or_default();
        Relation::from_label(&word).unwrap_or_else(|| {
            if !word.is_empty() {
                let heading = context.table.heading(Column::Relation);
                let message = format!("“{heading}”的写法不在代码表中，按“其他”导入；请按代码表填写");
                findings.warn_at(self.row.number, "unknown_word", &message);
            }
            Relation::Other
        })
    }
}

fn warn_about(id_no: &IdNumber, who: &str, row: u32, findings: &mut Findings<'_>) {
    match id_no.kind() {
        IdKind::Resident18 => {}
        IdKind::Resident15 => {
            let message = format!("{who}身份证号码为 15 位旧号，已停止使用；请核对户口簿后更新为 18 位");
            findings.warn_at(row, "id_15_digits", &message);
        }
        IdKind::Generated => {
            let message =
                format!("{who}身份证号码是系统生成的代码(含 N)，不是公民身份号码；请核实身份并补录");
            findings.warn_at(row, "id_generated", &message);
        }
    }
}
