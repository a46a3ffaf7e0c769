use super::*;
use crate::{
    ids::{DeviceId, Incarnation},
    wire::Ack,
};

const EPOCH: ServerEpoch = ServerEpoch([9; 16]);

fn head(seq: u8) -> Head {
    Head { seq: u64::from(seq), hash: Sha256Hash([seq; 32]) }
}

/// A head that the phone never had at that place.
fn foreign(seq: u8) -> Head {
    Head { seq: u64::from(seq), hash: Sha256Hash([0xf0 | seq; 32]) }
}

fn stream(acked: u8, last: u8) -> StreamView {
    let some = |seq: u8| (seq > 0).then(|| head(seq));
    let id = StreamId { device: DeviceId([1; 16]), incarnation: Incarnation([2; 16]) };
    StreamView { id, is_current: true, head: some(last), acked: some(acked), keep_to: 0 }
}

fn retired(keep_to: u8, last: u8) -> StreamView {
    StreamView { is_current: false, keep_to: u64::from(keep_to), ..stream(keep_to, last) }
}

/// The phone's own hash at a place.
fn own(stream: &StreamView, at: Option<Head>) -> Option<Sha256Hash> {
    let seq = at?.seq;
    (seq >= 1 && seq <= stream.head?.seq).then(|| Sha256Hash([u8::try_from(seq).unwrap(); 32]))
}

fn accepted(head: Head) -> PushResponse {
    PushResponse::Accepted { ack: Ack { server_epoch: EPOCH, head }, findings: vec![], wanted: vec![] }
}

fn decide(stream: &StreamView, response: &PushResponse) -> StreamStep {
    after_push(stream, response, own(stream, server_head(response)))
}

fn compare(stream: &StreamView, server: Option<Head>) -> StreamStep {
    let digest = StreamDigest::of(stream.id, server);
    after_digest(stream, &digest, own(stream, server))
}

#[test]
fn only_what_is_not_acknowledged_is_sent_and_a_retired_stream_ends_where_it_was_kept() {
    assert_eq!(stream(0, 0).unsent(), None);
    assert_eq!(stream(3, 8).unsent(), Some((3, 8)));
    assert_eq!(stream(8, 8).unsent(), None);
    assert_eq!(retired(5, 9).unsent(), None);
    assert_eq!(StreamView { acked: Some(head(2)), ..retired(5, 9) }.unsent(), Some((2, 5)));
}

#[test]
fn an_acknowledgement_counts_only_with_the_phones_own_hash() {
    let phone = stream(3, 8);
    assert_eq!(decide(&phone, &accepted(head(8))), StreamStep::Acknowledge(head(8)));
    assert_eq!(decide(&phone, &accepted(head(5))), StreamStep::Acknowledge(head(5)));
    assert_eq!(decide(&phone, &accepted(foreign(8))), StreamStep::NewStream(Reason::Forked));
    assert_eq!(decide(&phone, &accepted(foreign(12))), StreamStep::NewStream(Reason::RestoredCopy));
}

#[test]
fn a_fork_begins_a_new_incarnation() {
    let fork = |head| PushResponse::Fork { head };
    assert_eq!(decide(&stream(5, 6), &fork(Some(foreign(6)))), StreamStep::NewStream(Reason::Forked));
    assert_eq!(decide(&stream(5, 6), &fork(Some(foreign(9)))), StreamStep::NewStream(Reason::RestoredCopy));
    assert_eq!(decide(&stream(5, 6), &fork(None)), StreamStep::NewStream(Reason::Forked));
    assert_eq!(decide(&retired(5, 6), &fork(Some(foreign(6)))), StreamStep::LogAgain);
}

#[test]
fn a_gap_is_filled_from_what_the_server_has() {
    let gap = |head| PushResponse::Gap { head };
    assert_eq!(decide(&stream(5, 8), &gap(Some(head(2)))), StreamStep::Rewind(Some(head(2))));
    assert_eq!(decide(&stream(5, 8), &gap(None)), StreamStep::Rewind(None));
    assert_eq!(decide(&stream(5, 8), &gap(Some(foreign(2)))), StreamStep::NewStream(Reason::Forked));
}

#[test]
fn the_digest_finds_what_either_side_lacks() {
    let phone = stream(5, 5);
    assert_eq!(compare(&phone, Some(head(5))), StreamStep::Settled);
    assert_eq!(compare(&stream(0, 0), None), StreamStep::Settled);
    assert_eq!(compare(&phone, Some(head(3))), StreamStep::Rewind(Some(head(3))));
    assert_eq!(compare(&phone, None), StreamStep::Rewind(None));
    assert_eq!(compare(&stream(3, 5), Some(head(4))), StreamStep::Acknowledge(head(4)));
    assert_eq!(compare(&phone, Some(foreign(5))), StreamStep::NewStream(Reason::Forked));
}

#[test]
fn a_phone_restored_from_an_old_copy_notices_before_its_next_entry() {
    assert_eq!(compare(&stream(5, 5), Some(foreign(8))), StreamStep::NewStream(Reason::RestoredCopy));
    assert_eq!(compare(&stream(0, 0), Some(foreign(1))), StreamStep::NewStream(Reason::RestoredCopy));
}

