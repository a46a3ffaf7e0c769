//! What a record says about a photo.

use serde::{Deserialize, Serialize};

use crate::{clock::SourcedTime, ids::Sha256Hash, location::Fix};

/// Most characters of a caption.
pub const MAX_CAPTION_CHARS: usize = 200;

/// A file by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the bytes.
    pub sha256: Sha256Hash,
    /// Number of bytes.
    pub size: u64,
}

impl BlobRef {
    /// Names these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { sha256: Sha256Hash::of(bytes), size: bytes.len() as u64 }
    }
}

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    /// 门牌
    Doorplate,
    /// 外观
    Outside,
    /// 厨房
    Kitchen,
    /// 卧室
    Bedroom,
    /// 家电
    Appliance,
    /// 存粮
    Grain,
    /// 车辆
    Vehicle,
    /// 证件
    Document,
    /// 签字页
    SignaturePage,
    /// 会场
    Meeting,
    /// 公示
    Posting,
    /// 其他
    Other,
}

impl PhotoKind {
    /// Every kind, in the order that people choose from.
    pub const ALL: [Self; 12] = [
        Self::Doorplate,
        Self::Outside,
        Self::Kitchen,
        Self::Bedroom,
        Self::Appliance,
        Self::Grain,
        Self::Vehicle,
        Self::Document,
        Self::SignaturePage,
        Self::Meeting,
        Self::Posting,
        Self::Other,
    ];

    /// The kind as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Doorplate => "门牌",
            Self::Outside => "外观",
            Self::Kitchen => "厨房",
            Self::Bedroom => "卧室",
            Self::Appliance => "家电",
            Self::Grain => "存粮",
            Self::Vehicle => "车辆",
            Self::Document => "证件",
            Self::SignaturePage => "签字页",
            Self::Meeting => "会场",
            Self::Posting => "公示",
            Self::Other => "其他",
        }
    }

    /// Stable name in stores and exports; the same as in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Doorplate => "doorplate",
            Self::Outside => "outside",
            Self::Kitchen => "kitchen",
            Self::Bedroom => "bedroom",
            Self::Appliance => "appliance",
            Self::Grain => "grain",
            Self::Vehicle => "vehicle",
            Self::Document => "document",
            Self::SignaturePage => "signature_page",
            Self::Meeting => "meeting",
            Self::Posting => "posting",
            Self::Other => "other",
        }
    }

    /// The kind with that stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it may show what participants of a meeting must not see: numbers, accounts, names and hands of
    /// signers. `Other` counts, because nobody has said what it shows.
    #[must_use]
    pub fn is_sensitive(self) -> bool {
        matches!(self, Self::Document | Self::SignaturePage | Self::Other)
    }

    /// Whether photos of this kind look alike by nature: plates and papers are printed to one pattern. That two of
    /// them look alike says nothing.
    #[must_use]
    pub fn follows_a_pattern(self) -> bool {
        matches!(self, Self::Doorplate | Self::Document | Self::SignaturePage | Self::Posting)
    }
}

/// Where a photo came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoSource {
    /// Taken by the app at the place.
    Camera,
    /// Chosen from the phone's gallery; its time and place are worth less.
    Gallery,
}

impl PhotoSource {
    /// The source as people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Camera => "现场拍摄",
            Self::Gallery => "相册导入",
        }
    }
}

/// A photo of a sealed record. The files are named by hash and travel apart from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoRecord {
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it came from.
    pub source: PhotoSource,
    /// In the surveyor's words, at most [`MAX_CAPTION_CHARS`] characters; may be empty.
    pub caption: String,
    /// When it was taken, and who says so.
    pub taken_at: Option<SourcedTime>,
    /// Where it was taken, and who says so.
    pub fix: Option<Fix>,
    /// The file as the camera or the gallery gave it, untouched.
    pub original: BlobRef,
    /// Upright, longest side 1,600 px, without EXIF.
    pub derivative: BlobRef,
    /// Upright, longest side 320 px, without EXIF.
    pub thumbnail: BlobRef,
    /// Width of the derivative, in pixels.
    pub width: u32,
    /// Height of the derivative, in pixels.
    pub height: u32,
    /// Rows of pixels at the derivative's foot that the watermark takes; 0 without one. What must not show the place is
    /// cut above it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub watermark_px: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
fn is_zero(pixels: &u32) -> bool {
    *pixels == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_name_in_code_records_and_chinese() {
        let mut labels: Vec<_> = PhotoKind::ALL.iter().map(|kind| kind.label()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), PhotoKind::ALL.len());
        for kind in PhotoKind::ALL {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
            assert_eq!(PhotoKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(PhotoKind::from_name("../etc"), None);
    }

    #[test]
    fn papers_and_signatures_are_kept_from_participants() {
        assert!(PhotoKind::Document.is_sensitive());
        assert!(PhotoKind::SignaturePage.is_sensitive());
        assert!(!PhotoKind::Kitchen.is_sensitive());
    }
}
