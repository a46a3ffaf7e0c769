//! Registers as comma-separated text, read row by row. What an import does is told in `tests/tests/relatives.rs`.

use super::{
    super::roster::{RosterLimits, comma::read_comma},
    table,
};

/// The example of GB 11643.
const FIRST: &str = "11010519491231002X";
/// Another person.
const STRANGER: &str = "110101199003071233";

fn lines(text: &str) -> table::Lines {
    table::read(&read_comma(text.as_bytes(), &RosterLimits::default()).unwrap())
}

#[test]
fn a_register_is_read_as_offices_write_it() {
    let read = lines(&format!(
        "近亲属备案登记表\n序号,备案人姓名,单位职务,身份证号码,救助对象姓名,身份证号码,与备案人关系\n\
         1,陈 建国,村主任,{STRANGER},甲,{FIRST},父亲\n合计,1,,,,,\n"
    ));
    assert!(read.faults.is_empty(), "{:?}", read.faults);
    let [line] = read.good.as_slice() else { panic!("{:?}", read.good) };
    assert_eq!((line.row, line.staff.full(), line.relation.as_str()), (3, "陈建国", "父亲"));
    assert_eq!(line.id_no.full(), FIRST, "the relative's number stands behind that of who files");
    let said = lines(&format!("近亲属身份证号码,备案人姓名,身份证号码\n{FIRST},陈建国,{STRANGER}\n"));
    assert_eq!(said.good[0].id_no.full(), FIRST, "a heading that says whose number it is");
}

#[test]
fn every_fault_of_a_row_names_its_column() {
    let read = lines(&format!(
        "备案人姓名,近亲属身份证号码\n,{FIRST}\n李秀英,\n李秀英,110105194912310021\n8号,无\n李秀英,{FIRST}\n"
    ));
    let faults: Vec<_> =
        read.faults.iter().map(|fault| (fault.row, fault.column.as_str(), fault.code.as_str())).collect();
    let (staff, number) = ("备案人姓名", "近亲属身份证号码");
    assert_eq!(
        faults,
        [
            (2, staff, "no_name"),
            (3, number, "no_id"),
            (4, number, "bad_id"),
            (5, staff, "bad_name"),
            (5, number, "bad_id"),
        ]
    );
    assert_eq!(read.good.len(), 1);
    assert!(read.faults.iter().all(|fault| !fault.message.contains("1101")), "numbers stay out of reports");
}

#[test]
fn a_table_without_staff_or_relatives_is_none() {
    assert_eq!(lines(&format!("姓名,身份证号码\n甲,{FIRST}\n")).tables, 0);
    assert_eq!(lines("备案人姓名,关系\n甲,父亲\n").tables, 0);
}
