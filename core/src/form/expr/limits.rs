//! Every bound of the expression language, in one place.

/// Characters of one expression: what a cell of a workbook holds.
pub const MAX_TEXT_CHARS: usize = 32_767;
/// Nesting of parentheses, calls, predicates and signs.
pub const MAX_DEPTH: usize = 100;
/// Terms, operands and path steps of one expression.
pub const MAX_NODES: usize = 10_000;
/// Terms evaluated and nodes visited by one evaluation.
pub const MAX_STEPS: u64 = 4_000_000;
/// Bytes of any text that an evaluation builds.
pub const MAX_RESULT_BYTES: usize = 1 << 20;
/// Bytes of a regular expression before it is compiled.
pub const MAX_REGEX_BYTES: usize = 4_096;
/// Bytes of a compiled regular expression, and of its lazily built automaton.
pub const MAX_REGEX_PROGRAM: usize = 1 << 20;
/// Nested groups in a regular expression.
pub const MAX_REGEX_DEPTH: u32 = 50;
/// Regular expressions that one evaluation compiles because they are not literals.
pub const MAX_COMPUTED_REGEXES: usize = 64;
/// Characters of `uuid(n)`.
pub const MAX_RANDOM_CHARS: usize = 1_000;
