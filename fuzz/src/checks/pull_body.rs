//! A page of the feed, as CBOR: what a phone reads of it is written and read again as the same.

use ruhu_core::{
    journal::{from_cbor, to_cbor},
    wire::{
        AssignmentBody, CampaignBody, DurableBody, FeedItem, FeedKind, FormBody, PullRequest, PullResponse,
        ReceiptBody, UnassignedBody, unpack,
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// Reads the bytes as a question for the feed and as its answer. The answer is whether it is a page of which every item
/// can be read.
pub fn check(bytes: &[u8]) -> bool {
    let _ = unpack::<PullResponse>(bytes);
    let _ = same_again::<PullRequest>(bytes);
    let Some(PullResponse::Feed { items, .. }) = same_again::<PullResponse>(bytes) else { return false };
    items.iter().filter(|item| is_read(item)).count() == items.len()
}

fn is_read(item: &FeedItem) -> bool {
    match FeedKind::from_name(&item.kind) {
        Some(FeedKind::Form) => {
            same_again::<FormBody>(&item.body).is_some_and(|body| body.definition().is_ok())
        }
        Some(FeedKind::Campaign) => same_again::<CampaignBody>(&item.body).is_some(),
        Some(FeedKind::Assignment) => same_again::<AssignmentBody>(&item.body).is_some(),
        Some(FeedKind::Unassigned) => same_again::<UnassignedBody>(&item.body).is_some(),
        Some(FeedKind::Receipt) => same_again::<ReceiptBody>(&item.body).is_some(),
        Some(FeedKind::Durable) => same_again::<DurableBody>(&item.body).is_some(),
        None => true,
    }
}

fn same_again<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let read: T = from_cbor(bytes).ok()?;
    let Ok(written) = to_cbor(&read) else { panic!("what was read is not written") };
    let again = from_cbor::<T>(&written).and_then(|again| to_cbor(&again));
    assert_eq!(again.as_ref(), Ok(&written), "read again it is another one");
    Some(read)
}
