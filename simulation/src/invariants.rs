//! What must hold: while the story goes on, and when it has come to rest.

use ruhu_core::{
    ids::{EntryId, Sha256Hash},
    journal::{BlobName, BlobRole},
    wire::RecordState,
};

use crate::{
    disk::{Disk, Status},
    world::World,
};

/// Whether a phone still syncs: it is neither gone nor revoked.
pub(crate) fn takes_part(world: &World, phone: usize) -> bool {
    world
        .phones
        .get(phone)
        .is_some_and(|phone| !phone.is_gone && !world.server.revoked.contains(&phone.disk.device))
}

/// What the phone called saved is on its disk: record, entry, and every file that the server does not hold.
pub(crate) fn saved_is_there(world: &mut World, phone: usize) {
    let Some(found) = world.phones.get(phone) else { return };
    let lost: Vec<String> = found
        .saved
        .iter()
        .filter_map(|entry_id| {
            Some(format!("phone {phone} called {entry_id} saved: {}", missing(&found.disk, entry_id)?))
        })
        .chain(
            half_written(&found.disk).map(|sha256| format!("phone {phone}: {sha256} is named and not whole")),
        )
        .collect();
    lost.into_iter().for_each(|line| world.violate(line));
}

fn missing(disk: &Disk, entry_id: &EntryId) -> Option<&'static str> {
    let Some(record) = disk.records.get(entry_id) else { return Some("the record is gone") };
    let logged = disk.journal(&record.stream).ok().and_then(|journal| journal.at(record.seq));
    if logged.is_none_or(|sealed| sealed.entry.entry_id != *entry_id) {
        return Some("the entry is gone");
    }
    let gone = |sha256: &Sha256Hash| {
        !disk.files.contains_key(sha256)
            && disk.outbox.get(sha256).is_none_or(|file| !file.held && !file.freed)
    };
    record.blobs.iter().any(|name| gone(&name.blob.sha256)).then_some("a file is gone")
}

fn half_written(disk: &Disk) -> impl Iterator<Item = Sha256Hash> {
    let named = disk.records.values().flat_map(|record| &record.blobs).map(|name| name.blob.sha256);
    named.filter(|sha256| disk.files.get(sha256) == Some(&false))
}

/// What the phone has given up is in the backup that a destroyed server would be restored from.
pub(crate) fn freed_is_backed_up(world: &mut World, phone: usize) {
    let Some(found) = world.phones.get(phone) else { return };
    let freed = found.disk.outbox.iter().filter(|(_, file)| file.freed).map(|(sha256, _)| sha256);
    let backup = world.backups.last();
    let lost = freed.filter(|sha256| backup.is_none_or(|backup| !backup.blobs.contains_key(sha256)));
    let lines: Vec<String> =
        lost.map(|sha256| format!("phone {phone} gave {sha256} up and no backup holds it")).collect();
    lines.into_iter().for_each(|line| world.violate(line));
}

/// Once a backup holds everything, the phone knows it and keeps no more than thumbnails of what is complete.
pub(crate) fn durable_is_freed(world: &mut World, phone: usize) {
    let Some(found) = world.phones.get(phone) else { return };
    let disk = &found.disk;
    let complete = || disk.records.iter().filter(|(_, record)| record.status == Status::Complete);
    let untold = complete().filter(|(_, record)| !record.durable);
    let mut lines: Vec<String> = untold
        .map(|(entry_id, _)| format!("phone {phone} was not told that {entry_id} is durable"))
        .collect();
    if disk.records.values().all(|record| record.durable) {
        let full = |name: &&BlobName| name.role != BlobRole::Thumbnail;
        let kept = complete().flat_map(|(_, record)| record.blobs.iter().filter(full));
        let kept = kept.filter(|name| disk.files.contains_key(&name.blob.sha256));
        lines.extend(kept.map(|name| format!("phone {phone} keeps {} for nothing", name.blob.sha256)));
    }
    lines.into_iter().for_each(|line| world.violate(line));
}

/// A sync that says so has compared: the current journal ends on the server where the phone believes.
pub(crate) fn both_hold_the_same(world: &mut World, phone: usize) {
    let journal = world.phones.get(phone).and_then(|phone| phone.disk.journals.last());
    let Some(view) = journal.map(|journal| journal.view) else { return };
    if world.server.head(&view.id) != view.acked {
        world.violate(format!("phone {phone} and server were called equal and are not"));
    }
}