#[test]
fn a_retired_stream_is_settled_while_the_server_keeps_what_it_acknowledged() {
    let old = retired(5, 6);
    assert_eq!(compare(&old, Some(head(5))), StreamStep::Settled);
    assert_eq!(compare(&old, Some(foreign(9))), StreamStep::Settled, "the lost life went on");
    assert_eq!(compare(&old, Some(head(2))), StreamStep::Rewind(Some(head(2))));
    assert_eq!(compare(&old, None), StreamStep::Rewind(None));
}

#[test]
fn in_a_new_life_of_the_server_a_retired_stream_is_sent_again_to_learn_what_is_held() {
    let in_doubt = StreamView { acked: None, ..retired(5, 6) };
    assert_eq!(in_doubt.unsent(), Some((0, 5)));
    assert_eq!(compare(&in_doubt, Some(foreign(9))), StreamStep::InDoubt, "the head alone cannot tell");
    assert_eq!(compare(&in_doubt, Some(head(3))), StreamStep::Acknowledge(head(3)));
    let fork = PushResponse::Fork { head: Some(foreign(9)) };
    assert_eq!(decide(&in_doubt, &fork), StreamStep::LogAgain);
}

#[test]
fn a_digest_whose_count_is_not_its_head_is_not_believed() {
    let phone = stream(5, 5);
    let digest = StreamDigest { stream: phone.id, count: 4, head: Some(head(5)) };
    assert_eq!(after_digest(&phone, &digest, Some(head(5).hash)), StreamStep::NewStream(Reason::Forked));
}

#[test]
fn the_feed_goes_on_is_asked_anew_or_stops_but_never_turns_in_circles() {
    let feed = |server_epoch, next, more| PullResponse::Feed { server_epoch, items: vec![], next, more };
    let other = ServerEpoch([8; 16]);
    for ((known, cursor), response, expected) in [
        ((None, 0), feed(EPOCH, 7, true), FeedStep::TakeIn),
        ((Some(EPOCH), 7), feed(EPOCH, 7, false), FeedStep::TakeIn),
        ((Some(EPOCH), 7), feed(EPOCH, 7, true), FeedStep::Stalled),
        ((Some(EPOCH), 7), feed(EPOCH, 6, false), FeedStep::Stalled),
        ((Some(EPOCH), 7), feed(other, 9, false), FeedStep::Reset(other)),
        ((Some(EPOCH), 7), PullResponse::Reset { server_epoch: other }, FeedStep::Reset(other)),
        ((Some(EPOCH), 7), PullResponse::Reset { server_epoch: EPOCH }, FeedStep::Reset(EPOCH)),
        ((Some(EPOCH), 0), PullResponse::Reset { server_epoch: EPOCH }, FeedStep::Stalled),
    ] {
        assert_eq!(after_pull((known, cursor), &response), expected, "{known:?} {cursor} {response:?}");
    }
}

#[test]
fn a_bad_entry_is_found_by_halving_and_only_content_is_blamed_on_entries() {
    assert_eq!(after_refusal("cbor_malformed", 500), RefusalStep::Halve);
    assert_eq!(after_refusal("cbor_malformed", 1), RefusalStep::SetApart);
    assert_eq!(after_refusal("batch_too_large", 2), RefusalStep::Halve);
    for code in ["device_revoked", "bad_signature", "storage_full", "http_502", ""] {
        assert_eq!(after_refusal(code, 500), RefusalStep::Stop, "{code}");
    }
}

#[test]
fn a_busy_server_is_granted_a_bounded_wait() {
    assert_eq!(pause_after(503, Some(2), 1), Some(Duration::from_secs(2)));
    assert_eq!(pause_after(429, Some(u64::MAX), 1), Some(Duration::from_secs(MAX_RETRY_AFTER_S)));
    assert_eq!(pause_after(429, None, MAX_TRIES), None);
    assert_eq!(pause_after(507, Some(1), 1), None);
}

/// Entries of one stream on both sides, as the rule of the journal places them.
mod agreement {
    use proptest::prelude::*;

    use super::*;

    /// The server holds `common` entries of the phone's stream and then `foreign` others; the phone has `last`
    /// entries of which it believes `acked` to be held.
    fn situation() -> impl Strategy<Value = (u8, u8, u8, u8)> {
        (0_u8..12, 0_u8..12, 0_u8..4).prop_flat_map(|(last, common, foreign)| {
            (0..=last, Just(last), Just(common.min(last)), Just(foreign))
        })
    }

    proptest! {
        #[test]
        fn whatever_the_server_holds_nothing_is_taken_for_sent_that_it_lacks(
            (acked, last, common, others) in situation(),
        ) {
            let phone = stream(acked, last);
            let server = match (common, others) {
                (0, 0) => None,
                (common, 0) => Some(head(common)),
                (common, others) => Some(foreign(common + others)),
            };
            match compare(&phone, server) {
                StreamStep::Settled => prop_assert!(others == 0 && common == acked),
                StreamStep::Acknowledge(upto) => prop_assert!(upto.seq <= u64::from(common)),
                StreamStep::Rewind(upto) => prop_assert!(upto.map_or(0, |head| head.seq) <= u64::from(common)),
                StreamStep::NewStream(_) => prop_assert!(others > 0),
                StreamStep::LogAgain | StreamStep::InDoubt => {
                    prop_assert!(false, "the current stream is never given up, and its head tells");
                }
            }
        }
    }
}
