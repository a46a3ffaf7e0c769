//! What the demo is asked to do.

use std::path::PathBuf;

/// Options of one run.
#[derive(Debug, Clone)]
pub struct DemoOptions {
    /// Where everything goes.
    pub out: PathBuf,
    /// Households on the roster that are good.
    pub households: usize,
    /// Phones that survey them.
    pub phones: usize,
    /// JPEGs to use as photos; drawn by code where there is none.
    pub photos: Option<PathBuf>,
    /// Which part of the visits is dishonest, from 0 to 0.5.
    pub dishonest: f64,
    /// Makes the same village again.
    pub seed: u64,
    /// Whether the server stays up at the end.
    pub serve: bool,
    /// Further folders to look for fonts in.
    pub font_path: Vec<PathBuf>,
}

/// Most households of one demo: one village.
pub(super) const MAX_HOUSEHOLDS: usize = 300;
/// Largest part of the visits that may be dishonest: beyond it there are not enough honest ones to copy from.
pub(super) const MAX_DISHONEST: f64 = 0.5;
/// Most phones of one demo.
pub(super) const MAX_PHONES: usize = 20;
