//! The proof of a draw: everything an outsider needs to draw again.

use std::{collections::BTreeMap, fmt};

use ruhu_core::{
    ids::Sha256Hash,
    sampling::{Draw, Frame, FrameLine, Rate, SamplingError, Source, StratumDraw, Ticketed, draw},
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, MapAccess, Visitor},
};
use sha2::{Digest, Sha256};

/// Largest proof read, in bytes: a million households with ordinary ids fit.
pub const MAX_PROOF_BYTES: usize = 128 * 1024 * 1024;
/// Version of notice and proof.
pub const PROOF_VERSION: u64 = 1;

const DIGEST_DOMAIN: &[u8] = b"spotcheck-proof-v1\0";

/// The proof as its file has it.
///
/// Every field but `lines`, `rate` and `sources` is recomputed by who verifies it. Rate and source names leave no
/// trace in the seed, so `digest` ties them to it; a proof written by another program may lack that field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// [`PROOF_VERSION`].
    pub version: u64,
    /// Share of each stratum, as published: `0.10`.
    pub rate: String,
    /// `unit_id,stratum,hash`, sorted by unit id.
    pub lines: Vec<String>,
    /// Merkle root of the lines, lower-case hex.
    pub root: String,
    /// The sources in the order of the notice.
    pub sources: Vec<ProofSource>,
    /// The seed, lower-case hex.
    pub seed: String,
    /// What was drawn, by stratum.
    #[serde(deserialize_with = "unique_keys")]
    pub strata: BTreeMap<String, ProofStratum>,
    /// SHA-256 of `spotcheck-proof-v1\0`, the seed, SHA-256 of `rate`, and SHA-256 of each source's name in turn.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// One source of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofSource {
    /// Its name in the notice.
    pub name: String,
    /// What it said, lower-case hex.
    pub hex: String,
}

/// One stratum of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofStratum {
    /// Units in the stratum.
    pub units: usize,
    /// Unit ids drawn, in ticket order.
    pub sample: Vec<String>,
    /// All other unit ids, in ticket order.
    pub reserves: Vec<String>,
}

impl Proof {
    /// Draws from `frame` and writes down how.
    ///
    /// # Errors
    /// [`SamplingError`] for sources that cannot be used.
    pub fn draw(frame: &Frame, rate: Rate, sources: &[Source]) -> Result<Self, SamplingError> {
        let drawn = draw(frame, rate, sources)?;
        Ok(Self::write(frame, rate, sources, &drawn))
    }

    fn write(frame: &Frame, rate: Rate, sources: &[Source], drawn: &Draw) -> Self {
        let names = sources.iter().map(Source::name);
        Self {
            version: PROOF_VERSION,
            rate: rate.to_string(),
            lines: frame.lines().iter().map(FrameLine::to_string).collect(),
            root: drawn.root.to_string(),
            sources: sources
                .iter()
                .map(|source| ProofSource {
                    name: source.name().to_owned(),
                    hex: hex::encode(source.bytes()),
                })
                .collect(),
            seed: drawn.seed.to_string(),
            strata: drawn.strata.iter().map(|(name, stratum)| (name.to_string(), stratum.into())).collect(),
            digest: Some(digest(drawn.seed, &rate.to_string(), names).to_string()),
        }
    }

    /// The file: indented JSON, one frame line per line of text.
    ///
    /// # Errors
    /// None in practice; the writer's error is passed on.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

impl From<&StratumDraw> for ProofStratum {
    fn from(stratum: &StratumDraw) -> Self {
        let ids = |units: &[Ticketed]| units.iter().map(|unit| unit.unit_id.to_string()).collect();
        Self { units: stratum.units(), sample: ids(&stratum.sample), reserves: ids(&stratum.reserves) }
    }
}

pub(super) fn digest<'a>(
    seed: Sha256Hash,
    rate: &'a str,
    names: impl Iterator<Item = &'a str>,
) -> Sha256Hash {
    let start = Sha256::new_with_prefix(DIGEST_DOMAIN).chain_update(seed.as_bytes());
    let state = std::iter::once(rate)
        .chain(names)
        .fold(start, |state, text| state.chain_update(Sha256::digest(text.as_bytes())));
    Sha256Hash(state.finalize().into())
}

/// `null` is not the same as a field that is not there.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

/// A map takes the last of two equal keys without a word; a proof with two is refused.
fn unique_keys<'de, D: Deserializer<'de>, V: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    struct Unique<V>(std::marker::PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for Unique<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map whose keys differ")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((key, value)) = entries.next_entry()? {
                if map.insert(key, value).is_some() {
                    return Err(A::Error::custom("duplicate key"));
                }
            }
            Ok(map)
        }
    }

    deserializer.deserialize_map(Unique(std::marker::PhantomData))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The frame of the design's test vector.
    pub(crate) fn vector_frame() -> Frame {
        let lines: Vec<String> = (1..=20)
            .map(|n| {
                let unit = format!("H{n:04}");
                format!("{unit},{},{}", if n <= 12 { "A" } else { "B" }, Sha256Hash::of(unit.as_bytes()))
            })
            .collect();
        Frame::parse(&lines).unwrap()
    }

    /// The sources of the design's test vector.
    pub(crate) fn vector_sources() -> Vec<Source> {
        vec![
            Source::new("骰子", (0..0x30).collect()).unwrap(),
            Source::new("lottery", b"63454660390103169462".to_vec()).unwrap(),
        ]
    }

    pub(crate) fn vector_proof() -> Proof {
        Proof::draw(&vector_frame(), "0.10".parse().unwrap(), &vector_sources()).unwrap()
    }

    #[test]
    fn the_proof_of_the_test_vector_reads_as_published() {
        let mut proof = vector_proof();
        proof.lines.truncate(1);
        insta::assert_snapshot!(serde_json::to_string(&proof).unwrap());
    }

    #[test]
    fn the_file_gives_the_same_proof_back() {
        let proof = vector_proof();
        assert_eq!(serde_json::from_str::<Proof>(&proof.to_json().unwrap()).unwrap(), proof);
    }
}
