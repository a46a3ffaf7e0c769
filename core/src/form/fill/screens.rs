//! What the phone shows: screens in the order of the form, each with what is asked on it.

use super::{
    FormSession, Offered,
    filled::{Filled, Place},
};
use crate::form::{
    Answer, AnswerKey,
    definition::{Node, NodeKind, Question, Style},
    expr::NodeKey,
};

/// How deep groups on one screen are shown; forms are not deeper.
const FIELD_LIST: &str = "field-list";

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The place of the group, the instance or the question that it shows; a repeat's own place where it asks for more.
    pub key: AnswerKey,
    /// Headings of the groups around it, from the outermost; instances with their place.
    pub headings: Vec<String>,
    /// What stands on it.
    pub items: Vec<ScreenItem>,
}

/// Something on a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScreenItem {
    /// The heading of a group inside the screen.
    Heading(String),
    /// A question, or something to read.
    Question(Box<QuestionView>),
    /// A repeat that people may add to.
    Repeat(RepeatView),
}

/// A question as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionView {
    /// Where its answer stands.
    pub key: AnswerKey,
    /// What it takes.
    pub question: Question,
    /// Whether it is an amount of money.
    pub is_money: bool,
    /// What it says.
    pub label: String,
    /// A hint below it; empty where there is none.
    pub hint: String,
    /// More about it, on request; empty where there is none.
    pub guidance: String,
    /// File name of its picture; empty where there is none.
    pub image: String,
    /// File name of its sound; empty where there is none.
    pub audio: String,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether people can only read it.
    pub read_only: bool,
    /// The answer.
    pub answer: Option<Answer>,
    /// The answer as people read it.
    pub readable: Option<String>,
    /// What it offers.
    pub choices: Offered,
    /// How it is shown: words of the field's convention.
    pub appearance: Vec<String>,
    /// What is wrong with the answer as it stands. That one is missing is said when the form is checked.
    pub problem: Option<String>,
}

/// A repeat that people may add to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatView {
    /// Its place.
    pub key: AnswerKey,
    /// What it says.
    pub label: String,
    /// The instances that there are, in order, each with its heading.
    pub instances: Vec<(AnswerKey, String)>,
}

impl FormSession {
    /// The screens that are relevant now, in the order of the form.
    #[must_use]
    pub fn screens(&self) -> Vec<Screen> {
        let mut screens = Vec::new();
        self.collect(Filled::ROOT, &mut Vec::new(), &mut screens);
        screens
    }

    /// One question as it stands; none where there is none that people see now.
    #[must_use]
    pub fn question(&self, key: &AnswerKey) -> Option<QuestionView> {
        let (slot, node) = self.question_at(key).ok()?;
        if self.filled.is_relevant(slot) { self.view(slot, &node) } else { None }
    }

    /// Groups are at most as deep as forms are, so this ends soon.
    fn collect(&self, slot: NodeKey, headings: &mut Vec<String>, screens: &mut Vec<Screen>) {
        if !self.filled.is_relevant(slot) {
            return;
        }
        let (Some(node), Some(own)) = (self.filled.node_of(slot), self.filled.slot(slot)) else { return };
        if let NodeKind::Question(_) = node.kind {
            let items: Vec<ScreenItem> = self.view(slot, node).map(ScreenItem::of).into_iter().collect();
            self.push_screen(slot, headings, items, screens);
            return;
        }
        let heading = if slot == Filled::ROOT { String::new() } else { self.heading(slot) };
        let depth = headings.len();
        headings.extend(Some(heading).filter(|heading| !heading.is_empty()));
        if self.is_one_screen(slot, node) {
            let mut items = Vec::new();
            self.fill_screen(slot, &mut items);
            self.push_screen(slot, headings, items, screens);
        } else {
            for place in &own.children {
                place.slots().iter().for_each(|child| self.collect(*child, headings, screens));
                if let Some((anchor, view)) = self.repeat_view(place) {
                    self.push_screen(anchor, headings, vec![ScreenItem::Repeat(view)], screens);
                }
            }
        }
        headings.truncate(depth);
    }

