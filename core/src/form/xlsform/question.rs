//! One row of the sheet `survey` that is a question.

use super::{
    defaults,
    faults::RowFault,
    heading::Line,
    items,
    key::Key,
    logic,
    parameters::Parameters,
    survey::Reader,
    types::{Plain, RowType},
};
use crate::form::{
    definition::{DefaultValue, Logic, Meta, NodeKind, Question},
    expr::Expression,
};

/// Columns that do nothing in the row of a group or repeat.
pub(super) const NOT_FOR_GROUPS: &[Key] = &[
    Key::Constraint,
    Key::Required,
    Key::Calculation,
    Key::ChoiceFilter,
    Key::Default,
    Key::Trigger,
    Key::Parameters,
];
/// Columns that do nothing where nothing is answered.
const NOT_FOR_UNSEEN: &[Key] = &[Key::Constraint, Key::Required, Key::Hint];

/// Reads a question and adds it to the form. Every cell is read even where another is wrong, so that all faults of the
/// row are reported at once.
pub(super) fn read(reader: &mut Reader<'_>, line: &Line<'_>, row_type: &RowType) {
    let question = kind(reader, line, row_type);
    let name = reader.name(line, unwritten_name(row_type, line));
    let mut logic = logic::of_question(line, reader.languages, reader.findings);
    let triggers = triggers(reader, line, &mut logic);
    let (texts, appearance) = reader.shown(line);
    if let Some(question) = &question {
        logic.default = defaults::read(line, question, reader.lists, reader.findings);
    }
    check(reader, line, row_type, &logic, &appearance);
    let Some(name) = name else { return };
    // A question whose kind is wrong, which was reported, is there for those that refer to it.
    let question = question.unwrap_or(Question::Text);
    if question == Question::Meta(Meta::Audit) && name.as_str() != "audit" {
        let fault = RowFault::AuditName { found: name.as_str().to_owned() };
        reader.findings.error(&line.place(&Key::Name), &fault);
    }
    let id = reader.push(name, NodeKind::Question(question), line.row.number);
    if let Some(node) = reader.survey.nodes.get_mut(id) {
        (node.texts, node.logic, node.appearance) = (texts, logic, appearance);
    }
    if !triggers.is_empty() {
        reader.survey.triggers.push((id, triggers));
    }
    if let RowType::Select { or_other: true, .. } = row_type {
        items::add_other(reader, line, id);
    }
}

/// The question that the type names, with its list and parameters.
fn kind(reader: &mut Reader<'_>, line: &Line<'_>, row_type: &RowType) -> Option<Question> {
    let place = line.place(&Key::Parameters);
    let text = line.text(&Key::Parameters, reader.findings).unwrap_or_default();
    let parameters = match Parameters::read(&text) {
        Ok(parameters) => parameters,
        Err(fault) => {
            reader.findings.error(&place, &fault);
            Parameters::default()
        }
    };
    let question = match row_type {
        RowType::Select { kind, source, or_other } => {
            return items::read(reader, line, &parameters, *kind, source, *or_other);
        }
        RowType::Plain(plain) => with_parameters(*plain, &parameters),
        RowType::Begin(_) | RowType::End(_) => return None,
    };
    question.map_err(|fault| reader.findings.error(&place, &fault)).ok()
}

fn with_parameters(plain: Plain, parameters: &Parameters) -> Result<Question, RowFault> {
    let known: &[&str] = match plain {
        Plain::Range => &["start", "end", "step"],
        Plain::Image => &["max-pixels"],
        Plain::Audio => &["quality"],
        Plain::Geopoint => &["capture-accuracy", "warning-accuracy"],
        _ => &[],
    };
    parameters.check_names(known)?;
    Ok(match plain {
        Plain::Range => Question::Range(parameters.range()?),
        Plain::Image => Question::Image { max_pixels: parameters.max_pixels()? },
        Plain::Audio => Question::Audio { quality: parameters.quality()? },
        Plain::Geopoint => Question::Geopoint(parameters.accuracy()?),
        Plain::Text => Question::Text,
        Plain::Integer => Question::Integer,
        Plain::Decimal => Question::Decimal,
        Plain::Date => Question::Date,
        Plain::Time => Question::Time,
        Plain::DateTime => Question::DateTime,
        Plain::Note => Question::Note,
        Plain::Calculate => Question::Calculate,
        Plain::Hidden => Question::Hidden,
        Plain::Acknowledge => Question::Acknowledge,
        Plain::File => Question::File,
        Plain::Barcode => Question::Barcode,
        Plain::Geotrace => Question::Geotrace,
        Plain::Geoshape => Question::Geoshape,
        Plain::Meta(meta) => Question::Meta(meta),
    })
}

/// Notes hold nothing, so nobody needs their name; a form has one audit.
fn unwritten_name(row_type: &RowType, line: &Line<'_>) -> Option<String> {
    match row_type {
        RowType::Plain(Plain::Note) => Some(format!("generated_note_name_{}", line.row.number)),
        RowType::Plain(Plain::Meta(Meta::Audit)) => Some("audit".to_owned()),
        _ => None,
    }
}

/// What a calculation waits for; where there is none, the answer is emptied.
fn triggers(reader: &mut Reader<'_>, line: &Line<'_>, logic: &mut Logic) -> Vec<String> {
    let names = logic::triggers(line, reader.findings);
    if !names.is_empty() && logic.calculation.is_none() && line.find(&Key::Calculation).is_none() {
        logic.calculation = Expression::parse("''").ok();
    }
    names
}

/// What a row must have, and what it has in vain.
fn check(reader: &mut Reader<'_>, line: &Line<'_>, row_type: &RowType, logic: &Logic, appearance: &[String]) {
    let plain = match row_type {
        RowType::Plain(plain) => Some(*plain),
        _ => None,
    };
    let unseen = matches!(plain, Some(Plain::Calculate | Plain::Hidden | Plain::Meta(_)));
    let labels = [Key::Label, Key::Hint, Key::Image, Key::BigImage, Key::Audio, Key::Video];
    if !unseen && labels.iter().all(|key| line.find(key).is_none()) {
        reader.findings.error(&line.place(&Key::Label), &RowFault::MissingLabel);
    }
    // A cell that is there but wrong is reported as such and not as missing.
    let computed = matches!(logic.default, Some(DefaultValue::Computed(_)));
    if plain == Some(Plain::Calculate) && !computed && line.find(&Key::Calculation).is_none() {
        reader.findings.error(&line.place(&Key::Calculation), &RowFault::MissingCalculation);
    }
    if plain != Some(Plain::Decimal) && appearance.iter().any(|word| word == "money") {
        reader.findings.error(&line.place(&Key::Appearance), &RowFault::MoneyNotDecimal);
    }
    let type_name = line.text(&Key::Type, reader.findings).unwrap_or_default();
    if unseen {
        reader.warn_ignored(line, &type_name, NOT_FOR_UNSEEN);
    }
    if plain.is_some() {
        reader.warn_ignored(line, &type_name, &[Key::ChoiceFilter]);
    }
    reader.warn_ignored(line, &type_name, &[Key::RepeatCount]);
}
