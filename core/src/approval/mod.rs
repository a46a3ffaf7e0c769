//! The six blocks (六个不批): why a household's file may not yet be approved, each with its evidence.
//!
//! They point; people decide. The words are those of a county's work summary of 2007 (不符合条件、手续不齐全、
//! 收入核查不清、群众有异议、责任不明、不按程序申报的，不批).

mod rules;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use rules::{Least, MAX_PROCEDURE_BYTES, ProcedureError, ProcedureRules};

/// Which of the six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 不符合条件
    NotEligible,
    /// 手续不齐全
    PapersMissing,
    /// 收入核查不清
    IncomeUnclear,
    /// 群众有异议
    Objection,
    /// 责任不明
    NobodyResponsible,
    /// 不按程序申报
    StageSkipped,
}

impl Block {
    /// Every block, in the order of the summary.
    pub const ALL: [Self; 6] = [
        Self::NotEligible,
        Self::PapersMissing,
        Self::IncomeUnclear,
        Self::Objection,
        Self::NobodyResponsible,
        Self::StageSkipped,
    ];

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotEligible => "不符合条件",
            Self::PapersMissing => "手续不齐全",
            Self::IncomeUnclear => "收入核查不清",
            Self::Objection => "群众有异议",
            Self::NobodyResponsible => "责任不明",
            Self::StageSkipped => "不按程序申报",
        }
    }
}

/// A reason for which a file may not be approved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blocking {
    /// Which block.
    pub block: Block,
    /// What is the matter and what to do, in Chinese.
    pub reason: String,
    /// What it rests on: records, sources, clauses.
    pub evidence: Vec<String>,
}

/// The newest visit in force, as far as the blocks ask for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitState {
    /// How people name it, for example `入户调查 2026-11-20 09:25`.
    pub name: String,
    /// Surveyors of the team.
    pub surveyors: usize,
    /// Of them, how many signed.
    pub surveyors_signed: usize,
    /// Whether a member of the household or, in their stead, the cadre signed.
    pub household_signed: bool,
    /// Photos.
    pub photos: usize,
    /// The surveyors could not verify what was declared (无法核实).
    pub unverifiable: bool,
}

/// What a household's file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileState {
    /// The newest visit in force.
    pub visit: Option<VisitState>,
    /// Interviews in force.
    pub interviews: usize,
    /// Whether authorities have answered about the household (信息核对).
    pub verified: bool,
    /// Why the policy finds the household not entitled; empty where it does not, or where there is no assessment.
    pub obstacles: Vec<String>,
    /// Contradictions between sources that the policy does not let pass.
    pub contradictions: Vec<String>,
    /// What neighbours, reports or objections hold against it, with what each rests on.
    pub objections: Vec<(String, Vec<String>)>,
}

/// Every reason for which a file may not be approved yet, in the order of the six blocks.
#[must_use]
pub fn six_blocks(file: &FileState, rules: &ProcedureRules) -> Vec<Blocking> {
    let mut found = Vec::new();
    let mut block = |block, reason: String, evidence: Vec<String>| {
        found.push(Blocking { block, reason, evidence });
    };
    let visited = || file.visit.iter().map(|visit| visit.name.clone()).collect::<Vec<_>>();
    for obstacle in &file.obstacles {
        let reason = format!("{obstacle}；评议应按退出或不予保障进行，并先听取该户意见");
        block(Block::NotEligible, reason, visited());
    }
    if let Some(visit) = &file.visit {
        if !visit.household_signed {
            let reason = "没有在场成员或陪同干部的签名；请补签后重新封存".to_owned();
            block(Block::PapersMissing, reason, visited());
        }
        if visit.photos < rules.photos.least {
            let reason = format!("现场照片 {} 张，少于 {} 张；请补拍", visit.photos, rules.photos.least);
            block(Block::PapersMissing, reason, with(visited(), &rules.photos));
        }
        if visit.unverifiable {
            let reason = "调查结论为“无法核实”；请再次核查后再评议".to_owned();
            block(Block::IncomeUnclear, reason, visited());
        }
    }
    for contradiction in &file.contradictions {
        let reason = format!("{contradiction}；请核实并写明采信哪一个");
        block(Block::IncomeUnclear, reason, visited());
    }
    for (objection, evidence) in &file.objections {
        block(Block::Objection, format!("{objection}；请在会上说明或重新调查"), evidence.clone());
    }
    if let Some(visit) = &file.visit {
        let least = rules.surveyors.least;
        if visit.surveyors < least || visit.surveyors_signed < least {
            let (team, signed) = (visit.surveyors, visit.surveyors_signed);
            let reason = format!("调查人 {team} 名，签名 {signed} 名，应不少于 {least} 名并全部签名；请补签");
            block(Block::NobodyResponsible, reason, with(visited(), &rules.surveyors));
        }
    } else {
        let reason = "没有资料齐全的入户调查；请先完成入户和同步".to_owned();
        block(Block::StageSkipped, reason, Vec::new());
    }
    if file.interviews < rules.interviews.least {
        let (done, least) = (file.interviews, rules.interviews.least);
        let reason = format!("邻里走访 {done} 人，少于 {least} 人；请补充走访");
        block(Block::StageSkipped, reason, with(Vec::new(), &rules.interviews));
    }
    if !file.verified {
        let reason = "没有信息核对结果；请先导入核对结果".to_owned();
        let clause = "最低生活保障审核确认办法（民发〔2021〕57号）第十七条".to_owned();
        block(Block::StageSkipped, reason, vec![clause]);
    }
    found.sort_by_key(|blocking| blocking.block);
    found
}

fn with(mut evidence: Vec<String>, rule: &Least) -> Vec<String> {
    evidence.push(rule.source.clone());
    evidence
}
