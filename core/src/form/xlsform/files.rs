//! Files of choices beside the workbook.

use super::{
    choices_sheet::Lists,
    faults::RowFault,
    finding::{Findings, Place},
    limits::{MAX_COLUMNS, MAX_FILE_ROWS},
    names,
    table::{Attachment, Cell, Sheet},
};
use crate::form::definition::{Choice, ChoiceList, ListId};

/// The stem of a file's name: what expressions call it.
pub(super) fn stem(file: &str) -> &str {
    file.strip_suffix(".csv").unwrap_or(file)
}

/// The list that a file holds, read when it is first asked for.
pub(super) fn find_or_read(
    lists: &mut Lists,
    attachments: &[Attachment],
    file: &str,
) -> Result<ListId, RowFault> {
    if let Some(id) = lists.find(stem(file)) {
        let from_file = lists.get(id).is_some_and(|list| list.file.is_some());
        let reason = || "与 choices 中的列表同名，请将其中一个改名".to_owned();
        return if from_file {
            Ok(id)
        } else {
            Err(RowFault::BadFile { file: file.to_owned(), reason: reason() })
        };
    }
    let attachment = attachments.iter().find(|attachment| attachment.name == file);
    let table = &attachment.ok_or_else(|| RowFault::FileMissing { file: file.to_owned() })?.table;
    let list = read(file, table).map_err(|reason| RowFault::BadFile { file: file.to_owned(), reason })?;
    Ok(lists.add(list))
}

/// As [`find_or_read`], reporting why it cannot be had.
pub(super) fn find_or_report(
    lists: &mut Lists,
    attachments: &[Attachment],
    file: &str,
    place: &Place,
    findings: &mut Findings,
) -> Option<ListId> {
    find_or_read(lists, attachments, file).map_err(|fault| findings.error(place, &fault)).ok()
}

fn read(file: &str, table: &Sheet) -> Result<ChoiceList, String> {
    let mut rows = table.rows.iter();
    let header = rows.next().ok_or("文件是空的")?;
    let mut columns = Vec::new();
    for (at, cell) in &header.cells {
        if *at >= MAX_COLUMNS || usize::try_from(*at) != Ok(columns.len()) {
            return Err("表头中有空列，请删除".to_owned());
        }
        let name = cell.shown();
        if names::check(&name).is_err() {
            return Err(format!("列名“{name}”不合要求，请改用英文字母开头、只含字母、数字、下划线的名称"));
        }
        if columns.contains(&name) {
            return Err(format!("列名“{name}”重复"));
        }
        columns.push(name);
    }
    let mut choices = Vec::new();
    for row in rows {
        if choices.len() >= MAX_FILE_ROWS {
            return Err(format!("超过 {MAX_FILE_ROWS} 行，请拆分"));
        }
        let mut values = Vec::new();
        for (at, cell) in &row.cells {
            let at = usize::try_from(*at).unwrap_or(usize::MAX);
            if at >= columns.len() {
                return Err(format!("第 {} 行的内容比表头多", row.number));
            }
            values.resize(at, String::new());
            values.push(Cell::shown(cell));
        }
        choices.push(Choice { values, ..Choice::default() });
    }
    Ok(ChoiceList { name: stem(file).to_owned(), file: Some(file.to_owned()), columns, choices })
}
