//! A painter without smooth edges: prints look at cells far larger than a pixel.

use image::{Rgb, RgbImage};

/// Red, green, blue.
pub type Colour = [f32; 3];
/// Across and down, in parts of the picture.
pub type Point = (f32, f32);

/// Chance, the same for the same seed (SplitMix64).
#[derive(Clone)]
pub struct Luck(u64);

impl Luck {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (self.next() >> 40) as f32 / (1_u64 << 24) as f32 * (high - low)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True that often out of a hundred.
    pub fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    pub fn one_of(&mut self, colours: &[Colour]) -> Colour {
        let colour = colours[self.below(colours.len())];
        colour.map(|channel| channel * self.between(0.9, 1.1))
    }
}

pub fn lit(colour: Colour, by: f32) -> Colour {
    colour.map(|channel| channel * by)
}

/// What the camera sees: this much of the scene, from here.
#[derive(Clone, Copy)]
pub struct Camera {
    pub zoom: f32,
    pub at: Point,
}

pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
    camera: Camera,
}

impl Canvas {
    pub fn new(width: u32, height: u32, camera: Camera) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, height, pixels: vec![[0.0; 3]; width * height], camera }
    }

    /// Every pixel anew, from its place in the scene.
    pub fn shade(&mut self, mut change: impl FnMut(Point, Colour) -> Colour) {
        for row in 0..self.height {
            for column in 0..self.width {
                let at = self.scene_place(column, row);
                let pixel = &mut self.pixels[row * self.width + column];
                *pixel = change(at, *pixel);
            }
        }
    }

    fn scene_place(&self, column: usize, row: usize) -> Point {
        let part = |at: usize, of: usize, from: f32| (at as f32 + 0.5) / of as f32 / self.camera.zoom + from;
        (part(column, self.width, self.camera.at.0), part(row, self.height, self.camera.at.1))
    }

    /// A polygon, lighter above than below.
    pub fn polygon(&mut self, points: &[Point], top: Colour, bottom: Colour, opacity: f32) {
        let points: Vec<Point> = points.iter().map(|&point| self.picture_place(point)).collect();
        let (mut high, mut low) = (f32::MAX, f32::MIN);
        for point in &points {
            (high, low) = (high.min(point.1), low.max(point.1));
        }
        for row in high.max(0.0) as usize..(low.ceil().max(0.0) as usize).min(self.height) {
            let y = row as f32 + 0.5;
            let depth = (y - high) / (low - high).max(1.0);
            let mut crossings: Vec<f32> = Vec::with_capacity(8);
            for (from, to) in points.iter().zip(points.iter().cycle().skip(1)) {
                if (from.1 <= y) != (to.1 <= y) {
                    crossings.push(from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0));
                }
            }
            crossings.sort_by(f32::total_cmp);
            for span in crossings.chunks_exact(2) {
                let (left, right) = (span[0].round().max(0.0) as usize, span[1].round().max(0.0) as usize);
                for column in left..right.min(self.width) {
                    let pixel = &mut self.pixels[row * self.width + column];
                    for (channel, (top, bottom)) in pixel.iter_mut().zip(top.iter().zip(bottom)) {
                        *channel += (top + (bottom - top) * depth - *channel) * opacity;
                    }
                }
            }
        }
    }

    fn picture_place(&self, (x, y): Point) -> Point {
        let zoom = self.camera.zoom;
        (
            (x - self.camera.at.0) * zoom * self.width as f32,
            (y - self.camera.at.1) * zoom * self.height as f32,
        )
    }

    pub fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, top: Colour, bottom: Colour) {
        self.polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], top, bottom, 1.0);
    }

    pub fn ellipse(&mut self, x: f32, y: f32, across: f32, down: f32, top: Colour, bottom: Colour) {
        let corner = |step: u8| {
            let (sin, cos) = (f32::from(step) / 24.0 * std::f32::consts::TAU).sin_cos();
            (x + across * cos, y + down * sin)
        };
        self.polygon(&(0..24).map(corner).collect::<Vec<_>>(), top, bottom, 1.0);
    }

    /// What the sensor makes of it.
    pub fn develop(self, luck: &mut Luck, noise: f32) -> RgbImage {
        let bytes = self.pixels.iter().flat_map(|colour| {
            let grain = luck.between(-noise, noise);
            colour.map(|channel| (channel + grain).clamp(0.0, 255.0) as u8)
        });
        let bytes: Vec<u8> = bytes.collect();
        RgbImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            let at = (y as usize * self.width + x as usize) * 3;
            Rgb([bytes[at], bytes[at + 1], bytes[at + 2]])
        })
    }
}
