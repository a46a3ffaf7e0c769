//! What the first row of a household says besides people and place.

use ruhu_core::{
    error::Explain,
    household::{AccountNo, AidCategory, PovertyCause, ReviewClass, YearMonth},
    money::Fen,
};

use super::{
    super::{
        cell::{Cell, MonthFault},
        header::{Column, Table},
        sheet::Row,
    },
    findings::Findings,
};

/// Longest remark and bank name in characters.
const MAX_TEXT_CHARS: usize = 200;

/// The row that has the head's columns.
pub(super) struct Facts<'a> {
    pub(super) row: &'a Row,
    pub(super) table: &'a Table,
}

impl<'a> Facts<'a> {
    pub(super) fn cell(&self, column: Column) -> Option<&'a Cell> {
        self.row.get(self.table.at(column)?)
    }

    pub(super) fn text(&self, column: Column) -> String {
        self.cell(column).map(Cell::compact).unwrap_or_default().chars().take(MAX_TEXT_CHARS).collect()
    }

    pub(super) fn no(&self) -> Option<u32> {
        self.cell(Column::No)?.to_serial()
    }

    pub(super) fn monthly_grant(&self, findings: &mut Findings<'_>) -> Option<Fen> {
        let Some(cell) = self.cell(Column::Amount) else {
            if self.table.at(Column::Amount).is_some() {
                findings.warn("amount_missing", "月保障金为空，按 0 元导入；请核对后补填");
            }
            return Some(Fen(0));
        };
        match cell.to_amount() {
            Some(amount) if amount < Fen(0) => {
                findings.reject(
                    Column::Amount,
                    "amount_negative",
                    "月保障金为负数，请更正为实际发放金额后重新导入",
                );
                None
            }
            Some(amount) => Some(amount),
            None => {
                let error = ruhu_core::money::MoneyError;
                findings.reject(Column::Amount, error.code(), &error.to_string());
                None
            }
        }
    }

    /// The month that the grant began; a fault is noted and nothing is read.
    pub(super) fn start_month(&self, findings: &mut Findings<'_>) -> Option<YearMonth> {
        match self.cell(Column::StartMonth)?.to_month() {
            Ok(month) => Some(month),
            Err(MonthFault::Bad) => {
                let error = ruhu_core::household::MonthError;
                findings.reject(Column::StartMonth, error.code(), &error.to_string());
                None
            }
            Err(MonthFault::JanuaryOrOctober) => {
                let message = "起始年月按数字存储，无法分辨 1 月还是 10 月(Excel 会去掉末尾的 0)，未导入该项；请改为“2019-10”一类的文字";
                findings.warn("month_ambiguous", message);
                None
            }
        }
    }

    /// 家庭人口 and 保障人口. What is not filled in follows from the `listed` members.
    pub(super) fn counts(&self, listed: u16, findings: &mut Findings<'_>) -> (u16, u16) {
        let mut count = |column: Column| {
            let cell = self.cell(column)?;
            let read = cell.to_count();
            if read.is_none() {
                let heading = self.table.heading(column);
                findings
                    .warn("bad_count", &format!("“{heading}”不是人数，已按登记的成员数导入；请核对后更正"));
            }
            read
        };
        let (declared, insured) = (count(Column::MemberCount), count(Column::InsuredCount));
        let members_are_listed = self.table.at(Column::MemberName).is_some();
        if let Some(declared) = declared.filter(|declared| members_are_listed && *declared != listed) {
            let message = format!(
                "家庭人口填写 {declared} 人，登记成员(含户主)为 {listed} 人，不一致；请在入户时核实并更正"
            );
            findings.warn("member_count_mismatch", &message);
        }
        let members = declared.unwrap_or(listed);
        let insured = insured.unwrap_or(members);
        if insured > members {
            let message = format!("保障人口 {insured} 人多于家庭人口 {members} 人；请核实并更正");
            findings.warn("insured_count_exceeds", &message);
        }
        (members, insured)
    }

    /// 开户银行 and 银行账号. A doubtful account is left out: money paid to a wrong account is worse than a question.
    pub(super) fn bank_account(&self, findings: &mut Findings<'_>) -> (Option<String>, Option<AccountNo>) {
        let bank = Some(self.text(Column::Bank)).filter(|bank| !bank.is_empty());
        let account = self.cell(Column::Account).and_then(|cell| match cell.to_code() {
            Ok(code) => {
                let account = AccountNo::new(code);
                if let Err(error) = account {
                    findings.warn(error.code(), &format!("{error}；本次未导入账号"));
                }
                account.ok()
            }
            Err(_) => {
                let message =
                    "银行账号按数字存储，末几位已被 Excel 改为 0，本次未导入账号；请把该列设为文本后重新填写";
                findings.warn("account_as_number", message);
                None
            }
        });
        (bank, account)
    }

    pub(super) fn review_class(&self, findings: &mut Findings<'_>) -> Option<ReviewClass> {
        let word = self.text(Column::Class);
        let class = ReviewClass::from_label(&word);
        if class.is_none() && !word.is_empty() && AidCategory::from_label(&word).is_none() {
            self.unknown_word(Column::Class, findings);
        }
        class
    }

    /// The kind of assistance that the row names; else the one that the titles name.
    pub(super) fn aid_category(&self, findings: &mut Findings<'_>) -> AidCategory {
        let named = self.text(Column::Category);
        if !named.is_empty() && AidCategory::from_label(&named).is_none() {
            self.unknown_word(Column::Category, findings);
        }
        [named, self.text(Column::Class)]
            .iter()
            .find_map(|word| AidCategory::from_label(word))
            .unwrap_or(self.table.category)
    }

    pub(super) fn poverty_cause(&self, findings: &mut Findings<'_>) -> Option<PovertyCause> {
        let word = self.text(Column::Cause);
        let cause = PovertyCause::from_label(&word);
        if cause.is_none() && !word.is_empty() {
            self.unknown_word(Column::Cause, findings);
        }
        cause
    }

    pub(super) fn remark(&self) -> String {
        self.text(Column::Remark)
    }

    /// 近亲属备案, from its own column or from the remark.
    pub(super) fn related(&self) -> bool {
        let stated = self.cell(Column::Related).and_then(Cell::to_flag);
        let remark = self.text(Column::Remark);
        let denied = ["非近亲属", "无近亲属", "不是近亲属"].iter().any(|word| remark.contains(word));
        stated.unwrap_or(remark.contains("近亲属") && !denied)
    }

    fn unknown_word(&self, column: Column, findings: &mut Findings<'_>) {
        let heading = self.table.heading(column);
        findings.warn("unknown_word", &format!("“{heading}”的写法不在代码表中，该项未导入；请按代码表填写"));
    }
}
