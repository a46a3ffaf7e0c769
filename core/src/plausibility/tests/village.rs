//! Villages kilometres wide, in hills and in the plain, and the households in them.

use super::dice::Dice;
use crate::{
    ids::HouseholdId,
    location::{FenceIndex, Place},
    region::RegionCode,
};

const DEGREE_M: f64 = 111_195.0;
const ORIGIN: (f64, f64) = (28.0, 117.0);

/// A place so many metres east and north of the county's corner.
pub(super) fn at(east_m: f64, north_m: f64) -> Place {
    let shrink = ORIGIN.0.to_radians().cos();
    Place::wgs84(ORIGIN.0 + north_m / DEGREE_M, ORIGIN.1 + east_m / (DEGREE_M * shrink))
}

/// The place some metres away.
pub(super) fn moved(place: Place, (east_m, north_m): (f64, f64)) -> Place {
    let shrink = ORIGIN.0.to_radians().cos();
    Place {
        latitude: place.latitude + north_m / DEGREE_M,
        longitude: place.longitude + east_m / (DEGREE_M * shrink),
        ..place
    }
}

/// In a direction, so far.
pub(super) fn towards(dice: &mut Dice, metres: f64) -> (f64, f64) {
    let angle = dice.between(0.0, std::f64::consts::TAU);
    (metres * angle.cos(), metres * angle.sin())
}

pub(super) struct Home {
    pub(super) id: HouseholdId,
    pub(super) village: RegionCode,
    pub(super) place: Place,
    /// Last year's, where it is known.
    pub(super) known: Option<Place>,
    /// Among hills satellites are seen badly.
    pub(super) hills: bool,
    pub(super) courtyard: bool,
}

pub(super) struct County {
    pub(super) fences: FenceIndex,
    /// The village committee's office of each village.
    pub(super) offices: Vec<Place>,
    pub(super) homes: Vec<Home>,
}

/// Three villages some kilometres apart, with forty households each: a courtyard of five, the others in five hamlets, of
/// which one may reach over the fence.
pub(super) fn county(dice: &mut Dice) -> County {
    let mut county = County { fences: FenceIndex::new([]), offices: Vec::new(), homes: Vec::new() };
    let mut features = Vec::new();
    for (number, centre) in [(0.0, 0.0), (8_000.0, 3_000.0), (-5_000.0, 9_000.0)].into_iter().enumerate() {
        let code = format!("36112410020{}", number + 1);
        let radius = dice.between(1_500.0, 2_500.0);
        let border: Vec<f64> = (0..40).map(|_| radius * dice.between(0.85, 1.15)).collect();
        features.push(feature(&code, centre, &border));
        county.offices.push(at(centre.0 + 60.0, centre.1 - 40.0));
        let hills = number != 0;
        let village: RegionCode = code.parse().unwrap();
        let (east, north) = towards(dice, radius * 0.5);
        let courtyard = at(centre.0 + east, centre.1 + north);
        let hamlets: Vec<Place> = (0..5)
            .map(|_| {
                let far = radius * 0.83 * dice.part().sqrt();
                let (east, north) = towards(dice, far);
                at(centre.0 + east, centre.1 + north)
            })
            .collect();
        for home in 0..40 {
            let in_courtyard = home < 5;
            let (middle, spread) = if in_courtyard {
                (courtyard, 8.0)
            } else {
                (*dice.one_of(&hamlets), dice.between(10.0, 160.0))
            };
            let place = moved(middle, towards(dice, spread));
            let known = dice.happens(0.75).then(|| last_year(dice, place));
            let id = HouseholdId::new(format!("{code}-{home:03}")).unwrap();
            county.homes.push(Home {
                id,
                village: village.clone(),
                place,
                known,
                hills,
                courtyard: in_courtyard,
            });
        }
    }
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    county.fences = FenceIndex::read(&text).unwrap();
    county
}

/// Last year's fix; one family in two hundred has moved inside the village.
fn last_year(dice: &mut Dice, place: Place) -> Place {
    let moved_away = dice.happens(0.005);
    let radius = if moved_away { dice.between(300.0, 900.0) } else { dice.between(8.0, 50.0) };
    moved(place, dice.error_m(radius))
}

fn feature(code: &str, centre: (f64, f64), border: &[f64]) -> String {
    let step = std::f64::consts::TAU / f64::from(u32::try_from(border.len()).unwrap());
    let mut points: Vec<String> = (0_u32..)
        .zip(border)
        .map(|(number, radius)| {
            let angle = f64::from(number) * step;
            let place = at(centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin());
            format!("[{},{}]", place.longitude, place.latitude)
        })
        .collect();
    points.push(points[0].clone());
    format!(
        r#"{{"type":"Feature","properties":{{"region_code":"{code}","name":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
        points.join(",")
    )
}
