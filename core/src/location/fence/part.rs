//! A part of a village: one polygon, its borders cut into bands from south to north.
//!
//! Whether a place lies inside is told by the borders that a line to the east crosses, and only those of the place's own
//! band can be among them. A county asks this a hundred thousand times.

use std::ops::RangeInclusive;

use geo::{Area, BoundingRect, Coord, GeoNum, Kernel, Line, LineString, Orientation, Polygon, Rect};

/// Borders of one band, about.
const LINES_A_BAND: usize = 4;
/// In how many bands a border lies at most, on the average.
const MOST_PLACES: usize = 8;
/// Most bands: enough for the longest border, and little memory.
const MAX_BANDS: usize = 2_048;

/// One polygon, ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    polygon: Polygon<f64>,
    around: Rect<f64>,
    bands: Vec<Band>,
}

/// The borders that lie in a band, each from south to north, those of the outer ring first.
#[derive(Debug, Clone, Default, PartialEq)]
struct Band {
    borders: Vec<Line<f64>>,
    /// How many of them are the outer ring's; the others are those of holes.
    outer: usize,
}

impl Part {
    /// None where the polygon has no point.
    pub(super) fn of(polygon: Polygon<f64>) -> Option<Self> {
        let around = polygon.bounding_rect()?;
        let borders: Vec<Line<f64>> = rings(&polygon).flat_map(LineString::lines).map(northward).collect();
        let outer = polygon.exterior().lines().count();
        let mut part = Self { polygon, around, bands: Vec::new() };
        let mut count = (borders.len() / LINES_A_BAND).clamp(1, MAX_BANDS);
        // A border that goes to and fro from end to end lies in every band: fewer of them then.
        let most = borders.len().saturating_mul(MOST_PLACES);
        let places = |part: &Self, count: usize| -> usize {
            borders.iter().map(|line| part.span(*line, count)).map(|span| span.end() - span.start() + 1).sum()
        };
        while count > 1 && places(&part, count) > most {
            count /= 2;
        }
        part.bands = vec![Band::default(); count];
        for (number, line) in borders.into_iter().enumerate() {
            let crossed = part.span(line, count);
            for band in part.bands.get_mut(crossed).into_iter().flatten() {
                band.borders.push(line);
                band.outer += usize::from(number < outer);
            }
        }
        Some(part)
    }

    /// The box around it.
    pub(super) fn around(&self) -> Rect<f64> {
        self.around
    }

    /// Its area without holes, in square degrees; negative where the holes are larger.
    pub(super) fn area(&self) -> f64 {
        let of = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).unsigned_area();
        of(self.polygon.exterior()) - self.polygon.interiors().iter().map(of).sum::<f64>()
    }

    /// Every ring, the outer one first.
    pub(super) fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        rings(&self.polygon)
    }

    /// Whether the place lies inside or on a border, be it a hole's. A hole takes away what lies inside the outer ring and adds
    /// nothing where it sticks out.
    pub(super) fn covers(&self, at: Coord<f64>) -> bool {
        if at.y < self.around.min().y || at.y > self.around.max().y {
            return false;
        }
        let Some(band) = self.bands.get(self.band(at.y, self.bands.len())) else { return false };
        let (outer, holes) = band.borders.split_at(band.outer);
        match stands(outer, at) {
            Stands::On => true,
            Stands::Outside => false,
            Stands::Inside => stands(holes, at) != Stands::Inside,
        }
    }

    /// The bands that a border crosses.
    fn span(&self, line: Line<f64>, count: usize) -> RangeInclusive<usize> {
        let (one, other) = (self.band(line.start.y, count), self.band(line.end.y, count));
        one.min(other)..=one.max(other)
    }

    /// The band of a latitude, of so many. It never falls as the latitude rises, so a place lies in a band of every border that it
    /// lies beside.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a part from 0 to 1 of a few thousand bands"
    )]
    fn band(&self, latitude: f64, count: usize) -> usize {
        let part = (latitude - self.around.min().y) / self.around.height();
        ((part * count as f64) as usize).min(count.saturating_sub(1))
    }
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn northward(line: Line<f64>) -> Line<f64> {
    if line.start.y <= line.end.y { line } else { Line::new(line.end, line.start) }
}

/// Where a place stands to rings.
#[derive(PartialEq)]
enum Stands {
    On,
    Inside,
    Outside,
}

/// By all borders of the rings that lie in the place's band.
fn stands(borders: &[Line<f64>], at: Coord<f64>) -> Stands {
    let mut inside = false;
    for line in borders {
        match side(*line, at) {
            Side::On => return Stands::On,
            Side::West => inside = !inside,
            Side::Elsewhere => {}
        }
    }
    if inside { Stands::Inside } else { Stands::Outside }
}

/// Where a place is beside a border.
enum Side {
    /// On it.
    On,
    /// To the west of it: a line to the east crosses it. Its southern end belongs to it, its northern end does not, so that a
    /// corner is crossed once.
    West,
    /// Anywhere else.
    Elsewhere,
}

fn side(line: Line<f64>, at: Coord<f64>) -> Side {
    let (south, north) = (line.start, line.end);
    if at.y < south.y || at.y > north.y || at.x > south.x.max(north.x) {
        return Side::Elsewhere;
    }
    let beside = at.y < north.y;
    if at.x < south.x.min(north.x) {
        return if beside { Side::West } else { Side::Elsewhere };
    }
    // Exact: a place on the border of two villages lies in both.
    match <f64 as GeoNum>::Ker::orient2d(south, north, at) {
        Orientation::Collinear => Side::On,
        Orientation::CounterClockwise if beside => Side::West,
        _ => Side::Elsewhere,
    }
}
