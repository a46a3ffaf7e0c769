//! A list of choices as expressions see it.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use crate::form::{
    definition::{Choice, ChoiceList, FormDefinition, LanguageId, ListId},
    expr::Table,
};

/// Lists shorter than this are searched row by row.
const INDEXED_FROM: usize = 64;
/// The column that stands for the choices' own labels where the list has no column of that name.
const LABEL: &str = "label";

/// Rows of a column by their value.
type Index = HashMap<Box<str>, Vec<u32>>;

/// A list, and what is kept beside it for those who look for a value.
#[derive(Debug)]
pub(super) struct ListTable {
    definition: Arc<FormDefinition>,
    list: ListId,
    /// Per column, made when a value in it is first looked for.
    indexes: Box<[OnceLock<Index>]>,
}

impl ListTable {
    pub(super) fn new(definition: &Arc<FormDefinition>, list: ListId, content: &ChoiceList) -> Self {
        let indexes = content.columns.iter().map(|_| OnceLock::new()).collect();
        Self { definition: Arc::clone(definition), list, indexes }
    }

    fn list(&self) -> Option<&ChoiceList> {
        self.definition.list(self.list)
    }

    /// A row.
    pub(super) fn choice(&self, row: u32) -> Option<&Choice> {
        self.list()?.choices.get(usize::try_from(row).ok()?)
    }

    fn index(&self, column: u16) -> Option<&Index> {
        let rows = self.list()?.choices.as_slice();
        let index = self.indexes.get(usize::from(column)).filter(|_| rows.len() >= INDEXED_FROM)?;
        Some(index.get_or_init(|| {
            let mut by_value = Index::new();
            for (row, choice) in (0_u32..).zip(rows) {
                by_value.entry(choice.value(usize::from(column)).into()).or_default().push(row);
            }
            by_value
        }))
    }
}

impl Table for ListTable {
    fn rows(&self) -> u32 {
        self.list().map_or(0, |list| u32::try_from(list.choices.len()).unwrap_or(u32::MAX))
    }

    fn columns(&self) -> u16 {
        let has_label = self.list().is_none_or(|list| list.column(LABEL).is_some());
        u16::try_from(self.indexes.len() + usize::from(!has_label)).unwrap_or(u16::MAX)
    }

    fn column(&self, name: &str) -> Option<u16> {
        let own = self.list()?.column(name);
        let column = own.or_else(|| (name == LABEL).then_some(self.indexes.len()))?;
        u16::try_from(column).ok()
    }

    fn column_name(&self, column: u16) -> &str {
        let own = self.list().and_then(|list| list.columns.get(usize::from(column)));
        own.map_or(if usize::from(column) == self.indexes.len() { LABEL } else { "" }, String::as_str)
    }

    fn value(&self, row: u32, column: u16) -> &str {
        let Some(choice) = self.choice(row) else { return "" };
        if usize::from(column) == self.indexes.len() {
            choice.label.get(LanguageId::DEFAULT).unwrap_or("")
        } else {
            choice.value(usize::from(column))
        }
    }

    fn matching(&self, column: u16, value: &str, found: &mut Vec<u32>) {
        match self.index(column) {
            Some(index) => found.extend(index.get(value).into_iter().flatten()),
            None => found.extend((0..self.rows()).filter(|row| self.value(*row, column) == value)),
        }
    }
}
