//! Random numbers, and orders that look random but repeat.

use sha2::{Digest, Sha256};

use super::{Call, Nodes, Number, Outcome, Value};
use crate::form::expr::{evaluate::EvaluationProblem, limits::MAX_RANDOM_CHARS};

/// `random()`: from 0 up to, but not including, 1.
pub(super) fn random<'e>(call: &Call<'_, 'e>) -> Value<'e> {
    Number::Float(unit(call.evaluation.world.random())).into()
}

/// The highest 53 bits as a fraction: as many as a float holds.
#[expect(clippy::cast_precision_loss)]
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// `uuid()`: of version 4; `uuid(n)`: so many characters out of `0-9A-Z`.
pub(super) fn uuid<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let world = call.evaluation.world;
    if call.arguments.is_empty() {
        let high = world.random() & 0xffff_ffff_ffff_0fff | 0x4000;
        let low = world.random() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
        let text = format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        );
        return Ok(text.into());
    }
    let count = usize::try_from(call.number(0)?.to_i64()).unwrap_or(0);
    if count > MAX_RANDOM_CHARS {
        return Err(call.fail(EvaluationProblem::TooManyRandomCharacters));
    }
    let digit = || u32::try_from(world.random() % 36).ok().and_then(|digit| char::from_digit(digit, 36));
    Ok((0..count).filter_map(|_| digit()).collect::<String>().to_ascii_uppercase().into())
}

/// `randomize(nodes, seed?)`: the inside-out shuffle of Fisher and Yates. With a seed its numbers come from the generator
/// of Park and Miller, so that every tool of the field gives the same order.
pub(super) fn randomize<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let nodes = call.nodes(0)?;
    let nodes = nodes.as_slice();
    call.evaluation.charge(call.id, nodes.len())?;
    let mut seeded = if call.arguments.len() > 1 { Some(ParkMiller::new(seed(call)?)) } else { None };
    let mut shuffled = Vec::with_capacity(nodes.len());
    for node in nodes {
        let fraction = match &mut seeded {
            Some(generator) => generator.next(),
            None => unit(call.evaluation.world.random()),
        };
        let place = place(fraction, shuffled.len() + 1);
        shuffled.push(*node);
        let last = shuffled.len() - 1;
        shuffled.swap(place.min(last), last);
    }
    Ok(Nodes::from(shuffled).into())
}

/// One of so many places.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
fn place(fraction: f64, places: usize) -> usize {
    (fraction * places as f64) as usize
}

/// A seed that is no number, such as a name, is a number all the same: the first bytes of its digest.
fn seed(call: &Call<'_, '_>) -> Outcome<i64> {
    let value = call.value(1)?;
    let number = call.evaluation.number(&value);
    let text = call.evaluation.text(&value);
    if !number.is_nan() || text.is_empty() {
        return Ok(number.to_i64());
    }
    let digest = Sha256::digest(text.as_bytes());
    let first = digest.first_chunk::<8>().copied().unwrap_or_default();
    Ok(i64::from_be_bytes(first))
}

/// The "minimal standard" generator.
struct ParkMiller(i64);

impl ParkMiller {
    const MODULUS: i64 = 2_147_483_647;
    const MULTIPLIER: i64 = 16_807;

    /// Other tools reduce the seed as a float, which loses the last digits of long ones.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    fn new(seed: i64) -> Self {
        let state = (seed as f64 % Self::MODULUS as f64) as i64;
        Self(if state <= 0 { state + Self::MODULUS - 1 } else { state })
    }

    #[expect(clippy::cast_precision_loss)]
    fn next(&mut self) -> f64 {
        self.0 = self.0 * Self::MULTIPLIER % Self::MODULUS;
        (self.0 - 1) as f64 / (Self::MODULUS - 1) as f64
    }
}
