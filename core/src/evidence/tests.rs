//! Trees, proofs and judgements against a log kept in memory.

use ed25519_dalek::SigningKey;
use proptest::prelude::*;

use super::*;
use crate::{
    ids::{ServerEpoch, Sha256Hash},
    journal::{from_cbor, to_cbor},
    sampling::merkle_root,
};

type Never = std::convert::Infallible;

/// A log in memory, with the lives that led to it.
#[derive(Clone)]
struct Log {
    key: SigningKey,
    entries: Vec<Sha256Hash>,
    lives: Vec<Life>,
}

fn entry(number: u64) -> Sha256Hash {
    Sha256Hash::of(&number.to_be_bytes())
}

impl Log {
    fn of(size: u64) -> Self {
        let mut log = Self { key: SigningKey::from_bytes(&[7; 32]), entries: Vec::new(), lives: Vec::new() };
        log.begin_life(1);
        log.entries.extend((0..size).map(entry));
        log
    }

    fn begin_life(&mut self, epoch: u8) {
        let follows = self.lives.last().map(|life| life.epoch);
        let start = self.tree_at(self.entries.len() as u64);
        let life = Life::begin(&self.key, (ServerEpoch([epoch; 16]), follows), start, 1_000);
        self.lives.push(life);
    }

    fn grown(mut self, from: u64, count: u64) -> Self {
        self.entries.extend((from..from + count).map(entry));
        self
    }

    fn restored(mut self, epoch: u8) -> Self {
        self.begin_life(epoch);
        self
    }

    #[expect(clippy::unnecessary_wraps, reason = "a node elsewhere may be missing")]
    fn node(&self, subtree: Subtree) -> Result<Sha256Hash, Never> {
        let (first, count) = subtree.leaves();
        let first = usize::try_from(first).unwrap();
        Ok(subtree_of_leaves(&self.entries[first..first + usize::try_from(count).unwrap()]))
    }

    fn tree_at(&self, size: u64) -> TreeHead {
        let Ok(root) = root_at(size, |subtree| self.node(subtree));
        TreeHead { size, root }
    }

    fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    fn statement(&self) -> LogStatement {
        let epoch = self.lives.last().unwrap().epoch;
        let head = SignedTreeHead::sign(&self.key, epoch, self.tree_at(self.size()), 2_000);
        LogStatement { head, lives: self.lives.clone() }
    }

    fn consistency(&self, from: u64) -> Option<ConsistencyProof> {
        let Ok(proof) = prove_consistency(from, self.size(), |subtree| self.node(subtree));
        proof
    }

    /// What a phone that knows `known` makes of this log, asking as often as it has to.
    fn judged_by(&self, known: &[LogStatement]) -> Judgement {
        let told = self.statement();
        told.verify().unwrap();
        match judge(known, &told, None) {
            Judgement::Ask { from } => judge(known, &told, self.consistency(from).as_ref()),
            judgement => judgement,
        }
    }
}

fn fault(judgement: Judgement) -> LogFault {
    match judgement {
        Judgement::Alarm(alarm) => alarm.fault,
        other => panic!("no alarm: {other:?}"),
    }
}

#[test]
fn the_root_is_that_of_rfc_6962() {
    let log = Log::of(300);
    for size in 0..=300 {
        let leaves = &log.entries[..usize::try_from(size).unwrap()];
        assert_eq!(log.tree_at(size).root, merkle_root(leaves.iter().map(|hash| hash.0)), "{size} leaves");
    }
}

#[test]
fn every_entry_of_every_small_tree_is_proved_and_no_other() {
    for size in 1..=64 {
        let log = Log::of(size);
        let head = log.tree_at(size);
        for index in 0..size {
            let Ok(proof) = prove_inclusion((index, entry(index)), size, |subtree| log.node(subtree));
            let proof = proof.unwrap();
            assert!(proof.proves(&head), "{index} of {size}");
            assert!(!InclusionProof { entry: entry(99), ..proof.clone() }.proves(&head));
            assert!(
                size == 1 || !InclusionProof { index: (index + 1) % size, ..proof.clone() }.proves(&head)
            );
            let longer = InclusionProof { path: [proof.path.clone(), vec![entry(1)]].concat(), ..proof };
            assert!(!longer.proves(&head));
        }
        let Ok(outside) = prove_inclusion((size, entry(0)), size, |subtree| log.node(subtree));
        assert_eq!(outside, None);
    }
}

