//! An assessment as people read it: sections, lines and depths, ready for a terminal, a page or a pack.

use std::collections::BTreeMap;

use super::{
    Assessment,
    contradiction::Contradiction,
    figure::{Evidence, Figure, How},
    flip::{Flip, flip_sentences},
    last_round::RoundChange,
    neighbours::NeighbourContradiction,
};

/// Digits of a record's id that a reader can compare by eye.
const SHORT_ID: usize = 8;

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How far it is indented: 0 for a section's title.
    pub depth: usize,
    /// The text.
    pub text: String,
}

/// How people call the questions of a record, by their places. A question without a name stands as its place.
pub type QuestionNames = BTreeMap<String, String>;

fn line(depth: usize, text: impl Into<String>) -> Line {
    Line { depth, text: text.into() }
}

/// The whole explanation.
#[must_use]
pub fn explain(
    assessment: &Assessment<'_>,
    flips: &[Flip],
    (contradictions, neighbours): (&[Contradiction], &[NeighbourContradiction]),
    questions: &QuestionNames,
) -> Vec<Line> {
    let mut teller = Teller { lines: head(assessment), told: Vec::new(), questions };
    teller.people(assessment);
    teller.lines.push(line(0, "二、家庭收入"));
    teller.figure(&assessment.net_income, 1);
    if !assessment.disregarded.is_empty() {
        teller.lines.push(line(1, "不计入家庭收入和财产的"));
        assessment.disregarded.iter().for_each(|left_out| teller.figure(left_out, 2));
    }
    teller.told.push(&assessment.members);
    teller.figure(&assessment.per_capita, 1);
    teller.lines.push(line(0, "三、保障标准"));
    teller.figure(&assessment.standard, 1);
    teller.lines.push(line(0, "四、家庭财产"));
    teller.property(assessment);
    teller.lines.push(line(0, "五、月保障金"));
    for obstacle in &assessment.obstacles {
        teller.lines.push(line(1, format!("不符合条件：{}", obstacle.label())));
    }
    teller.figure(&assessment.grant, 1);
    let mut lines = teller.lines;
    lines.push(line(0, "六、什么会改变结果"));
    listed(&mut lines, flip_sentences(flips).into_iter(), "没有哪一项单独改变会使结果不同");
    lines.push(line(0, "七、来源不一致"));
    listed(
        &mut lines,
        contradictions
            .iter()
            .map(Contradiction::sentence)
            .chain(neighbours.iter().map(NeighbourContradiction::sentence)),
        "各来源之间没有超出容许范围的差异",
    );
    lines
}

/// The section about the last round; for a household that has one.
#[must_use]
pub fn explain_changes(changes: &[RoundChange]) -> Vec<Line> {
    let mut lines = vec![line(0, "八、与上次入户调查相比")];
    let sentences = changes.iter().map(RoundChange::sentence);
    listed(&mut lines, sentences, "人口、收入、财产没有超出容许范围的变化");
    lines
}

fn head(assessment: &Assessment<'_>) -> Vec<Line> {
    let example = if assessment.example { "【示例政策，不能作为依据】" } else { "" };
    let mut lines = vec![
        line(0, format!("测算建议：{}", assessment.change.label())),
        line(1, "本结果由系统按政策测算，仅供评议参考，由人决定"),
        line(1, format!("适用政策：{}{example}", assessment.policy_title)),
        line(1, format!("月保障金：{}", assessment.grant.shown())),
    ];
    if assessment.change.must_be_heard() {
        lines.push(line(1, "减少或停止前应当听取该户意见，并书面说明理由〔社会救助法第四十八条〕"));
    }
    if let Some(review) = &assessment.next_review {
        let due = review.due.map_or_else(|| "待定".to_owned(), |due| due.strftime("%Y-%m-%d").to_string());
        let (class, months) = (review.class.label(), review.months);
        lines.push(line(
            1,
            format!("下次复核：{due} 前（{class}，每 {months} 个月一次）〔{}〕", review.source),
        ));
    }
    lines
}

fn listed(lines: &mut Vec<Line>, sentences: impl Iterator<Item = String>, none: &str) {
    let before = lines.len();
    lines.extend(sentences.map(|sentence| line(1, sentence)));
    if lines.len() == before {
        lines.push(line(1, none));
    }
}

