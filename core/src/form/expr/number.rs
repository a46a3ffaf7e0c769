//! Numbers that stay exact as long as decimal arithmetic can keep them so.

use std::{cmp::Ordering, fmt};

use rust_decimal::Decimal;

/// A number: an exact decimal while it can be one, a binary float otherwise.
///
/// Whatever parses as a decimal of at most 28 digits is exact, and so are sums, differences and products of exact
/// numbers, and quotients that end within 28 digits. Everything else (1 div 3, roots, infinities, "not a number")
/// is a binary float, as in XPath 1.0. Money therefore never picks up binary noise, and `1 div 3 * 3` is still 1.
#[derive(Debug, Clone, Copy)]
pub enum Number {
    /// An exact decimal, without trailing zeros.
    Exact(Decimal),
    /// A binary float.
    Float(f64),
}

impl Number {
    /// Not a number.
    pub const NAN: Self = Self::Float(f64::NAN);
    /// Zero.
    pub const ZERO: Self = Self::Exact(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self::Exact(Decimal::ONE);

    /// The number that a text spells, by the grammar of XPath: an optional `-`, digits, at most one point, and white
    /// space around it. Anything else is [`Self::NAN`]. What has more digits than a decimal is rounded to what a float
    /// tells apart, so that it is the same number when it is printed and read again.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim_matches([' ', '\t', '\r', '\n']);
        let digits = text.strip_prefix('-').unwrap_or(text);
        let mut seen_digit = false;
        let mut seen_point = false;
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => seen_digit = true,
                b'.' if !seen_point => seen_point = true,
                _ => return Self::NAN,
            }
        }
        if !seen_digit {
            return Self::NAN;
        }
        match Decimal::from_str_exact(text) {
            Ok(exact) => Self::exact(exact),
            Err(_) => {
                let rounded: f64 = text.parse().unwrap_or(f64::NAN);
                Decimal::from_str_exact(&rounded.to_string()).map_or(Self::Float(rounded), Self::exact)
            }
        }
    }

    /// An exact number in its one form.
    #[must_use]
    pub fn exact(value: Decimal) -> Self {
        Self::Exact(value.normalize())
    }

    /// As a float, for functions that decimals do not have.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        match self {
            Self::Exact(value) => nearest_float(value),
            Self::Float(value) => value,
        }
    }

    /// Whether it is "not a number".
    #[must_use]
    pub fn is_nan(self) -> bool {
        matches!(self, Self::Float(value) if value.is_nan())
    }

    /// XPath: zero and "not a number" are false.
    #[must_use]
    pub fn to_boolean(self) -> bool {
        match self {
            Self::Exact(value) => !value.is_zero(),
            Self::Float(value) => value != 0.0 && !value.is_nan(),
        }
    }
}

/// Powers of ten that floats hold without loss.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];

/// The float nearest to a decimal.
fn nearest_float(value: Decimal) -> f64 {
    const EXACT_MANTISSA: i128 = 1 << 53;
    match TENS.get(value.scale() as usize) {
        // Both parts are floats without loss, and one division rounds once.
        #[expect(clippy::cast_precision_loss)]
        Some(unit) if value.mantissa().abs() <= EXACT_MANTISSA => value.mantissa() as f64 / unit,
        _ => value.to_string().parse().unwrap_or(f64::NAN),
    }
}

impl From<usize> for Number {
    fn from(count: usize) -> Self {
        Self::Exact(Decimal::from(count))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Exact(Decimal::from(value))
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Exact(left), Self::Exact(right)) => Some(left.cmp(right)),
            _ => self.to_f64().partial_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    /// As XPath writes it: no exponent, no trailing zeros, `NaN`, `Infinity`, `-Infinity`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(value) => write!(f, "{}", value.normalize()),
            Self::Float(value) if value.is_nan() => f.write_str("NaN"),
            Self::Float(value) if value.is_infinite() => {
                f.write_str(if *value < 0.0 { "-Infinity" } else { "Infinity" })
            }
            Self::Float(0.0) => f.write_str("0"),
            Self::Float(value) => write!(f, "{value}"),
        }
    }
}
