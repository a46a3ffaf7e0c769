//! Scenes under a roof: kitchen, bedroom, appliances, grain, meeting room.

use super::canvas::{Canvas, Luck, Paint, Point, Rgb, lit};

const PLASTER: [Rgb; 3] = [[214.0, 208.0, 196.0], [196.0, 204.0, 200.0], [206.0, 192.0, 168.0]];
const FLOORS: [Rgb; 3] = [[130.0, 124.0, 116.0], [146.0, 104.0, 78.0], [174.0, 168.0, 158.0]];
const WOOD: Rgb = [128.0, 86.0, 52.0];
const CLOTHS: [Rgb; 5] = [
    [170.0, 56.0, 66.0],
    [62.0, 92.0, 150.0],
    [186.0, 150.0, 80.0],
    [92.0, 128.0, 92.0],
    [150.0, 92.0, 140.0],
];
const DARK: Rgb = [36.0, 34.0, 34.0];
const STEEL: Rgb = [176.0, 180.0, 184.0];
const WHITE: Rgb = [228.0, 230.0, 230.0];

/// Wall and floor; the floor begins at `foot`.
fn room(canvas: &mut Canvas, luck: &mut Luck, foot: f32) {
    let (wall, floor) = (luck.one_of(&PLASTER), luck.one_of(&FLOORS));
    canvas.fill(Paint::shaded(lit(wall, 0.82), wall).grain(5.0));
    canvas.rect(-1.0, foot, 1_602.0, 1_202.0 - foot, Paint::shaded(lit(floor, 0.8), floor).grain(9.0));
    for line in 0_u8..9 {
        let far = 100.0 + f32::from(line) * 175.0;
        let near = 800.0 + (far - 800.0) * 1.9;
        canvas.line(&[(far, foot), (near, 1_202.0)], 3.0, Paint::flat(lit(floor, 0.6)).opacity(0.5));
    }
    canvas.rect(-1.0, foot - 26.0, 1_602.0, 26.0, Paint::flat(lit(floor, 0.65)));
    for _ in 0..6 {
        let (x, y) = (luck.between(0.0, 1_600.0), luck.between(0.0, foot));
        canvas.ellipse(
            x,
            y,
            luck.between(30.0, 120.0),
            luck.between(20.0, 70.0),
            Paint::shadow().opacity(0.05),
        );
    }
}

/// A bright window, the light of the room.
fn daylight(canvas: &mut Canvas, x: f32, y: f32, width: f32, height: f32) {
    canvas.rect(x - 18.0, y - 18.0, width + 36.0, height + 36.0, Paint::flat([116.0, 88.0, 62.0]));
    canvas.rect(x, y, width, height, Paint::shaded([236.0, 242.0, 248.0], [206.0, 222.0, 216.0]));
    canvas.ellipse(
        x + width * 0.7,
        y + height * 0.9,
        width * 0.25,
        height * 0.2,
        Paint::flat([140.0, 168.0, 120.0]).opacity(0.6),
    );
    canvas.rect(x + width / 2.0 - 7.0, y, 14.0, height, Paint::flat([116.0, 88.0, 62.0]));
    canvas.rect(x, y + height * 0.32, width, 10.0, Paint::flat([116.0, 88.0, 62.0]));
    let beam = [(x, y + height), (x + width, y + height), (x + width + 300.0, 1_200.0), (x + 120.0, 1_200.0)];
    canvas.polygon(&beam, Paint::flat([255.0, 248.0, 230.0]).opacity(0.10).grain(0.0));
}

/// 厨房: a brick stove with two woks.
pub(super) fn kitchen(canvas: &mut Canvas, luck: &mut Luck) {
    room(canvas, luck, 900.0);
    let tile = luck.one_of(&[WHITE, [206.0, 222.0, 226.0], [226.0, 214.0, 196.0]]);
    canvas.rect(-1.0, 430.0, 1_602.0, 444.0, Paint::shaded(tile, lit(tile, 0.9)));
    for step in 0_u8..20 {
        let at = f32::from(step) * 84.0;
        canvas.rect(at, 430.0, 3.0, 444.0, Paint::flat(lit(tile, 0.7)));
        if step < 6 {
            canvas.rect(-1.0, 430.0 + at, 1_602.0, 3.0, Paint::flat(lit(tile, 0.7)));
        }
    }
    let (window, stove) = (luck.between(-60.0, 1_000.0), luck.between(-360.0, 180.0));
    canvas.shifted(window, |canvas| daylight(canvas, 110.0, 120.0, 330.0, 280.0));
    if luck.percent(60) {
        canvas.shifted(luck.between(-560.0, 360.0), |canvas| shelf(canvas, luck, 620.0, 300.0));
    }
    canvas.shifted(stove, |canvas| brick_stove(canvas, luck));
    canvas.shifted(luck.between(-60.0, 300.0), |canvas| bucket(canvas, luck, 200.0, 1_010.0));
}

