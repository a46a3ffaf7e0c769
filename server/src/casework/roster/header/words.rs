//! The words that offices head their columns with.

use ruhu_core::household::typing;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Column {
    No,
    HeadName,
    HeadId,
    MemberName,
    Relation,
    MemberId,
    Insured,
    MemberCount,
    InsuredCount,
    Class,
    Category,
    Cause,
    RegionCode,
    Town,
    Village,
    Group,
    Address,
    Bank,
    Account,
    Amount,
    StartMonth,
    Related,
    Remark,
}

/// What a heading alone says; names and numbers depend on the group that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Column(Column),
    Name,
    IdNo,
}

const fn column(column: Column) -> Meaning {
    Meaning::Column(column)
}

/// Spellings of headings, without blanks and without what stands in brackets.
pub(super) const HEADINGS: [(Meaning, &[&str]); 25] = [
    (column(Column::No), &["序号", "户序号", "户号", "序", "编号"]),
    (
        column(Column::HeadName),
        &["户主姓名", "户主", "申请人姓名", "申请人", "户主名", "低保户主姓名", "保障对象姓名"],
    ),
    (
        column(Column::HeadId),
        &["户主身份证号码", "户主身份证号", "户主身份证", "申请人身份证号码", "申请人身份证号"],
    ),
    (
        column(Column::MemberName),
        &["成员姓名", "家庭成员姓名", "共同生活家庭成员姓名", "保障人员姓名", "家庭成员"],
    ),
    (
        column(Column::Relation),
        &["与户主关系", "与户主的关系", "与申请人关系", "关系", "家庭关系", "户主关系"],
    ),
    (column(Column::MemberId), &["成员身份证号码", "成员身份证号", "家庭成员身份证号码", "家庭成员身份证号"]),
    (column(Column::Insured), &["是否保障", "是否保障对象", "是否享受", "是否纳入保障"]),
    (
        column(Column::MemberCount),
        &["家庭人口", "家庭人口数", "人口", "人口数", "家庭人数", "共同生活人数", "家庭成员数", "总人口"],
    ),
    (
        column(Column::InsuredCount),
        &["保障人口", "保障人口数", "保障人数", "享受人数", "享受人口", "低保人数", "低保人口", "救助人数"],
    ),
    (
        column(Column::Class),
        &["类别", "低保类别", "保障类别", "复核类别", "分类", "分类类别", "动态管理类别"],
    ),
    (column(Column::Category), &["救助类别", "救助类型", "救助项目", "对象类别"]),
    (
        column(Column::Cause),
        &["主要致困原因", "致困原因", "主要致贫原因", "致贫原因", "困难原因", "贫困原因", "主要困难原因"],
    ),
    (column(Column::RegionCode), &["区划代码", "行政区划代码", "区划编码", "村区划代码"]),
    (column(Column::Town), &["乡镇", "乡镇街道", "乡", "镇", "街道", "所属乡镇", "所在乡镇", "乡镇名称"]),
    (
        column(Column::Village),
        &[
            "村委会",
            "村居委会",
            "村居",
            "村",
            "村名",
            "行政村",
            "村社区",
            "所在村",
            "居委会",
            "社区",
            "村居名称",
            "村民委员会",
        ],
    ),
    (column(Column::Group), &["组", "村民小组", "组别", "小组", "所在组", "自然村", "组名"]),
    (
        column(Column::Address),
        &["家庭住址", "住址", "家庭地址", "居住地址", "户籍地址", "地址", "详细地址", "现住址"],
    ),
    (column(Column::Bank), &["开户银行", "开户行", "银行", "银行名称", "代发银行"]),
    (
        column(Column::Account),
        &[
            "银行账号",
            "银行帐号",
            "账号",
            "帐号",
            "银行卡号",
            "卡号",
            "一卡通账号",
            "一卡通号",
            "存折账号",
            "银行账户",
        ],
    ),
    (
        column(Column::Amount),
        &[
            "月保障金",
            "月保障金额",
            "保障金额",
            "保障金",
            "月补差",
            "月补差额",
            "补差金额",
            "金额",
            "月发放金额",
            "户月保障金",
            "月补助金额",
            "发放金额",
            "月低保金",
            "月救助金额",
        ],
    ),
    (
        column(Column::StartMonth),
        &[
            "享受起始年月",
            "享受起始时间",
            "起始年月",
            "起始时间",
            "享受时间",
            "享受低保时间",
            "纳入时间",
            "纳入年月",
            "纳入低保时间",
            "开始享受时间",
            "保障起始时间",
        ],
    ),
    (column(Column::Related), &["是否近亲属备案", "近亲属备案", "是否近亲属"]),
    (column(Column::Remark), &["备注", "说明"]),
    (Meaning::Name, &["姓名", "名字"]),
    (
        Meaning::IdNo,
        &[
            "身份证号码",
            "身份证号",
            "身份证",
            "公民身份号码",
            "公民身份证号码",
            "证件号码",
            "身份证件号码",
            "居民身份证号码",
        ],
    ),
];

/// What a heading says, given as [`spelling`] leaves it.
pub(super) fn meaning(spelling: &str) -> Option<Meaning> {
    HEADINGS.iter().find(|(_, spellings)| spellings.contains(&spelling)).map(|(meaning, _)| *meaning)
}

/// A heading without blanks, line breaks, brackets with their content, and marks of required fields.
pub(super) fn spelling(text: &str) -> String {
    let mut depth = 0_u32;
    typing::compact(text)
        .chars()
        .filter(|c| {
            match c {
                '(' | '[' | '【' | '〔' => depth += 1,
                ')' | ']' | '】' | '〕' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0 && !matches!(c, '*' | ':' | '、' | '/' | '.')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_many_spellings() {
        for (text, column) in [
            ("家庭\n人口", Column::MemberCount),
            ("村(居)委会", Column::Village),
            ("月保障金(元)", Column::Amount),
            ("*银 行 账 号", Column::Account),
            ("致\u{3000}困\u{3000}原\u{3000}因", Column::Cause),
        ] {
            assert_eq!(meaning(&spelling(text)), Some(Meaning::Column(column)), "{text}");
        }
        assert_eq!(meaning(&spelling("联系电话")), None);
    }

    #[test]
    fn no_spelling_has_two_meanings() {
        let mut all: Vec<&str> =
            HEADINGS.iter().flat_map(|(_, spellings)| spellings.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
