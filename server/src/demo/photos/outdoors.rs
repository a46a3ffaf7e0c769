//! Scenes under the sky: farmhouse, doorplate, vehicle, field.

use super::canvas::{Canvas, Luck, Paint, Point, Rgb, lit};

const WALLS: [Rgb; 3] = [[222.0, 214.0, 198.0], [190.0, 160.0, 118.0], [176.0, 176.0, 172.0]];
const BRICK: Rgb = [158.0, 92.0, 72.0];
const WOODS: [Rgb; 3] = [[104.0, 66.0, 40.0], [128.0, 44.0, 34.0], [74.0, 82.0, 88.0]];
const LEAVES: [Rgb; 3] = [[58.0, 96.0, 44.0], [84.0, 116.0, 52.0], [112.0, 120.0, 50.0]];
const RED: Rgb = [186.0, 34.0, 30.0];
const GLASS: Rgb = [62.0, 78.0, 88.0];
const METAL: Rgb = [150.0, 152.0, 154.0];
const RUBBER: Rgb = [34.0, 34.0, 36.0];

/// Sky, hills and yard; the ground begins at `horizon`.
fn landscape(canvas: &mut Canvas, luck: &mut Luck, horizon: f32) {
    let clear = luck.percent(50);
    let (high, low) = if clear {
        ([96.0, 148.0, 206.0], [206.0, 222.0, 234.0])
    } else {
        ([168.0, 176.0, 184.0], [214.0, 216.0, 214.0])
    };
    canvas.fill(Paint::shaded(high, low));
    for _ in 0..luck.below(5) {
        let (x, y) = (luck.between(0.0, 1_600.0), luck.between(40.0, 240.0));
        for puff in 0_u8..6 {
            let reach = luck.between(60.0, 130.0);
            let cloud = Paint::flat([240.0, 242.0, 244.0]).opacity(0.35);
            canvas.ellipse(
                x + f32::from(puff) * 55.0,
                y + luck.between(-18.0, 18.0),
                reach,
                reach * 0.4,
                cloud,
            );
        }
    }
    for (height, colour) in [(230.0, [118.0, 138.0, 142.0]), (130.0, [78.0, 106.0, 74.0])] {
        let ridge = ridge(luck, horizon, height);
        canvas.polygon(&ridge, Paint::shaded(colour, lit(colour, 0.9)).grain(7.0));
    }
    let ground = luck.one_of(&[[168.0, 160.0, 148.0], [148.0, 122.0, 92.0], [126.0, 118.0, 100.0]]);
    canvas.rect(
        -1.0,
        horizon,
        1_602.0,
        1_202.0 - horizon,
        Paint::shaded(lit(ground, 0.9), ground).grain(13.0),
    );
}

fn ridge(luck: &mut Luck, horizon: f32, height: f32) -> Vec<Point> {
    let mut outline: Vec<Point> = (0_u8..=20)
        .map(|step| (f32::from(step) * 80.0, horizon - height * luck.between(0.45, 1.0)))
        .collect();
    outline.extend([(1_610.0, horizon + 10.0), (-10.0, horizon + 10.0)]);
    outline
}

/// 外观: a farmhouse in its yard.
pub(super) fn farmhouse(canvas: &mut Canvas, luck: &mut Luck) {
    landscape(canvas, luck, 800.0);
    if luck.percent(70) {
        tree(canvas, luck, 120.0, 900.0);
    }
    let (left, right) = (luck.between(230.0, 330.0), luck.between(1_260.0, 1_400.0));
    let (eaves, foot) = (luck.between(480.0, 540.0), luck.between(900.0, 940.0));
    canvas.polygon(
        &[(left, foot), (right, foot), (right + 120.0, foot + 60.0), (left + 60.0, foot + 60.0)],
        Paint::shadow(),
    );
    let is_brick = luck.percent(30);
    let wall = if is_brick { BRICK } else { luck.one_of(&WALLS) };
    canvas.rect(left, eaves, right - left, foot - eaves, Paint::shaded(lit(wall, 0.86), wall).grain(8.0));
    if is_brick {
        bricks(canvas, (left, eaves), (right, foot), 20.0, 0.5);
    }
    let plinth = Paint::flat([112.0, 108.0, 104.0]).grain(9.0);
    canvas.rect(left, foot - 60.0, right - left, 60.0, plinth);
    roof(canvas, luck, left, right, eaves);
    let middle = f32::midpoint(left, right);
    front_door(canvas, luck, middle, eaves + 95.0, foot);
    let side = (right - left) * 0.31;
    for centre in [middle - side, middle + side] {
        window(canvas, luck, centre - 95.0, eaves + 120.0, 190.0, 160.0);
    }
    yard(canvas, luck, left, right, eaves, foot);
    if luck.percent(50) {
        tree(canvas, luck, 1_490.0, 960.0);
    }
}

