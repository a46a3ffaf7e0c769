//! What a meeting's pack says, from the store.

use jiff::civil::DateTime;
use ruhu_core::{assessment::shipped, ids::MeetingId};
use serde::Deserialize;

use super::{ReviewError, sheet::household_sheet};
use crate::{
    casework::plausible::{Yardstick, of_households},
    local_time::beijing_offset,
    pack::{PackContent, content::MeetingHead, content::PolicyItem},
    store::{MeetingRow, Reader, StoreError},
};

/// Policy is data with a source and a date, read out before anything is judged.
const POLICY_SHEET: &str = include_str!("../../data/policy-sheet.json");

#[derive(Deserialize)]
struct PolicySheet {
    attendance_rule: String,
    passing_rule: String,
    items: Vec<PolicyLine>,
}

#[derive(Deserialize)]
struct PolicyLine {
    title: String,
    text: String,
    source: String,
    effective: String,
}

/// Gathers what the pack of a meeting says. Only complete records enter.
///
/// # Errors
/// [`ReviewError::UnknownMeeting`], [`ReviewError::Store`].
pub fn pack_content(r: &Reader<'_>, id: &MeetingId) -> Result<PackContent, ReviewError> {
    let meeting = r.meeting(id)?.ok_or_else(|| ReviewError::UnknownMeeting(id.clone()))?;
    let policy: PolicySheet = serde_json::from_str(POLICY_SHEET).map_err(|_| ReviewError::BadPolicyData)?;
    let held_at: DateTime = meeting.held_at.parse().map_err(|_| ReviewError::BadTime)?;
    let policies = shipped().map_err(|_| ReviewError::BadPolicyData)?;
    let agenda = r.meeting_households(id)?;
    let findings = of_households(r, &agenda, &Yardstick::of(r, &meeting.region)?)?;
    let mut households = Vec::new();
    for (no, household) in (1..).zip(&agenda) {
        let stored = r.household(household)?.ok_or(StoreError::Corrupt { what: "meeting_households" })?;
        let found = findings.get(household).map_or(&[][..], Vec::as_slice);
        households.push(household_sheet(r, (no, stored), held_at.date(), (&policies, found))?);
    }
    let items = policy.items.into_iter().map(|line| PolicyItem {
        title: line.title,
        text: line.text,
        source: line.source,
        effective: line.effective,
    });
    let rules = (policy.attendance_rule, policy.passing_rule);
    let head = meeting_head(r, meeting, held_at, rules)?;
    Ok(PackContent { meeting: head, policy: items.collect(), households })
}

fn meeting_head(
    r: &Reader<'_>,
    meeting: MeetingRow,
    held_at: DateTime,
    (attendance_rule, passing_rule): (String, String),
) -> Result<MeetingHead, ReviewError> {
    let filled = |text: String| (!text.trim().is_empty()).then_some(text);
    let timestamp = beijing_offset().to_timestamp(held_at).map_err(|_| ReviewError::BadTime)?;
    let village = r.divisions(&meeting.region)?.full_name(&meeting.region);
    let campaign =
        r.current_campaign()?.map_or_else(|| meeting.campaign.to_string(), |campaign| campaign.title);
    Ok(MeetingHead {
        id: meeting.meeting,
        title: meeting.title,
        village,
        campaign,
        held_at_ms: Some(timestamp.as_millisecond()),
        place: filled(meeting.place),
        convener: filled(meeting.officers.convener),
        chair: filled(meeting.officers.chair),
        recorder: filled(meeting.officers.recorder),
        supervisor: filled(meeting.officers.supervisor),
        attendance_rule: Some(attendance_rule),
        passing_rule: Some(passing_rule),
        invited: Vec::new(),
    })
}
