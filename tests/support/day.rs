//! A surveyor's phone on real parts: an encrypted folder, the real session, real HTTP.

use std::{path::Path, sync::Arc};

use ruhu_core::{
    capture::{FieldSession, NewPhoto, StoreKey},
    clock::{Clock, ManualClock},
    form::{Answer, AnswerKey},
    ids::{DraftId, EntryId, HouseholdId},
    photo::{PhotoKind, PhotoSource},
    visit::{Signature, SignerRole, VisitPurpose},
};

use crate::records::{MORNING_MS, interview_answers, name, visit_answers};

/// The key of every test phone.
pub const KEY: [u8; 32] = [42; 32];
/// The team of every test visit.
pub const TEAM: [&str; 2] = ["陈建国", "李秀英"];

/// Opens a phone's folder.
///
/// # Errors
/// The store's.
pub fn open_phone(folder: &Path) -> anyhow::Result<FieldSession> {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(MORNING_MS));
    Ok(FieldSession::open(folder, &StoreKey::new(KEY), clock)?)
}

/// A small picture, different for each number.
///
/// # Panics
/// Never: the picture is valid.
#[must_use]
#[expect(clippy::expect_used, reason = "a picture made here is valid")]
pub fn picture(number: u32, side: u32) -> Vec<u8> {
    let shade =
        |x: u32, y: u32| u8::try_from((x * 7 + y * 13 + number * 31 + (x * y) % 97) % 256).unwrap_or(0);
    // Beyond 256 numbers the shades repeat.
    let blue = u8::try_from(90 + number / 256).unwrap_or(u8::MAX);
    let image =
        image::RgbImage::from_fn(side, side * 3 / 4, |x, y| image::Rgb([shade(x, y), shade(y, x), blue]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

fn drawn(role: SignerRole, who: &str) -> Signature {
    Signature { role, name: name(who), strokes: vec![(0..20).map(|step| (100 + step * 30, 450)).collect()] }
}

/// Starts a visit with every answer, signature and so many photos; not sealed yet.
///
/// # Errors
/// The session's.
pub fn filled_visit(session: &FieldSession, household: &HouseholdId, photos: u32) -> anyhow::Result<DraftId> {
    filled_with(session, household, (photos, &[]))
}

fn filled_with(
    session: &FieldSession,
    household: &HouseholdId,
    (photos, others): (u32, &[(AnswerKey, Answer)]),
) -> anyhow::Result<DraftId> {
    let draft = session.start_visit(household, VisitPurpose::Review)?;
    session.set_team(draft, TEAM.map(name).into(), None)?;
    let mut answers = visit_answers();
    answers.extend(others.iter().cloned());
    for (question, answer) in answers {
        session.answer(draft, &question, &answer)?;
    }
    for number in 0..photos {
        let photo = NewPhoto {
            kind: PhotoKind::Outside,
            source: PhotoSource::Camera,
            caption: String::new(),
            bytes: picture(number + u32::from(draft.as_bytes()[0]) * 50, 640),
            fix: None,
            redactions: Vec::new(),
        };
        session.attach_photo(draft, photo)?;
    }
    for surveyor in TEAM {
        session.sign(draft, &drawn(SignerRole::Surveyor, surveyor))?;
    }
    session.sign(draft, &drawn(SignerRole::Member, "王大山"))?;
    Ok(draft)
}

/// A whole visit, sealed.
///
/// # Errors
/// The session's.
pub fn sealed_visit(session: &FieldSession, household: &HouseholdId, photos: u32) -> anyhow::Result<EntryId> {
    let draft = filled_visit(session, household, photos)?;
    Ok(session.seal_visit(draft)?)
}

/// A whole visit with some answers of its own, sealed.
///
/// # Errors
/// The session's.
pub fn visit_with(
    session: &FieldSession,
    household: &HouseholdId,
    answers: &[(AnswerKey, Answer)],
) -> anyhow::Result<EntryId> {
    let draft = filled_with(session, household, (1, answers))?;
    Ok(session.seal_visit(draft)?)
}

/// A whole interview with some answers of its own, sealed.
///
/// # Errors
/// The session's.
pub fn interview_with(
    session: &FieldSession,
    household: &HouseholdId,
    answers: &[(AnswerKey, Answer)],
) -> anyhow::Result<EntryId> {
    let draft = session.start_interview(household, TEAM.map(name).into())?;
    for (question, answer) in interview_answers().into_iter().chain(answers.iter().cloned()) {
        session.answer(draft, &question, &answer)?;
    }
    Ok(session.seal_interview(draft)?)
}
