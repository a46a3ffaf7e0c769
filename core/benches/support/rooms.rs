//! Rooms: wall, floor, windows, and furniture of a dozen kinds.

use image::RgbImage;

use super::brush::{Camera, Canvas, Colour, Luck, Point, lit};

const WALLS: [Colour; 7] = [
    [214.0, 208.0, 196.0],
    [196.0, 204.0, 200.0],
    [206.0, 192.0, 168.0],
    [150.0, 96.0, 74.0],
    [168.0, 164.0, 156.0],
    [120.0, 132.0, 128.0],
    [226.0, 228.0, 230.0],
];
const FLOORS: [Colour; 6] = [
    [130.0, 124.0, 116.0],
    [146.0, 104.0, 78.0],
    [174.0, 168.0, 158.0],
    [92.0, 84.0, 76.0],
    [196.0, 190.0, 180.0],
    [110.0, 116.0, 92.0],
];
const THINGS: [Colour; 14] = [
    [170.0, 56.0, 66.0],
    [62.0, 92.0, 150.0],
    [186.0, 150.0, 80.0],
    [92.0, 128.0, 92.0],
    [150.0, 92.0, 140.0],
    [128.0, 86.0, 52.0],
    [84.0, 56.0, 38.0],
    [36.0, 34.0, 34.0],
    [176.0, 180.0, 184.0],
    [228.0, 230.0, 230.0],
    [218.0, 168.0, 50.0],
    [60.0, 60.0, 66.0],
    [142.0, 168.0, 178.0],
    [236.0, 214.0, 190.0],
];
const LIGHT: Colour = [238.0, 243.0, 248.0];

/// How two different pictures come to look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negative {
    /// Nothing in common.
    Unrelated,
    /// The same empty room with other furniture, from a step aside: the houses of one resettlement site.
    SameRoom,
    /// The same furniture in the same places, in other colours, from the very same place: nobody photographs that,
    /// but drawn demo photos are so.
    SamePlaces,
}

impl Negative {
    pub const ALL: [Self; 3] = [Self::Unrelated, Self::SameRoom, Self::SamePlaces];

    pub fn label(self) -> &'static str {
        match self {
            Self::Unrelated => "unrelated",
            Self::SameRoom => "same empty room, other furniture, a step aside",
            Self::SamePlaces => "same furniture and place, other colours",
        }
    }

    /// The picture that is not `draw(seed)` and looks like it in this way.
    pub fn draw(self, seed: u64, width: u32, height: u32) -> RgbImage {
        let other = seed ^ 0x00ff_00ff_0000_0000;
        match self {
            Self::Unrelated => draw(other, width, height),
            Self::SameRoom => {
                let mut luck = Luck::new(other);
                let zoom = luck.between(1.02, 1.12);
                let slack = 1.0 - 1.0 / zoom;
                let at = (luck.between(0.0, slack), luck.between(0.0, slack));
                paint(
                    &Seeds { room: seed, furniture: other, colours: other },
                    Camera { zoom, at },
                    width,
                    height,
                )
            }
            Self::SamePlaces => {
                paint(&Seeds { room: seed, furniture: seed, colours: other }, PLAIN, width, height)
            }
        }
    }
}

const PLAIN: Camera = Camera { zoom: 1.0, at: (0.0, 0.0) };

struct Seeds {
    room: u64,
    furniture: u64,
    colours: u64,
}

/// The picture of that seed.
pub fn draw(seed: u64, width: u32, height: u32) -> RgbImage {
    paint(&Seeds { room: seed, furniture: seed, colours: seed }, PLAIN, width, height)
}

fn paint(seeds: &Seeds, camera: Camera, width: u32, height: u32) -> RgbImage {
    let mut canvas = Canvas::new(width, height, camera);
    let mut room = Luck::new(seeds.room);
    let mut furniture = Luck::new(seeds.furniture.rotate_left(17));
    let mut colours = Luck::new(seeds.colours.rotate_left(31));
    let foot = empty_room(&mut canvas, &mut room);
    for _ in 0..4 + furniture.below(6) {
        let colour = colours.one_of(&THINGS);
        place_thing(&mut canvas, &mut furniture, &mut colours, foot, colour);
    }
    let lamp: Point = (room.between(0.0, 1.0), room.between(0.0, 0.8));
    let fall = room.between(0.25, 0.9);
    canvas.shade(|(x, y), colour| {
        let far = (x - lamp.0).powi(2) + (y - lamp.1).powi(2);
        lit(colour, 1.12 - fall * far.min(0.8))
    });
    canvas.develop(&mut colours, 7.0)
}

