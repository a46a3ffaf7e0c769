//! Every message of the protocol, spoiled in every way that does not need a key: it is refused in words, nothing of it
//! is kept, and the next good message is served.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::time::{Duration, Instant};

use ciborium::Value;
use ruhu_core::{
    ids::Sha256Hash,
    journal::{Head, SealedEntry, SignedHead},
    record::Record,
    wire::{
        self, BATCH_MAX_ENTRIES, DigestRequest, EVIDENCE_MAX_ENTRIES, EnrolRequest, EntryPlace,
        EvidenceRequest, MAX_BODY_BYTES, PROTOCOL_VERSION, PullRequest, PushRequest, PushResponse,
        StreamDigest, WANTED_MAX_HASHES, WantedRequest,
    },
};
use ruhu_tests::{
    phone::{Problem, WirePhone},
    records::{EntryMaker, visit},
    site::Site,
};
use serde::Serialize;
use serde_bytes::{ByteArray, ByteBuf};

/// However hostile a message is, a phone that waits behind it must not time out.
const SOON: Duration = Duration::from_secs(10);

fn seal(site: &Site, phone: &mut WirePhone, number: u64) -> SealedEntry {
    let record = Record::Visit(Box::new(visit(Vec::new())));
    EntryMaker::new(&site.campaign, &site.households[0], number).seal(phone, &record).unwrap()
}

fn value_of(message: &impl Serialize) -> Value {
    Value::serialized(message).unwrap()
}

/// One good message for each endpoint that needs a token.
fn good_messages(site: &Site, phone: &mut WirePhone) -> Vec<(&'static str, Value)> {
    let protocol = PROTOCOL_VERSION;
    let entry = seal(site, phone, 1);
    let (stream, head) = (phone.stream, Head { seq: 1, hash: entry.hash });
    vec![
        ("push", value_of(&phone.batch(&[entry]))),
        ("pull", value_of(&PullRequest { protocol, server_epoch: None, cursor: 0, limit: 10 })),
        (
            "digest",
            value_of(&DigestRequest { protocol, streams: vec![StreamDigest::of(stream, Some(head))] }),
        ),
        ("wanted", value_of(&WantedRequest { protocol, hashes: vec![Sha256Hash::of(b"x")] })),
        (
            "evidence",
            value_of(&EvidenceRequest { protocol, from: None, entries: vec![EntryPlace { stream, seq: 1 }] }),
        ),
    ]
}

fn enrol_message(code: String) -> Value {
    let public_key = ByteArray::new([9; 32]);
    value_of(&EnrolRequest { protocol: PROTOCOL_VERSION, code, public_key, device_name: "手机".to_owned() })
}

fn set(message: &mut Value, field: &str, to: Value) {
    let fields = message.as_map_mut().unwrap();
    fields.retain(|(name, _)| name.as_text() != Some(field));
    fields.push((Value::from(field), to));
}

fn assert_told(problem: &Problem, status: u16, what: &str) {
    assert_eq!(problem.status, status, "{what}: {problem:?}");
    assert!(
        !problem.code.is_empty() && problem.detail.contains('，'),
        "{what}: says what to do: {problem:?}"
    );
}

#[test]
fn a_message_that_is_cut_or_bent_is_refused_and_nothing_of_it_is_kept() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut messages = good_messages(&site, &mut phone);
    messages.push(("enrol", enrol_message(site.code())));
    for (endpoint, message) in &messages {
        let mut plain = Vec::new();
        ciborium::into_writer(message, &mut plain).unwrap();
        let packed = wire::pack(message).unwrap();
        for part in 0..20 {
            let cut = &packed[..packed.len() * part / 20];
            assert_told(&phone.send_bytes(endpoint, cut).unwrap(), 400, endpoint);
            let short = zstd::bulk::compress(&plain[..plain.len() * part / 20], 3).unwrap();
            assert_told(&phone.send_bytes(endpoint, &short).unwrap(), 400, endpoint);
        }
        let twice = zstd::bulk::compress(&[plain.clone(), plain].concat(), 3).unwrap();
        assert_told(&phone.send_bytes(endpoint, &twice).unwrap(), 400, endpoint);
        assert_told(&phone.send_bytes(endpoint, b"<html>").unwrap(), 400, endpoint);
    }
    assert_eq!(site.counts().visits, 0);
    assert!(phone.pull(0).is_ok());
}

#[test]
fn bombs_are_stopped_at_their_limit() {
    let site = Site::start(1);
    let phone = site.wire_phone(1);
    let zeros = zstd::bulk::compress(&vec![0; 4 * MAX_BODY_BYTES], 19).unwrap();
    // An array that announces four thousand million items, and a text of as many bytes.
    let promises = [&[0x9b_u8, 0, 0, 0, 1, 0, 0, 0, 0][..], &[0x7b, 0, 0, 0, 1, 0, 0, 0, 0]];
    for endpoint in ["push", "pull", "digest", "wanted", "evidence", "enrol"] {
        let begun = soon();
        assert_told(&phone.send_bytes(endpoint, &zeros).unwrap(), 400, endpoint);
        for promise in promises {
            let packed = zstd::bulk::compress(promise, 3).unwrap();
            assert_told(&phone.send_bytes(endpoint, &packed).unwrap(), 400, endpoint);
        }
        let deep = zstd::bulk::compress(&vec![0x81; MAX_BODY_BYTES], 3).unwrap();
        assert_told(&phone.send_bytes(endpoint, &deep).unwrap(), 400, endpoint);
        assert!(begun.elapsed() < SOON);
    }
    assert!(phone.pull(0).is_ok());
}

