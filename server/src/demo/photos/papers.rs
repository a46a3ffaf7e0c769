//! Scenes of paper: cards and booklets, signature pages, notices. Words are bars; nobody's data is drawn.

use super::canvas::{Canvas, Luck, Paint, Point, Rgb, lit};

const PAPER: Rgb = [238.0, 236.0, 228.0];
const INK: Rgb = [52.0, 52.0, 58.0];
const SEAL: Rgb = [196.0, 36.0, 34.0];

/// A sheet that lies a little crooked; its own places run from 0 to 1 across and down.
struct Sheet {
    origin: Point,
    across: Point,
    down: Point,
}

impl Sheet {
    fn new(centre: Point, width: f32, height: f32, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        let (across, down) = ((width * cos, width * sin), (-height * sin, height * cos));
        let origin = (centre.0 - f32::midpoint(across.0, down.0), centre.1 - f32::midpoint(across.1, down.1));
        Self { origin, across, down }
    }

    fn at(&self, u: f32, v: f32) -> Point {
        (
            self.origin.0 + self.across.0 * u + self.down.0 * v,
            self.origin.1 + self.across.1 * u + self.down.1 * v,
        )
    }

    fn area(&self, canvas: &mut Canvas, (u, v): Point, width: f32, height: f32, paint: Paint) {
        let corners =
            [self.at(u, v), self.at(u + width, v), self.at(u + width, v + height), self.at(u, v + height)];
        canvas.polygon(&corners, paint);
    }

    fn lay(&self, canvas: &mut Canvas, paint: Paint) {
        let shift = |(x, y): Point| (x + 12.0, y + 16.0);
        let corners = [self.at(0.0, 0.0), self.at(1.0, 0.0), self.at(1.0, 1.0), self.at(0.0, 1.0)];
        canvas.polygon(&corners.map(shift), Paint::shadow());
        canvas.polygon(&corners, paint);
    }

    /// A line of bars that reads as text from afar.
    fn words(&self, canvas: &mut Canvas, luck: &mut Luck, (u, v): Point, until: f32, height: f32) {
        let mut at = u;
        while at < until {
            let width = luck.between(0.015, 0.05).min(until - at);
            self.area(canvas, (at, v), width, height, Paint::flat(INK).opacity(0.75));
            at += width + 0.012;
        }
    }

    fn seal(&self, canvas: &mut Canvas, (u, v): Point, reach: f32) {
        let (x, y) = self.at(u, v);
        let ring = |part: f32| -> Vec<Point> {
            let corner = |step: u8| {
                let (sin, cos) = (f32::from(step) / 36.0 * std::f32::consts::TAU).sin_cos();
                (x + reach * part * cos, y + reach * part * sin)
            };
            (0..=36).map(corner).collect()
        };
        canvas.line(&ring(1.0), reach * 0.09, Paint::flat(SEAL).opacity(0.8));
        let star: Vec<Point> = (0_u8..10)
            .map(|step| {
                let reach = if step % 2 == 0 { reach * 0.38 } else { reach * 0.16 };
                let (sin, cos) = (f32::from(step) / 10.0 * std::f32::consts::TAU).sin_cos();
                (x + reach * sin, y - reach * cos)
            })
            .collect();
        canvas.polygon(&star, Paint::flat(SEAL).opacity(0.8));
    }
}

fn table(canvas: &mut Canvas, luck: &mut Luck) {
    let wood = luck.one_of(&[[150.0, 106.0, 66.0], [116.0, 76.0, 50.0], [176.0, 150.0, 116.0]]);
    canvas.fill(Paint::shaded(lit(wood, 0.85), wood).grain(9.0));
    let mut y = luck.between(0.0, 60.0);
    while y < 1_200.0 {
        let bend = luck.between(-14.0, 14.0);
        let vein: Vec<Point> =
            (0_u8..=8).map(|step| (f32::from(step) * 201.0, y + bend * f32::from(step % 3))).collect();
        canvas.line(&vein, luck.between(1.0, 4.0), Paint::flat(lit(wood, 0.7)).opacity(0.6));
        y += luck.between(14.0, 46.0);
    }
}

/// 证件: a card or a booklet on a table.
pub(super) fn document(canvas: &mut Canvas, luck: &mut Luck, number: u16) {
    table(canvas, luck);
    let angle = luck.between(-0.12, 0.12);
    if number.is_multiple_of(2) { card(canvas, luck, angle) } else { booklet(canvas, luck, angle) }
}

