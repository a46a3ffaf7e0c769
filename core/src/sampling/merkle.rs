//! The Merkle tree hash of RFC 6962 section 2.1, over lines that arrive one by one.

use sha2::{Digest, Sha256};

use crate::ids::Sha256Hash;

const LEAF: [u8; 1] = [0];
const NODE: [u8; 1] = [1];

/// Root of the tree whose leaves are `leaves`; SHA-256 of nothing for an empty tree.
///
/// Complete subtrees are kept on a stack as in a binary counter, so a million lines need twenty hashes of memory.
pub fn merkle_root<L: AsRef<[u8]>>(leaves: impl IntoIterator<Item = L>) -> Sha256Hash {
    let mut stack: Vec<(u64, [u8; 32])> = Vec::new();
    for leaf in leaves {
        let mut right = (1, hash(LEAF, &[leaf.as_ref()]));
        while let Some((_, left)) = stack.pop_if(|(size, _)| *size == right.0) {
            right = (right.0 * 2, hash(NODE, &[&left, &right.1]));
        }
        stack.push(right);
    }
    // What is left are complete subtrees of falling size; joined from the right they split at the largest power of two.
    let joined =
        stack.into_iter().rev().map(|(_, hash)| hash).reduce(|right, left| hash(NODE, &[&left, &right]));
    Sha256Hash(joined.unwrap_or_else(|| Sha256::digest([]).into()))
}

fn hash(prefix: [u8; 1], parts: &[&[u8]]) -> [u8; 32] {
    let start = Sha256::new_with_prefix(prefix);
    parts.iter().fold(start, Sha256::chain_update).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recursive definition, word for word.
    fn by_definition(leaves: &[Vec<u8>]) -> [u8; 32] {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => hash(LEAF, &[one]),
            many => {
                let split = many.len().next_power_of_two() / 2;
                let (left, right) = many.split_at(split);
                hash(NODE, &[&by_definition(left), &by_definition(right)])
            }
        }
    }

    #[test]
    fn an_empty_tree_is_the_hash_of_nothing() {
        let root = merkle_root::<&[u8]>([]);
        assert_eq!(root.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn every_small_tree_matches_the_definition() {
        for count in 0..70_u8 {
            let leaves: Vec<Vec<u8>> = (0..count).map(|n| vec![n; usize::from(n)]).collect();
            assert_eq!(merkle_root(&leaves).0, by_definition(&leaves), "{count} leaves");
        }
    }

    #[test]
    fn the_certificate_transparency_vector_holds() {
        let leaves: [&[u8]; 8] = [
            &[],
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let root = merkle_root(leaves);
        assert_eq!(root.to_string(), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }
}
