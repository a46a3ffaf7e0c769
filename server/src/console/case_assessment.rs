//! The assessment in a case file: what the policy proposes, and how every figure came about.

use ruhu_core::assessment::Line;

use crate::casework::assessing::{AssessError, Assessable};

/// Depth of the deepest line that the page indents further.
const MAX_DEPTH: usize = 6;

/// A section of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AssessmentSection {
    pub(super) title: String,
    /// Depth from 0, and text.
    pub(super) lines: Vec<(usize, String)>,
}

/// The assessment, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum AssessmentView {
    /// The proposal, and how it came about.
    Made { proposal: AssessmentSection, sections: Vec<AssessmentSection> },
    /// Why there is none.
    Missing(String),
}

impl AssessmentView {
    /// The assessment of what can be assessed.
    pub(super) fn of(assessable: &Result<Assessable, AssessError>) -> Self {
        match assessable {
            Ok(assessable) => Self::told(assessable.explained()),
            Err(why) => Self::Missing(why.to_string()),
        }
    }

    fn told(lines: Vec<Line>) -> Self {
        let mut sections: Vec<AssessmentSection> = Vec::new();
        for Line { depth, text } in lines {
            match (depth.checked_sub(1), sections.last_mut()) {
                (Some(below), Some(section)) => section.lines.push((below.min(MAX_DEPTH), text)),
                _ => sections.push(AssessmentSection { title: text, lines: Vec::new() }),
            }
        }
        let mut sections = sections.into_iter();
        match sections.next() {
            Some(proposal) => Self::Made { proposal, sections: sections.collect() },
            None => Self::Missing(String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl AssessmentView {
        /// One that was made and one that is missing.
        pub(in crate::console) fn samples() -> (Self, Self) {
            let line = |depth, text: &str| Line { depth, text: text.to_owned() };
            let made = Self::told(vec![
                line(0, "测算建议：继续保障"),
                line(1, "月保障金：527.50 元/月"),
                line(0, "二、家庭收入"),
                line(1, "家庭收入合计"),
                line(2, "工资性收入"),
            ]);
            (made, Self::Missing(AssessError::NoVisit.to_string()))
        }
    }

    #[test]
    fn lines_stand_under_their_sections() {
        let (AssessmentView::Made { proposal, sections }, _) = AssessmentView::samples() else {
            panic!("no assessment")
        };
        assert_eq!(proposal.title, "测算建议：继续保障");
        assert_eq!(proposal.lines, [(0, "月保障金：527.50 元/月".to_owned())]);
        assert_eq!(sections.len(), 1);
        assert_eq!(sections[0].lines[1], (1, "工资性收入".to_owned()));
    }
}
