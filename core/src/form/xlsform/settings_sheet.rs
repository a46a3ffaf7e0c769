//! The sheet `settings`.

use super::{
    cells::short,
    faults::SheetFault,
    finding::{Findings, Place},
    heading::{Line, Table},
    key::Key,
    limits::MAX_FORM_ID_CHARS,
    yes_no::YesNo,
};
use crate::form::{
    definition::{Settings, Style},
    expr::Expression,
};

/// Settings as read, with what other sheets need of them.
#[derive(Debug)]
pub(super) struct ReadSettings {
    pub(super) settings: Settings,
    pub(super) default_language: Option<(Place, String)>,
    pub(super) allow_choice_duplicates: bool,
    /// Where the name of a filled form stands.
    pub(super) instance_name: Place,
}

pub(super) fn read(table: Option<&Table<'_>>, file_name: &str, findings: &mut Findings) -> ReadSettings {
    let line = table.and_then(|table| table.lines().next());
    if let Some(extra) = table.and_then(|table| table.lines().nth(1)) {
        findings.error(&extra.place_at(""), &SheetFault::SettingsExtraRow);
    }
    let mut text = |key: Key| line.and_then(|line: Line<'_>| line.text(&key, findings));
    let title = text(Key::FormTitle);
    let version = text(Key::Version).unwrap_or_default();
    let language = text(Key::DefaultLanguage);
    let place = |key: Key| line.map_or_else(settings_place, |line| line.place(&key));
    let id = form_id(text(Key::FormId), &place(Key::FormId), file_name, findings);
    ReadSettings {
        settings: Settings {
            title: title.unwrap_or_else(|| id.clone()),
            id,
            version,
            instance_name: line.and_then(|line| instance_name(&line, findings)),
            style: line.map_or(Style::default(), |line| style(&line, findings)),
        },
        default_language: language.map(|language| {
            let language = language.split_whitespace().collect::<Vec<_>>().join(" ");
            (place(Key::DefaultLanguage), language)
        }),
        allow_choice_duplicates: line.is_some_and(|line| allow_duplicates(&line, findings)),
        instance_name: place(Key::InstanceName),
    }
}

fn settings_place() -> Place {
    Place { sheet: "settings".to_owned(), ..Place::default() }
}

fn form_id(written: Option<String>, place: &Place, file_name: &str, findings: &mut Findings) -> String {
    let fits = |id: &str| {
        id.len() <= MAX_FORM_ID_CHARS
            && id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    match written {
        Some(id) if fits(&id) => id,
        Some(found) => {
            findings.error(place, &SheetFault::BadFormId { found: short(&found), limit: MAX_FORM_ID_CHARS });
            String::new()
        }
        None if fits(file_name) => file_name.to_owned(),
        None => {
            findings.error(&settings_place(), &SheetFault::MissingFormId { found: short(file_name) });
            String::new()
        }
    }
}

fn instance_name(line: &Line<'_>, findings: &mut Findings) -> Option<Expression> {
    let text = line.text(&Key::InstanceName, findings)?;
    Expression::parse(&text).map_err(|error| findings.error(&line.place(&Key::InstanceName), &error)).ok()
}

fn style(line: &Line<'_>, findings: &mut Findings) -> Style {
    let Some(found) = line.text(&Key::Style, findings) else { return Style::default() };
    match found.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["pages"] => Style::Pages,
        ["theme-grid"] => Style::Grid,
        ["theme-grid", "pages"] | ["pages", "theme-grid"] => Style::GridPages,
        _ => {
            let instead = "请写 pages 或 theme-grid，或留空";
            findings
                .error(&line.place(&Key::Style), &SheetFault::BadSetting { found: short(&found), instead });
            Style::default()
        }
    }
}

fn allow_duplicates(line: &Line<'_>, findings: &mut Findings) -> bool {
    let Some(found) = line.text(&Key::AllowChoiceDuplicates, findings) else { return false };
    match YesNo::read(&found) {
        Some(YesNo::Yes) => true,
        Some(YesNo::No) => false,
        _ => {
            let place = line.place(&Key::AllowChoiceDuplicates);
            findings
                .error(&place, &SheetFault::BadSetting { found: short(&found), instead: "请写 yes 或 no" });
            false
        }
    }
}
