//! Photos.

use ruhu_core::{capture, photo};

use super::{place::Fix, shown_masked};
use crate::RuhuError;

pub(crate) type PhotoKind = photo::PhotoKind;
pub(crate) type PhotoSource = photo::PhotoSource;

/// What a photo shows.
#[uniffi::remote(Enum)]
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

/// Where a photo comes from.
#[uniffi::remote(Enum)]
pub enum PhotoSource {
    /// Taken by the app at the place.
    Camera,
    /// Chosen from the phone's gallery; its time and place are worth less.
    Gallery,
}

/// A photo to be attached.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct NewPhoto {
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it comes from.
    pub source: PhotoSource,
    /// The file as camera or gallery give it, at most 40 MB: JPEG or PNG.
    pub bytes: Vec<u8>,
    /// In the surveyor's words.
    #[uniffi(default = "")]
    pub caption: String,
    /// Where it was taken, as the phone measured it; without it, what the picture says.
    #[uniffi(default = None)]
    pub fix: Option<Fix>,
    /// Faces and papers that are painted over in what is shown; the original, which few may see, keeps them.
    #[uniffi(default = [])]
    pub redactions: Vec<Redaction>,
}

/// A rectangle of the upright picture, in ten-thousandths of its width and height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Redaction {
    /// Its left edge.
    pub left: u16,
    /// Its upper edge.
    pub top: u16,
    /// Its right edge.
    pub right: u16,
    /// Its lower edge.
    pub bottom: u16,
}

/// A photo of a draft.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct PhotoInfo {
    /// SHA-256 of the original, hex.
    pub id: String,
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it comes from.
    pub source: PhotoSource,
    /// In the surveyor's words.
    pub caption: String,
    /// When it was taken, in milliseconds since 1970, where that is known.
    pub taken_ms: Option<i64>,
    /// Width of the derivative, in pixels.
    pub width: u32,
    /// Height of the derivative, in pixels.
    pub height: u32,
}

shown_masked!(NewPhoto, kind, source);
shown_masked!(PhotoInfo, kind, source);

impl TryFrom<NewPhoto> for capture::NewPhoto {
    type Error = RuhuError;

    fn try_from(photo: NewPhoto) -> Result<Self, RuhuError> {
        let redactions = photo
            .redactions
            .iter()
            .map(|part| photo::Redaction::new(part.left, part.top, part.right, part.bottom));
        Ok(Self {
            kind: photo.kind,
            source: photo.source,
            caption: photo.caption,
            bytes: photo.bytes,
            fix: photo.fix.map(Into::into),
            redactions: redactions.collect::<Result<_, _>>()?,
        })
    }
}

impl From<photo::PhotoRecord> for PhotoInfo {
    fn from(photo: photo::PhotoRecord) -> Self {
        Self {
            id: photo.original.sha256.to_string(),
            kind: photo.kind,
            source: photo.source,
            caption: photo.caption,
            taken_ms: photo.taken_at.map(|time| time.at_ms),
            width: photo.width,
            height: photo.height,
        }
    }
}
