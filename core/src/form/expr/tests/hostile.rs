//! Expressions that ask for too much get an error, soon.

use super::fixture;
use crate::{
    error::Explain,
    form::expr::{EvaluationError, Expression, MAX_DEPTH, MAX_RESULT_BYTES, World},
};

fn evaluate(text: &str) -> Result<String, EvaluationError> {
    let world = fixture::world();
    Expression::parse(text).unwrap().evaluate_text(&world, world.at("/data/here"))
}

fn code(text: &str) -> &'static str {
    evaluate(text).unwrap_err().code()
}

#[test]
fn the_deepest_expression_that_is_read_is_evaluated_on_the_stack_of_a_thread() {
    let deep = |open: &str, inside: &str, close: &str, depth: usize| {
        format!("{}{inside}{}", open.repeat(depth), close.repeat(depth))
    };
    let texts = [
        deep("not(", "1", ")", MAX_DEPTH - 1),
        deep("-(1 + ", "1", ")", (MAX_DEPTH - 1) / 2),
        deep("/data/letter[count(", "/data/age", ") = 1]", (MAX_DEPTH - 1) / 2),
        deep("if(true(), concat('a', ", "'b'", "), 'c')", (MAX_DEPTH - 1) / 2),
        deep("instance('towns')/root/item[name = ", "'t1'", "]/name", MAX_DEPTH - 1),
    ];
    for text in texts {
        let evaluation =
            std::thread::Builder::new().stack_size(2 << 20).spawn(move || evaluate(&text).map(drop));
        assert_eq!(evaluation.unwrap().join().unwrap(), Ok(()));
    }
    assert!(Expression::parse(&deep("not(", "1", ")", MAX_DEPTH)).is_err());
    assert!(Expression::parse(&deep("(", "1", ")", 20_000)).is_err());
    assert!(Expression::parse(&"-".repeat(20_000)).is_err());
}

#[test]
fn work_that_multiplies_is_cut_off() {
    let all = "/data/letter[count(/data/letter[count(/data/letter[count(/data/letter[count(/data/letter[count(\
               /data/letter[count(/data/letter[count(/data/letter[. = current()/../word or position() = 1]) > 0]) > 0]) > 0\
               ]) > 0]) > 0]) > 0]) > 0]";
    assert!(evaluate(all).is_ok(), "inner paths that do not depend on the tested node are followed once");
    let nested = (0..8).fold(".".to_owned(), |inside, _| format!("../letter[count({inside}) > 0]"));
    assert_eq!(code(&format!("count(/data/letter[count({nested}) > 0])")), "evaluation_too_many_steps");
}

#[test]
fn texts_that_grow_are_cut_off() {
    let doubled = (0..30)
        .fold("'0123456789'".to_owned(), |inside, _| format!("normalize-space(concat({inside}, 'x'))"));
    assert!(evaluate(&doubled).is_ok());
    let world =
        super::world::TestWorld::parse(&format!("data\n  long = {}", "x".repeat(MAX_RESULT_BYTES / 2)));
    let long = |text: &str| Expression::parse(text).unwrap().evaluate_text(&world, world.root());
    assert_eq!(long("concat(long, long)").unwrap().len(), MAX_RESULT_BYTES);
    for text in
        ["concat(long, long, 'x')", "join('xx', long, long)", "translate(concat(long, long), 'x', '低')"]
    {
        assert_eq!(long(text).unwrap_err().code(), "evaluation_text_too_long", "{text}");
    }
}

#[test]
fn computed_patterns_are_bounded() {
    let patterns: Vec<String> =
        (2..67).map(|index| format!("regex('a', concat('a{{', '{index}', '}}'))")).collect();
    assert_eq!(code(&patterns.join(" = 2 or ")), "evaluation_too_many_regexes");
    assert_eq!(code(&format!("regex('a', concat('{}', 'b'))", "(a".repeat(60))), "regex_syntax");
}

#[test]
fn an_error_says_where_and_keeps_answers_to_itself() {
    let error = evaluate("concat('a', date(/data/name))").unwrap_err();
    assert_eq!(error.position, 13);
    let text = error.to_string();
    assert!(text.starts_with("第 13 个字符：") && !text.contains("王小明"), "{text}");
}
