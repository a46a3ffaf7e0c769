//! The feed: what the office tells each phone, in order. A field is only ever added, never given another meaning.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::{
    form::{
        FormVersion,
        definition::{DefinitionError, FormDefinition},
    },
    household::RosterRow,
    ids::{CampaignId, EntryId, HouseholdId},
};

/// Most feed items of one answer.
pub const FEED_MAX_ITEMS: usize = 1_000;
/// Most bytes of items' bodies in one page of the feed; a larger item comes alone.
pub const FEED_MAX_BYTES: usize = 4 * 1024 * 1024;

/// What a feed item is about. Kept as a name so that a phone passes over kinds it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// [`FormBody`]
    Form,
    /// [`CampaignBody`]
    Campaign,
    /// [`AssignmentBody`]
    Assignment,
    /// [`UnassignedBody`]
    Unassigned,
    /// [`ReceiptBody`]
    Receipt,
    /// [`DurableBody`]
    Durable,
}

impl FeedKind {
    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Campaign => "campaign",
            Self::Assignment => "assignment",
            Self::Unassigned => "unassigned",
            Self::Receipt => "receipt",
            Self::Durable => "durable",
        }
    }

    /// The kind of that name, none for one of a later version.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Form, Self::Campaign, Self::Assignment, Self::Unassigned, Self::Receipt, Self::Durable]
            .into_iter()
            .find(|k| k.name() == name)
    }
}

/// One item of the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedItem {
    /// Its place.
    pub cursor: u64,
    /// A [`FeedKind`] by name.
    pub kind: String,
    /// CBOR of the kind's body.
    pub body: ByteBuf,
}

/// Largest form on the wire, in bytes: one fits a page of the feed with room to spare.
pub const MAX_FORM_BYTES: usize = 4 * 1024 * 1024;

/// A form (表单), so that records can be made with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormBody {
    /// Its version.
    pub version: FormVersion,
    /// What [`FormDefinition::to_bytes`] gives, at most [`MAX_FORM_BYTES`].
    pub content: ByteBuf,
}

impl FormBody {
    /// The form, if the content is what the version says.
    ///
    /// # Errors
    /// [`DefinitionError`].
    pub fn definition(&self) -> Result<FormDefinition, DefinitionError> {
        if self.content.len() > MAX_FORM_BYTES {
            return Err(DefinitionError::Unreadable);
        }
        let form = FormDefinition::from_bytes(&self.content)?;
        if *form.version() == self.version { Ok(form) } else { Err(DefinitionError::Inconsistent) }
    }
}

/// The campaign that the phone works in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignBody {
    /// Its id.
    pub campaign: CampaignId,
    /// Its Chinese title.
    pub title: String,
    /// What new records are made with: at most one form for each [`crate::form::FormRole`]. Earlier servers name none.
    #[serde(default)]
    pub forms: Vec<FormVersion>,
}

/// A household that this phone is to visit, or a new version of its row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssignmentBody {
    /// Rises with every new assignment of the household.
    pub epoch: u32,
    /// The row.
    pub row: RosterRow,
}

/// A household that this phone is no longer to visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnassignedBody {
    /// Which.
    pub household: HouseholdId,
    /// The assignment that ended.
    pub epoch: u32,
}

/// How far a record has come on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// Its entry is held; files are missing.
    Received,
    /// Every byte it names is verified.
    Complete,
    /// It is held and set apart until somebody decides.
    Quarantined,
}

impl RecordState {
    /// Stable name in stores.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Complete => "complete",
            Self::Quarantined => "quarantined",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Received, Self::Complete, Self::Quarantined].into_iter().find(|state| state.name() == name)
    }
}

/// A record of this phone has changed its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptBody {
    /// Which record.
    pub entry_id: EntryId,
    /// Its state.
    pub state: RecordState,
    /// Why it is quarantined: a stable code.
    pub code: Option<String>,
    /// The same in Chinese, with what to do.
    pub message: Option<String>,
}

/// Most records of one [`DurableBody`].
pub const DURABLE_MAX_ENTRIES: usize = 1_000;

/// Records of this phone that a backup of the server holds with every file: a receipt says that they are received, this
/// that they outlive the server's disk. Only now may the phone give up its own copy of their photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DurableBody {
    /// Which records, at most [`DURABLE_MAX_ENTRIES`].
    pub entries: Vec<EntryId>,
}
