//! The server's evidence log in memory: leaves in the order of acceptance. The simulated server has no key, as its
//! phones have none: signatures are tested with real ones.

use ruhu_core::{
    evidence::{
        Life, LogStatement, SignedTreeHead, Subtree, TreeHead, prove_consistency, prove_inclusion, root_at,
        subtree_of_leaves,
    },
    ids::{LogKey, LogSignature, ServerEpoch, Sha256Hash},
    wire::{EvidenceRequest, EvidenceResponse},
};

use crate::{
    mutants::{ModelFault, planted},
    server::Refusal,
};

const NO_SIGNATURE: LogSignature = LogSignature([0; LogSignature::LEN]);
const DAMAGED: Refusal = Refusal(500, "store_damaged");
/// What a log that is cut short leaves out at its end.
const CUT_OFF: usize = 3;

#[derive(Debug, Clone)]
pub(crate) struct EvidenceLog {
    leaves: Vec<Sha256Hash>,
    lives: Vec<Life>,
}

impl EvidenceLog {
    pub(crate) fn begun(epoch: ServerEpoch) -> Self {
        let start = TreeHead { size: 0, root: subtree_of_leaves(&[]) };
        let first = Life { epoch, follows: None, start, begun_ms: 0, signature: NO_SIGNATURE };
        Self { leaves: Vec::new(), lives: vec![first] }
    }

    pub(crate) fn append(&mut self, entry: Sha256Hash) {
        if planted(ModelFault::UnloggedEntry) && self.leaves.len() % 5 == 4 {
            return;
        }
        if planted(ModelFault::LogRewritten) && self.leaves.len() == 6 {
            self.leaves.swap(0, 1);
        }
        self.leaves.push(entry);
    }

    /// The server goes on from a backup.
    pub(crate) fn begin_life(&mut self, epoch: ServerEpoch) -> Result<(), Refusal> {
        let follows = self.lives.last().map(|life| life.epoch);
        let start = self.tree(self.leaves.len())?;
        self.lives.push(Life { epoch, follows, start, begun_ms: 0, signature: NO_SIGNATURE });
        Ok(())
    }

    fn node(&self, subtree: Subtree) -> Result<Sha256Hash, Refusal> {
        let (first, count) = subtree.leaves();
        let first = usize::try_from(first).map_err(|_| DAMAGED)?;
        let count = usize::try_from(count).map_err(|_| DAMAGED)?;
        let leaves = self.leaves.get(first..).and_then(|rest| rest.get(..count));
        leaves.map(subtree_of_leaves).ok_or(DAMAGED)
    }

    fn tree(&self, size: usize) -> Result<TreeHead, Refusal> {
        let size = size as u64;
        Ok(TreeHead { size, root: root_at(size, |subtree| self.node(subtree))? })
    }

    /// Answers for the entries of these hashes, none where the server does not hold one.
    pub(crate) fn answer(
        &self,
        epoch: ServerEpoch,
        request: &EvidenceRequest,
        asked: &[Option<Sha256Hash>],
    ) -> Result<EvidenceResponse, Refusal> {
        let cut_off = if planted(ModelFault::LogCutShort) { CUT_OFF } else { 0 };
        let tree = self.tree(self.leaves.len().saturating_sub(cut_off))?;
        let head = SignedTreeHead {
            log_key: LogKey([0; LogKey::LEN]),
            epoch,
            tree,
            at_ms: 0,
            signature: NO_SIGNATURE,
        };
        let consistency = match request.from {
            Some(from) => prove_consistency(from, tree.size, |subtree| self.node(subtree))?,
            None => None,
        };
        let index_of = |entry: &Sha256Hash| self.leaves.iter().position(|leaf| leaf == entry);
        let mut inclusions = Vec::with_capacity(asked.len());
        for entry in asked {
            let leaf = entry.and_then(|entry| Some((index_of(&entry)? as u64, entry)));
            inclusions.push(match leaf {
                Some(leaf) => prove_inclusion(leaf, tree.size, |subtree| self.node(subtree))?,
                None => None,
            });
        }
        let statement = LogStatement { head, lives: self.lives.clone() };
        Ok(EvidenceResponse { statement, consistency, inclusions })
    }
}
