//! What a question offers to choose from.

use super::{
    cells::short,
    choices_sheet::Lists,
    faults::RowFault,
    files,
    finding::{Findings, Place},
    heading::Line,
    key::Key,
    logic, names,
    parameters::{Parameters, Shuffle},
    survey::Reader,
    types::{SelectKind, Source},
};
use crate::form::{
    definition::{Choice, ChoiceOrder, Itemset, LabelSource, ListId, NodeId, NodeKind, Question, Texts},
    expr::Expression,
};

/// The name of the choice that `or_other` adds, and the end of the name of its question.
const OTHER: &str = "other";
/// Most names of lists that a message shows.
const SHOWN_LISTS: usize = 10;

/// Reads the list, filter and order of a question that offers choices.
pub(super) fn read(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    parameters: &Parameters,
    kind: SelectKind,
    source: &Source,
    or_other: bool,
) -> Option<Question> {
    let place = line.place(&Key::Type);
    let order = order(line, parameters, source, reader.findings);
    let list = match source {
        Source::List(name) => find_list(reader.lists, name, &place, reader.findings),
        Source::File(file) => {
            files::find_or_report(reader.lists, reader.attachments, file, &place, reader.findings)
        }
    };
    let columns = list.and_then(|list| columns(reader, line, list, parameters, source));
    let list_name = match source {
        Source::List(name) => name.as_str(),
        Source::File(file) => files::stem(file),
    };
    let filter = filter(line, list_name, reader.findings);
    if or_other && line.find(&Key::ChoiceFilter).is_some() {
        reader.findings.error(&line.place(&Key::ChoiceFilter), &RowFault::OrOtherWithFilter);
    }
    let (list, (value, label)) = (list?, columns?);
    reader.lists.mark_used(list);
    if or_other {
        add_other_choice(reader, list);
    }
    let items = Itemset { list, value, label, filter, order: order? };
    Some(match kind {
        SelectKind::One => Question::SelectOne(items),
        SelectKind::Multiple => Question::SelectMultiple(items),
        SelectKind::Rank => Question::Rank(items),
    })
}

fn find_list(lists: &Lists, name: &str, place: &Place, findings: &mut Findings) -> Option<ListId> {
    let found = lists.find(name).filter(|id| lists.get(*id).is_some_and(|list| list.file.is_none()));
    if found.is_none() {
        let known: Vec<&str> = lists.names().take(SHOWN_LISTS).collect();
        let known = match (names::nearest(name, lists.names()), known.is_empty()) {
            (Some(near), _) => format!("是否应为“{near}”？"),
            (None, true) => "请在 choices 工作表中填写 list_name、name、label".to_owned(),
            (None, false) => format!("已有的列表：{}", known.join("、")),
        };
        findings.error(place, &RowFault::ListMissing { list: short(name), known });
    }
    found
}

/// Which columns hold the value and the label; in a file the parameters may name them.
fn columns(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    id: ListId,
    parameters: &Parameters,
    source: &Source,
) -> Option<(u16, LabelSource)> {
    let Source::File(file) = source else { return Some((0, LabelSource::Label)) };
    let list = reader.lists.get(id)?;
    let mut missing = Vec::new();
    let mut column = |parameter: &str, usual: &str| {
        let name = parameters.get(parameter).unwrap_or(usual);
        let found = list.column(name).and_then(|at| u16::try_from(at).ok());
        if found.is_none() {
            missing.push(name.to_owned());
        }
        found
    };
    let (value, label) = (column("value", "name"), column("label", "label"));
    for column in missing {
        let fault = RowFault::FileColumnMissing { file: file.clone(), column };
        reader.findings.error(&line.place(&Key::Type), &fault);
    }
    Some((value?, LabelSource::Column(label?)))
}

fn order(
    line: &Line<'_>,
    parameters: &Parameters,
    source: &Source,
    findings: &mut Findings,
) -> Option<ChoiceOrder> {
    let place = line.place(&Key::Parameters);
    let known: &[&str] = match source {
        Source::List(_) => &["randomize", "seed"],
        Source::File(_) => &["randomize", "seed", "value", "label"],
    };
    match parameters.check_names(known).and_then(|()| parameters.shuffle()) {
        Ok(Shuffle::No) => Some(ChoiceOrder::Listed),
        Ok(Shuffle::Yes { seed: None }) => Some(ChoiceOrder::Shuffled(None)),
        Ok(Shuffle::Yes { seed: Some(seed) }) if is_seed(seed) => {
            logic::parse(seed, &place, findings).map(|seed| ChoiceOrder::Shuffled(Some(seed)))
        }
        Ok(Shuffle::Yes { seed: Some(seed) }) => {
            let instead = "请写数字，或一个引用，例如 ${household_no}";
            findings.error(&place, &RowFault::BadParameter { name: "seed", found: short(seed), instead });
            None
        }
        Err(fault) => {
            findings.error(&place, &fault);
            None
        }
    }
}

fn is_seed(text: &str) -> bool {
    text.parse::<rust_decimal::Decimal>().is_ok() || (text.starts_with("${") && text.ends_with('}'))
}

/// The path to the offered choices. The filter is read alone first, so that a fault is shown where its author wrote it
/// and no bracket in it can reach out of the path.
fn filter(line: &Line<'_>, list: &str, findings: &mut Findings) -> Option<Expression> {
    let text = line.text(&Key::ChoiceFilter, findings)?;
    let place = line.place(&Key::ChoiceFilter);
    logic::parse(&text, &place, findings)?;
    logic::parse(&format!("instance('{list}')/root/item[{text}]"), &place, findings)
}

fn add_other_choice(reader: &mut Reader<'_>, list: ListId) {
    let label = reader.languages.own("其他", "Other");
    if let Some(list) = reader.lists.get_mut(list)
        && !list.choices.iter().any(|choice| choice.value(0) == OTHER)
    {
        list.choices.push(Choice { values: vec![OTHER.to_owned()], label, ..Choice::default() });
    }
}

/// Adds the question behind the choice `other`.
pub(super) fn add_other(reader: &mut Reader<'_>, line: &Line<'_>, of: NodeId) {
    let place = line.place(&Key::Name);
    let Some(of) = reader.survey.nodes.get(of).map(|node| node.name.as_str().to_owned()) else { return };
    let name = match names::check(&format!("{of}_{OTHER}")) {
        Ok(name) => name,
        Err(fault) => return reader.findings.error(&place, &fault),
    };
    if !reader.claim(&name, &place) {
        return;
    }
    let id = reader.push(name, NodeKind::Question(Question::Text), line.row.number);
    let label = reader.languages.own("请说明其他情况", "Specify other.");
    let relevant = Expression::parse(&format!("selected(../{of}, '{OTHER}')")).ok();
    if let Some(node) = reader.survey.nodes.get_mut(id) {
        node.texts = Texts { label, ..Texts::default() };
        node.logic.relevant = relevant;
    }
}
