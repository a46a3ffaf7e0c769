//! The page.

use askama::Template;
use ruhu_core::form::{
    Answer, AnswerKey,
    definition::Question,
    fill::{Offer, QuestionView, ReadableAnswer, RepeatView, Screen, ScreenItem},
    xlsform::Finding,
};

use super::{answer::STAND_IN_FILE, desk::Desk};

/// From so many choices on, a list that is opened takes less room than buttons.
const MANY_CHOICES: usize = 20;

/// How a question is asked in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Line(&'static str),
    Paragraph,
    Number(&'static str),
    Buttons,
    List,
    Boxes,
    Order,
    Tick,
    StandIn,
    Words,
}

#[derive(Debug, Clone)]
struct ChoiceView {
    name: String,
    label: String,
    chosen: bool,
}

/// One question as the page shows it.
#[derive(Debug, Clone)]
struct Asked {
    key: String,
    id: String,
    label: String,
    hint: String,
    guidance: String,
    media: String,
    required: bool,
    read_only: bool,
    field: Field,
    unit: &'static str,
    value: String,
    choices: Vec<ChoiceView>,
    left_out: usize,
    /// For an order: what stands at each place.
    places: Vec<Vec<ChoiceView>>,
    readable: String,
    problem: Option<String>,
}

#[derive(Debug, Clone)]
enum Item {
    Heading(String),
    Question(Box<Asked>),
    Repeat(RepeatView, Option<String>),
}

#[derive(Debug, Clone)]
struct ToDo {
    message: String,
    screen: String,
}

/// One place in the form's outline.
#[derive(Debug, Clone)]
struct Stop {
    key: String,
    title: String,
    shown: bool,
}

#[derive(Template)]
#[template(path = "preview/page.html")]
pub(super) struct Page {
    title: String,
    version: String,
    languages: Vec<(String, bool)>,
    headings: Vec<String>,
    items: Vec<Item>,
    number: usize,
    total: usize,
    before: Option<String>,
    after: Option<String>,
    stops: Vec<Stop>,
    to_do: Vec<ToDo>,
    faults: Vec<Finding>,
    record: Vec<ReadableAnswer>,
}

impl Page {
    pub(super) fn of(desk: &Desk) -> Self {
        let (screens, shown) = desk.screens();
        let definition = desk.session().form().definition();
        let key = |at: Option<&Screen>| at.map(|screen| screen.key.to_string());
        let screen = screens.get(shown);
        let to_do: Vec<ToDo> = desk
            .problems(&screens)
            .into_iter()
            .map(|(problem, screen)| ToDo { message: problem.error.to_string(), screen: screen.to_string() })
            .collect();
        Self {
            title: definition.settings().title.clone(),
            version: definition.version().to_string(),
            languages: definition
                .languages()
                .iter()
                .map(|language| (language.clone(), language == desk.language()))
                .collect(),
            headings: screen.map(|screen| screen.headings.clone()).unwrap_or_default(),
            items: screen.map(|screen| items(desk, screen)).unwrap_or_default(),
            number: shown + 1,
            total: screens.len(),
            before: key(shown.checked_sub(1).and_then(|before| screens.get(before))),
            after: key(screens.get(shown + 1)),
            stops: screens
                .iter()
                .enumerate()
                .map(|(nth, screen)| Stop {
                    key: screen.key.to_string(),
                    title: title_of(screen),
                    shown: nth == shown,
                })
                .collect(),
            record: if to_do.is_empty() { desk.session().readable() } else { Vec::new() },
            to_do,
            faults: desk.faults.clone(),
        }
    }
}

fn title_of(screen: &Screen) -> String {
    let first = screen.items.iter().map(|item| match item {
        ScreenItem::Heading(text) => text.clone(),
        ScreenItem::Question(view) => view.label.clone(),
        ScreenItem::Repeat(view) => format!("{}（增加）", view.label),
    });
    match screen.items.as_slice() {
        [_] => first.take(1).collect(),
        _ => screen.headings.last().cloned().unwrap_or_else(|| first.take(1).collect()),
    }
}

