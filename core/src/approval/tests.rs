//! Each of the six blocks, by a file that has everything but one thing.

use super::*;

fn rules() -> ProcedureRules {
    ProcedureRules::shipped().unwrap()
}

/// A file against which nothing can be said.
fn whole() -> FileState {
    FileState {
        visit: Some(VisitState {
            name: "入户调查 2026-11-20 09:25".to_owned(),
            surveyors: 2,
            surveyors_signed: 2,
            household_signed: true,
            photos: 4,
            unverifiable: false,
        }),
        interviews: 2,
        verified: true,
        ..FileState::default()
    }
}

fn found(change: impl FnOnce(&mut FileState)) -> Vec<Block> {
    let mut file = whole();
    change(&mut file);
    six_blocks(&file, &rules()).into_iter().map(|blocking| blocking.block).collect()
}

fn visit(file: &mut FileState) -> &mut VisitState {
    file.visit.as_mut().unwrap()
}

#[test]
fn a_whole_file_is_not_blocked() {
    assert_eq!(six_blocks(&whole(), &rules()), []);
}

/// S6: 不符合条件 / 手续不齐全 / 收入核查不清 / 群众有异议 / 责任不明 / 不按程序申报 的，不批.
#[test]
fn each_block_is_found_by_what_is_missing() {
    assert_eq!(found(|file| file.obstacles.push("家庭财产超过限额".to_owned())), [Block::NotEligible]);
    assert_eq!(found(|file| visit(file).household_signed = false), [Block::PapersMissing]);
    assert_eq!(found(|file| visit(file).photos = 0), [Block::PapersMissing]);
    assert_eq!(found(|file| visit(file).unverifiable = true), [Block::IncomeUnclear]);
    assert_eq!(found(|file| file.contradictions.push("工资".to_owned())), [Block::IncomeUnclear]);
    let objection = ("2 人反映在外有房产".to_owned(), vec!["邻里走访".to_owned()]);
    assert_eq!(found(|file| file.objections.push(objection)), [Block::Objection]);
    assert_eq!(found(|file| visit(file).surveyors_signed = 1), [Block::NobodyResponsible]);
    assert_eq!(found(|file| file.interviews = 1), [Block::StageSkipped]);
    assert_eq!(found(|file| file.verified = false), [Block::StageSkipped]);
}

#[test]
fn an_empty_file_skipped_every_stage() {
    let blocks = six_blocks(&FileState::default(), &rules());
    assert_eq!(blocks.len(), 3);
    assert!(blocks.iter().all(|blocking| blocking.block == Block::StageSkipped));
}

#[test]
fn reasons_stand_in_the_order_of_the_blocks_and_say_what_to_do() {
    let mut file = whole();
    file.verified = false;
    visit(&mut file).photos = 0;
    file.obstacles.push("家庭财产超过限额".to_owned());
    let blocks = six_blocks(&file, &rules());
    assert!(blocks.is_sorted_by_key(|blocking| blocking.block));
    for blocking in &blocks {
        assert!(blocking.reason.contains('；') && !blocking.evidence.is_empty(), "{blocking:?}");
    }
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let text = include_str!("../../../policy/procedure.toml");
    assert_eq!(
        ProcedureRules::read(&text.replacen("least = 2", "least = 0", 1)),
        Err(ProcedureError::Unsound { key: "interviews" })
    );
    assert!(matches!(
        ProcedureRules::read(&text.replacen("least = 1", "most = 1", 1)),
        Err(ProcedureError::Unreadable { .. })
    ));
    assert_eq!(ProcedureRules::read(&" ".repeat(MAX_PROCEDURE_BYTES + 1)), Err(ProcedureError::TooLong));
}
