//! Forms as text: Markdown first, then any number of CSV files, each below its name.
//!
//! ```text
//! | survey |
//! |        | type | name | label |
//! === choices
//! list_name,name,label
//! === villages.csv
//! name,label
//! ```

use std::{error::Error, path::Path};

use ruhu_core::form::xlsform::{Attachment, SourceError, Workbook, read_csv, read_markdown};

use super::{form, parts};

/// Reads the text as a form; files whose names end in `.csv` lie beside it, others are its sheets. The
/// answer is whether it is one.
pub fn check(bytes: &[u8]) -> bool {
    match workbook(bytes) {
        Ok(workbook) => form::check(&workbook),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn workbook(bytes: &[u8]) -> Result<Workbook, Box<dyn Error>> {
    let mut workbook = Workbook { name: "form".to_owned(), ..Workbook::default() };
    for (name, content) in parts::split(bytes) {
        if name.is_empty() {
            match read_markdown(std::str::from_utf8(content)?) {
                Ok(sheets) => workbook.sheets.extend(sheets),
                Err(SourceError::NoTables) => {}
                Err(error) => return Err(error.into()),
            }
        } else if Path::new(name).extension().is_some_and(|ending| ending == "csv") {
            workbook.attachments.push(Attachment { name: name.to_owned(), table: read_csv(name, content)? });
        } else {
            workbook.sheets.push(read_csv(name, content)?);
        }
    }
    Ok(workbook)
}
