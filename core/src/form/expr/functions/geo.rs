//! Lengths and areas on the earth, which is taken for a sphere as wide as its equator.

use super::{Call, Number, Outcome, Value};
use crate::form::expr::evaluate::EvaluationProblem;

/// Radius of the equator in metres, as the field's tools take it.
const RADIUS_M: f64 = 6_378_100.0;

/// A point, in radians.
#[derive(Clone, Copy)]
struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// `latitude longitude altitude accuracy`; the last two may be missing and are not looked at.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_ascii_whitespace();
        let mut degrees = |limit: f64| {
            let value = Number::parse(parts.next()?).to_f64();
            (value.abs() <= limit).then_some(value.to_radians())
        };
        Some(Self { latitude: degrees(90.0)?, longitude: degrees(180.0)? })
    }
}

/// The points of a line, an area or several places; those without an answer are left out.
fn points(call: &Call<'_, '_>) -> Outcome<Vec<Point>> {
    let mut points = Vec::new();
    for text in call.all_texts(0)? {
        call.read(&text)?;
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let point = Point::parse(part).ok_or_else(|| call.fail(EvaluationProblem::NotAPlace))?;
            points.push(point);
        }
    }
    call.evaluation.charge(call.id, points.len())?;
    Ok(points)
}

/// `distance(…)` in metres, from point to point.
pub(super) fn distance<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let points = points(call)?;
    let metres = points.iter().zip(points.iter().skip(1)).map(|(from, to)| between(*from, *to)).sum::<f64>();
    Ok(Number::Float(metres + 0.0).into())
}

/// Haversine keeps its digits at short distances, where the cosine rule loses them.
fn between(from: Point, to: Point) -> f64 {
    let half_north = libm::sin((to.latitude - from.latitude) / 2.0);
    let half_east = libm::sin((to.longitude - from.longitude) / 2.0);
    let chord =
        half_north * half_north + libm::cos(from.latitude) * libm::cos(to.latitude) * half_east * half_east;
    2.0 * RADIUS_M * libm::asin(libm::sqrt(chord.clamp(0.0, 1.0)))
}

/// `area(…)` in square metres: that of the polygon in a sinusoidal projection around its first point, which keeps areas.
pub(super) fn area<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let points = points(call)?;
    let (Some(first), true) = (points.first(), points.len() > 2) else { return Ok(Number::ZERO.into()) };
    let projected: Vec<(f64, f64)> = points
        .iter()
        .map(|point| {
            let east = (point.longitude - first.longitude) * libm::cos(point.latitude);
            (east * RADIUS_M, (point.latitude - first.latitude) * RADIUS_M)
        })
        .collect();
    let next = projected.iter().cycle().skip(1);
    let twice =
        projected.iter().zip(next).map(|((x, y), (next_x, next_y))| x * next_y - next_x * y).sum::<f64>();
    Ok(Number::Float(twice.abs() / 2.0).into())
}
