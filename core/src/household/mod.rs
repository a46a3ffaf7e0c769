//! Households of a roster, their members, and the numbers that identify them.

mod account;
mod category;
mod id_number;
mod name;
mod roster;
pub mod typing;
mod year_month;

pub use account::{AccountError, AccountNo};
pub use category::{AidCategory, PovertyCause, Relation, ReviewClass};
pub use id_number::{IdError, IdKind, IdNumber, Sex};
pub use name::{NameError, PersonName};
pub use roster::{HouseholdRecord, Member, RosterRow};
pub use year_month::{MonthError, YearMonth};
