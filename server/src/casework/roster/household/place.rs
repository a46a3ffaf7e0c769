//! Where a household lives: the village's code, the group, the address.

use ruhu_core::region::{RegionCode, RegionLevel};

use super::{
    super::{cell::Cell, header::Column},
    Context,
    facts::Facts,
    findings::Findings,
};

/// Ends of the name of a group inside a village.
const GROUP_ENDS: [&str; 5] = ["村民小组", "小组", "组", "屯", "队"];
/// Longest name of a group in characters.
const MAX_GROUP_CHARS: usize = 20;

pub(super) struct Place {
    pub(super) village: RegionCode,
    pub(super) village_name: String,
    pub(super) group_name: String,
    pub(super) address: String,
}

pub(super) fn read(facts: &Facts<'_>, context: &Context<'_>, findings: &mut Findings<'_>) -> Option<Place> {
    let office = format!("{}{}", facts.text(Column::Town), facts.text(Column::Village));
    let address = facts.text(Column::Address);
    let Some(village) = village(facts, context, &office, &address) else {
        let message = if office.is_empty() && address.is_empty() {
            "没有填写村(居)委会或家庭住址，无法确定区划；请补填后重新导入"
        } else {
            "村(居)委会与家庭住址在所选地区的区划中对不上唯一的村(社区)；请按区划全称填写乡镇和村(居)委会，或先导入最新区划"
        };
        let columns = [Column::Village, Column::Address, Column::Town, Column::RegionCode];
        let column = columns.into_iter().find(|column| context.table.at(*column).is_some());
        findings.reject(column.unwrap_or(Column::Village), "unknown_region", message);
        return None;
    };
    let own_group = facts.cell(Column::Group).map(Cell::compact).unwrap_or_default();
    let group_name = if own_group.is_empty() {
        group_in(context.divisions.rest_of_address(&village, &address))
    } else {
        with_end(&own_group)
    };
    let village_name = context.divisions.name(&village).unwrap_or_default().to_owned();
    Some(Place { village, village_name, group_name, address })
}

fn village(facts: &Facts<'_>, context: &Context<'_>, office: &str, address: &str) -> Option<RegionCode> {
    let by_code = || {
        let code = RegionCode::new(facts.cell(Column::RegionCode)?.compact()).ok()?;
        let known = code.level() == RegionLevel::Village
            && context.region.covers(&code)
            && context.divisions.name(&code).is_some();
        known.then_some(code)
    };
    let by_name = || context.divisions.find_village(context.region, office, address);
    let only_one = || {
        let unsaid = office.is_empty() && address.is_empty();
        (unsaid && context.region.level() == RegionLevel::Village).then(|| context.region.clone())
    };
    by_code().or_else(by_name).or_else(only_one)
}

/// `9组` of `9组12号`, `3村民小组` of `第3村民小组`.
fn group_in(rest: &str) -> String {
    let plain = rest.strip_prefix('第').unwrap_or(rest);
    let end = GROUP_ENDS.iter().filter_map(|word| Some(plain.find(word)? + word.len())).min();
    let longest = GROUP_ENDS.iter().find_map(|word| {
        let at = plain.find(word)? + word.len();
        (Some(at) >= end).then_some(at)
    });
    longest
        .and_then(|at| plain.get(..at))
        .filter(|name| name.chars().count() <= MAX_GROUP_CHARS)
        .unwrap_or_default()
        .to_owned()
}

/// A group column often holds the number alone.
fn with_end(group: &str) -> String {
    let plain: String = group.strip_prefix('第').unwrap_or(group).chars().take(MAX_GROUP_CHARS).collect();
    if plain.bytes().all(|byte| byte.is_ascii_digit()) { format!("{plain}组") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_is_the_front_of_what_follows_the_village() {
        for (rest, group) in [
            ("9组", "9组"),
            ("9组12号", "9组"),
            ("第3村民小组", "3村民小组"),
            ("大塘屯5号", "大塘屯"),
            ("12号", ""),
            ("", ""),
        ] {
            assert_eq!(group_in(rest), group, "{rest}");
        }
        assert_eq!((with_end("9"), with_end("第2组")), ("9组".to_owned(), "2组".to_owned()));
    }
}