fn card(canvas: &mut Canvas, luck: &mut Luck, angle: f32) {
    let sheet = Sheet::new((800.0, 600.0), 1_010.0, 640.0, angle);
    sheet.lay(canvas, Paint::shaded([222.0, 230.0, 234.0], [198.0, 214.0, 226.0]));
    for wave in 0_u8..22 {
        let v = 0.02 + f32::from(wave) * 0.044;
        let line: Vec<Point> = (0_u8..=20)
            .map(|step| sheet.at(f32::from(step) / 20.0, v + 0.012 * f32::from(step).sin()))
            .collect();
        canvas.line(&line, 2.0, Paint::flat([150.0, 186.0, 206.0]).opacity(0.4));
    }
    for (row, until) in [(0.12, 0.34), (0.25, 0.44), (0.38, 0.5), (0.52, 0.6), (0.6, 0.56)] {
        sheet.area(canvas, (0.06, row), 0.06, 0.035, Paint::flat([60.0, 110.0, 160.0]));
        sheet.words(canvas, luck, (0.15, row), until, 0.045);
    }
    sheet.area(canvas, (0.06, 0.84), 0.16, 0.035, Paint::flat([60.0, 110.0, 160.0]));
    sheet.area(canvas, (0.34, 0.83), 0.54, 0.055, Paint::flat(INK).opacity(0.6));
    sheet.area(canvas, (0.66, 0.12), 0.27, 0.6, Paint::shaded([214.0, 218.0, 220.0], [196.0, 202.0, 206.0]));
    let ((x, y), (chest_x, chest_y)) = (sheet.at(0.795, 0.36), sheet.at(0.795, 0.66));
    canvas.ellipse(chest_x, chest_y, 112.0, 70.0, Paint::flat([58.0, 62.0, 76.0]));
    canvas.ellipse(x, y, 62.0, 82.0, Paint::flat([120.0, 122.0, 126.0]));
}

fn booklet(canvas: &mut Canvas, luck: &mut Luck, angle: f32) {
    let cover = luck.one_of(&[[112.0, 36.0, 32.0], [34.0, 70.0, 50.0], [36.0, 46.0, 86.0]]);
    let sheet = Sheet::new((800.0, 600.0), 720.0, 960.0, angle);
    sheet.lay(canvas, Paint::shaded(lit(cover, 1.1), lit(cover, 0.85)).grain(8.0));
    let gold = Paint::flat([214.0, 178.0, 96.0]);
    for (v, width, height) in [(0.56, 0.56, 0.014), (0.6, 0.44, 0.05), (0.68, 0.3, 0.03), (0.84, 0.38, 0.022)]
    {
        sheet.area(canvas, (0.5 - width / 2.0, v), width, height, gold);
    }
    let (x, y) = sheet.at(0.5, 0.3);
    for (reach, paint) in [(124.0, gold), (104.0, Paint::flat(lit(cover, 0.9))), (54.0, gold)] {
        canvas.ellipse(x, y, reach, reach, paint);
    }
    sheet.area(canvas, (0.0, 0.0), 0.05, 1.0, Paint::shadow());
}

/// 签字页: lines of text, signatures in ink, thumbprints in red.
pub(super) fn signature_page(canvas: &mut Canvas, luck: &mut Luck) {
    table(canvas, luck);
    let sheet = Sheet::new((800.0, 610.0), 880.0, 1_120.0, luck.between(-0.07, 0.07));
    sheet.lay(canvas, Paint::shaded(PAPER, lit(PAPER, 0.92)));
    sheet.area(canvas, (0.28, 0.06), 0.44, 0.032, Paint::flat(INK));
    for row in 0_u8..8 {
        let until = if row == 7 { 0.5 } else { 0.9 };
        sheet.words(canvas, luck, (0.1, 0.14 + f32::from(row) * 0.042), until, 0.016);
    }
    for row in 0_u8..5 {
        let v = 0.54 + f32::from(row) * 0.08;
        sheet.words(canvas, luck, (0.1, v), 0.26, 0.018);
        sheet.area(canvas, (0.28, v + 0.03), 0.34, 0.002, Paint::flat(INK));
        scribble(canvas, luck, &sheet, 0.32, v + 0.008);
        let (x, y) = sheet.at(0.7, v + 0.012);
        if luck.percent(75) {
            for ring in 0_u8..5 {
                let reach = 26.0 - f32::from(ring) * 5.0;
                let ink = Paint::flat(if ring % 2 == 0 { SEAL } else { lit(PAPER, 0.9) }).opacity(0.6);
                canvas.ellipse(x, y, reach * 0.75, reach, ink);
            }
        }
    }
    sheet.seal(canvas, (0.78, 0.88), 92.0);
}

