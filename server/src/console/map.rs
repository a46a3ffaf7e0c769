//! A map without tiles: where a household's records were made, drawn to scale from their own fixes. No place leaves
//! the office's network, and every fix is brought to WGS-84 before it is drawn.

use ruhu_core::location::{EARTH_RADIUS_M, Fix, Place, distance_m, to_wgs84};

/// Width of the drawing, in its own units.
pub(super) const WIDTH: f64 = 560.0;
/// Height of the drawing.
pub(super) const HEIGHT: f64 = 380.0;
/// Free space around the outermost points.
const MARGIN: f64 = 56.0;
/// The map never shows less ground than this, in metres across: below a phone's own error detail is noise.
const LEAST_GROUND_M: f64 = 60.0;
/// Points closer than this on the drawing share a marker.
const SAME_MARKER: f64 = 20.0;
/// Longest scale bar, in the drawing's units.
const LONGEST_BAR: f64 = 140.0;

/// What stands at a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A visit.
    Visit,
    /// An attempt.
    Attempt,
    /// A photo.
    Photo,
}

impl Mark {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Attempt => "attempt",
            Self::Photo => "photo",
        }
    }
}

/// One fix to be drawn.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) mark: Mark,
    /// `1`, `入`: what the marker says.
    pub(super) label: String,
    /// What the list beside the map says.
    pub(super) title: String,
    pub(super) fix: Fix,
}

/// A marker, for one fix or several that lie together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MarkerView {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) class: &'static str,
    pub(super) label: String,
    /// Radius of the accuracy circle, none where the device did not say.
    pub(super) accuracy: Option<String>,
    pub(super) left: String,
    pub(super) top: String,
    pub(super) width: String,
    pub(super) baseline: String,
}

/// One line of the list beside the map, for those who cannot see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpotView {
    pub(super) label: String,
    pub(super) title: String,
    pub(super) coordinates: String,
    pub(super) accuracy: String,
    pub(super) source: &'static str,
    /// Metres from the first visit's fix.
    pub(super) distance: Option<String>,
}

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MapView {
    pub(super) markers: Vec<MarkerView>,
    pub(super) spots: Vec<SpotView>,
    pub(super) bar_end: String,
    pub(super) bar_text: String,
}

struct Placed<'a> {
    spot: &'a Spot,
    place: Place,
    x: f64,
    y: f64,
}

impl MapView {
    /// Draws the spots; none where there is nothing to draw.
    pub(super) fn of(spots: &[Spot]) -> Option<Self> {
        let spots: Vec<&Spot> = spots.iter().filter(|spot| spot.fix.is_plausible()).collect();
        let (placed, scale) = project(&spots)?;
        let home = spots.iter().find(|spot| spot.mark == Mark::Visit).map(|spot| to_wgs84(spot.fix.place()));
        let (bar_m, bar_text) = scale_bar(scale);
        Some(Self {
            markers: markers(&placed, scale),
            spots: placed.iter().map(|at| line(at, home)).collect(),
            bar_end: number(24.0 + bar_m * scale),
            bar_text,
        })
    }
}