fn brick_stove(canvas: &mut Canvas, luck: &mut Luck) {
    let brick = luck.one_of(&[[150.0, 88.0, 66.0], [170.0, 166.0, 158.0], [198.0, 192.0, 182.0]]);
    canvas.rect(1_240.0, -1.0, 150.0, 760.0, Paint::shaded(lit(brick, 0.7), brick).grain(9.0));
    canvas.rect(420.0, 730.0, 980.0, 330.0, Paint::shaded(brick, lit(brick, 0.75)).grain(9.0));
    canvas.polygon(
        &[(400.0, 730.0), (1_420.0, 730.0), (1_370.0, 650.0), (450.0, 650.0)],
        Paint::flat([190.0, 186.0, 178.0]),
    );
    for x in [670.0, 1_070.0] {
        canvas.ellipse(x, 690.0, 170.0, 34.0, Paint::flat(DARK));
        canvas.ellipse(x, 694.0, 146.0, 24.0, Paint::shaded([24.0, 22.0, 22.0], [84.0, 80.0, 76.0]));
        canvas.rect(x - 70.0, 850.0, 140.0, 120.0, Paint::flat([26.0, 22.0, 20.0]));
        if luck.percent(50) {
            canvas.ellipse(x, 950.0, 56.0, 22.0, Paint::flat([236.0, 130.0, 40.0]).opacity(0.8));
        }
    }
    if luck.percent(60) {
        canvas.ellipse(670.0, 664.0, 160.0, 46.0, Paint::shaded([196.0, 150.0, 96.0], [140.0, 98.0, 58.0]));
        canvas.ellipse(670.0, 622.0, 22.0, 12.0, Paint::flat([96.0, 66.0, 40.0]));
    }
}

fn shelf(canvas: &mut Canvas, luck: &mut Luck, x: f32, y: f32) {
    for board in [y, y + 120.0] {
        canvas.rect(x, board, 540.0, 16.0, Paint::flat(WOOD).grain(7.0));
        for bowl in 0_u8..6 {
            let (left, colour) = (
                x + 30.0 + f32::from(bowl) * 86.0,
                luck.one_of(&[WHITE, [190.0, 206.0, 220.0], [206.0, 186.0, 150.0]]),
            );
            if luck.percent(70) {
                let rim: [Point; 4] = [
                    (left, board - 44.0),
                    (left + 64.0, board - 44.0),
                    (left + 46.0, board),
                    (left + 18.0, board),
                ];
                canvas.polygon(&rim, Paint::shaded(colour, lit(colour, 0.75)));
            } else {
                canvas.rect(
                    left + 14.0,
                    board - 76.0,
                    34.0,
                    76.0,
                    Paint::flat(lit([110.0, 70.0, 40.0], luck.between(0.6, 1.4))),
                );
            }
        }
    }
}

fn bucket(canvas: &mut Canvas, luck: &mut Luck, x: f32, y: f32) {
    let colour = luck.one_of(&CLOTHS);
    canvas.ellipse(x, y + 110.0, 130.0, 24.0, Paint::shadow());
    canvas.polygon(
        &[(x - 110.0, y - 90.0), (x + 110.0, y - 90.0), (x + 84.0, y + 110.0), (x - 84.0, y + 110.0)],
        Paint::shaded(colour, lit(colour, 0.7)),
    );
    canvas.ellipse(x, y - 90.0, 110.0, 26.0, Paint::flat(lit(colour, 0.6)));
    canvas.ellipse(x, y - 86.0, 94.0, 18.0, Paint::shaded([120.0, 140.0, 150.0], [190.0, 204.0, 210.0]));
}

/// 卧室: a bed with a quilt, a wardrobe, a bulb.
pub(super) fn bedroom(canvas: &mut Canvas, luck: &mut Luck) {
    room(canvas, luck, 820.0);
    let (window, bed) = (luck.between(-420.0, 420.0), luck.between(-260.0, 460.0));
    let curtain = luck.one_of(&CLOTHS);
    canvas.shifted(window, |canvas| {
        daylight(canvas, 560.0, 130.0, 380.0, 330.0);
        for x in [470.0, 920.0] {
            hang(canvas, x, curtain);
        }
    });
    if luck.percent(65) {
        let beside = if luck.percent(50) { 0.0 } else { -1_130.0 };
        canvas.shifted(beside, |canvas| wardrobe(canvas, luck));
    }
    canvas.shifted(bed, |canvas| made_bed(canvas, luck));
    canvas.line(&[(800.0, -1.0), (800.0, 60.0)], 4.0, Paint::flat(DARK));
    canvas.ellipse(800.0, 84.0, 22.0, 28.0, Paint::flat([250.0, 240.0, 200.0]));
}

