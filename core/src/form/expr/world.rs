//! What an evaluation sees and cannot compute: answers, tables, texts, the time, chance, the device.

use std::borrow::Cow;

use jiff::{Timestamp, tz::TimeZone};

/// A node of the answers, by the number that the [`World`] gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeKey(pub u32);

/// A table, by the number that the [`World`] gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableKey(pub u16);

/// In which language months and days of the week are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarNames {
    /// `1月`, `周一`.
    Chinese,
    /// `Jan`, `Mon`.
    English,
}

/// Rows beside the answers: a list of choices or an attached file.
///
/// In paths it is `instance('name')/root/item`, with one element in the item for each column.
pub trait Table {
    /// How many rows there are.
    fn rows(&self) -> u32;

    /// How many columns there are.
    fn columns(&self) -> u16;

    /// Where the column of that name stands.
    fn column(&self, name: &str) -> Option<u16>;

    /// The name of a column; empty where there is none.
    fn column_name(&self, column: u16) -> &str;

    /// A value; empty where there is none.
    fn value(&self, row: u32, column: u16) -> &str;

    /// Appends the rows whose column holds exactly this value, in order. A large table answers from an index.
    fn matching(&self, column: u16, value: &str, found: &mut Vec<u32>) {
        found.extend((0..self.rows()).filter(|row| self.value(*row, column) == value));
    }
}

/// Everything that an evaluation takes from outside. One evaluation asks for one state: nothing changes meanwhile.
///
/// The answers are a tree. A repeat has one node for each of its instances, all of the same name and next to each other.
pub trait World {
    /// The root element.
    fn root(&self) -> NodeKey;

    /// The name of a node.
    fn name(&self, node: NodeKey) -> &str;

    /// What a node stands in; none for the root.
    fn parent(&self, node: NodeKey) -> Option<NodeKey>;

    /// Appends the children of that name, or all of them, in the order of the form.
    fn children(&self, node: NodeKey, name: Option<&str>, found: &mut Vec<NodeKey>);

    /// Which of its siblings of the same name a node is, from 1.
    fn position(&self, node: NodeKey) -> usize;

    /// Whether a node and everything that it stands in is relevant.
    fn is_relevant(&self, node: NodeKey) -> bool;

    /// The answer at a node as it is written in a record; empty for groups and repeats.
    fn text(&self, node: NodeKey) -> Cow<'_, str>;

    /// The table of that name.
    fn find_table(&self, name: &str) -> Option<TableKey>;

    /// A table that [`Self::find_table`] named.
    fn table(&self, key: TableKey) -> Option<&dyn Table>;

    /// The label, in the language of the form, of the choice that a question offers under this value.
    fn choice_label(&self, question: NodeKey, value: &str) -> Option<Cow<'_, str>>;

    /// A translated text in the language of the form.
    fn itext(&self, id: &str) -> Option<Cow<'_, str>>;

    /// A property of the device or its user: `deviceid`, `username` …
    fn property(&self, name: &str) -> Option<Cow<'_, str>>;

    /// The version of the form.
    fn version(&self) -> Cow<'_, str>;

    /// The time.
    fn now(&self) -> Timestamp;

    /// Where the wall clock hangs that dates and times are read from.
    fn time_zone(&self) -> TimeZone;

    /// In which language months and days of the week are named.
    fn calendar_names(&self) -> CalendarNames;

    /// 64 random bits, other ones each time.
    fn random(&self) -> u64;
}
