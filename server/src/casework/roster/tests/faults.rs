//! Every code of the report, each from one household that is wrong in one place.

use super::{
    book::{Book, Home, Typed, home, id_no},
    import,
    memory::Memory,
};

/// Imports a good household, the given one, and another good one; gives the codes that the middle one earned.
fn codes_of(middle: &Home) -> (Vec<String>, Vec<String>) {
    let bytes = Book::new().homes(&[home(1), middle.clone(), home(3)]).bytes();
    let report = import(&bytes, &mut Memory::default()).report;
    let accepted: Vec<Option<u32>> = report.accepted.iter().map(|household| household.no).collect();
    assert!(accepted.contains(&Some(1)) && accepted.contains(&Some(3)), "{report:?}");
    assert_eq!(accepted.contains(&Some(2)), report.rejected.is_empty(), "{report:?}");
    assert!(
        report.rejected.iter().all(|fault| fault.no == Some(2) && fault.row >= 6 && !fault.column.is_empty())
    );
    assert!(report.warnings.iter().all(|warning| warning.no == Some(2) && warning.row >= 6));
    let shown = serde_json::to_string(&report).unwrap();
    assert!(!shown.contains(&id_no(4)) && !shown.contains("张根水"), "{shown}");
    (
        report.rejected.into_iter().map(|fault| fault.code).collect(),
        report.warnings.into_iter().map(|warning| warning.code).collect(),
    )
}

fn with(change: impl FnOnce(&mut Home)) -> Home {
    let mut changed = home(2);
    change(&mut changed);
    changed
}

fn text(text: &str) -> Typed {
    Typed::from(text)
}

#[test]
fn a_household_without_a_fault_earns_no_code() {
    assert_eq!(codes_of(&home(2)), (vec![], vec![]));
}

#[test]
fn what_cannot_be_trusted_is_rejected() {
    let wrong_digit = format!("{}{}", &id_no(4)[..17], if id_no(4).ends_with('1') { '2' } else { '1' });
    for (code, household) in [
        ("id_checksum", with(|h| h.id_no = text(&wrong_digit))),
        ("id_checksum", with(|h| h.members[0].2 = text(&wrong_digit))),
        ("duplicate_household", with(|h| h.id_no = text(&id_no(2)))),
        ("duplicate_household", with(|h| h.members[0].2 = text(&id_no(2)))),
        ("duplicate_household", with(|h| h.id_no = text(&id_no(3)))),
        ("amount_negative", with(|h| h.amount = Typed::Number(-2745.0))),
        ("amount_negative", with(|h| h.amount = text("-500元"))),
        ("bad_month", with(|h| h.month = text("2027年13月"))),
        ("bad_month", with(|h| h.month = text("去年"))),
        ("missing_name", with(|h| h.name = Typed::Empty)),
        ("missing_name", with(|h| h.name = text(" \u{3000} "))),
        (
            "missing_name",
            with(|h| h.name = Typed::Formula("=HYPERLINK(\"http://127.0.0.1/\",\"点击\")", "点击")),
        ),
        ("missing_name", with(|h| h.name = Typed::Formula("=HYPERLINK(\"http://127.0.0.1/\",\"点击\")", ""))),
        ("missing_name", with(|h| h.members[0].0 = String::new())),
        ("unknown_region", with(|h| (h.village, h.address) = (text("某某村"), text("某某镇某某村1组")))),
        ("unknown_region", with(|h| (h.village, h.address) = (Typed::Empty, Typed::Empty))),
        ("unknown_region", with(|h| (h.village, h.address) = (text("车盘"), text("武夷山镇车盘3组")))),
        ("id_missing", with(|h| h.id_no = Typed::Empty)),
        ("id_length", with(|h| h.id_no = text("36112419490727139"))),
        ("id_character", with(|h| h.id_no = text("3611241949O7271392"))),
        ("id_as_number", with(|h| h.id_no = Typed::Number(3.611_241_949_072_7e17))),
        ("name_character", with(|h| h.name = text("张根水13812345678"))),
        ("bad_amount", with(|h| h.amount = text("约一千"))),
        ("bad_amount", with(|h| h.amount = text("#DIV/0!"))),
    ] {
        let (rejected, _) = codes_of(&household);
        assert!(rejected.iter().all(|found| found == code) && !rejected.is_empty(), "{code}: {rejected:?}");
    }
}

