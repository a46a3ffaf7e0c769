//! Moving a phone's store to another phone: what the office, which gives the code out, and the phones agree on.

/// Letters and digits of a moving code (搬家码): 80 bits, typed once on each phone.
pub const MOVING_CODE_LENGTH: usize = 16;
