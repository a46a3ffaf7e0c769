//! The records of this phone and how far each has come.

use rusqlite::{Row, params};

use super::{
    Reader, StoreError, Writer,
    transaction::{signed, unsigned},
};
use crate::{
    household::PersonName,
    ids::{EntryId, HouseholdId},
    journal::{BlobName, BlobRole, Head},
    record::RecordKind,
    wire::{ReceiptBody, RecordState},
};

/// How far a record has come, as the surveyor sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LocalStatus {
    /// 草稿 — still being filled in.
    Draft,
    /// 已封存 — sealed on this phone, not yet on the server.
    Sealed,
    /// 已上传 — the server holds the entry; photos may be missing.
    Sent,
    /// 已完成 — the server has verified every byte.
    Complete,
    /// 已隔离 — somebody has to decide; nothing is lost.
    Quarantined {
        /// Stable code.
        code: String,
        /// Chinese text that says what to do.
        message: String,
    },
}

impl LocalStatus {
    /// Stable name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sealed => "sealed",
            Self::Sent => "sent",
            Self::Complete => "complete",
            Self::Quarantined { .. } => "quarantined",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Sealed => "已封存，待上传",
            Self::Sent => "已上传，照片待传",
            Self::Complete => "已完成",
            Self::Quarantined { .. } => "已隔离，待处理",
        }
    }
}

/// One sealed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// Which.
    pub entry_id: EntryId,
    /// Of what kind.
    pub kind: RecordKind,
    /// About which household.
    pub household: HouseholdId,
    /// The head's name, while the household is known to this phone.
    pub head_name: Option<PersonName>,
    /// When it was sealed, by the phone's wall clock in milliseconds.
    pub sealed_ms: i64,
    /// How far it has come.
    pub status: LocalStatus,
    /// What the server remarked without setting the record apart: code and Chinese text.
    pub remark: Option<(String, String)>,
    /// The record it corrects.
    pub supersedes: Option<EntryId>,
    /// 已备份 — a backup of the server holds it with every file.
    pub durable: bool,
}

/// How many records stand where, and what is still to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordCounts {
    /// Open drafts.
    pub drafts: u32,
    /// Sealed, not yet on the server.
    pub sealed: u32,
    /// On the server, photos missing.
    pub sent: u32,
    /// Complete.
    pub complete: u32,
    /// Set apart.
    pub quarantined: u32,
    /// 已备份 — held by a backup of the server with every file.
    pub durable: u32,
    /// Photo files that the server has not verified.
    pub pending_files: u32,
    /// Bytes still to be sent: entries and photo files.
    pub pending_bytes: u64,
}

const COLUMNS: &str = "entry_id, kind, household_id, sealed_ms, status, code, message, supersedes, \
    (SELECT head_name FROM roster WHERE roster.household_id = records.household_id), durable";

fn read_record(row: &Row<'_>) -> Result<RecordRow, StoreError> {
    let kind: String = row.get(1)?;
    let household: String = row.get(2)?;
    let (status, code, message): (String, Option<String>, Option<String>) =
        (row.get(4)?, row.get(5)?, row.get(6)?);
    let remark = code.zip(message);
    let (status, remark) = match (status.as_str(), remark) {
        ("sealed", remark) => (LocalStatus::Sealed, remark),
        ("sent", remark) => (LocalStatus::Sent, remark),
        ("complete", remark) => (LocalStatus::Complete, remark),
        ("quarantined" | "set_apart", remark) => {
            let (code, message) = remark.unwrap_or_default();
            (LocalStatus::Quarantined { code, message }, None)
        }
        _ => return Err(StoreError::Damaged { what: "records.status" }),
    };
    Ok(RecordRow {
        entry_id: EntryId(row.get(0)?),
        kind: RecordKind::from_name(&kind).ok_or(StoreError::Damaged { what: "records.kind" })?,
        household: HouseholdId::new(household)
            .map_err(|_| StoreError::Damaged { what: "records.household_id" })?,
        head_name: row.get::<_, Option<String>>(8)?.and_then(|name| PersonName::new(name).ok()),
        sealed_ms: row.get(3)?,
        status,
        remark,
        supersedes: row.get::<_, Option<[u8; 16]>>(7)?.map(EntryId),
        durable: row.get(9)?,
    })
}

