//! What happens to a photo before it comes back as another one.

use image::{DynamicImage, Rgb, RgbImage, imageops};
use jpeg_encoder::{ColorType, Encoder};

use super::brush::Luck;

/// One way in which the same photo is handed in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// 5 % of width and height cut away, at whatever sides.
    Crop,
    /// Encoded as JPEG of quality 60.
    Quality60,
    /// Half the width and height.
    Half,
    /// 15 % brighter.
    Brighter,
    /// 15 % darker.
    Darker,
    /// Left and right exchanged.
    Mirrored,
    /// Photographed from a screen: smaller, a dark border around, moiré, noise, another gamma.
    Screen,
    /// Encoded twice more, as chat programs do.
    Reencoded,
}

impl Change {
    pub const ALL: [Self; 8] = [
        Self::Crop,
        Self::Quality60,
        Self::Half,
        Self::Brighter,
        Self::Darker,
        Self::Mirrored,
        Self::Screen,
        Self::Reencoded,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Crop => "cropped by 5 %",
            Self::Quality60 => "JPEG of quality 60",
            Self::Half => "half the size",
            Self::Brighter => "15 % brighter",
            Self::Darker => "15 % darker",
            Self::Mirrored => "mirrored",
            Self::Screen => "photographed from a screen",
            Self::Reencoded => "encoded twice again",
        }
    }

    pub fn apply(self, picture: &RgbImage, seed: u64) -> RgbImage {
        let mut luck = Luck::new(seed ^ 0x0c4a_96e5);
        match self {
            Self::Crop => reencoded(&cropped(picture, &mut luck), 85),
            Self::Quality60 => reencoded(picture, 60),
            Self::Half => reencoded(&scaled(picture, picture.width() / 2, picture.height() / 2), 85),
            Self::Brighter => reencoded(&curve(picture, |channel| channel * 1.15), 85),
            Self::Darker => reencoded(&curve(picture, |channel| channel * 0.85), 85),
            Self::Mirrored => reencoded(&imageops::flip_horizontal(picture), 85),
            Self::Screen => reencoded(&from_screen(picture, &mut luck), 75),
            Self::Reencoded => reencoded(&reencoded(picture, 72), 80),
        }
    }
}

fn cropped(picture: &RgbImage, luck: &mut Luck) -> RgbImage {
    let (width, height) = picture.dimensions();
    let (new_width, new_height) = (width * 95 / 100, height * 95 / 100);
    let x = luck.below((width - new_width + 1) as usize) as u32;
    let y = luck.below((height - new_height + 1) as usize) as u32;
    imageops::crop_imm(picture, x, y, new_width, new_height).to_image()
}

fn curve(picture: &RgbImage, bend: impl Fn(f32) -> f32) -> RgbImage {
    let table: Vec<u8> = (0..=255_u8).map(|level| bend(f32::from(level)).clamp(0.0, 255.0) as u8).collect();
    let mut bent = picture.clone();
    bent.pixels_mut().for_each(|pixel| pixel.0 = pixel.0.map(|channel| table[usize::from(channel)]));
    bent
}

/// `imageops::resize` is slow without optimisation; a tent over the pixels does here.
pub fn scaled(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    DynamicImage::ImageRgb8(picture.clone())
        .resize_exact(width, height, imageops::FilterType::Triangle)
        .into_rgb8()
}

fn from_screen(picture: &RgbImage, luck: &mut Luck) -> RgbImage {
    let (width, height) = picture.dimensions();
    let scale = luck.between(0.74, 0.92);
    let shown = scaled(picture, (width as f32 * scale) as u32, (height as f32 * scale) as u32);
    let gamma = luck.between(0.8, 1.3);
    let shown = curve(&shown, |channel| 255.0 * (channel / 255.0).powf(gamma));
    let left = (luck.between(0.25, 0.75) * (width - shown.width()) as f32) as u32;
    let top = (luck.between(0.25, 0.75) * (height - shown.height()) as f32) as u32;
    let border = luck.between(8.0, 48.0);
    let (wave, lean, strength) = (luck.between(0.6, 2.4), luck.between(-0.6, 0.6), luck.between(5.0, 12.0));
    RgbImage::from_fn(width, height, |x, y| {
        let noise = luck.between(-9.0, 9.0);
        let inside = x >= left && y >= top && x < left + shown.width() && y < top + shown.height();
        let (colour, moire) = if inside {
            let stripes = (wave * (x as f32 + lean * y as f32)).sin() * strength;
            (shown.get_pixel(x - left, y - top).0.map(f32::from), stripes)
        } else {
            ([border; 3], 0.0)
        };
        Rgb(colour.map(|channel| (channel + moire + noise).clamp(0.0, 255.0) as u8))
    })
}

/// Through a JPEG of that quality.
pub fn reencoded(picture: &RgbImage, quality: u8) -> RgbImage {
    let bytes = jpeg(picture, quality);
    let read = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg);
    read.map_or_else(|_| picture.clone(), DynamicImage::into_rgb8)
}

/// As a JPEG of that quality; empty where it is no picture.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    match Encoder::new(&mut bytes, quality).encode(picture.as_raw(), width, height, ColorType::Rgb) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}
