//! Reading a policy file: what is wrong is said with its place, and nothing is guessed.

use rust_decimal::Decimal;

use super::definition::{GrantMethod, Per, Policy, TopUpGroup};
use crate::{error::Explain, policy_file::line_of};

/// Longest policy file in bytes.
pub const MAX_POLICY_BYTES: usize = 256 * 1024;
/// Most lines of one kind: deductions, limits, tiers and so on.
pub const MAX_RULES: usize = 200;
/// Largest standard of one person in yuan a year.
const MOST_STANDARD: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// Largest part or multiple.
const MOST_FACTOR: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);
/// Longest stretch between two reviews, and longest grace, in months.
const MOST_MONTHS: u8 = 60;

/// Why a policy is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It is too long.
    #[error("政策文件超过 {} KB，请检查是否选错了文件", MAX_POLICY_BYTES / 1024)]
    TooLong,
    /// It cannot be read as TOML, or a line is not known.
    #[error("政策文件第 {line} 行：{what}。请对照随附的示例政策修改后重试")]
    Unreadable {
        /// Counted from 1.
        line: usize,
        /// In Chinese.
        what: String,
    },
    /// A number or a list makes no sense.
    #[error("政策文件“{key}”：{what}，请修改后重试")]
    Unsound {
        /// The key.
        key: &'static str,
        /// In Chinese.
        what: &'static str,
    },
}

impl Explain for PolicyError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "policy_too_long",
            Self::Unreadable { .. } => "policy_unreadable",
            Self::Unsound { .. } => "policy_unsound",
        }
    }
}

impl Policy {
    /// Reads a policy file (TOML) and checks every number.
    ///
    /// # Errors
    /// [`PolicyError`].
    pub fn read(text: &str) -> Result<Self, PolicyError> {
        if text.len() > MAX_POLICY_BYTES {
            return Err(PolicyError::TooLong);
        }
        let policy: Self = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        policy.check()?;
        Ok(policy)
    }

    /// The standard of one person in yuan a year.
    #[must_use]
    pub fn standard_a_year(&self) -> Decimal {
        match self.standard.per {
            Per::Year => self.standard.yuan,
            Per::Month => self.standard.yuan * Decimal::from(12),
        }
    }

    fn check(&self) -> Result<(), PolicyError> {
        let sound = |key, fine, what| if fine { Ok(()) } else { Err(PolicyError::Unsound { key, what }) };
        let named = !self.name.is_empty()
            && self.name.len() <= 64
            && self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        sound("name", named, "名称只能用 1 至 64 个英文字母、数字和连字符")?;
        sound("title", !self.title.trim().is_empty(), "不能为空")?;
        let ordered = self.from.zip(self.to).is_none_or(|(from, to)| from <= to);
        sound("to", ordered, "失效日期早于生效日期")?;
        let standard = self.standard.yuan;
        let fits = standard > Decimal::ZERO && standard <= MOST_STANDARD;
        sound("standard.yuan", fits, "保障标准应大于 0 且不超过 100 万元")?;
        self.check_sources()?;
        self.check_counts()?;
        self.check_income()?;
        self.check_property()?;
        self.check_grant()?;
        self.check_times()
    }

    /// Every number has the document that it comes from.
    fn check_sources(&self) -> Result<(), PolicyError> {
        let sources: [(&str, Vec<&String>); 13] = [
            ("standard", vec![&self.standard.source]),
            ("grant", vec![&self.grant.source]),
            ("rounding", vec![&self.rounding.source]),
            ("income.window", self.income.window.iter().map(|rule| &rule.source).collect()),
            ("income.disregard", self.income.disregard.iter().map(|rule| &rule.source).collect()),
            ("deduction", self.deduction.iter().map(|rule| &rule.source).collect()),
            ("property", self.property.iter().map(|rule| &rule.source).collect()),
            ("exemption", self.exemption.iter().map(|rule| &rule.source).collect()),
            ("support", self.support.iter().map(|rule| &rule.source).collect()),
            ("topup", self.topup.iter().map(|rule| &rule.source).collect()),
            ("review", self.review.iter().map(|rule| &rule.source).collect()),
            ("grace", self.grace.iter().map(|rule| &rule.source).collect()),
            ("contradiction", self.contradiction.iter().map(|rule| &rule.source).collect()),
        ];
        let missing = |all: &Vec<&String>| all.iter().any(|source| source.trim().is_empty());
        match sources.iter().find(|(_, all)| missing(all)) {
            Some((key, _)) => Err(PolicyError::Unsound { key, what: "缺少依据(source)" }),
            None => Ok(()),
        }
    }

    fn check_counts(&self) -> Result<(), PolicyError> {
        let counts = [
            ("income.disregard", self.income.disregard.len()),
            ("deduction", self.deduction.len()),
            ("property", self.property.len()),
            ("exemption", self.exemption.len()),
            ("grant.tier", self.grant.tier.len()),
            ("topup", self.topup.len()),
            ("review", self.review.len()),
        ];
        match counts.into_iter().find(|(_, count)| *count > MAX_RULES) {
            Some((key, _)) => Err(PolicyError::Unsound { key, what: "条目超过 200 条" }),
            None => Ok(()),
        }
    }

