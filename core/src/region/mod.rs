//! Administrative divisions: the 12-digit codes of 统计用区划代码 and the tree of their names.

mod code;
mod office_name;
mod tree;

pub use code::{RegionCode, RegionError, RegionLevel, TownKind, VillageKind};
pub use office_name::OfficeName;
pub use tree::DivisionTree;
