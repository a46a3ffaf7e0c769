//! The workbook: plain numbers, and formulas that know the example policy by heart and nothing of our code.
//!
//! The numbers of the policy stand here a second time on purpose: a comparison that read them from the same file would
//! not see that the file is read wrongly.

use std::path::Path;

use rust_xlsxwriter::{Formula, Workbook, Worksheet, XlsxError, utility::column_number_to_name};

use crate::households::{Household, OBLIGORS, PEOPLE};

/// Heading of the column of grants.
pub(crate) const GRANT: &str = "grant";

/// Yuan a person and year.
const STANDARD: &str = "8520";

/// Columns by their names, in order.
struct Columns(Vec<String>);

impl Columns {
    fn new() -> Self {
        let mut names: Vec<String> = Vec::new();
        for at in 1..=PEOPLE {
            let of = [
                "rel", "age", "labour", "studies", "home", "grade", "ill", "insured", "counts", "covered",
                "top",
            ];
            names.extend(of.iter().map(|name| format!("{name}{at}")));
        }
        let seen = ["wage", "business", "property", "transfer", "other", "answered", "own", "shared"];
        names.extend(seen.iter().map(ToString::to_string));
        let spent = ["medical", "education", "rehabilitation", "deposit", "vehicles", "houses"];
        names.extend(spent.iter().map(ToString::to_string));
        for at in 1..=OBLIGORS {
            names.extend(["able", "paid"].iter().map(|name| format!("{name}{at}")));
        }
        let reckoned = ["members", "covered", "income", "net", "fits", GRANT];
        names.extend(reckoned.iter().map(ToString::to_string));
        Self(names)
    }

    fn at(&self, name: &str) -> u16 {
        let found = self.0.iter().position(|known| known == name);
        found.and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX)
    }

    /// A formula's `{name}` becomes the cell of that column in this row.
    fn formula(&self, text: &str, row: u32) -> Formula {
        let mut filled = String::new();
        for part in text.split_inclusive('}') {
            match part.split_once('{') {
                Some((before, name)) => {
                    let column = column_number_to_name(self.at(name.trim_end_matches('}')));
                    filled.extend([before, &column, &(row + 1).to_string()]);
                }
                None => filled.push_str(part),
            }
        }
        Formula::new(filled)
    }
}

/// Writes the workbook.
pub(crate) fn write(path: &Path, all: &[Household]) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let columns = Columns::new();
    for (at, name) in (0..).zip(&columns.0) {
        sheet.write_string(0, at, name)?;
    }
    for (row, household) in (1..).zip(all) {
        numbers(sheet, &columns, (row, household))?;
        formulas(sheet, &columns, row)?;
    }
    book.save(path)
}

#[expect(clippy::cast_precision_loss, reason = "amounts of a household are far below 2^53 fen")]
fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

fn numbers(sheet: &mut Worksheet, columns: &Columns, (row, one): (u32, &Household)) -> Result<(), XlsxError> {
    let mut put = |name: &str, value: f64| sheet.write_number(row, columns.at(name), value).map(|_| ());
    for (at, person) in (1..).zip(&one.people) {
        for (name, value) in [
            ("rel", f64::from(person.relation)),
            ("age", f64::from(person.age)),
            ("labour", f64::from(person.labour)),
            ("studies", f64::from(u8::from(person.studies))),
            ("home", f64::from(u8::from(person.home))),
            ("grade", f64::from(person.disability)),
            ("ill", f64::from(u8::from(person.ill))),
            ("insured", f64::from(u8::from(person.insured))),
        ] {
            put(&format!("{name}{at}"), value)?;
        }
    }
    for (name, fen) in ["wage", "business", "property", "transfer", "other"].into_iter().zip(one.observed) {
        put(name, yuan(fen))?;
    }
    if let Some((fen, own, shared)) = one.verified {
        put("answered", yuan(fen))?;
        put("own", f64::from(own))?;
        put("shared", f64::from(shared))?;
    }
    put("medical", yuan(one.medical))?;
    put("education", yuan(one.education))?;
    put("rehabilitation", yuan(one.rehabilitation))?;
    put("deposit", yuan(one.deposit))?;
    put("vehicles", f64::from(one.vehicles))?;
    put("houses", f64::from(one.houses))?;
    for (at, (able, paid)) in (1..).zip(&one.obligors) {
        put(&format!("able{at}"), f64::from(u8::from(*able)))?;
        put(&format!("paid{at}"), yuan(*paid))?;
    }
    Ok(())
}

fn formulas(sheet: &mut Worksheet, columns: &Columns, row: u32) -> Result<(), XlsxError> {
    let numbered = |text: &str, at: usize| text.replace('#', &at.to_string());
    let sum = |name: &str, count: usize| {
        (1..=count).map(|at| format!("{{{name}{at}}}")).collect::<Vec<_>>().join("+")
    };
    let mut put = |name: &str, text: &str| {
        sheet.write_formula(row, columns.at(name), columns.formula(text, row)).map(|_| ())
    };
    for at in 1..=PEOPLE {
        // 57号 Art. 7: oneself and the spouse; children who are minors, study, cannot live by themselves or live here; kin
        // who live here.
        let counts = "=IF({rel#}=\"\",0,IF({rel#}<=2,1,IF({rel#}=3,IF(OR({age#}<18,{studies#}=1,{labour#}>=3,{home#}=1),1,0),\
                      IF(AND({rel#}=4,{home#}=1),1,0))))";
        put(&format!("counts{at}"), &numbered(counts, at))?;
        put(&format!("covered{at}"), &numbered("=IF(AND({counts#}=1,{insured#}=1),1,0)", at))?;
        let top = "=IF({covered#}=1,MAX(IF(AND({grade#}>=1,{grade#}<=2),0.2,0),IF({ill#}=1,0.2,0),\
                   IF({age#}>=70,0.1,0),IF({age#}<18,0.1,0)),0)";
        put(&format!("top{at}"), &numbered(top, at))?;
    }
    put("members", &format!("={}", sum("counts", PEOPLE)))?;
    put("covered", &format!("={}", sum("covered", PEOPLE)))?;
    let support: Vec<String> = (1..=OBLIGORS)
        .map(|at| numbered(&format!("IF({{able#}}=1,MAX(0,0.1*{STANDARD}-{{paid#}}),0)"), at))
        .collect();
    let wage = "MAX({wage},IF({answered}=\"\",0,{answered}*{shared}/{own}))";
    let rest = format!("{{business}}+{{property}}+{{transfer}}+{{other}}+{}", support.join("+"));
    put("income", &format!("={wage}+{rest}"))?;
    let deducted = format!("{{medical}}+MIN(8000,{{education}})+{{rehabilitation}}+0.2*{wage}");
    put("net", &format!("=MAX(0,{{income}}-({deducted}))"))?;
    put(
        "fits",
        &format!(
            "=IF(AND({{covered}}>0,ROUND({{net}}-{STANDARD}*{{members}},6)<0,{{deposit}}<={STANDARD}*2*{{members}},\
             {{vehicles}}<=0,{{houses}}<=1),1,0)"
        ),
    )?;
    let basic = format!("({STANDARD}*{{members}}-{{net}})*{{covered}}/({{members}}*12)");
    let tops = format!("{STANDARD}*({})/12", sum("top", PEOPLE));
    put(GRANT, &format!("=IF({{fits}}=1,ROUND({basic}+{tops},2),0)"))
}