fn scribble(canvas: &mut Canvas, luck: &mut Luck, sheet: &Sheet, u: f32, v: f32) {
    for letter in 0_u8..3 {
        let left = u + f32::from(letter) * 0.085;
        let stroke: Vec<Point> = (0..7)
            .map(|_| sheet.at(left + luck.between(0.0, 0.07), v + luck.between(-0.022, 0.022)))
            .collect();
        canvas.line(&stroke, luck.between(3.0, 5.5), Paint::flat([30.0, 34.0, 70.0]));
    }
}

/// 公示: a notice board with tables and seals.
pub(super) fn posting(canvas: &mut Canvas, luck: &mut Luck) {
    let wall = luck.one_of(&[[206.0, 198.0, 184.0], [178.0, 168.0, 152.0], [196.0, 204.0, 206.0]]);
    canvas.fill(Paint::shaded(wall, lit(wall, 0.88)).grain(11.0));
    canvas.rect(-1.0, 1_080.0, 1_602.0, 122.0, Paint::flat([130.0, 126.0, 118.0]).grain(14.0));
    for post in [150.0, 1_410.0] {
        canvas.rect(post, 120.0, 40.0, 1_000.0, Paint::flat([150.0, 154.0, 158.0]));
    }
    canvas.rect(130.0, 110.0, 1_340.0, 830.0, Paint::flat([160.0, 164.0, 168.0]));
    canvas.rect(160.0, 230.0, 1_280.0, 680.0, Paint::shaded([206.0, 216.0, 206.0], [190.0, 200.0, 192.0]));
    canvas.rect(160.0, 130.0, 1_280.0, 100.0, Paint::flat([184.0, 32.0, 30.0]));
    for word in 0_u8..6 {
        let x = 470.0 + f32::from(word) * 116.0;
        canvas.rect(x, 152.0, 70.0, 10.0, Paint::flat([248.0, 230.0, 150.0]));
        canvas.rect(x + 30.0, 146.0, 11.0, 68.0, Paint::flat([248.0, 230.0, 150.0]));
        canvas.rect(x + 8.0, 198.0, 54.0, 10.0, Paint::flat([248.0, 230.0, 150.0]));
    }
    for place in 0_u8..3 {
        if place < 2 || luck.percent(70) {
            let x = 380.0 + f32::from(place) * 420.0;
            let y = luck.between(552.0, 576.0);
            notice(canvas, luck, (x, y));
        }
    }
    canvas.polygon(
        &[(160.0, 230.0), (520.0, 230.0), (330.0, 910.0), (160.0, 910.0)],
        Paint::flat([255.0; 3]).opacity(0.10),
    );
}

fn notice(canvas: &mut Canvas, luck: &mut Luck, centre: Point) {
    let sheet = Sheet::new(centre, 370.0, 560.0, luck.between(-0.03, 0.03));
    sheet.lay(canvas, Paint::flat(luck.one_of(&[PAPER, [240.0, 224.0, 214.0], [236.0, 236.0, 206.0]])));
    sheet.area(canvas, (0.2, 0.06), 0.6, 0.04, Paint::flat(SEAL));
    for row in 0_u8..3 {
        sheet.words(canvas, luck, (0.08, 0.14 + f32::from(row) * 0.035), 0.92, 0.014);
    }
    for row in 0_u8..=11 {
        let v = 0.28 + f32::from(row) * 0.045;
        sheet.area(canvas, (0.08, v), 0.84, 0.004, Paint::flat(INK));
        if row < 11 {
            for column in [0.1, 0.27, 0.5, 0.72] {
                sheet.words(canvas, luck, (column, v + 0.015), column + 0.12, 0.016);
            }
        }
    }
    for column in [0.08, 0.25, 0.48, 0.7, 0.917] {
        sheet.area(canvas, (column, 0.28), 0.005, 0.499, Paint::flat(INK));
    }
    sheet.seal(canvas, (0.72, 0.88), 46.0);
}