/// Writes figures. What has been told once is not told again.
struct Teller<'t, 'a> {
    lines: Vec<Line>,
    told: Vec<&'t Figure<'a>>,
    questions: &'t QuestionNames,
}

impl<'t, 'a> Teller<'t, 'a> {
    fn people(&mut self, assessment: &Assessment<'_>) {
        self.lines.push(line(0, "一、共同生活的家庭成员"));
        for one in &assessment.memberships {
            let counts = match (one.reason.counts(), one.insured) {
                (true, true) => "计入，保障",
                (true, false) => "计入，不保障",
                (false, _) => "不计入",
            };
            let (who, reason) = (one.relation.label(), one.reason.label());
            let stands = self.stands(Some(&one.evidence));
            self.lines.push(line(1, format!("{who}：{counts}（{reason}）{stands}")));
        }
        for count in [&assessment.members, &assessment.insured] {
            self.lines.push(line(1, format!("{}：{}{}", count.label, count.shown(), self.why(count))));
        }
    }

    fn property(&mut self, assessment: &'t Assessment<'a>) {
        for finding in &assessment.property {
            let verdict = if finding.exceeds { "超过" } else { "未超过" };
            let (has, most) = (&finding.has, &finding.most);
            let (amount, limit, why) = (has.shown(), most.shown(), self.why(has));
            self.lines.push(line(1, format!("{}：{amount}，限额 {limit}，{verdict}{why}", has.label)));
            has.leaves()
                .into_iter()
                .filter(|leaf| leaf.evidence.is_some())
                .for_each(|leaf| self.figure(leaf, 2));
        }
        if assessment.property.is_empty() {
            self.lines.push(line(1, "适用政策没有规定财产限额"));
        }
    }

    /// A figure and what it follows from.
    fn figure(&mut self, one: &'t Figure<'a>, depth: usize) {
        let how = step(one);
        let parts = how.parts();
        // The same amount of another source is another figure.
        if !parts.is_empty() && self.told.contains(&one) {
            self.lines.push(line(depth, format!("{}：{}（见上）", one.label, one.shown())));
            return;
        }
        self.told.push(one);
        self.lines
            .push(line(depth, format!("{}：{}{}{}", one.label, one.shown(), words(how), self.why(one))));
        parts.iter().for_each(|part| self.figure(part, depth + 1));
    }

    fn why(&self, one: &Figure<'_>) -> String {
        let source = if one.source.is_empty() { String::new() } else { format!("〔{}〕", one.source) };
        format!("{source}{}", self.stands(one.evidence.as_ref()))
    }

    fn stands(&self, evidence: Option<&Evidence>) -> String {
        match evidence {
            None | Some(Evidence::Policy { .. }) => String::new(),
            Some(Evidence::Answer { record, question }) => {
                let id = record.to_string();
                let name = self.questions.get(question).unwrap_or(question);
                format!("〔记录 {} {name}〕", id.get(..SHORT_ID).unwrap_or(&id))
            }
            Some(Evidence::Roster { column }) => format!("〔花名册：{column}〕"),
            Some(Evidence::Verification { import, row }) => format!("〔核对结果 {import} 第 {row} 行〕"),
        }
    }
}

/// How a figure follows, passing over steps that change nothing.
fn step<'s, 'a>(one: &'s Figure<'a>) -> &'s How<'a> {
    match &one.how {
        How::NotBelowZero(only) if only.amount == one.amount => step(only),
        How::Sum(all) | How::Largest(all) | How::First(all) => match &**all {
            [only] if only.evidence.is_none() => step(only),
            _ => &one.how,
        },
        how => how,
    }
}

fn words(how: &How<'_>) -> String {
    match how {
        How::Sum(all) | How::Largest(all) | How::First(all) if all.len() < 2 => String::new(),
        How::Given => String::new(),
        How::Sum(_) => "＝各项相加".to_owned(),
        How::Less(_) => "＝首项减去其余各项".to_owned(),
        How::Product(_) => "＝各项相乘".to_owned(),
        How::Quotient(_) => "＝首项除以次项".to_owned(),
        How::NotBelowZero(_) => "（低于零按零计）".to_owned(),
        How::Smallest(_) => "＝取最小".to_owned(),
        How::Largest(_) => "＝取最大".to_owned(),
        How::First(_) => "＝按来源次序取第一个".to_owned(),
        How::Rounded { rounding, .. } => format!("（{}）", rounding.label()),
    }
}
