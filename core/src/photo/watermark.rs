//! 水印: what a photo shows and who took it, burnt into the derivative, so that a printed or forwarded copy still
//! says it. The original stays as the camera wrote it, and so do thumbnail and print.

mod lettering;

use image::RgbImage;
use jiff::{Timestamp, tz::Offset};

use crate::{
    clock::{SourcedTime, TimeSource},
    ids::Sha256Hash,
    location::Fix,
};

use lettering::{Line, wrap};
pub use lettering::{WatermarkError, WatermarkFont};

/// One part in this many of the picture's height is the most that the band takes; of its area, as it is as wide.
const BAND_PART: u32 = 5;
/// Size of letters, as one part in this many of the longest side: 32 px on a derivative of 1,600.
const LETTER_PART: u32 = 50;
/// Fewest letters that a line of a narrow picture has room for.
const MIN_LETTERS: u32 = 20;
/// Smallest letters, in pixels; Chinese is not legible in fewer.
const MIN_LETTER_PX: u32 = 9;
/// Most lines that one item is wrapped to.
const MAX_WRAPPED: usize = 2;
/// Most characters of an item that are looked at.
const MAX_ITEM_CHARS: usize = 200;
/// What is left of the picture's light under the band, in percent: white letters on it have a contrast of 7:1 even
/// where the picture is white (WCAG 2.2, 1.4.6).
const LIGHT_PERCENT: u16 = 35;

/// What is written. No name of a person: codes only.
#[derive(Debug, Clone, PartialEq)]
pub struct WatermarkText {
    /// Code of the household.
    pub household: String,
    /// Village and group in words.
    pub place: String,
    /// Where the photo was taken, in any datum; it is written in WGS-84.
    pub fix: Option<Fix>,
    /// When the photo was taken; it is written in China's time.
    pub time: Option<SourcedTime>,
    /// Code of the surveyor: a phone is given to one, so it is the first digits of the phone's id.
    pub surveyor: String,
}

impl WatermarkText {
    /// The items, what matters most first: the last ones go where there is no room.
    fn items(&self, original: &Sha256Hash) -> Vec<String> {
        let hash: String = original.to_string().chars().take(8).collect();
        let mut items = vec![format!("户编码 {}　原图 {hash}", self.household)];
        let surveyor = format!("调查员 {}", self.surveyor);
        items.push(match self.time.and_then(time_text) {
            Some(time) => format!("{time}　{surveyor}"),
            None => format!("时间未知　{surveyor}"),
        });
        items.push(self.fix.map_or_else(|| "未定位".to_owned(), |fix| fix_text(&fix)));
        if !self.place.is_empty() {
            items.push(self.place.clone());
        }
        items.iter().map(|item| plain(item)).collect()
    }
}

fn time_text(time: SourcedTime) -> Option<String> {
    let moment = Timestamp::from_millisecond(time.at_ms).ok()?;
    let source = match time.source {
        TimeSource::DeviceClock => "手机时钟",
        TimeSource::Exif => "照片信息",
        TimeSource::Gnss => "卫星时间",
        TimeSource::Server => "服务器时钟",
    };
    Some(format!("{}({source})", Offset::constant(8).to_datetime(moment).strftime("%Y-%m-%d %H:%M:%S")))
}

fn fix_text(fix: &Fix) -> String {
    let place = fix.in_wgs84();
    let half = |degrees: f64, positive, negative| if degrees < 0.0 { negative } else { positive };
    let accuracy =
        fix.accuracy_m.map_or_else(|| "误差未知".to_owned(), |metres| format!("误差 ±{metres:.0} 米"));
    format!(
        "{:.6}°{} {:.6}°{} {accuracy} WGS-84({})",
        place.latitude.abs(),
        half(place.latitude, 'N', 'S'),
        place.longitude.abs(),
        half(place.longitude, 'E', 'W'),
        fix.source.label(),
    )
}

/// Without line breaks and what else cannot be drawn.
fn plain(text: &str) -> String {
    text.chars().take(MAX_ITEM_CHARS).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Burns the text into the foot of the picture, on a dark band as wide as the picture and at most a fifth as high.
/// A picture too low for one legible line stays as it is. Gives the rows of the band, in pixels.
pub(super) fn burn(
    picture: &mut RgbImage,
    text: &WatermarkText,
    font: &WatermarkFont,
    original: &Sha256Hash,
) -> u32 {
    let (width, height) = picture.dimensions();
    let Some(layout) = Layout::fit(&text.items(original), font, width, height) else { return 0 };
    let band_top = height - layout.band;
    for row in picture.rows_mut().skip(usize::try_from(band_top).unwrap_or(usize::MAX)) {
        row.for_each(|pixel| pixel.0 = pixel.0.map(darkened));
    }
    for (line, number) in layout.lines.iter().zip(0_u32..) {
        let top = band_top + layout.margin / 2 + number * layout.pitch;
        font.draw(picture, line, layout.letter, (layout.margin, top));
    }
    layout.band
}

fn darkened(channel: u8) -> u8 {
    u8::try_from(u16::from(channel) * LIGHT_PERCENT / 100).unwrap_or(channel)
}

/// The lines and their measures, in pixels.
struct Layout {
    lines: Vec<Line>,
    letter: u32,
    pitch: u32,
    margin: u32,
    band: u32,
}

impl Layout {
    /// With letters as large as fit; where not even the smallest do, without the last lines.
    fn fit(items: &[String], font: &WatermarkFont, width: u32, height: u32) -> Option<Self> {
        let room = height / BAND_PART;
        let wanted = (width.max(height) / LETTER_PART).min(width / MIN_LETTERS);
        let sizes = (MIN_LETTER_PX..=wanted.max(MIN_LETTER_PX)).rev();
        let fitting =
            sizes.map(|letter| Self::new(items, font, width, letter)).find(|layout| layout.band <= room);
        fitting.or_else(|| Self::new(items, font, width, MIN_LETTER_PX).cut_to(room, font, width))
    }

    fn new(items: &[String], font: &WatermarkFont, width: u32, letter: u32) -> Self {
        let (pitch, margin) = (letter + letter.div_ceil(4), letter / 2);
        let inside = width.saturating_sub(2 * margin);
        let lines: Vec<Line> =
            items.iter().flat_map(|item| wrap(item, font, letter, inside, MAX_WRAPPED)).collect();
        let band = margin + pitch * u32::try_from(lines.len()).unwrap_or(u32::MAX / 1_000);
        Self { lines, letter, pitch, margin, band }
    }

    fn cut_to(mut self, room: u32, font: &WatermarkFont, width: u32) -> Option<Self> {
        let kept = usize::try_from(room.checked_sub(self.margin)? / self.pitch).ok()?;
        self.lines.truncate(kept);
        let last = self.lines.pop()?;
        self.lines.push(last.shortened(font, self.letter, width.saturating_sub(2 * self.margin)));
        self.band = self.margin + self.pitch * u32::try_from(kept).ok()?;
        Some(self)
    }
}

#[cfg(test)]
pub(crate) mod test_fonts;
#[cfg(test)]
#[path = "watermark/tests.rs"]
mod tests;
