use proptest::prelude::*;

use super::*;
use crate::{
    error::Explain,
    location::{Datum, distance_m, from_wgs84},
};

const WEST: &str = "361124100201";
const EAST: &str = "361124100202";
/// A degree of latitude on the mean sphere, in metres.
const DEGREE_M: f64 = 111_195.08;

/// A ring around a rectangle, as GeoJSON writes it.
fn rectangle(west: f64, south: f64, east: f64, north: f64) -> String {
    format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]")
}

fn feature(code: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"region_code":"{code}","name":"村{code}","area":7}},"geometry":{geometry}}}"#
    )
}

fn polygon(rings: &[String]) -> String {
    format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, rings.join(","))
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// Two villages of about 2 by 2 km side by side. The western one has a hole, in which the eastern one has an enclave.
fn neighbours() -> FenceIndex {
    let hole = rectangle(117.008, 28.008, 117.012, 28.012);
    let east = format!(
        r#"{{"type":"MultiPolygon","coordinates":[[{}],[{hole}]]}}"#,
        rectangle(117.02, 28.0, 117.04, 28.02)
    );
    let west = polygon(&[rectangle(117.0, 28.0, 117.02, 28.02), hole]);
    FenceIndex::read(&collection(&[feature(EAST, &east), feature(WEST, &west)])).unwrap()
}

fn codes(index: &FenceIndex, latitude: f64, longitude: f64) -> Vec<String> {
    let found = index.villages_at(Place::wgs84(latitude, longitude));
    found.into_iter().map(|fence| fence.region().to_string()).collect()
}

fn west_of(index: &FenceIndex) -> &VillageFence {
    index.fence(&WEST.parse().unwrap()).unwrap()
}

#[test]
fn a_place_lies_in_its_village_and_an_enclave_in_the_village_it_belongs_to() {
    let index = neighbours();
    assert_eq!(codes(&index, 28.002, 117.002), [WEST]);
    assert_eq!(codes(&index, 28.01, 117.03), [EAST]);
    assert_eq!(codes(&index, 28.01, 117.01), [EAST], "the enclave in the hole");
    assert_eq!(codes(&index, 28.05, 117.01), Vec::<String>::new());
    assert_eq!(west_of(&index).name(), format!("村{WEST}"));
}

#[test]
fn a_border_belongs_to_both_villages_and_so_does_the_border_of_a_hole() {
    let index = neighbours();
    assert_eq!(codes(&index, 28.01, 117.02), [WEST, EAST]);
    assert_eq!(codes(&index, 28.0, 117.0), [WEST], "a corner");
    assert_eq!(codes(&index, 28.008, 117.01), [WEST, EAST], "the edge of the hole");
    assert_eq!(west_of(&index).standing(Place::wgs84(28.01, 117.02), 0.0), Standing::Inside);
}

#[test]
fn a_hole_that_sticks_out_is_an_error_and_one_that_only_touches_is_not() {
    let outer = rectangle(117.0, 28.0, 117.02, 28.02);
    let with =
        |hole: String| FenceIndex::read(&collection(&[feature(WEST, &polygon(&[outer.clone(), hole]))]));
    let refused = with(rectangle(117.008, 28.008, 117.012, 28.03)).unwrap_err().to_string();
    assert!(refused.contains("孔洞超出了外边界"), "{refused}");
    assert!(with(rectangle(116.9, 27.9, 117.1, 28.1)).is_err(), "a hole around everything");
    let beside = rectangle(117.008, 28.008, 117.012, 28.02);
    assert_eq!(codes(&with(beside).unwrap(), 28.015, 117.01), Vec::<String>::new());
    // Half a metre: what is left of two borders that were simplified.
    let index = with(rectangle(117.008, 28.008, 117.012, 28.020_004)).unwrap();
    assert_eq!(codes(&index, 28.020_002, 117.01), Vec::<String>::new(), "a hole adds nothing");
    assert_eq!(codes(&index, 28.0, 117.01), [WEST]);
}

