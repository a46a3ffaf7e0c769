//! Act three of the demo: every phone surveys its share while no server can be reached.

use std::collections::BTreeMap;

use anyhow::Context;
use ruhu_core::ids::HouseholdId;

use super::{
    dishonest::Way,
    stage::bar,
    survey::{Camera, Phone, Tally},
};

/// What the phones did, and which households were surveyed dishonestly.
pub(super) struct Survey {
    pub(super) tally: Tally,
    pub(super) ways: BTreeMap<HouseholdId, Way>,
}

/// Surveys every household of the roster; `ways` says which ones dishonestly.
pub(super) fn survey_all(
    phones: &[Phone],
    camera: &Camera,
    (seed, ways): (u64, &BTreeMap<usize, Way>),
) -> anyhow::Result<Survey> {
    let rows = phones.first().context("没有手机")?.rows()?;
    let progress = bar(rows.len(), "离线入户");
    let shares: Vec<anyhow::Result<Tally>> = std::thread::scope(|scope| {
        let threads: Vec<_> = phones
            .iter()
            .enumerate()
            .map(|(nth, phone)| {
                let (rows, progress) = (&rows, &progress);
                scope.spawn(move || {
                    let mut share = Tally::default();
                    for (index, row) in
                        rows.iter().enumerate().filter(|(index, _)| index % phones.len() == nth)
                    {
                        let way = ways.get(&index).copied();
                        let tally = phone.survey(row, (index, seed, way), (camera, progress))?;
                        share.sealed += tally.sealed;
                        share.photos += tally.photos;
                    }
                    Ok(share)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| anyhow::bail!("演示手机线程异常")))
            .collect()
    });
    progress.finish();
    let tally = shares.into_iter().try_fold(Tally::default(), |total, share| {
        let share = share?;
        anyhow::Ok(Tally { sealed: total.sealed + share.sealed, photos: total.photos + share.photos })
    })?;
    let named = |(index, way): (&usize, &Way)| Some((rows.get(*index)?.household_id.clone(), *way));
    Ok(Survey { tally, ways: ways.iter().filter_map(named).collect() })
}
