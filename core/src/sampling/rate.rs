//! The share of each stratum that is drawn, as an exact decimal.

use std::{fmt, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::SamplingError;

/// Most digits after the point: enough for any rate a notice names, few enough that `rate x N` stays exact.
pub const MAX_RATE_DECIMALS: u32 = 6;

/// A rate above 0 and up to 1; it keeps the digits it was written with, so `0.10` stays `0.10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(Decimal);

impl Rate {
    /// Accepts a rate above 0 and up to 1 with at most [`MAX_RATE_DECIMALS`] decimals.
    ///
    /// # Errors
    /// [`SamplingError::BadRate`] on any other number.
    pub fn new(rate: Decimal) -> Result<Self, SamplingError> {
        let fits = rate > Decimal::ZERO && rate <= Decimal::ONE && rate.scale() <= MAX_RATE_DECIMALS;
        if fits { Ok(Self(rate)) } else { Err(SamplingError::BadRate) }
    }

    /// The rate as a number.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// Size of the sample of a stratum of `units`: the smallest whole number not below `rate x units`.
    #[must_use]
    pub fn sample_size(self, units: usize) -> usize {
        let exact = self.0.saturating_mul(Decimal::from(units));
        exact
            .round_dp_with_strategy(0, RoundingStrategy::AwayFromZero)
            .to_usize()
            .map_or(units, |n| n.min(units))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Rate {
    type Err = SamplingError;

    /// Reads digits, optionally a point and more digits; no sign, no spaces, no leading point.
    fn from_str(text: &str) -> Result<Self, SamplingError> {
        let rate = Self::new(text.parse().map_err(|_| SamplingError::BadRate)?)?;
        // One spelling per value and scale: what is published must be what is recomputed.
        if rate.to_string() == text { Ok(rate) } else { Err(SamplingError::BadRate) }
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rate_has_one_spelling() {
        for text in ["0.10", "0.1", "1", "1.00", "0.000001", "0.333333"] {
            assert_eq!(text.parse::<Rate>().map(|rate| rate.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "0",
            "0.00",
            "-0.1",
            "+0.1",
            ".1",
            "1.01",
            "2",
            "0.1_0",
            "00.1",
            "1e-1",
            "10%",
            "",
            "0.0000001",
            " 0.1",
        ] {
            assert_eq!(text.parse::<Rate>(), Err(SamplingError::BadRate), "{text}");
        }
    }

    #[test]
    fn ten_percent_of_a_stratum_is_rounded_up() {
        let rate: Rate = "0.10".parse().unwrap();
        for (units, sample) in
            [(0, 0), (1, 1), (10, 1), (11, 2), (12, 2), (20, 2), (21, 3), (1_000_000, 100_000)]
        {
            assert_eq!(rate.sample_size(units), sample, "{units}");
        }
    }

    proptest! {
        #[test]
        fn the_sample_is_always_the_exact_ceiling(millionths in 1_u64..=1_000_000, units in 0_usize..=1_000_000) {
            let rate = Rate::new(Decimal::new(i64::try_from(millionths).unwrap(), 6)).unwrap();
            let exact = (u128::from(millionths) * units as u128).div_ceil(1_000_000);
            prop_assert_eq!(rate.sample_size(units) as u128, exact);
        }
    }
}
