use proptest::prelude::*;

use super::{
    test_phone::{START_MS, TestPhone, fix, household, item, jpeg, name, row, signature, *},
    *,
};
use crate::{
    error::Explain,
    form::{Answer, AnswerKey},
    money::Fen,
    record::{Record, RecordKind},
    visit::{AttemptOutcome, SignerRole, VisitPurpose},
    wire::{FeedKind, ReceiptBody, RecordState, UnassignedBody},
};

fn question(text: &str) -> AnswerKey {
    AnswerKey::new(text).unwrap()
}

fn new_photo(shade: u8) -> NewPhoto {
    NewPhoto { caption: "正门".to_owned(), fix: Some(fix()), ..test_phone::new_photo(shade) }
}

#[test]
fn a_visit_goes_from_the_door_to_the_seal_and_says_what_was_done() {
    let mut phone = TestPhone::with_roster(3);
    let draft = phone.start_visit(1);
    assert!(!phone.session().problems(draft).unwrap().is_empty());
    phone.complete_visit(draft);
    let photo = phone.session().attach_photo(draft, new_photo(1)).unwrap();
    phone.reopen();
    let view = phone.session().resume(draft).unwrap();
    assert_eq!(view.problems, []);
    assert_eq!(view.photos, std::slice::from_ref(&photo));
    let entry_id = phone.session().seal_visit(draft).unwrap();
    phone.reopen();
    let Record::Visit(visit) = phone.session().record(&entry_id).unwrap() else {
        panic!("a visit was sealed")
    };
    assert_eq!(visit.photos, std::slice::from_ref(&photo));
    assert_eq!(visit.trail.len(), view.answers.len());
    assert!(visit.trail.iter().all(|step| step.spent_ms == 10_000 && step.changes == 1));
    for (question, answer) in &view.answers {
        assert_eq!(visit.answers.get(question), Some(answer), "{question}");
    }
    assert_eq!(visit.started.wall_ms, START_MS);
    assert_eq!(phone.session().photo_file(&photo.original).unwrap(), jpeg(1));
    let status = phone.session().status().unwrap();
    assert_eq!(status.records.len(), 1);
    assert_eq!(status.records[0].status, LocalStatus::Sealed);
    assert_eq!(status.records[0].head_name, Some(name("李秀英")));
    assert_eq!((status.counts.sealed, status.counts.pending_files), (1, 3));
    assert!(status.counts.pending_bytes > photo.original.size);
}

#[test]
fn sealing_again_gives_the_same_entry_and_nothing_changes_after_it() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    phone.complete_visit(draft);
    let entry_id = phone.session().seal_visit(draft).unwrap();
    assert_eq!(phone.session().seal_visit(draft).unwrap(), entry_id);
    let refused = phone.session().answer(draft, &question("members_confirmed"), &Answer::Integer(1));
    assert_eq!(refused.unwrap_err().code(), "draft_sealed");
    assert_eq!(phone.session().status().unwrap().records.len(), 1);
}

#[test]
fn an_unready_visit_is_not_sealed_and_stays_open() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    phone.answer_all(draft);
    assert_eq!(phone.session().seal_visit(draft).unwrap_err().code(), "too_few_surveyors");
    phone.session().set_team(draft, vec![name("陈建国"), name("李秀英")], None).unwrap();
    assert_eq!(phone.session().seal_visit(draft).unwrap_err().code(), "surveyor_signature_missing");
    assert_eq!(phone.session().open_drafts().unwrap().len(), 1);
}

#[test]
fn only_assigned_households_are_visited_and_only_in_a_campaign() {
    let phone = TestPhone::with_roster(1);
    let refused = phone.session().start_visit(&household(9), VisitPurpose::Review).unwrap_err();
    assert_eq!(refused.code(), "not_assigned");
    let gone = UnassignedBody { household: household(1), epoch: 1 };
    phone.session().store().take_in(EPOCH, &[item(9, FeedKind::Unassigned, &gone)], (9, false)).unwrap();
    let refused = phone.session().start_visit(&household(1), VisitPurpose::Review).unwrap_err();
    assert_eq!(refused.code(), "not_assigned");
    let blank = TestPhone::blank();
    blank
        .session()
        .store()
        .write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16])))
        .unwrap();
    blank.session().store().take_in(EPOCH, &[assignment(1, 1, row(1))], (1, false)).unwrap();
    let refused = blank.session().start_visit(&household(1), VisitPurpose::Review).unwrap_err();
    assert_eq!(refused.code(), "no_campaign");
}

