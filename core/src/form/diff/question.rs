//! What a question is and what it offers.

use super::{
    Comparison,
    change::{Change, ChangeCode, Effect},
    side::Side,
};
use crate::form::definition::{
    ChoiceList, ChoiceOrder, GeoAccuracy, LabelSource, Node, NodeId, NodeKind, Question,
};

/// Whether records keep an answer of it.
pub(super) fn is_kept(node: &Node) -> bool {
    node.question().is_some_and(|question| !matches!(question, Question::Note))
}

/// What a node is, as the column `type` says it; an amount of money is a kind of its own.
pub(super) fn kind_name(node: &Node) -> String {
    match &node.kind {
        NodeKind::Form => "form".to_owned(),
        NodeKind::Group => "begin_group".to_owned(),
        NodeKind::Repeat { .. } => "begin_repeat".to_owned(),
        NodeKind::Question(question) if node.is_money() => format!("{} money", question.type_name()),
        NodeKind::Question(question) => question.type_name().to_owned(),
    }
}

impl Comparison<'_> {
    pub(super) fn kind(&self, ids: (NodeId, NodeId), old: &Node, new: &Node) -> Vec<Change> {
        let change = |code, effect| Change::new(code, self.new.subject(ids.1), effect);
        let (before, after) = (kind_name(old), kind_name(new));
        if before != after {
            let effect = match (is_kept(old), is_kept(new)) {
                (true, true) => Effect::MeaningChanged,
                (true, false) => Effect::ColumnEnds,
                (false, true) => Effect::ColumnAdded,
                (false, false) => Effect::None,
            };
            return vec![change(ChangeCode::TypeChanged, effect).sides((Some(before), Some(after)))];
        }
        let mut found = Vec::new();
        let (Some(was), Some(is)) = (old.question(), new.question()) else { return found };
        let (before, after) = (parameters(&self.old, was), parameters(&self.new, is));
        if before != after {
            let effect = match is {
                Question::Range(_) => Effect::RulesDiffer,
                _ if value_column(&self.old, was) != value_column(&self.new, is) => Effect::MeaningChanged,
                _ => Effect::None,
            };
            found.push(change(ChangeCode::ParametersChanged, effect).sides((before, after)));
        }
        let (before, after) = (list_of(&self.old, was), list_of(&self.new, is));
        if let (Some(before), Some(after)) = (before, after)
            && before.name != after.name
        {
            let names = (Some(before.name.clone()), Some(after.name.clone()));
            found.push(change(ChangeCode::ListSwitched, Effect::None).sides(names));
        }
        found
    }
}

fn list_of<'f>(side: &Side<'f>, question: &Question) -> Option<&'f ChoiceList> {
    side.form.list(question.itemset()?.list)
}

/// The column of a list that answers are taken from.
fn value_column<'f>(side: &Side<'f>, question: &Question) -> Option<&'f str> {
    column(list_of(side, question)?, question.itemset()?.value)
}

fn column(list: &ChoiceList, at: u16) -> Option<&str> {
    list.columns.get(usize::from(at)).map(String::as_str)
}

/// What only this type of question has, as its authors write it.
fn parameters(side: &Side<'_>, question: &Question) -> Option<String> {
    let parts = match question {
        Question::Range(range) => vec![
            ("start", Some(range.start.to_string())),
            ("end", Some(range.end.to_string())),
            ("step", Some(range.step.to_string())),
        ],
        Question::Image { max_pixels } => vec![("max-pixels", max_pixels.map(|n| n.to_string()))],
        Question::Audio { quality } => vec![("quality", quality.map(|q| q.name().to_owned()))],
        Question::Geopoint(GeoAccuracy { capture, warning }) => vec![
            ("capture-accuracy", capture.map(|metres| metres.to_string())),
            ("warning-accuracy", warning.map(|metres| metres.to_string())),
        ],
        Question::SelectOne(items) | Question::SelectMultiple(items) | Question::Rank(items) => {
            let (shuffled, seed) = match &items.order {
                ChoiceOrder::Listed => (None, None),
                ChoiceOrder::Shuffled(seed) => (Some("true".to_owned()), seed.as_ref()),
            };
            // A list of the workbook always takes its own columns.
            let list = list_of(side, question).filter(|list| list.file.is_some());
            let label = match items.label {
                LabelSource::Label => None,
                LabelSource::Column(at) => list.and_then(|list| column(list, at)),
            };
            vec![
                ("value", list.and_then(|list| column(list, items.value)).map(str::to_owned)),
                ("label", label.map(str::to_owned)),
                ("randomize", shuffled),
                ("seed", seed.map(|seed| side.written(seed, |id| side.name(id)))),
            ]
        }
        _ => Vec::new(),
    };
    let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
