//! Predicates, and the one that almost every filter begins with: a column that equals a value.

use super::{Context, Evaluation, Node, Nodes, Outcome, Value, nodes::Candidates};
use crate::form::expr::{
    Number, TableKey,
    tree::{Link, Operator, Span, Start, Term, TermId, Test},
};

/// Rows that a table's index compares at the cost of one step.
const ROWS_PER_STEP: usize = 16;

impl<'e> Evaluation<'e> {
    /// What all predicates keep, one after the other.
    pub(super) fn filter(&self, id: TermId, candidates: Candidates, predicates: Span) -> Outcome<Vec<Node>> {
        let mut candidates = candidates;
        for predicate in self.tree.list(predicates) {
            candidates = Candidates::Listed(self.keep(id, &candidates, *predicate)?);
        }
        match candidates {
            Candidates::Listed(nodes) => Ok(nodes),
            rows @ Candidates::Rows(..) => {
                self.charge(id, rows.len())?;
                Ok(rows.iter().collect())
            }
        }
    }

    fn keep(&self, id: TermId, candidates: &Candidates, predicate: TermId) -> Outcome<Vec<Node>> {
        let size = candidates.len();
        if let Candidates::Rows(table, _) = candidates
            && let Some(kept) = self.keep_equal(id, *table, size, predicate)?
        {
            return Ok(kept);
        }
        let mut kept = Vec::new();
        for (index, node) in candidates.iter().enumerate() {
            let position = index + 1;
            let value = self.term(predicate, &Context { node, tested: Some((position, size)) })?;
            let passes = match value {
                Value::Number(number) => number == Number::from(position),
                other => self.boolean(&other),
            };
            if passes {
                kept.push(node);
            }
        }
        Ok(kept)
    }

    /// `[column = value]` and `[column = value and …]`, where the table finds the rows.
    fn keep_equal(
        &self,
        id: TermId,
        key: TableKey,
        size: usize,
        predicate: TermId,
    ) -> Outcome<Option<Vec<Node>>> {
        let (equality, rest) = self.conjuncts(predicate);
        let Some((column, value)) = self.column_equality(equality) else { return Ok(None) };
        let Some(table) = self.world.table(key) else { return Ok(None) };
        let Some(column) = table.column(self.tree.text(column)) else { return Ok(None) };
        let tested = |row: u32| Context { node: Node::Row(key, row), tested: Some((row as usize + 1, size)) };
        // A value of another type is compared by other rules.
        let value = match self.term(value, &tested(0))? {
            Value::Nodes(Nodes::Many(_)) | Value::Number(_) | Value::Boolean(_) => return Ok(None),
            value @ (Value::Nodes(_) | Value::Text(_)) => self.text(&value),
        };
        self.charge(id, size / ROWS_PER_STEP + 1)?;
        let mut rows = Vec::new();
        table.matching(column, &value, &mut rows);
        self.charge(id, rows.len())?;
        let mut kept = Vec::with_capacity(rows.len());
        'rows: for row in rows {
            for Link { operand, .. } in rest {
                let value = self.term(*operand, &tested(row))?;
                if !self.boolean(&value) {
                    continue 'rows;
                }
            }
            kept.push(Node::Row(key, row));
        }
        Ok(Some(kept))
    }

    /// The first condition of `… and …`, and the others.
    fn conjuncts(&self, predicate: TermId) -> (TermId, &'e [Link]) {
        match self.tree.term(predicate) {
            Term::Chain { first, rest } => match self.tree.links(rest) {
                links @ [Link { operator: Operator::And, .. }, ..] => (first, links),
                _ => (predicate, &[]),
            },
            _ => (predicate, &[]),
        }
    }

    /// The name of the column and the term of the value, where a condition is nothing but their equality.
    fn column_equality(&self, condition: TermId) -> Option<(u32, TermId)> {
        let Term::Chain { first, rest } = self.tree.term(condition) else { return None };
        let [Link { operator: Operator::Equal, operand }] = self.tree.links(rest) else { return None };
        let pair = |column, value| {
            let name = self.child_name(column)?;
            self.expression.is_fixed(value).then_some((name, value))
        };
        pair(first, *operand).or_else(|| pair(*operand, first))
    }

    fn child_name(&self, term: TermId) -> Option<u32> {
        let Term::Path { start: Start::Context, steps } = self.tree.term(term) else { return None };
        match self.tree.steps(steps) {
            [step] if step.predicates == Span::default() => match step.test {
                Test::Child(name) => Some(name),
                _ => None,
            },
            _ => None,
        }
    }
}