#[test]
fn work_at_a_household_that_went_to_somebody_else_can_be_finished() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    let gone = UnassignedBody { household: household(1), epoch: 1 };
    phone.session().store().take_in(EPOCH, &[item(9, FeedKind::Unassigned, &gone)], (9, false)).unwrap();
    assert_eq!(phone.session().roster(0).unwrap().total, 0);
    phone.complete_visit(draft);
    phone.session().seal_visit(draft).unwrap();
    assert!(phone.session().household(&household(1)).unwrap().is_some_and(|known| !known.assigned));
}

#[test]
fn two_drafts_at_one_household_become_two_records() {
    let phone = TestPhone::with_roster(1);
    let (first, second) = (phone.start_visit(1), phone.start_visit(1));
    assert_eq!(phone.session().roster(0).unwrap().items[0].drafts, 2);
    for draft in [first, second] {
        phone.complete_visit(draft);
        phone.session().seal_visit(draft).unwrap();
    }
    let line = &phone.session().roster(0).unwrap().items[0];
    assert_eq!((line.drafts, line.visits), (0, 2));
}

#[test]
fn bad_answers_are_refused_and_the_old_one_stays() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    let wage = question("income_wage");
    phone.session().answer(draft, &wage, &Answer::Money(Fen(100))).unwrap();
    for (bad, code) in
        [(Answer::Money(Fen(-1)), "answer_constraint"), (Answer::Integer(3), "answer_wrong_type")]
    {
        assert_eq!(phone.session().answer(draft, &wage, &bad).unwrap_err().code(), code);
    }
    let unknown = phone.session().answer(draft, &question("no_such"), &Answer::Integer(1));
    assert_eq!(unknown.unwrap_err().code(), "unknown_question");
    assert_eq!(phone.session().draft(draft).unwrap().answers[&wage], Answer::Money(Fen(100)));
    phone.session().clear_answer(draft, &wage).unwrap();
    assert!(phone.session().draft(draft).unwrap().answers.is_empty());
}

#[test]
fn the_trail_counts_changes_and_time_but_not_pauses() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    let food = question("living_food");
    phone.clock.advance_ms(4_000);
    phone.session().answer(draft, &food, &Answer::One("1".into())).unwrap();
    // Lunch.
    phone.clock.advance_ms(3_600_000);
    phone.session().resume(draft).unwrap();
    phone.clock.advance_ms(1_000);
    phone.session().answer(draft, &food, &Answer::One("2".into())).unwrap();
    let parts = phone.session().store().read(|r| r.draft_parts(&draft)).unwrap();
    let line = parts.answers.iter().find(|line| line.question == food).unwrap();
    assert_eq!((line.changes, line.spent_ms), (2, 5_000));
}

#[test]
fn photos_are_taken_once_and_removed_with_their_files() {
    let phone = TestPhone::with_roster(2);
    let draft = phone.start_visit(1);
    let photo = phone.session().attach_photo(draft, new_photo(1)).unwrap();
    assert_eq!(phone.session().attach_photo(draft, new_photo(1)).unwrap_err().code(), "photo_twice");
    let long = NewPhoto { caption: "字".repeat(201), ..new_photo(2) };
    assert_eq!(phone.session().attach_photo(draft, long).unwrap_err().code(), "caption_too_long");
    let cut = NewPhoto { bytes: jpeg(3)[..200].to_vec(), ..new_photo(3) };
    assert_eq!(phone.session().attach_photo(draft, cut).unwrap_err().code(), "photo_truncated");
    // The same picture at another household: its file is shared, and stays as long as one of them needs it.
    let other = phone.start_visit(2);
    phone.session().attach_photo(other, new_photo(1)).unwrap();
    phone.session().remove_photo(draft, &photo.original.sha256).unwrap();
    assert!(phone.session().photo_file(&photo.original).is_ok());
    phone.session().remove_photo(other, &photo.original.sha256).unwrap();
    assert_eq!(phone.session().photo_file(&photo.original).unwrap_err().code(), "vault_missing");
    let again = phone.session().remove_photo(draft, &photo.original.sha256);
    assert_eq!(again.unwrap_err().code(), "unknown_photo");
}