/// Wall, floor and what does not move; the floor begins at the answer.
fn empty_room(canvas: &mut Canvas, luck: &mut Luck) -> f32 {
    let (wall, floor) = (luck.one_of(&WALLS), luck.one_of(&FLOORS));
    let (foot, slope) = (luck.between(0.5, 0.84), luck.between(-0.05, 0.05));
    let (fade, tile) = (luck.between(-0.3, 0.3), luck.between(0.03, 0.12));
    let pattern = luck.below(4);
    canvas.shade(|(x, y), _| {
        let on_floor = y > foot + slope * (x - 0.5);
        let base = if on_floor { floor } else { wall };
        let line = match pattern {
            0 => false,
            1 => (x / tile).fract() < 0.06 || (y / tile).fract() < 0.06,
            2 => on_floor && (((x - 0.5) / (0.2 + y) / tile).rem_euclid(1.0)) < 0.08,
            _ => !on_floor && (y / tile * 2.0).fract() < 0.1,
        };
        lit(base, (1.0 + fade * (x - 0.5)) * if line { 0.8 } else { 1.0 })
    });
    if luck.percent(50) {
        // A corner: the side wall lies in the shade.
        let (edge, right) = (luck.between(0.08, 0.34), luck.percent(50));
        let at = |x: f32| if right { 1.0 - x } else { x };
        let drop = luck.between(0.05, 0.2);
        let shade = lit(wall, luck.between(0.55, 0.85));
        canvas.polygon(
            &[(at(0.0), 0.0), (at(edge), 0.0), (at(edge), foot), (at(0.0), foot + drop)],
            shade,
            shade,
            1.0,
        );
    }
    if luck.percent(35) {
        let ceiling = luck.between(0.06, 0.2);
        let white = lit(LIGHT, luck.between(0.7, 0.95));
        canvas.rect(0.0, 0.0, 1.0, ceiling, white, lit(white, 0.9));
    }
    for _ in 0..luck.below(3) {
        window(canvas, luck, foot);
    }
    foot
}

fn window(canvas: &mut Canvas, luck: &mut Luck, foot: f32) {
    let (width, height) = (luck.between(0.12, 0.3), luck.between(0.15, 0.34));
    let (x, y) = (luck.between(0.0, 1.0 - width), luck.between(0.02, (foot - height).max(0.04)));
    let frame = luck.one_of(&[[116.0, 88.0, 62.0], [220.0, 220.0, 216.0], [90.0, 96.0, 100.0]]);
    canvas.rect(x - 0.012, y - 0.016, width + 0.024, height + 0.032, frame, frame);
    let outside = luck.one_of(&[LIGHT, [190.0, 214.0, 226.0], [140.0, 168.0, 120.0], [40.0, 44.0, 60.0]]);
    canvas.rect(x, y, width, height, LIGHT, outside);
    canvas.rect(x + width / 2.0, y, 0.01, height, frame, frame);
    if luck.percent(50) {
        let beam = [(x, y + height), (x + width, y + height), (x + width + 0.2, 1.0), (x + 0.1, 1.0)];
        canvas.polygon(&beam, LIGHT, LIGHT, 0.16);
    }
}

