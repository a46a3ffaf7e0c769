//! What a form is, once it is read: one immutable value, the same on phone and server, with a version that is the
//! hash of its content.

mod choices;
mod graph;
mod node;
mod paths;
mod question;
mod rules;
mod settings;
mod sound;
mod text;
mod tree;

pub use choices::{Choice, ChoiceList, ChoiceOrder, Itemset, LabelSource, ListId};
pub use graph::{Cycle, DependencyGraph, Rule};
pub use node::{DefaultValue, Logic, Node, NodeId, NodeKind};
pub use question::{AudioQuality, GeoAccuracy, Meta, Question, Range};
pub use rules::Aspect;
pub use settings::{Settings, Style};
pub use sound::DefinitionError;
pub use text::{LanguageId, Localised, Media, Piece, Texts, pieces};
pub use tree::{Found, Nodes};

pub(in crate::form) use paths::Paths;

use serde::{Deserialize, Serialize};

use crate::{form::FormVersion, ids::Sha256Hash};

/// The name of the form's root element in paths: `/data/…`.
pub const ROOT_NAME: &str = "data";

/// Everything that is kept of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    settings: Settings,
    /// Names of the languages; the first is the default.
    languages: Vec<String>,
    nodes: Nodes,
    lists: Vec<ChoiceList>,
}

/// A form. Expressions in it name nodes by path; no `${name}` is left but in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDefinition {
    content: Content,
    graph: DependencyGraph,
    version: FormVersion,
}

impl FormDefinition {
    /// Puts a form together.
    ///
    /// # Errors
    /// [`DefinitionError`] where the parts do not fit each other; what the import makes always does.
    pub(in crate::form) fn new(
        settings: Settings,
        languages: Vec<String>,
        nodes: Nodes,
        lists: Vec<ChoiceList>,
    ) -> Result<Self, DefinitionError> {
        Self::of(Content { settings, languages, nodes, lists })
    }

    fn of(content: Content) -> Result<Self, DefinitionError> {
        sound::check(&content)?;
        let graph = DependencyGraph::build(&content.nodes).map_err(|_| DefinitionError::Cycle)?;
        let hash = Sha256Hash::of(&encode(&content)?).to_string();
        let version = FormVersion(format!("{}@{}", content.settings.id, hash.get(..16).unwrap_or_default()));
        Ok(Self { content, graph, version })
    }

    /// Reads a form that [`Self::to_bytes`] wrote, and checks that it can be trusted.
    ///
    /// # Errors
    /// [`DefinitionError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DefinitionError> {
        Self::of(ciborium::from_reader(bytes).map_err(|_| DefinitionError::Unreadable)?)
    }

    /// The canonical bytes: what the version is the hash of.
    ///
    /// # Errors
    /// [`DefinitionError::Unreadable`], which no form that exists gives.
    pub fn to_bytes(&self) -> Result<Vec<u8>, DefinitionError> {
        encode(&self.content)
    }

    /// Name and hash of the content: any change of wording, order or rule changes it.
    #[must_use]
    pub fn version(&self) -> &FormVersion {
        &self.version
    }

    /// Settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.content.settings
    }

    /// Names of the languages; the first is the default.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.content.languages
    }

    /// The form, its groups, repeats and questions.
    #[must_use]
    pub fn nodes(&self) -> &Nodes {
        &self.content.nodes
    }

    /// Lists of choices, those from files among them.
    #[must_use]
    pub fn lists(&self) -> &[ChoiceList] {
        &self.content.lists
    }

    /// The list of that id.
    #[must_use]
    pub fn list(&self, id: ListId) -> Option<&ChoiceList> {
        self.content.lists.get(id.index())
    }

    /// What depends on what.
    #[must_use]
    pub fn graph(&self) -> &DependencyGraph {
        &self.graph
    }
}

fn encode(content: &Content) -> Result<Vec<u8>, DefinitionError> {
    let mut bytes = Vec::new();
    ciborium::into_writer(content, &mut bytes).map_err(|_| DefinitionError::Unreadable)?;
    Ok(bytes)
}

impl Serialize for FormDefinition {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.content.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for FormDefinition {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Content::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
