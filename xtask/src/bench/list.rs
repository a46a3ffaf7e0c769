//! Every benchmark, and what its figures are held against: the promises of the product in one place.

/// A benchmark, and the figures that its output holds.
pub(super) struct Bench {
    pub(super) name: &'static str,
    pub(super) run: Run,
    pub(super) figures: &'static [Figure],
}

/// How a benchmark is run.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// By cargo, with these arguments.
    Cargo(&'static [&'static str]),
    /// The library as phones get it, built and measured.
    PhoneLibrary,
    /// Calls from Kotlin on the JVM.
    Jvm,
}

impl Run {
    /// Whether the program of a server is started: by benchmarks of the whole system and by apps.
    pub(super) fn needs_server(self) -> bool {
        match self {
            Self::Cargo(arguments) => arguments.contains(&"ruhu-tests"),
            Self::PhoneLibrary => false,
            Self::Jvm => true,
        }
    }
}

/// A figure: the number that stands before `unit` in the first line that begins with `line`.
///
/// Criterion's `time: [low middle high]` counts as a line of the benchmark named above it, with the middle value.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) line: &'static str,
    pub(super) unit: &'static str,
    pub(super) limit: Limit,
}

/// What a figure is held against.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    /// Shown for comparison.
    None,
    AtLeast(f64),
    AtMost(f64),
    /// At least this, or another figure if that is lower: a disk cannot be outrun.
    AtLeastOr(f64, &'static str),
}

pub(super) const DISK: &str = "the disk alone, same files";

