//! The two works: reading the code for a target, and building the library that ships. Both routes do the same.

use std::process::Command;

use super::target::Target;

/// What cargo is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// `cargo check`: our Rust and that of every dependency, no C.
    Check,
    /// The library in the profile for phones, C included.
    Build,
}

/// C is compiled for size as Rust is. It never unwinds; OpenSSL's tables for two curves that the store does not use are up
/// to 0.7 MB; and zstd compresses messages at level 3, which is the second of its nine ways.
const C_FLAGS: &str = "-Os -fno-unwind-tables -fno-asynchronous-unwind-tables \
    -UECP_NISTZ256_ASM -UECP_SM2P256_ASM \
    -DZSTD_EXCLUDE_GREEDY_BLOCK_COMPRESSOR -DZSTD_EXCLUDE_LAZY_BLOCK_COMPRESSOR \
    -DZSTD_EXCLUDE_LAZY2_BLOCK_COMPRESSOR -DZSTD_EXCLUDE_BTLAZY2_BLOCK_COMPRESSOR \
    -DZSTD_EXCLUDE_BTOPT_BLOCK_COMPRESSOR -DZSTD_EXCLUDE_BTULTRA_BLOCK_COMPRESSOR";

/// Parts of SQLite that its Rust package brings and the phone's store has no use for: searching in texts, boxes, statistics
/// of pages.
const SQLITE_FLAGS: &str = "-USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_FTS5 \
    -USQLITE_ENABLE_RTREE -USQLITE_ENABLE_DBSTAT_VTAB";

/// How Android's libraries are linked: in pages of 16 KB on every processor, and with the table of addresses packed, which
/// Android has read since version 6 and which is otherwise a tenth of the library.
const ANDROID_LINK: [&str; 3] =
    ["--", "-Clink-arg=-Wl,-z,max-page-size=16384", "-Clink-arg=-Wl,--pack-dyn-relocs=android"];

impl Work {
    /// The words after `cargo`. `ruhu-mobile` asks for `ruhu-core` with `device`: this compiles both.
    pub(super) fn arguments(self, target: Target) -> Vec<&'static str> {
        let mut words = match self {
            Self::Check => vec!["check"],
            Self::Build => vec!["rustc", "--profile", "phone", "--crate-type", target.crate_type()],
        };
        words.extend(["--package", "ruhu-mobile", "--lib", "--target", target.triple()]);
        if self == Self::Build && target.is_android() {
            words.extend(ANDROID_LINK);
        }
        words
    }
}

/// What every build for phones is told, whoever compiles.
pub(super) fn settings(command: &mut Command, target: Target) {
    command
        .env(target.variable("CFLAGS"), C_FLAGS)
        .env("LIBSQLITE3_FLAGS", SQLITE_FLAGS)
        .env("CARGO_INCREMENTAL", "0");
}
