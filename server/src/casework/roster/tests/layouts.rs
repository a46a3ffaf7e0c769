//! The same households in the many shapes in which offices type them.

use ruhu_core::household::{AidCategory, Relation};
use rust_xlsxwriter::Workbook;

use super::{
    book::{Book, Typed, home, id_no},
    import,
    memory::Memory,
    parse,
};

#[test]
fn one_household_over_several_rows_is_one() {
    let mut large = home(1);
    large.members.push(("张小勇".to_owned(), "孙子", Typed::Text(id_no(900))));
    large.members.push(("张小燕".to_owned(), "女", Typed::Text(id_no(901))));
    large.count = Typed::Number(4.0);
    large.insured = Typed::Number(1.0);
    large.remark = "近亲属备案".into();
    let outcome = import(&Book::new().homes(&[large, home(2)]).bytes(), &mut Memory::default());
    let row = &outcome.changed[0].row;
    let relations: Vec<Relation> = row.members.iter().map(|member| member.relation).collect();
    assert_eq!(relations, [Relation::Oneself, Relation::Spouse, Relation::Grandson, Relation::Daughter]);
    assert_eq!((row.member_count, row.insured_count, row.related_flag), (4, 1, true));
    assert_eq!((row.group_name.as_str(), row.village_name.as_str()), ("9组", "福惠社区居民委员会"));
    assert_eq!(row.aid_category, AidCategory::DibaoRural);
    assert_eq!(row.members[0].birth, row.members[0].id_no.as_ref().unwrap().birth());
    assert!(outcome.report.warnings.is_empty());
}

#[test]
fn totals_blank_rows_and_repeated_headings_are_no_households() {
    let book = Book::new()
        .home(&home(1))
        .page_break()
        .home(&home(2))
        .line(&[])
        .cells(vec![Typed::Number(3.0)])
        .line(&["本页小计", "2户", "", "4"])
        .line(&["", "", "合 计", "4", "4"])
        .line(&["填表人:", "", "", "", "审核人:"])
        .line(&["注：本表一式三份"]);
    let report = import(&book.bytes(), &mut Memory::default()).report;
    assert_eq!(report.accepted.len(), 2);
    assert!(report.rejected.is_empty() && report.warnings.is_empty(), "{report:?}");
}

#[test]
fn columns_are_found_in_any_order_and_spelling() {
    let book = Book::default().line(&["城市低保花名册"]).line(&[
        "备 注",
        "补差金额\n(元/月)",
        "纳入时间",
        "联系电话",
        "公民身份号码",
        "申请人",
        "序号",
        "家庭人口数",
        "保障人数",
        "所在村",
        "乡镇",
        "组别",
    ]);
    let values = |id: &str| {
        vec![
            "".into(),
            "300元".into(),
            "2019.03".into(),
            "13800000000".into(),
            id.into(),
            "张根水".into(),
            Typed::Number(1.0),
            Typed::Number(1.0),
            Typed::Number(1.0),
            "清湖村".into(),
            "河口镇".into(),
            Typed::Number(5.0),
        ]
    };
    let outcome = import(&book.cells(values(&id_no(1))).bytes(), &mut Memory::default());
    let row = &outcome.changed[0].row;
    assert_eq!((row.region.as_str(), row.group_name.as_str()), ("361124100200", "5组"));
    assert_eq!((row.monthly_grant.0, row.aid_category), (30_000, AidCategory::DibaoUrban));
    assert!(!serde_json::to_string(row).unwrap().contains("13800000000"));
    assert!(outcome.report.warnings.is_empty(), "{:?}", outcome.report);
}

#[test]
fn a_row_for_every_person_is_read_too() {
    let book = Book::default()
        .line(&["序号", "户主姓名", "姓名", "与户主关系", "身份证号码", "家庭人口", "月保障金", "家庭住址"])
        .line(&["1", "张根水", "张根水", "户主", &id_no(1), "2", "500", "河口镇清湖村5组"])
        .line(&["2", "张根水", "李桂花", "妻子", &id_no(2), "", "", ""])
        .line(&["3", "王建国", "王建国", "户主", &id_no(3), "1", "300", "河口镇清湖村6组"]);
    let without_head_column = Book::default()
        .line(&["姓名", "与户主关系", "身份证号码", "月保障金", "家庭住址"])
        .line(&["张根水", "本人", &id_no(1), "500", "河口镇清湖村5组"])
        .line(&["李桂花", "妻子", &id_no(2), "", ""])
        .line(&["王建国", "本人", &id_no(3), "300", "河口镇清湖村6组"]);
    for book in [book, without_head_column] {
        let outcome = import(&book.bytes(), &mut Memory::default());
        let sizes: Vec<usize> = outcome.changed.iter().map(|record| record.row.members.len()).collect();
        assert_eq!(sizes, [2, 1]);
        assert!(outcome.report.warnings.is_empty(), "{:?}", outcome.report);
    }
}

#[test]
fn a_head_repeated_on_every_row_is_one_household() {
    let mut first = home(1);
    first.members.push(("张小勇".to_owned(), "子", Typed::Text(id_no(900))));
    first.count = Typed::Number(3.0);
    let repeated = vec![
        Typed::Number(1.0),
        first.name.clone(),
        first.id_no.clone(),
        Typed::Number(3.0),
        Typed::Number(3.0),
        "张小燕".into(),
        "女".into(),
        Typed::Text(id_no(901)),
    ];
    first.count = Typed::Number(4.0);
    let outcome = import(&Book::new().home(&first).cells(repeated).bytes(), &mut Memory::default());
    assert_eq!(outcome.changed.len(), 1);
    assert_eq!(outcome.changed[0].row.members.len(), 4);
}

#[test]
fn every_visible_sheet_with_headings_is_read() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("封面").unwrap().write(0, 0, "花名册").unwrap();
    let mut faulty = home(2);
    faulty.amount = Typed::Number(-1.0);
    for (name, book, hidden) in [
        ("河口镇", Book::new().home(&home(1)), false),
        ("永平镇", Book::new().home(&faulty), false),
        ("旧数据", Book::new().home(&home(3)), true),
    ] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        book.write(sheet);
        sheet.set_hidden(hidden);
    }
    let report = import(&workbook.save_to_buffer().unwrap(), &mut Memory::default()).report;
    assert_eq!(report.accepted.len(), 1);
    assert_eq!(report.rejected.len(), 1);
    assert!(report.rejected[0].message.starts_with("工作表“永平镇”："));
}

#[test]
fn members_without_a_head_above_them_are_refused() {
    let orphan = vec![Typed::Empty, Typed::Empty, Typed::Empty, Typed::Empty, Typed::Empty, "李桂花".into()];
    let roster = parse(&Book::new().cells(orphan).home(&home(1)).bytes()).unwrap();
    assert_eq!(roster.households.len(), 1);
    assert_eq!(roster.rejected[0].code, "orphan_member");
}
