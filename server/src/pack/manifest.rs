//! The list of everything a pack rests on. Its own SHA-256 is the pack's version.

use ruhu_core::ids::Sha256Hash;

use super::content::{PackContent, RecordRef};

/// First line of the canonical form; another layout gets another name.
const MANIFEST_MAGIC: &str = "ruhu-pack-manifest-v1";

/// Every record and photo of one pack, the same for both editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    meeting: String,
    content: Sha256Hash,
    /// The evidence, household by household, in the order of the sheets.
    pub households: Vec<HouseholdEvidence>,
}

/// What one household's sheet rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdEvidence {
    /// Number of the sheet.
    pub no: u32,
    /// The household's pseudonym.
    pub household: String,
    /// Records, sorted by kind and entry.
    pub records: Vec<RecordRef>,
    /// Photos in the order of the sheet, printed or not.
    pub photos: Vec<PhotoEvidence>,
}

/// One photo of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoEvidence {
    /// SHA-256 of the original file.
    pub original: Sha256Hash,
    /// SHA-256 of the derivative.
    pub derivative: Sha256Hash,
}

impl Manifest {
    /// Lists what `content` rests on.
    #[must_use]
    pub fn of(content: &PackContent) -> Self {
        let households = content
            .households
            .iter()
            .map(|sheet| {
                let mut records = sheet.records.clone();
                records.sort_unstable();
                let photos = sheet
                    .photos
                    .iter()
                    .map(|photo| PhotoEvidence { original: photo.original, derivative: photo.derivative })
                    .collect();
                HouseholdEvidence {
                    no: sheet.basics.no,
                    household: sheet.basics.household.to_string(),
                    records,
                    photos,
                }
            })
            .collect();
        Self { meeting: content.meeting.id.to_string(), content: content_digest(content), households }
    }

    /// The canonical bytes: one line per fact, so that `sha256sum` on the archived file gives the version.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut lines = vec![
            MANIFEST_MAGIC.to_owned(),
            format!("meeting,{}", self.meeting),
            format!("content,{}", self.content),
        ];
        for household in &self.households {
            let id = &household.household;
            for RecordRef { kind, entry, hash, device } in &household.records {
                lines.push(format!("record,{id},{},{entry},{hash},{}", one_field(kind), one_field(device)));
            }
            for PhotoEvidence { original, derivative } in &household.photos {
                lines.push(format!("photo,{id},{original},{derivative}"));
            }
        }
        lines.push(String::new());
        lines.join("\n").into_bytes()
    }

    /// SHA-256 of [`Self::bytes`]: the version of the pack.
    #[must_use]
    pub fn version(&self) -> Sha256Hash {
        Sha256Hash::of(&self.bytes())
    }

    /// How many records and how many photos are listed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let records = self.households.iter().map(|household| household.records.len()).sum();
        (records, self.households.iter().map(|household| household.photos.len()).sum())
    }
}

/// Roster rows and policy are no journal entries, yet a changed amount must change the version.
fn content_digest(content: &PackContent) -> Sha256Hash {
    // Plain structs of strings and numbers: the one thing that cannot be written is a place that is no number, and
    // such a pack must differ from every other one.
    match serde_json::to_vec(content) {
        Ok(json) => Sha256Hash::of(&json),
        Err(error) => Sha256Hash::of(format!("{MANIFEST_MAGIC}:{error}").as_bytes()),
    }
}

fn one_field(text: &str) -> String {
    text.chars().map(|c| if c == ',' || c.is_control() { ' ' } else { c }).collect()
}
