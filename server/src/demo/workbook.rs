//! A roster as an office would mail it: title rows, a header of two rows, households over several rows, mixed
//! spellings, subtotals, and a handful of rows that must not be trusted.

use std::path::Path;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use ruhu_core::region::{DivisionTree, RegionCode};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::people::{Household, Village};

/// Groups of the invented village.
const GROUPS: u8 = 8;
/// Households between two subtotal rows.
const SUBTOTAL_EVERY: usize = 20;
/// Columns of the sheet.
const COLUMNS: u16 = 17;
const HEADINGS: [(u16, &str); 14] = [
    (0, "序号"),
    (1, "户主姓名"),
    (2, "身份证号码"),
    (3, "家庭\n人口"),
    (4, "保障\n人口"),
    (8, "类别"),
    (9, "主要致困原因"),
    (10, "家庭住址"),
    (11, "村(居)委会"),
    (12, "开户银行"),
    (13, "银行账号"),
    (14, "月保障金"),
    (15, "享受起始年月"),
    (16, "备注"),
];

/// Which row must not be trusted, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Checksum,
    Negative,
    Month,
    Nameless,
}

const FAULTS: [Fault; 4] = [Fault::Checksum, Fault::Negative, Fault::Month, Fault::Nameless];

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenRoster {
    /// Households that the import should accept.
    pub good: usize,
    /// Households that it should reject.
    pub faulty: usize,
}

/// Writes a roster of invented households of one village, the same for the same seed.
///
/// # Errors
/// Those of the workbook's file.
pub fn write_workbook(
    path: &Path,
    divisions: &DivisionTree,
    village: &RegionCode,
    (households, seed): (usize, u64),
) -> Result<WrittenRoster, XlsxError> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("农村低保花名册")?;
    let mut page = Page::begin(sheet)?;
    let place = Place::of(divisions, village);
    let county = village.as_str().get(..6).unwrap_or_default().to_owned();
    let faulty = FAULTS.len().min(households / 10);
    let total = households + faulty;
    let mut people = Village::new(&mut rng, &county);
    for index in 0..total {
        // Spread evenly, so that no fault hides at an end.
        let fault =
            (1..).zip(FAULTS.iter().take(faulty)).find(|(nth, _)| nth * total / (faulty + 1) == index);
        let household = people.household(GROUPS);
        page.household(index + 1, &household, (&place, fault.map(|(_, fault)| *fault)))?;
        if (index + 1) % SUBTOTAL_EVERY == 0 {
            page.subtotal("小计")?;
        }
    }
    page.subtotal("合计")?;
    workbook.save(path)?;
    Ok(WrittenRoster { good: households, faulty })
}

struct Place {
    town: String,
    village: String,
}

impl Place {
    fn of(divisions: &DivisionTree, village: &RegionCode) -> Self {
        let name = |code: &RegionCode| divisions.name(code).unwrap_or_default().to_owned();
        Self { town: village.parent().map(|town| name(&town)).unwrap_or_default(), village: name(village) }
    }
}

struct Page<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
    cell: Format,
    written: u32,
}