fn roof(canvas: &mut Canvas, luck: &mut Luck, left: f32, right: f32, eaves: f32) {
    let tile = luck.one_of(&[[78.0, 80.0, 84.0], [122.0, 66.0, 52.0], [92.0, 86.0, 80.0]]);
    let ridge = eaves - luck.between(150.0, 200.0);
    let slope = [
        (left - 70.0, eaves + 24.0),
        (right + 70.0, eaves + 24.0),
        (right - 30.0, ridge),
        (left + 30.0, ridge),
    ];
    canvas.polygon(&slope, Paint::shaded(lit(tile, 1.12), lit(tile, 0.8)).grain(10.0));
    for step in 0_u8..=60 {
        let part = f32::from(step) / 60.0;
        let low = left - 70.0 + (right - left + 140.0) * part;
        let high = left + 30.0 + (right - left - 60.0) * part;
        canvas.line(&[(low, eaves + 24.0), (high, ridge)], 5.0, Paint::flat(lit(tile, 0.62)).opacity(0.7));
    }
    canvas.rect(left + 20.0, ridge - 14.0, right - left - 40.0, 18.0, Paint::flat(lit(tile, 0.6)));
    canvas.rect(left, eaves + 24.0, right - left, 30.0, Paint::shadow());
}

fn front_door(canvas: &mut Canvas, luck: &mut Luck, middle: f32, top: f32, foot: f32) {
    let wood = luck.one_of(&WOODS);
    canvas.rect(middle - 120.0, top - 16.0, 240.0, foot - top + 16.0, Paint::flat(lit(wood, 0.6)));
    for leaf in [middle - 104.0, middle + 4.0] {
        canvas.rect(leaf, top, 100.0, foot - top, Paint::shaded(wood, lit(wood, 0.85)).grain(6.0));
        canvas.rect(leaf + 18.0, top + 30.0, 64.0, 90.0, Paint::flat(lit(wood, 0.8)));
        canvas.rect(leaf + 18.0, top + 150.0, 64.0, 110.0, Paint::flat(lit(wood, 0.8)));
    }
    canvas.ellipse(middle, f32::midpoint(top, foot) + 20.0, 7.0, 7.0, Paint::flat([196.0, 170.0, 90.0]));
    let faded = lit(RED, luck.between(0.8, 1.15));
    for strip in [middle - 168.0, middle + 134.0] {
        canvas.rect(strip, top + 10.0, 34.0, 250.0, Paint::flat(faded));
        for word in 0_u8..7 {
            canvas.rect(
                strip + 9.0,
                top + 24.0 + f32::from(word) * 33.0,
                16.0,
                18.0,
                Paint::flat([44.0, 26.0, 20.0]),
            );
        }
    }
    canvas.rect(middle - 120.0, top - 56.0, 240.0, 34.0, Paint::flat(faded));
    canvas.rect(middle - 150.0, foot - 22.0, 300.0, 40.0, Paint::flat([136.0, 132.0, 126.0]).grain(8.0));
}

fn window(canvas: &mut Canvas, luck: &mut Luck, x: f32, y: f32, width: f32, height: f32) {
    let frame = Paint::flat(luck.one_of(&[[206.0, 206.0, 202.0], [92.0, 64.0, 44.0]]));
    canvas.rect(x - 10.0, y - 10.0, width + 20.0, height + 20.0, frame);
    canvas.rect(x, y, width, height, Paint::shaded(lit(GLASS, 1.5), GLASS));
    canvas.polygon(
        &[(x + width * 0.1, y), (x + width * 0.35, y), (x + width * 0.15, y + height), (x, y + height)],
        Paint::flat([170.0, 184.0, 190.0]).opacity(0.35),
    );
    for bar in 1_u8..6 {
        canvas.rect(x + width * f32::from(bar) / 6.0 - 3.0, y, 6.0, height, Paint::flat(lit(METAL, 0.8)));
    }
    canvas.rect(x - 18.0, y + height + 8.0, width + 36.0, 12.0, Paint::flat([172.0, 168.0, 160.0]));
}

