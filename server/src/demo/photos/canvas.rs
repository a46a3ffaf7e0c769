//! A small painter: polygons with smooth edges, shaded and grained, and the light and noise of a lens.

use image::RgbImage;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use ruhu_core::photo::PhotoKind;

/// Width of every scene, in pixels.
pub(super) const WIDTH: u32 = 1_600;
/// Height of every scene, in pixels.
pub(super) const HEIGHT: u32 = 1_200;

const ROW: usize = WIDTH as usize;
const ROWS: usize = HEIGHT as usize;
/// Lines measured inside one pixel row; more make smoother edges.
const SUBROWS: u16 = 3;
/// Length of the ring of noise; prime, so that rows do not repeat each other.
const NOISE: usize = 65_521;

/// Red, green, blue.
pub(super) type Rgb = [f32; 3];
/// Across and down, in pixels.
pub(super) type Point = (f32, f32);

/// Chance, the same for the same seed.
pub(super) struct Luck(ChaCha8Rng);

impl Luck {
    pub(super) fn new(seed: u64, kind: PhotoKind) -> Self {
        let scene = kind.name().bytes().fold(0_u64, |mixed, byte| mixed.wrapping_mul(131) + u64::from(byte));
        Self(ChaCha8Rng::seed_from_u64(seed ^ scene.rotate_left(32)))
    }

    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        self.0.random_range(low..high)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end.max(1))
    }

    pub(super) fn whole(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..high)
    }

    /// True that often out of a hundred.
    pub(super) fn percent(&mut self, often: u32) -> bool {
        self.0.random_ratio(often.min(100), 100)
    }

    pub(super) fn one_of(&mut self, colours: &[Rgb]) -> Rgb {
        colours.get(self.below(colours.len())).copied().unwrap_or([128.0; 3])
    }
}

/// The colour with more or less light.
pub(super) fn lit(colour: Rgb, by: f32) -> Rgb {
    colour.map(|channel| channel * by)
}

/// What an area is filled with.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    top: Rgb,
    bottom: Rgb,
    grain: f32,
    opacity: f32,
}

impl Paint {
    pub(super) fn flat(colour: Rgb) -> Self {
        Self { top: colour, bottom: colour, grain: 3.0, opacity: 1.0 }
    }

    pub(super) fn shaded(top: Rgb, bottom: Rgb) -> Self {
        Self { top, bottom, grain: 3.0, opacity: 1.0 }
    }

    pub(super) fn grain(self, grain: f32) -> Self {
        Self { grain, ..self }
    }

    pub(super) fn opacity(self, opacity: f32) -> Self {
        Self { opacity, ..self }
    }

    pub(super) fn shadow() -> Self {
        Self::flat([18.0, 16.0, 14.0]).opacity(0.32).grain(0.0)
    }
}

/// A scene in the making.
pub(super) struct Canvas {
    pixels: Vec<Rgb>,
    noise: Vec<f32>,
    strokes: usize,
    /// So far to the right everything is drawn.
    shift: f32,
}

impl Canvas {
    pub(super) fn new(luck: &mut Luck) -> Self {
        let noise = (0..NOISE).map(|_| luck.between(-1.0, 1.0) + luck.between(-1.0, 1.0)).collect();
        Self { pixels: vec![[0.0; 3]; ROW * ROWS], noise, strokes: 0, shift: 0.0 }
    }

    /// The whole picture.
    pub(super) fn fill(&mut self, paint: Paint) {
        self.rect(-1.0, -1.0, 1_602.0, 1_202.0, paint);
    }

    /// Draws something so far to the right of where it says.
    pub(super) fn shifted(&mut self, by: f32, draw: impl FnOnce(&mut Self)) {
        self.shift += by;
        draw(self);
        self.shift -= by;
    }