fn items(desk: &Desk, screen: &Screen) -> Vec<Item> {
    let refused = |key: &AnswerKey| desk.refused.as_ref().filter(|refused| refused.key == *key);
    screen
        .items
        .iter()
        .map(|item| match item {
            ScreenItem::Heading(text) => Item::Heading(text.clone()),
            ScreenItem::Question(view) => {
                let mut asked = Asked::of(view);
                if let Some(refused) = refused(&view.key) {
                    asked.value = refused.sent.first().cloned().unwrap_or_default();
                    asked.problem = Some(refused.message.clone());
                }
                Item::Question(Box::new(asked))
            }
            ScreenItem::Repeat(view) => {
                let about = desk.refused.as_ref().filter(|refused| refused.key.is_within(&view.key));
                Item::Repeat(view.clone(), about.map(|refused| refused.message.clone()))
            }
        })
        .collect()
}

impl Asked {
    fn of(view: &QuestionView) -> Self {
        let field = field_of(view);
        let chosen = chosen(view);
        let names = |view: &QuestionView| view.choices.offers.clone();
        let places = if field == Field::Order { places(&names(view), &chosen) } else { Vec::new() };
        let media: Vec<&str> =
            [view.image.as_str(), view.audio.as_str()].into_iter().filter(|name| !name.is_empty()).collect();
        Self {
            key: view.key.to_string(),
            id: view.key.as_str().replace(['/', '[', ']'], "-"),
            label: view.label.clone(),
            hint: view.hint.clone(),
            guidance: view.guidance.clone(),
            media: media.join("、"),
            required: view.required,
            read_only: view.read_only,
            field,
            unit: if view.is_money { "元" } else { "" },
            value: value_of(view),
            choices: choice_views(&names(view), &chosen),
            left_out: view.choices.left_out,
            places,
            readable: view.readable.clone().unwrap_or_default(),
            problem: view.problem.clone(),
        }
    }
}

fn field_of(view: &QuestionView) -> Field {
    let appears = |word: &str| view.appearance.iter().any(|own| own == word);
    match &view.question {
        Question::Text if appears("multiline") => Field::Paragraph,
        Question::Integer => Field::Number("numeric"),
        Question::Decimal | Question::Range(_) => Field::Number("decimal"),
        Question::Date => Field::Line("date"),
        Question::Time => Field::Line("time"),
        Question::DateTime => Field::Line("datetime-local"),
        Question::SelectOne(_) if is_long(view) => Field::List,
        Question::SelectOne(_) => Field::Buttons,
        Question::SelectMultiple(_) => Field::Boxes,
        Question::Rank(_) => Field::Order,
        Question::Acknowledge => Field::Tick,
        Question::Image { .. } | Question::Audio { .. } | Question::File => Field::StandIn,
        Question::Note => Field::Words,
        _ => Field::Line("text"),
    }
}

fn is_long(view: &QuestionView) -> bool {
    view.choices.offers.len() > MANY_CHOICES || view.appearance.iter().any(|word| word == "minimal")
}

fn value_of(view: &QuestionView) -> String {
    match &view.answer {
        Some(Answer::Text(text)) if text == STAND_IN_FILE => String::new(),
        Some(Answer::Text(text)) => text.clone(),
        Some(Answer::Integer(value)) => value.to_string(),
        Some(Answer::Decimal(value)) => value.to_string(),
        Some(Answer::Money(amount)) => amount.yuan().normalize().to_string(),
        _ => String::new(),
    }
}

fn chosen(view: &QuestionView) -> Vec<String> {
    match &view.answer {
        Some(Answer::One(name)) => vec![name.clone()],
        Some(Answer::Many(names)) => names.clone(),
        Some(Answer::YesNo(true)) => vec!["yes".to_owned()],
        _ => Vec::new(),
    }
}

fn choice_views(offers: &[Offer], chosen: &[String]) -> Vec<ChoiceView> {
    offers
        .iter()
        .map(|offer| ChoiceView {
            name: offer.name.clone(),
            label: offer.label.clone(),
            chosen: chosen.contains(&offer.name),
        })
        .collect()
}

/// Per place of an order, the choices with the one that stands there.
fn places(offers: &[Offer], order: &[String]) -> Vec<Vec<ChoiceView>> {
    let at = |place: usize| order.get(place).map(std::slice::from_ref).unwrap_or_default();
    (0..offers.len()).map(|place| choice_views(offers, at(place))).collect()
}
