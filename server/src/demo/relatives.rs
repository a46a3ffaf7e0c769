//! The register of close relatives (近亲属备案) of the demo: whose surveyor was sent to their own family.

use std::{collections::BTreeMap, fs};

use anyhow::Context;
use ruhu_core::ids::HouseholdId;

use super::{dishonest::Way, report::Outputs, table::write_table};
use crate::{
    app::App,
    casework::{filed::File, relatives::import_relatives},
    store::{Reader, StoreError},
};

const HEADINGS: [&str; 3] = ["备案人姓名", "近亲属身份证号码", "与备案人关系"];

/// Writes the register, as a county keeps it, and brings it in through the importer that offices use; without such
/// households there is none.
pub(super) fn register(
    app: &App,
    ways: &BTreeMap<HouseholdId, Way>,
    outputs: &Outputs,
) -> anyhow::Result<()> {
    let related = ways.iter().filter(|(_, way)| **way == Way::OwnFamily).map(|(household, _)| household);
    let lines =
        app.store.read(|r| related.map(|household| line(r, household)).collect::<Result<Vec<_>, _>>())?;
    let lines: Vec<_> = lines.into_iter().flatten().collect();
    let file = outputs.file("relatives.xlsx");
    if lines.is_empty() {
        // Nor that of an earlier demo.
        return if file.exists() { Ok(fs::remove_file(file)?) } else { Ok(()) };
    }
    write_table(&file, ("登记表", "经办人员和村(居)民委员会成员近亲属备案登记表"), HEADINGS, lines)?;
    import_relatives(app, &fs::read(&file).context("无法读取近亲属备案登记表，请检查磁盘空间")?)?;
    Ok(())
}

fn line(r: &Reader<'_>, household: &HouseholdId) -> Result<Option<[String; 3]>, StoreError> {
    let Some(stored) = r.household(household)? else { return Ok(None) };
    let number = stored.row.members.first().and_then(|head| head.id_no.clone());
    let file = File::of(r, household)?;
    let surveyor = file.visits().last().and_then(|(_, visit)| visit.surveyors.first().cloned());
    Ok(surveyor
        .zip(number)
        .map(|(surveyor, number)| [surveyor.full().to_owned(), number.full().to_owned(), "父母".to_owned()]))
}
