//! How offices spell the names of villages: 社区居民委员会, 社区居委会 and 社区 are one thing, 居委会 and 村委会 are not.

use super::code::VillageKind;

/// Ends of names, longest first, with the kind of village they name and what of them stays in the stem.
const TAILS: [(&str, VillageKind, &str); 8] = [
    ("社区居民委员会", VillageKind::Residents, "社区"),
    ("社区居委会", VillageKind::Residents, "社区"),
    ("居民委员会", VillageKind::Residents, ""),
    ("居委会", VillageKind::Residents, ""),
    ("村民委员会", VillageKind::Villagers, ""),
    ("村委会", VillageKind::Villagers, ""),
    ("社区", VillageKind::Residents, "社区"),
    ("行政村", VillageKind::Villagers, "村"),
];

/// A village's name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeName {
    text: String,
    stem: String,
    kind: Option<VillageKind>,
}

impl OfficeName {
    /// Takes a spelling apart. Spaces and line breaks inside it mean nothing.
    #[must_use]
    pub fn new(spelling: &str) -> Self {
        let text: String = spelling.chars().filter(|c| !c.is_whitespace()).collect();
        let tail = TAILS.iter().find_map(|(tail, kind, kept)| {
            let stem = text.strip_suffix(tail).filter(|stem| !stem.is_empty())?;
            Some((format!("{stem}{kept}"), Some(*kind)))
        });
        let bare = || (text.clone(), text.ends_with('村').then_some(VillageKind::Villagers));
        let (stem, kind) = tail.unwrap_or_else(bare);
        Self { text, stem, kind }
    }

    /// The spelling without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What kind of village the spelling names, where it does.
    #[must_use]
    pub fn kind(&self) -> Option<VillageKind> {
        self.kind
    }

    /// Parts of an address that may be a village's name: up to the end of each word that ends one, longest first.
    #[must_use]
    pub fn candidates(address: &str) -> Vec<&str> {
        let mut ends: Vec<usize> = TAILS
            .iter()
            .map(|(tail, _, _)| *tail)
            .chain(["村"])
            .flat_map(|tail| address.match_indices(tail).map(move |(at, _)| at + tail.len()))
            .collect();
        ends.sort_unstable();
        ends.dedup();
        ends.iter().rev().filter_map(|end| address.get(..*end)).collect()
    }

    /// The one among `names` that this spelling means; none where it is not there or could be two of them.
    ///
    /// The same text wins over the same stem, and that over a stem without its 社区 or 村.
    #[must_use]
    pub fn find<'n, T>(&self, names: &'n [(Self, T)]) -> Option<&'n T> {
        let kinds_agree = |name: &Self| self.kind.is_none() || self.kind == name.kind;
        let degrees: [&dyn Fn(&Self) -> bool; 3] =
            [&|name| name.text == self.text, &|name| name.stem == self.stem && kinds_agree(name), &|name| {
                name.loose_stem() == self.loose_stem() && kinds_agree(name)
            }];
        for alike in degrees {
            let mut found = names.iter().filter(|(name, _)| alike(name));
            match (found.next(), found.next()) {
                (Some((_, value)), None) => return Some(value),
                (Some(_), Some(_)) => return None,
                (None, _) => {}
            }
        }
        None
    }

    fn loose_stem(&self) -> &str {
        let tail = match self.kind {
            Some(VillageKind::Residents) => "社区",
            Some(VillageKind::Villagers) => "村",
            Some(VillageKind::Other) | None => return &self.stem,
        };
        self.stem.strip_suffix(tail).filter(|stem| !stem.is_empty()).unwrap_or(&self.stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(spelling: &str, names: &[&str]) -> Option<usize> {
        let names: Vec<(OfficeName, usize)> =
            names.iter().enumerate().map(|(at, name)| (OfficeName::new(name), at)).collect();
        OfficeName::new(spelling).find(&names).copied()
    }

    #[test]
    fn all_spellings_of_one_office_mean_the_same() {
        for spelling in
            ["福惠社区居民委员会", "福惠社区居委会", "福惠社区", "福惠居委会", " 福惠\n社区 ", "福惠"]
        {
            assert_eq!(find(spelling, &["狮江社区居委会", "福惠社区居委会"]), Some(1), "{spelling}");
        }
        for spelling in ["石塘村民委员会", "石塘村委会", "石塘村", "石塘村村民委员会", "石塘行政村", "石塘"]
        {
            assert_eq!(find(spelling, &["石塘村民委员会", "十都村民委员会"]), Some(0), "{spelling}");
        }
        assert_eq!(find("杨村", &["杨村村民委员会", "高磜村民委员会"]), Some(0));
    }

    #[test]
    fn two_offices_of_one_place_are_never_taken_for_each_other() {
        let both = ["车盘居民委员会", "车盘村民委员会"];
        assert_eq!(find("车盘居委会", &both), Some(0));
        assert_eq!(find("车盘社区", &both), Some(0));
        assert_eq!(find("车盘村", &both), Some(1));
        assert_eq!(find("车盘", &both), None);
        assert_eq!(find("车盘居委会", &["车盘村民委员会"]), None);
        let near = ["杨村村民委员会", "杨村民委员会"];
        assert_eq!(find("杨村村委会", &near), Some(0));
        assert_eq!(find("杨村委会", &near), Some(1));
        assert_eq!(find("", &near), None);
    }

    #[test]
    fn an_address_offers_every_place_where_a_name_may_end() {
        assert_eq!(
            OfficeName::candidates("杨村村民委员会1组"),
            ["杨村村民委员会", "杨村村", "杨村"].map(str::to_owned)
        );
        assert!(OfficeName::candidates("9组").is_empty());
    }
}
