//! Policy as data: `policy/*.toml`, each number with its source.

mod definition;
mod exact;
mod read;
mod shipped;
#[cfg(test)]
mod tests;

pub use definition::{
    Deduction, DeductionBase, Disregard, Exemption, Grace, GrantMethod, GrantRule, IncomeRules, Per, Policy,
    PropertyLimit, ReviewInterval, RoundingRule, Settlement, Standard, SupportRule, Tier, Tolerance, TopUp,
    TopUpGroup, Trust, Window,
};
pub use read::{MAX_POLICY_BYTES, MAX_RULES, PolicyError};
pub use shipped::{choose, shipped};
