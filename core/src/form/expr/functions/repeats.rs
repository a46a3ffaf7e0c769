//! `indexed-repeat(question, repeat, index, …)`.

use super::{Call, Nodes, Outcome, Value};
use crate::form::expr::{
    Node, NodeKey,
    evaluate::EvaluationProblem,
    tree::{Start, Term, TermId, Test},
};

/// A path by names from the root, and which of the nodes of one name it takes, where that is known.
struct Way<'e>(Vec<(&'e str, Option<usize>)>);

/// The question in the named instances of its repeats. Repeats that are not named are those that the expression stands
/// in, otherwise all.
pub(super) fn indexed_repeat<'e>(call: &Call<'_, 'e>) -> Outcome<Value<'e>> {
    let Some(mut target) = call.arguments.first().and_then(|path| way(call, *path)) else {
        return Err(call.fail(EvaluationProblem::NotAroundTarget(1)));
    };
    for argument in (1..call.arguments.len()).step_by(2) {
        let repeat = call.arguments.get(argument).and_then(|path| way(call, *path));
        let names = |way: &Way<'e>| way.0.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        let last =
            repeat.filter(|repeat| names(&target).starts_with(&names(repeat))).map(|repeat| repeat.0.len());
        // Numbers below 1 mean the first, as when a new instance is being begun.
        let index = usize::try_from(call.number(argument + 1)?.to_i64()).unwrap_or(0).max(1);
        match last.and_then(|length| target.0.get_mut(length.checked_sub(1)?)) {
            Some((_, place)) => *place = Some(index),
            None => return Err(call.fail(EvaluationProblem::NotAroundTarget(argument + 1))),
        }
    }
    follow(call, &target).map(Value::Nodes)
}

/// Where a path leads from the root by names alone.
fn way<'e>(call: &Call<'_, 'e>, path: TermId) -> Option<Way<'e>> {
    let evaluation = call.evaluation;
    let Term::Path { start, steps } = evaluation.tree.term(path) else { return None };
    let context = match (start, call.context.node) {
        (Start::Context, Node::Answer(context)) => context,
        _ => evaluation.here,
    };
    let own = way_to(call, context);
    let mut way = match start {
        Start::Root => Vec::new(),
        Start::Context | Start::Current => own.clone(),
        Start::Instance(_) | Start::Variable => return None,
    };
    for step in evaluation.tree.steps(steps) {
        match step.test {
            Test::Itself => {}
            Test::Parent => {
                way.pop()?;
            }
            Test::Child(name) => {
                let name = evaluation.tree.text(name);
                // Where the way is the context's own, so is the instance.
                let same = own.get(way.len()).filter(|(own_name, _)| *own_name == name);
                let shared = own.get(..way.len()) == Some(way.as_slice());
                way.push((name, same.filter(|_| shared).and_then(|(_, place)| *place)));
            }
            Test::AnyChild | Test::Variable(_) => return None,
        }
    }
    Some(Way(way))
}

fn way_to<'e>(call: &Call<'_, 'e>, node: NodeKey) -> Vec<(&'e str, Option<usize>)> {
    let world = call.evaluation.world;
    let mut way: Vec<_> = std::iter::successors(Some(node), |node| world.parent(*node))
        .map(|node| (world.name(node), Some(world.position(node))))
        .collect();
    way.reverse();
    way
}

fn follow(call: &Call<'_, '_>, way: &Way<'_>) -> Outcome<Nodes> {
    let world = call.evaluation.world;
    let Some(((root_name, _), below)) = way.0.split_first() else { return Ok(Nodes::None) };
    if world.name(world.root()) != *root_name {
        return Ok(Nodes::None);
    }
    let mut here = vec![world.root()];
    for (name, place) in below {
        let mut reached = Vec::new();
        for node in here {
            let from = reached.len();
            world.children(node, Some(name), &mut reached);
            if let Some(place) = place {
                let chosen = reached.get((from + place).saturating_sub(1)).copied();
                reached.truncate(from);
                reached.extend(chosen);
            }
        }
        call.evaluation.charge(call.id, reached.len())?;
        here = reached;
    }
    here.retain(|node| world.is_relevant(*node));
    Ok(here.into_iter().map(Node::Answer).collect::<Vec<_>>().into())
}
