//! The table: place, and what it must never import.

/// One row of the table.
pub(crate) struct Rule {
    /// Files and folders it holds for, from the root of the workspace.
    pub(crate) places: &'static [&'static str],
    /// Files and folders inside them for which it does not.
    pub(crate) except: &'static [&'static str],
    /// Paths that must not be named; whatever is below them is meant as well.
    pub(crate) never: &'static [&'static [&'static str]],
    /// Whether SQL text is allowed.
    pub(crate) sql_text: bool,
    /// The rule in words.
    pub(crate) words: &'static str,
}

const SQL: &[&str] = &["rusqlite", "tokio_postgres", "deadpool_postgres", "sqlx"];
const HTTP_CLIENT: &[&str] = &["ureq", "reqwest", "hyper", "fantoccini"];
const WEB: &[&str] = &["axum", "tower", "tower_http", "tokio", "askama", "utoipa"];
const DISK_AND_NETWORK: &[&str] = &["std::fs", "std::net", "std::process", "std::env", "tempfile", "tokio"];
const NOW: &[&str] =
    &["std::time::SystemTime", "std::time::Instant", "jiff::Timestamp::now", "jiff::Zoned::now"];
const RANDOM: &[&str] = &["rand", "rand_chacha", "getrandom", "fastrand"];
const DEVICE_HALF: &[&str] = &["ruhu_core::capture", "ruhu_core::store", "ruhu_core::sync"];
const SERVER: &[&str] = &["ruhu_server"];
const SERVER_ACTIONS: &[&str] = &[
    "ruhu_server::ingest",
    "ruhu_server::casework",
    "ruhu_server::review",
    "ruhu_server::pack",
    "ruhu_server::posting",
    "ruhu_server::spot_check",
    "ruhu_server::statistics",
    "ruhu_server::api",
    "ruhu_server::console",
];

/// The table of the design, and the folder rules above it.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        places: &["core/src"],
        except: &[
            "core/src/lib.rs",
            "core/src/clock.rs",
            "core/src/wire",
            "core/src/capture",
            "core/src/store",
            "core/src/sync",
        ],
        never: &[DEVICE_HALF, &["ruhu_core::wire"], SQL, HTTP_CLIENT, DISK_AND_NETWORK, NOW, RANDOM],
        sql_text: false,
        words: "nouns, forms, sampling and the journal are pure: no store, sync, wire, I/O, now() or random source",
    },
    Rule {
        places: &["core/src/wire"],
        except: &[],
        never: &[DEVICE_HALF, SQL, HTTP_CLIENT, WEB, DISK_AND_NETWORK, NOW, RANDOM],
        sql_text: false,
        words: "wire knows no store, HTTP or SQL",
    },
    Rule {
        places: &["core/src/store"],
        except: &[],
        never: &[&["ruhu_core::capture", "ruhu_core::sync"], HTTP_CLIENT],
        sql_text: true,
        words: "the phone's store knows neither capture nor sync nor HTTP",
    },
    Rule {
        places: &["core/src/capture"],
        except: &[],
        never: &[&["ruhu_core::sync"], HTTP_CLIENT, SQL],
        sql_text: false,
        words: "capture works offline: no sync",
    },
    Rule {
        places: &[
            "core/src/sync/books.rs",
            "core/src/sync/check.rs",
            "core/src/sync/engine.rs",
            "core/src/sync/error.rs",
            "core/src/sync/evidence.rs",
            "core/src/sync/photos.rs",
            "core/src/sync/progress.rs",
            "core/src/sync/push.rs",
            "simulation/src",
        ],
        except: &["simulation/src/main.rs"],
        never: &[
            &["ruhu_core::store", "ruhu_core::capture", "ruhu_core::sync::http", "ruhu_core::sync::remote"],
            SQL,
            HTTP_CLIENT,
            DISK_AND_NETWORK,
            NOW,
        ],
        sql_text: false,
        words: "the engine of a sync and its simulation know two traits, and no store, network or clock",
    },
    Rule {
        places: &["core/src/sync/limits.rs", "core/src/sync/pace.rs", "core/src/sync/plan.rs"],
        except: &[],
        never: &[
            &["ruhu_core::store", "ruhu_core::capture", "ruhu_core::sync::engine", "ruhu_core::sync::http"],
            SQL,
            HTTP_CLIENT,
            DISK_AND_NETWORK,
            NOW,
            RANDOM,
        ],
        sql_text: false,
        words: "the plan of a sync is decided from messages alone",
    },
    Rule {
        places: &["core/src", "mobile-bindings/src", "server/src"],
        except: &["core/src/sync/http.rs"],
        never: &[HTTP_CLIENT],
        sql_text: true,
        words: "only sync::http names an HTTP client",
    },
    Rule {
        places: &["core/src"],
        except: &[],
        never: &[SERVER, WEB, &["ruhu_mobile"]],
        sql_text: true,
        words: "core knows no web and no server",
    },
    Rule {
        places: &["mobile-bindings/src"],
        except: &[],
        never: &[SQL, HTTP_CLIENT, SERVER, WEB],
        sql_text: false,
        words: "the bindings convert, delegate and return: no SQL, HTTP or server",
    },
    Rule {
        places: &[
            "server/src/ingest",
            "server/src/casework",
            "server/src/evidence",
            "server/src/review",
            "server/src/pack",
            "server/src/posting",
            "server/src/spot_check",
        ],
        except: &[],
        never: &[SQL, &["axum"]],
        sql_text: false,
        words: "what the server decides, it decides without axum and SQL",
    },
    Rule {
        places: &["server/src/api"],
        except: &[],
        never: &[SQL, &["ruhu_server::console"]],
        sql_text: false,
        words: "an endpoint holds no SQL and knows no page",
    },
    Rule {
        places: &["server/src/console"],
        except: &[],
        never: &[SQL, &["ruhu_server::api"]],
        sql_text: false,
        words: "a page holds no SQL and knows no endpoint",
    },
    Rule {
        places: &["server/src/store"],
        except: &[],
        never: &[&["axum"], SERVER_ACTIONS],
        sql_text: true,
        words: "the server's store knows neither axum nor what is done with it",
    },
    Rule {
        places: &["server/src"],
        except: &["server/src/demo"],
        never: &[DEVICE_HALF],
        sql_text: true,
        words: "only the demo runs phones in the server's process",
    },
    Rule {
        places: &["xtask/src"],
        except: &[],
        never: &[SERVER, &["ruhu_core", "ruhu_mobile", "ruhu_tests"]],
        sql_text: true,
        words: "the developer's commands use nothing of ours",
    },
];

/// Places of the design that later work brings; every other place must be there, or its rule would hold for nothing.
pub(crate) const PLANNED: &[&str] = &["server/src/posting"];

/// Longest file, tests included.
pub(crate) const MAX_FILE_LINES: usize = 400;

/// Files that are longer, each with its reason.
pub(crate) const LONG_FILES: &[(&str, &str)] = &[];