#[test]
fn a_place_where_two_spikes_of_a_hole_leave_the_village_lies_in_no_village() {
    // Every corner of the hole lies in the two arms of the village, its middle between them.
    let arms = "[[117,28],[117.03,28],[117.03,28.02],[117.02,28.02],[117.02,28.01],[117.01,28.01],[117.01,28.02],\
                [117,28.02],[117,28]]";
    let hole = rectangle(117.005, 28.012, 117.025, 28.015);
    let index = FenceIndex::read(&collection(&[feature(WEST, &polygon(&[arms.to_owned(), hole]))])).unwrap();
    let place = Place::wgs84(28.0135, 117.015);
    assert!(!west_of(&index).covers(place));
    assert_eq!(codes(&index, 28.0135, 117.015), Vec::<String>::new());
    assert_eq!(codes(&index, 28.0135, 117.007), Vec::<String>::new(), "in the hole");
    assert_eq!(codes(&index, 28.0135, 117.003), [WEST]);
}

#[test]
fn the_distance_is_that_to_the_nearest_border_and_zero_inside() {
    let index = neighbours();
    let off =
        |latitude, longitude| index.distance_m(&WEST.parse().unwrap(), Place::wgs84(latitude, longitude));
    assert_eq!(off(28.002, 117.002), Some(0.0));
    let north = off(28.03, 117.01).unwrap();
    assert!((north - 0.01 * DEGREE_M).abs() < 0.1, "{north}");
    let corner = off(28.03, 116.99).unwrap();
    let straight = distance_m(Place::wgs84(28.02, 117.0), Place::wgs84(28.03, 116.99));
    assert!((corner - straight).abs() < 0.1, "{corner} {straight}");
    let in_hole = off(28.009, 117.01).unwrap();
    assert!((in_hole - 0.001 * DEGREE_M).abs() < 0.1, "{in_hole}");
    assert_eq!(index.distance_m(&"361124100299".parse().unwrap(), Place::wgs84(28.0, 117.0)), None);
}

#[test]
fn nobody_is_outside_who_may_be_inside_after_all() {
    let index = neighbours();
    let off_by_100 = Place::wgs84(28.02 + 100.0 / DEGREE_M, 117.01);
    let standing = |leeway| west_of(&index).standing(off_by_100, leeway);
    assert!(matches!(standing(150.0), Standing::Uncertain { off_m } if (off_m - 100.0).abs() < 0.1));
    assert!(matches!(standing(99.0), Standing::Outside { off_m } if (off_m - 100.0).abs() < 0.1));
}

#[test]
fn a_place_that_is_none_on_earth_lies_nowhere() {
    let index = neighbours();
    for place in [Place::wgs84(f64::NAN, 117.0), Place::wgs84(28.0, f64::INFINITY), Place::wgs84(117.0, 28.0)]
    {
        assert_eq!(index.villages_at(place).len(), 0);
        assert!(!west_of(&index).covers(place));
        assert!(west_of(&index).distance_m(place).is_infinite());
    }
}

