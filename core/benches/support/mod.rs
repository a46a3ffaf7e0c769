//! Pictures with known answers, for the tests and the benchmark of prints: rooms that nobody lives in, and what is
//! done to photos on their way.
#![allow(dead_code, unreachable_pub, reason = "tests and benchmark use different parts")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a painter's arithmetic, on pictures of a few hundred pixels"
)]

pub mod changes;
pub mod rooms;

mod brush;

pub use changes::Change;
pub use rooms::Negative;
