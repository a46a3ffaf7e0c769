//! An assessment of nobody, as long as real ones are: made by the rules themselves from invented facts.

use ruhu_core::{
    assessment::{
        Circumstances, Evidence, Facts, Holding, IncomeClass, IncomeItem, Line, Months, People, PropertyItem,
        PropertyKind, QuestionNames, Source, SpendingItem, SpendingKind, assess, contradictions, explain,
        shipped, what_would_change,
    },
    household::{ReviewClass, YearMonth},
    ids::EntryId,
    money::Fen,
};

use crate::pack::content::{AssessmentLine, BlockLine, DoubtLine};

/// Every third household has something missing.
pub(super) fn blocks(no: u32) -> Vec<BlockLine> {
    let missing = BlockLine {
        block: "不按程序申报".to_owned(),
        reason: "没有信息核对结果；请先导入核对结果".to_owned(),
        evidence: vec!["最低生活保障审核确认办法（民发〔2021〕57号）第十七条".to_owned()],
    };
    if no.is_multiple_of(3) { vec![missing] } else { Vec::new() }
}

/// Every fifth household has something that does not fit.
pub(super) fn findings(no: u32) -> Vec<DoubtLine> {
    let far = DoubtLine {
        doubt: "照片位置不符".to_owned(),
        sentence: "2 张照片记录的位置与入户定位不符，相距最多 1.4 公里。请核对是否在该户拍摄".to_owned(),
        evidence: "相距最多 1.4 公里；提示界限 200 米（县级设定）".to_owned(),
    };
    if no.is_multiple_of(5) { vec![far] } else { Vec::new() }
}

/// The explanation for the `no`-th household; nothing where the policies that ship are not sound.
pub(super) fn lines(no: u32) -> Vec<AssessmentLine> {
    let Some(explained) = explained(no) else { return Vec::new() };
    explained.into_iter().map(|Line { depth, text }| AssessmentLine { depth, text }).collect()
}

fn explained(no: u32) -> Option<Vec<Line>> {
    let policies = shipped().ok()?;
    let policy = policies.iter().find(|policy| policy.name == "example-2026-rural")?;
    let facts = facts(no)?;
    let (flips, contradictions) = (what_would_change(&facts, policy), contradictions(&facts, policy));
    Some(explain(&assess(&facts, policy), &flips, (&contradictions, &[]), &QuestionNames::new()))
}

fn facts(no: u32) -> Option<Facts> {
    let until = YearMonth::new(2026, 10).ok()?;
    let answer =
        |question: &str| Evidence::Answer { record: EntryId([7; 16]), question: question.to_owned() };
    let income = |class: IncomeClass, source: Source, yuan: u32| IncomeItem {
        class,
        amount: Fen(i64::from(yuan) * 100),
        months: Months::ending(until, 12),
        source,
        disregard: None,
        evidence: answer(class.label()),
    };
    Some(Facts {
        until,
        reviewed: None,
        people: People::Counted {
            members: 2 + no % 4,
            evidence: answer("共同生活人数"),
            insured: 1 + no % 4,
            insured_evidence: Evidence::Roster { column: "保障人口" },
        },
        income: vec![
            income(IncomeClass::Wage, Source::Observed, no % 9 * 1_200),
            income(IncomeClass::Wage, Source::Verified, no % 5 * 1_500),
            income(IncomeClass::Business, Source::Observed, 3_100),
            income(IncomeClass::Transfer, Source::Observed, 960 + no % 4 * 12),
        ],
        spending: vec![SpendingItem {
            kind: SpendingKind::Medical,
            amount: Fen(i64::from(no % 6) * 80_000),
            evidence: answer("自付医疗支出"),
        }],
        property: vec![PropertyItem {
            kind: PropertyKind::Deposit,
            holding: Holding::Value(Fen(i64::from(no % 7) * 500_000)),
            source: Source::Observed,
            exemption: None,
            evidence: answer("存款"),
        }],
        obligors: Vec::new(),
        review_class: Some(if no.is_multiple_of(2) { ReviewClass::A } else { ReviewClass::B }),
        grant_now: Some(Fen(41_000 + i64::from(no % 10) * 2_550)),
        circumstances: Circumstances::default(),
    })
}