/// What stands about a yard: drying corn, firewood, a clothes line.
fn yard(canvas: &mut Canvas, luck: &mut Luck, left: f32, right: f32, eaves: f32, foot: f32) {
    if luck.percent(60) {
        for string in 0_u8..7 {
            let x = right - 60.0 - f32::from(string) * 24.0;
            for cob in 0_u8..6 {
                let gold = lit([214.0, 164.0, 44.0], luck.between(0.85, 1.1));
                canvas.ellipse(x, eaves + 50.0 + f32::from(cob) * 20.0, 10.0, 14.0, Paint::flat(gold));
            }
        }
    }
    if luck.percent(55) {
        for row in 0_u8..4 {
            for log in 0_u8..8 {
                let (x, y) = (left + 20.0 + f32::from(log) * 26.0, foot + 20.0 - f32::from(row) * 24.0);
                canvas.ellipse(x, y, 13.0, 13.0, Paint::flat([86.0, 62.0, 42.0]));
                canvas.ellipse(x, y, 9.0, 9.0, Paint::flat([182.0, 146.0, 104.0]));
            }
        }
    }
    if luck.percent(50) {
        canvas.line(&[(left - 200.0, 720.0), (left + 40.0, 740.0)], 3.0, Paint::flat(RUBBER));
        for cloth in 0_u8..3 {
            let colour = luck.one_of(&[[70.0, 92.0, 140.0], [200.0, 196.0, 190.0], [150.0, 60.0, 70.0]]);
            let x = left - 180.0 + f32::from(cloth) * 68.0;
            canvas.rect(x, 726.0, 52.0, 84.0, Paint::shaded(colour, lit(colour, 0.8)));
        }
    }
    for _ in 0..60 {
        let (x, y) = (luck.between(0.0, 1_600.0), luck.between(foot + 40.0, 1_200.0));
        canvas.ellipse(x, y, luck.between(2.0, 9.0), luck.between(1.0, 4.0), Paint::shadow());
    }
}

fn tree(canvas: &mut Canvas, luck: &mut Luck, x: f32, foot: f32) {
    let bark = Paint::flat([76.0, 60.0, 46.0]).grain(10.0);
    canvas.polygon(&[(x - 20.0, foot), (x + 22.0, foot), (x + 10.0, 420.0), (x - 8.0, 420.0)], bark);
    let leaf = luck.one_of(&LEAVES);
    for _ in 0..90 {
        let (dx, dy) = (luck.between(-170.0, 170.0), luck.between(-200.0, 150.0));
        let reach = luck.between(22.0, 52.0);
        let shade = lit(leaf, luck.between(0.65, 1.25));
        canvas.ellipse(
            x + dx,
            380.0 + dy * 0.8,
            reach,
            reach * 0.7,
            Paint::flat(shade).grain(12.0).opacity(0.9),
        );
    }
}

/// Courses of bricks between two corners.
fn bricks(canvas: &mut Canvas, from: Point, to: Point, course: f32, strength: f32) {
    let joint = Paint::flat([206.0, 196.0, 184.0]).opacity(strength);
    let mut y = from.1;
    let mut shifted = false;
    while y < to.1 {
        canvas.rect(from.0, y, to.0 - from.0, course * 0.12, joint);
        let mut x = from.0 + if shifted { course * 1.2 } else { 0.0 };
        while x < to.0 {
            canvas.rect(x, y, course * 0.12, course.min(to.1 - y), joint);
            x += course * 2.4;
        }
        y += course;
        shifted = !shifted;
    }
}

