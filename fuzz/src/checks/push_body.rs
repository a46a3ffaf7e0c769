//! The body of a push, as CBOR: a batch that is taken is a chain of entries of its own stream, within every limit.

use ruhu_core::{
    ids::Sha256Hash,
    journal::{from_cbor, to_cbor},
    wire::{BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, PushRequest, read_batch, unpack},
};

/// Reads the bytes as a push, packed and plain. The answer is whether its batch would be taken.
pub fn check(bytes: &[u8]) -> bool {
    let _ = unpack::<PushRequest>(bytes);
    let Ok(request) = from_cbor::<PushRequest>(bytes) else { return false };
    let Ok(written) = to_cbor(&request) else { panic!("what was read is not written") };
    assert_eq!(from_cbor::<PushRequest>(&written).as_ref(), Ok(&request), "read again it is another one");
    let device = request.stream.device;
    let entries = match read_batch(&request, &device, |_| Ok(())) {
        Ok(entries) => entries,
        Err(refusal) => {
            assert!(!refusal.to_string().is_ascii(), "people read Chinese: {refusal}");
            return false;
        }
    };
    assert!((1..=BATCH_MAX_ENTRIES).contains(&entries.len()));
    assert!(entries.iter().map(|sealed| sealed.bytes.len()).sum::<usize>() <= BATCH_MAX_BYTES);
    for (sealed, sent) in entries.iter().zip(&request.entries) {
        assert_eq!(sealed.bytes, sent.as_slice(), "the bytes are the record");
        assert_eq!(sealed.hash, Sha256Hash::of(&sealed.bytes));
        assert_eq!(sealed.entry.stream, request.stream);
    }
    for pair in entries.windows(2) {
        let [before, after] = pair else { continue };
        assert_eq!((after.entry.seq, after.entry.prev), (before.entry.seq + 1, before.hash));
    }
    true
}