#[test]
fn a_discarded_draft_leaves_the_list_and_can_be_taken_up_again() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.start_visit(1);
    phone.session().answer(draft, &question("members_confirmed"), &Answer::Integer(2)).unwrap();
    phone.session().discard(draft).unwrap();
    assert!(phone.session().open_drafts().unwrap().is_empty());
    assert_eq!(phone.session().resume(draft).unwrap_err().code(), "draft_discarded");
    assert_eq!(phone.session().restore_draft(draft).unwrap().answers.len(), 1);
    assert_eq!(phone.session().open_drafts().unwrap()[0].answered, 1);
}

#[test]
fn a_correction_is_a_new_record_that_names_the_old_one() {
    let phone = TestPhone::with_roster(1);
    let old = phone.sealed_visit(1);
    let draft = phone.session().supersede_visit(&old).unwrap();
    let view = phone.session().draft(draft).unwrap();
    assert_eq!((view.supersedes, view.team.len(), view.answers.len()), (Some(old), 2, 0));
    phone.complete_visit(draft);
    let new = phone.session().seal_visit(draft).unwrap();
    let Record::Visit(visit) = phone.session().record(&new).unwrap() else { panic!("a visit was sealed") };
    assert_eq!(visit.supersedes, Some(old));
    assert!(phone.session().record(&old).is_ok(), "the old one stays");
    assert_eq!(phone.session().supersede_interview(&old).unwrap_err().code(), "unknown_record");
}

#[test]
fn a_neighbour_is_interviewed_without_photos_or_signatures() {
    let phone = TestPhone::with_roster(1);
    let draft = phone.session().start_interview(&household(1), vec![name("陈建国")]).unwrap();
    phone.session().name_interviewee(draft, Some(name("汪老三"))).unwrap();
    phone.answer_all(draft);
    assert_eq!(phone.session().attach_photo(draft, new_photo(1)).unwrap_err().code(), "wrong_kind");
    let signed = phone.session().sign(draft, &signature(SignerRole::Interviewee, "汪老三"));
    assert_eq!(signed.unwrap_err().code(), "wrong_kind");
    assert_eq!(phone.session().seal_visit(draft).unwrap_err().code(), "wrong_kind");
    let entry_id = phone.session().seal_interview(draft).unwrap();
    let Record::Interview(interview) = phone.session().record(&entry_id).unwrap() else {
        panic!("an interview")
    };
    assert_eq!(interview.interviewee, Some(name("汪老三")));
}

#[test]
fn an_attempt_is_sealed_at_once() {
    let phone = TestPhone::with_roster(1);
    let attempt = NewAttempt {
        outcome: AttemptOutcome::Absent,
        surveyors: vec![name("陈建国")],
        note: "敲门无人应答".to_owned(),
        photos: vec![new_photo(1)],
        fix: Some(fix()),
    };
    let nobody = NewAttempt { surveyors: vec![], ..attempt.clone() };
    let refused = phone.session().record_attempt(&household(1), nobody).unwrap_err();
    assert_eq!(refused.code(), "too_few_surveyors");
    assert_eq!(phone.session().counts().unwrap().pending_files, 0);
    let entry_id = phone.session().record_attempt(&household(1), attempt).unwrap();
    let status = phone.session().record_status(&entry_id).unwrap().unwrap();
    assert_eq!((status.kind, status.status), (RecordKind::Attempt, LocalStatus::Sealed));
    assert_eq!(phone.session().counts().unwrap().pending_files, 3);
}