    fn check_income(&self) -> Result<(), PolicyError> {
        let unsound = |key, what| Err(PolicyError::Unsound { key, what });
        if self.income.sources.is_empty() {
            return unsound("income.sources", "至少要列出一个来源");
        }
        for (at, window) in self.income.window.iter().enumerate() {
            if !matches!(window.months, 1 | 2 | 3 | 4 | 6 | 12) {
                return unsound("income.window.months", "只能是 1、2、3、4、6 或 12");
            }
            if self.income.window.iter().take(at).any(|other| other.class == window.class) {
                return unsound("income.window", "同一类收入写了两次");
            }
        }
        let parts = self.deduction.iter().map(|rule| rule.part);
        if parts.into_iter().any(|part| part > Decimal::ONE) {
            return unsound("deduction.part", "扣减比例应在 0 到 1 之间");
        }
        let factors = self.income.disregard.iter().filter_map(|rule| rule.most_standards_a_month);
        let support = self.support.iter().map(|rule| rule.part_of_standard);
        if factors.chain(support).any(|factor| factor > MOST_FACTOR) {
            return unsound("income", "倍数不能超过 1000");
        }
        match &self.contradiction {
            Some(rule) if rule.part > Decimal::ONE => unsound("contradiction.part", "应在 0 到 1 之间"),
            _ => Ok(()),
        }
    }

    fn check_property(&self) -> Result<(), PolicyError> {
        let unsound = |key, what| Err(PolicyError::Unsound { key, what });
        for limit in &self.property {
            if limit.kinds.is_empty() {
                return unsound("property.kinds", "至少要列出一种财产");
            }
            if limit.most_months_of_standard.is_some() == limit.most_pieces.is_some() {
                return unsound("property", "most_months_of_standard 和 most_pieces 应当写且只写一个");
            }
            if limit.most_months_of_standard.is_some_and(|months| months > MOST_FACTOR) {
                return unsound("property.most_months_of_standard", "不能超过 1000");
            }
        }
        Ok(())
    }

    fn check_grant(&self) -> Result<(), PolicyError> {
        let unsound = |key, what| Err(PolicyError::Unsound { key, what });
        match self.grant.method {
            GrantMethod::Tiers if self.grant.tier.is_empty() => {
                return unsound("grant.tier", "按档发放时至少要有一档");
            }
            GrantMethod::Difference if !self.grant.tier.is_empty() => {
                return unsound("grant.tier", "按补差发放时不能再写档次");
            }
            _ => {}
        }
        let mut below = Decimal::ZERO;
        let mut paid = Decimal::MAX;
        for tier in &self.grant.tier {
            if tier.below_part_of_standard <= below || tier.below_part_of_standard > Decimal::ONE {
                return unsound("grant.tier.below_part_of_standard", "应由小到大，大于 0 且不超过 1");
            }
            if tier.yuan_a_month > paid || tier.yuan_a_month > MOST_STANDARD {
                return unsound("grant.tier.yuan_a_month", "收入较高的档次不能比收入较低的档次发得多");
            }
            (below, paid) = (tier.below_part_of_standard, tier.yuan_a_month);
        }
        for topup in &self.topup {
            if (topup.group == TopUpGroup::Elderly) != topup.from_age.is_some() {
                return unsound("topup.from_age", "老年人一组必须写年龄，其他组不能写");
            }
            if topup.part_of_standard > MOST_FACTOR {
                return unsound("topup.part_of_standard", "不能超过 1000");
            }
        }
        Ok(())
    }

    fn check_times(&self) -> Result<(), PolicyError> {
        let unsound = |key, what| Err(PolicyError::Unsound { key, what });
        for (at, interval) in self.review.iter().enumerate() {
            if interval.months == 0 || interval.months > MOST_MONTHS {
                return unsound("review.months", "复核周期应为 1 至 60 个月");
            }
            if self.review.iter().take(at).any(|other| other.class == interval.class) {
                return unsound("review", "同一类别写了两次");
            }
        }
        match &self.grace {
            Some(grace) if grace.most_months > MOST_MONTHS => {
                unsound("grace.most_months", "不能超过 60 个月")
            }
            Some(grace) if grace.up_to_standards < Decimal::ONE || grace.up_to_standards > MOST_FACTOR => {
                unsound("grace.up_to_standards", "应在 1 到 1000 之间")
            }
            _ => Ok(()),
        }
    }
}

/// The parser speaks English: what people need of it is the line and the name.
fn unreadable(text: &str, error: &toml::de::Error) -> PolicyError {
    let line = line_of(text, error);
    let message = error.message();
    let quoted = || message.split('`').nth(1).unwrap_or_default().to_owned();
    let what = if message.starts_with("unknown field") {
        format!("没有“{}”这一项", quoted())
    } else if message.starts_with("missing field") {
        format!("缺少“{}”这一项", quoted())
    } else if message.starts_with("unknown variant") {
        format!("“{}”不是可选的值", quoted())
    } else if message.starts_with("invalid") {
        "数值的写法不对(小数请加引号，例如 \"0.5\"；日期写作 \"2026-01-01\")".to_owned()
    } else {
        "不符合 TOML 的写法".to_owned()
    };
    PolicyError::Unreadable { line, what }
}
