//! The draw: tickets sorted inside each stratum, the first `n` are the sample, all others the reserves.

use std::collections::BTreeMap;

use super::{
    Frame, Rate, SamplingError, Source, Stratum, UnitId,
    seed::{keyed, seed, ticket_with},
};
use crate::ids::Sha256Hash;

/// A unit with its ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticketed {
    /// The ticket. It stands first: units sort by it, and two equal tickets by unit id.
    pub ticket: Sha256Hash,
    /// The unit.
    pub unit_id: UnitId,
}

/// What was drawn in one stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StratumDraw {
    /// The sample, in ticket order.
    pub sample: Vec<Ticketed>,
    /// Every other unit in ticket order: a replacement takes the first that is not yet used.
    pub reserves: Vec<Ticketed>,
}

impl StratumDraw {
    /// All units of the stratum.
    #[must_use]
    pub fn units(&self) -> usize {
        self.sample.len() + self.reserves.len()
    }
}

/// A finished draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Root of the frozen frame.
    pub root: Sha256Hash,
    /// The seed that root and sources give.
    pub seed: Sha256Hash,
    /// Sample and reserves of each stratum.
    pub strata: BTreeMap<Stratum, StratumDraw>,
}

impl Draw {
    /// Units in the samples of all strata.
    #[must_use]
    pub fn sample_size(&self) -> usize {
        self.strata.values().map(|stratum| stratum.sample.len()).sum()
    }
}

/// Draws from `frame` at `rate` with the sources in the order of the notice.
///
/// # Errors
/// [`SamplingError`] for sources that [`seed`] refuses.
pub fn draw(frame: &Frame, rate: Rate, sources: &[Source]) -> Result<Draw, SamplingError> {
    let root = frame.root();
    let seed = seed(root, sources)?;
    let keyed = keyed(seed);
    let mut tickets: BTreeMap<Stratum, Vec<Ticketed>> = BTreeMap::new();
    for line in frame.lines() {
        let ticketed = Ticketed { ticket: ticket_with(&keyed, &line.unit_id), unit_id: line.unit_id.clone() };
        tickets.entry(line.stratum.clone()).or_default().push(ticketed);
    }
    let strata = tickets
        .into_iter()
        .map(|(stratum, mut sample)| {
            sample.sort_unstable();
            let reserves = sample.split_off(rate.sample_size(sample.len()));
            (stratum, StratumDraw { sample, reserves })
        })
        .collect();
    Ok(Draw { root, seed, strata })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::sampling::FrameLine;

    fn line(unit: &str, stratum: &str) -> FrameLine {
        FrameLine {
            unit_id: UnitId::new(unit).unwrap(),
            stratum: Stratum::new(stratum).unwrap(),
            record_hash: Sha256Hash::of(unit.as_bytes()),
        }
    }

    fn source(name: &str, bytes: &[u8]) -> Source {
        Source::new(name, bytes.to_vec()).unwrap()
    }

    #[test]
    fn the_published_test_vector_holds() {
        let lines =
            (1..=20).map(|n| line(&format!("H{n:04}"), if n <= 12 { "A" } else { "B" })).collect::<Vec<_>>();
        let dice: Vec<u8> = (0..0x30).collect();
        let sources = [source("dice", &dice), source("lottery", b"63454660390103169462")];
        let drawn = draw(&Frame::new(lines).unwrap(), "0.10".parse().unwrap(), &sources).unwrap();

        assert!(drawn.root.to_string().starts_with("e17f4a0c"), "{}", drawn.root);
        assert!(drawn.seed.to_string().starts_with("6ca6460f"), "{}", drawn.seed);
        let story: Vec<String> = drawn
            .strata
            .iter()
            .map(|(name, stratum)| {
                let sample: Vec<_> = stratum.sample.iter().map(|t| t.unit_id.as_str()).collect();
                let first = &stratum.sample.first().unwrap().ticket.to_string()[..8];
                let reserve = &stratum.reserves.first().unwrap().unit_id;
                format!(
                    "{name}: {} of {}, first {first}, reserve {reserve}",
                    sample.join(" "),
                    stratum.units()
                )
            })
            .collect();
        assert_eq!(
            story,
            [
                "A: H0002 H0007 of 12, first 04641f22, reserve H0001",
                "B: H0015 of 8, first 02f11054, reserve H0020"
            ]
        );
    }

    #[test]
    fn equal_tickets_fall_back_to_the_unit_id() {
        let ticket = Sha256Hash::ZERO;
        let unit = |id: &str| Ticketed { ticket, unit_id: UnitId::new(id).unwrap() };
        assert!(unit("H1") < unit("H2"));
    }

    fn frames() -> impl Strategy<Value = Vec<FrameLine>> {
        let units = prop::collection::btree_map("[A-Za-z0-9_.-]{1,12}", "[ABC]|农村|城市", 1..60);
        units.prop_map(|units| units.iter().map(|(unit, stratum)| line(unit, stratum)).collect())
    }

    fn rates() -> impl Strategy<Value = Rate> {
        (1_i64..=100).prop_map(|percent| Rate::new(rust_decimal::Decimal::new(percent, 2)).unwrap())
    }

    proptest! {
        #[test]
        fn the_order_of_the_input_does_not_matter(
            (lines, shuffled) in frames().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
            rate in rates(),
        ) {
            let sources = [source("dice", b"123456")];
            let one = draw(&Frame::new(lines).unwrap(), rate, &sources);
            prop_assert_eq!(one, draw(&Frame::new(shuffled).unwrap(), rate, &sources));
        }

        #[test]
        fn sample_and_reserves_are_the_stratum(lines in frames(), rate in rates(), dice in "[1-6]{1,20}") {
            let frame = Frame::new(lines).unwrap();
            let drawn = draw(&frame, rate, &[source("dice", dice.as_bytes())]).unwrap();
            let counts = frame.strata();
            prop_assert_eq!(drawn.strata.keys().collect::<Vec<_>>(), counts.keys().collect::<Vec<_>>());
            for (name, stratum) in &drawn.strata {
                prop_assert_eq!(stratum.sample.len(), rate.sample_size(counts[name]));
                let all = stratum.sample.iter().chain(&stratum.reserves);
                prop_assert!(all.clone().is_sorted());
                let units: BTreeSet<_> = all.map(|ticketed| &ticketed.unit_id).collect();
                let expected: BTreeSet<_> =
                    frame.lines().iter().filter(|line| line.stratum == *name).map(|line| &line.unit_id).collect();
                prop_assert_eq!(units, expected);
            }
        }

        #[test]
        fn any_changed_byte_changes_the_root(lines in frames(), which in any::<prop::sample::Index>(), flip in 1_u8..) {
            let texts: Vec<Vec<u8>> =
                Frame::new(lines).unwrap().lines().iter().map(|line| line.to_string().into_bytes()).collect();
            let root = crate::sampling::merkle_root(&texts);
            let total: usize = texts.iter().map(Vec::len).sum();
            let mut changed = texts.clone();
            *changed.iter_mut().flatten().nth(which.index(total)).unwrap() ^= flip;
            prop_assert_ne!(crate::sampling::merkle_root(&changed), root);
        }
    }
}