fn place_thing(canvas: &mut Canvas, luck: &mut Luck, colours: &mut Luck, foot: f32, colour: Colour) {
    let (x, base) = (luck.between(0.0, 0.9), luck.between(foot, 1.05));
    let size = luck.between(0.12, 0.4);
    let dark = lit(colour, luck.between(0.5, 0.85));
    match luck.below(11) {
        0 => cabinet(canvas, luck, (x, base), size, colour),
        1 => bed(canvas, luck, colours, (x, base), size, colour),
        2 => table(canvas, luck, (x, base), size, colour),
        3 => {
            // A heap of grain.
            canvas.ellipse(x, base, size * 0.9, size * luck.between(0.3, 0.7), colour, dark);
        }
        4 => {
            for step in 0..2 + luck.below(4) {
                let (x, y) = (x + step as f32 * size * 0.5, base - luck.between(0.0, 0.2));
                canvas.ellipse(x, y, size * 0.3, size * 0.18, colour, dark);
            }
        }
        5 => {
            // A television on the wall, or a mirror.
            let y = luck.between(0.1, foot * 0.7);
            canvas.rect(x, y, size, size * 0.62, lit(dark, 0.4), lit(dark, 0.6));
            canvas.rect(x + 0.015, y + 0.02, size - 0.03, size * 0.62 - 0.04, colour, dark);
        }
        6 => {
            // A refrigerator.
            let height = size * luck.between(1.4, 2.2);
            canvas.rect(x, base - height, size * 0.8, height, lit(colour, 1.1), dark);
            canvas.rect(x, base - height * 0.6, size * 0.8, 0.012, lit(dark, 0.5), lit(dark, 0.5));
        }
        7 => {
            // A curtain.
            let (top, height) = (luck.between(0.0, 0.2), luck.between(0.3, 0.6));
            for fold in 0..5_u8 {
                let shade = lit(colour, if fold % 2 == 0 { 1.1 } else { 0.8 });
                canvas.rect(
                    x + f32::from(fold) * size * 0.12,
                    top,
                    size * 0.13,
                    height,
                    shade,
                    lit(shade, 0.8),
                );
            }
        }
        8 => {
            // Somebody nobody could recognise.
            canvas.ellipse(x, base - size * 0.2, size * 0.3, size * 0.5, colour, dark);
            canvas.ellipse(
                x,
                base - size * 0.85,
                size * 0.13,
                size * 0.2,
                [60.0, 50.0, 46.0],
                [190.0, 150.0, 124.0],
            );
        }
        9 => {
            // Posters and calendars.
            for _ in 0..=luck.below(3) {
                let (x, y) = (luck.between(0.0, 0.9), luck.between(0.03, foot * 0.7));
                let paper = colours.one_of(&THINGS);
                canvas.rect(x, y, size * 0.3, size * 0.42, lit(paper, 1.15), paper);
            }
        }
        _ => {
            // A bucket.
            let half = size * 0.3;
            let side = [
                (x - half, base - half * 1.6),
                (x + half, base - half * 1.6),
                (x + half * 0.7, base),
                (x - half * 0.7, base),
            ];
            canvas.polygon(&side, colour, dark, 1.0);
            canvas.ellipse(x, base - half * 1.6, half, half * 0.3, dark, colour);
        }
    }
}

fn cabinet(canvas: &mut Canvas, luck: &mut Luck, (x, base): Point, size: f32, colour: Colour) {
    let height = size * luck.between(0.8, 1.9);
    let dark = lit(colour, 0.7);
    canvas.rect(x, base - height, size, height, lit(colour, 1.1), dark);
    let doors = 1 + luck.below(4);
    let width = size / doors as f32;
    for door in 0..doors {
        let left = x + door as f32 * width;
        canvas.rect(
            left + width * 0.08,
            base - height * 0.93,
            width * 0.84,
            height * 0.8,
            lit(colour, 1.25),
            colour,
        );
    }
}

fn bed(
    canvas: &mut Canvas,
    luck: &mut Luck,
    colours: &mut Luck,
    (x, base): Point,
    size: f32,
    colour: Colour,
) {
    let (width, depth) = (size * luck.between(1.2, 2.0), size * luck.between(0.3, 0.7));
    let lean = luck.between(-0.12, 0.12);
    let at = |across: f32, up: f32| (x + across * width + lean * up, base - up * depth);
    canvas.polygon(
        &[at(0.0, 0.0), at(1.0, 0.0), at(1.0, 1.0), at(0.0, 1.0)],
        lit(colour, 1.1),
        lit(colour, 0.8),
        1.0,
    );
    let stripe = colours.one_of(&THINGS);
    for step in 0..4_u8 {
        let left = 0.1 + f32::from(step) * 0.22;
        canvas.polygon(
            &[at(left, 0.0), at(left + 0.07, 0.0), at(left + 0.07, 1.0), at(left, 1.0)],
            stripe,
            stripe,
            0.8,
        );
    }
    canvas.rect(x, base, width, size * 0.16, lit(colour, 0.45), lit(colour, 0.35));
}

fn table(canvas: &mut Canvas, luck: &mut Luck, (x, base): Point, size: f32, colour: Colour) {
    let height = size * luck.between(0.5, 0.9);
    let dark = lit(colour, 0.6);
    for leg in [0.05, 0.85] {
        canvas.rect(x + size * leg, base - height, size * 0.1, height, dark, dark);
    }
    let top = [
        (x - size * 0.06, base - height),
        (x + size * 1.06, base - height),
        (x + size * 0.9, base - height * 1.3),
        (x + size * 0.1, base - height * 1.3),
    ];
    canvas.polygon(&top, lit(colour, 1.2), colour, 1.0);
}
