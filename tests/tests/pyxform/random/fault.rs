//! What authors get wrong.

use super::Maker;
use crate::draft::{Line, line};

/// One fault; false where the form has nothing that it could spoil.
type Fault = fn(&mut Maker) -> bool;

const FAULTS: &[Fault] = &[
    unknown_reference,
    lost_end,
    end_too_many,
    name_twice,
    name_with_space,
    name_in_chinese,
    unknown_type,
    list_missing,
    broken_expression,
    open_quote,
    unknown_function,
    choice_without_name,
    choice_twice,
    loop_of_two,
    self_reference,
    unknown_column,
    no_name,
    no_type,
    bad_parameter,
    no_label,
    wrong_end,
    unknown_filter_column,
    unfinished_reference,
    unknown_path,
    too_few_arguments,
    group_waits_for_its_child,
    empty_calculation,
    other_with_filter,
];

/// Puts one fault into a form.
pub(super) fn spoil(maker: &mut Maker) {
    for _ in 0..20 {
        let fault = maker.pick(FAULTS);
        if fault(maker) {
            return;
        }
    }
}

impl Maker {
    /// A row that fits, to be changed.
    fn some_row(&mut self, fits: impl Fn(&Line) -> bool) -> Option<&mut Line> {
        let rows = self.draft.survey.iter().enumerate();
        let places: Vec<usize> = rows.filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
        if places.is_empty() {
            return None;
        }
        let at = places[self.below(u32::try_from(places.len()).unwrap()) as usize];
        self.draft.survey.get_mut(at)
    }

    fn change(&mut self, column: &str, fits: impl Fn(&str) -> bool, change: impl Fn(&str) -> String) -> bool {
        match self.some_row(|row| row.get(column).is_some_and(|text| fits(text))) {
            Some(row) => {
                let changed = change(&row[column]);
                row.insert(column.to_owned(), changed);
                true
            }
            None => false,
        }
    }

    fn change_rule(&mut self, fits: impl Fn(&str) -> bool, change: impl Fn(&str) -> String) -> bool {
        let column = self.pick(&["calculation", "relevant", "constraint"]);
        self.change(column, fits, change)
    }
}

fn any(_: &str) -> bool {
    true
}

fn is_question(row: &Line) -> bool {
    row.get("type").is_some_and(|kind| !kind.starts_with("begin") && !kind.starts_with("end"))
}

fn unknown_reference(maker: &mut Maker) -> bool {
    maker.change_rule(any, |rule| format!("{rule} and ${{nowhere}} = 1"))
}

fn unfinished_reference(maker: &mut Maker) -> bool {
    maker.change_rule(|rule| rule.contains("${"), |rule| rule.replacen('}', "", 1))
}

fn unknown_path(maker: &mut Maker) -> bool {
    maker.change_rule(any, |rule| format!("{rule} = /data/nowhere"))
}

fn broken_expression(maker: &mut Maker) -> bool {
    let end = maker.pick(&[" +", " and", "(", " ]", " = = 1", ", 1", ")"]);
    maker.change_rule(any, |rule| format!("{rule}{end}"))
}

fn open_quote(maker: &mut Maker) -> bool {
    maker.change_rule(any, |rule| format!("{rule} = 'a"))
}

fn unknown_function(maker: &mut Maker) -> bool {
    maker.change_rule(any, |rule| format!("average({rule})"))
}

fn too_few_arguments(maker: &mut Maker) -> bool {
    let call = maker.pick(&["if(true(), 1)", "selected('a')", "pow(2)", "not()", "substr('a')"]);
    maker.change("calculation", any, |_| call.to_owned())
}

fn empty_calculation(maker: &mut Maker) -> bool {
    match maker.some_row(|row| row.get("type").is_some_and(|kind| kind == "calculate")) {
        Some(row) => row.remove("calculation").is_some(),
        None => false,
    }
}

fn lost_end(maker: &mut Maker) -> bool {
    let Some(at) = maker.draft.survey.iter().position(|row| is(row, "end")) else { return false };
    maker.draft.survey.remove(at);
    true
}

fn end_too_many(maker: &mut Maker) -> bool {
    let at = maker.place();
    maker.draft.survey.insert(at, line([("type", "end_group")]));
    true
}

fn wrong_end(maker: &mut Maker) -> bool {
    maker.change("type", |kind| kind == "end_repeat", |_| "end_group".to_owned())
}

