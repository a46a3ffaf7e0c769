//! The parts of a draft: answers with their trail, photos, fixes, signatures.

use rusqlite::params;

use super::{
    Reader, StoreError, Writer,
    drafts::Draft,
    transaction::{read_cbor, signed, unsigned, write_cbor},
};
use crate::{
    clock::ClockReading,
    form::{Answer, AnswerKey},
    ids::{DraftId, Sha256Hash},
    location::Fix,
    photo::{BlobRef, PhotoRecord},
    visit::{Signature, SignerRole},
};

/// One answer of a draft with its trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftAnswer {
    /// The question's place.
    pub question: AnswerKey,
    /// The answer.
    pub answer: Answer,
    /// How often a person set it; 0 for what the form filled in.
    pub changes: u32,
    /// Monotonic milliseconds spent on it.
    pub spent_ms: u64,
    /// Wall clock of the last setting, in milliseconds.
    pub last_wall_ms: i64,
}

/// Everything attached to a draft.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftParts {
    /// Answers, by their place; cleared ones are not here.
    pub answers: Vec<DraftAnswer>,
    /// In the order they were attached.
    pub photos: Vec<PhotoRecord>,
    /// In the order they were measured.
    pub fixes: Vec<Fix>,
    /// In the order they were given.
    pub signatures: Vec<Signature>,
}

fn role_name(role: SignerRole) -> &'static str {
    match role {
        SignerRole::Surveyor => "surveyor",
        SignerRole::Member => "member",
        SignerRole::Cadre => "cadre",
        SignerRole::Interviewee => "interviewee",
    }
}

impl Reader<'_> {
    /// The answers of a draft, by their place; cleared ones are not among them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft_answers(&self, id: &DraftId) -> Result<Vec<DraftAnswer>, StoreError> {
        let answers = "SELECT question, answer, changes, spent_ms, last_wall_ms FROM draft_answers \
                       WHERE draft_id = ?1 AND answer IS NOT NULL ORDER BY question";
        self.rows(answers, [id.0], |row| {
            let (question, answer): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            Ok(DraftAnswer {
                question: AnswerKey::new(question)
                    .map_err(|_| StoreError::Damaged { what: "draft_answers.question" })?,
                answer: read_cbor(&answer, "draft_answers.answer")?,
                changes: row.get(2)?,
                spent_ms: unsigned(row.get(3)?),
                last_wall_ms: row.get(4)?,
            })
        })
    }

    /// Everything attached to a draft.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft_parts(&self, id: &DraftId) -> Result<DraftParts, StoreError> {
        let photos = "SELECT photo FROM draft_photos WHERE draft_id = ?1 ORDER BY photo_no";
        let fixes = "SELECT fix FROM draft_fixes WHERE draft_id = ?1 ORDER BY fix_no";
        let signatures = "SELECT signature FROM draft_signatures WHERE draft_id = ?1 ORDER BY signature_no";
        let read = |row: &rusqlite::Row<'_>| Ok(row.get::<_, Vec<u8>>(0)?);
        let decoded = |bytes: &Vec<u8>| read_cbor(bytes, "draft_photos.photo");
        Ok(DraftParts {
            answers: self.draft_answers(id)?,
            photos: self.rows(photos, [id.0], read)?.iter().map(decoded).collect::<Result<_, _>>()?,
            fixes: self
                .rows(fixes, [id.0], |row| read_cbor(&row.get::<_, Vec<u8>>(0)?, "draft_fixes.fix"))?,
            signatures: self.rows(signatures, [id.0], |row| {
                read_cbor(&row.get::<_, Vec<u8>>(0)?, "draft_signatures.signature")
            })?,
        })
    }

    /// How many photos and fixes a draft has.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft_part_counts(&self, id: &DraftId) -> Result<(usize, usize), StoreError> {
        let photos = self.number("SELECT count(*) FROM draft_photos WHERE draft_id = ?1", [id.0])?;
        let fixes = self.number("SELECT count(*) FROM draft_fixes WHERE draft_id = ?1", [id.0])?;
        Ok((usize::try_from(photos).unwrap_or(usize::MAX), usize::try_from(fixes).unwrap_or(usize::MAX)))
    }

    /// Whether the draft has this photo already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn draft_has_photo(&self, id: &DraftId, original: &Sha256Hash) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM draft_photos WHERE draft_id = ?1 AND original = ?2)";
        Ok(self.number(sql, params![id.0, original.0])? != 0)
    }
}

