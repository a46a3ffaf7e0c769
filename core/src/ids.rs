//! Typed identifiers: a household can never be passed where a device is meant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("编号格式不正确({what})，请核对后重新输入")]
pub struct IdError {
    /// Which kind of identifier was expected.
    pub what: &'static str,
}

impl crate::error::Explain for IdError {
    fn code(&self) -> &'static str {
        "bad_id"
    }
}

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// The raw bytes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// Reads exactly the right number of bytes.
            ///
            /// # Errors
            /// [`IdError`] on any other length.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, IdError> {
                bytes.try_into().map(Self).map_err(|_| IdError { what: stringify!($name) })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let bytes = hex::decode(text).map_err(|_| IdError { what: stringify!($name) })?;
                Self::from_slice(&bytes)
            }
        }

        // Bytes in CBOR, lower-case hex in JSON: the one is compact, the other is read by people.
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    serializer.serialize_bytes(&self.0)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                if deserializer.is_human_readable() {
                    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                } else {
                    let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
                    Self::from_slice(&bytes).map_err(D::Error::custom)
                }
            }
        }
    };
}

byte_id!(
    /// One enrolled phone.
    DeviceId,
    16
);
byte_id!(
    /// One life of a phone's journal. A phone restored from an old copy starts a new one.
    Incarnation,
    16
);
byte_id!(
    /// One journal entry, random; the same in every stream that carries the entry.
    EntryId,
    16
);
byte_id!(
    /// One unfinished visit or interview on a phone.
    DraftId,
    16
);
byte_id!(
    /// One start of a phone's operating system; monotonic times compare only inside one.
    BootId,
    16
);
byte_id!(
    /// One life of a server's database. A server restored from a backup starts a new one.
    ServerEpoch,
    16
);
byte_id!(
    /// SHA-256 of some bytes.
    Sha256Hash,
    32
);

byte_id!(
    /// The Ed25519 public key of a server's evidence log; it names the log.
    LogKey,
    32
);
byte_id!(
    /// An Ed25519 signature by the key of an evidence log.
    LogSignature,
    64
);

impl Sha256Hash {
    /// Thirty-two zero bytes: what stands before the first entry of a stream.
    pub const ZERO: Self = Self([0; 32]);

    /// Hashes `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl DeviceId {
    /// The first of its bytes, whose digits stand for a phone where people compare by eye.
    const SHORT_BYTES: usize = 4;

    /// The first eight digits: as the watermark of a photo and the papers of a meeting name a phone.
    #[must_use]
    pub fn short(&self) -> String {
        hex::encode(&self.0[..Self::SHORT_BYTES])
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Longest form in bytes.
            pub const MAX_LEN: usize = $max;

            /// Accepts 1 to [`Self::MAX_LEN`] ASCII letters, digits, `-`, `_` and `.`.
            ///
            /// # Errors
            /// [`IdError`] on anything else.
            pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
                let text = text.into();
                let fits = !text.is_empty() && text.len() <= $max
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
                if fits { Ok(Self(text)) } else { Err(IdError { what: stringify!($name) }) }
            }

            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// Maps keyed by this identifier are asked by its plain text.
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::new(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

text_id!(
    /// One household: a pseudonym, never derived from an identity number.
    HouseholdId,
    40
);
text_id!(
    /// One campaign, for example `2026-annual`.
    CampaignId,
    40
);
text_id!(
    /// One review meeting.
    MeetingId,
    40
);
text_id!(
    /// Name of a question inside a checklist, as XLSForm names are: ASCII.
    QuestionName,
    64
);

/// One journal: a phone and one life of its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StreamId {
    /// The phone.
    pub device: DeviceId,
    /// The life of its log.
    pub incarnation: Incarnation,
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.device, self.incarnation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_ids_survive_text_json_and_cbor() {
        let id = EntryId([7; 16]);
        assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<EntryId>(&json).unwrap(), id);
        let mut cbor = Vec::new();
        ciborium::into_writer(&id, &mut cbor).unwrap();
        assert_eq!(cbor.len(), 17);
        assert_eq!(ciborium::from_reader::<EntryId, _>(&cbor[..]).unwrap(), id);
    }

    #[test]
    fn identifiers_of_the_wrong_shape_are_refused() {
        assert!("zz".parse::<EntryId>().is_err());
        assert!(HouseholdId::new("").is_err());
        assert!(HouseholdId::new("户1").is_err());
        assert!(HouseholdId::new("a".repeat(41)).is_err());
        assert!(serde_json::from_str::<HouseholdId>("\"../etc\"").is_err());
    }
}
