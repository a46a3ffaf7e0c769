//! Why a pack cannot be drawn.

use ruhu_core::error::Explain;

use super::MAX_HOUSEHOLDS;

/// Why a pack cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// No font with Chinese characters.
    #[error(
        "没有找到中文字体，无法排版会议材料。请安装字体（Debian/Ubuntu:apt install fonts-noto-cjk），\
         或用 --font-path 目录 指定字体所在目录"
    )]
    NoCjkFont,
    /// A font file that was found before cannot be read any more.
    #[error(
        "字体文件无法读取，请重新安装中文字体（Debian/Ubuntu:apt install --reinstall fonts-noto-cjk）后重试"
    )]
    BrokenFont,
    /// A meeting without a household.
    #[error("会议中还没有可评议的户，请先把资料齐全的户加入会议再生成材料")]
    NoHouseholds,
    /// More households than one pack holds.
    #[error("会议共有 {count} 户，一份会议材料最多 {MAX_HOUSEHOLDS} 户，请分成几次会议")]
    TooManyHouseholds {
        /// How many there are.
        count: usize,
    },
    /// The folder for print renditions cannot be used.
    #[error("无法写入照片缓存目录，请检查磁盘空间和目录权限后重试")]
    Cache(#[source] std::io::Error),
    /// The QR code could not be made.
    #[error("无法生成二维码，会议编号过长，请缩短会议编号后重试")]
    QrCode,
    /// Typst refused, or warned: a pack that might be wrong is not handed out.
    #[error("会议材料排版失败（{place}），请把这条提示和会议编号发给系统管理员")]
    Typesetting {
        /// Template file and line.
        place: String,
        /// Typst's own words, for the developer. They may quote content: never log them where people read.
        detail: String,
    },
}

impl Explain for PackError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoCjkFont => "no_cjk_font",
            Self::BrokenFont => "broken_font",
            Self::NoHouseholds => "no_households",
            Self::TooManyHouseholds { .. } => "too_many_households",
            Self::Cache(_) => "photo_cache",
            Self::QrCode => "qr_code",
            Self::Typesetting { .. } => "typesetting",
        }
    }
}
