//! Proofs of the evidence log: whatever is done to a proof, it proves nothing that is not so.
//!
//! The first two bytes choose a tree and a place in it; the others change the proof byte by byte.

use ruhu_core::{
    evidence::{
        ConsistencyProof, InclusionProof, LogStatement, Subtree, TreeHead, judge, prove_consistency,
        prove_inclusion, root_at, subtree_of_leaves,
    },
    ids::Sha256Hash,
    journal::{from_cbor, to_cbor},
};

const MOST_LEAVES: u64 = 70;

/// Spoils an inclusion and a consistency proof and verifies them. The answer is whether one still proves something.
pub fn check(bytes: &[u8]) -> bool {
    read_statement(bytes);
    let [size, place, changes @ ..] = bytes else { return false };
    let size = u64::from(*size) % MOST_LEAVES + 1;
    let place = u64::from(*place) % size;
    let head = tree(size);
    let Ok(Some(inclusion)) = prove_inclusion((place, leaf(place)), size, NODE) else {
        panic!("no proof of {place} in {size}")
    };
    let proves_inclusion = changed::<InclusionProof>(&inclusion, changes).is_some_and(|proof| {
        let proves = proof.proves(&head);
        assert!(!proves || proof.entry == leaf(proof.index), "it proves an entry that is not there");
        proves
    });
    let (from, earlier) = (place + 1, tree(place + 1));
    let Ok(Some(consistency)) = prove_consistency(from, size, NODE) else {
        panic!("no proof from {from} to {size}")
    };
    let proves_growth = changed::<ConsistencyProof>(&consistency, changes).is_some_and(|proof| {
        let mut other = earlier;
        other.root.0[0] ^= 1;
        assert!(!proof.proves(&other, &head), "it proves growth from a tree that never was");
        proof.proves(&earlier, &head)
    });
    proves_inclusion || proves_growth
}

fn read_statement(bytes: &[u8]) {
    if let Ok(statement) = from_cbor::<LogStatement>(bytes) {
        let _ = statement.verify();
        let _ = judge(&[], &statement, None);
        let _ = judge(std::slice::from_ref(&statement), &statement, None);
    }
}

/// The proof with some bytes of its CBOR changed: pairs of a place and what is added there.
fn changed<P: serde::Serialize + serde::de::DeserializeOwned>(proof: &P, changes: &[u8]) -> Option<P> {
    let mut bytes = to_cbor(proof).ok()?;
    for pair in changes.chunks_exact(2) {
        let [place, add] = pair else { continue };
        let length = bytes.len().max(1);
        if let Some(byte) = bytes.get_mut(usize::from(*place) * 7 % length) {
            *byte = byte.wrapping_add(*add);
        }
    }
    from_cbor(&bytes).ok()
}

fn leaf(number: u64) -> Sha256Hash {
    Sha256Hash::of(&number.to_be_bytes())
}

/// Every node is there.
const NODE: fn(Subtree) -> Result<Sha256Hash, std::convert::Infallible> = |subtree| {
    let (first, count) = subtree.leaves();
    Ok(subtree_of_leaves(&(first..first + count).map(leaf).collect::<Vec<_>>()))
};

fn tree(size: u64) -> TreeHead {
    let Ok(root) = root_at(size, NODE);
    TreeHead { size, root }
}
