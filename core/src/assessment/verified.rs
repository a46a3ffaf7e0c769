//! Lines of a verification result (信息核对) and how they join the facts of an assessment.
//!
//! Civil affairs asks public security, housing, social security, tax, market supervision and banks about each
//! person (民发〔2021〕57号 Art. 17); what they answer stands beside what was declared and seen, and never replaces it.

use serde::Serialize;

use super::{
    facts::{Facts, Holding, IncomeClass, IncomeItem, Months, PropertyItem, PropertyKind, Source},
    figure::Evidence,
};
use crate::money::Fen;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VerifiedItem {
    /// A class of income.
    Income(IncomeClass),
    /// A kind of property.
    Property(PropertyKind),
}

/// Every item with its stable name. What counts in pieces is told by [`VerifiedItem::in_pieces`].
const ITEMS: [(VerifiedItem, &str); 19] = [
    (VerifiedItem::Income(IncomeClass::Wage), "wage"),
    (VerifiedItem::Income(IncomeClass::Business), "business_income"),
    (VerifiedItem::Income(IncomeClass::Property), "property_income"),
    (VerifiedItem::Income(IncomeClass::Transfer), "transfer"),
    (VerifiedItem::Income(IncomeClass::Other), "other_income"),
    (VerifiedItem::Property(PropertyKind::Deposit), "deposit"),
    (VerifiedItem::Property(PropertyKind::Security), "security"),
    (VerifiedItem::Property(PropertyKind::Fund), "fund"),
    (VerifiedItem::Property(PropertyKind::Insurance), "insurance"),
    (VerifiedItem::Property(PropertyKind::Claim), "claim"),
    (VerifiedItem::Property(PropertyKind::NetFinance), "net_finance"),
    (VerifiedItem::Property(PropertyKind::Cash), "cash"),
    (VerifiedItem::Property(PropertyKind::Vehicle), "vehicle"),
    (VerifiedItem::Property(PropertyKind::Vessel), "vessel"),
    (VerifiedItem::Property(PropertyKind::House), "house"),
    (VerifiedItem::Property(PropertyKind::Forest), "forest"),
    (VerifiedItem::Property(PropertyKind::Machinery), "machinery"),
    (VerifiedItem::Property(PropertyKind::Business), "business"),
    (VerifiedItem::Property(PropertyKind::Other), "other_property"),
];

impl VerifiedItem {
    /// Every item.
    pub fn all() -> impl Iterator<Item = Self> {
        ITEMS.into_iter().map(|(item, _)| item)
    }

    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        ITEMS.into_iter().find_map(|(item, name)| (item == self).then_some(name)).unwrap_or_default()
    }

    /// The item of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        ITEMS.into_iter().find_map(|(item, known)| (known == name).then_some(item))
    }

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Income(class) => class.label(),
            Self::Property(kind) => kind.label(),
        }
    }

    /// Whether authorities answer with a number of pieces and not with an amount of money.
    #[must_use]
    pub const fn in_pieces(self) -> bool {
        matches!(
            self,
            Self::Property(
                PropertyKind::Vehicle
                    | PropertyKind::Vessel
                    | PropertyKind::House
                    | PropertyKind::Machinery
                    | PropertyKind::Business
            )
        )
    }
}

/// What an authority answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifiedFigure {
    /// Income over all its months together.
    Income {
        /// Its class.
        class: IncomeClass,
        /// The amount.
        amount: Fen,
        /// Its months.
        months: Months,
    },
    /// Property.
    Property {
        /// Its kind.
        kind: PropertyKind,
        /// How much.
        holding: Holding,
    },
}

impl VerifiedFigure {
    /// What it is about.
    #[must_use]
    pub const fn item(self) -> VerifiedItem {
        match self {
            Self::Income { class, .. } => VerifiedItem::Income(class),
            Self::Property { kind, .. } => VerifiedItem::Property(kind),
        }
    }
}

/// A line of a verification result about a member of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was answered.
    pub figure: VerifiedFigure,
    /// The import it came with, as people name it.
    pub import: String,
    /// The row of its sheet, counted from 1 as spreadsheets show it.
    pub row: u32,
}

impl Facts {
    /// Whether authorities have answered anything.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        let incomes = self.income.iter().map(|item| item.source);
        let held = self.property.iter().map(|item| item.source);
        incomes.chain(held).any(|source| source == Source::Verified)
    }

    /// Adds lines of verification results to what is known. What was declared and seen stays.
    pub fn add_verified(&mut self, lines: impl IntoIterator<Item = Verified>) {
        for Verified { figure, import, row } in lines {
            let evidence = Evidence::Verification { import, row };
            match figure {
                VerifiedFigure::Income { class, amount, months } => self.income.push(IncomeItem {
                    class,
                    amount,
                    months,
                    source: Source::Verified,
                    disregard: None,
                    evidence,
                }),
                VerifiedFigure::Property { kind, holding } => self.property.push(PropertyItem {
                    kind,
                    holding,
                    source: Source::Verified,
                    exemption: None,
                    evidence,
                }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_found_again_by_its_name() {
        for item in VerifiedItem::all() {
            assert_eq!(VerifiedItem::from_name(item.name()), Some(item));
        }
        let mut names: Vec<_> = VerifiedItem::all().map(VerifiedItem::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), VerifiedItem::all().count());
    }
}
