//! The evidence log's tree: leaves are the entries, full subtrees of 256 and more are kept.

use ruhu_core::{
    evidence::{
        ConsistencyProof, InclusionProof, Life, Subtree, TreeHead, node_hash, prove_consistency,
        prove_inclusion, root_at, subtree_of_leaves,
    },
    ids::{EntryId, Sha256Hash},
    journal::{from_cbor, to_cbor},
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer, verify::Fault};

/// The lowest level that is kept: 256 leaves.
const KEPT_LEVEL: u32 = 8;
const KEPT_LEAVES: u64 = 1 << KEPT_LEVEL;

const CORRUPT: StoreError = StoreError::Corrupt { what: "log_subtrees" };

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| CORRUPT)
}

impl Reader<'_> {
    /// How many entries the log has: they are numbered from 1 without gaps, because none is ever deleted.
    pub fn log_size(&self) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT coalesce(max(entry_no), 0) FROM entries")?;
        let size: i64 = statement.query_row([], |row| row.get(0))?;
        u64::try_from(size).map_err(|_| StoreError::Corrupt { what: "entries.entry_no" })
    }

    /// The lives of this database, the first one first.
    pub fn log_lives(&self) -> Result<Vec<Life>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT life FROM log_lives ORDER BY life_no")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|life| from_cbor(&life?).map_err(|_| StoreError::Corrupt { what: "log_lives.life" }))
            .collect()
    }

    /// The tree over the first `size` entries.
    pub fn log_tree(&self, size: u64) -> Result<TreeHead, StoreError> {
        Ok(TreeHead { size, root: root_at(size, |subtree| self.log_subtree(subtree))? })
    }

    /// That the tree over the first `size` entries goes on from the one over the first `from`.
    pub fn log_consistency(&self, from: u64, size: u64) -> Result<Option<ConsistencyProof>, StoreError> {
        prove_consistency(from, size, |subtree| self.log_subtree(subtree))
    }

    /// That an entry stands in the tree over the first `size`.
    pub fn log_inclusion(
        &self,
        leaf: (u64, Sha256Hash),
        size: u64,
    ) -> Result<Option<InclusionProof>, StoreError> {
        prove_inclusion(leaf, size, |subtree| self.log_subtree(subtree))
    }

    /// The leaf of an entry: its number from 0 and its hash.
    pub fn leaf_at(&self, stream_no: i64, seq: u64) -> Result<Option<(u64, Sha256Hash)>, StoreError> {
        let sql = "SELECT entry_no, hash FROM entries WHERE stream_no = ?1 AND seq = ?2";
        self.leaf(sql, (stream_no, signed(seq)?))
    }

    /// The leaf of the entry that a record was made of.
    pub fn leaf_of_record(&self, entry_id: &EntryId) -> Result<Option<(u64, Sha256Hash)>, StoreError> {
        let sql =
            "SELECT entry_no, hash FROM records JOIN entries USING (entry_no) WHERE records.entry_id = ?1";
        self.leaf(sql, [entry_id.as_bytes()])
    }

    fn leaf(&self, sql: &str, key: impl rusqlite::Params) -> Result<Option<(u64, Sha256Hash)>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let found: Option<(i64, [u8; 32])> =
            statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found
            .map(|(entry_no, hash)| {
                let before = u64::try_from(entry_no).ok().and_then(|number| number.checked_sub(1));
                let index = before.ok_or(StoreError::Corrupt { what: "entries.entry_no" })?;
                Ok((index, Sha256Hash(hash)))
            })
            .transpose()
    }

    fn log_subtree(&self, subtree: Subtree) -> Result<Sha256Hash, StoreError> {
        if subtree.level < KEPT_LEVEL {
            return self.hash_leaves(subtree);
        }
        self.kept_subtree(subtree)?.ok_or(CORRUPT)
    }

    fn kept_subtree(&self, subtree: Subtree) -> Result<Option<Sha256Hash>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT hash FROM log_subtrees WHERE level = ?1 AND idx = ?2")?;
        let key = (subtree.level, signed(subtree.index)?);
        Ok(statement.query_row(key, |row| row.get(0)).optional()?.map(Sha256Hash))
    }

    fn hash_leaves(&self, subtree: Subtree) -> Result<Sha256Hash, StoreError> {
        let (first, count) = subtree.leaves();
        let mut statement = self
            .conn
            .prepare_cached("SELECT hash FROM entries WHERE entry_no BETWEEN ?1 AND ?2 ORDER BY entry_no")?;
        let rows = statement
            .query_map((signed(first + 1)?, signed(first + count)?), |row| row.get(0).map(Sha256Hash))?;
        let leaves = rows.collect::<Result<Vec<_>, _>>()?;
        if leaves.len() as u64 != count {
            return Err(StoreError::Corrupt { what: "entries.entry_no" });
        }
        Ok(subtree_of_leaves(&leaves))
    }

    /// A kept subtree, computed again from what is below it.
    fn computed_subtree(&self, subtree: Subtree) -> Result<Sha256Hash, StoreError> {
        match subtree.halves() {
            Some((left, right)) if subtree.level > KEPT_LEVEL => {
                Ok(node_hash(&self.log_subtree(left)?, &self.log_subtree(right)?))
            }
            _ => self.hash_leaves(subtree),
        }
    }

    /// Compares every kept subtree with what is below it, and looks for missing entries.
    pub(super) fn verify_log(&self) -> Result<Vec<Fault>, StoreError> {
        let size = self.log_size()?;
        let count: i64 = self.conn.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
        if u64::try_from(count) != Ok(size) {
            return Ok(vec![Fault::LogHasGap]);
        }
        let mut faults = Vec::new();
        for level in (KEPT_LEVEL..u64::BITS).take_while(|level| size >> level > 0) {
            for index in 0..size >> level {
                let subtree = Subtree { level, index };
                if self.kept_subtree(subtree)? != Some(self.computed_subtree(subtree)?) {
                    let (first, leaves) = subtree.leaves();
                    faults.push(Fault::LogChanged { from: first + 1, to: first + leaves });
                }
            }
        }
        Ok(faults)
    }
}

