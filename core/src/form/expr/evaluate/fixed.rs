//! Which parts of an expression have one value during a whole evaluation: a filter over many rows computes them once.

use crate::form::expr::{
    function::Function,
    tree::{Start, Term, TermId, Tree},
};

/// For each term, whether it neither depends on the node that a predicate tests nor on chance.
pub(in crate::form::expr) fn fixed_terms(tree: &Tree) -> Box<[bool]> {
    let mut facts = Facts { fixed: vec![false; tree.len()], chance: vec![false; tree.len()] };
    // Parts always come before what they are part of.
    for (id, term) in tree.terms() {
        let (fixed, chance) = facts.of(tree, term);
        if let (Some(own_fixed), Some(own_chance)) =
            (facts.fixed.get_mut(id as usize), facts.chance.get_mut(id as usize))
        {
            (*own_fixed, *own_chance) = (fixed, chance);
        }
    }
    facts.fixed.into()
}

struct Facts {
    fixed: Vec<bool>,
    chance: Vec<bool>,
}

impl Facts {
    fn is_fixed(&self, id: TermId) -> bool {
        self.fixed.get(id as usize).copied().unwrap_or(false)
    }

    fn has_chance(&self, id: TermId) -> bool {
        self.chance.get(id as usize).copied().unwrap_or(true)
    }

    fn of(&self, tree: &Tree, term: Term) -> (bool, bool) {
        match term {
            Term::Number(_) | Term::Text(_) => (true, false),
            Term::Negate(operand) | Term::Quoted(operand) => {
                (self.is_fixed(operand), self.has_chance(operand))
            }
            Term::Chain { first, rest } => {
                let links = tree.links(rest);
                (
                    self.is_fixed(first) && links.iter().all(|link| self.is_fixed(link.operand)),
                    self.has_chance(first) || links.iter().any(|link| self.has_chance(link.operand)),
                )
            }
            Term::Call { function, arguments } => {
                let arguments = tree.list(arguments);
                let chance = matches!(function, Function::Random | Function::Randomize | Function::Uuid)
                    || arguments.iter().any(|id| self.has_chance(*id));
                let fixed = !chance
                    && !function.depends_on_context(arguments.len())
                    && arguments.iter().all(|id| self.is_fixed(*id));
                (fixed, chance)
            }
            Term::Path { start, steps } => {
                let predicates = tree.steps(steps).iter().flat_map(|step| tree.list(step.predicates));
                let chance = predicates.clone().any(|id| self.has_chance(*id));
                // What predicates inside depend on are the nodes of this path.
                let fixed = !chance && matches!(start, Start::Root | Start::Current | Start::Instance(_));
                (fixed, chance)
            }
        }
    }
}
