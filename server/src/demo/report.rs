//! What the demo did, for people and for `summary.json`.
#![expect(clippy::print_stdout, reason = "the demo tells people where everything is")]

use std::{collections::BTreeMap, path::PathBuf};

use ruhu_core::region::RegionCode;
use serde::Serialize;

use super::dishonest::Caught;
use crate::{
    casework::filed::File,
    store::{Reader, StoreError},
};

/// Counts of one run.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Seed of the run.
    pub seed: u64,
    /// Village of the run.
    pub region: String,
    /// Name of the village.
    pub region_name: String,
    /// Households accepted from the workbook.
    pub households: usize,
    /// Rows of the workbook that were rejected.
    pub rejected: usize,
    /// Phones enrolled.
    pub phones: usize,
    /// Visits on the server.
    pub visits: u64,
    /// Those visits by the form that they were made with: drafts that were open when the county changed its form keep
    /// the old one.
    pub visits_by_form: BTreeMap<String, u64>,
    /// Interviews on the server.
    pub interviews: u64,
    /// Attempts on the server.
    pub attempts: u64,
    /// Photos taken.
    pub photos: u64,
    /// Files of photos verified on the server: originals, derivatives, thumbnails.
    pub photo_files: u64,
    /// Bytes of those files.
    pub photo_bytes: u64,
    /// Records sealed on the phones.
    pub sealed: u64,
    /// Records of which every byte is verified on the server.
    pub complete: u64,
    /// Records set apart.
    pub quarantined: u64,
    /// What the findings made of honest and dishonest visits.
    pub findings: Vec<Caught>,
    /// Lines of the verification result that came in.
    pub verified: usize,
    /// Households on which it contradicts the visits.
    pub contradicted: usize,
    /// The meeting.
    pub meeting: String,
    /// Households on its agenda.
    pub agenda: usize,
    /// Pages by edition.
    pub pack_pages: PackPages,
    /// SHA-256 of the pack's manifest.
    pub pack_version: String,
    /// Units in the spot check's frame.
    pub frame_size: usize,
    /// Households drawn.
    pub sample_size: usize,
    /// Whether every phone's digest agreed with the server's at the end of its sync.
    pub digests_equal: bool,
}

/// Pages of the two editions.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PackPages {
    /// 组织方版
    pub organiser: usize,
    /// 参会人员版
    pub participants: usize,
}

/// Visits in force by the form that they were made with.
pub(super) fn visits_by_form(
    r: &Reader<'_>,
    region: &RegionCode,
) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut counted = BTreeMap::new();
    for row in r.households_in(region)? {
        let file = File::of(r, &row.household_id)?;
        for (filed, _) in file.visits() {
            let form = filed.form.as_ref().map(ToString::to_string).unwrap_or_default();
            *counted.entry(form).or_default() += 1;
        }
    }
    Ok(counted)
}

/// Names of the files of one run.
#[derive(Debug, Clone)]
pub(super) struct Outputs {
    pub(super) dir: PathBuf,
}

impl Outputs {
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.file("data")
    }

    pub(super) fn phone(&self, number: usize) -> PathBuf {
        self.file("phones").join(format!("phone-{number}"))
    }
}

/// Says what was done and where everything is.
pub(super) fn tell(summary: &Summary, outputs: &Outputs) {
    println!("{}：{} 户，{} 部手机", summary.region_name, summary.households, summary.phones);
    println!(
        "入户 {} 次，邻里走访 {} 次，照片 {} 张；封存 {} 条，资料齐全 {} 条",
        summary.visits, summary.interviews, summary.photos, summary.sealed, summary.complete
    );
    println!("信息核对：匹配 {} 条，与入户调查不一致 {} 户", summary.verified, summary.contradicted);
    for (form, visits) in &summary.visits_by_form {
        println!("  其中 {visits} 次使用表单 {form}");
    }
    println!(
        "评议材料：组织方版 {} 页，参会人员版 {} 页",
        summary.pack_pages.organiser, summary.pack_pages.participants
    );
    println!("抽查：{} 户中抽取 {} 户，证明已验证", summary.frame_size, summary.sample_size);
    for name in [
        "roster.xlsx",
        "fences.geojson",
        "import-report.json",
        "county-form.xlsx",
        "verification.xlsx",
        "verification-report.json",
        "pack-organiser.pdf",
        "pack-participants.pdf",
        "spot-check-notice.json",
        "spot-check.json",
        "summary.json",
        "data",
    ] {
        println!("  {}", outputs.file(name).display());
    }
}

/// Says, for each kind of finding, what it caught and whom it accused wrongly.
pub(super) fn tell_caught(findings: &[Caught]) {
    println!("不实入户的检出：");
    for one in findings {
        println!(
            "  {}：作假 {} 次，检出 {} 次，误报 {} 户",
            one.code.label(),
            one.planted,
            one.caught,
            one.false_alarms
        );
    }
}
