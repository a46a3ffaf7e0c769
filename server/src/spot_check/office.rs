//! The spot check over a region's households: freeze, then one draw.

use ruhu_core::{
    error::Explain,
    region::RegionCode,
    sampling::{Frame, FrameLine, Rate, SamplingError, Source, Stratum, UnitId},
};

use super::{AnnouncedSource, Notice, NoticeError, Proof, STANDARD_RULES};
use crate::{
    app::App,
    casework::filed::File,
    store::{AuditLine, FrozenFrame, Reader, StoreError},
};

/// Digits of a division code that name a town: the strata, so that every town is checked at the full rate.
const TOWN_DIGITS: usize = 9;

/// Why a spot check cannot be frozen or drawn.
#[derive(Debug, thiserror::Error)]
pub enum SpotCheckError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Frame, rate or sources are not usable.
    #[error(transparent)]
    Sampling(#[from] SamplingError),
    /// The notice does not fit.
    #[error(transparent)]
    Notice(#[from] NoticeError),
    /// No complete visits.
    #[error("该地区还没有资料齐全的入户调查，无法冻结抽查名册；请先完成入户和同步")]
    NothingToCheck,
    /// No frozen frame.
    #[error("还没有冻结抽查名册，请先运行 ruhu spot-check freeze")]
    NotFrozen,
    /// A frame is drawn once.
    #[error("这份名册已经抽过样，重新抽取会影响公正；如需核对，请运行 ruhu spot-check verify")]
    DrawnBefore,
}

impl Explain for SpotCheckError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Sampling(inner) => inner.code(),
            Self::Notice(inner) => inner.code(),
            Self::NothingToCheck => "nothing_to_check",
            Self::NotFrozen => "not_frozen",
            Self::DrawnBefore => "drawn_before",
        }
    }
}

/// One line per visited household: its pseudonym, its town, and the hash of the visit in force.
fn frame_of(r: &Reader<'_>, region: &RegionCode) -> Result<Frame, SpotCheckError> {
    let mut lines = Vec::new();
    for row in r.households_in(region)? {
        let file = File::of(r, &row.household_id)?;
        if let Some((filed, _)) = file.visits().last() {
            let code = row.region.to_string();
            lines.push(FrameLine {
                unit_id: UnitId::new(row.household_id.as_str())?,
                stratum: Stratum::new(code.get(..TOWN_DIGITS).unwrap_or(&code))?,
                record_hash: filed.hash,
            });
        }
    }
    if lines.is_empty() { Err(SpotCheckError::NothingToCheck) } else { Ok(Frame::new(lines)?) }
}

/// Freezes the visited households of a region and writes the notice that is published before any source is known.
///
/// # Errors
/// [`SpotCheckError`].
pub fn freeze(
    app: &App,
    region: &RegionCode,
    rate: Rate,
    sources: Vec<AnnouncedSource>,
) -> Result<Notice, SpotCheckError> {
    let now_ms = app.now_ms();
    let frozen_at = crate::local_time::timestamp(now_ms);
    let frame = app.store.read(|r| frame_of(r, region))?;
    let notice = Notice::freeze(&frame, rate, STANDARD_RULES, sources, frozen_at)?;
    let lines: Vec<String> = frame.lines().iter().map(ToString::to_string).collect();
    let kept = FrozenFrame {
        root: notice.root.to_string(),
        region: region.clone(),
        notice: notice.to_json().map_err(|_| StoreError::Corrupt { what: "spot_check_frames.notice" })?,
        lines: lines.join("\n"),
        frozen_ms: now_ms,
        proof: None,
    };
    let line = audit(now_ms, "spot_check.freeze", &kept.root);
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_frame(&kept)?;
        w.audit(&line)
    })?;
    Ok(notice)
}

/// Draws from a frozen frame (the newest, or the one with this root), once.
///
/// # Errors
/// [`SpotCheckError::NotFrozen`], [`SpotCheckError::DrawnBefore`], [`SpotCheckError::Notice`].
pub fn draw(app: &App, root: Option<&str>, sources: &[Source]) -> Result<Proof, SpotCheckError> {
    let frozen = app.store.read(|r| r.frozen_frame(root))?.ok_or(SpotCheckError::NotFrozen)?;
    let notice = Notice::from_json(frozen.notice.as_bytes())?;
    let lines: Vec<&str> = frozen.lines.lines().collect();
    let proof = notice.draw(&Frame::parse(&lines)?, sources)?;
    let json = proof.to_json().map_err(|_| StoreError::Corrupt { what: "spot_check_frames.proof" })?;
    let line = audit(app.now_ms(), "spot_check.draw", &frozen.root);
    app.store.write(move |w| -> Result<(), SpotCheckError> {
        if !w.keep_proof(&frozen.root, &json)? {
            return Err(SpotCheckError::DrawnBefore);
        }
        Ok(w.audit(&line)?)
    })?;
    Ok(proof)
}

fn audit(at_ms: i64, action: &str, root: &str) -> AuditLine {
    AuditLine {
        at_ms,
        actor: "cli".to_owned(),
        action: action.to_owned(),
        subject: format!("frame:{root}"),
        purpose: String::new(),
    }
}
