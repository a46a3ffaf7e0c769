//! Verifies every hash, chain and signature that the database holds.

use ruhu_core::{
    ids::{EntryId, Sha256Hash},
    journal::{Head, SealedEntry, SignedHead},
};
use serde_bytes::ByteArray;

use super::{Reader, StoreError, StreamRow};

/// Something that is not as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// An entry's bytes do not have the hash they were acknowledged with.
    EntryChanged {
        /// The stream.
        stream: String,
        /// The place.
        seq: u64,
        /// The record, as far as the index still tells.
        entry_id: Option<EntryId>,
    },
    /// An entry does not follow the one before it.
    ChainBroken {
        /// The stream.
        stream: String,
        /// The place.
        seq: u64,
    },
    /// A signature over a head does not fit.
    BadSignature {
        /// The stream.
        stream: String,
        /// The place.
        seq: u64,
    },
    /// The stream's last entries are not covered by any signature, or its head is not its last entry.
    HeadDiffers {
        /// The stream.
        stream: String,
    },
    /// A verified file is gone or has other bytes.
    BlobChanged {
        /// Its hash.
        sha256: Sha256Hash,
    },
    /// Entries are missing from the evidence log.
    LogHasGap,
    /// The evidence log does not have the hash that was computed when these entries came.
    LogChanged {
        /// Number of the first entry.
        from: u64,
        /// Number of the last one.
        to: u64,
    },
    /// A line of the audit log does not follow the one before it.
    AuditChanged {
        /// Its number.
        line: i64,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::EntryChanged { stream, seq, entry_id } => {
                write!(f, "记录被改动：流 {stream} 第 {seq} 条")?;
                entry_id.map_or(Ok(()), |id| write!(f, "(记录编号 {id})"))
            }
            Self::ChainBroken { stream, seq } => write!(f, "链条中断：流 {stream} 第 {seq} 条与前一条不相接"),
            Self::BadSignature { stream, seq } => write!(f, "签名不符：流 {stream} 第 {seq} 条"),
            Self::HeadDiffers { stream } => write!(f, "链尾不符：流 {stream}"),
            Self::BlobChanged { sha256 } => write!(f, "照片文件缺失或被改动：{sha256}"),
            Self::LogHasGap => f.write_str("存证日志中有记录被删除"),
            Self::LogChanged { from, to } => write!(f, "存证日志被改动：第 {from} 条至第 {to} 条"),
            Self::AuditChanged { line } => write!(f, "审计日志被改动：第 {line} 行"),
        }
    }
}

/// What was verified and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Entries verified.
    pub entries: u64,
    /// Signatures verified.
    pub signatures: u64,
    /// Files verified.
    pub blobs: u64,
    /// Audit lines verified.
    pub audit_lines: u64,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
}

impl Reader<'_> {
    /// Verifies streams, signatures, the evidence log's tree and the audit log. Files are the photo folder's to verify.
    pub fn verify(&self) -> Result<VerifyReport, StoreError> {
        let mut report = VerifyReport::default();
        for stream in self.streams()? {
            self.verify_stream(&stream, &mut report)?;
        }
        report.faults.append(&mut self.verify_log()?);
        self.verify_audit(&mut report)?;
        Ok(report)
    }

    fn verify_stream(&self, row: &StreamRow, report: &mut VerifyReport) -> Result<(), StoreError> {
        let name = row.stream.to_string();
        let mut last = Head { seq: 0, hash: Sha256Hash::ZERO };
        let mut hashes: Vec<Sha256Hash> = Vec::new();
        let mut faults = Vec::new();
        self.each_entry(row, |stored| {
            let hash = Sha256Hash::of(&stored.bytes);
            let parsed = SealedEntry::parse(stored.bytes).ok();
            if hash != stored.hash {
                let entry_id = parsed.as_ref().map(|sealed| sealed.entry.entry_id);
                faults.push(Fault::EntryChanged { stream: name.clone(), seq: stored.seq, entry_id });
            }
            let follows = parsed.is_some_and(|sealed| {
                sealed.entry.prev == last.hash
                    && sealed.entry.seq == stored.seq
                    && sealed.entry.stream == row.stream
            });
            if stored.seq != last.seq + 1 || !follows {
                faults.push(Fault::ChainBroken { stream: name.clone(), seq: stored.seq });
            }
            // The chain goes on from what was acknowledged, so that one change is one fault, at its place.
            last = Head { seq: stored.seq, hash: stored.hash };
            hashes.push(stored.hash);
            report.entries += 1;
            Ok(())
        })?;
        report.faults.append(&mut faults);
        let signed_up_to = self.verify_signatures(row, &hashes, report)?;
        if last != row.head || signed_up_to != last.seq {
            report.faults.push(Fault::HeadDiffers { stream: name });
        }
        Ok(())
    }

    fn verify_signatures(
        &self,
        row: &StreamRow,
        hashes: &[Sha256Hash],
        report: &mut VerifyReport,
    ) -> Result<u64, StoreError> {
        let Some(device) = self.device(&row.stream.device)? else {
            return Ok(0);
        };
        let mut signed_up_to = 0;
        for (seq, signature) in self.signed_heads(row)? {
            let at = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
            let verified = at.and_then(|at| hashes.get(at)).is_some_and(|hash| {
                let signed =
                    SignedHead { head: Head { seq, hash: *hash }, signature: ByteArray::new(signature) };
                signed.verify(&device.public_key, &row.stream).is_ok()
            });
            report.signatures += 1;
            if verified {
                signed_up_to = signed_up_to.max(seq);
            } else {
                report.faults.push(Fault::BadSignature { stream: row.stream.to_string(), seq });
            }
        }
        Ok(signed_up_to)
    }

    fn verify_audit(&self, report: &mut VerifyReport) -> Result<(), StoreError> {
        let mut last = Sha256Hash::ZERO;
        let mut faults = Vec::new();
        let mut lines = 0;
        self.each_audit_line(|number, line, prev, hash| {
            if prev != last || line.hash(&prev) != hash {
                faults.push(Fault::AuditChanged { line: number });
            }
            last = hash;
            lines += 1;
        })?;
        report.audit_lines = lines;
        report.faults.append(&mut faults);
        Ok(())
    }
}