/// 门牌: a blue number plate beside a door.
pub(super) fn doorplate(canvas: &mut Canvas, luck: &mut Luck, number: u16) {
    let is_brick = luck.percent(40);
    let wall = if is_brick { BRICK } else { luck.one_of(&WALLS) };
    canvas.fill(Paint::shaded(lit(wall, 1.02), lit(wall, 0.84)).grain(12.0));
    if is_brick {
        bricks(canvas, (-20.0, -20.0), (1_620.0, 1_220.0), 92.0, 0.45);
    }
    let wood = luck.one_of(&WOODS);
    canvas.rect(1_280.0, -1.0, 70.0, 1_202.0, Paint::flat(lit(wood, 0.55)));
    canvas.rect(1_350.0, -1.0, 260.0, 1_202.0, Paint::shaded(wood, lit(wood, 0.8)).grain(8.0));
    let (x, y) = (luck.between(380.0, 480.0), luck.between(340.0, 420.0));
    canvas.rect(x + 14.0, y + 18.0, 680.0, 420.0, Paint::shadow());
    canvas.rect(x, y, 680.0, 420.0, Paint::shaded([40.0, 84.0, 168.0], [28.0, 62.0, 140.0]));
    for (inset, colour) in [(16.0, [232.0, 234.0, 238.0]), (24.0, [34.0, 74.0, 156.0])] {
        canvas.rect(x + inset, y + inset, 680.0 - 2.0 * inset, 420.0 - 2.0 * inset, Paint::flat(colour));
    }
    let white = Paint::flat([236.0, 238.0, 240.0]);
    for word in 0_u8..6 {
        let left = x + 76.0 + f32::from(word) * 90.0;
        canvas.rect(left, y + 70.0, 58.0, 8.0, white);
        canvas.rect(left + 24.0, y + 56.0, 9.0, 66.0, white);
        canvas.rect(left + 6.0, y + 112.0, 46.0, 8.0, white);
    }
    digits(canvas, (x + 200.0, y + 170.0), 90.0, number, white);
    for (dx, dy) in [(34.0, 34.0), (646.0, 34.0), (34.0, 386.0), (646.0, 386.0)] {
        canvas.ellipse(x + dx, y + dy, 8.0, 8.0, Paint::flat(METAL));
    }
    canvas.polygon(
        &[(x, y), (x + 260.0, y), (x + 40.0, y + 420.0), (x, y + 420.0)],
        Paint::flat([255.0; 3]).opacity(0.08),
    );
}

/// Bars of a number as counters show it: top, both upper sides, middle, both lower sides, bottom.
fn digits(canvas: &mut Canvas, at: Point, size: f32, number: u16, paint: Paint) {
    const LIT: [u8; 10] = [0x77, 0x24, 0x5d, 0x6d, 0x2e, 0x6b, 0x7b, 0x25, 0x7f, 0x6f];
    let bar = size * 0.2;
    let parts = [
        (0.0, 0.0, size, bar),
        (0.0, 0.0, bar, size),
        (size - bar, 0.0, bar, size),
        (0.0, size - bar / 2.0, size, bar),
        (0.0, size, bar, size),
        (size - bar, size, bar, size),
        (0.0, 2.0 * size - bar, size, bar),
    ];
    let text = number.to_string();
    let mut left = at.0;
    for digit in text.bytes() {
        let mask = LIT.get(usize::from(digit.wrapping_sub(b'0'))).copied().unwrap_or_default();
        for (index, (x, y, width, height)) in parts.into_iter().enumerate() {
            if mask >> index & 1 == 1 {
                canvas.rect(left + x, at.1 + y, width, height, paint);
            }
        }
        left += size * 1.4;
    }
}

/// 车辆: a car or a three-wheeler in front of a wall.
pub(super) fn vehicle(canvas: &mut Canvas, luck: &mut Luck, number: u16) {
    landscape(canvas, luck, 700.0);
    let wall = luck.one_of(&[BRICK, [150.0, 146.0, 140.0]]);
    canvas.rect(-1.0, 330.0, 1_602.0, 420.0, Paint::shaded(wall, lit(wall, 0.85)).grain(9.0));
    bricks(canvas, (-10.0, 330.0), (1_610.0, 750.0), 34.0, 0.3);
    let colour =
        luck.one_of(&[[196.0, 198.0, 200.0], [150.0, 30.0, 32.0], [38.0, 60.0, 104.0], [44.0, 44.0, 48.0]]);
    canvas.ellipse(800.0, 992.0, 620.0, 42.0, Paint::shadow());
    if luck.percent(50) { car(canvas, colour, number) } else { three_wheeler(canvas, colour) }
}

fn wheel(canvas: &mut Canvas, x: f32, y: f32, radius: f32) {
    canvas.ellipse(x, y, radius, radius, Paint::flat(RUBBER));
    canvas.ellipse(x, y, radius * 0.6, radius * 0.6, Paint::flat(METAL));
    canvas.ellipse(x, y, radius * 0.2, radius * 0.2, Paint::flat(RUBBER));
}

