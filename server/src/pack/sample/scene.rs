//! Pictures drawn by code.

use std::{collections::HashMap, io};

use ruhu_core::ids::Sha256Hash;

use crate::pack::photos::PhotoSource;

/// Photos of nothing, as the phones would send them: 1,600 px JPEGs of about 300 KB.
#[derive(Debug, Default)]
pub struct SamplePhotos {
    pictures: HashMap<Sha256Hash, Vec<u8>>,
}

impl SamplePhotos {
    /// The photos of the first `households` households of [`content`](super::content()) with `photos` each.
    #[must_use]
    pub fn of(households: usize, photos: usize) -> Self {
        let pictures = (1..).take(households).flat_map(|no| (0..photos).map(move |i| picture(no, i)));
        Self { pictures: pictures.map(|bytes| (Sha256Hash::of(&bytes), bytes)).collect() }
    }
}

impl PhotoSource for SamplePhotos {
    fn jpeg(&self, derivative: &Sha256Hash) -> io::Result<Vec<u8>> {
        self.pictures.get(derivative).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The `index`-th photo of the `no`-th household: one of a few drawn scenes with its own marks on the meadow, since
/// drawing thousands of scenes would take minutes.
#[must_use]
pub fn picture(no: u32, index: usize) -> Vec<u8> {
    static SCENES: std::sync::OnceLock<Vec<Scene>> = std::sync::OnceLock::new();
    let scenes = SCENES.get_or_init(|| (0..4).map(Scene::draw).collect());
    let marks = no.wrapping_mul(64).wrapping_add(u32::try_from(index).unwrap_or_default());
    scenes.get(index % 4).map(|scene| scene.marked(marks)).unwrap_or_default()
}

/// A house under a sky with texture and the grain of a cheap camera; the last scene stands upright.
struct Scene {
    width: u16,
    height: u16,
    pixels: Vec<u8>,
}

impl Scene {
    fn draw(kind: usize) -> Self {
        let (width, height): (u16, u16) = if kind == 3 { (1200, 1600) } else { (1600, 1200) };
        let mut grain: u32 = 0x9e37_79b9 ^ u32::try_from(kind).unwrap_or_default();
        let step = |state: u32| state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut pixels = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
        for y in 0..height {
            for x in 0..width {
                grain = step(grain);
                // Leaves and bricks: a texture that is still there when the picture is scaled to print.
                let block = step(step(u32::from(x / 5) * 7_919 + u32::from(y / 5) * 104_729));
                let noise = u8::try_from((grain >> 29) + (block >> 27)).unwrap_or_default();
                pixels.extend(colour(kind, x, y, width, height).map(|channel| channel.saturating_add(noise)));
            }
        }
        Self { width, height, pixels }
    }

    /// The scene as a JPEG with the bits of `marks` as light and dark squares along its lower edge.
    fn marked(&self, marks: u32) -> Vec<u8> {
        const SIDE: usize = 24;
        let mut pixels = self.pixels.clone();
        let row = usize::from(self.width) * 3;
        for line in pixels.chunks_exact_mut(row).rev().take(SIDE) {
            for (bit, square) in line.chunks_exact_mut(SIDE * 3).take(32).enumerate() {
                square.fill(if marks >> bit & 1 == 1 { 230 } else { 40 });
            }
        }
        let mut out = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut out, 82);
        if encoder.encode(&pixels, self.width, self.height, jpeg_encoder::ColorType::Rgb).is_err() {
            out.clear();
        }
        out
    }
}

fn colour(kind: usize, x: u16, y: u16, width: u16, height: u16) -> [u8; 3] {
    let (across, down) = (u32::from(x) * 100 / u32::from(width), u32::from(y) * 100 / u32::from(height));
    let wall = [[198, 178, 150], [170, 120, 96], [205, 205, 198], [150, 160, 140]];
    let in_wall = (20..80).contains(&across) && (45..85).contains(&down);
    let in_roof = (25..45).contains(&down) && across.abs_diff(50) < 12 + (down - 25) * 3 / 2;
    let in_door = (44..56).contains(&across) && (60..85).contains(&down);
    if in_door {
        [92, 60, 40]
    } else if in_roof {
        [96, 72, 66]
    } else if in_wall {
        wall.get(kind % wall.len()).copied().unwrap_or_default()
    } else if down < 60 {
        [150, 190, u8::try_from(225 - down / 2).unwrap_or(200)]
    } else {
        [118, 128, 84]
    }
}
