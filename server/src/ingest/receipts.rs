//! What phones are told of their records: received and complete, and durable once a backup holds them.

use std::collections::BTreeMap;

use ruhu_core::{
    ids::{DeviceId, EntryId},
    journal::to_cbor,
    wire::{DURABLE_MAX_ENTRIES, DurableBody, FeedKind, ReceiptBody},
};

use crate::store::{Store, StoreError, Writer};

const UNENCODABLE: StoreError = StoreError::Corrupt { what: "feed.body" };

/// Tells a phone how far its record is.
pub(super) fn tell_receipt(
    w: &Writer<'_>,
    device: &DeviceId,
    receipt: &ReceiptBody,
) -> Result<(), StoreError> {
    w.tell(device, FeedKind::Receipt, &to_cbor(receipt).map_err(|_| UNENCODABLE)?)
}

/// Tells every phone that sent the record.
pub(super) fn tell_senders(w: &Writer<'_>, receipt: &ReceiptBody) -> Result<(), StoreError> {
    w.senders_of(&receipt.entry_id)?.iter().try_for_each(|device| tell_receipt(w, device, receipt))
}

/// Tells a phone that a backup holds these records whole.
pub(super) fn tell_durable(
    w: &Writer<'_>,
    device: &DeviceId,
    entries: Vec<EntryId>,
) -> Result<(), StoreError> {
    let body = to_cbor(&DurableBody { entries }).map_err(|_| UNENCODABLE)?;
    w.tell(device, FeedKind::Durable, &body)
}

/// A backup holds these records with every file: they count as durable, and their phones hear of it. One transaction
/// for each thousand, so that ingest goes on between.
///
/// # Errors
/// [`StoreError`]; what was counted before it stays counted, and the next backup counts the rest.
pub fn count_as_durable(store: &Store, entries: &[EntryId]) -> Result<(), StoreError> {
    entries.chunks(DURABLE_MAX_ENTRIES).try_for_each(|page| {
        let page = page.to_vec();
        store.write(move |w| {
            let mut by_device: BTreeMap<DeviceId, Vec<EntryId>> = BTreeMap::new();
            for entry_id in page {
                if w.count_as_durable(&entry_id)? {
                    for device in w.senders_of(&entry_id)? {
                        by_device.entry(device).or_default().push(entry_id);
                    }
                }
            }
            by_device.into_iter().try_for_each(|(device, entries)| tell_durable(w, &device, entries))
        })
    })
}
