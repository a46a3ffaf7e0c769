//! Whether the parts of a form fit each other: bytes from elsewhere are not believed.

use super::{
    Content, ROOT_NAME,
    choices::{Itemset, LabelSource},
    node::{Node, NodeId, NodeKind},
    question::Question,
    text::Localised,
    tree::Nodes,
};
use crate::{error::Explain, form::FormVersion, form::expr::Expression};

/// Why something is not a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// The bytes are no form.
    #[error("表单文件无法读取，请重新同步或重新导入")]
    Unreadable,
    /// Parts refer to parts that are not there.
    #[error("表单文件内容不完整，请重新同步或重新导入")]
    Inconsistent,
    /// Its rules go in a circle.
    #[error("表单的计算互相依赖，形成循环，请重新导入表单")]
    Cycle,
}

impl Explain for DefinitionError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "form_unreadable",
            Self::Inconsistent => "form_inconsistent",
            Self::Cycle => "form_cycle",
        }
    }
}

pub(super) fn check(content: &Content) -> Result<(), DefinitionError> {
    let id = &content.settings.id;
    let fits = !id.is_empty() && id.len() + "@0123456789abcdef".len() <= FormVersion::MAX_LEN;
    let sound = fits
        && !content.languages.is_empty()
        && tree_is_sound(&content.nodes)
        && content.nodes.iter().all(|(id, node)| node_is_sound(content, id, node))
        && content
            .lists
            .iter()
            .all(|list| list.choices.iter().all(|choice| choice.values.len() <= list.columns.len()))
        && content.settings.instance_name.as_ref().is_none_or(|name| !name.has_variables());
    if sound { Ok(()) } else { Err(DefinitionError::Inconsistent) }
}

/// Each node lies inside its parent, behind its elder siblings, and the form encloses all.
fn tree_is_sound(nodes: &Nodes) -> bool {
    let Some(form) = nodes.get(NodeId::FORM) else { return false };
    let mut open: Vec<(NodeId, NodeId)> = Vec::new();
    let nested = nodes.iter().all(|(id, node)| {
        while open.last().is_some_and(|(_, end)| *end <= id) {
            open.pop();
        }
        let parent = open.last().copied();
        open.push((id, node.end));
        node.parent == parent.map(|(id, _)| id)
            && node.end > id
            && parent.is_none_or(|(_, end)| node.end <= end)
            && (node.is_container() || node.end.0 == id.0 + 1)
            && (node.parent.is_none() == (node.kind == NodeKind::Form))
    });
    nested && form.end.index() == nodes.len() && form.name.as_str() == ROOT_NAME
}

fn node_is_sound(content: &Content, id: NodeId, node: &Node) -> bool {
    let texts = &node.texts;
    let localised = [
        &texts.label,
        &texts.hint,
        &texts.guidance,
        &node.logic.constraint_message,
        &node.logic.required_message,
    ];
    let known =
        |text: &Localised| text.iter().all(|(language, _)| language.index() < content.languages.len());
    let triggers = &node.logic.triggers;
    localised.into_iter().all(known)
        && texts.media.kinds().all(|(_, files)| known(files))
        && node.rules().all(|(_, rule): (_, &Expression)| !rule.has_variables())
        && triggers.iter().all(|trigger| content.nodes.get(*trigger).is_some() && *trigger != id)
        && node.question().and_then(Question::itemset).is_none_or(|items| itemset_is_sound(content, items))
}

fn itemset_is_sound(content: &Content, items: &Itemset) -> bool {
    content.lists.get(items.list.index()).is_some_and(|list| {
        let there = |column: u16| usize::from(column) < list.columns.len();
        there(items.value)
            && match items.label {
                LabelSource::Label => true,
                LabelSource::Column(column) => there(column),
            }
    })
}
