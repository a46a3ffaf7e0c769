//! The table that developers read.

use super::{
    elf::{Facts, PAGE},
    target::Target,
};

/// What came of linking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Linked {
    /// It was not tried, or failed.
    No,
    /// With stand-ins: nothing to ship.
    CheckOnly,
    /// A static library; the app's linker links it.
    Archive,
    /// With the proper kit.
    Yes,
}

/// One target.
pub(super) struct Row {
    pub(super) target: Target,
    /// Whether the proper kit was used.
    pub(super) proper: bool,
    pub(super) linked: Linked,
    pub(super) facts: Option<Facts>,
    /// Size of the file.
    pub(super) bytes: Option<u64>,
    /// Why it did not compile.
    pub(super) problem: Option<String>,
}

impl Row {
    /// Whether nothing is wrong.
    pub(super) fn is_good(&self) -> bool {
        self.problem.is_none() && self.facts.as_ref().is_none_or(|facts| facts.is_fit(self.target))
    }

    fn cells(&self) -> [String; 8] {
        let facts = self.facts.as_ref();
        let dash = || "-".to_owned();
        [
            self.target.triple().to_owned(),
            if self.proper { "kit" } else { "stand-in" }.to_owned(),
            if self.problem.is_none() { "yes" } else { "NO" }.to_owned(),
            match self.linked {
                Linked::No => "no",
                Linked::CheckOnly => "check only",
                Linked::Archive => "no (static)",
                Linked::Yes => "yes",
            }
            .to_owned(),
            self.bytes.map_or_else(dash, |bytes| bytes.to_string()),
            facts.map_or_else(dash, |facts| self.megabytes(facts)),
            facts.map_or_else(dash, |facts| {
                let smallest = facts.alignments.iter().min().copied().unwrap_or_default();
                if facts.is_aligned() { format!("{PAGE:#x}") } else { format!("{smallest:#x} WRONG") }
            }),
            facts.map_or_else(dash, |facts| facts.needs.join(" ")),
        ]
    }

    fn megabytes(&self, facts: &Facts) -> String {
        let limit = self.target.limit().map(|limit| format!(" of {}", limit / 1_000_000)).unwrap_or_default();
        let over = if facts.fits(self.target) { "" } else { " TOO LARGE" };
        let stripped = if facts.stripped { "" } else { " NOT STRIPPED" };
        format!("{}.{:02}{limit}{over}{stripped}", facts.bytes / 1_000_000, facts.bytes % 1_000_000 / 10_000)
    }
}

const HEADINGS: [&str; 8] = ["target", "with", "compiled", "linked", "bytes", "MB", "pages", "needs"];

/// Prints the table and what it means.
pub(super) fn print(rows: &[Row]) {
    let mut lines = vec![HEADINGS.map(ToOwned::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    println!("\nruhu-mobile, and with it ruhu-core with `device`:");
    for line in &lines {
        let padded = line.iter().enumerate().map(|(column, cell)| {
            let width = lines.iter().filter_map(|line| line.get(column)).map(String::len).max();
            format!("{cell:<width$}", width = width.unwrap_or_default())
        });
        println!("{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
    for row in rows {
        if let Some(problem) = &row.problem {
            println!("{}: {problem}", row.target.triple());
        }
    }
    let any = |what: fn(&Row) -> bool| rows.iter().any(what);
    if any(|row| !row.proper) {
        println!("{STAND_IN}");
    }
    if any(|row| row.linked == Linked::Archive) {
        println!("{ARCHIVE}");
    }
    if any(|row| row.linked == Linked::No && row.problem.is_none()) {
        println!("{READ_ONLY}");
    }
}

const STAND_IN: &str = "
stand-in: compiled by Debian's Rust with headers that are not the phone's and, for Android, linked with libraries that
hold names and no code. It shows that the code compiles, how large it gets and how it is laid out. It is a check only:
nothing of it may be shipped, and nothing of it ran. For libraries that may be shipped: Android needs the NDK
(ANDROID_NDK_HOME), iOS a Mac with Xcode, both `rustup target add TARGET`.";

const ARCHIVE: &str = "no (static): the library for iOS is an archive for the app's linker; no linker of Apple's has seen it here.";

const READ_ONLY: &str = "compiled, and no more: `cargo check` read the Rust; C was not compiled.";

#[cfg(test)]
mod tests {
    use super::*;

    fn row(facts: Option<Facts>, problem: Option<&str>) -> Row {
        let bytes = facts.as_ref().map(|facts| facts.bytes);
        let problem = problem.map(ToOwned::to_owned);
        Row { target: Target::AndroidArm64, proper: false, linked: Linked::CheckOnly, facts, bytes, problem }
    }

    fn facts(bytes: u64, alignment: u64) -> Facts {
        Facts { bytes, alignments: vec![PAGE, alignment], needs: vec!["libc.so".to_owned()], stripped: true }
    }

    #[test]
    fn a_good_library_says_its_size_and_pages() {
        let row = row(Some(facts(7_539_160, PAGE)), None);
        assert!(row.is_good());
        let expected = [
            "aarch64-linux-android",
            "stand-in",
            "yes",
            "check only",
            "7539160",
            "7.53 of 8",
            "0x4000",
            "libc.so",
        ];
        assert_eq!(row.cells(), expected.map(ToOwned::to_owned));
    }

    #[test]
    fn small_pages_too_many_bytes_and_errors_are_bad() {
        assert!(!row(Some(facts(1, 0x1000)), None).is_good());
        assert!(!row(Some(facts(8_000_001, PAGE)), None).is_good());
        assert!(!row(None, Some("does not build")).is_good());
        assert!(row(None, None).is_good());
        assert_eq!(row(Some(facts(1, 0x1000)), None).cells()[6], "0x1000 WRONG");
    }
}
