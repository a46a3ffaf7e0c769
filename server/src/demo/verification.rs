//! What authorities answer about the demo's people: mostly what the surveyors saw, now and then not.

use std::fs;

use anyhow::Context;
use ruhu_core::{
    form::{Answer, Answers},
    household::IdNumber,
    money::Fen,
    region::RegionCode,
};

use super::{report::Outputs, table::write_table};
use crate::{
    app::App,
    casework::{
        filed::File,
        verification::{VerificationReport, import_verification},
    },
    store::{Reader, StoreError},
};

const HEADINGS: [&str; 4] = ["身份证号码", "核对项目", "金额或数量", "核对单位"];
/// Every so many heads earned more than they said.
const UNTOLD_EVERY: usize = 13;
/// By so many yuan a year.
const UNTOLD: i64 = 6_000;

/// One line of the workbook.
struct Answered {
    number: String,
    item: &'static str,
    amount: String,
    agency: &'static str,
}

/// Writes the workbook, as agencies send it, and brings it in through the importer that offices use.
pub(super) fn answer(
    app: &App,
    village: &RegionCode,
    outputs: &Outputs,
) -> anyhow::Result<VerificationReport> {
    let file = outputs.file("verification.xlsx");
    let lines = app.store.read(|r| lines(r, village))?;
    let rows = lines
        .into_iter()
        .map(|line| [line.number, line.item.to_owned(), line.amount, line.agency.to_owned()]);
    write_table(&file, ("核对结果", "社会救助家庭经济状况信息核对结果反馈表"), HEADINGS, rows)?;
    let report = import_verification(app, &fs::read(&file).context("无法读取核对结果，请检查磁盘空间")?)?;
    let json = serde_json::to_string_pretty(&report)? + "\n";
    fs::write(outputs.file("verification-report.json"), json)?;
    Ok(report)
}

fn lines(r: &Reader<'_>, village: &RegionCode) -> Result<Vec<Answered>, StoreError> {
    let mut lines = Vec::new();
    for (index, row) in r.households_in(village)?.into_iter().enumerate() {
        let file = File::of(r, &row.household_id)?;
        let number = row.members.first().and_then(|head| head.id_no.as_ref());
        let (Some(number), Some((_, visit))) = (number, file.visits().last()) else { continue };
        let car = file.interviews().any(|(_, interview)| is_yes(&interview.answers, "vehicle_or_house"));
        let untold = if index % UNTOLD_EVERY == UNTOLD_EVERY / 2 { UNTOLD * 100 } else { 0 };
        let wage = Fen(money(&visit.answers, "income_wage").0 + untold);
        let answered = |item, amount: String, agency| Answered {
            number: number.full().to_owned(),
            item,
            amount,
            agency,
        };
        lines.push(answered("工资性收入", wage.to_string(), "人力资源和社会保障局"));
        lines.push(answered("存款", money(&visit.answers, "property_deposit").to_string(), "农商银行"));
        lines.push(answered("机动车", u8::from(car).to_string(), "公安局"));
    }
    lines.extend(stranger().map(|number| Answered {
        number,
        item: "存款",
        amount: "120000".to_owned(),
        agency: "农商银行",
    }));
    Ok(lines)
}

/// Somebody whom no roster of the demo knows: its people are younger than ninety.
fn stranger() -> Option<String> {
    let numbers = ('0'..='9').chain(['X']).map(|check| format!("36112419050101001{check}"));
    numbers.into_iter().find(|number| IdNumber::new(number).is_ok())
}

fn money(answers: &Answers, question: &str) -> Fen {
    match answers.get(question) {
        Some(Answer::Money(amount)) => *amount,
        _ => Fen(0),
    }
}

fn is_yes(answers: &Answers, question: &str) -> bool {
    matches!(answers.get(question), Some(Answer::One(choice)) if choice == "yes")
}