impl Writer<'_> {
    /// Keeps an answer, or clears it, and counts the time since the answer before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_answer(
        &self,
        draft: &Draft,
        question: &AnswerKey,
        answer: Option<&Answer>,
        now: &ClockReading,
    ) -> Result<(), StoreError> {
        let (boot, mono_ms) = draft.touched;
        // Monotonic times compare only inside one boot.
        let spent_ms = if boot == now.boot { now.mono_ms.saturating_sub(mono_ms) } else { 0 };
        self.run(
            "INSERT INTO draft_answers (draft_id, question, answer, changes, spent_ms, last_wall_ms) \
             VALUES (?1, ?2, ?3, 1, ?4, ?5) ON CONFLICT (draft_id, question) DO UPDATE SET \
             answer = ?3, changes = changes + 1, spent_ms = spent_ms + ?4, last_wall_ms = ?5",
            params![
                draft.id.0,
                question.as_str(),
                answer.map(write_cbor).transpose()?,
                signed(spent_ms),
                now.wall_ms,
            ],
        )?;
        self.touch_draft(&draft.id, now)
    }

    /// Keeps what the form filled in or took away by itself; the trail of people's answers stays as it is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_filled_in(
        &self,
        id: &DraftId,
        question: &AnswerKey,
        answer: Option<&Answer>,
        now: &ClockReading,
    ) -> Result<(), StoreError> {
        let Some(answer) = answer else {
            let sql = "UPDATE draft_answers SET answer = NULL WHERE draft_id = ?1 AND question = ?2";
            return self.run(sql, params![id.0, question.as_str()]).map(drop);
        };
        let sql = "INSERT INTO draft_answers (draft_id, question, answer, changes, spent_ms, last_wall_ms) \
                   VALUES (?1, ?2, ?3, 0, 0, ?4) ON CONFLICT (draft_id, question) DO UPDATE SET answer = ?3";
        self.run(sql, params![id.0, question.as_str(), write_cbor(answer)?, now.wall_ms]).map(drop)
    }

    /// Attaches a photo whose files are in the vault already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_draft_photo(&self, id: &DraftId, photo: &PhotoRecord) -> Result<(), StoreError> {
        let sql = "INSERT INTO draft_photos (draft_id, original, derivative, thumbnail, photo) VALUES (?1, ?2, ?3, ?4, ?5)";
        let files = [photo.original, photo.derivative, photo.thumbnail].map(|blob: BlobRef| blob.sha256.0);
        let [original, derivative, thumbnail] = files;
        self.run(sql, params![id.0, original, derivative, thumbnail, write_cbor(photo)?]).map(drop)
    }

    /// Detaches a photo; gives it where there was one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn drop_draft_photo(
        &self,
        id: &DraftId,
        original: &Sha256Hash,
    ) -> Result<Option<PhotoRecord>, StoreError> {
        let sql = "DELETE FROM draft_photos WHERE draft_id = ?1 AND original = ?2 RETURNING photo";
        self.row(sql, params![id.0, original.0], |row| {
            read_cbor(&row.get::<_, Vec<u8>>(0)?, "draft_photos.photo")
        })
    }

    /// Attaches a fix.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_draft_fix(&self, id: &DraftId, fix: &Fix) -> Result<(), StoreError> {
        let sql = "INSERT INTO draft_fixes (draft_id, fix) VALUES (?1, ?2)";
        self.run(sql, params![id.0, write_cbor(fix)?]).map(drop)
    }

    /// Keeps a signature; signing again replaces it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_draft_signature(&self, id: &DraftId, signature: &Signature) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO draft_signatures (draft_id, role, name, signature) VALUES (?1, ?2, ?3, ?4)";
        let name = signature.name.full();
        self.run(sql, params![id.0, role_name(signature.role), name, write_cbor(signature)?]).map(drop)
    }
}
