//! The answers as expressions see them.

use std::borrow::Cow;

use jiff::{Timestamp, tz::TimeZone};

use super::filled::Filled;
use crate::form::{
    definition::{LabelSource, LanguageId, Question},
    expr::{CalendarNames, NodeKey, Table, TableKey, World},
};

impl World for Filled {
    fn root(&self) -> NodeKey {
        Self::ROOT
    }

    fn name(&self, node: NodeKey) -> &str {
        self.node_of(node).map_or("", |node| node.name.as_str())
    }

    fn parent(&self, node: NodeKey) -> Option<NodeKey> {
        self.slot(node)?.parent
    }

    fn children(&self, node: NodeKey, name: Option<&str>, found: &mut Vec<NodeKey>) {
        let Some(name) = name else {
            found.extend(self.children_of(node));
            return;
        };
        let place = self
            .slot(node)
            .and_then(|slot| slot.children.get(self.form.child(slot.node, name).unwrap_or(usize::MAX)));
        found.extend(place.map_or(&[][..], |place| place.slots()));
    }

    fn position(&self, node: NodeKey) -> usize {
        let Some(slot) = self.slot(node) else { return 0 };
        let siblings = slot.parent.and_then(|parent| self.place(parent, slot.node));
        siblings.and_then(|place| place.slots().iter().position(|own| *own == node)).map_or(1, |at| at + 1)
    }

    fn is_relevant(&self, node: NodeKey) -> bool {
        self.is_relevant(node)
    }

    fn text(&self, node: NodeKey) -> Cow<'_, str> {
        Cow::Borrowed(self.value(node))
    }

    fn find_table(&self, name: &str) -> Option<TableKey> {
        self.form.find_table(name)
    }

    fn table(&self, key: TableKey) -> Option<&dyn Table> {
        self.form.table(key).map(|table| table as &dyn Table)
    }

    fn choice_label(&self, question: NodeKey, value: &str) -> Option<Cow<'_, str>> {
        let items = self.node_of(question)?.question().and_then(Question::itemset)?;
        let (_, table) = self.form.list_table(items.list)?;
        let mut rows = Vec::new();
        table.matching(items.value, value, &mut rows);
        let row = *rows.first()?;
        let label = match items.label {
            LabelSource::Label => {
                table.choice(row)?.label.get(self.language).unwrap_or(value_of(table, row, items.value))
            }
            LabelSource::Column(column) => value_of(table, row, column),
        };
        Some(Cow::Borrowed(label))
    }

    /// Texts are kept where they are shown; none has a name of its own.
    fn itext(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }

    fn property(&self, name: &str) -> Option<Cow<'_, str>> {
        let value = match name {
            "deviceid" => &self.surroundings.device,
            "username" => &self.surroundings.user,
            _ => return None,
        };
        Some(Cow::Borrowed(value))
    }

    fn version(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.form.definition().version().0)
    }

    fn now(&self) -> Timestamp {
        self.surroundings.now
    }

    fn time_zone(&self) -> TimeZone {
        self.surroundings.time_zone.clone()
    }

    fn calendar_names(&self) -> CalendarNames {
        let language = self.form.definition().languages().get(self.language.index());
        let is_english = language.is_some_and(|name| name.to_ascii_lowercase().contains("en"));
        if is_english && self.language != LanguageId::DEFAULT {
            CalendarNames::English
        } else {
            CalendarNames::Chinese
        }
    }

    /// SplitMix64.
    fn random(&self) -> u64 {
        let state = self.chance.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.chance.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

fn value_of(table: &dyn Table, row: u32, column: u16) -> &str {
    table.value(row, column)
}
