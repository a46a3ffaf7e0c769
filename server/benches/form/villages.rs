//! Choices from a file of 100,000 villages: a filter that compares a column, which can be looked up, and one that has to
//! look at every row.

use std::{fmt::Write as _, hint::black_box, time::Duration};

use ruhu_core::form::{
    Answer, AnswerKey,
    fill::{FormSession, PreparedForm},
    xlsform::{Attachment, Workbook, import, read_csv, read_markdown},
};

use crate::{
    Outcome,
    draft::surroundings,
    measure::{percentile, report, timed},
};

const VILLAGES: usize = 100_000;
const PER_COUNTY: usize = 500;
const ROUNDS: usize = 41;
const FORM: &str = "
| survey |
|        | type                             | name   | label | choice_filter                                  |
|        | text                             | county | 县    |                                                |
|        | integer                          | people | 人口  |                                                |
|        | select_one_from_file village.csv | near   | 本县村 | county = ${county}                             |
|        | select_one_from_file village.csv | large  | 大村  | people > ${people} and county != ${county}     |
| settings |
|          | form_id |
|          | places  |
";

pub(crate) fn measure() -> Outcome<()> {
    let text = villages()?;
    let (table, read) = timed(|| read_csv("village.csv", text.as_bytes()));
    let attachments = vec![Attachment { name: "village.csv".to_owned(), table: table? }];
    let workbook = Workbook { name: "places".to_owned(), sheets: read_markdown(FORM)?, attachments };
    let (imported, time) = timed(|| import(&workbook));
    report("a form with a file of 100,000 rows, imported", read + time);
    let form = PreparedForm::new(imported.map_err(|report| format!("{:?}", report.errors))?.definition);

    let mut session = FormSession::begin(&form, surroundings());
    session.answer(&AnswerKey::new("people")?, Some(&Answer::Integer(0)))?;
    let first = offered(&mut session, "c0", "near", PER_COUNTY)?;
    report("choice_filter over 100,000 rows, the first look at the file", first);
    for (name, question, count) in
        [("by its column", "near", PER_COUNTY), ("row by row", "large", VILLAGES - PER_COUNTY)]
    {
        let mut times = Vec::with_capacity(ROUNDS);
        for round in 1..=ROUNDS {
            times.push(offered(&mut session, &format!("c{round}"), question, count)?);
        }
        report(&format!("choice_filter over 100,000 rows, {name}"), percentile(&mut times, 50));
    }
    Ok(())
}

/// How long it takes to answer what the filter asks about and to see what is offered then.
fn offered(session: &mut FormSession, county: &str, question: &str, count: usize) -> Outcome<Duration> {
    let (asked, key) = (AnswerKey::new("county")?, AnswerKey::new(question)?);
    let (offered, time) = timed(|| {
        session
            .answer(&asked, Some(&Answer::Text(county.to_owned())))
            .map(|_| black_box(session.offered(&key)))
    });
    let offered = offered?;
    if offered.offers.len() + offered.left_out != count {
        return Err(
            format!("{question} offers {} and {} more", offered.offers.len(), offered.left_out).into()
        );
    }
    Ok(time)
}

fn villages() -> Outcome<String> {
    let mut text = "name,label,county,people\n".to_owned();
    for number in 0..VILLAGES {
        let county = number / PER_COUNTY;
        writeln!(text, "v{number},清湖 {number} 村,c{county},{}", 100 + number % 3_000)?;
    }
    Ok(text)
}