/// The one list of benchmarks.
pub(super) const BENCHES: &[Bench] = &[
    Bench {
        name: "photo",
        run: Run::Cargo(&["bench", "--package", "ruhu-core", "--bench", "photo"]),
        figures: &[
            Figure {
                name: "intake of a 12-megapixel photo",
                line: "photo/intake_12_megapixels",
                unit: "ms",
                limit: Limit::AtMost(400.0),
            },
            Figure {
                name: "  as a process / vipsthumbnail, two sizes",
                line: "intake against vipsthumbnail:",
                unit: "times",
                limit: Limit::AtMost(1.0),
            },
            Figure {
                name: "  its peak memory",
                line: "watermark burnt in, peak memory of one intake:",
                unit: "MB",
                limit: Limit::AtMost(80.0),
            },
            Figure {
                name: "one photo among 1,000,000, p99",
                line: "one photo among 1,000,000, both ways round, p99:",
                unit: "ms",
                limit: Limit::AtMost(5.0),
            },
        ],
    },
    Bench {
        name: "places",
        run: Run::Cargo(&["bench", "--package", "ruhu-core", "--bench", "places"]),
        figures: &[Figure {
            name: "100,000 fixes against 600 villages",
            line: "places/villages_of_100000_fixes",
            unit: "ms",
            limit: Limit::AtMost(100.0),
        }],
    },
    Bench {
        name: "phone",
        run: Run::Cargo(&["bench", "--package", "ruhu-core", "--features", "device", "--bench", "phone"]),
        figures: &[
            Figure {
                name: "phone: save of one answer, p99",
                line: "save one answer, p99",
                unit: "ms",
                limit: Limit::AtMost(2.0),
            },
            Figure {
                name: "  the disk alone, overwrite and fsync, p99",
                line: "the disk alone, overwrite and fsync",
                unit: "ms",
                limit: Limit::None,
            },
            Figure {
                name: "phone: 100,000 households, 500 visits open",
                line: "open roster of 100,000",
                unit: "ms",
                limit: Limit::AtMost(300.0),
            },
            Figure {
                name: "phone: first search, index loaded",
                line: "first search",
                unit: "ms",
                limit: Limit::AtMost(500.0),
            },
            Figure {
                name: "phone: search, p99",
                line: "search in 100,000, p99",
                unit: "ms",
                limit: Limit::AtMost(50.0),
            },
        ],
    },
    Bench {
        name: "assessment",
        run: Run::Cargo(&["bench", "--package", "ruhu-core", "--bench", "assessment"]),
        figures: &[Figure {
            name: "assessment of 100,000 households",
            line: "assess 100000 households",
            unit: "ms",
            limit: Limit::AtMost(1_000.0),
        }],
    },
    Bench {
        name: "form",
        run: Run::Cargo(&["bench", "--package", "ruhu-server", "--no-default-features", "--bench", "form"]),
        figures: &[
            Figure {
                name: "form of 1,000 questions: import",
                line: "import from the workbook",
                unit: "ms",
                limit: Limit::AtMost(100.0),
            },
            Figure {
                name: "  a draft opened",
                line: "open a draft with every question answered",
                unit: "ms",
                limit: Limit::AtMost(20.0),
            },
            Figure {
                name: "  one answer and what follows, p50",
                line: "one answer with its dependents, p50",
                unit: "ms",
                limit: Limit::None,
            },
            Figure {
                name: "  one answer and what follows, p99",
                line: "one answer with its dependents, p99",
                unit: "ms",
                limit: Limit::AtMost(1.0),
            },
            Figure {
                name: "  100,000 choices, by a column",
                line: "choice_filter over 100,000 rows, by its column",
                unit: "ms",
                limit: Limit::AtMost(30.0),
            },
            Figure {
                name: "  100,000 choices, row by row",
                line: "choice_filter over 100,000 rows, row by row",
                unit: "ms",
                limit: Limit::AtMost(30.0),
            },
            Figure {
                name: "  ours / xforms-engine, load",
                line: "ours against xforms-engine, load",
                unit: "times",
                limit: Limit::AtMost(1.0),
            },
            Figure {
                name: "  ours / xforms-engine, one answer, p50",
                line: "ours against xforms-engine, one answer, p50",
                unit: "times",
                limit: Limit::AtMost(1.0),
            },
            Figure {
                name: "  ours / xforms-engine, one answer, p99",
                line: "ours against xforms-engine, one answer, p99",
                unit: "times",
                limit: Limit::AtMost(1.0),
            },
        ],
    },
    Bench {
        name: "sync",
        run: Run::Cargo(&["run", "--release", "--package", "ruhu-tests", "--bin", "sync-bench"]),
        figures: &[
            Figure {
                name: "phone: 60 visits, 240 photos sync",
                line: "sync of 240 photos:",
                unit: "s",
                limit: Limit::None,
            },
            Figure {
                name: "  its peak memory",
                line: "phone peak memory:",
                unit: "MB",
                limit: Limit::AtMost(60.0),
            },
        ],
    },
    Bench {
        name: "bad-link",
        run: Run::Cargo(&["run", "--release", "--package", "ruhu-tests", "--bin", "bad-link-bench"]),
        figures: &[
            Figure {
                name: "1 Mbit/s, 200 ms, 5% loss, cuts: time",
                line: "1 Mbit/s, all:",
                unit: "times",
                limit: Limit::AtMost(1.15),
            },
            Figure {
                name: "  bytes sent / payload",
                line: "1 Mbit/s, all, bytes:",
                unit: "times",
                limit: Limit::AtMost(1.05),
            },
            // Of it, 1.3 are the line's: three packets in ten go over it twice.
            Figure {
                name: "64 kbit/s, 2 s, 30% loss: time",
                line: "64 kbit/s, thumbnails:",
                unit: "times",
                limit: Limit::None,
            },
            Figure {
                name: "  bytes sent / payload",
                line: "64 kbit/s, thumbnails, bytes:",
                unit: "times",
                limit: Limit::AtMost(1.1),
            },
        ],
    },
    Bench {
        name: "pack",
        run: Run::Cargo(&["bench", "--package", "ruhu-server", "--bench", "pack"]),
        figures: &[
            Figure {
                name: "pack of 100 households, 400 photos",
                line: "organiser cold",
                unit: "ms",
                limit: Limit::AtMost(10_000.0),
            },
            Figure { name: "  its size", line: "organiser cold", unit: "KB", limit: Limit::AtMost(60_000.0) },
        ],
    },
    Bench {
        name: "ingest",
        run: Run::Cargo(&["run", "--release", "--package", "ruhu-tests", "--bin", "ingest-bench"]),
        figures: &[
            Figure {
                name: "sealed visits from 8 phones",
                line: "visits:",
                unit: "visits/s",
                limit: Limit::AtLeast(3_000.0),
            },
            Figure {
                name: "300 KB photos",
                line: "photos:",
                unit: "MB/s",
                limit: Limit::AtLeastOr(150.0, DISK),
            },
            Figure { name: DISK, line: "the disk alone", unit: "MB/s", limit: Limit::None },
            Figure {
                name: "server's peak memory",
                line: "server peak memory:",
                unit: "MB",
                limit: Limit::AtMost(150.0),
            },
        ],
    },
    Bench {
        name: "load",
        run: Run::Cargo(&["run", "--release", "--package", "ruhu-tests", "--bin", "load-bench"]),
        figures: &[
            Figure {
                name: "2,000 phones come back: push, p99",
                line: "push of 50 entries, p99:",
                unit: "ms",
                limit: Limit::AtMost(500.0),
            },
            Figure { name: "  records lost", line: "records of", unit: "lost", limit: Limit::AtMost(0.0) },
            Figure {
                name: "  records twice",
                line: "records twice:",
                unit: "records",
                limit: Limit::AtMost(0.0),
            },
            Figure {
                name: "  photos lost or damaged",
                line: "photos of",
                unit: "lost",
                limit: Limit::AtMost(0.0),
            },
            Figure {
                name: "  server's peak memory",
                line: "server peak memory under load:",
                unit: "MB",
                limit: Limit::AtMost(512.0),
            },
        ],
    },
    Bench {
        name: "library",
        run: Run::PhoneLibrary,
        figures: &[Figure {
            // `cargo xtask targets` holds the libraries of phones to 8 MB.
            name: "library of this machine, stripped",
            line: "library for phones",
            unit: "MB",
            limit: Limit::None,
        }],
    },
    Bench {
        name: "jvm",
        run: Run::Jvm,
        figures: &[
            Figure {
                name: "JVM: one answer, without the store",
                line: "answer across the FFI, store locked",
                unit: "us",
                limit: Limit::AtMost(50.0),
            },
            Figure {
                name: "  with the store, on the disk",
                line: "answer across the FFI, saved",
                unit: "us",
                limit: Limit::None,
            },
            Figure {
                name: "  with the store, as a coroutine",
                line: "answer as a coroutine, saved",
                unit: "us",
                limit: Limit::None,
            },
        ],
    },
];
