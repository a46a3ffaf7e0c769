//! Invented households, and workbooks of them as an office would type them.

use ruhu_core::household::IdNumber;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// One cell as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    Empty,
    Text(String),
    Number(f64),
    Date(u16, u8, u8),
    Formula(&'static str, &'static str),
}

impl From<&str> for Typed {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<f64> for Typed {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// One household as an office types it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Home {
    pub(super) no: Typed,
    pub(super) name: Typed,
    pub(super) id_no: Typed,
    pub(super) count: Typed,
    pub(super) insured: Typed,
    pub(super) members: Vec<(String, &'static str, Typed)>,
    pub(super) class: Typed,
    pub(super) cause: Typed,
    pub(super) address: Typed,
    pub(super) village: Typed,
    pub(super) account: Typed,
    pub(super) amount: Typed,
    pub(super) month: Typed,
    pub(super) remark: Typed,
}

/// A number that passes, of nobody: the `n`-th one.
pub(super) fn id_no(n: u32) -> String {
    let stem = format!("361124{}{:02}{:02}{:03}", 1940 + n % 60, 1 + n % 12, 1 + n % 28, n / 840);
    ('0'..='9')
        .chain(['X'])
        .map(|check| format!("{stem}{check}"))
        .find(|text| IdNumber::new(text).is_ok())
        .unwrap()
}

/// The `n`-th household: a head and one member, nothing wrong with it.
pub(super) fn home(n: u32) -> Home {
    Home {
        no: Typed::Number(f64::from(n)),
        name: "张根水".into(),
        id_no: Typed::Text(id_no(2 * n)),
        count: Typed::Number(2.0),
        insured: Typed::Number(2.0),
        members: vec![("李桂花".to_owned(), "配偶", Typed::Text(id_no(2 * n + 1)))],
        class: "A".into(),
        cause: "疾病".into(),
        address: "河口镇福惠社区居民委员会9组".into(),
        village: "福惠社区居民委员会".into(),
        account: "6226000000000000001".into(),
        amount: Typed::Number(1170.0),
        month: "2019年3月".into(),
        remark: Typed::Empty,
    }
}

/// Rows of cells, written one below the other.
#[derive(Debug, Default)]
pub(super) struct Book {
    rows: Vec<Vec<Typed>>,
}

impl Book {
    /// Titles and a header of two rows; data begin in row 5.
    pub(super) fn new() -> Self {
        Self::default()
            .line(&["2026年农村居民最低生活保障对象花名册"])
            .line(&["填报单位(盖章):", "", "", "填报日期：2026年10月"])
            .headings()
    }

    fn headings(self) -> Self {
        self.line(&[
            "序号",
            "户主\n姓名",
            "身份证号码",
            "家庭\n人口",
            "保障\n人口",
            "家庭成员",
            "",
            "",
            "类别",
            "主要致困原因",
            "家庭住址",
            "村(居)委会",
            "开户银行",
            "银行账号",
            "月保障金(元)",
            "享受起始年月",
            "备注",
        ])
        .line(&["", "", "", "", "", "姓名", "与户主关系", "身份证号码"])
    }

    pub(super) fn line(mut self, cells: &[&str]) -> Self {
        self.rows.push(cells.iter().map(|text| Typed::from(*text)).collect());
        self
    }

    pub(super) fn cells(mut self, cells: Vec<Typed>) -> Self {
        self.rows.push(cells);
        self
    }

    pub(super) fn home(mut self, home: &Home) -> Self {
        let member = |at: usize| match home.members.get(at) {
            Some((name, relation, id_no)) => {
                [Typed::from(name.as_str()), Typed::from(*relation), id_no.clone()]
            }
            None => [Typed::Empty, Typed::Empty, Typed::Empty],
        };
        let [name, relation, number] = member(0);
        let Home {
            no, count, insured, class, cause, address, village, account, amount, month, remark, ..
        } = home.clone();
        self.rows.push(vec![
            no,
            home.name.clone(),
            home.id_no.clone(),
            count,
            insured,
            name,
            relation,
            number,
            class,
            cause,
            address,
            village,
            "农业银行".into(),
            account,
            amount,
            month,
            remark,
        ]);
        for at in 1..home.members.len() {
            let mut row = vec![Typed::Empty; 5];
            row.extend(member(at));
            self.rows.push(row);
        }
        self
    }

    pub(super) fn homes(self, homes: &[Home]) -> Self {
        homes.iter().fold(self, Self::home)
    }

    /// What every printed page carries once more.
    pub(super) fn page_break(self) -> Self {
        self.line(&["小计", "", "", "4", "4"])
            .line(&[])
            .line(&["2026年农村居民最低生活保障对象花名册"])
            .headings()
    }

    pub(super) fn write(&self, sheet: &mut Worksheet) {
        let date = Format::new().set_num_format("yyyy年m月");
        for (row, cells) in (0_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Typed::Empty => Ok(&mut *sheet),
                    Typed::Text(text) => sheet.write_string(row, column, text),
                    Typed::Number(number) => sheet.write_number(row, column, *number),
                    Typed::Date(year, month, day) => {
                        let time = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                        sheet.write_datetime_with_format(row, column, time, &date)
                    }
                    Typed::Formula(formula, shown) => {
                        sheet.write_formula(row, column, Formula::new(*formula).set_result(*shown))
                    }
                }
                .unwrap();
            }
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        self.write(workbook.add_worksheet());
        workbook.save_to_buffer().unwrap()
    }
}
