//! The words that authorities head their columns and name their items with.

use ruhu_core::{
    assessment::{IncomeClass, PropertyKind, VerifiedItem},
    household::typing,
};

use crate::casework::headings::find;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// 身份证号码
    IdNo,
    /// 姓名
    Name,
    /// 核对项目: every row names its item.
    Item,
    /// What was found of the row's item.
    Amount,
    /// Who answered.
    Agency,
    /// First month of an income.
    First,
    /// Last month of an income.
    Last,
    /// The day that the answer speaks of.
    AsOf,
    /// What was found of this item: every item has its column.
    Of(VerifiedItem),
}

const HEADINGS: [(Heading, &[&str]); 8] = [
    (Heading::IdNo, &["身份证号码", "身份证号", "身份证", "公民身份号码", "证件号码", "证件号", "身份号码"]),
    (Heading::Name, &["姓名", "被核对人", "被核对人姓名", "成员姓名"]),
    (Heading::Item, &["核对项目", "项目", "核对内容", "核对事项", "项目名称"]),
    (Heading::Amount, &["金额", "核对金额", "数额", "核对结果", "结果", "金额或数量", "数量"]),
    (Heading::Agency, &["核对单位", "信息来源", "数据来源", "来源", "来源单位", "反馈单位", "提供单位"]),
    (Heading::First, &["起始月份", "开始月份", "起始月", "所属期起", "起"]),
    (Heading::Last, &["截止月份", "结束月份", "截止月", "所属期止", "止"]),
    (Heading::AsOf, &["核对日期", "查询日期", "数据日期", "截至日期", "反馈日期"]),
];

const ITEMS: [(VerifiedItem, &[&str]); 19] = [
    (VerifiedItem::Income(IncomeClass::Wage), &["工资性收入", "工资收入", "工资", "工薪收入", "工资薪金"]),
    (VerifiedItem::Income(IncomeClass::Business), &["经营净收入", "经营性收入", "经营收入"]),
    (VerifiedItem::Income(IncomeClass::Property), &["财产净收入", "财产性收入", "财产收入"]),
    (
        VerifiedItem::Income(IncomeClass::Transfer),
        &["转移净收入", "转移性收入", "转移收入", "养老金", "退休金", "离退休金", "社会保险待遇"],
    ),
    (VerifiedItem::Income(IncomeClass::Other), &["其他收入"]),
    (VerifiedItem::Property(PropertyKind::Deposit), &["存款", "银行存款", "储蓄", "存款余额"]),
    (VerifiedItem::Property(PropertyKind::Security), &["证券", "股票", "证券资产", "证券市值", "股票市值"]),
    (VerifiedItem::Property(PropertyKind::Fund), &["基金", "基金市值"]),
    (VerifiedItem::Property(PropertyKind::Insurance), &["商业保险", "保险"]),
    (VerifiedItem::Property(PropertyKind::Claim), &["债权"]),
    (VerifiedItem::Property(PropertyKind::NetFinance), &["互联网金融资产", "互联网金融", "理财", "理财产品"]),
    (VerifiedItem::Property(PropertyKind::Cash), &["现金"]),
    (VerifiedItem::Property(PropertyKind::Vehicle), &["机动车", "机动车辆", "车辆", "汽车"]),
    (VerifiedItem::Property(PropertyKind::Vessel), &["船舶"]),
    (VerifiedItem::Property(PropertyKind::House), &["房产", "房屋", "不动产", "住房"]),
    (VerifiedItem::Property(PropertyKind::Forest), &["林木"]),
    (VerifiedItem::Property(PropertyKind::Machinery), &["农机", "农业机械", "大型农机具"]),
    (
        VerifiedItem::Property(PropertyKind::Business),
        &["经营实体", "市场主体", "企业登记", "工商登记", "市场主体登记"],
    ),
    (VerifiedItem::Property(PropertyKind::Other), &["其他财产"]),
];

/// The item that a text names.
pub(super) fn item(text: &str) -> Option<VerifiedItem> {
    find(&ITEMS, text)
}

/// What a heading says.
pub(super) fn heading(text: &str) -> Option<Heading> {
    find(&HEADINGS, text).or_else(|| item(text).map(Heading::Of))
}

/// Whether a text speaks of single months: what is asked for are the sums of all of them.
pub(super) fn is_monthly(text: &str) -> bool {
    let plain = typing::compact(text);
    plain.contains("/月") || plain.contains("每月") || plain.contains("月均")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_known_by_its_own_label() {
        for known in VerifiedItem::all() {
            assert_eq!(item(known.label()), Some(known), "{}", known.label());
        }
    }

    #[test]
    fn no_word_means_two_things() {
        let mut words: Vec<&str> = HEADINGS.iter().flat_map(|(_, words)| *words).copied().collect();
        words.extend(ITEMS.iter().flat_map(|(_, words)| *words));
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }

    #[test]
    fn units_in_brackets_do_not_hide_a_heading() {
        assert_eq!(heading("身份证 号码"), Some(Heading::IdNo));
        assert_eq!(
            heading("存款余额（元）"),
            Some(Heading::Of(VerifiedItem::Property(PropertyKind::Deposit)))
        );
        assert_eq!(heading("电话"), None);
        assert!(is_monthly("工资收入(元/月)") && !is_monthly("工资收入(元)"));
    }
}
