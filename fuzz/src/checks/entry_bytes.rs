//! The bytes of a journal entry and of the record inside it.

use ruhu_core::{
    ids::Sha256Hash,
    journal::{SealedEntry, from_cbor, to_cbor},
    record::Record,
};

/// Reads the bytes as an entry, and its body as a record. The answer is whether it holds a record.
pub fn check(bytes: &[u8]) -> bool {
    let sealed = match SealedEntry::parse(bytes.to_vec()) {
        Ok(sealed) => sealed,
        Err(error) => {
            assert!(!error.to_string().is_ascii(), "people read Chinese: {error}");
            return false;
        }
    };
    assert_eq!((sealed.bytes.as_slice(), sealed.hash), (bytes, Sha256Hash::of(bytes)));
    let Ok(written) = to_cbor(&sealed.entry) else { panic!("what was read is not written") };
    assert_eq!(from_cbor(&written).as_ref(), Ok(&sealed.entry), "read again it is another one");
    let Ok(record) = from_cbor::<Record>(&sealed.entry.body) else { return false };
    let Ok(written) = to_cbor(&record) else { panic!("a record that was read is not written") };
    assert!(from_cbor::<Record>(&written).is_ok_and(|again| again == record));
    let _ = record.blobs();
    let _ = record.check();
    true
}
