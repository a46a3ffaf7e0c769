//! Which households go to a meeting: those whose visit is complete. The others are named with the reason.

use ruhu_core::{
    ids::{HouseholdId, MeetingId},
    region::RegionCode,
};

use super::ReviewError;
use crate::{
    app::App,
    casework::filed::File,
    entropy::fresh_bytes,
    store::{AuditLine, MeetingOfficers, MeetingRow, Reader, StoreError},
};

/// A meeting to be called.
#[derive(Debug, Clone)]
pub struct NewMeeting {
    /// The village or town.
    pub region: RegionCode,
    /// Its Chinese title; empty for the usual one.
    pub title: String,
    /// Local date and time, `2026-11-28T19:00`.
    pub held_at: String,
    /// Where.
    pub place: String,
    /// Who runs it.
    pub officers: MeetingOfficers,
}

/// A household that cannot be judged yet (不按程序: no stage may be skipped).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub household: HouseholdId,
    /// Its number on the roster.
    pub roster_no: Option<u32>,
    /// Why, in Chinese.
    pub reason: &'static str,
}

/// What a meeting would judge.
#[derive(Debug, Clone, Default)]
pub struct Agenda {
    /// In the order of the roster.
    pub households: Vec<HouseholdId>,
    /// Those that must wait.
    pub left_out: Vec<LeftOut>,
}

/// Sorts the households of a region.
///
/// # Errors
/// [`StoreError`].
pub fn propose_agenda(r: &Reader<'_>, region: &RegionCode) -> Result<Agenda, StoreError> {
    let mut agenda = Agenda::default();
    for row in r.households_in(region)? {
        let file = File::of(r, &row.household_id)?;
        match reason_to_wait(&file) {
            None => agenda.households.push(row.household_id),
            Some(reason) => {
                agenda.left_out.push(LeftOut {
                    household: row.household_id,
                    roster_no: row.roster_no,
                    reason,
                });
            }
        }
    }
    Ok(agenda)
}

fn reason_to_wait(file: &File) -> Option<&'static str> {
    if file.visits().next().is_some() {
        return None;
    }
    Some(if file.records.iter().any(|record| !record.is_complete()) {
        "入户资料还未齐全(照片待上传或记录在隔离区)"
    } else if file.attempts().next().is_some() {
        "多次上门未能入户"
    } else {
        "尚未入户调查"
    })
}

/// Calls a meeting over all households that can be judged.
///
/// # Errors
/// [`ReviewError::NothingToJudge`], [`ReviewError::BadTime`].
pub fn create_meeting(app: &App, new: NewMeeting) -> Result<(MeetingRow, Agenda), ReviewError> {
    let held_at: jiff::civil::DateTime = new.held_at.parse().map_err(|_| ReviewError::BadTime)?;
    let suffix = hex::encode(fresh_bytes::<3>()?);
    let now_ms = app.now_ms();
    let (agenda, village, campaign) = app.store.read(|r| -> Result<_, ReviewError> {
        let campaign = r.current_campaign()?.ok_or(StoreError::Corrupt { what: "campaigns" })?;
        let village = r.division_name(&new.region)?.unwrap_or_else(|| new.region.to_string());
        Ok((propose_agenda(r, &new.region)?, village, campaign))
    })?;
    if agenda.households.is_empty() {
        return Err(ReviewError::NothingToJudge);
    }
    let id = format!("m{}-{}-{suffix}", held_at.strftime("%Y%m%d"), new.region.significant());
    let meeting = MeetingRow {
        meeting: MeetingId::new(id).map_err(|_| ReviewError::BadTime)?,
        region: new.region,
        campaign: campaign.campaign,
        title: if new.title.is_empty() {
            format!("{village}{}民主评议会", campaign.title)
        } else {
            new.title
        },
        held_at: held_at.strftime("%Y-%m-%dT%H:%M").to_string(),
        place: new.place,
        officers: new.officers,
    };
    let (row, households) = (meeting.clone(), agenda.households.clone());
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_meeting(&row, &households, now_ms)?;
        w.audit(&AuditLine {
            at_ms: now_ms,
            actor: "cli".to_owned(),
            action: "meeting.create".to_owned(),
            subject: format!("meeting:{}", row.meeting),
            purpose: String::new(),
        })
    })?;
    Ok((meeting, agenda))
}