#[test]
fn what_people_should_look_at_is_warned_of() {
    let old = "361124490727139";
    let generated = "361124N20150000123";
    for (code, household) in [
        ("id_15_digits", with(|h| h.id_no = text(old))),
        ("id_15_digits", with(|h| h.members[0].2 = Typed::Number(361_124_490_727_139.0))),
        ("id_generated", with(|h| h.id_no = text(generated))),
        ("id_generated", with(|h| h.members[0].2 = text(generated))),
        ("member_count_mismatch", with(|h| (h.count, h.insured) = (Typed::Number(3.0), Typed::Number(3.0)))),
        ("member_count_mismatch", with(|h| h.members.clear())),
        ("insured_count_exceeds", with(|h| h.insured = Typed::Number(3.0))),
        ("bad_count", with(|h| h.count = text("两口人"))),
        ("duplicate_member", with(|h| h.members[0].2 = text(&id_no(4)))),
        ("member_id_missing", with(|h| h.members[0].2 = Typed::Empty)),
        ("amount_missing", with(|h| h.amount = Typed::Empty)),
        ("month_ambiguous", with(|h| h.month = Typed::Number(2019.1))),
        ("unknown_word", with(|h| h.class = text("D"))),
        ("unknown_word", with(|h| h.members[0].1 = "干女儿")),
        ("bad_account", with(|h| h.account = text("无"))),
        ("account_as_number", with(|h| h.account = Typed::Number(6.226e18))),
    ] {
        assert_eq!(codes_of(&household), (vec![], vec![code.to_owned()]), "{code}");
    }
}

#[test]
fn office_habits_are_no_faults() {
    let full_width: String =
        id_no(4).chars().map(|c| char::from_u32(u32::from(c) - 0x21 + 0xff01).unwrap()).collect();
    for household in [
        with(|h| h.id_no = text(&full_width)),
        with(|h| h.id_no = text(&format!("{} {}", &id_no(4)[..6], id_no(4)[6..].to_lowercase()))),
        with(|h| h.amount = text("1,048元")),
        with(|h| h.count = text("2人")),
        with(|h| h.month = Typed::Date(2019, 3, 1)),
        with(|h| h.month = Typed::Number(43_525.0)),
        with(|h| h.month = Typed::Empty),
        with(|h| h.name = text("张\u{3000}根水")),
        with(|h| h.name = text("㛃𬱖")),
        with(|h| h.account = text("6226 0000 0000 0000 001")),
        with(|h| (h.village, h.address) = (text("福惠社区"), text("江西省铅山县河口镇福惠社区9组"))),
    ] {
        assert_eq!(codes_of(&household), (vec![], vec![]), "{household:?}");
    }
}

#[test]
fn every_fault_of_a_household_is_told_at_once() {
    let household =
        with(|h| (h.name, h.amount, h.month) = (Typed::Empty, Typed::Number(-1.0), text("2019.13")));
    let (rejected, _) = codes_of(&household);
    assert_eq!(rejected, ["missing_name", "amount_negative", "bad_month"]);
}

#[test]
fn the_report_has_the_promised_shape() {
    let bytes = Book::new().homes(&[home(1), with(|h| h.amount = Typed::Number(-1.0)), {
        let mut old = home(3);
        old.id_no = text("361124490727139");
        old
    }]);
    let report = import(&bytes.bytes(), &mut Memory::default()).report;
    assert_eq!(
        serde_json::to_value(&report).unwrap(),
        serde_json::json!({
            "accepted": [
                {"no": 1, "household_id": "h0001", "region": "361124100007"},
                {"no": 3, "household_id": "h0002", "region": "361124100007"},
            ],
            "rejected": [{
                "row": 6, "no": 2, "column": "月保障金(元)", "code": "amount_negative",
                "message": "月保障金为负数，请更正为实际发放金额后重新导入",
            }],
            "warnings": [{
                "row": 7, "no": 3, "code": "id_15_digits",
                "message": "户主身份证号码为 15 位旧号，已停止使用；请核对户口簿后更新为 18 位",
            }],
        })
    );
    assert_eq!(report.rejected_households(), 1);
    assert_eq!(report.counts_by_code()["id_15_digits"], 1);
}