impl Writer<'_> {
    /// Keeps how a life began.
    pub fn keep_life(&self, life: &Life) -> Result<(), StoreError> {
        let bytes = to_cbor(life).map_err(|_| StoreError::Corrupt { what: "log_lives.life" })?;
        self.conn
            .execute("INSERT INTO log_lives (epoch, life) VALUES (?1, ?2)", (life.epoch.as_bytes(), bytes))?;
        Ok(())
    }

    /// Keeps the subtrees that a database from before the log lacks.
    pub fn catch_up_log(&self) -> Result<(), StoreError> {
        let full = self.log_size()? / KEPT_LEAVES;
        let kept: i64 = self.conn.query_row(
            "SELECT count(*) FROM log_subtrees WHERE level = ?1",
            [KEPT_LEVEL],
            |row| row.get(0),
        )?;
        for number in u64::try_from(kept).map_err(|_| CORRUPT)?..full {
            self.close_subtrees((number + 1) * KEPT_LEAVES)?;
        }
        Ok(())
    }

    /// Keeps every subtree that the entry of this number completes.
    pub(super) fn close_subtrees(&self, entry_no: u64) -> Result<(), StoreError> {
        for level in KEPT_LEVEL..=entry_no.trailing_zeros() {
            let subtree = Subtree { level, index: (entry_no >> level) - 1 };
            let hash = self.computed_subtree(subtree)?;
            self.conn
                .prepare_cached("INSERT INTO log_subtrees (level, idx, hash) VALUES (?1, ?2, ?3)")?
                .execute((level, signed(subtree.index)?, hash.as_bytes()))?;
        }
        Ok(())
    }
}
