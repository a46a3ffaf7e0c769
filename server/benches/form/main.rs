//! A form of 1,000 questions with 300 calculations: its import from a workbook, a draft that is opened, one answer with
//! all that follows from it, and choices filtered out of 100,000 rows. The field's own engine for web forms runs the same
//! form with the same answers beside it, and must come to the same results.

mod answers;
mod county;
mod draft;
mod measure;
mod peer;
mod villages;
mod workbook;

use std::error::Error;

use ruhu_core::form::{
    definition::FormDefinition,
    fill::{FormSession, PreparedForm},
    xlsform::{Workbook, import},
};
use ruhu_server::casework::forms::{FormLimits, read_xlsx};

use draft::{Draft, surroundings};
use measure::{middle, percentile, report};
use peer::Times;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// How many answers are measured.
const ANSWERS: usize = 20_000;
/// How many of them the other engine takes too: it needs its time.
const SHARED: usize = 1_000;

fn main() -> Outcome<()> {
    villages::measure()?;
    let book = workbook::written(&county::sheets())?;
    let form = imported(&book)?;
    let import = middle(|| (), |()| imported(&book));
    report("import from the workbook", import);

    let prepared = PreparedForm::new(form.clone());
    let begin = |form| FormSession::begin(&PreparedForm::new(form), surroundings());
    let new = middle(|| form.clone(), begin);
    report("open a new draft", new);
    let mut draft = Draft::filled_once(&prepared)?;
    let (bytes, kept) = (form.to_bytes()?, draft.kept());
    let resume = |form| FormSession::resume(&PreparedForm::new(form), surroundings(), &kept);
    let open = || FormDefinition::from_bytes(&bytes).map(resume);
    open()?;
    report("open a draft with every question answered", middle(|| (), |()| open()));
    report("  of that without reading the form's bytes", middle(|| form.clone(), resume));

    let mut times = Vec::with_capacity(ANSWERS);
    let mut shared = None;
    while times.len() < ANSWERS {
        times.extend(draft.answer_any());
        if times.len() >= SHARED && shared.is_none() {
            shared = Some((times.len(), peer::Script::of(&draft, times.len())?));
        }
    }
    check(&mut draft)?;
    let (count, script) = shared.ok_or("no answer was taken")?;
    let mut same = times.get(..count).unwrap_or_default().to_vec();
    report("one answer with its dependents, p50", percentile(&mut times, 50));
    report("one answer with its dependents, p99", percentile(&mut times, 99));
    let ours = Times { load: import + new, p50: percentile(&mut same, 50), p99: percentile(&mut same, 99) };
    peer::compare(&form, &script, &ours)
}

fn imported(book: &[u8]) -> Outcome<FormDefinition> {
    let sheets = read_xlsx(book, &FormLimits::default())?;
    let workbook = Workbook { name: "county".to_owned(), sheets, attachments: Vec::new() };
    Ok(import(&workbook).map_err(|report| format!("{:?}", report.errors))?.definition)
}

/// Whether all the steps came to what computing everything comes to.
fn check(draft: &mut Draft) -> Outcome<()> {
    let kept = draft.kept();
    draft.session.recompute();
    if draft.kept() == kept { Ok(()) } else { Err("computed step by step it is not the same".into()) }
}