/// Metres east and north of the middle, on a plane that touches the earth there: true within a county.
fn project<'a>(spots: &[&'a Spot]) -> Option<(Vec<Placed<'a>>, f64)> {
    let places: Vec<Place> = spots.iter().map(|spot| to_wgs84(spot.fix.place())).collect();
    let (south, north) = ends(places.iter().map(|place| place.latitude))?;
    let (west, east) = ends(places.iter().map(|place| place.longitude))?;
    let (middle_lat, middle_lon) = (f64::midpoint(south, north), f64::midpoint(west, east));
    let per_degree = EARTH_RADIUS_M.to_radians();
    let east_per_degree = per_degree * middle_lat.to_radians().cos();
    let (ground_x, ground_y) = ((east - west) * east_per_degree, (north - south) * per_degree);
    let scale = ((WIDTH - 2.0 * MARGIN) / ground_x.max(LEAST_GROUND_M))
        .min((HEIGHT - 2.0 * MARGIN) / ground_y.max(LEAST_GROUND_M));
    let drawn = spots.iter().zip(places).map(|(spot, place)| Placed {
        spot,
        x: WIDTH / 2.0 + (place.longitude - middle_lon) * east_per_degree * scale,
        y: HEIGHT / 2.0 - (place.latitude - middle_lat) * per_degree * scale,
        place,
    });
    Some((drawn.collect(), scale))
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// Photos of one room lie on one point: they share a marker that counts them.
fn markers(placed: &[Placed<'_>], scale: f64) -> Vec<MarkerView> {
    let mut groups: Vec<Vec<&Placed<'_>>> = Vec::new();
    for at in placed {
        let near = groups.iter_mut().find(|group| {
            group.first().is_some_and(|first| {
                first.spot.mark == at.spot.mark && (first.x - at.x).hypot(first.y - at.y) < SAME_MARKER
            })
        });
        match near {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups.iter().filter_map(|group| marker(group, scale)).collect()
}

fn marker(group: &[&Placed<'_>], scale: f64) -> Option<MarkerView> {
    let (first, last) = (group.first()?, group.last()?);
    let label = match group.len() {
        1 => first.spot.label.clone(),
        _ if first.spot.label == last.spot.label => first.spot.label.clone(),
        _ if are_consecutive(group) => format!("{}–{}", first.spot.label, last.spot.label),
        2 => format!("{}、{}", first.spot.label, last.spot.label),
        count => format!("{}等{count}", first.spot.label),
    };
    let half = 11.0_f64.max(half_width(&label));
    let longest = WIDTH.hypot(HEIGHT);
    Some(MarkerView {
        x: number(first.x),
        y: number(first.y),
        class: first.spot.mark.class(),
        label,
        accuracy: first.spot.fix.accuracy_m.map(|metres| number((metres * scale).min(longest))),
        left: number(first.x - half),
        top: number(first.y - 11.0),
        width: number(2.0 * half),
        baseline: number(first.y + 4.3),
    })
}

fn are_consecutive(group: &[&Placed<'_>]) -> bool {
    let numbers = group.iter().map(|at| at.spot.label.parse::<u32>().ok());
    let mut pairs = numbers.clone().zip(numbers.skip(1));
    pairs.all(|pair| matches!(pair, (Some(one), Some(next)) if next == one + 1))
}

fn line(at: &Placed<'_>, home: Option<Place>) -> SpotView {
    let fix = &at.spot.fix;
    SpotView {
        label: at.spot.label.clone(),
        title: at.spot.title.clone(),
        coordinates: format!("北纬 {:.5}° 东经 {:.5}°", at.place.latitude, at.place.longitude),
        accuracy: fix.accuracy_m.map_or_else(|| "精度未知".to_owned(), |metres| format!("±{metres:.0} 米")),
        source: fix.source.label(),
        distance: home.map(|home| metres(distance_m(home, at.place))),
    }
}

/// `12 米`, `3.4 公里`.
fn metres(metres: f64) -> String {
    if metres < 1_000.0 { format!("{metres:.0} 米") } else { format!("{:.1} 公里", metres / 1_000.0) }
}

/// The longest of 1, 2, 5, 10 … metres that fits the bar.
fn scale_bar(scale: f64) -> (f64, String) {
    let mut chosen = 1.0;
    let mut power = 1.0;
    while power * scale <= LONGEST_BAR {
        for step in [1.0, 2.0, 5.0] {
            if step * power * scale <= LONGEST_BAR {
                chosen = step * power;
            }
        }
        power *= 10.0;
    }
    let text =
        if chosen < 1_000.0 { format!("{chosen:.0} 米") } else { format!("{:.0} 公里", chosen / 1_000.0) };
    (chosen, text)
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

/// Half the width that a label needs at the markers' size of type.
fn half_width(label: &str) -> f64 {
    let units: f64 = label.chars().map(|c| if c.is_ascii() { 7.0 } else { 12.0 }).sum();
    units / 2.0 + 5.0
}

#[cfg(test)]
mod tests {
    use ruhu_core::{
        clock::{SourcedTime, TimeSource},
        location::{Datum, FixSource, from_wgs84},
    };

    use super::*;

    fn spot(mark: Mark, label: &str, place: Place) -> Spot {
        let fix = Fix {
            latitude: place.latitude,
            longitude: place.longitude,
            accuracy_m: Some(8.0),
            altitude_m: None,
            datum: place.datum,
            source: FixSource::Gnss,
            at: SourcedTime { at_ms: 0, source: TimeSource::Gnss },
            mock: false,
        };
        Spot { mark, label: label.to_owned(), title: "外观".to_owned(), fix }
    }

    fn xy(marker: &MarkerView) -> (f64, f64) {
        (marker.x.parse().unwrap(), marker.y.parse().unwrap())
    }

    #[test]
    fn north_is_up_east_is_right_and_the_bar_is_true() {
        let door = Place::wgs84(28.6, 117.2);
        let north = Place::wgs84(28.601, 117.2);
        let map = MapView::of(&[spot(Mark::Visit, "入", door), spot(Mark::Photo, "1", north)]).unwrap();
        let ((x0, y0), (x1, y1)) = (xy(&map.markers[0]), xy(&map.markers[1]));
        assert!((x0 - x1).abs() < 0.2 && y1 < y0);
        // 0.001 degrees of latitude are 111.2 m.
        let units_per_metre = (y0 - y1) / 111.195;
        let bar: f64 = map.bar_end.parse::<f64>().unwrap() - 24.0;
        assert_eq!(map.bar_text, "50 米");
        assert!((bar / units_per_metre - 50.0).abs() < 0.1, "{bar}");
        assert_eq!(map.spots[1].distance.as_deref(), Some("111 米"));
        let east = MapView::of(&[
            spot(Mark::Visit, "入", door),
            spot(Mark::Photo, "1", Place::wgs84(28.6, 117.201)),
        ]);
        let east = east.unwrap();
        assert!(xy(&east.markers[1]).0 > xy(&east.markers[0]).0);
    }

    #[test]
    fn every_datum_is_brought_to_one_and_neighbours_share_a_marker() {
        let door = Place::wgs84(28.6, 117.2);
        let spots = [
            spot(Mark::Photo, "1", door),
            spot(Mark::Photo, "2", from_wgs84(door, Datum::Gcj02)),
            spot(Mark::Photo, "3", from_wgs84(door, Datum::Bd09)),
        ];
        let map = MapView::of(&spots).unwrap();
        assert_eq!(map.markers.len(), 1);
        assert_eq!(map.markers[0].label, "1–3");
        assert!(map.spots.iter().all(|line| line.coordinates == "北纬 28.60000° 东经 117.20000°"));
    }

    #[test]
    fn absurd_and_far_fixes_do_not_break_the_drawing() {
        assert_eq!(MapView::of(&[]), None);
        assert_eq!(MapView::of(&[spot(Mark::Photo, "1", Place::wgs84(f64::NAN, 0.0))]), None);
        let far = [
            spot(Mark::Visit, "入", Place::wgs84(-89.0, -179.0)),
            spot(Mark::Photo, "1", Place::wgs84(89.0, 179.0)),
        ];
        let map = MapView::of(&far).unwrap();
        for marker in &map.markers {
            let (x, y) = xy(marker);
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{x} {y}");
        }
        assert!(map.bar_text.ends_with("公里"));
    }
}
