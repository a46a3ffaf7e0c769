//! Reading fences from GeoJSON (RFC 7946): what is wrong is said with the feature's number and the field.
//!
//! GeoJSON is WGS-84. Maps drawn over 高德 or 百度 are not: such a file says so with the member `datum` beside
//! `features`, `gcj02` or `bd09`, and is converted.

use std::{collections::BTreeMap, fmt};

use geo::{Coord, LineString, Polygon};
use geojson::{Geometry, GeometryValue, Position};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{FenceIndex, VillageFence, hole, part::Part};
use crate::{
    error::Explain,
    location::datum::{Datum, Place, to_wgs84},
    region::{RegionCode, RegionLevel},
};

/// Longest file in bytes.
pub const MAX_FENCE_BYTES: usize = 16 << 20;
/// Most features of a file: a county has some hundred villages.
pub const MAX_FENCES: usize = 10_000;
/// Most points of all borders.
pub const MAX_FENCE_POINTS: usize = 1_000_000;
/// Most characters of a village's name.
pub const MAX_VILLAGE_NAME_CHARS: usize = 60;
/// Most problems that are listed.
const MAX_PROBLEMS: usize = 100;
/// Problems that the text names itself.
const SHOWN_PROBLEMS: usize = 5;
/// Fewest points of a ring, the first one repeated at the end (RFC 7946 section 3.1.6).
const MIN_RING_POINTS: usize = 4;
/// Ends of names of coordinate systems that are WGS-84 for our purpose; CGCS2000 (4490) differs by centimetres.
const KNOWN_CRS: [&str; 4] = ["CRS84", "4326", "4490", "CGCS2000"];

/// What is wrong with one feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FenceProblem {
    /// Counted from 1.
    pub feature: usize,
    /// The field.
    pub field: &'static str,
    /// In Chinese.
    pub what: &'static str,
}

impl fmt::Display for FenceProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第 {} 个要素的 {}：{}", self.feature, self.field, self.what)
    }
}

/// Why a file of fences is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FenceError {
    /// It is too long.
    #[error("村界文件超过 {} MB，请简化边界或按乡镇分成几个文件", MAX_FENCE_BYTES >> 20)]
    TooLong,
    /// It cannot be read as JSON.
    #[error("村界文件第 {line} 行不符合 GeoJSON 的写法，请重新导出后重试")]
    Unreadable {
        /// Counted from 1.
        line: usize,
    },
    /// It is JSON, but no collection of features.
    #[error("村界文件的 type 应为 FeatureCollection，并带有 features，请重新导出后重试")]
    NoCollection,
    /// There is no feature in it.
    #[error("村界文件中没有要素，请检查是否选错了文件")]
    Empty,
    /// The datum is none that is known.
    #[error("村界文件的 datum 只能是 wgs84、gcj02 或 bd09，请核对坐标系")]
    UnknownDatum,
    /// The coordinates are those of another system.
    #[error("村界文件的 crs 不是经纬度坐标(WGS-84 或 CGCS2000)，请转换坐标后重新导出")]
    UnknownCrs,
    /// Too many features.
    #[error("村界文件的要素超过 {MAX_FENCES} 个，请按乡镇分成几个文件")]
    TooManyFences,
    /// Too many points.
    #[error("村界文件的边界点超过 {MAX_FENCE_POINTS} 个，请简化边界或按乡镇分成几个文件")]
    TooManyPoints,
    /// Some features are wrong.
    #[error("{}", listed(.problems))]
    Bad {
        /// In the order of the file, at most a hundred.
        problems: Vec<FenceProblem>,
    },
}

impl Explain for FenceError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "fence_too_long",
            Self::Unreadable { .. } => "fence_unreadable",
            Self::NoCollection => "fence_no_collection",
            Self::Empty => "fence_empty",
            Self::UnknownDatum => "fence_unknown_datum",
            Self::UnknownCrs => "fence_unknown_crs",
            Self::TooManyFences => "fence_too_many",
            Self::TooManyPoints => "fence_too_many_points",
            Self::Bad { .. } => "fence_bad",
        }
    }
}

fn listed(problems: &[FenceProblem]) -> String {
    let shown: Vec<_> = problems.iter().take(SHOWN_PROBLEMS).map(ToString::to_string).collect();
    let more = if problems.len() > SHOWN_PROBLEMS { "；等等" } else { "" };
    format!("村界文件有 {} 处不对：{}{more}。请修改后重新导入", problems.len(), shown.join("；"))
}

