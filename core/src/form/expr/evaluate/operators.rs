//! Operators.

use std::cmp::Ordering;

use super::{Context, Evaluation, EvaluationProblem, Nodes, Outcome, Value};
use crate::form::expr::tree::{Link, Operator, TermId};

impl<'e> Evaluation<'e> {
    /// Operators of one precedence, from left to right.
    pub(super) fn chain(
        &self,
        id: TermId,
        first: TermId,
        rest: &[Link],
        context: &Context,
    ) -> Outcome<Value<'e>> {
        let mut value = self.term(first, context)?;
        for Link { operator, operand } in rest {
            value = match operator {
                Operator::Or if self.boolean(&value) => true.into(),
                Operator::And if !self.boolean(&value) => false.into(),
                Operator::Or | Operator::And => self.boolean(&self.term(*operand, context)?).into(),
                Operator::Union => self.union(id, value, self.term(*operand, context)?)?,
                other => self.binary(id, *other, &value, &self.term(*operand, context)?)?,
            };
        }
        Ok(value)
    }

    fn binary(
        &self,
        id: TermId,
        operator: Operator,
        left: &Value<'e>,
        right: &Value<'e>,
    ) -> Outcome<Value<'e>> {
        let numbers = || (self.number(left), self.number(right));
        Ok(match operator {
            Operator::Add => {
                let (left, right) = numbers();
                left.plus(right).into()
            }
            Operator::Subtract => {
                let (left, right) = numbers();
                left.minus(right).into()
            }
            Operator::Multiply => {
                let (left, right) = numbers();
                left.times(right).into()
            }
            Operator::Divide => {
                let (left, right) = numbers();
                left.divided_by(right).into()
            }
            Operator::Modulo => {
                let (left, right) = numbers();
                left.modulo(right).into()
            }
            comparison => self.compare(id, comparison, left, right)?.into(),
        })
    }

    /// A comparison: of several nodes, whether it holds for one of them. No node is as good as an empty one.
    fn compare(&self, id: TermId, operator: Operator, left: &Value<'e>, right: &Value<'e>) -> Outcome<bool> {
        let several = |value: &Value<'e>| matches!(value, Value::Nodes(Nodes::Many(_)));
        let with_boolean = matches!(left, Value::Boolean(_)) || matches!(right, Value::Boolean(_));
        if with_boolean || !(several(left) || several(right)) {
            return Ok(self.compare_single(operator, left, right));
        }
        let (lefts, rights) = (self.members(left), self.members(right));
        for left in &lefts {
            self.charge(id, rights.len())?;
            if rights.iter().any(|right| self.compare_single(operator, left, right)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the other side is compared with one by one.
    fn members(&self, value: &Value<'e>) -> Vec<Value<'e>> {
        match value {
            Value::Nodes(Nodes::None) => vec![Value::EMPTY],
            Value::Nodes(_) => self.texts(value).into_iter().map(Value::Text).collect(),
            single => vec![single.clone()],
        }
    }

    fn compare_single(&self, operator: Operator, left: &Value<'e>, right: &Value<'e>) -> bool {
        let equal = || match (left, right) {
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) => self.boolean(left) == self.boolean(right),
            (Value::Number(_), _) | (_, Value::Number(_)) => self.number(left) == self.number(right),
            _ => self.text(left) == self.text(right),
        };
        let order = || self.number(left).partial_cmp(&self.number(right));
        match operator {
            Operator::Equal => equal(),
            Operator::NotEqual => !equal(),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::LessOrEqual => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::GreaterOrEqual => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
            // The others are not comparisons.
            _ => false,
        }
    }

    fn union(&self, id: TermId, left: Value<'e>, right: Value<'e>) -> Outcome<Value<'e>> {
        let (Some(left), Some(right)) = (Self::into_nodes(left), Self::into_nodes(right)) else {
            return Err(self.problem(id, EvaluationProblem::NotAUnion));
        };
        if left == Nodes::None || left == right {
            return Ok(right.into());
        }
        if right == Nodes::None {
            return Ok(left.into());
        }
        let all = left.as_slice().iter().chain(right.as_slice()).copied().collect();
        Ok(self.in_document_order(id, all)?.into())
    }
}
