//! The messages. A field is only ever added, never given another meaning.

use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};

use super::FeedItem;
use crate::{
    ids::{DeviceId, ServerEpoch, Sha256Hash, StreamId},
    journal::{Head, SignedHead},
    region::RegionCode,
};

/// The version of this protocol.
pub const PROTOCOL_VERSION: u16 = 1;
/// Most entries of one push.
pub const BATCH_MAX_ENTRIES: usize = 500;
/// Most bytes of entries in one push.
pub const BATCH_MAX_BYTES: usize = 4 * 1024 * 1024;
/// Most hashes asked about at once.
pub const WANTED_MAX_HASHES: usize = 2_000;

/// A phone introduces itself with its one-time code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// The code that the office printed, without spaces.
    pub code: String,
    /// The phone's Ed25519 public key.
    pub public_key: ByteArray<32>,
    /// What the phone calls itself, for the office's list; at most 100 characters.
    pub device_name: String,
}

/// What an enrolled phone is given.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolResponse {
    /// Its identity from now on.
    pub device: DeviceId,
    /// Its bearer token, 64 hex digits; the server keeps only the hash.
    pub token: String,
    /// The surveyor that the code was made for.
    pub surveyor: String,
    /// Where the surveyor works.
    pub region: RegionCode,
    /// That region's name.
    pub region_name: String,
    /// The server's present life.
    pub server_epoch: ServerEpoch,
}

impl std::fmt::Debug for EnrolResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrolResponse")
            .field("device", &self.device)
            .field("token", &"…")
            .finish_non_exhaustive()
    }
}

/// Entries of one stream, in order, with the phone's signature over the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// The stream.
    pub stream: StreamId,
    /// The entries' bytes.
    pub entries: Vec<ByteBuf>,
    /// Signature over the last entry.
    pub signed_head: SignedHead,
}

/// What the server holds, said only after it is on its disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// The server's present life.
    pub server_epoch: ServerEpoch,
    /// The last entry it holds of the stream: an ack that carried only a number would lose data when a phone is
    /// restored.
    pub head: Head,
}

/// Something the server noticed about an accepted entry: it is kept, and set apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFinding {
    /// The entry's place.
    pub seq: u64,
    /// Stable code.
    pub code: String,
    /// Chinese text for the surveyor.
    pub message: String,
}

/// The answer to a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushResponse {
    /// All entries are held.
    Accepted {
        /// What is held now.
        ack: Ack,
        /// Entries that were set apart.
        findings: Vec<EntryFinding>,
        /// Files of these entries that the server lacks.
        wanted: Vec<Sha256Hash>,
    },
    /// Something else stands in the stream: start a new incarnation.
    Fork {
        /// What the server holds.
        head: Option<Head>,
    },
    /// Entries are missing before these.
    Gap {
        /// What the server holds.
        head: Option<Head>,
    },
}

/// Asks for the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// The server's life that the cursor belongs to; none at first.
    pub server_epoch: Option<ServerEpoch>,
    /// The last item held.
    pub cursor: u64,
    /// Most items wanted, up to [`super::FEED_MAX_ITEMS`].
    pub limit: u32,
}

impl PullRequest {
    /// Whether a server in this life, whose feed ends at `feed_head`, can go on from the cursor. If not, it answers
    /// [`PullResponse::Reset`].
    #[must_use]
    pub fn resumes_in(&self, life: ServerEpoch, feed_head: u64) -> bool {
        self.cursor == 0 || (self.server_epoch == Some(life) && self.cursor <= feed_head)
    }
}

/// The answer to a pull.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PullResponse {
    /// The items after the cursor.
    Feed {
        /// The server's present life.
        server_epoch: ServerEpoch,
        /// The items, in order.
        items: Vec<FeedItem>,
        /// Ask again from here.
        next: u64,
        /// Whether more are waiting.
        more: bool,
    },
    /// The cursor belongs to another life, or lies beyond the head: forget the cursor, keep all records, ask from 0.
    Reset {
        /// The server's present life.
        server_epoch: ServerEpoch,
    },
}

/// What a side holds of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamDigest {
    /// The stream.
    pub stream: StreamId,
    /// How many entries.
    pub count: u64,
    /// The last one.
    pub head: Option<Head>,
}

impl StreamDigest {
    /// What a side holds that has the stream up to `head`: places have no gaps.
    #[must_use]
    pub fn of(stream: StreamId, head: Option<Head>) -> Self {
        Self { stream, count: head.map_or(0, |head| head.seq), head }
    }

    /// The server's word on what a phone asked, where the server holds the stream up to `head`.
    #[must_use]
    pub fn judged_by(&self, head: Option<Head>) -> StreamVerdict {
        let server = Self::of(self.stream, head);
        StreamVerdict { server, equal: server == *self }
    }
}

/// Compares streams at the end of a sync.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// What the phone holds as acknowledged.
    pub streams: Vec<StreamDigest>,
}

/// The server's side of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamVerdict {
    /// What the server holds.
    pub server: StreamDigest,
    /// Whether the two are the same.
    pub equal: bool,
}

/// The answer to a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestResponse {
    /// One verdict per stream asked about.
    pub streams: Vec<StreamVerdict>,
}

/// Asks which files the server lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// At most [`WANTED_MAX_HASHES`].
    pub hashes: Vec<Sha256Hash>,
}

/// The files that the server lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedResponse {
    /// Those of the asked hashes that are not verified on the server.
    pub wanted: Vec<Sha256Hash>,
}
