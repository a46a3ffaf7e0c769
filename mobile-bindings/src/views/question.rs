//! Questions as they stand, and what they offer to choose from.

use ruhu_core::form::{
    definition,
    fill::{Offer, Offered, QuestionView},
};

use super::{answer::AnswerValue, shown_masked};

pub(crate) type AudioQuality = definition::AudioQuality;

/// How good a sound must be.
#[uniffi::remote(Enum)]
pub enum AudioQuality {
    /// For speech, small.
    VoiceOnly,
    /// For speech.
    Low,
    /// For everything.
    Normal,
    /// By another app.
    External,
}

/// What a question takes.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum QuestionType {
    /// Free text: [`AnswerValue::Text`].
    Text,
    /// A whole number: [`AnswerValue::Integer`].
    Integer,
    /// A number that may have decimals: [`AnswerValue::Decimal`] or [`AnswerValue::Integer`].
    Decimal,
    /// An amount: [`AnswerValue::Money`].
    Money,
    /// A day: [`AnswerValue::Text`], `2026-01-31`.
    Date,
    /// A time of day: [`AnswerValue::Text`], `08:30` or `08:30:00.000+08:00`.
    Time,
    /// A day with a time: [`AnswerValue::Text`], `2026-01-31T08:30:00.000+08:00`.
    DateTime,
    /// One of the choices: [`AnswerValue::One`].
    SelectOne,
    /// Any of the choices: [`AnswerValue::Many`].
    SelectMultiple,
    /// All of the choices, in an order: [`AnswerValue::Many`].
    Rank,
    /// A number on a scale: [`AnswerValue::Decimal`] or [`AnswerValue::Integer`]. The ends and the step are decimal
    /// numbers as they are written.
    Range {
        /// One end; it may be the greater one.
        start: String,
        /// The other end.
        end: String,
        /// Between two marks.
        step: String,
    },
    /// Something to read; takes no answer.
    Note,
    /// A box to tick: [`AnswerValue::YesNo`].
    Acknowledge,
    /// A picture: [`AnswerValue::Text`], the id of a photo that was attached to the draft.
    Image {
        /// Longest side in pixels that is wanted.
        max_pixels: Option<u32>,
    },
    /// A sound: [`AnswerValue::Text`], the SHA-256 of the file in hex. Ruhu keeps no sounds: the file is the app's.
    Audio {
        /// How good it must be.
        quality: Option<AudioQuality>,
    },
    /// Any file: [`AnswerValue::Text`], the SHA-256 of the file in hex. Ruhu keeps no such files: the file is the app's.
    File,
    /// A bar code or QR code: [`AnswerValue::Text`].
    Barcode,
    /// A place: [`AnswerValue::Text`], `latitude longitude altitude accuracy` (WGS-84).
    Geopoint {
        /// A place this good, in metres, is taken at once.
        capture_accuracy_m: Option<f64>,
        /// A place worse than this, in metres, is warned of.
        warning_accuracy_m: Option<f64>,
    },
    /// A line of places, separated by semicolons: [`AnswerValue::Text`].
    Geotrace,
    /// A closed line of places, separated by semicolons: [`AnswerValue::Text`].
    Geoshape,
}

/// One choice of a question.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Choice {
    /// What answers carry.
    pub name: String,
    /// What people read.
    pub label: String,
    /// File name of its picture; empty where there is none.
    pub image: String,
}

/// The choices that a question offers.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Choices {
    /// In their order, 500 at most.
    pub choices: Vec<Choice>,
    /// How many more there are.
    pub more: u32,
}