#[test]
fn receipts_move_a_record_on_and_a_quarantine_says_why() {
    let phone = TestPhone::with_roster(2);
    let (first, second) = (phone.sealed_visit(1), phone.sealed_visit(2));
    let receipt = |entry_id, state, why: Option<(&str, &str)>| ReceiptBody {
        entry_id,
        state,
        code: why.map(|(code, _)| code.to_owned()),
        message: why.map(|(_, message)| message.to_owned()),
    };
    let items = [
        item(10, FeedKind::Receipt, &receipt(first, RecordState::Complete, None)),
        item(
            11,
            FeedKind::Receipt,
            &receipt(second, RecordState::Quarantined, Some(("not_assigned", "请联系乡镇"))),
        ),
    ];
    phone.session().store().take_in(EPOCH, &items, (11, false)).unwrap();
    let status = |entry_id| phone.session().record_status(entry_id).unwrap().unwrap().status;
    assert_eq!(status(&first), LocalStatus::Complete);
    let apart = LocalStatus::Quarantined { code: "not_assigned".into(), message: "请联系乡镇".into() };
    assert_eq!(status(&second), apart);
    let counts = phone.session().counts().unwrap();
    assert_eq!((counts.complete, counts.quarantined), (1, 1));
}

#[test]
fn unreadable_and_unknown_feed_items_do_not_stop_the_others() {
    let phone = TestPhone::with_roster(0);
    let mut broken = assignment(5, 1, row(1));
    broken.body.truncate(20);
    let mut later = assignment(6, 1, row(2));
    later.kind = "hologram".to_owned();
    let items = [broken, later, assignment(7, 1, row(3))];
    assert_eq!(phone.session().store().take_in(EPOCH, &items, (7, false)).unwrap(), 1);
    assert_eq!(phone.session().roster(0).unwrap().total, 1);
}

/// One thing that a surveyor may do to a draft.
#[derive(Debug, Clone)]
enum Act {
    Answer(usize, i64),
    Clear(usize),
    Fix,
    Photo(u8),
    Sign(u8),
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..5_usize, 0..20_i64).prop_map(|(which, value)| Act::Answer(which, value)),
        1 => (0..5_usize).prop_map(Act::Clear),
        1 => Just(Act::Fix),
        1 => (0..3_u8).prop_map(Act::Photo),
        1 => (0..2_u8).prop_map(Act::Sign),
        3 => Just(Act::Reopen),
    ]
}

const COUNTS: [&str; 5] =
    ["members_confirmed", "labour_count", "property_vehicles", "property_houses", "housing_area"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whenever the app dies, the draft is what the surveyor was told had been saved.
    #[test]
    fn what_was_saved_is_there_however_often_the_app_dies(acts in prop::collection::vec(act(), 1..40)) {
        let mut phone = TestPhone::with_roster(1);
        let draft = phone.start_visit(1);
        let mut answers = crate::form::Answers::new();
        let (mut fixes, mut photos, mut signers) = (0, Vec::new(), Vec::new());
        for act in acts {
            match act {
                Act::Answer(which, value) => {
                    let name = question(COUNTS[which]);
                    phone.session().answer(draft, &name, &Answer::Integer(value)).unwrap();
                    answers.insert(name, Answer::Integer(value));
                }
                Act::Clear(which) => {
                    phone.session().clear_answer(draft, &question(COUNTS[which])).unwrap();
                    answers.remove(&question(COUNTS[which]));
                }
                Act::Fix => {
                    phone.session().attach_fix(draft, fix()).unwrap();
                    fixes += 1;
                }
                Act::Photo(shade) => match phone.session().attach_photo(draft, new_photo(shade)) {
                    Ok(photo) => photos.push(photo),
                    Err(error) => {
                        prop_assert_eq!(error.code(), "photo_twice");
                        prop_assert!(photos.iter().any(|photo| photo.original.sha256 == crate::ids::Sha256Hash::of(&jpeg(shade))));
                    }
                },
                Act::Sign(who) => {
                    let who = NAMES[usize::from(who)];
                    phone.session().sign(draft, &signature(SignerRole::Surveyor, who)).unwrap();
                    signers.retain(|known| *known != who);
                    signers.push(who);
                }
                Act::Reopen => phone.reopen(),
            }
            let view = phone.session().draft(draft).unwrap();
            prop_assert_eq!(&view.answers, &answers);
            prop_assert_eq!(view.fixes.len(), fixes);
            prop_assert_eq!(&view.photos, &photos);
            let signed: Vec<_> = view.signatures.iter().map(|signature| signature.name.full().to_owned()).collect();
            prop_assert_eq!(&signed, &signers);
        }
        for photo in &photos {
            for blob in [photo.original, photo.derivative, photo.thumbnail] {
                prop_assert!(phone.session().photo_file(&blob).is_ok());
            }
        }
    }
}
