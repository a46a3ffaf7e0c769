//! Village fences as GeoJSON: what is read agrees with itself wherever it is asked.

use ruhu_core::{
    location::{FenceIndex, Place, Standing, VillageFence},
    region::RegionLevel,
};

/// Places that are asked for: in and around the fences of the seeds, and at the ends of the earth.
const ASKED: [(f64, f64); 6] =
    [(28.01, 117.01), (28.0, 117.0), (28.02, 117.02), (0.0, 0.0), (90.0, 180.0), (-90.0, -180.0)];

/// Reads the text as a county's fences. The answer is whether it is one.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let index = match FenceIndex::read(text) {
        Ok(index) => index,
        Err(error) => {
            assert!(!error.to_string().is_ascii(), "people read Chinese: {error}");
            return false;
        }
    };
    assert!(!index.fences().is_empty());
    for fence in index.fences() {
        assert_eq!(fence.region().level(), RegionLevel::Village);
        assert!(!fence.name().trim().is_empty());
        assert!(index.fence(fence.region()).is_some_and(|found| found.region() == fence.region()));
    }
    for (latitude, longitude) in ASKED {
        let place = Place::wgs84(latitude, longitude);
        let covering: Vec<_> = index.fences().iter().filter(|fence| fence.covers(place)).collect();
        let found = index.villages_at(place);
        assert!(found.iter().map(|fence| fence.region()).eq(covering.iter().map(|fence| fence.region())));
        index.fences().iter().for_each(|fence| ask(fence, place));
    }
    true
}

fn ask(fence: &VillageFence, place: Place) {
    let off_m = fence.distance_m(place);
    assert!(off_m.is_finite() && off_m >= 0.0, "{off_m}");
    if fence.covers(place) {
        assert_eq!(fence.standing(place, 0.0), Standing::Inside);
    } else {
        assert_ne!(fence.standing(place, off_m), Standing::Outside { off_m });
    }
}