fn hang(canvas: &mut Canvas, x: f32, curtain: Rgb) {
    for fold in 0_u8..5 {
        let shade = lit(curtain, if fold % 2 == 0 { 1.1 } else { 0.82 });
        let left = x + f32::from(fold) * 22.0;
        canvas.rect(left, 100.0, 24.0, 420.0, Paint::shaded(shade, lit(shade, 0.85)));
    }
}

fn made_bed(canvas: &mut Canvas, luck: &mut Luck) {
    canvas.rect(60.0, 560.0, 70.0, 420.0, Paint::flat(lit(WOOD, 0.8)).grain(7.0));
    canvas.rect(90.0, 600.0, 40.0, 200.0, Paint::flat(WOOD).grain(7.0));
    let quilt = luck.one_of(&CLOTHS);
    let top: [Point; 4] = [(120.0, 760.0), (1_010.0, 760.0), (1_110.0, 980.0), (90.0, 980.0)];
    canvas.polygon(
        &[(90.0, 980.0), (1_110.0, 980.0), (1_110.0, 1_090.0), (90.0, 1_090.0)],
        Paint::flat(lit(WOOD, 0.7)).grain(7.0),
    );
    canvas.polygon(&top, Paint::shaded(lit(WHITE, 0.9), WHITE));
    canvas.polygon(
        &[(380.0, 750.0), (1_020.0, 750.0), (1_124.0, 1_030.0), (330.0, 1_030.0)],
        Paint::shaded(quilt, lit(quilt, 0.75)).grain(7.0),
    );
    for stripe in 1_u8..7 {
        let part = f32::from(stripe) / 7.0;
        let (far, near) = (380.0 + 640.0 * part, 330.0 + 794.0 * part);
        canvas.line(&[(far, 752.0), (near, 1_028.0)], 14.0, Paint::flat(lit(quilt, 1.35)));
    }
    for _ in 0..24 {
        let (x, y) = (luck.between(420.0, 1_030.0), luck.between(780.0, 1_010.0));
        canvas.ellipse(x, y, 16.0, 11.0, Paint::flat(luck.one_of(&CLOTHS)));
        canvas.ellipse(x, y, 5.0, 4.0, Paint::flat([240.0, 220.0, 120.0]));
    }
    let pillow = luck.one_of(&[WHITE, [200.0, 170.0, 170.0], [170.0, 190.0, 206.0]]);
    canvas.ellipse(240.0, 790.0, 120.0, 52.0, Paint::shaded(pillow, lit(pillow, 0.75)));
}

fn wardrobe(canvas: &mut Canvas, luck: &mut Luck) {
    let wood = lit(WOOD, luck.between(0.7, 1.3));
    canvas.rect(1_180.0, 270.0, 360.0, 680.0, Paint::shaded(wood, lit(wood, 0.8)).grain(8.0));
    for leaf in [1_196.0, 1_366.0] {
        canvas.rect(leaf, 290.0, 158.0, 640.0, Paint::shaded(lit(wood, 1.12), lit(wood, 0.9)).grain(8.0));
    }
    if luck.percent(50) {
        canvas.rect(
            1_216.0,
            330.0,
            118.0,
            400.0,
            Paint::shaded([190.0, 204.0, 210.0], [150.0, 164.0, 172.0]),
        );
    }
    for handle in [1_344.0, 1_372.0] {
        canvas.rect(handle, 590.0, 8.0, 60.0, Paint::flat(STEEL));
    }
}

/// 家电: a refrigerator, a television or a washing machine.
pub(super) fn appliance(canvas: &mut Canvas, luck: &mut Luck) {
    room(canvas, luck, 880.0);
    let colour = luck.one_of(&[WHITE, STEEL, [142.0, 168.0, 178.0], [176.0, 132.0, 120.0]]);
    match luck.below(3) {
        0 => refrigerator(canvas, luck, colour),
        1 => television(canvas, luck),
        _ => washing_machine(canvas, colour),
    }
    canvas.rect(1_380.0, 640.0, 90.0, 90.0, Paint::flat(WHITE));
    for hole in [1_404.0, 1_438.0] {
        canvas.rect(hole, 676.0, 8.0, 24.0, Paint::flat(DARK));
    }
    canvas.line(&[(1_424.0, 700.0), (1_400.0, 820.0), (1_150.0, 860.0)], 7.0, Paint::flat(DARK));
}

