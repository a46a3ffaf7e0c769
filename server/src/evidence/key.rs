//! The key that signs the log. It is made once, and travels with backups: a restored server is the same log.

use ed25519_dalek::SigningKey;
use ruhu_core::{
    evidence::{Life, SignedTreeHead, TreeHead},
    ids::{LogKey, ServerEpoch},
};
use zeroize::Zeroizing;

use crate::store::{StoreError, Writer};

const KEY_FACT: &str = "log_key";

/// Signs heads of this server's log; prints nothing of its secret.
#[derive(Clone)]
pub struct LogSigner(SigningKey);

impl std::fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LogSigner({})", self.key())
    }
}

impl LogSigner {
    /// The public key: the log's name.
    #[must_use]
    pub fn key(&self) -> LogKey {
        LogKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a tree of this server's.
    #[must_use]
    pub fn sign(&self, epoch: ServerEpoch, tree: TreeHead, at_ms: i64) -> SignedTreeHead {
        SignedTreeHead::sign(&self.0, epoch, tree, at_ms)
    }
}

/// The log of a database: its key and its first life, made where a database has none yet.
pub(crate) fn provide_log(
    w: &Writer<'_>,
    epoch: ServerEpoch,
    (fresh_secret, now_ms): (&Zeroizing<[u8; 32]>, i64),
) -> Result<LogSigner, StoreError> {
    let secret = match w.fact(KEY_FACT)? {
        Some(bytes) => Zeroizing::new(
            <[u8; 32]>::try_from(bytes.as_slice())
                .map_err(|_| StoreError::Corrupt { what: "meta.log_key" })?,
        ),
        None => {
            w.keep_fact(KEY_FACT, fresh_secret.as_slice())?;
            fresh_secret.clone()
        }
    };
    let signer = LogSigner(SigningKey::from_bytes(&secret));
    w.catch_up_log()?;
    if w.log_lives()?.is_empty() {
        w.keep_life(&Life::begin(&signer.0, (epoch, None), w.log_tree(0)?, now_ms))?;
    }
    Ok(signer)
}

/// States that the database goes on in a new life from what it holds.
pub(crate) fn begin_life(
    w: &Writer<'_>,
    signer: &LogSigner,
    (epoch, follows): (ServerEpoch, ServerEpoch),
    now_ms: i64,
) -> Result<(), StoreError> {
    let start = w.log_tree(w.log_size()?)?;
    w.keep_life(&Life::begin(&signer.0, (epoch, Some(follows)), start, now_ms))
}
