//! What crosses to the app, and how it becomes the core's own types.

pub(crate) mod answer;
pub(crate) mod draft;
pub(crate) mod http;
pub(crate) mod photo;
pub(crate) mod place;
pub(crate) mod question;
pub(crate) mod roster;
pub(crate) mod screen;
pub(crate) mod status;

/// What `toString`, `description` and `repr` show of a value that holds personal data: its type and the named fields,
/// which hold none.
macro_rules! shown_masked {
    ($type:ident $(, $field:ident)*) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self, f)
            }
        }
    };
}
pub(crate) use shown_masked;
