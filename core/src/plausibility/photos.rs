//! Photos against the visit that they belong to, and against the photos of others.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Finding, FindingCode, PlacedVisit, TeamVisits,
    place::{best_fix, leeway_m},
    policy::{Thresholds, many},
    text,
};
use crate::{
    clock::TimeSource,
    ids::{EntryId, Sha256Hash},
    location::{Fix, FixSource, distance_m},
    photo::{PhotoKind, PhotoRecord, PhotoSource},
};

/// Papers may be photographed on any day and in any place: a certificate sent by telephone proves no visit and is not
/// meant to.
fn shows_the_visit(photo: &PhotoRecord) -> bool {
    !(photo.kind == PhotoKind::Document && photo.source == PhotoSource::Gallery)
}

/// 照片时间不符
pub(super) fn time<'a>(
    team: &TeamVisits<'a>,
    visit: &PlacedVisit<'a>,
    all: &'a Thresholds,
) -> Option<Finding<'a>> {
    let (record, rule) = (visit.record, &all.photo_time);
    let (started, ended) = (record.started.wall_ms, record.ended.wall_ms);
    // Where the clock itself was reset or set, a picture's time says nothing about the picture.
    let clock_holds = record.started.boot == record.ended.boot
        && team.can_be(started)
        && super::clocks::moved_ms(record.started, record.ended)
            < text::minutes_ms(all.clock_moved.most_minutes.get());
    let off_ms = |at_ms: i64| {
        let before = started.saturating_sub(at_ms).max(0);
        before.max(at_ms.saturating_sub(ended)).unsigned_abs()
    };
    let off: Vec<(u64, i64)> = record
        .photos
        .iter()
        .filter(|_| clock_holds)
        .filter(|photo| shows_the_visit(photo))
        .filter_map(|photo| photo.taken_at.filter(|time| time.source == TimeSource::Exif))
        .map(|time| (off_ms(time.at_ms), time.at_ms))
        .filter(|(off, _)| *off > text::minutes_ms(rule.most_minutes.get()))
        .collect();
    let (most, at_ms) = off.iter().max().copied()?;
    if off.len() < many(rule.least_photos.get()) {
        return None;
    }
    let sentence = format!(
        "{} 张照片的拍摄时间不在入户期间，相差最多 {}。请核对是否现场拍摄，并查看这些照片的拍摄时间和来源",
        off.len(),
        text::duration(most)
    );
    let threshold = ("photo_time.most_minutes", format!("{} 分钟", rule.most_minutes), &rule.source);
    Some(
        Finding::new(FindingCode::PhotoTime, visit.entry, sentence, threshold)
            .with("入户期间", format!("{} 至 {}", text::time(started), text::time(ended)))
            .with("相差最多的拍摄时间", text::time(at_ms)),
    )
}

/// 照片位置不符
pub(super) fn place<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let rule = &all.photo_place;
    let here =
        best_fix(visit.record, &all.fix, all.fix.worst_accuracy_m.get()).filter(|_| visit.on_site())?;
    let off_m = |fix: &Fix| {
        let metres = distance_m(fix.place(), here.place());
        let may_be = leeway_m(here, &all.fix) + leeway_m(fix, &all.fix) + f64::from(rule.most_m.get());
        (metres > may_be).then_some(metres)
    };
    let pictures = visit
        .record
        .photos
        .iter()
        .filter(|photo| shows_the_visit(photo))
        .filter_map(|photo| photo.fix.as_ref());
    let off: Vec<f64> = pictures
        .filter(|fix| fix.source == FixSource::Exif && fix.is_plausible())
        .filter_map(off_m)
        .collect();
    if off.len() < many(rule.least_photos.get()) {
        return None;
    }
    let most = off.iter().copied().fold(0.0, f64::max);
    let sentence = format!(
        "{} 张照片记录的位置与入户定位不符，相距最多 {}。请核对是否在该户拍摄，并对照门牌和往年照片",
        off.len(),
        text::metres(most)
    );
    let threshold = ("photo_place.most_m", format!("{} 米", rule.most_m), &rule.source);
    Some(
        Finding::new(FindingCode::PhotoPlace, visit.entry, sentence, threshold)
            .with("相距最多", text::metres(most))
            .with("入户定位", super::place::described(here, &all.fix)),
    )
}

/// 照片重复使用
pub(super) fn reused<'a>(visit: &PlacedVisit<'a>, all: &'a Thresholds) -> Option<Finding<'a>> {
    let rule = &all.photo_reused;
    let elsewhere = || visit.photo_matches.iter().filter(|seen| !seen.same_household);
    let mut same: BTreeMap<Sha256Hash, EntryId> = BTreeMap::new();
    // Somebody who hands another visit in again hands in more than one of its photos; rooms that look alike by chance
    // are here one of this household's and there one of that one's.
    let mut alike: BTreeMap<EntryId, BTreeSet<Sha256Hash>> = BTreeMap::new();
    for seen in elsewhere() {
        if seen.same_picture {
            same.entry(seen.photo).or_insert(seen.seen_in);
        } else {
            alike.entry(seen.seen_in).or_default().insert(seen.photo);
        }
    }
    let nearest = alike.iter().max_by_key(|(_, photos)| photos.len());
    let most_alike = nearest.map_or(0, |(_, photos)| photos.len());
    let (key, value, words, count, other) = if same.len() >= many(rule.least_same.get()) {
        ("photo_reused.least_same", rule.least_same.get(), "相同", same.len(), same.values().next())
    } else if most_alike >= many(rule.least_alike.get()) {
        let other = nearest.map(|(other, _)| other);
        ("photo_reused.least_alike", rule.least_alike.get(), "相似", most_alike, other)
    } else {
        return None;
    };
    let sentence =
        format!("{count} 张照片与另一户记录中的照片{words}。请并排查看这些照片，核对拍的是不是这一户");
    let finding = Finding::new(
        FindingCode::PhotoReused,
        visit.entry,
        sentence,
        (key, format!("{value} 张"), &rule.source),
    )
    .with("相同的照片", format!("{} 张", same.len()))
    .with("相似的照片", format!("{most_alike} 张"));
    Some(finding.and(*other?))
}
