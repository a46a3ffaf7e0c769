//! Verification results as comma-separated text, read row by row.

use jiff::civil::date;
use ruhu_core::{
    assessment::{Holding, IncomeClass, PropertyKind, VerifiedFigure},
    money::Fen,
};

use super::{
    super::roster::{RosterLimits, comma::read_comma},
    table::{Lines, read},
};

/// The example of GB 11643, and the same person's number of before 1999.
const FIRST: &str = "11010519491231002X";
const SECOND: &str = "110105491231002";

fn lines(text: &str) -> Lines {
    let sheets = read_comma(text.as_bytes(), &RosterLimits::default()).unwrap();
    read(&sheets, date(2026, 11, 20))
}

fn codes(text: &str) -> Vec<(u32, String, String)> {
    lines(text).faults.into_iter().map(|fault| (fault.row, fault.column, fault.code)).collect()
}

fn months(figure: VerifiedFigure) -> String {
    match figure {
        VerifiedFigure::Income { months, .. } => format!("{}..{}", months.from, months.to),
        VerifiedFigure::Property { .. } => String::new(),
    }
}

#[test]
fn a_row_may_name_its_item() {
    let read = lines(&format!(
        "信息核对结果反馈表\n身份证号码,姓名,核对项目,金额（元）,核对单位,起始月份,截止月份,核对日期\n\
         {FIRST},甲,工资,6000,人社局,2026-01,2026-06,2026-11-01\n\
         {FIRST},甲,机动车,1辆,公安局,,,2026年11月2日\n合计,,,6000,,,,\n"
    ));
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let [wage, car] = read.good.as_slice() else { panic!("{:?}", read.good) };
    assert_eq!((wage.row, wage.agency.as_str(), wage.as_of), (3, "人社局", date(2026, 11, 1)));
    assert!(matches!(
        wage.figure,
        VerifiedFigure::Income { class: IncomeClass::Wage, amount: Fen(600_000), .. }
    ));
    assert_eq!(months(wage.figure), "2026-01..2026-06");
    let pieces = VerifiedFigure::Property { kind: PropertyKind::Vehicle, holding: Holding::Pieces(1) };
    assert_eq!((car.figure, car.as_of), (pieces, date(2026, 11, 2)));
}

#[test]
fn every_item_may_have_its_column() {
    let read =
        lines(&format!("身份证号,存款余额(元),养老金,房产\n{FIRST},\"12,000.50\",2460,无\n{SECOND},,,2套\n"));
    let found: Vec<_> =
        read.good.iter().map(|line| (line.row, line.column, line.figure.item().name())).collect();
    assert_eq!(found, [(2, 1, "deposit"), (2, 2, "transfer"), (2, 3, "house"), (3, 3, "house")]);
    let deposit =
        VerifiedFigure::Property { kind: PropertyKind::Deposit, holding: Holding::Value(Fen(1_200_050)) };
    assert_eq!(read.good[0].figure, deposit);
    // Twelve months before the month in which the authority answered.
    assert_eq!(months(read.good[1].figure), "2025-11..2026-10");
    let none = VerifiedFigure::Property { kind: PropertyKind::House, holding: Holding::Pieces(0) };
    assert_eq!(read.good[2].figure, none, "nothing found is a finding too");
    // Old numbers are people too.
    assert_eq!(read.good[3].id_no.full(), FIRST);
}

#[test]
fn a_row_with_a_fault_names_its_column_and_brings_nothing_in() {
    let head = "身份证号码,核对项目,金额,起始月份,截止月份,核对日期\n";
    let fault = |row: &str| {
        let read = lines(&format!("{head}{row}\n"));
        assert!(read.good.is_empty(), "{row}");
        let [fault] = read.faults.as_slice() else { panic!("{row}: {:?}", read.faults) };
        assert!(!fault.message.contains(FIRST), "numbers stay out of reports");
        (fault.column.clone(), fault.code.clone())
    };
    for (row, column, code) in [
        (",存款,1,,,".to_owned(), "身份证号码", "no_id"),
        ("110105194912310021,存款,1,,,".to_owned(), "身份证号码", "bad_id"),
        (format!("{FIRST},外星收入,1,,,"), "核对项目", "unknown_item"),
        (format!("{FIRST},存款,,,,"), "金额", "no_amount"),
        (format!("{FIRST},存款,约一万,,,"), "金额", "bad_amount"),
        (format!("{FIRST},存款,-1,,,"), "金额", "bad_amount"),
        (format!("{FIRST},机动车,1.5,,,"), "金额", "bad_amount"),
        (format!("{FIRST},工资,2000元/月,,,"), "金额", "monthly_amount"),
        (format!("{FIRST},工资,2000,2026-09,2026-01,"), "起始月份", "bad_period"),
        (format!("{FIRST},工资,2000,2024-01,2026-01,"), "起始月份", "bad_period"),
        (format!("{FIRST},工资,2000,去年,,"), "起始月份", "bad_month"),
        (format!("{FIRST},工资,2000,,,2027-01-01"), "核对日期", "future_date"),
        (format!("{FIRST},工资,2000,,,上周"), "核对日期", "bad_date"),
    ] {
        assert_eq!(fault(&row), (column.to_owned(), code.to_owned()), "{row}");
    }
}

#[test]
fn amounts_of_single_months_are_not_taken_for_years() {
    let found = codes(&format!("身份证号码,工资收入(元/月)\n{FIRST},2000\n"));
    assert_eq!(found, [(2, "工资收入(元/月)".to_owned(), "monthly_amount".to_owned())]);
}

#[test]
fn a_table_without_people_or_items_is_none() {
    assert_eq!(lines("姓名,存款\n甲,1\n").tables, 0);
    assert_eq!(lines(&format!("身份证号码,电话\n{FIRST},1\n")).tables, 0);
    assert_eq!(lines(&format!("身份证号码,核对项目\n{FIRST},存款\n")).tables, 0);
}
