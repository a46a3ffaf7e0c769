//! A picture as a grid of cells, and the waves in it: whole numbers throughout, so that every phone and the server
//! find the same.

use image::RgbImage;

/// Cells across and down in which a picture is looked at first.
const GRID: usize = 128;
/// Cells across and down that the waves are measured over.
const CELLS: usize = 32;
/// Waves across and down that are measured, the constant one included.
pub(super) const WAVES: usize = 12;
/// One, in the table of cosines.
const ONE: f64 = 4_096.0;
/// Level of a channel that is full, in cells.
const FULL: u64 = 255 * 256;
/// How far a cell of a border may lie from its line's mean, on average, in cells' levels.
const FLAT: u64 = FULL / 50;
/// How far the means of two lines of a border may lie apart, in cells' levels.
const SAME: u64 = FULL / 24;
/// Most lines that are taken for a border at one side.
const DEEPEST: usize = GRID * 3 / 10;
/// Fewest lines at a side that count as a border.
const SHALLOWEST: usize = 2;

/// Which part of the grid: the first cell and the one behind the last, across and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    across: (usize, usize),
    down: (usize, usize),
}

impl Frame {
    pub(super) const WHOLE: Self = Self { across: (0, GRID), down: (0, GRID) };
}

/// The levels of red, green and blue, cell by cell.
pub(super) struct Grid {
    channels: [Vec<u64>; 3],
}

impl Grid {
    pub(super) fn of(picture: &RgbImage) -> Self {
        let (width, height) = (length(picture.width()), length(picture.height()));
        let channels = [0, 1, 2].map(|channel| {
            let row = |y: usize| {
                let line = picture.as_raw().chunks_exact((width * 3).max(1)).nth(y).unwrap_or_default();
                line.iter().skip(channel).step_by(3).map(|&level| u64::from(level))
            };
            average(width, height, GRID, row, 256)
        });
        Self { channels }
    }

    /// The waves of one channel inside the frame: `[down][across]`.
    pub(super) fn waves(&self, channel: usize, frame: Frame) -> [[i64; WAVES]; WAVES] {
        let grid = self.channels.get(channel).map(Vec::as_slice).unwrap_or_default();
        let (width, height) = (frame.across.1 - frame.across.0, frame.down.1 - frame.down.0);
        let row = |y: usize| {
            let line = grid.chunks_exact(GRID).nth(frame.down.0 + y).unwrap_or_default();
            line.iter().skip(frame.across.0).take(width).copied()
        };
        transform(&average(width, height, CELLS, row, 1))
    }

    /// What lies inside a plain border at three sides at least, as a photo of a screen has it.
    pub(super) fn inside_border(&self) -> Option<Frame> {
        let light: Vec<u64> = (0..GRID * GRID).map(|at| self.light(at)).collect();
        let row = |line: usize, at: usize| light.get(line * GRID + at).copied().unwrap_or_default();
        let column = |line: usize, at: usize| light.get(at * GRID + line).copied().unwrap_or_default();
        let last = GRID - 1;
        let depths = [
            border(column),
            border(|line, at| column(last - line, at)),
            border(row),
            border(|line, at| row(last - line, at)),
        ];
        let [left, right, top, bottom] = depths;
        let sides = depths.iter().filter(|&&depth| depth >= SHALLOWEST).count();
        (sides >= 3).then_some(Frame { across: (left, GRID - right), down: (top, GRID - bottom) })
    }

    fn light(&self, at: usize) -> u64 {
        let [red, green, blue] = [0, 1, 2].map(|channel: usize| {
            self.channels.get(channel).and_then(|levels| levels.get(at)).copied().unwrap_or_default()
        });
        (red + 2 * green + blue) / 4
    }
}

