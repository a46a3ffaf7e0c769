use super::*;
use crate::{
    capture::test_phone::{TestPhone, fix, household, name, new_photo},
    location::Fix,
};

fn codes(phone: &TestPhone, draft: DraftId) -> Vec<FindingCode> {
    phone.session().doubts(draft).unwrap().into_iter().map(|doubt| doubt.code).collect()
}

fn photograph(phone: &TestPhone, draft: DraftId, shade: u8) {
    phone.session().attach_photo(draft, new_photo(shade)).unwrap();
}

#[test]
fn a_visit_that_took_its_time_raises_no_doubt() {
    let phone = TestPhone::with_roster(2);
    let draft = phone.start_visit(1);
    phone.complete_visit(draft);
    photograph(&phone, draft, 1);
    assert_eq!(codes(&phone, draft), [FindingCode::TooShort], "ten seconds for each question");
    phone.clock.advance_ms(20 * 60_000);
    assert_eq!(codes(&phone, draft), []);
}

#[test]
fn a_photo_of_the_household_before_is_told_until_it_is_taken_out() {
    let phone = TestPhone::with_roster(2);
    let before = phone.start_visit(1);
    phone.complete_visit(before);
    photograph(&phone, before, 1);
    phone.session().seal_visit(before).unwrap();

    let draft = phone.start_visit(2);
    photograph(&phone, draft, 1);
    assert!(codes(&phone, draft).contains(&FindingCode::PhotoReused));
    let photo = phone.session().draft(draft).unwrap().photos[0].original.sha256;
    phone.session().remove_photo(draft, &photo).unwrap();
    photograph(&phone, draft, 2);
    assert!(!codes(&phone, draft).contains(&FindingCode::PhotoReused));
}

#[test]
fn a_place_that_an_app_made_up_is_told_and_a_correction_may_keep_its_photos() {
    let phone = TestPhone::with_roster(2);
    let draft = phone.start_visit(1);
    phone.session().attach_fix(draft, Fix { mock: true, ..fix() }).unwrap();
    let doubts = phone.session().doubts(draft).unwrap();
    let made_up = doubts.iter().find(|doubt| doubt.code == FindingCode::MockLocation).unwrap();
    assert!(made_up.sentence.contains("请"), "says what to do: {}", made_up.sentence);
    phone.session().discard(draft).unwrap();

    let wrong = phone.start_visit(2);
    phone.complete_visit(wrong);
    photograph(&phone, wrong, 3);
    let wrong = phone.session().seal_visit(wrong).unwrap();
    let correction = phone.session().supersede_visit(&wrong).unwrap();
    photograph(&phone, correction, 3);
    assert!(!codes(&phone, correction).contains(&FindingCode::PhotoReused));
}

#[test]
fn an_interview_raises_none() {
    let phone = TestPhone::with_roster(1);
    let team = vec![name("陈建国"), name("李秀英")];
    let interview = phone.session().start_interview(&household(1), team).unwrap();
    assert!(matches!(phone.session().doubts(interview), Err(CaptureError::WrongKind)));
}