fn refrigerator(canvas: &mut Canvas, luck: &mut Luck, colour: Rgb) {
    canvas.ellipse(800.0, 1_060.0, 320.0, 36.0, Paint::shadow());
    canvas.rect(560.0, 160.0, 480.0, 890.0, Paint::shaded(lit(colour, 1.05), lit(colour, 0.85)));
    canvas.rect(1_010.0, 160.0, 30.0, 890.0, Paint::shadow());
    canvas.rect(560.0, 470.0, 480.0, 10.0, Paint::flat(lit(colour, 0.5)));
    for (y, height) in [(330.0, 110.0), (510.0, 190.0)] {
        canvas.rect(596.0, y, 18.0, height, Paint::flat(lit(colour, 0.6)));
    }
    canvas.rect(740.0, 210.0, 120.0, 26.0, Paint::flat(lit(colour, 0.7)));
    for _ in 0..3 {
        let (x, y) = (luck.between(680.0, 940.0), luck.between(540.0, 800.0));
        canvas.rect(x, y, 44.0, 56.0, Paint::flat(luck.one_of(&CLOTHS)));
    }
}

fn television(canvas: &mut Canvas, luck: &mut Luck) {
    canvas.rect(330.0, 800.0, 940.0, 240.0, Paint::shaded(WOOD, lit(WOOD, 0.75)).grain(8.0));
    for door in [350.0, 660.0, 970.0] {
        canvas.rect(door, 830.0, 280.0, 190.0, Paint::flat(lit(WOOD, 1.15)).grain(8.0));
        canvas.ellipse(door + 250.0, 920.0, 10.0, 10.0, Paint::flat(STEEL));
    }
    canvas.rect(430.0, 320.0, 740.0, 440.0, Paint::flat(DARK));
    let glow = luck.one_of(&[[30.0, 34.0, 40.0], [60.0, 110.0, 160.0], [110.0, 130.0, 80.0]]);
    canvas.rect(450.0, 340.0, 700.0, 390.0, Paint::shaded(lit(glow, 1.3), glow));
    canvas.polygon(
        &[(480.0, 340.0), (720.0, 340.0), (560.0, 730.0), (450.0, 730.0)],
        Paint::flat([255.0; 3]).opacity(0.08),
    );
    canvas.rect(740.0, 760.0, 120.0, 40.0, Paint::flat(DARK));
    canvas.rect(1_180.0, 740.0, 60.0, 60.0, Paint::flat(luck.one_of(&CLOTHS)));
}

fn washing_machine(canvas: &mut Canvas, colour: Rgb) {
    canvas.ellipse(800.0, 1_060.0, 340.0, 36.0, Paint::shadow());
    canvas.rect(530.0, 420.0, 540.0, 630.0, Paint::shaded(lit(colour, 1.05), lit(colour, 0.85)));
    canvas.rect(530.0, 420.0, 540.0, 110.0, Paint::flat(lit(colour, 0.8)));
    canvas.ellipse(960.0, 475.0, 34.0, 34.0, Paint::flat(STEEL));
    canvas.rect(570.0, 455.0, 180.0, 44.0, Paint::flat([60.0, 70.0, 80.0]));
    for (reach, shade) in [(200.0, STEEL), (166.0, [90.0, 98.0, 104.0]), (146.0, [52.0, 62.0, 70.0])] {
        canvas.ellipse(800.0, 770.0, reach, reach, Paint::shaded(lit(shade, 1.2), lit(shade, 0.8)));
    }
    canvas.ellipse(750.0, 700.0, 50.0, 28.0, Paint::flat([255.0; 3]).opacity(0.2));
}

/// 存粮: sacks against the wall, a heap of corn before them.
pub(super) fn grain(canvas: &mut Canvas, luck: &mut Luck) {
    room(canvas, luck, 860.0);
    let rows = 2 + luck.below(3);
    for row in 0..rows {
        let lift = [0.0, 130.0, 260.0, 390.0].get(row).copied().unwrap_or_default();
        for place in 0_u8..5 {
            let x = 260.0 + f32::from(place) * 270.0 + if row % 2 == 0 { 0.0 } else { 60.0 };
            if row == 0 || luck.percent(80) {
                sack(canvas, luck, x, 900.0 - lift);
            }
        }
    }
    let heap = luck.between(500.0, 1_100.0);
    canvas.ellipse(heap, 1_130.0, 420.0, 50.0, Paint::shadow());
    for _ in 0..420 {
        let dx = luck.between(-1.0, 1.0);
        let up = luck.between(0.0, 1.0) * (1.0 - dx.abs());
        let gold = lit([218.0, 168.0, 50.0], luck.between(0.7, 1.15));
        canvas.ellipse(
            heap + dx * 400.0,
            1_140.0 - up * 250.0,
            26.0,
            11.0,
            Paint::shaded(gold, lit(gold, 0.75)).grain(12.0),
        );
    }
}

