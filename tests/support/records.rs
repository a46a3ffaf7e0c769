//! Invented records, sealed into journal entries.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use ruhu_core::{
    clock::ClockReading,
    form::{Answer, AnswerKey, Answers, FormRole, FormVersion, shipped},
    household::PersonName,
    ids::{BootId, CampaignId, EntryId, HouseholdId, Sha256Hash},
    journal::{Entry, Head, SUITE_ED25519_SHA256, SealedEntry, to_cbor},
    money::Fen,
    photo::PhotoRecord,
    record::Record,
    visit::{Signature, SignerRole, TrailStep, VisitMode, VisitPurpose, VisitRecord},
};
use serde_bytes::ByteBuf;

use crate::phone::WirePhone;

/// 2026-11-20 09:00 in Beijing.
pub const MORNING_MS: i64 = 1_795_136_400_000;

/// A person's name.
///
/// # Panics
/// Never for the names the tests use.
#[must_use]
#[expect(clippy::expect_used, reason = "invented names are valid")]
pub fn name(text: &str) -> PersonName {
    PersonName::new(text).expect("a valid name")
}

/// A clock reading some minutes into the morning.
#[must_use]
pub fn minutes_in(minutes: i64) -> ClockReading {
    ClockReading {
        wall_ms: MORNING_MS + minutes * 60_000,
        boot: BootId([7; 16]),
        mono_ms: 1_000_000 + minutes.unsigned_abs() * 60_000,
    }
}

