//! Faults and warnings of one household, each with its row and column.

use super::{
    super::{Rejected, Warned, header::Column, rows::Group},
    Context,
};

pub(super) struct Findings<'a> {
    context: &'a Context<'a>,
    row: u32,
    no: Option<u32>,
    pub(super) rejected: Vec<Rejected>,
    pub(super) warnings: Vec<Warned>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(group: &Group<'_>, context: &'a Context<'a>) -> Self {
        let serial = context.table.at(Column::No).and_then(|at| group.head?.get(at)?.to_serial());
        Self { context, row: group.row(), no: serial, rejected: Vec::new(), warnings: Vec::new() }
    }

    /// A fault in the household's first row.
    pub(super) fn reject(&mut self, column: Column, code: &str, message: &str) {
        self.reject_at(self.row, column, code, message);
    }

    /// A fault in another row of it.
    pub(super) fn reject_at(&mut self, row: u32, column: Column, code: &str, message: &str) {
        let fault = Rejected {
            row,
            no: self.no,
            column: self.context.table.heading(column).to_owned(),
            code: code.to_owned(),
            message: self.on_sheet(message),
        };
        self.rejected.push(fault);
    }

    /// Something to look at in the household's first row.
    pub(super) fn warn(&mut self, code: &str, message: &str) {
        self.warn_at(self.row, code, message);
    }

    /// Something to look at in another row of it.
    pub(super) fn warn_at(&mut self, row: u32, code: &str, message: &str) {
        let warning = Warned { row, no: self.no, code: code.to_owned(), message: self.on_sheet(message) };
        self.warnings.push(warning);
    }

    fn on_sheet(&self, message: &str) -> String {
        self.context
            .sheet_name
            .map_or_else(|| message.to_owned(), |name| format!("工作表“{name}”：{message}"))
    }
}
