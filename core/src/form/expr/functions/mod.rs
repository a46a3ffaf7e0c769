//! What the functions do: one line each here, one file per theme.

mod chance;
mod checklist;
mod choices;
mod dates;
mod digest;
mod geo;
mod logic;
mod numbers;
mod patterns;
mod repeats;
mod sets;
mod text;

use std::borrow::Cow;

pub(super) use dates::days_of_text;

use super::{
    Nodes, Number, Value,
    evaluate::{Context, Evaluation, EvaluationError, EvaluationProblem, Outcome},
    function::Function,
    tree::TermId,
};

/// One call. Arguments are evaluated when they are asked for, so that `if` leaves one branch alone.
pub(super) struct Call<'a, 'e> {
    pub(super) evaluation: &'a Evaluation<'e>,
    pub(super) id: TermId,
    pub(super) function: Function,
    pub(super) arguments: &'e [TermId],
    pub(super) context: &'a Context,
}

impl<'e> Call<'_, 'e> {
    /// An argument; the empty text where there is none.
    fn value(&self, index: usize) -> Outcome<Value<'e>> {
        match self.arguments.get(index) {
            Some(argument) => self.evaluation.term(*argument, self.context),
            None => Ok(Value::EMPTY),
        }
    }

    /// All arguments from one on.
    fn values(&self, from: usize) -> Outcome<Vec<Value<'e>>> {
        (from..self.arguments.len()).map(|index| self.value(index)).collect()
    }

    fn text(&self, index: usize) -> Outcome<Cow<'e, str>> {
        Ok(self.evaluation.text(&self.value(index)?))
    }

    /// An argument as a text, or that of the context node where it is left out.
    fn text_or_context(&self) -> Outcome<Cow<'e, str>> {
        if self.arguments.is_empty() {
            Ok(self.evaluation.node_text(self.context.node))
        } else {
            self.text(0)
        }
    }

    fn number(&self, index: usize) -> Outcome<Number> {
        Ok(self.evaluation.number(&self.value(index)?))
    }

    fn boolean(&self, index: usize) -> Outcome<bool> {
        Ok(self.evaluation.boolean(&self.value(index)?))
    }

    fn nodes(&self, index: usize) -> Outcome<Nodes> {
        let nodes = Evaluation::into_nodes(self.value(index)?);
        nodes.ok_or_else(|| {
            self.fail(EvaluationProblem::NotNodes { function: self.function.name(), argument: index + 1 })
        })
    }

    /// The texts of all arguments from one on, one for each node.
    fn all_texts(&self, from: usize) -> Outcome<Vec<Cow<'e, str>>> {
        let mut texts = Vec::new();
        for value in self.values(from)? {
            let mut own = self.evaluation.texts(&value);
            self.evaluation.charge(self.id, own.len())?;
            texts.append(&mut own);
        }
        Ok(texts)
    }

    fn fail(&self, problem: EvaluationProblem) -> EvaluationError {
        self.evaluation.problem(self.id, problem)
    }

    /// Counts the steps of going through a text.
    fn read(&self, text: &str) -> Outcome<()> {
        self.evaluation.charge(self.id, text.len() / BYTES_PER_STEP)
    }
}

/// Bytes of a text that a function goes through at the cost of one step.
const BYTES_PER_STEP: usize = 64;

/// The value of a call.
pub(super) fn evaluate<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    implementation(call.function)(call)
}

type Implementation = for<'e> fn(&Call<'_, 'e>) -> Outcome<Value<'e>>;

/// What a function does. The pointer keeps the stack of nested calls small.
fn implementation(function: Function) -> Implementation {
    use Function as F;
    match function {
        F::If => logic::choose,
        F::Coalesce => logic::coalesce,
        F::Once => logic::once,
        F::Not => |call| Ok((!call.boolean(0)?).into()),
        F::Boolean => |call| Ok(call.boolean(0)?.into()),
        F::BooleanFromString => logic::boolean_from_string,
        F::True => |_| Ok(true.into()),
        F::False => |_| Ok(false.into()),
        F::Checklist => checklist::plain,
        F::WeightedChecklist => checklist::weighted,
        F::Selected => choices::selected,
        F::SelectedAt => choices::selected_at,
        F::CountSelected => choices::count_selected,
        F::ChoiceName => choices::choice_name,
        F::Itext => choices::itext,
        F::PullData => choices::pull_data,
        F::Property => choices::property,
        F::Version => |call| Ok(call.evaluation.world.version().into()),
        F::Count => sets::count,
        F::CountNonEmpty => sets::count_non_empty,
        F::Sum => sets::sum,
        F::Max => |call| sets::extreme(call, std::cmp::Ordering::Greater),
        F::Min => |call| sets::extreme(call, std::cmp::Ordering::Less),
        F::Position => sets::position,
        F::Index => sets::index,
        F::Last => |call| Ok(sets::last(call)),
        F::Name => sets::name,
        F::LocalName => sets::local_name,
        F::IndexedRepeat => repeats::indexed_repeat,
        F::String => |call| Ok(call.text(0)?.into()),
        F::Concat => text::concat,
        F::Join => text::join,
        F::Substr => text::substr,
        F::SubstringBefore => text::substring_before,
        F::SubstringAfter => text::substring_after,
        F::Contains => |call| Ok(call.text(0)?.contains(&*call.text(1)?).into()),
        F::StartsWith => |call| Ok(call.text(0)?.starts_with(&*call.text(1)?).into()),
        F::EndsWith => |call| Ok(call.text(0)?.ends_with(&*call.text(1)?).into()),
        F::StringLength => text::string_length,
        F::NormalizeSpace => text::normalize_space,
        F::Translate => text::translate,
        F::Regex => patterns::regex,
        F::Number => |call| Ok(call.number(0)?.into()),
        F::Int => |call| Ok(call.number(0)?.truncated().into()),
        F::Round => numbers::round,
        F::Abs => |call| Ok(call.number(0)?.absolute().into()),
        F::Pow => |call| Ok(call.number(0)?.power(call.number(1)?).into()),
        F::Exp10 => |call| Ok(Number::from(10_i64).power(call.number(0)?).into()),
        F::Sqrt => |call| numbers::float(call, libm::sqrt),
        F::Exp => |call| numbers::float(call, libm::exp),
        F::Log => |call| numbers::float(call, libm::log),
        F::Log10 => |call| numbers::float(call, libm::log10),
        F::Sin => |call| numbers::float(call, libm::sin),
        F::Cos => |call| numbers::float(call, libm::cos),
        F::Tan => |call| numbers::float(call, libm::tan),
        F::Asin => |call| numbers::float(call, libm::asin),
        F::Acos => |call| numbers::float(call, libm::acos),
        F::Atan => |call| numbers::float(call, libm::atan),
        F::Atan2 => numbers::atan2,
        F::Pi => |_| Ok(Number::Float(std::f64::consts::PI).into()),
        F::Today => |call| Ok(dates::today(call)),
        F::Now => |call| Ok(dates::now(call)),
        F::Date => dates::date,
        F::DateTime => dates::date_time,
        F::DecimalDateTime => dates::decimal_date_time,
        F::DecimalTime => dates::decimal_time,
        F::FormatDate | F::FormatDateTime => dates::format_date,
        F::Random => |call| Ok(chance::random(call)),
        F::Randomize => chance::randomize,
        F::Uuid => chance::uuid,
        F::Digest => digest::digest,
        F::Base64Encode => digest::base64_encode,
        F::Base64Decode => digest::base64_decode,
        F::Distance => geo::distance,
        F::Area => geo::area,
    }
}
