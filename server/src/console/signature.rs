//! A signature as it was drawn, thinned to what a small picture can show.

use std::fmt::Write as _;

use ruhu_core::visit::Signature;

/// Most points drawn of one signature; a hostile record may hold a hundred thousand.
const MAX_POINTS: usize = 600;

/// One signature in a case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignatureView {
    pub(super) role: &'static str,
    pub(super) name: String,
    /// One SVG path in a box of 1000 by 1000.
    pub(super) path: String,
}

impl SignatureView {
    pub(super) fn of(signature: &Signature) -> Self {
        Self {
            role: signature.role.label(),
            name: signature.name.full().to_owned(),
            path: path(&signature.strokes),
        }
    }
}

fn path(strokes: &[Vec<(u16, u16)>]) -> String {
    let points: usize = strokes.iter().map(Vec::len).sum();
    let step = points.div_ceil(MAX_POINTS).max(1);
    let mut path = String::new();
    for stroke in strokes {
        let kept = stroke.iter().step_by(step).chain(stroke.last());
        for (index, (x, y)) in kept.enumerate() {
            let command = if index == 0 { 'M' } else { 'L' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{command}{} {}", x.min(&1_000), y.min(&1_000));
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_become_a_bounded_path_inside_the_box() {
        assert_eq!(path(&[vec![(0, 10), (500, 2_000)]]), "M0 10L500 1000L500 1000");
        let hostile = vec![vec![(1, 1); 1_000]; 100];
        assert!(path(&hostile).len() < 10_000);
        assert_eq!(path(&[]), "");
    }
}