    /// From `(x, y)` to the right and down.
    pub(super) fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, paint: Paint) {
        self.polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)], paint);
    }

    /// Around `(x, y)`.
    pub(super) fn ellipse(&mut self, x: f32, y: f32, across: f32, down: f32, paint: Paint) {
        let corner = |step: u8| {
            let (sin, cos) = (f32::from(step) / 40.0 * std::f32::consts::TAU).sin_cos();
            (x + across * cos, y + down * sin)
        };
        self.polygon(&(0..40).map(corner).collect::<Vec<_>>(), paint);
    }

    /// A line of that thickness through the points.
    pub(super) fn line(&mut self, points: &[Point], thickness: f32, paint: Paint) {
        for (from, to) in points.iter().zip(points.iter().skip(1)) {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let scale = thickness / 2.0 / dx.hypot(dy).max(0.001);
            let (ox, oy) = (-dy * scale, dx * scale);
            let corners = [
                (from.0 + ox, from.1 + oy),
                (to.0 + ox, to.1 + oy),
                (to.0 - ox, to.1 - oy),
                (from.0 - ox, from.1 - oy),
            ];
            self.polygon(&corners, paint);
        }
    }

    /// Any area, filled by the even-odd rule.
    pub(super) fn polygon(&mut self, points: &[Point], paint: Paint) {
        let points: &[Point] = &points.iter().map(|(x, y)| (x + self.shift, *y)).collect::<Vec<_>>();
        let span = |pick: fn(&Point) -> f32| {
            points.iter().map(pick).fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((left, right), (top, bottom)) = (span(|point| point.0), span(|point| point.1));
        let (first, last) = (pixel(top, ROWS), pixel(bottom.ceil(), ROWS));
        let (from, until) = (pixel(left, ROW), pixel(right.ceil() + 1.0, ROW));
        self.strokes = self.strokes.wrapping_add(7_919);
        let mut edges = vec![0.0; until.saturating_sub(from) + 2];
        for row in first..last {
            edges.fill(0.0);
            for step in 0..SUBROWS {
                let y = float(row) + (f32::from(step) + 0.5) / f32::from(SUBROWS);
                mark(&mut edges, &crossings(points, y), float(from), float(until));
            }
            let depth = ((float(row) - top) / (bottom - top).max(1.0)).clamp(0.0, 1.0);
            self.blend(row, (from, until), &edges, paint, depth);
        }
    }

    fn blend(&mut self, row: usize, (from, until): (usize, usize), edges: &[f32], paint: Paint, depth: f32) {
        let [red, green, blue]: Rgb = std::array::from_fn(|at| {
            let pair = paint.top.get(at).zip(paint.bottom.get(at));
            pair.map_or(0.0, |(top, bottom)| top + (bottom - top) * depth)
        });
        let start = (row * 1_607 + from + self.strokes) % NOISE;
        let noise = self.noise.iter().skip(start).chain(&self.noise);
        let line = self.pixels.get_mut(row * ROW + from..row * ROW + until).unwrap_or_default();
        let mut covered = 0.0;
        for ((target, edge), noise) in line.iter_mut().zip(edges).zip(noise) {
            covered += edge;
            if covered > 0.001 {
                let (part, grain) = (covered.min(1.0) * paint.opacity, noise * paint.grain);
                let [r, g, b] = *target;
                *target = [
                    r + (red + grain - r) * part,
                    g + (green + grain - g) * part,
                    b + (blue + grain - b) * part,
                ];
            }
        }
    }

    /// What lens and sensor make of the scene: darker corners, a little noise.
    pub(super) fn develop(self, luck: &mut Luck) -> anyhow::Result<RgbImage> {
        let (light, noise) = (luck.between(0.94, 1.06), luck.between(2.0, 4.0));
        // The light comes from one side, as in a yard at another hour or in a room with its window elsewhere.
        let (from_side, from_above) = (luck.between(-0.5, 0.5), luck.between(-0.4, 0.4));
        let mut bytes = Vec::with_capacity(ROW * ROWS * 3);
        for (row, line) in self.pixels.chunks(ROW).enumerate() {
            let down = float(row) / float(ROWS) - 0.5;
            let ring = self.noise.iter().skip((row * 3_571) % NOISE).chain(&self.noise);
            for ((column, &[r, g, b]), noise_here) in line.iter().enumerate().zip(ring) {
                let across = float(column) / float(ROW) - 0.5;
                let corner = 0.45 * (across.powi(2) + down.powi(2));
                let shade = light * (1.0 + from_side * across + from_above * down - corner);
                let grain = noise_here * noise;
                bytes.extend_from_slice(&[
                    byte(r * shade + grain),
                    byte(g * shade + grain),
                    byte(b * shade + grain),
                ]);
            }
        }
        RgbImage::from_raw(WIDTH, HEIGHT, bytes).ok_or_else(|| anyhow::anyhow!("图像尺寸不符"))
    }
}

/// Where the outline crosses the line at `y`, from left to right.
fn crossings(points: &[Point], y: f32) -> Vec<f32> {
    let edges = points.iter().zip(points.iter().cycle().skip(1));
    let crossed = edges.filter(|(from, to)| (from.1 <= y) != (to.1 <= y));
    let mut found: Vec<f32> =
        crossed.map(|(from, to)| from.0 + (y - from.1) / (to.1 - from.1) * (to.0 - from.0)).collect();
    found.sort_by(f32::total_cmp);
    found
}

/// Marks where coverage rises and falls between `origin` and `end`; its running sum is what the spans cover of
/// each pixel.
fn mark(edges: &mut [f32], crossings: &[f32], origin: f32, end: f32) {
    let whole = 1.0 / f32::from(SUBROWS);
    let spans = crossings.chunks_exact(2).filter_map(|pair| pair.first().zip(pair.last()));
    for (at, by) in spans.flat_map(|(&left, &right)| [(left, whole), (right, -whole)]) {
        let at = at.clamp(origin, end) - origin;
        let (index, part) = (pixel(at, edges.len()), at.fract());
        for (edge, share) in edges.iter_mut().skip(index).zip([1.0 - part, part]) {
            *edge += by * share;
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the picture")]
fn pixel(at: f32, end: usize) -> usize {
    at.clamp(0.0, float(end)) as usize
}

#[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
fn float(number: usize) -> f32 {
    number as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn byte(channel: f32) -> u8 {
    channel.clamp(0.0, 255.0) as u8
}
