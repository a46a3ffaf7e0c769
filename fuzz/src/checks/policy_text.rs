//! Policy files: those of the assessment and those of the plausibility of visits.

use ruhu_core::{
    assessment::{MAX_RULES, Policy},
    error::Explain,
    plausibility::{TeamVisits, Thresholds, findings},
};

/// Reads the text as either. The answer is whether it is one.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let policy = readable(Policy::read(text));
    if let Some(policy) = &policy {
        assert!(policy.standard_a_year() > 0.into(), "a standard of nothing");
        assert!(policy.deduction.len() <= MAX_RULES && policy.grant.tier.len() <= MAX_RULES);
    }
    let thresholds = readable(Thresholds::read(text));
    if let Some(thresholds) = &thresholds {
        assert!(findings(&TeamVisits { visits: &[], not_before_ms: None }, thresholds).is_empty());
    }
    policy.is_some() || thresholds.is_some()
}

fn readable<T, E: Explain>(read: Result<T, E>) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains('请') && !error.code().is_empty(), "it says not what to do: {text}");
            None
        }
    }
}