    fn push_screen(
        &self,
        slot: NodeKey,
        headings: &[String],
        items: Vec<ScreenItem>,
        screens: &mut Vec<Screen>,
    ) {
        if let (false, Some(key)) = (items.is_empty(), self.filled.key_of(slot)) {
            screens.push(Screen { key, headings: headings.to_vec(), items });
        }
    }

    fn is_one_screen(&self, slot: NodeKey, node: &Node) -> bool {
        let style = self.form().definition().settings().style;
        let is_page = matches!(style, Style::Pages | Style::GridPages)
            && self.filled.slot(slot).and_then(|slot| slot.parent) == Some(Filled::ROOT);
        slot != Filled::ROOT && (node.appears(FIELD_LIST) || is_page)
    }

    /// Everything that is shown in a group, one below the other.
    fn fill_screen(&self, slot: NodeKey, items: &mut Vec<ScreenItem>) {
        let Some(own) = self.filled.slot(slot) else { return };
        for place in &own.children {
            for child in place.slots().iter().copied().filter(|child| self.filled.is_relevant(*child)) {
                let Some(node) = self.filled.node_of(child) else { continue };
                if node.is_container() {
                    let heading = self.heading(child);
                    items
                        .extend(Some(heading).filter(|heading| !heading.is_empty()).map(ScreenItem::Heading));
                    self.fill_screen(child, items);
                } else {
                    items.extend(self.view(child, node).map(ScreenItem::of));
                }
            }
            items.extend(self.repeat_view(place).map(|(_, view)| ScreenItem::Repeat(view)));
        }
    }

    /// A repeat that people may add to now.
    fn repeat_view(&self, place: &Place) -> Option<(NodeKey, RepeatView)> {
        let anchor = place.anchor().filter(|anchor| self.filled.is_relevant(*anchor))?;
        let node = self.filled.node_of(anchor)?;
        if !matches!(node.kind, NodeKind::Repeat { count: None }) {
            return None;
        }
        let instances = place.slots().iter().copied().filter(|instance| self.filled.is_relevant(*instance));
        let instances = instances
            .filter_map(|instance| Some((self.filled.key_of(instance)?, self.heading(instance))))
            .collect();
        Some((anchor, RepeatView { key: self.filled.key_of(anchor)?, label: self.label(anchor), instances }))
    }

    fn view(&self, slot: NodeKey, node: &Node) -> Option<QuestionView> {
        let question = node.question().filter(|question| question.is_shown())?;
        let texts = &node.texts;
        let language = self.filled.language;
        let file = |name: Option<&str>| name.unwrap_or_default().to_owned();
        let answered = !self.filled.value(slot).is_empty();
        let required = node.logic.required.as_ref();
        Some(QuestionView {
            key: self.filled.key_of(slot)?,
            question: question.clone(),
            is_money: node.is_money(),
            label: self.label(slot),
            hint: self.said(slot, &texts.hint),
            guidance: self.said(slot, &texts.guidance),
            image: file(texts.media.image.get(language)),
            audio: file(texts.media.audio.get(language)),
            required: required.is_some_and(|rule| rule.evaluate_boolean(&self.filled, slot).unwrap_or(true)),
            read_only: self.is_read_only(slot, node),
            answer: self.kept(slot),
            readable: self.readable_at(slot, node),
            choices: question.itemset().map_or_else(Offered::default, |items| self.offers(slot, items, "")),
            appearance: node.appearance.clone(),
            problem: if answered { self.problem(slot, node).map(|error| error.to_string()) } else { None },
        })
    }
}

impl Screen {
    /// Whether the question or the repeat of this place stands on it.
    #[must_use]
    pub fn shows(&self, key: &AnswerKey) -> bool {
        self.items.iter().any(|item| match item {
            ScreenItem::Heading(_) => false,
            ScreenItem::Question(view) => view.key == *key,
            ScreenItem::Repeat(view) => view.key == *key,
        })
    }
}

impl ScreenItem {
    fn of(view: QuestionView) -> Self {
        Self::Question(Box::new(view))
    }
}

impl Place {
    /// Where rules about a repeat as a whole are evaluated; none for everything else.
    pub(super) fn anchor(&self) -> Option<NodeKey> {
        match self {
            Self::Repeat { anchor, .. } => Some(*anchor),
            Self::One(_) => None,
        }
    }
}
