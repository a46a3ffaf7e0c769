//! From a path to the sheets of a form and the files beside it.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use ruhu_core::form::xlsform::{Attachment, Sheet, SourceError, Workbook, read_csv, read_markdown};

use super::{FormFileError, FormLimits, read_xlsx};

/// The sheets of a form that is written in CSV.
const SHEETS: [&str; 4] = ["survey", "choices", "settings", "entities"];

/// Reads a form: an `.xlsx` workbook, a `.md` table, a folder with `survey.csv`, or that file itself.
///
/// Other CSV files in the same folder are files of choices.
///
/// # Errors
/// [`FormFileError`] where there is nothing to read; what is wrong inside is for the import to say.
pub fn read_form(path: &Path, limits: &FormLimits) -> Result<Workbook, FormFileError> {
    let shown = || path.display().to_string();
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let stem =
        |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = |path: &Path| match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let (sheets, name, folder) = match extension.as_deref() {
        _ if path.is_dir() => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            (read_folder(path, limits)?, name, path.to_owned())
        }
        Some("xlsx") => (read_xlsx(&bytes_of(path, limits)?, limits)?, stem(path), folder(path)),
        Some("md") => {
            let bytes = bytes_of(path, limits)?;
            let text = String::from_utf8(bytes).map_err(|_| SourceError::NotUtf8 { name: shown() })?;
            (read_markdown(&text)?, stem(path), folder(path))
        }
        Some("csv") if stem(path).eq_ignore_ascii_case("survey") => {
            let folder = folder(path);
            let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            (read_folder(&folder, limits)?, name, folder)
        }
        _ => {
            // What is not there at all is no matter of kinds.
            fs::metadata(path).map_err(|source| FormFileError::Unreadable { path: shown(), source })?;
            return Err(FormFileError::UnknownKind { path: shown() });
        }
    };
    let attachments = read_attachments(&folder, &sheets, limits)?;
    Ok(Workbook { name, sheets, attachments })
}

fn bytes_of(path: &Path, limits: &FormLimits) -> Result<Vec<u8>, FormFileError> {
    let unreadable = |source| FormFileError::Unreadable { path: path.display().to_string(), source };
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells whether there was more; the size that a file system states is not believed.
    file.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.file_bytes {
        let limit = format!("{} MB", limits.file_bytes >> 20);
        return Err(FormFileError::TooLarge { what: "文件", limit });
    }
    Ok(bytes)
}

fn read_folder(folder: &Path, limits: &FormLimits) -> Result<Vec<Sheet>, FormFileError> {
    let mut sheets = Vec::new();
    for name in SHEETS {
        let path = folder.join(format!("{name}.csv"));
        if path.is_file() {
            sheets.push(read_csv(name, &bytes_of(&path, limits)?)?);
        }
    }
    if sheets.first().is_some_and(|sheet| sheet.name == "survey") {
        Ok(sheets)
    } else {
        Err(FormFileError::NoSurvey { path: folder.display().to_string() })
    }
}

/// Only files that the form names are read: the folder may hold anything else.
fn read_attachments(
    folder: &Path,
    sheets: &[Sheet],
    limits: &FormLimits,
) -> Result<Vec<Attachment>, FormFileError> {
    let cells = sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells);
    let words: Vec<String> = cells
        .map(|(_, cell)| cell.shown())
        .filter(|text| [".csv", "pulldata", "instance"].iter().any(|word| text.contains(word)))
        .collect();
    let mut attachments = Vec::new();
    if words.is_empty() {
        return Ok(attachments);
    }
    let unreadable = |source| FormFileError::Unreadable { path: folder.display().to_string(), source };
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".csv").filter(|stem| !SHEETS.contains(stem));
        let named = |stem: &str| {
            let forms = [name.clone(), format!("'{stem}'"), format!("\"{stem}\"")];
            words.iter().any(|text| forms.iter().any(|form| text.contains(form.as_str())))
        };
        if stem.is_some_and(named) {
            names.push(name);
        }
    }
    names.sort();
    if names.len() > limits.attachments {
        return Err(FormFileError::TooLarge {
            what: "选项文件",
            limit: format!("{} 个", limits.attachments),
        });
    }
    for name in names {
        let table = read_csv(&name, &bytes_of(&folder.join(&name), limits)?)?;
        attachments.push(Attachment { name, table });
    }
    Ok(attachments)
}
