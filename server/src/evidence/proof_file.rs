//! Heads and proofs as files: what an inspector keeps, and verifies without the server.

use ruhu_core::{
    error::Explain,
    evidence::{ConsistencyProof, EvidenceError, InclusionProof, LogStatement, SignedTreeHead},
    ids::EntryId,
};
use serde::{Deserialize, Serialize};

/// Largest file of a head or proof, in bytes.
pub const MAX_LOG_FILE_BYTES: usize = 4 * 1024 * 1024;

/// A head, and where one was asked for, a proof against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogFile {
    /// The log as it was when the file was made.
    pub statement: LogStatement,
    /// The proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ProofFile>,
}

/// A proof with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProofFile {
    /// That an entry stands in the log.
    Inclusion {
        /// The record that was asked about; only the entry's hash is proved.
        entry_id: EntryId,
        /// The path.
        proof: InclusionProof,
    },
    /// That the log goes on from an earlier head.
    Consistency {
        /// That head.
        earlier: LogStatement,
        /// The hashes.
        proof: ConsistencyProof,
    },
}

/// What a verified proof says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proved {
    /// The entry of this number, from 1, stands in the log.
    Entry {
        /// Its number.
        number: u64,
    },
    /// The log goes on from a tree of this size.
    GrownFrom {
        /// Entries of the earlier tree.
        size: u64,
    },
}

/// Why a head or a proof is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogFileError {
    /// Not one of our files.
    #[error("不是存证文件，请核对路径后重试")]
    NotALogFile,
    /// Larger than [`MAX_LOG_FILE_BYTES`].
    #[error("存证文件超过 4 MB，请核对路径后重试")]
    TooLarge,
    /// A head that is not the log's.
    #[error(transparent)]
    Statement(#[from] EvidenceError),
    /// The file holds no proof.
    #[error("该文件只有存证头，没有证明；请用 ruhu log prove 或 ruhu log consistency 生成证明")]
    NoProof,
    /// Proof and head are of two logs.
    #[error("证明与存证头的签名密钥不同，不是同一个日志；请核对文件来源")]
    OtherLog,
    /// The proof is about a log of another size.
    #[error("证明对应 {proof} 条记录的日志，存证头为 {head} 条；请按该存证头重新生成证明")]
    OtherSize {
        /// Entries of the proof's log.
        proof: u64,
        /// Entries of the head's.
        head: u64,
    },
    /// The proof does not prove what it says.
    #[error("证明不成立：记录或日志可能被改动；请保留两份文件并向县纪委监委反映")]
    NotProved,
}

impl Explain for LogFileError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotALogFile => "not_a_log_file",
            Self::TooLarge => "log_file_too_large",
            Self::Statement(inner) => inner.code(),
            Self::NoProof => "no_proof",
            Self::OtherLog => "other_log",
            Self::OtherSize { .. } => "other_log_size",
            Self::NotProved => "not_proved",
        }
    }
}

impl LogFile {
    /// Reads a file of at most [`MAX_LOG_FILE_BYTES`] and checks its signatures.
    ///
    /// # Errors
    /// [`LogFileError::NotALogFile`], [`LogFileError::TooLarge`], [`LogFileError::Statement`].
    pub fn read(bytes: &[u8]) -> Result<Self, LogFileError> {
        if bytes.len() > MAX_LOG_FILE_BYTES {
            return Err(LogFileError::TooLarge);
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| LogFileError::NotALogFile)?;
        file.statement.verify()?;
        Ok(file)
    }

    /// Verifies this file's proof against a head that the inspector trusts: the one it was made at or, where it proves
    /// growth, the earlier one.
    ///
    /// # Errors
    /// [`LogFileError`].
    pub fn proves_against(&self, trusted: &LogStatement) -> Result<Proved, LogFileError> {
        let trusted = &trusted.head;
        let made_at = &self.statement.head;
        let proof = self.proof.as_ref().ok_or(LogFileError::NoProof)?;
        if made_at.log_key != trusted.log_key {
            return Err(LogFileError::OtherLog);
        }
        let is_made_at_trusted = made_at.tree.size == trusted.tree.size;
        let (holds, proved) = match proof {
            ProofFile::Inclusion { proof, .. } if is_made_at_trusted => {
                (proof.proves(&trusted.tree), Proved::Entry { number: proof.index.saturating_add(1) })
            }
            ProofFile::Consistency { earlier, proof } => {
                earlier.verify()?;
                let earlier = &earlier.head;
                if earlier.log_key != trusted.log_key {
                    return Err(LogFileError::OtherLog);
                }
                let size = earlier.tree.size;
                let holds = if is_made_at_trusted {
                    proof.proves(&earlier.tree, &trusted.tree)
                } else if size == trusted.tree.size {
                    proof.proves(&trusted.tree, &made_at.tree)
                } else {
                    return Err(other_size(made_at, trusted));
                };
                (holds, Proved::GrownFrom { size })
            }
            ProofFile::Inclusion { .. } => return Err(other_size(made_at, trusted)),
        };
        if holds { Ok(proved) } else { Err(LogFileError::NotProved) }
    }
}

fn other_size(made_at: &SignedTreeHead, trusted: &SignedTreeHead) -> LogFileError {
    LogFileError::OtherSize { proof: made_at.tree.size, head: trusted.tree.size }
}