/// How many lines from a side on are plain and of one level; all or too many are no border but the picture.
fn border(level: impl Fn(usize, usize) -> u64) -> usize {
    let line_mean = |line: usize| (0..GRID).map(|at| level(line, at)).sum::<u64>() / GRID as u64;
    let first = line_mean(0);
    let plain = |line: usize| {
        let mean = line_mean(line);
        let off = (0..GRID).map(|at| level(line, at).abs_diff(mean)).sum::<u64>() / GRID as u64;
        off <= FLAT && mean.abs_diff(first) <= SAME
    };
    let depth = (0..=DEEPEST).take_while(|&line| plain(line)).count();
    if depth > DEEPEST { 0 } else { depth }
}

/// Means over `cells` by `cells` areas of equal size, times `scale`. A pixel on the border of two cells counts for
/// both by its parts.
fn average<R: Iterator<Item = u64>>(
    width: usize,
    height: usize,
    cells: usize,
    row: impl Fn(usize) -> R,
    scale: u64,
) -> Vec<u64> {
    let across: Vec<_> = (0..width).flat_map(|x| parts(x, width, cells).map(move |part| (x, part))).collect();
    let mut sums = vec![0_u64; cells * cells];
    let (mut levels, mut line) = (vec![0_u64; width], vec![0_u64; cells]);
    for y in 0..height {
        levels.iter_mut().zip(row(y)).for_each(|(place, level)| *place = level);
        line.fill(0);
        for &(x, (cell, part)) in &across {
            if let (Some(level), Some(sum)) = (levels.get(x), line.get_mut(cell)) {
                *sum += level * part;
            }
        }
        for (cell, part) in parts(y, height, cells) {
            for (sum, level) in sums.iter_mut().skip(cell * cells).zip(&line) {
                *sum += level * part;
            }
        }
    }
    let whole = (width as u64 * height as u64).max(1);
    sums.iter_mut().for_each(|sum| *sum = *sum * scale / whole);
    sums
}

/// The cells that pixel `at` of `length` lies in, with its part in each; the parts of a cell add up to `length`.
fn parts(at: usize, length: usize, cells: usize) -> impl Iterator<Item = (usize, u64)> {
    let (start, end) = (at * cells, (at + 1) * cells);
    (start / length.max(1)..=(end - 1) / length.max(1)).map(move |cell| {
        let part = end.min((cell + 1) * length) - start.max(cell * length);
        (cell, part as u64)
    })
}

/// The lowest waves of a discrete cosine transform (type II, not scaled).
fn transform(cells: &[u64]) -> [[i64; WAVES]; WAVES] {
    let basis = basis();
    let mut found = [[0_i64; WAVES]; WAVES];
    for (line, down) in cells.chunks_exact(CELLS).zip(0..) {
        let across = basis.map(|wave| {
            wave.iter()
                .zip(line)
                .map(|(&cosine, &level)| cosine * i64::try_from(level).unwrap_or_default())
                .sum::<i64>()
        });
        for (row, wave) in found.iter_mut().zip(&basis) {
            let cosine = wave.get::<usize>(down).copied().unwrap_or_default();
            row.iter_mut().zip(across).for_each(|(sum, part)| *sum += part * cosine);
        }
    }
    found
}

/// Cosines of each wave at the middle of each cell. The right half is the left one turned over, to the last digit:
/// a mirrored picture has the same waves, every second one with the other sign.
fn basis() -> [[i64; CELLS]; WAVES] {
    let mut waves = [[0_i64; CELLS]; WAVES];
    for (wave, cosines) in (0_u8..).zip(waves.iter_mut()) {
        let sign = if wave % 2 == 0 { 1 } else { -1 };
        for at in 0_u8..16 {
            let angle = f64::from(2 * at + 1) * f64::from(wave) * std::f64::consts::PI / 64.0;
            #[expect(clippy::cast_possible_truncation, reason = "at most 4,096")]
            let cosine = libm::round(libm::cos(angle) * ONE) as i64;
            let at = usize::from(at);
            if let Some(place) = cosines.get_mut(at) {
                *place = cosine;
            }
            if let Some(place) = cosines.get_mut(CELLS - 1 - at) {
                *place = sign * cosine;
            }
        }
    }
    waves
}

fn length(side: u32) -> usize {
    usize::try_from(side).unwrap_or_default()
}