/// Everything, once the queues are empty.
pub(crate) fn all_hold(world: &mut World, live: &[usize]) {
    let mut found = chains(world);
    found.extend(records(world));
    for phone in live {
        found.extend(phone_is_on_the_server(world, *phone));
    }
    found.into_iter().for_each(|line| world.violate(line));
}

/// Every chain verifies from zero.
fn chains(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (stream, entries) in &world.server.streams {
        let mut prev = Sha256Hash::ZERO;
        for (sealed, seq) in entries.iter().zip(1..) {
            if sealed.entry.seq != seq
                || sealed.entry.prev != prev
                || sealed.hash != Sha256Hash::of(&sealed.bytes)
            {
                found.push(format!("the server's chain breaks at {seq} of {}", stream.incarnation));
                break;
            }
            prev = sealed.hash;
        }
    }
    found
}

/// Every entry is one record; complete means that every byte is there, and every byte there means complete.
fn records(world: &World) -> Vec<String> {
    let server = &world.server;
    let mut found = Vec::new();
    let logged = server.streams.values().flatten().map(|sealed| sealed.entry.entry_id);
    found.extend(
        logged
            .filter(|entry_id| !server.records.contains_key(entry_id))
            .map(|entry_id| format!("the server holds {entry_id} and has no record of it")),
    );
    for (entry_id, record) in &server.records {
        let whole = record.blobs.iter().all(|sha256| server.blobs.get(sha256) == Some(&true));
        if record.made != 1 {
            found.push(format!("{entry_id} is {} records", record.made));
        }
        match (record.state, whole) {
            (RecordState::Complete, false) => {
                found.push(format!("{entry_id} counts as complete without its files"));
            }
            (RecordState::Received, true) => {
                found.push(format!("{entry_id} has all files and is not complete"));
            }
            _ => {}
        }
    }
    found.extend(
        server
            .blobs
            .iter()
            .filter(|(_, sound)| !**sound)
            .map(|(sha256, _)| format!("file {sha256} is on the server with other bytes")),
    );
    found
}

/// Every record that the phone has is on the server, and the phone knows how far it is. What the server refuses for
/// what it is stays on the phone, shown, and stands in nobody's way.
fn phone_is_on_the_server(world: &World, phone: usize) -> Vec<String> {
    let Some(found) = world.phones.get(phone) else { return Vec::new() };
    let mut lines = Vec::new();
    for (entry_id, record) in &found.disk.records {
        let held = world.server.records.get(entry_id);
        let poisoned = world.poison.contains(entry_id);
        match (record.status, held.map(|held| held.state)) {
            (Status::SetApart, None) if poisoned => {}
            (Status::SetApart, _) => lines.push(format!("phone {phone} set {entry_id} apart without cause")),
            (_, None) => lines.push(format!("{entry_id} is on phone {phone} and not on the server")),
            (Status::Complete, Some(RecordState::Complete))
            | (Status::Quarantined, Some(RecordState::Quarantined)) => {}
            (known, Some(state)) => {
                lines.push(format!("phone {phone} knows {entry_id} as {known:?}, the server as {state:?}"));
            }
        }
    }
    for journal in &found.disk.journals {
        let Some(acked) = journal.view.acked else { continue };
        let held = world.server.streams.get(&journal.view.id);
        let held = held.is_some_and(|held| held.iter().any(|sealed| sealed.hash == acked.hash));
        if !held {
            lines.push(format!("phone {phone}: what was acknowledged at {} is not held", acked.seq));
        }
    }
    lines
}

/// Every record with its state, on the server and on the phones.
pub(crate) fn fingerprint(world: &World) -> Vec<(EntryId, String)> {
    let server = world.server.records.iter();
    let server = server.map(|(entry_id, record)| (*entry_id, format!("server {:?}", record.state)));
    let phones = world.phones.iter().flat_map(|phone| &phone.disk.records);
    server.chain(phones.map(|(entry_id, record)| (*entry_id, format!("{:?}", record.status)))).collect()
}
