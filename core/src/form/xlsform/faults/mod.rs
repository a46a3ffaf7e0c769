//! Everything that can be wrong with a form, each with its stable code and what its authors read.

mod logic;
mod row;
mod sheet;

pub(super) use logic::LogicFault;
pub(super) use row::RowFault;
pub(super) use sheet::SheetFault;

/// An enumeration of faults: variant, fields, code and message on one line each.
macro_rules! faults {
    ($(#[$doc:meta])* $name:ident { $(
        $variant:ident $({ $($field:ident : $kind:ty),* $(,)? })? = $code:literal, $message:literal;
    )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub(in super::super) enum $name {
            $( #[error($message)] $variant $({ $($field: $kind),* })?, )*
        }

        impl crate::error::Explain for $name {
            fn code(&self) -> &'static str {
                match self { $( Self::$variant { .. } => $code, )* }
            }
        }

        #[cfg(test)]
        impl $name {
            /// Every code, so that a test can ask whether each was provoked.
            pub(in super::super) const CODES: &[&str] = &[$($code),*];
        }
    };
}

use faults;
