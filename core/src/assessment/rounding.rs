//! How a payment is rounded: once, at the end.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

/// Decimals that a figure keeps before it is rounded for payment. Digits beyond are the remains of divisions: a third
/// and a sixth would otherwise miss their half by 10^-28.
const EXACT_DECIMALS: u32 = 15;

/// To what a payment is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundTo {
    /// 分
    Fen,
    /// 角
    Jiao,
    /// 元
    Yuan,
}

/// In which direction a payment is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingWay {
    /// 四舍五入
    HalfUp,
    /// 进位
    Up,
    /// 舍去
    Down,
}

/// How a payment is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rounding {
    /// To what.
    pub to: RoundTo,
    /// In which direction.
    pub way: RoundingWay,
}

impl Rounding {
    /// Rounds an amount in yuan that is not negative.
    #[must_use]
    pub fn round(self, yuan: Decimal) -> Decimal {
        let decimals = match self.to {
            RoundTo::Fen => 2,
            RoundTo::Jiao => 1,
            RoundTo::Yuan => 0,
        };
        let way = match self.way {
            RoundingWay::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            RoundingWay::Up => RoundingStrategy::AwayFromZero,
            RoundingWay::Down => RoundingStrategy::ToZero,
        };
        let exact = yuan.round_dp_with_strategy(EXACT_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
        exact.round_dp_with_strategy(decimals, way)
    }

    /// As people read it.
    #[must_use]
    pub fn label(self) -> String {
        let to = match self.to {
            RoundTo::Fen => "分",
            RoundTo::Jiao => "角",
            RoundTo::Yuan => "元",
        };
        match self.way {
            RoundingWay::HalfUp => format!("四舍五入到{to}"),
            RoundingWay::Up => format!("不足一{to}的按一{to}计"),
            RoundingWay::Down => format!("不足一{to}的舍去"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_rounding_says_what_it_does() {
        let cases = [
            (RoundTo::Fen, RoundingWay::HalfUp, "359.17", "四舍五入到分"),
            (RoundTo::Jiao, RoundingWay::Down, "359.1", "不足一角的舍去"),
            (RoundTo::Yuan, RoundingWay::Up, "360", "不足一元的按一元计"),
        ];
        for (to, way, rounded, label) in cases {
            let rounding = Rounding { to, way };
            assert_eq!(rounding.round("359.1666".parse().unwrap()).to_string(), rounded);
            assert_eq!(rounding.label(), label);
        }
    }
}
