//! Small forms out of large ones: a group of a checklist with the lists it needs.

use std::collections::BTreeSet;

use super::sheets::Sheet;

/// Most bytes of an example as Markdown; a larger group is taken apart.
const MAX_BYTES: usize = 3_000;

/// A form of a few questions.
pub(super) struct Example {
    sheets: Vec<Sheet>,
}

impl Example {
    pub(super) fn markdown(&self) -> String {
        self.sheets.iter().map(Sheet::markdown).collect()
    }

    pub(super) fn csv(&self) -> String {
        self.sheets.iter().map(Sheet::csv).collect()
    }

    /// Its sheets as parts of a workbook.
    pub(super) fn workbook(&self) -> String {
        (1..).zip(&self.sheets).map(|(number, sheet)| sheet.xml(number)).collect()
    }
}

/// The examples that a form gives; together they hold each of its groups.
pub(super) fn of(sheets: &[Sheet]) -> Vec<Example> {
    let find = |name: &str| sheets.iter().find(|sheet| sheet.name == name);
    let Some(survey) = find("survey") else { return Vec::new() };
    let rows = survey.rows.get(1..).unwrap_or_default();
    let mut examples = Vec::new();
    take_apart(rows, survey, &mut |rows| {
        let example = example(rows, survey, find("choices"), find("settings"));
        let fits = example.markdown().len() <= MAX_BYTES;
        if fits {
            examples.push(example);
        }
        fits
    });
    examples
}

/// Offers the rows; where they are too many, the groups among them, what is inside a group, or halves.
fn take_apart(rows: &[Vec<String>], survey: &Sheet, offer: &mut impl FnMut(&[Vec<String>]) -> bool) {
    if rows.is_empty() || offer(rows) || rows.len() == 1 {
        return;
    }
    let (first, others) = rows.split_at(first_part(rows, survey));
    if !others.is_empty() {
        take_apart(first, survey, offer);
        take_apart(others, survey, offer);
        return;
    }
    match rows {
        [begin, inside @ .., _] if step(begin, survey) == 1 => take_apart(inside, survey, offer),
        _ => {
            let (one, other) = rows.split_at(rows.len() / 2);
            take_apart(one, survey, offer);
            take_apart(other, survey, offer);
        }
    }
}

/// How many rows the first group has, or the questions before it.
fn first_part(rows: &[Vec<String>], survey: &Sheet) -> usize {
    let mut depth = 0;
    for (at, row) in rows.iter().enumerate() {
        let step = step(row, survey);
        if step == 1 && depth == 0 && at > 0 {
            return at;
        }
        depth += step;
        if step == -1 && depth == 0 {
            return at + 1;
        }
    }
    rows.len()
}

/// How much deeper the rows after this one stand.
fn step(row: &[String], survey: &Sheet) -> i32 {
    let kind = survey.column("type").and_then(|column| row.get(column)).map_or("", String::as_str);
    if kind.starts_with("begin_") {
        1
    } else if kind.starts_with("end_") {
        -1
    } else {
        0
    }
}

fn example(
    rows: &[Vec<String>],
    survey: &Sheet,
    choices: Option<&Sheet>,
    settings: Option<&Sheet>,
) -> Example {
    let strangers: Vec<Vec<String>> =
        strangers(rows, survey).into_iter().map(|name| hidden(&name, survey)).collect();
    let mut sheets = vec![survey.with_rows(strangers.iter().chain(rows))];
    if let Some(choices) = choices {
        let kinds = survey.column("type");
        let asked: BTreeSet<&str> =
            rows.iter().filter_map(|row| row.get(kinds?)?.split_whitespace().nth(1)).collect();
        let lists = choices.column("list_name");
        let of_lists = choices.rows.iter().skip(1).filter(|row| {
            lists.and_then(|column| row.get(column)).is_some_and(|list| asked.contains(list.as_str()))
        });
        sheets.push(choices.with_rows(of_lists));
    }
    sheets.extend(settings.map(|settings| settings.with_rows(settings.rows.iter().skip(1))));
    Example { sheets }
}

/// Names that the rows ask for and do not have.
fn strangers(rows: &[Vec<String>], survey: &Sheet) -> BTreeSet<String> {
    let names = survey.column("name");
    let own: BTreeSet<&str> = rows.iter().filter_map(|row| Some(row.get(names?)?.as_str())).collect();
    rows.iter()
        .flatten()
        .flat_map(|cell| cell.split("${").skip(1).filter_map(|rest| rest.split_once('}')))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !own.contains(name.as_str()))
        .collect()
}

fn hidden(name: &str, survey: &Sheet) -> Vec<String> {
    let headings = survey.rows.first().map_or(&[][..], Vec::as_slice);
    let cell = |heading: &String| match heading.as_str() {
        "type" => "hidden".to_owned(),
        "name" => name.to_owned(),
        _ => String::new(),
    };
    headings.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::sheets::read, *};

    #[test]
    fn a_form_that_is_too_large_gives_its_groups() {
        let long = "x".repeat(MAX_BYTES / 2);
        let form = format!(
            "| survey |\n| | type | name | label | relevant |\n| | text | a | {long} | |\n\
             | | begin_group | g | G | |\n| | select_one yn | b | {long} | ${{a}} = 1 |\n| | end_group | | | |\n\
             | | text | c | {long} | |\n| choices |\n| | list_name | name |\n| | yn | y |\n| | other | o |\n"
        );
        let examples = of(&read(&form));
        let texts: Vec<String> = examples.iter().map(Example::markdown).collect();
        assert_eq!(texts.len(), 3, "{texts:#?}");
        assert!(
            texts[1].contains("| | hidden | a |") && texts[1].contains("| | end_group |"),
            "{}",
            texts[1]
        );
        assert!(texts[1].contains("| | yn | y |") && !texts[1].contains("other"), "{}", texts[1]);
        assert!(texts[2].contains("| | text | c |") && !texts[2].contains("end_group"), "{}", texts[2]);
    }
}
