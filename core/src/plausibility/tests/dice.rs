//! Chance from a seed, the same on every machine.

/// A stream of numbers (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// From 0 to 1.
    pub(super) fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX)
    }

    pub(super) fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.part()
    }

    /// A whole number from `least` to `most`, both of them possible.
    pub(super) fn whole(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least).unwrap() + 1;
        least + i64::try_from(self.next() % span).unwrap()
    }

    pub(super) fn happens(&mut self, chance: f64) -> bool {
        self.part() < chance
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.whole(0, i64::try_from(all.len()).unwrap() - 1)).unwrap()]
    }

    /// An error in metres east and north of which 68 % stay within `radius`.
    pub(super) fn error_m(&mut self, radius: f64) -> (f64, f64) {
        let length = radius / 1.51 * (-2.0 * self.between(1e-9, 1.0).ln()).sqrt();
        let angle = self.between(0.0, std::f64::consts::TAU);
        (length * angle.cos(), length * angle.sin())
    }

    pub(super) fn id(&mut self) -> [u8; 16] {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.next().to_be_bytes());
        id[8..].copy_from_slice(&self.next().to_be_bytes());
        id
    }
}
