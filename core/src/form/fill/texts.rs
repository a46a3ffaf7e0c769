//! What a form says, with answers in the places that are kept for them.

use super::FormSession;
use crate::form::{
    definition::{Localised, Piece, pieces},
    expr::NodeKey,
};

impl FormSession {
    /// A text of a node, in the session's language; empty where there is none.
    pub(super) fn said(&self, slot: NodeKey, text: &Localised) -> String {
        let Some(text) = text.get(self.filled.language) else { return String::new() };
        if !text.contains("${") {
            return text.to_owned();
        }
        let Some(node) = self.filled.slot(slot).map(|slot| slot.node) else { return text.to_owned() };
        let answered = |name: &str| {
            let rule = self.form().nodes().answer(node, name)?;
            rule.evaluate_text(&self.filled, slot).ok()
        };
        let shown = pieces(text).into_iter().map(|piece| match piece {
            Piece::Plain(plain) => plain.to_owned(),
            Piece::Answer(name) => answered(name).unwrap_or_default(),
        });
        shown.collect()
    }

    /// What a node is called: its label, or its name where it has none.
    pub(super) fn label(&self, slot: NodeKey) -> String {
        let Some(node) = self.filled.node_of(slot) else { return String::new() };
        let label = self.said(slot, &node.texts.label);
        if label.is_empty() { node.name.as_str().to_owned() } else { label }
    }
}
