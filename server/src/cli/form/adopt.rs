//! `ruhu form import` and `ruhu form list`: which forms a server works with.

use std::{path::Path, process::ExitCode};

use super::read_or_report;
use crate::{
    casework::checklists::{AdoptError, adopt, questions_left_out},
    cli::DataArgs,
    local_time::minute,
};

pub(super) fn import(data: &DataArgs, file: &Path) -> anyhow::Result<ExitCode> {
    let Some(form) = read_or_report(file, "未导入")? else { return Ok(ExitCode::FAILURE) };
    let missing = questions_left_out(&form);
    if !missing.is_empty() {
        println!(
            "提醒：表单没有下列题目，档案、评议材料和比对中相应内容将为空：{}。如需要，请在 survey 表补上同名题目后重新导入",
            missing.join("、")
        );
    }
    let (title, version) = (form.settings().title.clone(), form.version().clone());
    let app = data.open()?;
    let now_ms = app.now_ms();
    let is_new = app.store.write(move |w| -> Result<bool, AdoptError> { adopt(w, &form, now_ms) })?;
    if is_new {
        println!(
            "已启用表单“{title}”（{version}）。手机下次同步后，新开的记录使用此表；已开始的草稿仍用原表"
        );
    } else {
        println!("表单“{title}”（{version}）已在使用，没有变化");
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn list(data: &DataArgs) -> anyhow::Result<ExitCode> {
    let app = data.open()?;
    for form in app.store.read(|r| r.forms())? {
        let mark = if form.in_use { "在用" } else { "停用" };
        println!("{mark}  {}  {}  导入于 {}", form.version, form.title, minute(form.kept_ms));
    }
    Ok(ExitCode::SUCCESS)
}
