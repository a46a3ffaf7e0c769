//! What JavaRosa cannot be asked, and why.

use super::engine::Said;

/// A sign in what JavaRosa says, and why cases that show it are left out.
pub(crate) const LEFT_OUT: &[(&str, &str)] = &[
    ("cannot handle function 'pulldata'", "`pulldata()` belongs to the apps around JavaRosa."),
    ("No storage factory", "`property()` reads what the apps around JavaRosa store."),
    ("cannot handle function 'base64-encode'", "`base64-encode()` is ours."),
    ("cannot handle function 'index'", "`index()` is of XForms; JavaRosa does not have it."),
    ("cannot handle function 'last'", "`last()` is of XPath; JavaRosa does not have it."),
    ("cannot handle function 'name'", "`name()` is of XPath; JavaRosa does not have it."),
    ("cannot handle function 'local-name'", "`local-name()` is of XPath; JavaRosa does not have it."),
    ("cannot handle function 'current'", "`current()` stands only at the beginning of a path in JavaRosa."),
    ("cannot handle function 'instance'", "`instance()` stands only at the beginning of a path in JavaRosa."),
    ("bouncycastle", "ODK Validate lacks the library that `randomize()` needs for a seed that is no number."),
];

/// Why a case is left out, by its place in the list.
pub(crate) fn left_out(said: &Said) -> Option<usize> {
    let Said::Failed(_, whole) = said else { return None };
    LEFT_OUT.iter().position(|(sign, _)| whole.contains(sign))
}
