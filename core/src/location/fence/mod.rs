//! Village fences (村界): in which village a place lies, and how far it is from one.
//!
//! A fence is kept in WGS-84 degrees. Its border belongs to it, so that a house on the border of two villages lies in both:
//! nobody is told to be outside for a surveyor's pencil line.

mod hole;
mod part;
mod read;
mod ring;
#[cfg(test)]
mod tests;

use geo::Coord;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

pub use read::{
    FenceError, FenceProblem, MAX_FENCE_BYTES, MAX_FENCE_POINTS, MAX_FENCES, MAX_VILLAGE_NAME_CHARS,
};

use self::part::Part;
use super::datum::{Place, to_wgs84};
use crate::region::RegionCode;

/// The fence of one village: one or more parts, each perhaps with holes.
#[derive(Debug, Clone, PartialEq)]
pub struct VillageFence {
    region: RegionCode,
    name: String,
    parts: Vec<Part>,
}

/// Where a place stands to a village.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// Inside, or on the border.
    Inside,
    /// Outside, but by no more than the place may be off.
    Uncertain {
        /// Metres to the fence.
        off_m: f64,
    },
    /// Outside by more than the place may be off.
    Outside {
        /// Metres to the fence.
        off_m: f64,
    },
}

impl VillageFence {
    /// The village.
    #[must_use]
    pub fn region(&self) -> &RegionCode {
        &self.region
    }

    /// Its name, as the file says it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the place lies in the village; its border counts as inside, and so does the border of a hole.
    #[must_use]
    pub fn covers(&self, place: Place) -> bool {
        coordinate(place).is_some_and(|at| self.parts.iter().any(|part| part.covers(at)))
    }

    /// Metres from the place to the fence: 0 inside, infinite where the place is none on earth.
    ///
    /// The nearest point is looked for on a plane around the place. Ten kilometres off that costs centimetres, a hundred
    /// kilometres off less than a metre in a hundred.
    #[must_use]
    pub fn distance_m(&self, place: Place) -> f64 {
        match coordinate(place) {
            None => f64::INFINITY,
            Some(at) if self.parts.iter().any(|part| part.covers(at)) => 0.0,
            Some(at) => ring::distance_m(&self.parts, at),
        }
    }

    /// Where a place stands that may be off by `leeway_m` metres: the error of its measurement and the fence's own.
    #[must_use]
    pub fn standing(&self, place: Place, leeway_m: f64) -> Standing {
        let off_m = self.distance_m(place);
        if off_m <= 0.0 {
            Standing::Inside
        } else if off_m > leeway_m {
            Standing::Outside { off_m }
        } else {
            Standing::Uncertain { off_m }
        }
    }
}

/// The box around a part, with the place of its fence and of the part inside it.
type PartBox = GeomWithData<Rectangle<[f64; 2]>, (usize, usize)>;

/// The fences of a county, to be asked for places.
#[derive(Debug)]
pub struct FenceIndex {
    /// By code, each once.
    fences: Vec<VillageFence>,
    /// Around each part by itself: a far enclave makes no box larger.
    boxes: RTree<PartBox>,
}

impl FenceIndex {
    /// Indexes fences. Parts of the same village that come apart are put together; the first name stands.
    #[must_use]
    pub fn new(given: impl IntoIterator<Item = VillageFence>) -> Self {
        let mut fences: Vec<VillageFence> = given.into_iter().collect();
        fences.sort_by(|one, other| one.region.cmp(&other.region));
        fences.dedup_by(|later, kept| {
            let same = later.region == kept.region;
            if same {
                kept.parts.append(&mut later.parts);
            }
            same
        });
        let boxes = fences.iter().enumerate().flat_map(|(fence, village)| {
            village.parts.iter().enumerate().map(move |(number, part)| {
                let (least, most) = (part.around().min(), part.around().max());
                GeomWithData::new(Rectangle::from_corners(least.into(), most.into()), (fence, number))
            })
        });
        let boxes = RTree::bulk_load(boxes.collect());
        Self { fences, boxes }
    }

    /// Every fence, by its code.
    #[must_use]
    pub fn fences(&self) -> &[VillageFence] {
        &self.fences
    }

    /// The fence of a village.
    #[must_use]
    pub fn fence(&self, region: &RegionCode) -> Option<&VillageFence> {
        let at = self.fences.binary_search_by(|fence| fence.region.cmp(region)).ok()?;
        self.fences.get(at)
    }

    /// The villages that the place lies in, by their codes: none, one, or where borders meet more.
    #[must_use]
    pub fn villages_at(&self, place: Place) -> Vec<&VillageFence> {
        let Some(at) = coordinate(place) else { return Vec::new() };
        let here = AABB::from_point([at.x, at.y]);
        let mut found: Vec<&VillageFence> = Vec::new();
        for item in self.boxes.locate_in_envelope_intersecting(&here) {
            let (fence, number) = item.data;
            let Some(village) = self.fences.get(fence) else { continue };
            if village.parts.get(number).is_some_and(|part| part.covers(at)) {
                found.push(village);
            }
        }
        found.sort_unstable_by(|one, other| one.region.cmp(&other.region));
        found.dedup_by(|one, other| one.region == other.region);
        found
    }

    /// Metres from the place to the fence of a village, 0 inside; none where the village has no fence.
    #[must_use]
    pub fn distance_m(&self, region: &RegionCode, place: Place) -> Option<f64> {
        self.fence(region).map(|fence| fence.distance_m(place))
    }
}

/// The place on the plane of degrees, none where it is none on earth.
fn coordinate(place: Place) -> Option<Coord<f64>> {
    let place = to_wgs84(place).checked().ok()?;
    Some(Coord { x: place.longitude, y: place.latitude })
}