/// A question as it stands, or something to read.
#[derive(Clone, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct Question {
    /// Where its answer stands in the form: `income_wage`, or `people/member[3]/member_name` in a repeat.
    pub key: String,
    /// What it takes.
    pub takes: QuestionType,
    /// What it says; answers may be woven into it.
    pub label: String,
    /// A hint below it; empty where there is none.
    pub hint: String,
    /// More about it, on request; empty where there is none.
    pub guidance: String,
    /// File name of its picture; empty where there is none.
    pub image: String,
    /// File name of its sound; empty where there is none.
    pub audio: String,
    /// Whether it must be answered as things stand.
    pub required: bool,
    /// Whether people can only read it.
    pub read_only: bool,
    /// The answer so far.
    pub answer: Option<AnswerValue>,
    /// The answer as people read it: choices by their labels, amounts in yuan.
    pub readable: Option<String>,
    /// What it offers to choose from as things stand, 500 at most.
    pub choices: Vec<Choice>,
    /// How many more choices there are; the draft's `findChoices` finds them.
    pub more_choices: u32,
    /// How it is shown: words of the XLSForm convention, such as `multiline`, `minimal`, `likert`.
    pub appearance: Vec<String>,
    /// What is wrong with the answer as it stands. That one is missing is said by the draft's `problems`.
    pub problem: Option<String>,
}

// Answers are woven into labels, and lists of choices may hold people.
shown_masked!(Choice);
shown_masked!(Question, key, takes, required);

impl From<Offer> for Choice {
    fn from(offer: Offer) -> Self {
        Self { name: offer.name, label: offer.label, image: offer.image }
    }
}

impl From<Offered> for Choices {
    fn from(offered: Offered) -> Self {
        Self {
            choices: offered.offers.into_iter().map(Into::into).collect(),
            more: u32::try_from(offered.left_out).unwrap_or(u32::MAX),
        }
    }
}

impl From<QuestionView> for Question {
    fn from(view: QuestionView) -> Self {
        let takes = takes(&view);
        let Choices { choices, more } = view.choices.into();
        Self {
            key: view.key.to_string(),
            takes,
            label: view.label,
            hint: view.hint,
            guidance: view.guidance,
            image: view.image,
            audio: view.audio,
            required: view.required,
            read_only: view.read_only,
            answer: view.answer.map(Into::into),
            readable: view.readable,
            choices,
            more_choices: more,
            appearance: view.appearance,
            problem: view.problem,
        }
    }
}

fn takes(view: &QuestionView) -> QuestionType {
    use definition::Question as Asked;

    match &view.question {
        Asked::Text => QuestionType::Text,
        Asked::Integer => QuestionType::Integer,
        Asked::Decimal if view.is_money => QuestionType::Money,
        Asked::Decimal => QuestionType::Decimal,
        Asked::Date => QuestionType::Date,
        Asked::Time => QuestionType::Time,
        Asked::DateTime => QuestionType::DateTime,
        Asked::SelectOne(_) => QuestionType::SelectOne,
        Asked::SelectMultiple(_) => QuestionType::SelectMultiple,
        Asked::Rank(_) => QuestionType::Rank,
        Asked::Range(range) => QuestionType::Range {
            start: range.start.to_string(),
            end: range.end.to_string(),
            step: range.step.to_string(),
        },
        // What nobody sees is on no screen.
        Asked::Note | Asked::Calculate | Asked::Hidden | Asked::Meta(_) => QuestionType::Note,
        Asked::Acknowledge => QuestionType::Acknowledge,
        Asked::Image { max_pixels } => QuestionType::Image { max_pixels: *max_pixels },
        Asked::Audio { quality } => QuestionType::Audio { quality: *quality },
        Asked::File => QuestionType::File,
        Asked::Barcode => QuestionType::Barcode,
        Asked::Geopoint(accuracy) => QuestionType::Geopoint {
            capture_accuracy_m: accuracy.capture.and_then(|metres| metres.try_into().ok()),
            warning_accuracy_m: accuracy.warning.and_then(|metres| metres.try_into().ok()),
        },
        Asked::Geotrace => QuestionType::Geotrace,
        Asked::Geoshape => QuestionType::Geoshape,
    }
}
