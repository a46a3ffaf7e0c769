//! Bank accounts: they stay on the server.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::typing;
use crate::error::Explain;

/// Why a text is not an account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("银行账号应为 {min} 至 {max} 位数字，请核对后重新填写", min = AccountNo::MIN_LEN, max = AccountNo::MAX_LEN)]
pub struct AccountError;

impl Explain for AccountError {
    fn code(&self) -> &'static str {
        "bad_account"
    }
}

/// A bank account. Its `Debug` form shows the last four digits alone.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountNo(String);

impl AccountNo {
    /// Fewest digits: passbooks of rural credit unions have short numbers.
    pub const MIN_LEN: usize = 8;
    /// Most digits.
    pub const MAX_LEN: usize = 32;

    /// Reads digits; blanks and hyphens between groups mean nothing. Old passbooks carry letters.
    ///
    /// # Errors
    /// [`AccountError`].
    pub fn new(text: impl AsRef<str>) -> Result<Self, AccountError> {
        let plain: String = typing::compact(text.as_ref()).chars().filter(|c| *c != '-').collect();
        let fits = (Self::MIN_LEN..=Self::MAX_LEN).contains(&plain.len())
            && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && plain.bytes().any(|byte| byte.is_ascii_digit());
        if fits { Ok(Self(plain)) } else { Err(AccountError) }
    }

    /// The whole number.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// Stars and the last four digits.
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = self.0.len().saturating_sub(4);
        format!("****{}", self.0.get(hidden..).unwrap_or_default())
    }
}

impl fmt::Debug for AccountNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl<'de> Deserialize<'de> for AccountNo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_four_digits_show() {
        let account = AccountNo::new("6226 9720 1828\u{3000}4902 050").unwrap();
        assert_eq!(account.full(), "6226972018284902050");
        assert_eq!(format!("{account:?}"), "****2050");
        assert_eq!(AccountNo::new("62.5E17"), Err(AccountError));
        assert_eq!(AccountNo::new("1234567"), Err(AccountError));
        assert_eq!(AccountNo::new("无账号无账号无账号"), Err(AccountError));
    }
}