#[test]
fn a_file_drawn_over_a_domestic_map_is_brought_to_wgs84() {
    let corners = [(117.0, 28.0), (117.02, 28.0), (117.02, 28.02), (117.0, 28.02), (117.0, 28.0)];
    for (datum, name) in [(Datum::Gcj02, "gcj02"), (Datum::Bd09, "bd09")] {
        let shown = corners.map(|(longitude, latitude)| {
            let place = from_wgs84(Place::wgs84(latitude, longitude), datum);
            format!("[{},{}]", place.longitude, place.latitude)
        });
        let ring = format!("[{}]", shown.join(","));
        let text = collection(&[feature(WEST, &polygon(&[ring]))]);
        let text = text.replacen('{', &format!(r#"{{"datum":"{name}","#), 1);
        let index = FenceIndex::read(&text).unwrap();
        let off = west_of(&index).distance_m(Place::wgs84(28.02 + 100.0 / DEGREE_M, 117.01));
        assert!((off - 100.0).abs() < 0.5, "{name}: {off}");
        // A fix in the map's own datum is brought to WGS-84 as well.
        let inside = from_wgs84(Place::wgs84(28.0001, 117.0001), datum);
        assert!(west_of(&index).covers(inside), "{name}");
    }
}

#[test]
fn features_of_one_village_are_its_parts() {
    let far = polygon(&[rectangle(117.5, 28.5, 117.51, 28.51)]);
    let near = polygon(&[rectangle(117.0, 28.0, 117.02, 28.02)]);
    let index = FenceIndex::read(&collection(&[feature(WEST, &far), feature(WEST, &near)])).unwrap();
    assert_eq!(index.fences().len(), 1);
    assert_eq!(codes(&index, 28.505, 117.505), [WEST]);
    assert_eq!(codes(&index, 28.01, 117.01), [WEST]);
    assert_eq!(codes(&index, 28.25, 117.25), Vec::<String>::new(), "between the parts");
}

fn problems(features: &[String]) -> Vec<(usize, &'static str)> {
    match FenceIndex::read(&collection(features)) {
        Err(FenceError::Bad { problems }) => {
            problems.into_iter().map(|problem| (problem.feature, problem.field)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_bad_feature_is_named_with_its_number_and_field() {
    let good = polygon(&[rectangle(117.0, 28.0, 117.02, 28.02)]);
    let ring = |points: &str| polygon(&[format!("[{points}]")]);
    let features = [
        feature(WEST, &good),
        feature("36112410020", &good),
        feature("361124100000", &good),
        feature(EAST, "null"),
        feature(EAST, r#"{"type":"Point","coordinates":[117,28]}"#),
        feature(EAST, &ring("[117,28],[117.1,28],[117,28]")),
        feature(EAST, &ring("[117,28],[117.1,28],[117.1,28.1],[117,28.1]")),
        feature(EAST, &ring("[117,28],[117.1,28],[117.2,28],[117,28]")),
        feature(EAST, &ring("[28,117],[28,117.1],[28.1,117.1],[28,117]")),
        feature(EAST, &ring("[117],[117.1,28],[117.1,28.1],[117]")),
        feature(EAST, r#"{"type":"Polygon","coordinates":[["a"]]}"#),
        feature(EAST, r#"{"type":"Polygon","coordinates":[]}"#),
        feature(EAST, r#"{"type":"MultiPolygon","coordinates":[]}"#),
        feature(EAST, &good).replace("\"name\"", "\"title\""),
        feature(EAST, &good).replace("\"properties\"", "\"attributes\""),
        feature(EAST, &good).replace("\"Feature\"", "\"Fixture\""),
        "[]".to_owned(),
        feature(WEST, &good).replace("村3", "庄3"),
    ];
    let coordinates = "geometry.coordinates";
    assert_eq!(
        problems(&features),
        [
            (2, "region_code"),
            (3, "region_code"),
            (4, "geometry"),
            (5, "geometry.type"),
            (6, coordinates),
            (7, coordinates),
            (8, coordinates),
            (9, coordinates),
            (10, coordinates),
            (11, "geometry"),
            (12, coordinates),
            (13, coordinates),
            (14, "name"),
            (15, "properties"),
            (16, "type"),
            (17, "type"),
            (18, "name"),
        ]
    );
    let text = FenceIndex::read(&collection(&features)).unwrap_err().to_string();
    assert!(text.contains("17 处") && text.contains("第 2 个要素的 region_code"), "{text}");
}

#[test]
fn a_file_that_is_no_collection_is_refused_with_what_to_do() {
    let good = collection(&[feature(WEST, &polygon(&[rectangle(117.0, 28.0, 117.02, 28.02)]))]);
    let with = |member: &str| good.replacen('{', &format!("{{{member},"), 1);
    let refused = |text: &str| FenceIndex::read(text).unwrap_err();
    assert_eq!(refused("{\n\n!"), FenceError::Unreadable { line: 3 });
    assert_eq!(refused("{}"), FenceError::NoCollection);
    assert_eq!(refused(&good.replace("FeatureCollection", "Topology")), FenceError::NoCollection);
    assert_eq!(refused(&collection(&[])), FenceError::Empty);
    assert_eq!(refused(&with(r#""datum":"beijing54""#)), FenceError::UnknownDatum);
    let crs = |name: &str| with(&format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#));
    assert_eq!(refused(&crs("urn:ogc:def:crs:EPSG::4526")), FenceError::UnknownCrs);
    assert!(FenceIndex::read(&crs("urn:ogc:def:crs:OGC:1.3:CRS84")).is_ok());
    assert!(FenceIndex::read(&format!("\u{feff}{good}")).is_ok(), "a byte order mark");
    assert_eq!(refused(&" ".repeat(MAX_FENCE_BYTES + 1)), FenceError::TooLong);
    assert_eq!(refused(&collection(&vec!["0".to_owned(); MAX_FENCES + 1])), FenceError::TooManyFences);
    for error in [FenceError::TooLong, FenceError::NoCollection, FenceError::UnknownCrs] {
        assert!(error.to_string().contains('请') && error.code().starts_with("fence_"));
    }
}

#[test]
fn a_border_that_goes_to_and_fro_takes_little_memory_and_is_still_right() {
    // A comb: two thousand teeth from end to end.
    let teeth = (0..4_000).map(|step| {
        let north = if step % 2 == 0 { 28.0 } else { 28.02 };
        format!("[{},{north}]", 117.0 + f64::from(step) * 1e-5)
    });
    let ring = format!("[{},[117.04,27.99],[117.0,27.99],[117,28]]", teeth.collect::<Vec<_>>().join(","));
    let index = FenceIndex::read(&collection(&[feature(WEST, &polygon(&[ring]))])).unwrap();
    let west = |latitude, longitude| codes(&index, latitude, longitude) == [WEST];
    assert!(west(27.995, 117.02), "below the teeth");
    assert!(west(28.01, 117.000_01), "inside a tooth");
    assert!(!west(28.019, 117.000_02), "between two teeth");
}

#[test]
fn borders_of_too_many_points_are_refused() {
    let ring = "[".to_owned() + &"[9,9],".repeat(MAX_FENCE_POINTS) + "[9,9]]";
    assert_eq!(
        FenceIndex::read(&collection(&[feature(WEST, &polygon(&[ring]))])).unwrap_err(),
        FenceError::TooManyPoints
    );
}

/// A village like an amoeba: a border of `points` at distances that the numbers say.
fn amoeba(radii: &[f64]) -> String {
    let step = std::f64::consts::TAU / f64::from(u32::try_from(radii.len()).unwrap());
    let mut points: Vec<String> = (0_u32..)
        .zip(radii)
        .map(|(number, radius)| {
            let angle = f64::from(number) * step;
            format!("[{},{}]", 117.0 + radius * angle.cos(), 28.0 + radius * angle.sin())
        })
        .collect();
    points.push(points[0].clone());
    polygon(&[format!("[{}]", points.join(","))])
}

proptest! {
    /// The library's own answer, which looks at every line, is the measure; corners and places beside them are asked for.
    #[test]
    fn bands_say_what_the_whole_border_says(
        radii in proptest::collection::vec(0.002_f64..0.03, 5..80),
        places in proptest::collection::vec((-0.03_f64..0.03, -0.03_f64..0.03), 20),
        corner in 0_usize..80,
    ) {
        let index = FenceIndex::read(&collection(&[feature(WEST, &amoeba(&radii))])).unwrap();
        let fence = west_of(&index);
        let ring = fence.parts[0].rings().next().unwrap().clone();
        let whole = geo::Polygon::new(ring.clone(), Vec::new());
        let corner = ring.0[corner % ring.0.len()];
        let middle = Coord { x: 117.0, y: 28.0 };
        let near = places.iter().map(|(north, east)| Coord { x: middle.x + east, y: middle.y + north });
        let level = places.iter().map(|(_, east)| Coord { x: corner.x + east, y: corner.y });
        for at in near.chain(level).chain([corner, middle]) {
            let said = geo::Intersects::intersects(&whole, &at);
            prop_assert_eq!(fence.covers(Place::wgs84(at.y, at.x)), said, "{:?}", at);
        }
    }

    #[test]
    fn the_index_finds_what_asking_every_fence_finds(
        radii in proptest::collection::vec(0.002_f64..0.03, 5..40),
        others in proptest::collection::vec(0.002_f64..0.03, 5..40),
        places in proptest::collection::vec((27.96_f64..28.04, 116.96_f64..117.04), 20),
    ) {
        let index = FenceIndex::read(&collection(&[feature(WEST, &amoeba(&radii)), feature(EAST, &amoeba(&others))])).unwrap();
        for (latitude, longitude) in places {
            let place = Place::wgs84(latitude, longitude);
            let asked: Vec<_> = index.fences().iter().filter(|fence| fence.covers(place)).collect();
            prop_assert_eq!(index.villages_at(place), asked);
        }
    }

    #[test]
    fn going_a_metre_changes_the_distance_by_at_most_a_metre(
        radii in proptest::collection::vec(0.002_f64..0.03, 5..40),
        place in (27.9_f64..28.1, 116.9_f64..117.1), step in -100.0_f64..100.0
    ) {
        let index = FenceIndex::read(&collection(&[feature(WEST, &amoeba(&radii))])).unwrap();
        let fence = west_of(&index);
        let from = Place::wgs84(place.0, place.1);
        let to = Place::wgs84(place.0 + step / DEGREE_M, place.1);
        let change = (fence.distance_m(from) - fence.distance_m(to)).abs();
        prop_assert!(change <= step.abs() * 1.01 + 0.1, "{change} for {step}");
        prop_assert_eq!(fence.distance_m(from) <= 0.0, fence.covers(from));
    }
}
