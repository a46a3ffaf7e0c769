//! One of the two versions, with what is asked of it often.

use std::collections::{BTreeMap, HashMap};

use super::change::Subject;
use crate::form::{
    AnswerKey,
    definition::{Aspect, FormDefinition, LanguageId, NodeId, Nodes, ROOT_NAME},
    expr::Expression,
    fill::plain_names,
};

/// One version.
pub(super) struct Side<'f> {
    pub(super) form: &'f FormDefinition,
    /// Names that records use alone.
    plain: BTreeMap<Box<str>, NodeId>,
    /// Nodes by name; none where several have it. Rules can only name the others.
    unique: HashMap<&'f str, Option<NodeId>>,
}

impl<'f> Side<'f> {
    pub(super) fn new(form: &'f FormDefinition) -> Self {
        let mut unique = HashMap::new();
        for (id, node) in form.nodes().iter().skip(1) {
            unique.entry(node.name.as_str()).and_modify(|only| *only = None).or_insert(Some(id));
        }
        Self { form, plain: plain_names(form.nodes()), unique }
    }

    pub(super) fn nodes(&self) -> &'f Nodes {
        self.form.nodes()
    }

    /// The column that exports have a question in.
    pub(super) fn column(&self, id: NodeId) -> String {
        let nodes = self.nodes();
        let name = nodes.get(id).map_or("", |node| node.name.as_str());
        if id == NodeId::FORM || self.plain.get(name) == Some(&id) {
            return name.to_owned();
        }
        let way: Vec<_> = nodes.way(id).into_iter().skip(1).filter_map(|id| nodes.get(id)).collect();
        AnswerKey::of_way(&way.iter().map(|node| (node.name.as_str(), None)).collect::<Vec<_>>()).to_string()
    }

    pub(super) fn subject(&self, id: NodeId) -> Subject {
        let label = match self.nodes().get(id) {
            _ if id == NodeId::FORM => self.form.settings().title.as_str(),
            node => node.and_then(|node| node.texts.label.get(LanguageId::DEFAULT)).unwrap_or_default(),
        };
        Subject { name: self.column(id), label: label.trim().to_owned() }
    }

    /// The columns whose calculation reads a node directly.
    pub(super) fn calculations_of(&self, id: NodeId) -> Vec<String> {
        let readers = self.form.graph().readers(id).iter();
        readers
            .filter(|rule| rule.aspect == Aspect::Calculation && rule.node != id)
            .map(|rule| self.column(rule.node))
            .collect()
    }

    /// A rule as its author wrote it: `${name}` in the place of paths. `rename` says what to call a node.
    pub(super) fn written(&self, rule: &Expression, rename: impl Fn(NodeId) -> Option<&'f str>) -> String {
        let mut written = String::new();
        let mut rest = rule.text();
        let mut depth = 0_usize;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '\'' | '"' => rest.get(1..).and_then(|text| text.find(first)).map_or(rest.len(), |at| at + 2),
                // A sign may stand right before a path.
                _ if first != '-' && is_path(first) => rest.find(|c| !is_path(c)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (token, after) = rest.split_at(length);
            rest = after;
            match token {
                "[" => depth += 1,
                "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            // Inside a predicate only these start from the question.
            let from_current = token.starts_with("/../") && written.ends_with(CURRENT);
            let is_node = from_current
                || (depth == 0 && token.starts_with("../"))
                || (is_absolute(token) && !written.ends_with([')', ']']));
            let name = token.rsplit('/').next().filter(|_| is_node);
            match name.and_then(|name| self.unique.get(name).copied().flatten()).and_then(&rename) {
                Some(name) => {
                    if from_current {
                        written.truncate(written.len() - CURRENT.len());
                    }
                    written.push_str("${");
                    written.push_str(name);
                    written.push('}');
                }
                None => written.push_str(token),
            }
        }
        written
    }

    /// The name of a node.
    pub(super) fn name(&self, id: NodeId) -> Option<&'f str> {
        self.nodes().get(id).map(|node| node.name.as_str())
    }
}

const CURRENT: &str = "current()";

/// Whether a path leads to something in the form.
fn is_absolute(path: &str) -> bool {
    let mut steps = path.split('/');
    steps.next() == Some("") && steps.next() == Some(ROOT_NAME) && steps.next().is_some()
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/')
}
