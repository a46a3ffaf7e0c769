//! `yes` and `no`, as the convention's tools take them.

/// A plain yes or no in a column that also takes expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YesNo {
    Yes,
    No,
    /// Written in Chinese, which other tools take for an expression.
    Chinese,
}

impl YesNo {
    /// Reads a cell; none where it is neither.
    pub(super) fn read(text: &str) -> Option<Self> {
        match text {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => Some(Self::Yes),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" => Some(Self::No),
            "是" | "否" | "对" | "必填" | "选填" | "不是" | "√" => Some(Self::Chinese),
            _ => None,
        }
    }
}