fn named(answers: impl IntoIterator<Item = (&'static str, Answer)>) -> Answers {
    answers.into_iter().filter_map(|(name, answer)| Some((AnswerKey::new(name).ok()?, answer))).collect()
}

/// Complete answers of a home visit.
#[must_use]
pub fn visit_answers() -> Answers {
    let one = |name: &str| Answer::One(name.to_owned());
    named([
        ("notice_given", one("yes")),
        ("respondent_relation", one("head")),
        ("originals_seen", Answer::Many(vec!["id_card".to_owned()])),
        ("members_confirmed", Answer::Integer(3)),
        ("labour_count", Answer::Integer(1)),
        ("income_wage", Answer::Money(Fen(480_000))),
        ("income_business", Answer::Money(Fen(60_000))),
        ("income_property", Answer::Money(Fen(0))),
        ("income_transfer", Answer::Money(Fen(120_000))),
        ("income_other", Answer::Money(Fen(0))),
        ("property_deposit", Answer::Money(Fen(200_000))),
        ("property_vehicles", Answer::Integer(0)),
        ("property_houses", Answer::Integer(1)),
        ("housing_tenure", one("0")),
        ("housing_structure", one("brick_wood")),
        ("housing_area", Answer::Integer(72)),
        ("living_food", one("3")),
        ("living_clothing", one("3")),
        ("living_housing", one("2")),
        ("living_goods", one("2")),
        ("related_filing", one("no")),
        ("conclusion", one("true")),
        ("proposal", one("keep")),
        ("proposal_reason", Answer::Text("收入不稳定，建议继续保障。".to_owned())),
    ])
}

fn drawn(role: SignerRole, who: &str) -> Signature {
    let stroke: Vec<(u16, u16)> = (0..20).map(|step| (100 + step * 30, 400 + (step % 5) * 40)).collect();
    Signature { role, name: name(who), strokes: vec![stroke.clone(), stroke] }
}

/// Complete answers of an interview with a neighbour who counts one person fewer than the visit.
#[must_use]
pub fn interview_answers() -> Answers {
    let one = |name: &str| Answer::One(name.to_owned());
    named([
        ("role", one("neighbour")),
        ("age_band", one("c")),
        ("job_band", one("G")),
        ("tie", one("none")),
        ("residents", Answer::Integer(2)),
        ("work", Answer::Text("种田，农闲时打零工".to_owned())),
        ("vehicle_or_house", one("no")),
        ("children_support", one("unknown")),
        ("overall", one("poor")),
    ])
}

/// A complete visit with these photos.
#[must_use]
pub fn visit(photos: Vec<PhotoRecord>) -> VisitRecord {
    let answers = visit_answers();
    let trail = answers.keys().map(|question| TrailStep {
        question: question.clone(),
        changes: 1,
        spent_ms: 12_000,
        last_wall_ms: MORNING_MS,
    });
    VisitRecord {
        purpose: VisitPurpose::Review,
        mode: VisitMode::Onsite,
        surveyors: vec![name("陈建国"), name("李秀英")],
        cadre: None,
        started: minutes_in(0),
        ended: minutes_in(25),
        trail: trail.collect(),
        answers,
        photos,
        fixes: Vec::new(),
        signatures: vec![
            drawn(SignerRole::Surveyor, "陈建国"),
            drawn(SignerRole::Surveyor, "李秀英"),
            drawn(SignerRole::Member, "王大山"),
        ],
        supersedes: None,
    }
}

/// What a sealed entry is made from, with the parts that tests like to spoil.
pub struct EntryMaker {
    /// The campaign.
    pub campaign: CampaignId,
    /// The household.
    pub household: HouseholdId,
    /// When it is sealed.
    pub sealed: ClockReading,
    /// Its id.
    pub entry_id: EntryId,
    /// The form it names; none for the shipped checklist of a home visit.
    pub form: Option<FormVersion>,
}

impl EntryMaker {
    /// An entry about a household in a campaign, whose id is made from a number.
    #[must_use]
    pub fn new(campaign: &CampaignId, household: &HouseholdId, number: u64) -> Self {
        let mut id = [0x5e; 16];
        if let Some(tail) = id.get_mut(8..) {
            tail.copy_from_slice(&number.to_be_bytes());
        }
        Self {
            campaign: campaign.clone(),
            household: household.clone(),
            sealed: minutes_in(25),
            entry_id: EntryId(id),
            form: None,
        }
    }

    /// Seals a record as the phone's next entry and moves the phone's head.
    ///
    /// # Errors
    /// Where the entry is over its limits.
    pub fn seal(self, phone: &mut WirePhone, record: &Record) -> anyhow::Result<SealedEntry> {
        let body = to_cbor(record)?;
        self.seal_body(phone, (body, record.blobs()))
    }

    /// Seals any body.
    ///
    /// # Errors
    /// Where the entry is over its limits.
    pub fn seal_body(
        self,
        phone: &mut WirePhone,
        (body, blobs): (Vec<u8>, Vec<ruhu_core::journal::BlobName>),
    ) -> anyhow::Result<SealedEntry> {
        let form = match self.form {
            Some(form) => form,
            None => form_version(FormRole::HomeVisit)?,
        };
        let mut device_id = [0; 16];
        device_id.copy_from_slice(phone.enrolled.device.as_bytes());
        // Entry ids are random on real phones; here the phone's id keeps those of two phones apart.
        let entry_id = EntryId(std::array::from_fn(|i| {
            let own = self.entry_id.as_bytes().get(i).copied().unwrap_or(0);
            let phones = device_id.get(i).copied().unwrap_or(0);
            if i < 8 { phones } else { own }
        }));
        let sealed = Entry {
            suite: SUITE_ED25519_SHA256,
            stream: phone.stream,
            seq: phone.head.seq + 1,
            prev: phone.head.hash,
            entry_id,
            campaign: self.campaign,
            household: self.household,
            household_version: 1,
            assignment_epoch: 1,
            form,
            sealed: self.sealed,
            blobs,
            body: ByteBuf::from(body),
        }
        .seal()?;
        phone.head = Head { seq: sealed.entry.seq, hash: sealed.hash };
        Ok(sealed)
    }
}

/// The shipped checklist's version, worked out once.
fn form_version(role: FormRole) -> anyhow::Result<FormVersion> {
    static KNOWN: Mutex<BTreeMap<FormRole, FormVersion>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(version) = known.get(&role) {
        return Ok(version.clone());
    }
    let version = shipped(role)?.version().clone();
    known.insert(role, version.clone());
    Ok(version)
}

/// Counts by name, for reports.
pub type Counts = BTreeMap<&'static str, u64>;

/// A hash that belongs to nothing.
#[must_use]
pub fn strange_hash() -> Sha256Hash {
    Sha256Hash([0xee; 32])
}
