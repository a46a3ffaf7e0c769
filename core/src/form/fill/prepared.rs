//! A form made ready to be filled: what every session of it shares.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::list_table::ListTable;
use crate::form::{
    AnswerKey,
    definition::{ChoiceOrder, FormDefinition, ListId, Node, NodeId, NodeKind, Nodes, Question},
    expr::{Expression, TableKey},
};

/// A form made ready to be filled. Copies share everything.
#[derive(Debug, Clone)]
pub struct PreparedForm(Arc<Prepared>);

#[derive(Debug)]
struct Prepared {
    definition: Arc<FormDefinition>,
    /// Per node: which of its parent's children it is, from 0.
    ordinals: Vec<usize>,
    children: HashMap<NodeId, HashMap<Box<str>, usize>>,
    /// [`plain_names`].
    plain: BTreeMap<Box<str>, NodeId>,
    tables: Vec<ListTable>,
    tables_by_name: HashMap<Box<str>, TableKey>,
    /// Per node: the calculations that a change of its answer has done once.
    triggered: HashMap<NodeId, Vec<NodeId>>,
    /// Per question whose choices are shuffled: the choices in their order.
    shuffles: HashMap<NodeId, Expression>,
}

impl PreparedForm {
    /// Prepares a form.
    #[must_use]
    pub fn new(definition: FormDefinition) -> Self {
        let definition = Arc::new(definition);
        let nodes = definition.nodes();
        let (ordinals, children) = places(nodes);
        let plain = plain_names(nodes);
        let mut triggered: HashMap<NodeId, Vec<NodeId>> = HashMap::new();
        for (id, node) in nodes.iter() {
            for trigger in &node.logic.triggers {
                triggered.entry(*trigger).or_default().push(id);
            }
        }
        let lists = (0_u32..).map(ListId).zip(definition.lists());
        let tables = lists.map(|(id, list)| ListTable::new(&definition, id, list)).collect();
        let tables_by_name = (0_u16..)
            .map(TableKey)
            .zip(definition.lists())
            .map(|(key, list)| (list.name.as_str().into(), key))
            .collect();
        let shuffles =
            nodes.iter().filter_map(|(id, node)| Some((id, shuffle(&definition, node)?))).collect();
        Self(Arc::new(Prepared {
            definition,
            ordinals,
            children,
            plain,
            tables,
            tables_by_name,
            triggered,
            shuffles,
        }))
    }

    /// The form.
    #[must_use]
    pub fn definition(&self) -> &FormDefinition {
        &self.0.definition
    }

    pub(super) fn nodes(&self) -> &Nodes {
        self.0.definition.nodes()
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes().get(id)
    }

    pub(super) fn is_repeat(&self, id: NodeId) -> bool {
        matches!(self.node(id).map(|node| &node.kind), Some(NodeKind::Repeat { .. }))
    }

    /// Which of its parent's children a node is.
    pub(super) fn ordinal(&self, id: NodeId) -> usize {
        self.0.ordinals.get(id.index()).copied().unwrap_or(usize::MAX)
    }

    /// Which child of a node has that name.
    pub(super) fn child(&self, parent: NodeId, name: &str) -> Option<usize> {
        self.0.children.get(&parent)?.get(name).copied()
    }

    /// The node that is called by its name alone.
    pub(super) fn plain(&self, name: &str) -> Option<NodeId> {
        self.0.plain.get(name).copied()
    }

    /// Whether a node is called by its name alone.
    pub(super) fn is_plain(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| self.plain(node.name.as_str()) == Some(id))
    }

    /// The calculations that a change of this answer has done once.
    pub(super) fn triggered_by(&self, id: NodeId) -> &[NodeId] {
        self.0.triggered.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The choices of a question in their shuffled order.
    pub(super) fn shuffle(&self, id: NodeId) -> Option<&Expression> {
        self.0.shuffles.get(&id)
    }

    pub(super) fn find_table(&self, name: &str) -> Option<TableKey> {
        self.0.tables_by_name.get(name).copied()
    }

    pub(super) fn table(&self, key: TableKey) -> Option<&ListTable> {
        self.0.tables.get(usize::from(key.0))
    }

    /// The table of a list of choices.
    pub(super) fn list_table(&self, list: ListId) -> Option<(TableKey, &ListTable)> {
        let key = TableKey(u16::try_from(list.0).ok()?);
        Some((key, self.table(key)?))
    }

    /// The key of a question that stands in no repeat; none where there is no such question.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<AnswerKey> {
        self.plain(name).and_then(|_| AnswerKey::new(name).ok())
    }
}

/// The rule that the field's tools give to a question with shuffled choices.
fn shuffle(definition: &FormDefinition, node: &Node) -> Option<Expression> {
    let items = node.question().and_then(Question::itemset)?;
    let ChoiceOrder::Shuffled(seed) = &items.order else { return None };
    let rows = match &items.filter {
        Some(filter) => filter.text().to_owned(),
        None => format!("instance('{}')/root/item", definition.list(items.list)?.name),
    };
    let seed = seed.as_ref().map(|seed| format!(", {}", seed.text())).unwrap_or_default();
    Expression::parse(&format!("randomize({rows}{seed})")).ok()
}

type Children = HashMap<NodeId, HashMap<Box<str>, usize>>;

fn places(nodes: &Nodes) -> (Vec<usize>, Children) {
    let mut ordinals = vec![0; nodes.len()];
    let mut children = Children::new();
    for (id, _) in nodes.iter().filter(|(_, node)| node.is_container()) {
        let own = children.entry(id).or_default();
        for (ordinal, (child, node)) in nodes.children(id).enumerate() {
            own.insert(node.name.as_str().into(), ordinal);
            if let Some(place) = ordinals.get_mut(child.index()) {
                *place = ordinal;
            }
        }
    }
    (ordinals, children)
}

/// Names that only one node has, which stands in no repeat: answers are called by them alone.
pub(in crate::form) fn plain_names(nodes: &Nodes) -> BTreeMap<Box<str>, NodeId> {
    let mut by_name: BTreeMap<Box<str>, Vec<NodeId>> = BTreeMap::new();
    for (id, node) in nodes.iter().skip(1) {
        by_name.entry(node.name.as_str().into()).or_default().push(id);
    }
    by_name
        .into_iter()
        .filter_map(|(name, ids)| match ids.as_slice() {
            [one] if nodes.repeat_around(*one).is_none() => Some((name, *one)),
            _ => None,
        })
        .collect()
}