#[test]
fn every_small_tree_is_proved_to_be_the_beginning_of_every_larger_one() {
    for size in 1..=64 {
        let log = Log::of(size);
        for from in 1..=size {
            let proof = log.consistency(from).unwrap();
            assert!(proof.proves(&log.tree_at(from), &log.tree_at(size)), "{from} of {size}");
            let other = TreeHead { size: from, root: entry(99) };
            assert!(!proof.proves(&other, &log.tree_at(size)), "{from} of {size}");
        }
        assert_eq!(log.consistency(0), None);
        assert_eq!(log.consistency(size + 1), None);
    }
}

proptest! {
    #[test]
    fn a_proof_with_one_bit_changed_proves_nothing(size in 2_u64..200, at in any::<u64>(), bit in any::<usize>()) {
        let log = Log::of(size);
        let (index, from) = (at % size, 1 + at % (size - 1));
        let Ok(inclusion) = prove_inclusion((index, entry(index)), size, |subtree| log.node(subtree));
        let mut inclusion = inclusion.unwrap();
        let mut consistency = log.consistency(from).unwrap();
        prop_assert!(consistency.proves(&log.tree_at(from), &log.tree_at(size)));
        for path in [&mut inclusion.path, &mut consistency.path] {
            let count = path.len();
            let hash = &mut path[bit % count];
            hash.0[bit / count % 32] ^= 1 << (bit % 8);
        }
        prop_assert!(!inclusion.proves(&log.tree_at(size)));
        prop_assert!(!consistency.proves(&log.tree_at(from), &log.tree_at(size)));
    }

    #[test]
    fn whatever_a_server_says_is_judged_without_a_panic(
        sizes in any::<(u64, u64, u64)>(), path in prop::collection::vec(any::<[u8; 32]>(), 0..130),
    ) {
        let path: Vec<Sha256Hash> = path.into_iter().map(Sha256Hash).collect();
        let tree = |size| TreeHead { size, root: entry(size) };
        let inclusion = InclusionProof { index: sizes.0, entry: entry(0), path: path.clone() };
        prop_assert!(!inclusion.proves(&tree(sizes.1)));
        let consistency = ConsistencyProof { from: sizes.0, path };
        prop_assert!(sizes.0 == sizes.1 || !consistency.proves(&tree(sizes.0), &tree(sizes.1)));
        let mut told = Log::of(3).statement();
        told.head.tree.size = sizes.2;
        let _ = judge(&[Log::of(2).statement()], &told, Some(&consistency));
    }

    #[test]
    fn an_honest_log_is_sound_through_any_number_of_syncs_and_restores(
        steps in prop::collection::vec((0_u64..40, any::<bool>(), any::<prop::sample::Index>()), 1..12),
    ) {
        let mut log = Log::of(0);
        let mut backups = vec![log.clone()];
        let mut known: Vec<LogStatement> = Vec::new();
        let mut next = 1_000;
        for (number, (growth, is_restore, which)) in (2_u8..).zip(steps) {
            let before = log.size();
            let mut restored = false;
            if is_restore {
                log = which.get(&backups).clone().restored(number);
                restored = !known.is_empty();
            }
            log = log.grown(next, growth);
            next += growth;
            let judgement = log.judged_by(&known);
            match judgement {
                Judgement::Explained { lost, .. } => prop_assert!(restored && lost <= before),
                Judgement::Sound => prop_assert!(!restored),
                other => prop_assert!(false, "{:?}", other),
            }
            known.push(log.statement());
            backups.push(log.clone());
        }
    }
}