fn car(canvas: &mut Canvas, colour: Rgb, number: u16) {
    let body =
        [(230.0, 930.0), (240.0, 780.0), (430.0, 740.0), (580.0, 610.0), (1_010.0, 605.0), (1_170.0, 740.0)];
    let mut outline = body.to_vec();
    outline.extend([(1_340.0, 770.0), (1_375.0, 930.0)]);
    canvas.polygon(&outline, Paint::shaded(lit(colour, 1.15), lit(colour, 0.75)));
    let glass = Paint::shaded(lit(GLASS, 1.6), GLASS);
    canvas.polygon(&[(500.0, 735.0), (606.0, 636.0), (780.0, 634.0), (780.0, 735.0)], glass);
    canvas.polygon(&[(806.0, 735.0), (806.0, 634.0), (994.0, 634.0), (1_110.0, 735.0)], glass);
    for seam in [430.0, 793.0, 1_120.0] {
        canvas.line(&[(seam, 745.0), (seam + 6.0, 905.0)], 4.0, Paint::flat(lit(colour, 0.5)));
    }
    for handle in [700.0, 1_020.0] {
        canvas.rect(handle, 775.0, 52.0, 10.0, Paint::flat(lit(colour, 0.5)));
    }
    canvas.ellipse(1_340.0, 800.0, 26.0, 18.0, Paint::flat([240.0, 236.0, 210.0]));
    canvas.rect(232.0, 800.0, 24.0, 50.0, Paint::flat(RED));
    canvas.rect(230.0, 905.0, 1_146.0, 28.0, Paint::flat(lit(colour, 0.4)));
    wheel(canvas, 455.0, 925.0, 84.0);
    wheel(canvas, 1_155.0, 925.0, 84.0);
    canvas.rect(1_290.0, 868.0, 80.0, 30.0, Paint::flat([30.0, 64.0, 150.0]));
    digits(canvas, (1_296.0, 872.0), 9.0, number, Paint::flat([236.0; 3]));
}

fn three_wheeler(canvas: &mut Canvas, colour: Rgb) {
    let paint = Paint::shaded(lit(colour, 1.1), lit(colour, 0.75));
    canvas.rect(250.0, 700.0, 620.0, 150.0, paint);
    for rib in 0_u8..8 {
        canvas.rect(270.0 + f32::from(rib) * 76.0, 700.0, 8.0, 150.0, Paint::flat(lit(colour, 0.55)));
    }
    canvas.rect(240.0, 850.0, 760.0, 26.0, Paint::flat(lit(METAL, 0.4)));
    canvas.rect(880.0, 740.0, 190.0, 44.0, Paint::flat(RUBBER));
    canvas.polygon(&[(900.0, 784.0), (1_050.0, 784.0), (1_030.0, 870.0), (900.0, 870.0)], paint);
    canvas.polygon(&[(1_150.0, 700.0), (1_250.0, 690.0), (1_280.0, 880.0), (1_180.0, 880.0)], paint);
    canvas.line(&[(1_180.0, 600.0), (1_300.0, 930.0)], 20.0, Paint::flat(lit(METAL, 0.7)));
    canvas.line(&[(1_090.0, 600.0), (1_200.0, 610.0)], 14.0, Paint::flat(RUBBER));
    canvas.ellipse(1_250.0, 700.0, 30.0, 30.0, Paint::flat([240.0, 236.0, 210.0]));
    canvas.line(&[(1_000.0, 865.0), (1_190.0, 870.0)], 30.0, Paint::flat(lit(METAL, 0.4)));
    wheel(canvas, 430.0, 925.0, 82.0);
    wheel(canvas, 720.0, 925.0, 82.0);
    wheel(canvas, 1_310.0, 930.0, 80.0);
}

/// 其他: a vegetable plot behind the house.
pub(super) fn field(canvas: &mut Canvas, luck: &mut Luck) {
    landscape(canvas, luck, 520.0);
    let soil = [120.0, 92.0, 64.0];
    canvas.rect(-1.0, 520.0, 1_602.0, 682.0, Paint::shaded(lit(soil, 0.9), soil).grain(16.0));
    for row in 0_u8..11 {
        let centre = f32::from(row) - 5.0;
        let (far, near) = (800.0 + centre * 90.0, 800.0 + centre * 300.0);
        let furrow = Paint::flat(lit(soil, 0.6)).grain(10.0);
        canvas.polygon(&[(far, 520.0), (far + 10.0, 520.0), (near + 60.0, 1_210.0), (near, 1_210.0)], furrow);
        for plant in 1_u8..=14 {
            let depth = (f32::from(plant) / 14.0).powi(2);
            let x = far + 45.0 + (near + 150.0 - far - 45.0) * depth;
            let leaf = luck.one_of(&LEAVES);
            for _ in 0..5 {
                let reach = 4.0 + 46.0 * depth;
                let (dx, dy) = (luck.between(-reach, reach), luck.between(-reach, reach) * 0.5);
                let paint = Paint::flat(lit(leaf, luck.between(0.8, 1.3))).grain(9.0);
                canvas.ellipse(x + dx, 524.0 + 660.0 * depth + dy, reach * 0.8, reach * 0.45, paint);
            }
        }
    }
}
