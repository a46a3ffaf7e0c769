//! Names of divisions, and finding a village the way a roster names it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    code::{RegionCode, RegionLevel},
    office_name::OfficeName,
};

/// Words that end the names of towns.
const TOWN_WORDS: [&str; 4] = ["镇", "乡", "街道", "办事处"];

/// Divisions by code.
#[derive(Debug, Clone, Default)]
pub struct DivisionTree {
    names: BTreeMap<RegionCode, String>,
    below: BTreeMap<RegionCode, Vec<RegionCode>>,
}

impl DivisionTree {
    /// Adds a division, renaming one already known.
    pub fn insert(&mut self, code: RegionCode, name: impl Into<String>) {
        if self.names.insert(code.clone(), name.into()).is_none()
            && let Some(parent) = code.parent()
        {
            self.below.entry(parent).or_default().push(code);
        }
    }

    /// How many divisions are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every division in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&RegionCode, &str)> {
        self.names.iter().map(|(code, name)| (code, name.as_str()))
    }

    /// The name of one division.
    #[must_use]
    pub fn name(&self, code: &RegionCode) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// County, town and village in one: `铅山县河口镇福惠社区居民委员会`. Above the counties the name alone. Divisions
    /// that are not known are left out.
    #[must_use]
    pub fn full_name(&self, code: &RegionCode) -> String {
        let mut names = vec![self.name(code).unwrap_or_default()];
        let mut at = code.clone();
        while at.level() > RegionLevel::County
            && let Some(parent) = at.parent()
        {
            names.push(self.name(&parent).unwrap_or_default());
            at = parent;
        }
        names.into_iter().rev().collect()
    }

    /// The divisions directly below.
    pub fn children(&self, code: &RegionCode) -> impl Iterator<Item = (&RegionCode, &str)> {
        self.below
            .get(code)
            .into_iter()
            .flatten()
            .filter_map(|child| self.names.get_key_value(child))
            .map(|(child, name)| (child, name.as_str()))
    }

    /// Every division of a level in `region`, itself included, in the order of the codes.
    pub fn within<'t>(
        &'t self,
        region: &'t RegionCode,
        level: RegionLevel,
    ) -> impl Iterator<Item = (&'t RegionCode, &'t str)> {
        self.names
            .range(region..)
            .take_while(|(code, _)| region.covers(code))
            .filter(move |(code, _)| code.level() == level)
            .map(|(code, name)| (code, name.as_str()))
    }

    /// The village in `region` that a roster means by `office` (村(居)委会) and `address`; either may be empty.
    ///
    /// The town is taken from whichever of them names one. None where no village fits, more than one does, or the
    /// address names a town that is not there: a household in the wrong village is worse than one that waits.
    #[must_use]
    pub fn find_village(&self, region: &RegionCode, office: &str, address: &str) -> Option<RegionCode> {
        let (office, address) = (without_blanks(office), without_blanks(address));
        let town_of_office = self.town_named_in(region, &office);
        let town = town_of_office.clone().or_else(|| self.town_named_in(region, &address));
        let place = town.unwrap_or_else(|| region.clone());
        let villages: Vec<(OfficeName, RegionCode)> = self
            .within(&place, RegionLevel::Village)
            .map(|(code, name)| (OfficeName::new(name), code.clone()))
            .collect();
        let find = |spelling: &str| OfficeName::new(spelling).find(&villages).cloned();
        let above = villages.first().map_or(&place, |(_, code)| code);
        let rest = self.after_names_above(above, &address);
        if office.is_empty() {
            let by_full_name = || {
                let named = villages.iter().filter(|(name, _)| rest.starts_with(name.as_str()));
                named.max_by_key(|(name, _)| name.as_str().len()).map(|(_, code)| code.clone())
            };
            return OfficeName::candidates(rest).into_iter().find_map(find).or_else(by_full_name);
        }
        let village = find(&office).or_else(|| find(self.after_names_above(above, &office)))?;
        let agrees = town_of_office.is_some()
            || !TOWN_WORDS.iter().any(|word| rest.contains(word))
            || OfficeName::candidates(rest)
                .into_iter()
                .any(|spelling| find(spelling).as_ref() == Some(&village));
        agrees.then_some(village)
    }

    /// What an address says after the names of the divisions that it starts with: `9组` of
    /// `河口镇福惠社区居民委员会9组`.
    #[must_use]
    pub fn rest_of_address<'a>(&self, village: &RegionCode, address: &'a str) -> &'a str {
        let rest = self.after_names_above(village, address);
        let Some(name) = self.name(village) else { return rest };
        if let Some(rest) = rest.strip_prefix(name) {
            return rest;
        }
        let names = [(OfficeName::new(name), ())];
        OfficeName::candidates(rest)
            .into_iter()
            .find(|candidate| OfficeName::new(candidate).find(&names).is_some())
            .and_then(|candidate| rest.strip_prefix(candidate))
            .unwrap_or(rest)
    }

    /// The town in `region` whose name stands first in the text, the longer one of two at one place. Of towns with
    /// one name in several counties, the one whose county is named before it.
    fn town_named_in(&self, region: &RegionCode, text: &str) -> Option<RegionCode> {
        let named: Vec<(usize, Reverse<usize>, &RegionCode)> = self
            .within(region, RegionLevel::Town)
            .filter_map(|(code, name)| {
                let short = self.without_county(code, name);
                let found = text.find(name).map(|at| (at, name)).or_else(|| Some((text.find(short)?, short)));
                found.map(|(at, spelling)| (at, Reverse(spelling.len()), code))
            })
            .collect();
        let (at, length, first) = named.iter().min()?;
        let twins: Vec<&RegionCode> =
            named.iter().filter(|other| (other.0, other.1) == (*at, *length)).map(|twin| twin.2).collect();
        if twins.len() == 1 {
            return Some((*first).clone());
        }
        let before = text.get(..*at).unwrap_or_default();
        let county_is_named = |code: &&&RegionCode| {
            self.name(&code.at(RegionLevel::County)).is_some_and(|county| before.ends_with(county))
        };
        let mut certain = twins.iter().filter(county_is_named);
        match (certain.next(), certain.next()) {
            (Some(code), None) => Some((*code).clone()),
            _ => None,
        }
    }

    /// The text without the names of the divisions above `village` that it starts with.
    fn after_names_above<'a>(&self, village: &RegionCode, text: &'a str) -> &'a str {
        let levels = [RegionLevel::Province, RegionLevel::City, RegionLevel::County, RegionLevel::Town];
        levels.into_iter().fold(text, |rest, level| {
            let code = village.at(level);
            let name = self.name(&code).unwrap_or_default();
            let short = self.without_county(&code, name);
            rest.strip_prefix(name).or_else(|| rest.strip_prefix(short)).unwrap_or(rest)
        })
    }

    /// `青溪办事处` of `铅山县青溪办事处`: offices below a county often carry its name.
    fn without_county<'n>(&self, code: &RegionCode, name: &'n str) -> &'n str {
        let county = self.name(&code.at(RegionLevel::County)).unwrap_or_default();
        name.strip_prefix(county).filter(|short| !short.is_empty()).unwrap_or(name)
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().unwrap()
    }

    fn county() -> DivisionTree {
        let mut tree = DivisionTree::default();
        for (division, name) in [
            ("36", "江西省"),
            ("3611", "上饶市"),
            ("361124", "铅山县"),
            ("361124100", "河口镇"),
            ("361124100007", "福惠社区居民委员会"),
            ("361124100200", "清湖村民委员会"),
            ("361124101", "永平镇"),
            ("361124101001", "北门居民委员会"),
            ("361124101201", "北门村民委员会"),
            ("361124106", "武夷山镇"),
            ("361124106001", "车盘居民委员会"),
            ("361124106201", "车盘村民委员会"),
            ("361124109", "葛仙山镇"),
            ("361124109205", "杨村村民委员会"),
        ] {
            tree.insert(code(division), name);
        }
        tree
    }

    #[test]
    fn a_roster_row_leads_to_its_village() {
        let (tree, region) = (county(), code("361124"));
        for (office, address, village) in [
            ("福惠社区居民委员会", "河口镇福惠社区居民委员会9组", "361124100007"),
            ("福惠社区", "", "361124100007"),
            ("", "江西省上饶市铅山县河口镇福惠社区居委会9组", "361124100007"),
            ("河口镇福惠社区", "永平镇老街12号", "361124100007"),
            ("车盘居委会", "武夷山镇车盘居委会12组", "361124106001"),
            ("车盘村", "武夷山镇车盘村12组", "361124106201"),
            ("", "葛仙山镇杨村1组", "361124109205"),
            ("北门\n村委会", "永平镇 北门村民委员会6组", "361124101201"),
        ] {
            assert_eq!(
                tree.find_village(&region, office, address),
                Some(code(village)),
                "{office} {address}"
            );
        }
    }

    #[test]
    fn what_could_be_two_villages_or_none_is_not_guessed() {
        let (tree, region) = (county(), code("361124"));
        for (office, address) in [
            ("", ""),
            ("北门", "永平镇北门6组"),
            ("某某村", "河口镇某某村1组"),
            ("福惠社区", "湖坊镇福惠社区9组"),
            ("清湖村", "永平镇清湖村5组"),
        ] {
            assert_eq!(tree.find_village(&region, office, address), None, "{office} {address}");
        }
        assert_eq!(tree.find_village(&code("361124101"), "清湖村", "河口镇清湖村5组"), None);
        assert_eq!(tree.find_village(&code("361124100"), "清湖村", "清湖村5组"), Some(code("361124100200")));
        assert_eq!(tree.find_village(&code("361124100200"), "", "清湖村5组"), Some(code("361124100200")));
    }

    #[test]
    fn towns_of_one_name_are_told_apart_by_their_county() {
        let mut tree = county();
        tree.insert(code("361125"), "横峰县");
        tree.insert(code("361125100"), "河口镇");
        tree.insert(code("361125100201"), "清湖村民委员会");
        let city = code("3611");
        assert_eq!(tree.find_village(&city, "清湖村", "横峰县河口镇清湖村1组"), Some(code("361125100201")));
        assert_eq!(tree.find_village(&city, "清湖村", "铅山县河口镇清湖村1组"), Some(code("361124100200")));
        assert_eq!(tree.find_village(&city, "清湖村", "河口镇清湖村1组"), None);
    }

    #[test]
    fn the_rest_of_an_address_is_what_follows_the_village() {
        let tree = county();
        let village = code("361124100007");
        assert_eq!(tree.rest_of_address(&village, "河口镇福惠社区居民委员会9组"), "9组");
        assert_eq!(tree.rest_of_address(&village, "铅山县河口镇福惠社区9组12号"), "9组12号");
        assert_eq!(tree.rest_of_address(&village, "9组"), "9组");
    }

    #[test]
    fn names_and_children_follow_the_codes() {
        let tree = county();
        assert_eq!(tree.full_name(&code("361124100007")), "铅山县河口镇福惠社区居民委员会");
        assert_eq!(tree.full_name(&code("36")), "江西省");
        let towns: Vec<&str> = tree.children(&code("361124")).map(|(_, name)| name).collect();
        assert_eq!(towns, ["河口镇", "永平镇", "武夷山镇", "葛仙山镇"]);
        assert_eq!(tree.within(&code("361124106"), RegionLevel::Village).count(), 2);
        assert_eq!(tree.len(), 14);
    }
}
