//! A county's own home-visit form, made from the shipped checklist the way an office would: in a workbook.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use ruhu_core::{
    form::{
        FormRole,
        definition::FormDefinition,
        shipped_source,
        xlsform::{Cell, Row, Sheet, import, read_markdown},
    },
    sync::Unwatched,
};
use rust_xlsxwriter::Workbook;

use super::{report::Outputs, survey::Phone};
use crate::{
    app::App,
    casework::{
        checklists,
        forms::{FormLimits, read_form},
    },
};

/// What the county renames: the question, and what it says there.
const RENAMED: (&str, &str) = ("proposal_reason", "建议理由（写明主要依据）");
/// The choice that the county drops: list and name.
const DROPPED: (&str, &str) = ("structure", "frame");
/// The question that the county adds behind another one: cells by heading.
const ADDED_BEHIND: &str = "housing_area";
const ADDED: [(&str, &str); 5] = [
    ("type", "select_one fuel"),
    ("name", "housing_fuel"),
    ("label::中文(zh)", "炊事取暖主要用什么"),
    ("label::English (en)", "Fuel for cooking and heating"),
    ("required", "yes"),
];
/// Its choices: name, label.
const FUELS: [(&str, &str); 4] =
    [("firewood", "柴草"), ("coal", "煤"), ("gas", "液化气"), ("electricity", "电")];

/// The county changes the home-visit form while every phone has a visit under way.
pub(super) fn change_over(app: &Arc<App>, phones: &[Phone], outputs: &Outputs) -> anyhow::Result<()> {
    let rows = phones.first().context("没有手机")?.rows()?;
    for (phone, row) in phones.iter().zip(&rows) {
        phone.begin_visit(row)?;
    }
    let form = write_and_read(&outputs.file("county-form.xlsx"))?;
    let now_ms = app.now_ms();
    app.store.write(move |w| checklists::adopt(w, &form, now_ms))?;
    for phone in phones {
        phone.session.sync(&Unwatched)?;
    }
    Ok(())
}

/// Writes the county's workbook and reads it as `ruhu form import` does.
fn write_and_read(file: &Path) -> anyhow::Result<FormDefinition> {
    let mut sheets = read_markdown(shipped_source(FormRole::HomeVisit))?;
    for sheet in &mut sheets {
        match sheet.name.as_str() {
            "survey" => change_survey(sheet)?,
            "choices" => change_choices(sheet)?,
            _ => {}
        }
    }
    write(file, &sheets)?;
    let workbook = read_form(file, &FormLimits::default())?;
    Ok(import(&workbook)?.definition)
}

fn column(sheet: &Sheet, heading: &str) -> anyhow::Result<u32> {
    let first = sheet.rows.first().context("表单没有标题行")?;
    let found = first.cells.iter().find(|(_, cell)| cell.shown() == heading);
    found.map(|(column, _)| *column).with_context(|| format!("表单没有 {heading} 列"))
}

fn change_survey(sheet: &mut Sheet) -> anyhow::Result<()> {
    let (name, label) = (column(sheet, "name")?, column(sheet, "label::中文(zh)")?);
    let is = |row: &Row, wanted: &str| row.get(name).is_some_and(|cell| cell.shown() == wanted);
    let renamed = sheet.rows.iter_mut().find(|row| is(row, RENAMED.0)).context("表单没有建议理由")?;
    renamed.cells.retain(|(column, _)| *column != label);
    renamed.cells.extend(Cell::text(RENAMED.1).map(|cell| (label, cell)));
    let behind = sheet.rows.iter().position(|row| is(row, ADDED_BEHIND)).context("表单没有建筑面积")?;
    let mut cells = Vec::new();
    for (heading, text) in ADDED {
        cells.extend(Cell::text(text).map(|cell| (column(sheet, heading), cell)));
    }
    let cells = cells.into_iter().map(|(column, cell)| Ok((column?, cell))).collect::<anyhow::Result<_>>()?;
    sheet.rows.insert(behind + 1, Row { number: 0, cells });
    Ok(())
}

fn change_choices(sheet: &mut Sheet) -> anyhow::Result<()> {
    let [list, name, label] = ["list_name", "name", "label::中文(zh)"].map(|heading| column(sheet, heading));
    let (list, name, label) = (list?, name?, label?);
    let text = |row: &Row, column| row.get(column).map(Cell::shown);
    sheet.rows.retain(|row| {
        (text(row, list).as_deref(), text(row, name).as_deref()) != (Some(DROPPED.0), Some(DROPPED.1))
    });
    for (own, shown) in FUELS {
        let cells = [(list, "fuel"), (name, own), (label, shown)];
        let cells =
            cells.into_iter().filter_map(|(column, text)| Some((column, Cell::text(text)?))).collect();
        sheet.rows.push(Row { number: 0, cells });
    }
    Ok(())
}

fn write(file: &Path, sheets: &[Sheet]) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        let written = workbook.add_worksheet();
        written.set_name(&sheet.name)?;
        for (number, row) in (0_u32..).zip(&sheet.rows) {
            for (column, cell) in &row.cells {
                written.write_string(number, u16::try_from(*column)?, cell.shown())?;
            }
        }
    }
    Ok(workbook.save(file)?)
}