fn name_twice(maker: &mut Maker) -> bool {
    let Some(row) = maker.some_row(is_question).cloned() else { return false };
    let at = maker.draft.survey.iter().position(|other| *other == row).unwrap();
    maker.draft.survey.insert(at, row);
    true
}

fn name_with_space(maker: &mut Maker) -> bool {
    maker.change("name", any, |name| format!("{name} b"))
}

fn name_in_chinese(maker: &mut Maker) -> bool {
    maker.change("name", any, |_| "收入".to_owned())
}

fn no_name(maker: &mut Maker) -> bool {
    maker.some_row(is_question).is_some_and(|row| row.remove("name").is_some())
}

fn no_type(maker: &mut Maker) -> bool {
    maker.some_row(is_question).is_some_and(|row| row.remove("type").is_some())
}

fn no_label(maker: &mut Maker) -> bool {
    let columns = maker.languages.clone();
    let Some(row) = maker.some_row(is_question) else { return false };
    let before = row.len();
    row.retain(|heading, _| !columns.iter().any(|language| *heading == format!("label{language}")));
    row.len() < before
}

fn unknown_type(maker: &mut Maker) -> bool {
    let kind = maker.pick(&["Integer", "interger", "单选", "video", "selectone yn"]);
    maker.change("type", |kind| !kind.contains("begin") && !kind.contains("end"), |_| kind.to_owned())
}

fn list_missing(maker: &mut Maker) -> bool {
    maker.change("type", |kind| kind.starts_with("select_one "), |_| "select_one nowhere".to_owned())
}

fn unknown_column(maker: &mut Maker) -> bool {
    let heading = maker.pick(&["whatever", "必填", "constriant"]);
    let Some(row) = maker.some_row(is_question) else { return false };
    row.insert(heading.to_owned(), "1".to_owned());
    true
}

fn bad_parameter(maker: &mut Maker) -> bool {
    let parameters = maker.pick(&["size=1", "start", "randomize=maybe", "max-pixels=big", "start=a"]);
    let Some(row) = maker.some_row(is_question) else { return false };
    row.insert("parameters".to_owned(), parameters.to_owned());
    true
}

fn choice_without_name(maker: &mut Maker) -> bool {
    let at = maker.below(u32::try_from(maker.draft.choices.len()).unwrap()) as usize;
    maker.draft.choices[at].remove("name").is_some()
}

fn choice_twice(maker: &mut Maker) -> bool {
    let at = maker.below(u32::try_from(maker.draft.choices.len()).unwrap()) as usize;
    let choice = maker.draft.choices[at].clone();
    maker.draft.choices.push(choice);
    true
}

fn loop_of_two(maker: &mut Maker) -> bool {
    for (name, rule) in [("loop1", "${loop2} + 1"), ("loop2", "${loop1} + 1")] {
        maker.draft.survey.push(line([("type", "calculate"), ("name", name), ("calculation", rule)]));
    }
    true
}

fn self_reference(maker: &mut Maker) -> bool {
    let column = maker.pick(&["relevant", "constraint", "required", "read_only"]);
    let Some(row) = maker.some_row(is_question) else { return false };
    let Some(name) = row.get("name").cloned() else { return false };
    row.insert(column.to_owned(), format!("${{{name}}} = 1"));
    true
}

fn group_waits_for_its_child(maker: &mut Maker) -> bool {
    let rows = &maker.draft.survey;
    let Some(at) = rows.iter().position(|row| is(row, "begin")) else { return false };
    let Some(child) = rows.get(at + 1).filter(|row| is_question(row)).and_then(|row| row.get("name")) else {
        return false;
    };
    let rule = format!("${{{child}}} != ''");
    maker.draft.survey[at].insert("relevant".to_owned(), rule);
    true
}

fn unknown_filter_column(maker: &mut Maker) -> bool {
    maker.change("choice_filter", any, |_| "county = 'x'".to_owned())
}

fn other_with_filter(maker: &mut Maker) -> bool {
    let row = maker.some_row(|row| row.get("type").is_some_and(|kind| kind == "select_one houses"));
    let Some(row) = row else { return false };
    row.insert("type".to_owned(), "select_one houses or_other".to_owned());
    row.insert("choice_filter".to_owned(), "town = 't1'".to_owned());
    true
}

fn is(row: &Line, start: &str) -> bool {
    row.get("type").is_some_and(|kind| kind.starts_with(start))
}