fn sack(canvas: &mut Canvas, luck: &mut Luck, x: f32, y: f32) {
    let cloth = luck.one_of(&[[216.0, 212.0, 200.0], [196.0, 182.0, 150.0], [188.0, 200.0, 196.0]]);
    canvas.ellipse(x, y + 66.0, 140.0, 20.0, Paint::shadow());
    let paint = Paint::shaded(lit(cloth, 1.05), lit(cloth, 0.7)).grain(10.0);
    canvas.ellipse(x, y, 136.0, 72.0, paint);
    canvas.polygon(
        &[(x + 120.0, y - 16.0), (x + 164.0, y - 34.0), (x + 164.0, y + 30.0), (x + 120.0, y + 16.0)],
        paint,
    );
    canvas.rect(
        x - 60.0,
        y - 18.0,
        110.0,
        12.0,
        Paint::flat(luck.one_of(&[[40.0, 90.0, 60.0], [170.0, 40.0, 40.0]])).opacity(0.7),
    );
    canvas.rect(x - 40.0, y + 6.0, 70.0, 10.0, Paint::flat([60.0, 60.0, 70.0]).opacity(0.6));
}

/// 会场: people on benches before a table and a red banner.
pub(super) fn meeting(canvas: &mut Canvas, luck: &mut Luck) {
    room(canvas, luck, 640.0);
    canvas.rect(180.0, 90.0, 1_240.0, 110.0, Paint::flat([190.0, 30.0, 28.0]));
    for word in 0_u8..14 {
        let x = 240.0 + f32::from(word) * 82.0;
        canvas.rect(x, 118.0, 50.0, 10.0, Paint::flat([244.0, 214.0, 90.0]));
        canvas.rect(x + 20.0, 112.0, 10.0, 66.0, Paint::flat([244.0, 214.0, 90.0]));
        canvas.rect(x + 6.0, 162.0, 40.0, 9.0, Paint::flat([244.0, 214.0, 90.0]));
    }
    for chair in 0_u8..5 {
        person(canvas, luck, 400.0 + f32::from(chair) * 200.0, 460.0, 0.8, true);
    }
    canvas.rect(240.0, 540.0, 1_120.0, 160.0, Paint::shaded([150.0, 40.0, 40.0], [110.0, 28.0, 28.0]));
    for cup in 0_u8..5 {
        canvas.rect(330.0 + f32::from(cup) * 200.0, 506.0, 28.0, 36.0, Paint::flat(WHITE));
    }
    for (row, (y, size)) in [(800.0, 1.0), (940.0, 1.25), (1_100.0, 1.5)].into_iter().enumerate() {
        let mut x = if row % 2 == 0 { 130.0 } else { 60.0 };
        while x < 1_620.0 {
            if luck.percent(85) {
                person(canvas, luck, x, y, size, false);
            }
            x += 150.0 * size;
        }
    }
}

/// Somebody nobody could recognise: a head, shoulders, no face.
fn person(canvas: &mut Canvas, luck: &mut Luck, x: f32, y: f32, size: f32, facing: bool) {
    let coat = luck.one_of(&[
        [52.0, 62.0, 84.0],
        [92.0, 72.0, 60.0],
        [70.0, 84.0, 66.0],
        [120.0, 60.0, 66.0],
        [60.0; 3],
    ]);
    let hair = luck.one_of(&[[30.0, 28.0, 28.0], [80.0, 78.0, 76.0], [150.0, 148.0, 146.0]]);
    canvas.ellipse(x, y + 120.0 * size, 72.0 * size, 80.0 * size, Paint::shaded(coat, lit(coat, 0.7)));
    canvas.rect(
        x - 14.0 * size,
        y + 20.0 * size,
        28.0 * size,
        40.0 * size,
        Paint::flat([196.0, 156.0, 126.0]),
    );
    canvas.ellipse(x, y, 36.0 * size, 44.0 * size, Paint::flat(hair));
    if facing {
        canvas.ellipse(x, y + 8.0 * size, 31.0 * size, 34.0 * size, Paint::flat([206.0, 166.0, 136.0]));
    }
}
