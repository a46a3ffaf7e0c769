//! Which forms a campaign works with: the checklists that ship with Ruhu, until a county brings its own.

use ruhu_core::{
    form::{FormRole, FormVersion, definition::FormDefinition, shipped},
    ids::DeviceId,
    journal::to_cbor,
    wire::{CampaignBody, FeedKind, MAX_FORM_BYTES},
};

use crate::store::{StoreError, Writer};

/// Why a form cannot be used for records.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// Its id says nothing about what it is for.
    #[error(
        "表单编号“{0}”不对应任何用途，无法启用；请在 settings 表的 form_id 填 home_visit（入户调查）、\
         neighbour_interview（邻里走访）、posting_inspection（公示检查）或 spot_check（抽查）"
    )]
    UnknownPurpose(String),
    /// No phone could take it in.
    #[error("表单过大（{bytes} 字节，上限 {MAX_FORM_BYTES} 字节），手机无法接收；请精简选项列表后重试")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// There is no campaign to use it in.
    #[error("还没有专项任务，请先新建任务")]
    NoCampaign,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the shipped checklists and gives them to a campaign wherever it has no form of its own.
///
/// # Errors
/// [`StoreError`].
pub fn provide_shipped(w: &Writer<'_>, now_ms: i64) -> Result<(), StoreError> {
    let mut newcomers = Vec::new();
    for role in FormRole::ALL {
        let form = shipped(role).map_err(|_| StoreError::Corrupt { what: "checklists" })?;
        w.keep_form(&form, now_ms)?;
        newcomers.push(form.version().clone());
    }
    let Some(campaign) = w.current_campaign()? else { return Ok(()) };
    newcomers.retain(|version| !campaign.forms.iter().any(|own| own.form_id() == version.form_id()));
    for version in &newcomers {
        w.use_form(&campaign.campaign, version)?;
    }
    tell_everyone(w, &newcomers)
}

/// Makes a form the one that new records of the newest campaign are made with, and tells every phone. Drafts keep the
/// form they were started with. Says whether it was not in use before.
///
/// # Errors
/// [`AdoptError`].
pub fn adopt(w: &Writer<'_>, form: &FormDefinition, now_ms: i64) -> Result<bool, AdoptError> {
    let version = form.version().clone();
    if FormRole::from_name(version.form_id()).is_none() {
        return Err(AdoptError::UnknownPurpose(version.form_id().to_owned()));
    }
    let bytes = form.to_bytes().map_err(|_| StoreError::Corrupt { what: "forms.content" })?.len();
    if bytes > MAX_FORM_BYTES {
        return Err(AdoptError::TooLarge { bytes });
    }
    let campaign = w.current_campaign()?.ok_or(AdoptError::NoCampaign)?;
    w.keep_form(form, now_ms)?;
    let is_new = w.use_form(&campaign.campaign, &version)?;
    if is_new {
        tell_everyone(w, &[version])?;
    }
    Ok(is_new)
}

/// Questions that packs, case files and comparisons ask a form for, and that this one does not have. It works without
/// them; what they would say stays empty.
#[must_use]
pub fn questions_left_out(form: &FormDefinition) -> Vec<&'static str> {
    let role = FormRole::from_name(form.version().form_id());
    let asked_for = role.map_or(&[][..], FormRole::asked_for);
    let has = |name: &str| form.nodes().iter().any(|(_, node)| node.name.as_str() == name);
    asked_for.iter().copied().filter(|name| !has(name)).collect()
}

/// Tells a phone of the campaign, its forms first.
///
/// # Errors
/// [`StoreError`].
pub fn tell_campaign(w: &Writer<'_>, device: &DeviceId) -> Result<(), StoreError> {
    let Some(campaign) = w.current_campaign()? else { return Ok(()) };
    tell(w, device, &campaign.forms, &campaign)
}

fn tell_everyone(w: &Writer<'_>, news: &[FormVersion]) -> Result<(), StoreError> {
    let Some(campaign) = w.current_campaign()?.filter(|_| !news.is_empty()) else { return Ok(()) };
    for device in w.devices_in(&ruhu_core::region::RegionCode::country())? {
        if device.revoked_ms.is_none() {
            tell(w, &device.device, news, &campaign)?;
        }
    }
    Ok(())
}

fn tell(
    w: &Writer<'_>,
    device: &DeviceId,
    forms: &[FormVersion],
    campaign: &CampaignBody,
) -> Result<(), StoreError> {
    for version in forms {
        w.tell(device, FeedKind::Form, version.0.as_bytes())?;
    }
    let body = to_cbor(campaign).map_err(|_| StoreError::Corrupt { what: "feed.body" })?;
    w.tell(device, FeedKind::Campaign, &body)
}
