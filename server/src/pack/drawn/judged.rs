//! What the rules say of a household, as the template reads it: for the organiser alone.

use serde::Serialize;

use super::household::{NoNames, or_none};
use crate::pack::content::{AssessmentLine, BlockLine, DoubtLine, HouseholdSheet};

#[derive(Debug, Serialize)]
pub(super) struct JudgedView {
    blocks: Vec<BlockView>,
    findings: Vec<DoubtView>,
    assessment: Vec<AssessmentLineView>,
}

#[derive(Debug, Serialize)]
struct BlockView {
    block: String,
    reason: String,
    evidence: String,
}

#[derive(Debug, Serialize)]
struct DoubtView {
    doubt: String,
    sentence: String,
    evidence: String,
}

#[derive(Debug, Serialize)]
struct AssessmentLineView {
    depth: usize,
    text: String,
}

impl JudgedView {
    pub(super) fn of(sheet: &HouseholdSheet, clean: &NoNames<'_>) -> Self {
        let block = |line: &BlockLine| BlockView {
            block: line.block.clone(),
            reason: clean.text(&line.reason),
            evidence: or_none(&clean.text(&line.evidence.join("；"))),
        };
        let doubt = |line: &DoubtLine| DoubtView {
            doubt: line.doubt.clone(),
            sentence: clean.text(&line.sentence),
            evidence: or_none(&clean.text(&line.evidence)),
        };
        let explained =
            |line: &AssessmentLine| AssessmentLineView { depth: line.depth, text: clean.text(&line.text) };
        Self {
            blocks: sheet.blocks.iter().map(block).collect(),
            findings: sheet.findings.iter().map(doubt).collect(),
            assessment: sheet.assessment.iter().map(explained).collect(),
        }
    }
}