/// The collection, its features still text: so that each can be blamed by its number, and only one is unpacked at a time.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    kind: Option<Value>,
    datum: Option<Value>,
    crs: Option<Value>,
    #[serde(borrow)]
    features: Option<Features<'t>>,
}

struct Features<'t> {
    kept: Vec<&'t RawValue>,
    count: usize,
}

impl<'de: 't, 't> Deserialize<'de> for Features<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Features<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("features")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
                let mut features = Features { kept: Vec::new(), count: 0 };
                while features.count < MAX_FENCES {
                    let Some(feature) = all.next_element()? else { return Ok(features) };
                    features.kept.push(feature);
                    features.count += 1;
                }
                // The rest is counted, not kept.
                while all.next_element::<IgnoredAny>()?.is_some() {
                    features.count += 1;
                }
                Ok(features)
            }
        }
        deserializer.deserialize_seq(Reader)
    }
}

#[derive(Deserialize)]
struct Feature<'t> {
    #[serde(rename = "type")]
    kind: Option<Value>,
    #[serde(borrow)]
    properties: Option<&'t RawValue>,
    #[serde(borrow)]
    geometry: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Properties {
    region_code: Option<Value>,
    name: Option<Value>,
}

impl FenceIndex {
    /// Reads the fences of a county from GeoJSON: a collection of polygons and multi-polygons, whose properties are
    /// `region_code` (12 digits) and `name`. Other properties are passed over. Features of one village are its parts.
    ///
    /// # Errors
    /// [`FenceError`]; of bad features the first hundred problems.
    pub fn read(text: &str) -> Result<Self, FenceError> {
        if text.len() > MAX_FENCE_BYTES {
            return Err(FenceError::TooLong);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let collection: Collection<'_> = serde_json::from_str(text)
            .map_err(|error| FenceError::Unreadable { line: error.line().max(1) })?;
        let is_collection = collection.kind.as_ref().and_then(Value::as_str) == Some("FeatureCollection");
        let features = collection.features.filter(|_| is_collection).ok_or(FenceError::NoCollection)?;
        let datum = datum(collection.datum.as_ref())?;
        check_crs(collection.crs.as_ref())?;
        match features.count {
            0 => Err(FenceError::Empty),
            count if count > MAX_FENCES => Err(FenceError::TooManyFences),
            _ => villages(&features.kept, datum).map(Self::new),
        }
    }
}

fn datum(written: Option<&Value>) -> Result<Datum, FenceError> {
    match written {
        None => Ok(Datum::Wgs84),
        Some(written) => Datum::deserialize(written).map_err(|_| FenceError::UnknownDatum),
    }
}

/// The member `crs` of the GeoJSON of 2008, which desktop programs still write.
fn check_crs(written: Option<&Value>) -> Result<(), FenceError> {
    let Some(written) = written else { return Ok(()) };
    let name = written.pointer("/properties/name").and_then(Value::as_str).unwrap_or_default();
    if KNOWN_CRS.iter().any(|known| name.ends_with(known)) { Ok(()) } else { Err(FenceError::UnknownCrs) }
}

fn villages(features: &[&RawValue], datum: Datum) -> Result<Vec<VillageFence>, FenceError> {
    let (mut fences, mut problems) = (Vec::<VillageFence>::new(), Vec::new());
    let mut names: BTreeMap<RegionCode, String> = BTreeMap::new();
    let mut points = 0;
    for (feature, raw) in (1..).zip(features) {
        let read = village(raw, datum, &mut points);
        if points > MAX_FENCE_POINTS {
            return Err(FenceError::TooManyPoints);
        }
        match read.and_then(|fence| same_name(&mut names, fence)) {
            Ok(fence) => fences.push(fence),
            Err(Wrong { field, what }) if problems.len() < MAX_PROBLEMS => {
                problems.push(FenceProblem { feature, field, what });
            }
            Err(_) => {}
        }
    }
    if problems.is_empty() { Ok(fences) } else { Err(FenceError::Bad { problems }) }
}

/// The parts of one village are called the same: where they are not, a code was mistyped.
fn same_name(names: &mut BTreeMap<RegionCode, String>, fence: VillageFence) -> Result<VillageFence, Wrong> {
    let known = names.entry(fence.region.clone()).or_insert_with(|| fence.name.clone());
    if *known == fence.name {
        Ok(fence)
    } else {
        wrong("name", "与同一区划代码的前一个要素名称不同")
    }
}

/// A problem before its feature's number is known.
struct Wrong {
    field: &'static str,
    what: &'static str,
}

fn wrong<T>(field: &'static str, what: &'static str) -> Result<T, Wrong> {
    Err(Wrong { field, what })
}

fn village(raw: &RawValue, datum: Datum, points: &mut usize) -> Result<VillageFence, Wrong> {
    let Ok(feature) = serde_json::from_str::<Feature<'_>>(raw.get()) else {
        return wrong("type", "不是 GeoJSON 要素");
    };
    if feature.kind.as_ref().and_then(Value::as_str) != Some("Feature") {
        return wrong("type", "应为 Feature");
    }
    let Some(Ok(properties)) =
        feature.properties.map(|written| serde_json::from_str::<Properties>(written.get()))
    else {
        return wrong("properties", "缺少属性，应有 region_code 和 name");
    };
    let region = region(properties.region_code.as_ref())?;
    let name = match properties.name.as_ref().and_then(Value::as_str).map(str::trim) {
        None | Some("") => return wrong("name", "缺少村(居)名称"),
        Some(name) if name.chars().count() > MAX_VILLAGE_NAME_CHARS => return wrong("name", "名称过长"),
        Some(name) => name.to_owned(),
    };
    let Some(geometry) = feature.geometry else { return wrong("geometry", "没有边界") };
    let Ok(geometry) = serde_json::from_str::<Geometry>(geometry.get()) else {
        return wrong("geometry", "坐标的写法不对");
    };
    let parts = match &geometry.value {
        GeometryValue::Polygon { coordinates } => vec![polygon(coordinates, datum, points)?],
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().map(|rings| polygon(rings, datum, points)).collect::<Result<_, _>>()?
        }
        _ => return wrong("geometry.type", "应为 Polygon 或 MultiPolygon"),
    };
    if parts.is_empty() {
        return wrong("geometry.coordinates", "没有边界");
    }
    Ok(VillageFence { region, name, parts })
}