#[expect(clippy::disallowed_methods, reason = "how long a real server takes is real time")]
fn soon() -> Instant {
    Instant::now()
}

#[test]
fn lists_longer_than_allowed_are_refused_by_their_length() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let (stream, protocol) = (phone.stream, PROTOCOL_VERSION);
    let head = Head { seq: 1_000_000, hash: Sha256Hash::of(b"x") };
    let signed_head = SignedHead::sign(&phone.key, &stream, head);
    let push = |count| {
        let signed_head = signed_head.clone();
        PushRequest { protocol, stream, entries: vec![ByteBuf::new(); count], signed_head }
    };
    let places = vec![EntryPlace { stream, seq: 1 }; EVIDENCE_MAX_ENTRIES + 1];
    let hashes = vec![Sha256Hash::of(b"x"); WANTED_MAX_HASHES + 1];
    let digests = vec![StreamDigest::of(stream, Some(head)); 20_000];
    for (endpoint, message) in [
        ("push", value_of(&push(1_000_000))),
        ("push", value_of(&push(BATCH_MAX_ENTRIES + 1))),
        ("evidence", value_of(&EvidenceRequest { protocol, from: None, entries: places })),
        ("wanted", value_of(&WantedRequest { protocol, hashes })),
        ("digest", value_of(&DigestRequest { protocol, streams: digests })),
    ] {
        let begun = soon();
        let problem = phone.send_bytes(endpoint, &wire::pack(&message).unwrap()).unwrap();
        assert!(matches!(problem.status, 413 | 422), "{endpoint}: {problem:?}");
        assert!(begun.elapsed() < SOON, "{endpoint}");
    }
    let entry = seal(&site, &mut phone, 1);
    assert!(matches!(phone.push(&[entry]).unwrap(), PushResponse::Accepted { .. }));
}

#[test]
fn another_version_is_told_which_one_is_spoken() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut messages = good_messages(&site, &mut phone);
    messages.push(("enrol", enrol_message(site.code())));
    for (endpoint, mut message) in messages {
        for version in [0, PROTOCOL_VERSION + 1, u16::MAX] {
            set(&mut message, "protocol", Value::from(version));
            let problem = phone.send_bytes(endpoint, &wire::pack(&message).unwrap()).unwrap();
            assert_told(&problem, 426, endpoint);
        }
    }
    assert_eq!(site.counts().visits, 0);
}

#[test]
fn fields_that_a_later_phone_adds_are_passed_over() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    for (endpoint, mut message) in good_messages(&site, &mut phone) {
        set(&mut message, "of_a_later_version", Value::from(vec![Value::from(1), Value::Null]));
        phone.call::<_, Value>(endpoint, &message).unwrap_or_else(|error| panic!("{endpoint}: {error}"));
    }
    assert_eq!(site.counts().visits, 1);
}

#[test]
fn a_message_said_again_gets_the_same_answer_and_does_nothing_twice() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    for (endpoint, message) in good_messages(&site, &mut phone) {
        let mut answers = (0..3).map(|_| phone.call::<_, Value>(endpoint, &message).unwrap());
        let first = answers.next().unwrap();
        if endpoint != "evidence" {
            // A head is signed with the time of its answer.
            assert!(answers.all(|again| again == first), "{endpoint}");
        }
    }
    assert_eq!(site.counts().visits, 1);
}

#[test]
fn nobody_speaks_about_another_phones_stream() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entry = seal(&site, &mut phone, 1);
    phone.push(&[entry]).unwrap();
    let other = site.wire_phone(2);
    let protocol = PROTOCOL_VERSION;
    let place = EntryPlace { stream: phone.stream, seq: 1 };
    let asked = EvidenceRequest { protocol, from: None, entries: vec![place] };
    let refused = other.send_bytes("evidence", &wire::pack(&asked).unwrap()).unwrap();
    assert_told(&refused, 403, "evidence");
    let streams = vec![StreamDigest::of(phone.stream, None)];
    let refused =
        other.send_bytes("digest", &wire::pack(&DigestRequest { protocol, streams }).unwrap()).unwrap();
    assert_told(&refused, 403, "digest");
}

#[test]
fn entries_in_another_order_are_not_appended() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entries: Vec<_> = (1..=3).map(|number| seal(&site, &mut phone, number)).collect();
    for order in [[0, 2, 1], [2, 1, 0], [0, 0, 1]] {
        let batch: Vec<_> = order.iter().map(|&place| entries[place].clone()).collect();
        let refused = phone.send_bytes("push", &wire::pack(&phone.batch(&batch)).unwrap()).unwrap();
        assert_told(&refused, 422, "push");
    }
    assert_eq!(site.counts().visits, 0);
    assert!(matches!(phone.push(&entries).unwrap(), PushResponse::Accepted { .. }));
    assert_eq!(site.counts().visits, 3);
}
