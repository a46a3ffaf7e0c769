//! What the server signs: the head of its tree, and how each life of its database began.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::MAX_LOG_SIZE;
use crate::{
    error::Explain,
    ids::{LogKey, LogSignature, ServerEpoch, Sha256Hash},
};

const HEAD_DOMAIN: &[u8] = b"ruhu-tree-head-v1\0";
const LIFE_DOMAIN: &[u8] = b"ruhu-log-life-v1\0";
/// Most lives of one log: a server is restored a few times in its days.
pub const MAX_LIVES: usize = 1_000;

/// Why a statement is not one of the log that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// A signature does not fit.
    #[error("存证日志的签名不符，请向县级管理员核实服务器")]
    BadSignature,
    /// The lives do not lead to the head.
    #[error("存证日志的恢复声明前后不一致，请向县级管理员核实服务器")]
    BrokenLives,
    /// More than any log has.
    #[error("存证日志超过上限，请升级应用后重试")]
    TooLarge,
}

impl Explain for EvidenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::BadSignature => "log_bad_signature",
            Self::BrokenLives => "log_broken_lives",
            Self::TooLarge => "log_too_large",
        }
    }
}

/// A tree: how many leaves, and its root (RFC 6962 section 2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeHead {
    /// How many leaves.
    pub size: u64,
    /// The hash at its root.
    pub root: Sha256Hash,
}

/// A tree as the server signed it (存证头).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedTreeHead {
    /// The log.
    pub log_key: LogKey,
    /// The server's life.
    pub epoch: ServerEpoch,
    /// The tree.
    pub tree: TreeHead,
    /// When it was signed, by the server's clock, in milliseconds since 1970.
    pub at_ms: i64,
    /// Ed25519 over a domain, the life, size, root and time.
    pub signature: LogSignature,
}

impl SignedTreeHead {
    fn message(epoch: &ServerEpoch, tree: &TreeHead, at_ms: i64) -> Vec<u8> {
        let mut message = HEAD_DOMAIN.to_vec();
        message.extend_from_slice(epoch.as_bytes());
        append_tree(&mut message, tree, at_ms);
        message
    }

    /// Signs a tree.
    #[must_use]
    pub fn sign(key: &SigningKey, epoch: ServerEpoch, tree: TreeHead, at_ms: i64) -> Self {
        let signature = LogSignature(key.sign(&Self::message(&epoch, &tree, at_ms)).to_bytes());
        Self { log_key: LogKey(key.verifying_key().to_bytes()), epoch, tree, at_ms, signature }
    }

    /// Checks the signature with the key that the head names.
    ///
    /// # Errors
    /// [`EvidenceError::BadSignature`], [`EvidenceError::TooLarge`].
    pub fn verify(&self) -> Result<(), EvidenceError> {
        if self.tree.size > MAX_LOG_SIZE {
            return Err(EvidenceError::TooLarge);
        }
        check(&self.log_key, &Self::message(&self.epoch, &self.tree, self.at_ms), &self.signature)
    }
}

/// How a life of the server's database began: the tree it goes on from. Every life but the first is a restored backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// The life.
    pub epoch: ServerEpoch,
    /// The life that the backup was made in; none for the first.
    pub follows: Option<ServerEpoch>,
    /// What the backup held; the first life begins empty.
    pub start: TreeHead,
    /// When, by the server's clock, in milliseconds since 1970.
    pub begun_ms: i64,
    /// Ed25519 over a domain, both lives, size, root and time.
    pub signature: LogSignature,
}

impl Life {
    fn message(&self) -> Vec<u8> {
        let mut message = LIFE_DOMAIN.to_vec();
        message.extend_from_slice(self.epoch.as_bytes());
        message.push(u8::from(self.follows.is_some()));
        message.extend_from_slice(self.follows.map_or([0; ServerEpoch::LEN], |epoch| epoch.0).as_slice());
        append_tree(&mut message, &self.start, self.begun_ms);
        message
    }

    /// States that a life begins.
    #[must_use]
    pub fn begin(
        key: &SigningKey,
        (epoch, follows): (ServerEpoch, Option<ServerEpoch>),
        start: TreeHead,
        begun_ms: i64,
    ) -> Self {
        let mut life =
            Self { epoch, follows, start, begun_ms, signature: LogSignature([0; LogSignature::LEN]) };
        life.signature = LogSignature(key.sign(&life.message()).to_bytes());
        life
    }
}

/// What a server says of its log: the head, and every life that led to it, the first one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogStatement {
    /// The head.
    pub head: SignedTreeHead,
    /// The lives.
    pub lives: Vec<Life>,
}

impl LogStatement {
    /// Checks every signature, and that the lives lead to the head.
    ///
    /// # Errors
    /// [`EvidenceError`].
    pub fn verify(&self) -> Result<(), EvidenceError> {
        self.verify_lives()?;
        self.head.verify()?;
        self.lives.iter().try_for_each(|life| check(&self.head.log_key, &life.message(), &life.signature))
    }

    /// Checks that the lives lead to the head, without their signatures.
    ///
    /// # Errors
    /// [`EvidenceError::BrokenLives`], [`EvidenceError::TooLarge`].
    pub fn verify_lives(&self) -> Result<(), EvidenceError> {
        if self.lives.len() > MAX_LIVES {
            return Err(EvidenceError::TooLarge);
        }
        let (mut before, mut size) = (None, 0);
        for life in &self.lives {
            // The first life begins empty, and none can begin with less than the one before it did.
            let grows = if before.is_none() { life.start.size == 0 } else { life.start.size >= size };
            if life.follows != before || !grows {
                return Err(EvidenceError::BrokenLives);
            }
            (before, size) = (Some(life.epoch), life.start.size);
        }
        let leads_here = before == Some(self.head.epoch) && self.head.tree.size >= size;
        if leads_here { Ok(()) } else { Err(EvidenceError::BrokenLives) }
    }
}

fn append_tree(message: &mut Vec<u8>, tree: &TreeHead, at_ms: i64) {
    message.extend_from_slice(&tree.size.to_be_bytes());
    message.extend_from_slice(tree.root.as_bytes());
    message.extend_from_slice(&at_ms.to_be_bytes());
}

fn check(key: &LogKey, message: &[u8], signature: &LogSignature) -> Result<(), EvidenceError> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| EvidenceError::BadSignature)?;
    let signature = Signature::from_bytes(&signature.0);
    key.verify_strict(message, &signature).map_err(|_| EvidenceError::BadSignature)
}