#[test]
fn a_statement_survives_the_wire_and_any_change_of_it_is_noticed() {
    let told = Log::of(5).restored(2).grown(5, 3).statement();
    let back: LogStatement = from_cbor(&to_cbor(&told).unwrap()).unwrap();
    assert_eq!(back, told);
    back.verify().unwrap();
    let changes: [fn(&mut LogStatement); 8] = [
        |told| told.head.tree.size += 1,
        |told| told.head.tree.root = entry(99),
        |told| told.head.at_ms += 1,
        |told| told.head.log_key.0[0] ^= 1,
        |told| told.lives[1].begun_ms += 1,
        |told| told.lives[1].start.root = entry(99),
        |told| {
            told.lives.remove(0);
        },
        |told| {
            told.lives.pop();
        },
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut changed = told.clone();
        change(&mut changed);
        assert!(changed.verify().is_err(), "change {number}");
    }
}

#[test]
fn a_log_that_grew_is_sound() {
    let known = [Log::of(10).statement(), Log::of(20).statement()];
    for size in [20, 21, 64, 300] {
        assert_eq!(Log::of(size).judged_by(&known), Judgement::Sound, "{size}");
    }
}

#[test]
fn a_shortened_log_is_an_alarm() {
    assert_eq!(fault(Log::of(19).judged_by(&[Log::of(20).statement()])), LogFault::Shorter);
}

#[test]
fn a_changed_entry_is_an_alarm_at_any_size() {
    for size in [20, 21, 40] {
        let mut forked = Log::of(size);
        forked.entries[3] = entry(99);
        assert_eq!(fault(forked.judged_by(&[Log::of(20).statement()])), LogFault::Forked, "{size}");
    }
}

#[test]
fn a_withheld_or_foreign_proof_proves_nothing() {
    let (known, told) = ([Log::of(20).statement()], Log::of(30).statement());
    let other = Log::of(30).consistency(19);
    assert_eq!(judge(&known, &told, other.as_ref()), Judgement::Ask { from: 20 });
    let empty = ConsistencyProof { from: 20, path: Vec::new() };
    assert_eq!(fault(judge(&known, &told, Some(&empty))), LogFault::Forked);
}

#[test]
fn another_key_is_an_alarm() {
    let mut other = Log::of(0);
    other.key = SigningKey::from_bytes(&[8; 32]);
    other.lives.clear();
    other.begin_life(1);
    assert_eq!(fault(other.judged_by(&[Log::of(0).statement()])), LogFault::OtherKey);
}

#[test]
fn a_restored_server_is_explained_once_and_what_it_kept_must_still_be_there() {
    let backup = Log::of(100);
    let seen = [Log::of(60).statement(), backup.clone().grown(100, 50).statement()];
    let restored = backup.restored(2).grown(500, 80);
    assert_eq!(restored.judged_by(&seen), Judgement::Explained { lost: 50 });
    let seen = [&seen[..], &[restored.statement()]].concat();
    assert_eq!(restored.clone().grown(600, 5).judged_by(&seen), Judgement::Sound);

    let mut cleaned = Log::of(100);
    cleaned.entries[59] = entry(99);
    assert_eq!(fault(cleaned.restored(2).grown(500, 80).judged_by(&seen[..2])), LogFault::Forked);
}

#[test]
fn a_restore_that_is_not_stated_is_an_alarm() {
    let seen = [Log::of(150).statement()];
    assert_eq!(fault(Log::of(100).judged_by(&seen)), LogFault::Shorter);
    assert_eq!(fault(Log::of(100).grown(500, 80).judged_by(&seen)), LogFault::Forked);
}

#[test]
fn an_old_copy_started_after_a_restore_is_an_alarm() {
    let seen = [Log::of(100).restored(2).statement()];
    assert_eq!(fault(Log::of(100).judged_by(&seen)), LogFault::Forked);
}

#[test]
fn a_life_that_is_told_in_two_ways_is_an_alarm() {
    let seen = [Log::of(100).restored(2).grown(100, 50).statement()];
    assert_eq!(fault(Log::of(40).restored(2).grown(40, 160).judged_by(&seen)), LogFault::Forked);
}

#[test]
fn a_second_restore_from_before_the_first_keeps_what_both_share() {
    let backup = Log::of(100);
    let first = backup.clone().restored(2).grown(500, 60);
    let seen = [Log::of(90).statement(), backup.clone().grown(100, 30).statement(), first.statement()];
    let second = Log::of(95).restored(3).grown(700, 300);
    assert_eq!(second.judged_by(&seen), Judgement::Explained { lost: 160 - 95 });
}
