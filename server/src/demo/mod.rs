//! The demo: the whole of the main job on its real parts, in one command.

mod answers;
mod county_form;
mod dishonest;
mod fonts;
mod offline;
mod options;
mod people;
mod photos;
mod relatives;
mod report;
mod stage;
mod survey;
mod table;
mod verification;
mod workbook;

pub use dishonest::Caught;
pub use options::DemoOptions;
pub use report::Summary;
pub use stage::run;
pub use workbook::{WrittenRoster, write_workbook};
