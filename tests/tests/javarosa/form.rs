//! The world of the cases as an XForm.

use std::fmt::Write;

/// What the questions that are more than texts hold, as an author would type them.
const TYPES: &[(&str, &[&str])] = &[
    (
        "int",
        &[
            "/data/age",
            "/data/debt",
            "/data/zero",
            "/data/one",
            "/data/hidden/secret",
            "/data/hidden/room/size",
            "/data/person/age",
            "/data/person/child/age",
            "/data/flag",
            "/data/weight",
        ],
    ),
    ("decimal", &["/data/income", "/data/person/pay"]),
    ("date", &["/data/day", "/data/later"]),
    ("dateTime", &["/data/moment", "/data/utc"]),
    ("time", &["/data/clock"]),
    ("geopoint", &["/data/place", "/data/stop/place"]),
    ("geotrace", &["/data/trace"]),
    ("geoshape", &["/data/shape"]),
];

/// What switches off the nodes that the world says are not relevant. The first keeps a table: JavaRosa drops those that
/// no rule asks for.
const RELEVANT: &[(&str, &str)] = &[
    ("/data/yes", "count(instance('nothing')/root/item) = 0"),
    ("/data/hidden", "false()"),
    ("/data/person", "position() != 4"),
    ("/data/person/child", "position(..) != 3 or position() != 2"),
];

const REPEATS: &[&str] = &["person", "stop", "letter", "flag", "weight"];

/// The form, from the answers as an indented text and a table as CSV.
pub(crate) fn xform(answers: &str, towns: &str) -> String {
    let (columns, rows) = towns.split_once('\n').unwrap();
    let mut form = "<h:html xmlns='http://www.w3.org/2002/xforms' xmlns:h='http://www.w3.org/1999/xhtml' \
                    xmlns:jr='http://openrosa.org/javarosa'><h:head><h:title>World</h:title><model>\
                    <itext><translation lang='zh'><text id='greeting'><value>您好</value></text></translation>\
                    </itext><instance>"
        .to_owned();
    write_answers(answers, &mut form);
    form.push_str("</instance>");
    write_table("towns", columns, rows, &mut form);
    write_table("nothing", columns, "", &mut form);
    for (kind, paths) in TYPES {
        paths.iter().for_each(|path| write!(form, "<bind nodeset='{path}' type='{kind}'/>").unwrap());
    }
    for (path, condition) in RELEVANT {
        write!(form, "<bind nodeset='{path}' relevant=\"{condition}\"/>").unwrap();
    }
    form.push_str("</model></h:head><h:body>");
    form.push_str(
        "<select ref='/data/picks'><label>Picks</label><item><label>甲</label><value>a</value></item>\
         <item><label>丙</label><value>c</value></item><item><label>戊</label><value>e</value></item></select>\
         <select1 ref='/data/one_pick'><itemset nodeset=\"instance('towns')/root/item\"><value ref='name'/>\
         <label ref='label'/></itemset></select1>",
    );
    for name in REPEATS {
        let inner = if *name == "person" {
            "<group ref='/data/person/child'><repeat nodeset='/data/person/child'><input \
             ref='/data/person/child/name'/></repeat></group>"
        } else {
            ""
        };
        write!(form, "<group ref='/data/{name}'><repeat nodeset='/data/{name}'>{inner}</repeat></group>")
            .unwrap();
    }
    form.push_str("</h:body></h:html>");
    form
}

fn write_answers(answers: &str, form: &mut String) {
    let mut open: Vec<(usize, &str)> = Vec::new();
    for line in answers.lines() {
        let depth = line.len() - line.trim_start().len();
        let line = line.strip_suffix(" !").unwrap_or(line).trim_start();
        let (name, value) = line.split_once(" = ").unwrap_or((line, ""));
        close(&mut open, depth, form);
        let root = if open.is_empty() { " id='world' version='visit@0123456789abcdef'" } else { "" };
        write!(form, "<{name}{root}>{}", value.trim_matches('"')).unwrap();
        open.push((depth, name));
    }
    close(&mut open, 0, form);
}

/// Closes the elements that end before a line of this depth.
fn close(open: &mut Vec<(usize, &str)>, depth: usize, form: &mut String) {
    while let Some((_, name)) = open.pop_if(|(other, _)| *other >= depth) {
        write!(form, "</{name}>").unwrap();
    }
}

fn write_table(name: &str, columns: &str, rows: &str, form: &mut String) {
    write!(form, "<instance id='{name}'><root>").unwrap();
    for row in rows.lines() {
        form.push_str("<item>");
        for (column, cell) in columns.split(',').zip(row.split(',')) {
            write!(form, "<{column}>{cell}</{column}>").unwrap();
        }
        form.push_str("</item>");
    }
    form.push_str("</root></instance>");
}
