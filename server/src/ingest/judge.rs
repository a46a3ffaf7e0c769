//! What is noticed about an entry that is accepted into a journal: some findings set its record apart, others only
//! mark it.

use ruhu_core::{
    error::Explain,
    form::{FormVersion, fill::PreparedForm},
    ids::{DeviceId, EntryId},
    journal::{EntryError, SealedEntry},
    record::{Record, RecordKind},
    visit::RecordError,
};

use crate::{
    casework::filled,
    store::{Reader, StoreError},
};

/// A wall clock before 2020-01-01 cannot be true: no phone had this program then.
const EARLIEST_WALL_MS: i64 = 1_577_836_800_000;
/// A wall clock further ahead of the server's than this is wrong, in milliseconds.
const MAX_AHEAD_MS: i64 = 24 * 3_600 * 1_000;

/// Something noticed about an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Finding {
    #[error(transparent)]
    Unreadable(#[from] EntryError),
    #[error(transparent)]
    Invalid(#[from] RecordError),
    #[error("记录所属的专项任务不存在，记录已隔离；请同步后联系乡镇核对")]
    UnknownCampaign,
    #[error("本机使用的调查表服务器没有，记录已隔离；请同步后联系县级管理人员核对表单")]
    UnknownForm,
    #[error("名册中没有这一户，记录已隔离；请联系乡镇核对名册")]
    UnknownHousehold,
    #[error("这一户没有分派给本机，记录已隔离；请联系乡镇确认分工")]
    NotAssigned,
    #[error("手机时间明显不准，请校准手机日期；记录已收下，时间以服务器收到时间为准")]
    ClockImplausible,
}

impl Explain for Finding {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(inner) => inner.code(),
            Self::Invalid(inner) => inner.code(),
            Self::UnknownCampaign => "unknown_campaign",
            Self::UnknownForm => "unknown_form",
            Self::UnknownHousehold => "unknown_household",
            Self::NotAssigned => "not_assigned",
            Self::ClockImplausible => "clock_implausible",
        }
    }
}

impl Finding {
    /// Whether the record is kept out of case files and packs until somebody decides.
    pub(super) fn sets_apart(&self) -> bool {
        !matches!(self, Self::ClockImplausible)
    }
}

/// An entry with what its own bytes and its form say.
pub(super) struct Examined {
    pub(super) sealed: SealedEntry,
    pub(super) kind: Option<RecordKind>,
    pub(super) supersedes: Option<EntryId>,
    pub(super) finding: Option<Finding>,
}

pub(super) fn examine(r: &Reader<'_>, sealed: SealedEntry) -> Result<Examined, StoreError> {
    match sealed.entry.record() {
        Ok(record) => {
            let finding = match record.check() {
                Ok(()) => check_answers(r, &sealed.entry.form, &record)?,
                Err(error) => Some(error.into()),
            };
            let supersedes = match &record {
                Record::Visit(visit) => visit.supersedes,
                Record::Interview(interview) => interview.supersedes,
                Record::Attempt(_) => None,
            };
            Ok(Examined { kind: Some(record.kind()), supersedes, finding, sealed })
        }
        Err(error) => Ok(Examined { kind: None, supersedes: None, finding: Some(error.into()), sealed }),
    }
}

/// A record must be made with a form that this server gave out, and for records of its kind.
fn check_answers(
    r: &Reader<'_>,
    version: &FormVersion,
    record: &Record,
) -> Result<Option<Finding>, StoreError> {
    let Some(role) = record.kind().form_role() else { return Ok(None) };
    let form: Option<PreparedForm> =
        filled::form_of(r, version)?.filter(|_| version.form_id() == role.name());
    let Some(form) = form else { return Ok(Some(Finding::UnknownForm)) };
    let checked = record.check_answers(&form);
    Ok(checked.err().filter(|error| !filled::is_pardoned(version, error)).map(Finding::from))
}

/// What is noticed first, from the entry itself to what surrounds it.
pub(super) fn judge(
    reader: &Reader<'_>,
    examined: &Examined,
    device: &DeviceId,
    now_ms: i64,
) -> Result<Option<Finding>, StoreError> {
    let entry = &examined.sealed.entry;
    if examined.finding.is_some() {
        return Ok(examined.finding.clone());
    }
    if !reader.campaign_exists(&entry.campaign)? {
        return Ok(Some(Finding::UnknownCampaign));
    }
    if !reader.is_assigned(&entry.household, device)? {
        let exists = reader.household_exists(&entry.household)?;
        return Ok(Some(if exists { Finding::NotAssigned } else { Finding::UnknownHousehold }));
    }
    let wall_ms = entry.sealed.wall_ms;
    let implausible = wall_ms < EARLIEST_WALL_MS || wall_ms > now_ms.saturating_add(MAX_AHEAD_MS);
    Ok(implausible.then_some(Finding::ClockImplausible))
}