impl Reader<'_> {
    /// The sealed records, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records(&self) -> Result<Vec<RecordRow>, StoreError> {
        self.rows(
            &format!("SELECT {COLUMNS} FROM records ORDER BY sealed_ms DESC, seq DESC"),
            [],
            read_record,
        )
    }

    /// The sealed records of one household, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn records_of(&self, household: &HouseholdId) -> Result<Vec<RecordRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE household_id = ?1 ORDER BY sealed_ms DESC, seq DESC"
        );
        self.rows(&sql, [household.as_str()], read_record)
    }

    /// One sealed record.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn record(&self, entry_id: &EntryId) -> Result<Option<RecordRow>, StoreError> {
        self.row(&format!("SELECT {COLUMNS} FROM records WHERE entry_id = ?1"), [entry_id.0], read_record)
    }

    /// How many records stand where.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn counts(&self) -> Result<RecordCounts, StoreError> {
        let small = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let drafts = self.number("SELECT count(*) FROM drafts WHERE state = 'open'", [])?;
        let mut counts = RecordCounts { drafts: small(drafts), ..RecordCounts::default() };
        let by_status = "SELECT status, count(*) FROM records GROUP BY status";
        for (status, count) in
            self.rows(by_status, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
        {
            match status.as_str() {
                "sealed" => counts.sealed = small(count),
                "sent" => counts.sent = small(count),
                "complete" => counts.complete = small(count),
                _ => counts.quarantined = counts.quarantined.saturating_add(small(count)),
            }
        }
        counts.durable = small(self.number("SELECT count(*) FROM records WHERE durable = 1", [])?);
        counts.pending_files = small(self.number("SELECT count(*) FROM outbox_blobs WHERE held = 0", [])?);
        let files = self.number("SELECT sum(size) FROM outbox_blobs WHERE held = 0", [])?;
        let unsent = "SELECT sum(length(bytes)) FROM entries JOIN streams USING (stream_no) \
                      WHERE is_current = 1 AND seq > acked_seq";
        counts.pending_bytes = unsigned(files).saturating_add(unsigned(self.number(unsent, [])?));
        Ok(counts)
    }
}

impl Writer<'_> {
    /// Keeps the projection of a sealed record and puts its files into the outbox.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_record(&self, row: &RecordRow, head: &Head, blobs: &[BlobName]) -> Result<(), StoreError> {
        let stream = self.current_stream()?;
        self.run(
            "INSERT INTO records (entry_id, kind, household_id, sealed_ms, status, code, message, supersedes, \
             stream_no, seq) VALUES (?1, ?2, ?3, ?4, 'sealed', NULL, NULL, ?5, ?6, ?7)",
            params![
                row.entry_id.0,
                row.kind.name(),
                row.household.as_str(),
                row.sealed_ms,
                row.supersedes.map(|entry_id| entry_id.0),
                stream.no.0,
                signed(head.seq),
            ],
        )?;
        for name in blobs {
            let sql = "INSERT OR IGNORE INTO record_blobs (entry_id, sha256) VALUES (?1, ?2)";
            self.run(sql, params![row.entry_id.0, name.blob.sha256.0])?;
            let role = match name.role {
                BlobRole::Thumbnail => 0,
                BlobRole::Derivative => 1,
                BlobRole::Original => 2,
            };
            let sql = "INSERT OR IGNORE INTO outbox_blobs (sha256, size, role, held, upload) VALUES (?1, ?2, ?3, 0, NULL)";
            self.run(sql, params![name.blob.sha256.0, signed(name.blob.size), role])?;
            // A photo that was freed once may have been attached again.
            self.run(
                "UPDATE outbox_blobs SET freed = 0 WHERE sha256 = ?1 AND freed = 1",
                [name.blob.sha256.0],
            )?;
        }
        Ok(())
    }

    /// What the server says about a record. Records of an earlier enrolment may be unknown here.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn apply_receipt(&self, receipt: &ReceiptBody) -> Result<(), StoreError> {
        let status = match receipt.state {
            RecordState::Received => "sent",
            RecordState::Complete => "complete",
            RecordState::Quarantined => "quarantined",
        };
        let message = receipt.message.as_deref().or(receipt.code.as_ref().map(|_| ""));
        self.run(
            "UPDATE records SET status = ?2, code = ?3, message = coalesce(nullif(?4, ''), message, ?4) \
             WHERE entry_id = ?1",
            params![receipt.entry_id.0, status, receipt.code, message],
        )?;
        if receipt.state == RecordState::Complete {
            let sql = "UPDATE outbox_blobs SET held = 1, upload = NULL \
                       WHERE sha256 IN (SELECT sha256 FROM record_blobs WHERE entry_id = ?1)";
            self.run(sql, [receipt.entry_id.0])?;
        }
        Ok(())
    }

    /// What the server remarked about an entry it has accepted; whether the record is set apart, its receipt says.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn remark(&self, entry_id: &EntryId, code: &str, message: &str) -> Result<(), StoreError> {
        let sql = "UPDATE records SET code = ?2, message = ?3 WHERE entry_id = ?1";
        self.run(sql, params![entry_id.0, code, message]).map(drop)
    }

    /// An entry that the server will not take into a journal: it stays here, shown, and out of the queue's way.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn set_apart(&self, entry_id: &EntryId, code: &str, message: &str) -> Result<(), StoreError> {
        let sql = "UPDATE records SET status = 'set_apart', code = ?2, message = ?3 WHERE entry_id = ?1";
        self.run(sql, params![entry_id.0, code, message]).map(drop)
    }
}
