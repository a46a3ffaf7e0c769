//! One function per target: any bytes in, a panic where something does not hold, and whether the bytes were accepted.

pub mod expression;
pub mod form_text;
pub mod workbook;

mod form;
mod parts;
mod world;
