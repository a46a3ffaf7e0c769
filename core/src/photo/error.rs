//! Why a file is not taken in as a photo.

use crate::error::Explain;

/// Why a file is not taken in as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// More bytes than the limit.
    #[error("照片文件超过 {max_mb} MB，请调低相机分辨率后重新拍摄")]
    TooLarge {
        /// The limit in megabytes (1,000,000 bytes).
        max_mb: usize,
    },
    /// More pixels than the limit; said by the header, so nothing was decoded.
    #[error("照片尺寸 {width}×{height} 超过上限 {max_megapixels} 百万像素，请调低相机分辨率后重新拍摄")]
    TooManyPixels {
        /// Width the header claims.
        width: u32,
        /// Height the header claims.
        height: u32,
        /// The limit in millions of pixels.
        max_megapixels: u64,
    },
    /// No picture at all.
    #[error("文件不是照片，请选择 JPEG、PNG 或 WebP 照片")]
    NotPicture,
    /// HEIC, what iPhones store by default.
    #[error("暂不支持 HEIC 照片，请在手机“设置-相机-格式”中选择“兼容性最佳”后重新拍摄")]
    Heic,
    /// A picture of a format that no camera of a phone writes, or that few can show.
    #[error("暂不支持 {} 图片，{}", .0.label(), .0.advice())]
    Foreign(ForeignFormat),
    /// The file ends before the picture does.
    #[error("照片文件不完整，请重新拍摄或重新选择")]
    Truncated,
    /// The file contradicts its own format.
    #[error("照片文件已损坏，请重新拍摄或重新选择")]
    Damaged,
    /// A kind of JPEG or WebP that no camera makes (lossless, arithmetic, hierarchical, 12 bits; animated).
    #[error("照片的编码方式不受支持，请用手机相机重新拍摄")]
    Unsupported,
    /// The same bytes are also a page, a paper or an archive.
    #[error("照片文件中夹带了其他文件(压缩包、网页或文档)，已拒绝；请用手机相机重新拍摄")]
    Polyglot,
    /// The derivative could not be written.
    #[error("照片处理失败，请重新拍摄；多次失败请联系技术支持")]
    Encode,
}

impl Explain for PhotoError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "photo_too_large",
            Self::TooManyPixels { .. } => "photo_too_many_pixels",
            Self::NotPicture => "photo_not_picture",
            Self::Heic => "photo_heic",
            Self::Foreign(_) => "photo_format",
            Self::Truncated => "photo_truncated",
            Self::Damaged => "photo_damaged",
            Self::Unsupported => "photo_unsupported",
            Self::Polyglot => "photo_polyglot",
            Self::Encode => "photo_encode",
        }
    }
}

/// Formats that are known and not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignFormat {
    /// Pictures of AV1 (AV1 Image File Format).
    Avif,
    /// GIF, often an animation.
    Gif,
    /// Windows bitmaps.
    Bmp,
    /// TIFF, and the raw formats that build on it, DNG among them.
    Tiff,
}

impl ForeignFormat {
    /// The name of the format.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Avif => "AVIF",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF 或相机原始格式(RAW)",
        }
    }

    /// What to do instead.
    fn advice(self) -> &'static str {
        match self {
            Self::Avif => "请在相机设置中选择 JPEG 格式后重新拍摄，或在相册中另存为 JPEG 后重新选择",
            Self::Gif => "请用手机相机重新拍摄，或选择 JPEG 照片",
            Self::Bmp => "请另存为 JPEG 后重新选择",
            Self::Tiff => "请在相机设置中关闭 RAW、选择 JPEG 格式后重新拍摄",
        }
    }
}
