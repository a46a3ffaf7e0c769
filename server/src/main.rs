//! ruhu
fn main() {}