/// A village's code: twelve digits as text, or as a number, which tables make of them.
fn region(written: Option<&Value>) -> Result<RegionCode, Wrong> {
    let text = match written {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return wrong("region_code", "缺少区划代码"),
    };
    let code = Some(&text).filter(|text| text.len() == RegionLevel::Village.digits());
    match code.map(RegionCode::new) {
        Some(Ok(code)) if code.level() == RegionLevel::Village => Ok(code),
        _ => wrong("region_code", "应为 12 位数字的村级区划代码"),
    }
}

fn polygon(rings: &[Vec<Position>], datum: Datum, points: &mut usize) -> Result<Part, Wrong> {
    let mut rings = rings.iter().map(|positions| {
        *points = points.saturating_add(positions.len());
        ring(positions, datum)
    });
    let Some(outer) = rings.next() else { return wrong("geometry.coordinates", "没有边界") };
    let (outer, holes) = (outer?, rings.collect::<Result<Vec<_>, _>>()?);
    if hole::sticks_out(&outer, &holes) {
        return wrong("geometry.coordinates", "孔洞超出了外边界，请用地图软件修复几何后重新导出");
    }
    let polygon = Polygon::new(outer, holes);
    // A border that encloses nothing would put everybody outside.
    match Part::of(polygon).filter(|part| part.area() > 0.0) {
        Some(part) => Ok(part),
        None => wrong("geometry.coordinates", "边界没有围成面积"),
    }
}

fn ring(positions: &[Position], datum: Datum) -> Result<LineString<f64>, Wrong> {
    if positions.len() < MIN_RING_POINTS {
        return wrong("geometry.coordinates", "边界至少要有 4 个点，首尾相同");
    }
    let first_again = positions.first().map(Position::as_slice) == positions.last().map(Position::as_slice);
    if !first_again {
        return wrong("geometry.coordinates", "边界没有闭合，首尾两点应当相同");
    }
    positions.iter().map(|position| coordinate(position, datum)).collect()
}

fn coordinate(position: &Position, datum: Datum) -> Result<Coord<f64>, Wrong> {
    let [longitude, latitude, ..] = *position.as_slice() else {
        return wrong("geometry.coordinates", "每个点应有经度和纬度");
    };
    match (Place { latitude, longitude, datum }).checked().map(to_wgs84) {
        Ok(Place { latitude, longitude, .. }) => Ok(Coord { x: longitude, y: latitude }),
        Err(_) => wrong("geometry.coordinates", "经纬度超出范围(应先写经度、后写纬度)"),
    }
}
