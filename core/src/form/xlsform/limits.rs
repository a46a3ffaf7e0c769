//! How much of a form is read before it is refused. Generous: the largest national surveys stay far below.

/// Most sheets of one workbook that are looked at.
pub const MAX_SHEETS: usize = 50;
/// Most rows of one sheet with something in them, except files of choices.
pub const MAX_ROWS: usize = 100_000;
/// Most columns; what stands further right is refused where the headings stand there.
pub const MAX_COLUMNS: u32 = 256;
/// Most characters of one cell: Excel's own limit.
pub const MAX_CELL_CHARS: usize = 32_767;
/// Most questions, groups and repeats of one form.
pub const MAX_NODES: usize = 10_000;
/// Most choices in the sheet `choices`.
pub const MAX_CHOICES: usize = 50_000;
/// Most rows of one file of choices.
pub const MAX_FILE_ROWS: usize = 200_000;
/// Most bytes of one CSV or Markdown source.
pub const MAX_SOURCE_BYTES: usize = 64 << 20;
/// Most groups and repeats around one question.
pub const MAX_DEPTH: usize = 20;
/// Most languages.
pub const MAX_LANGUAGES: usize = 20;
/// Most characters of a form's ASCII name: with `@` and the hash it must fit a record's form version.
pub const MAX_FORM_ID_CHARS: usize = 60;
/// Most findings in one report; a last one says that there are more.
pub const MAX_FINDINGS: usize = 500;
/// Most characters of one message in a report, whatever was written into the cell.
pub const MAX_MESSAGE_CHARS: usize = 500;
/// Most characters of a sheet's or a column's name in a report.
pub const MAX_PLACE_CHARS: usize = 60;