impl<'s> Page<'s> {
    fn begin(sheet: &'s mut Worksheet) -> Result<Self, XlsxError> {
        let head = Format::new()
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap()
            .set_border(FormatBorder::Thin);
        let title = Format::new().set_bold().set_font_size(18).set_align(FormatAlign::Center);
        sheet.merge_range(0, 0, 0, COLUMNS - 1, "2026年农村居民最低生活保障对象花名册", &title)?;
        sheet.write(1, 0, "填报单位(盖章):")?.write(1, 12, "填报日期：2026年10月")?.write(
            1,
            15,
            "单位：元",
        )?;
        for (column, heading) in HEADINGS {
            sheet.merge_range(2, column, 3, column, heading, &head)?;
        }
        sheet.merge_range(2, 5, 2, 7, "家庭成员", &head)?;
        for (column, heading) in [(5, "姓名"), (6, "与户主关系"), (7, "身份证号码")] {
            sheet.write_with_format(3, column, heading, &head)?;
        }
        for (column, width) in
            [(1, 12.0), (2, 22.0), (7, 22.0), (10, 34.0), (11, 22.0), (13, 24.0), (15, 14.0)]
        {
            sheet.set_column_width(column, width)?;
        }
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        Ok(Self { sheet, row: 4, cell, written: 0 })
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, column, text, &self.cell).map(|_| ())
    }

    fn number(&mut self, column: u16, number: i64) -> Result<(), XlsxError> {
        let number = f64::from(i32::try_from(number).unwrap_or(i32::MAX));
        self.sheet.write_number_with_format(self.row, column, number, &self.cell).map(|_| ())
    }

    fn household(
        &mut self,
        no: usize,
        household: &Household,
        (place, fault): (&Place, Option<Fault>),
    ) -> Result<(), XlsxError> {
        let Some((head, others)) = household.people.split_first() else { return Ok(()) };
        let spelling = self.written % 7;
        self.written += 1;
        self.number(0, i64::try_from(no).unwrap_or(i64::MAX))?;
        self.text(1, if fault == Some(Fault::Nameless) { "" } else { &head.name })?;
        self.text(2, &spelled(&head.number, fault == Some(Fault::Checksum), spelling == 3))?;
        self.number(3, i64::try_from(household.people.len()).unwrap_or(0))?;
        self.number(4, i64::try_from(household.insured).unwrap_or(0))?;
        self.text(8, household.class)?;
        self.text(9, household.cause)?;
        self.text(10, &format!("{}{}{}组", place.town, place.village, household.group))?;
        self.text(11, &place.village)?;
        self.text(12, household.bank)?;
        self.text(13, &household.account)?;
        self.amount(household.grant, (fault, spelling))?;
        self.text(15, &month(household.start, (fault, spelling)))?;
        self.text(16, if spelling == 5 { "退伍军人" } else { "" })?;
        let mut first = true;
        for person in others {
            if !std::mem::take(&mut first) {
                self.row += 1;
            }
            self.text(5, &person.name)?;
            self.text(6, person.relation)?;
            self.text(7, &person.number)?;
        }
        self.row += 1;
        Ok(())
    }

    fn amount(&mut self, yuan: i64, (fault, spelling): (Option<Fault>, u32)) -> Result<(), XlsxError> {
        match (fault, spelling) {
            (Some(Fault::Negative), _) => self.number(14, -yuan),
            (_, 2) => self.text(14, &format!("{yuan}元")),
            _ => self.number(14, yuan),
        }
    }

    fn subtotal(&mut self, label: &str) -> Result<(), XlsxError> {
        self.text(0, label)?;
        self.row += 1;
        Ok(())
    }
}

/// A number as somebody typed it: sometimes in full-width digits, sometimes with one digit wrong.
fn spelled(number: &str, wrong: bool, full_width: bool) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    if wrong && let Some(digit) = digits.get_mut(15) {
        *digit = if *digit == '9' { '0' } else { char::from_u32(u32::from(*digit) + 1).unwrap_or('0') };
    }
    let widen = |digit: char| match digit {
        '0'..='9' if full_width => char::from_u32(u32::from(digit) + 0xfee0).unwrap_or(digit),
        other => other,
    };
    digits.into_iter().map(widen).collect()
}

fn month((year, month): (i16, i8), (fault, spelling): (Option<Fault>, u32)) -> String {
    match (fault, spelling % 4) {
        (Some(Fault::Month), _) => format!("{year}年13月"),
        (_, 0) => format!("{year}年{month}月"),
        (_, 1) => format!("{year}.{month:02}"),
        (_, 2) => format!("{year}-{month:02}"),
        _ => format!("{year}年{month:02}月"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ruhu_core::{clock::ManualClock, household::HouseholdRecord, ids::HouseholdId};

    use super::*;
    use crate::{
        app::App,
        casework::{
            divisions::sample_tree,
            import_roster,
            roster::{RosterLimits, parse_roster},
        },
    };

    /// 2026-10-15 in milliseconds.
    const NOW_MS: i64 = 1_792_000_000_000;

    fn written(households: usize, seed: u64) -> (WrittenRoster, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("roster.xlsx");
        let village = "361124100200".parse().unwrap();
        let roster = write_workbook(&path, &sample_tree(), &village, (households, seed)).unwrap();
        (roster, std::fs::read(path).unwrap())
    }

    fn records(bytes: &[u8]) -> Vec<HouseholdRecord> {
        let village = "361124100200".parse().unwrap();
        let roster = parse_roster(bytes, &sample_tree(), &village, &RosterLimits::default()).unwrap();
        let id = HouseholdId::new("h").unwrap();
        roster.households.iter().filter_map(|household| household.to_record(id.clone(), 1)).collect()
    }

    #[test]
    fn as_many_households_come_in_as_were_asked_for() {
        for households in [1, 60, 700] {
            let (roster, bytes) = written(households, 7);
            let dir = tempfile::tempdir().unwrap();
            let app = App::open(dir.path(), Arc::new(ManualClock::at(NOW_MS))).unwrap();
            let report = import_roster(&app, &bytes, &"361124".parse().unwrap()).unwrap();
            assert_eq!((report.accepted.len(), report.rejected_households()), (roster.good, roster.faulty));
            assert_eq!(roster.good, households);
            assert!(report.warnings.is_empty(), "{:?}", report.warnings);
            let again = import_roster(&app, &bytes, &"361124".parse().unwrap()).unwrap();
            assert_eq!(again, report);
        }
    }

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(records(&written(30, 1).1), records(&written(30, 1).1));
        assert_ne!(records(&written(30, 1).1), records(&written(30, 2).1));
    }
}
