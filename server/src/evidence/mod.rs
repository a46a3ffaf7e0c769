//! The evidence log (存证日志) at the office: its key, its signed heads, and proofs for whoever asks.

mod key;
mod proof_file;

pub use key::LogSigner;
pub(crate) use key::{begin_life, provide_log};
pub use proof_file::{LogFile, LogFileError, MAX_LOG_FILE_BYTES, ProofFile, Proved};

use ruhu_core::{
    evidence::{LogStatement, SignedTreeHead, TreeHead},
    ids::EntryId,
    wire::{BatchRefusal, EVIDENCE_MAX_ENTRIES, EvidenceRequest, EvidenceResponse},
};

use crate::{
    app::App,
    ingest::IngestError,
    store::{Device, Reader, StoreError},
};

/// What the log holds at this moment, signed.
///
/// # Errors
/// [`StoreError`].
pub fn statement(app: &App) -> Result<LogStatement, StoreError> {
    app.store.read(|r| statement_of(app, r))
}

fn statement_of(app: &App, r: &Reader<'_>) -> Result<LogStatement, StoreError> {
    Ok(LogStatement { head: head(app, r)?, lives: r.log_lives()? })
}

/// The head over what one read sees.
pub(crate) fn head(app: &App, r: &Reader<'_>) -> Result<SignedTreeHead, StoreError> {
    Ok(app.log.sign(app.epoch, r.log_tree(r.log_size()?)?, app.now_ms()))
}

/// The tree over the first `size` entries, to be compared with a head on paper; none where the log is shorter.
///
/// # Errors
/// [`StoreError`].
pub fn tree_at(app: &App, size: u64) -> Result<Option<TreeHead>, StoreError> {
    app.store.read(|r| if size <= r.log_size()? { r.log_tree(size).map(Some) } else { Ok(None) })
}

/// Answers a phone: the head, that it goes on from what the phone saw, and that the phone's entries stand in it.
///
/// # Errors
/// [`IngestError::TooManyAsked`], [`IngestError::Batch`] for another phone's entries.
pub(crate) fn answer(
    app: &App,
    device: &Device,
    request: &EvidenceRequest,
) -> Result<EvidenceResponse, IngestError> {
    if request.entries.len() > EVIDENCE_MAX_ENTRIES {
        return Err(IngestError::TooManyAsked { max: EVIDENCE_MAX_ENTRIES });
    }
    app.store.read(|r| {
        let statement = statement_of(app, r)?;
        let size = statement.head.tree.size;
        let consistency = match request.from {
            Some(from) => r.log_consistency(from, size)?,
            None => None,
        };
        let mut inclusions = Vec::with_capacity(request.entries.len());
        for asked in &request.entries {
            if asked.stream.device != device.device {
                return Err(BatchRefusal::WrongDevice.into());
            }
            let leaf = match r.stream(&asked.stream)? {
                Some(row) => r.leaf_at(row.stream_no, asked.seq)?,
                None => None,
            };
            inclusions.push(match leaf {
                Some(leaf) => r.log_inclusion(leaf, size)?,
                None => None,
            });
        }
        Ok(EvidenceResponse { statement, consistency, inclusions })
    })
}

/// Proves that the entry of a record stands in the log, as it is now or at a head that somebody keeps; none where it
/// does not.
///
/// # Errors
/// [`StoreError`].
pub fn prove_entry(
    app: &App,
    entry: &EntryId,
    at: Option<LogStatement>,
) -> Result<Option<LogFile>, StoreError> {
    app.store.read(|r| {
        let Some(leaf) = r.leaf_of_record(entry)? else { return Ok(None) };
        let statement = match at {
            Some(kept) => kept,
            None => statement_of(app, r)?,
        };
        let size = statement.head.tree.size;
        let inclusion = if size <= r.log_size()? { r.log_inclusion(leaf, size)? } else { None };
        let proof = inclusion.map(|proof| ProofFile::Inclusion { entry_id: *entry, proof });
        Ok(proof.map(|proof| LogFile { statement, proof: Some(proof) }))
    })
}

/// Proves that the log as it is now goes on from an earlier head; none where it does not.
///
/// # Errors
/// [`StoreError`].
pub fn prove_growth(app: &App, earlier: &LogStatement) -> Result<Option<LogFile>, StoreError> {
    app.store.read(|r| {
        let statement = statement_of(app, r)?;
        let consistency = r.log_consistency(earlier.head.tree.size, statement.head.tree.size)?;
        Ok(consistency.map(|proof| LogFile {
            statement,
            proof: Some(ProofFile::Consistency { earlier: earlier.clone(), proof }),
        }))
    })
}
