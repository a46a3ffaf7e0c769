//! What a browser sends, as an answer.

use ruhu_core::form::{Answer, definition::Question, fill::QuestionView};
use rust_decimal::Decimal;

/// Stands for the file of a photo or a sound that the preview cannot take: the SHA-256 of nothing.
pub(super) const STAND_IN_FILE: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The answer in the fields that were sent; none where they are empty.
///
/// # Errors
/// In words for the person who typed it.
pub(super) fn answer_of(view: &QuestionView, sent: &[String]) -> Result<Option<Answer>, String> {
    let first = sent.iter().map(|text| text.trim()).find(|text| !text.is_empty());
    let Some(first) = first else { return Ok(None) };
    let answer = match &view.question {
        Question::Integer => Answer::Integer(number(first, "请填写整数，例如 3")?),
        Question::Decimal if view.is_money => {
            Answer::Money(number(first, "请填写金额，最多两位小数，例如 1200.50")?)
        }
        Question::Decimal | Question::Range(_) => {
            Answer::Decimal(number::<Decimal>(first, "请填写数字，例如 2.5")?)
        }
        Question::SelectOne(_) => Answer::One(first.to_owned()),
        Question::SelectMultiple(_) | Question::Rank(_) => {
            Answer::Many(sent.iter().filter(|name| !name.is_empty()).cloned().collect())
        }
        Question::Acknowledge => Answer::YesNo(true),
        Question::Image { .. } | Question::Audio { .. } | Question::File => {
            Answer::Text(STAND_IN_FILE.to_owned())
        }
        Question::Geopoint(_) | Question::Geotrace | Question::Geoshape => {
            // People write a place with a comma.
            Answer::Text(first.replace([',', '，'], " "))
        }
        _ => Answer::Text(first.to_owned()),
    };
    Ok(Some(answer))
}

fn number<T: std::str::FromStr>(text: &str, help: &str) -> Result<T, String> {
    // A phone's keyboard may give full-width digits.
    let plain: String = text
        .chars()
        .map(|c| match c {
            '０'..='９' | '．' | '－' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect();
    plain.parse().map_err(|_| help.to_owned())
}
