//! Arithmetic that stays exact as long as decimals can keep it so.

use rust_decimal::Decimal;

use super::number::Number;

/// The most places that `round` takes, on either side of the point.
const MAX_PLACES: i32 = 30;
/// Whole exponents up to which powers are multiplied out.
const MAX_WHOLE_EXPONENT: u32 = 1_000;

/// Two decimals as integers over one power of ten.
fn aligned(left: Decimal, right: Decimal) -> Option<(i128, i128, u32)> {
    let scale = left.scale().max(right.scale());
    let raised = |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale - value.scale())?);
    Some((raised(left)?, raised(right)?, scale))
}

/// The decimal `mantissa / 10^scale`, where there is one.
fn decimal(mut mantissa: i128, mut scale: u32) -> Option<Number> {
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok().map(Number::exact)
}

impl Number {
    /// The exact result where both numbers are exact and it is, otherwise that of the floats.
    fn by(
        self,
        other: Self,
        exact: impl FnOnce(Decimal, Decimal) -> Option<Self>,
        float: impl FnOnce(f64, f64) -> f64,
    ) -> Self {
        let kept = match (self, other) {
            (Self::Exact(left), Self::Exact(right)) => exact(left, right),
            _ => None,
        };
        kept.unwrap_or_else(|| Self::Float(float(self.to_f64(), other.to_f64())))
    }

    /// `+`
    pub(super) fn plus(self, other: Self) -> Self {
        let exact = |left, right| {
            let (left, right, scale) = aligned(left, right)?;
            decimal(left.checked_add(right)?, scale)
        };
        self.by(other, exact, |left, right| left + right)
    }

    /// `-`
    pub(super) fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    /// `*`
    pub(super) fn times(self, other: Self) -> Self {
        let exact = |left: Decimal, right: Decimal| {
            decimal(left.mantissa().checked_mul(right.mantissa())?, left.scale() + right.scale())
        };
        self.by(other, exact, |left, right| left * right)
    }

    /// `div`; a division by zero gives an infinity or "not a number", as in IEEE 754.
    pub(super) fn divided_by(self, other: Self) -> Self {
        let exact = |left: Decimal, right: Decimal| {
            let quotient = Self::exact(left.checked_div(right)?);
            match quotient.times(Self::Exact(right)) {
                Self::Exact(back) if back == left => Some(quotient),
                _ => None,
            }
        };
        self.by(other, exact, |left, right| left / right)
    }

    /// `mod`: what a division to a whole number leaves, with the sign of the dividend.
    pub(super) fn modulo(self, other: Self) -> Self {
        let exact = |left, right| {
            let (left, right, scale) = aligned(left, right)?;
            decimal(left.checked_rem(right)?, scale)
        };
        self.by(other, exact, |left, right| left % right)
    }

    /// `-x`
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Exact(value) => Self::exact(-value),
            Self::Float(value) => Self::Float(-value),
        }
    }

    /// Without its sign.
    pub(super) fn absolute(self) -> Self {
        match self {
            Self::Exact(value) => Self::exact(value.abs()),
            Self::Float(value) => Self::Float(value.abs()),
        }
    }

    /// Without its fraction.
    pub(super) fn truncated(self) -> Self {
        match self {
            Self::Exact(value) => Self::exact(value.trunc()),
            Self::Float(value) => Self::Float(value.trunc()),
        }
    }

    /// What is above the next lower whole number.
    pub(super) fn fraction(self) -> Self {
        match self {
            Self::Exact(value) => Self::exact(value - value.floor()),
            Self::Float(value) => Self::Float(value - value.floor()),
        }
    }

    /// Rounded to so many places; a half goes up, towards positive infinity, as XPath wants it.
    pub(super) fn rounded(self, places: i32) -> Self {
        if !(-MAX_PLACES..=MAX_PLACES).contains(&places) {
            return Self::NAN;
        }
        match self {
            Self::Exact(value) => round_decimal(value, places).unwrap_or(self),
            Self::Float(value) if !value.is_finite() => self,
            // What people see of a float are its shortest digits; these are rounded.
            Self::Float(value) => match Self::parse(&value.to_string()) {
                Self::Exact(digits) => round_decimal(digits, places).unwrap_or(self),
                Self::Float(_) => {
                    let raise = libm::pow(10.0, f64::from(places));
                    let rounded = libm::floor(value * raise + 0.5) / raise;
                    if rounded.is_finite() { Self::Float(rounded) } else { self }
                }
            },
        }
    }

    /// `pow`; a whole power of a decimal stays a decimal where it can be one.
    pub(super) fn power(self, exponent: Self) -> Self {
        let float = || Self::Float(libm::pow(self.to_f64(), exponent.to_f64()));
        let (Self::Exact(_), Self::Exact(power)) = (self, exponent) else { return float() };
        let whole = power.abs();
        let Ok(count) = u32::try_from(whole.trunc().mantissa()) else { return float() };
        if !whole.is_integer() || count > MAX_WHOLE_EXPONENT {
            return float();
        }
        let mut raised = Self::ONE;
        for _ in 0..count {
            raised = raised.times(self);
            if matches!(raised, Self::Float(_)) {
                return float();
            }
        }
        if power.is_sign_negative() { Self::ONE.divided_by(raised) } else { raised }
    }

    /// The whole number nearest to zero, where it fits; "not a number" is zero, as a cast of Java's is.
    #[expect(clippy::cast_possible_truncation)]
    pub(in crate::form) fn to_i64(self) -> i64 {
        match self {
            Self::Exact(value) => {
                let whole = value.trunc().normalize().mantissa();
                i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
            }
            Self::Float(value) => value as i64,
        }
    }
}

fn round_decimal(value: Decimal, places: i32) -> Option<Number> {
    let drop = i64::from(value.scale()) - i64::from(places);
    if drop <= 0 {
        return Some(Number::exact(value));
    }
    // More digits go than a decimal has.
    let Some(unit) = u32::try_from(drop).ok().and_then(|drop| 10_i128.checked_pow(drop)) else {
        return Some(Number::ZERO);
    };
    let units = value.mantissa().checked_add(unit / 2)?.div_euclid(unit);
    match u32::try_from(places) {
        Ok(places) => decimal(units, places),
        Err(_) => decimal(units.checked_mul(10_i128.checked_pow(places.unsigned_abs())?)?, 0),
    }
}
