//! Expressions: what is printed is read as the same, with the same value; and every evaluation ends.

use ruhu_core::form::expr::{
    Ancestor, EvaluationError, Expression, MAX_RESULT_BYTES, NodeKey, Value, VariablePath,
};

use super::world::SmallWorld;

/// Reads the bytes as an expression and evaluates it, names and all, over a small form. The answer is whether it is one.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let parsed = match Expression::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            assert!((1..=text.chars().count() + 1).contains(&error.position), "{error}");
            return false;
        }
    };
    let world = SmallWorld::new();
    same_when_printed(&parsed, &world, world.lonely());
    let here = world.repeated();
    let way = world.way_to(here);
    let resolved = parsed.resolve(&mut |usage| {
        let target = world.named(usage.name)?;
        Some(VariablePath::between(
            usage,
            &ancestors(&world, &way),
            &ancestors(&world, &world.way_to(target)),
        ))
    });
    if let Ok(resolved) = resolved {
        same_when_printed(&resolved, &world, here);
    }
    true
}

fn ancestors<'w>(world: &'w SmallWorld, way: &[NodeKey]) -> Vec<Ancestor<'w>> {
    way.iter().map(|node| world.ancestor(*node)).collect()
}

fn same_when_printed(expression: &Expression, world: &SmallWorld, here: NodeKey) {
    let again = match Expression::parse(expression.text()) {
        Ok(again) => again,
        Err(error) => panic!("{expression} is not read again: {error}"),
    };
    assert_eq!(again.text(), expression.text(), "read again it is printed otherwise");
    match (value(expression, world, here), value(&again, world, here)) {
        // A number that is none does not equal itself.
        (Ok(one), Ok(other)) => assert_eq!(format!("{one:?}"), format!("{other:?}"), "{expression}"),
        (Err(one), Err(other)) => assert_eq!(one.problem, other.problem, "{expression}"),
        (one, other) => panic!("{expression}: {one:?}, and {other:?} when it is read again"),
    }
}

fn value<'e>(
    expression: &'e Expression,
    world: &'e SmallWorld,
    here: NodeKey,
) -> Result<Value<'e>, EvaluationError> {
    world.begin();
    let value = expression.evaluate(world, here)?;
    if let Value::Text(text) = &value {
        assert!(text.len() <= MAX_RESULT_BYTES, "{expression}: a text of {} bytes", text.len());
    }
    Ok(value)
}
