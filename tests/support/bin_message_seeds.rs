//! First inputs for the fuzz targets that read messages and photos: `message-seeds TARGET FOLDER`.

mod photo_seeds;

use std::{fs, path::PathBuf};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use ruhu_core::{
    ids::Sha256Hash,
    journal::{SealedEntry, to_cbor},
    record::Record,
    visit::{AttemptOutcome, AttemptRecord},
    wire::{FeedItem, PROTOCOL_VERSION, PullRequest, PullResponse, pack},
};
use ruhu_tests::{
    phone::WirePhone,
    records::{EntryMaker, minutes_in, name, visit},
    site::Site,
};
use serde_bytes::ByteBuf;

fn main() -> anyhow::Result<()> {
    let mut given = std::env::args().skip(1);
    let target = given.next().context("no target")?;
    let folder = PathBuf::from(given.next().context("no folder")?);
    let seeds = match target.as_str() {
        "push_body" => pushes()?,
        "pull_body" => pages()?,
        "entry_bytes" => entries()?,
        "tree_proof" => proofs(),
        "tus_headers" => headers(),
        "photo_intake" => photo_seeds::pictures()?,
        "photo_exif" => photo_seeds::blocks(),
        other => bail!("no such target: {other}"),
    };
    for (number, seed) in seeds.into_iter().enumerate() {
        fs::write(folder.join(format!("made-{number}")), seed)?;
    }
    Ok(())
}

/// A journal of visits and attempts; attempts are small.
fn journal() -> anyhow::Result<(WirePhone, Vec<SealedEntry>)> {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let household = site.households.first().context("no household")?;
    let outcomes = [AttemptOutcome::Absent, AttemptOutcome::Refused, AttemptOutcome::Moved];
    let records = outcomes
        .map(|outcome| {
            Record::Attempt(Box::new(AttemptRecord {
                outcome,
                surveyors: vec![name("陈建国")],
                at: minutes_in(5),
                note: "敲门无人应".to_owned(),
                photos: Vec::new(),
                fixes: Vec::new(),
            }))
        })
        .into_iter()
        .chain([Record::Visit(Box::new(visit(Vec::new())))]);
    let journal = (1..)
        .zip(records)
        .map(|(number, record)| EntryMaker::new(&site.campaign, household, number).seal(&mut phone, &record))
        .collect::<anyhow::Result<_>>()?;
    Ok((phone, journal))
}

fn entries() -> anyhow::Result<Vec<Vec<u8>>> {
    Ok(journal()?.1.into_iter().map(|entry| entry.bytes).collect())
}

fn pushes() -> anyhow::Result<Vec<Vec<u8>>> {
    let (phone, journal) = journal()?;
    let mut seeds = Vec::new();
    for count in 1..=journal.len() {
        let mut batch = phone.batch(journal.get(..count).unwrap_or_default());
        seeds.extend([to_cbor(&batch)?, pack(&batch)?]);
        batch.entries.push(ByteBuf::from(b"no entry".to_vec()));
        seeds.push(to_cbor(&batch)?);
        batch.entries.clear();
        seeds.push(to_cbor(&batch)?);
    }
    Ok(seeds)
}

fn pages() -> anyhow::Result<Vec<Vec<u8>>> {
    let site = Site::start(3);
    let phone = site.wire_phone(1);
    let server_epoch = phone.enrolled.server_epoch;
    let ask =
        PullRequest { protocol: PROTOCOL_VERSION, server_epoch: Some(server_epoch), cursor: 3, limit: 100 };
    let mut seeds = vec![
        to_cbor(&ask)?,
        to_cbor(&PullResponse::Reset { server_epoch })?,
        pack(&PullResponse::Reset { server_epoch })?,
        to_cbor(&page(server_epoch, Vec::new()))?,
    ];
    let PullResponse::Feed { items, .. } = phone.pull(0)? else { bail!("no feed") };
    for item in items.into_iter().filter(|item| item.body.len() < 4_000) {
        seeds.push(to_cbor(&page(server_epoch, vec![item]))?);
    }
    for kind in ["receipt", "unassigned", "of_a_later_version"] {
        let item = FeedItem { cursor: 9, kind: kind.to_owned(), body: ByteBuf::from(b"\xa0".to_vec()) };
        seeds.push(to_cbor(&page(server_epoch, vec![item]))?);
    }
    Ok(seeds)
}

fn page(server_epoch: ruhu_core::ids::ServerEpoch, items: Vec<FeedItem>) -> PullResponse {
    PullResponse::Feed { server_epoch, items, next: 9, more: false }
}

fn proofs() -> Vec<Vec<u8>> {
    (0..12).map(|number| vec![number * 7, number * 3, number, number / 2]).collect()
}

fn headers() -> Vec<Vec<u8>> {
    let hash = Sha256Hash::of(b"photo");
    let (hexadecimal, digest) = (STANDARD.encode(hash.to_string()), STANDARD.encode(hash.as_bytes()));
    [
        format!("sha256 {hexadecimal}"),
        format!("filename YQ==,sha256 {hexadecimal}"),
        format!("sha256 {digest}"),
        format!("sha1 {}", STANDARD.encode([7; 20])),
        format!("md5 {digest}"),
        "0".to_owned(),
        "007".to_owned(),
        u64::MAX.to_string(),
        "18446744073709551616".to_owned(),
        "-1".to_owned(),
        "+5".to_owned(),
        "1e3".to_owned(),
    ]
    .map(String::into_bytes)
    .to_vec()
}
