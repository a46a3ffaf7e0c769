//! Where we differ from JavaRosa on purpose: `differences.txt` is the one definition of it.
//!
//! A difference begins with `# its name`, followed by what JavaRosa does, what Ruhu does, why, and the clause that says so,
//! one line each; then come its cases: `expression ¦ context ¦ our value ¦ JavaRosa's`.

use super::{cases::columns, engine::VERSION};

const LIST: &str = include_str!("differences.txt");
const HEADS: [&str; 4] = ["JavaRosa: ", "Ruhu: ", "Why: ", "Clause: "];

/// One deliberate difference.
pub(crate) struct Difference {
    pub(crate) name: &'static str,
    /// What JavaRosa does, what Ruhu does, why, and the clause.
    texts: [&'static str; 4],
    pub(crate) cases: Vec<Listed>,
}

/// A case in which it shows: the expression, its context, our value, JavaRosa's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Listed(pub(crate) [String; 4]);

/// All of them.
pub(crate) fn differences() -> Vec<Difference> {
    LIST.split("\n# ").skip(1).map(difference).collect()
}

fn difference(block: &'static str) -> Difference {
    let mut lines = block.lines();
    let name = lines.next().unwrap();
    let texts = HEADS.map(|head| {
        let line = lines.next().unwrap_or_default();
        line.strip_prefix(head).unwrap_or_else(|| panic!("{name}: “{head}” is missing: {line}"))
    });
    let rest: Vec<&str> = lines.collect();
    let cases: Vec<Listed> = columns(&rest.join("\n"))
        .map(|columns| {
            let owned: Vec<String> = columns.into_iter().map(str::to_owned).collect();
            Listed(owned.try_into().unwrap_or_else(|found| panic!("{name}: four columns: {found:?}")))
        })
        .collect();
    assert!(!cases.is_empty(), "{name} has no case");
    Difference { name, texts, cases }
}

/// The table as Markdown, with the first case of each as an example.
pub(crate) fn table() -> String {
    let mut table = format!(
        "| Difference | JavaRosa {VERSION} | Ruhu | Why | Source | Cases | Example | JavaRosa's value | Ruhu's value |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    for Difference { name, texts, cases } in differences() {
        let Listed([expression, _, ours, theirs]) = &cases[0];
        let mut cells = vec![code(name)];
        cells.extend(texts.map(str::to_owned));
        cells.push(cases.len().to_string());
        cells.extend([expression, theirs, ours].map(|text| code(text)));
        // A bare `|` would end its cell.
        cells.iter().for_each(|cell| table.extend(["| ", &cell.replace('|', "\\|"), " "]));
        table.push_str("|\n");
    }
    table
}

fn code(text: &str) -> String {
    format!("`{text}`")
}
