//! Drafts and the forms they are filled by.

use super::{
    CaptureError, NewAttempt,
    seal::{Origin, log},
    test_phone::{EPOCH, TestPhone, assignment, campaign_with, form, household, identity, name, row},
};
use crate::{
    error::Explain,
    form::{
        Answer, AnswerKey, FormVersion,
        definition::FormDefinition,
        xlsform::{Workbook, import, read_markdown},
    },
    ids::{CampaignId, DraftId, EntryId},
    money::Fen,
    record::{Record, RecordKind},
    store::DraftHead,
    visit::{AttemptOutcome, VisitPurpose},
};

/// A county's form: a repeat, a sum, a question that comes and goes, a default.
const COUNTY: &str = "
| survey |
|        | type              | name       | label    | required | relevant          | constraint | calculation                  | default | appearance |
|        | select_one yes_no | has_car    | 是否有车 | yes      |                   |            |                              | no      |            |
|        | text              | plate      | 车牌号   | yes      | ${has_car}='yes'  |            |                              |         |            |
|        | begin_repeat      | income     | 收入     |          |                   |            |                              |         | field-list |
|        | decimal           | amount     | 金额     | yes      |                   | . < 1000   |                              |         | money      |
|        | end_repeat        |            |          |          |                   |            |                              |         |            |
|        | decimal           | total      | 合计     |          |                   |            | sum(${amount})               |         | money      |

| choices |
|         | list_name | name | label |
|         | yes_no    | yes  | 有    |
|         | yes_no    | no   | 无    |

| settings |
|          | form_id    |
|          | home_visit |
";

fn county(source: &str) -> FormDefinition {
    let sheets = read_markdown(source).unwrap();
    let workbook = Workbook { name: "county".to_owned(), sheets, attachments: Vec::new() };
    import(&workbook).unwrap_or_else(|report| panic!("{:#?}", report.errors)).definition
}

/// A phone whose campaign has this form.
fn phone_with(definition: &FormDefinition) -> TestPhone {
    let phone = TestPhone::blank();
    let store = phone.session().store();
    store.write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16]))).unwrap();
    let campaign = campaign_with(2, vec![definition.version().clone()]);
    let items = [form(1, definition), campaign, assignment(3, 1, row(1))];
    assert_eq!(store.take_in(EPOCH, &items, (3, false)).unwrap(), 0);
    phone
}

fn key(text: &str) -> AnswerKey {
    AnswerKey::new(text).unwrap()
}

fn one(name: &str) -> Answer {
    Answer::One(name.to_owned())
}

fn sealed(phone: &TestPhone, draft: DraftId) -> (FormVersion, crate::visit::VisitRecord) {
    phone.complete_visit(draft);
    let entry_id = phone.session().seal_visit(draft).unwrap();
    let entry = phone.session().store().read(|r| r.entry(&entry_id)).unwrap().unwrap().entry;
    let Record::Visit(visit) = entry.record().unwrap() else { panic!("a visit was sealed") };
    (entry.form, *visit)
}

#[test]
fn what_the_form_fills_in_survives_the_app_and_does_not_count_as_answered() {
    let mut phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    assert_eq!(phone.session().open_drafts().unwrap()[0].answered, 0);
    assert_eq!(phone.session().question(draft, &key("has_car")).unwrap().unwrap().answer, Some(one("no")));
    let first = phone.session().add_instance(draft, &key("income")).unwrap();
    let second = phone.session().add_instance(draft, &key("income")).unwrap();
    assert_eq!((first.as_str(), second.as_str()), ("income[1]", "income[2]"));
    for (place, fen) in [("income[1]/amount", 1_050), ("income[2]/amount", 2_025)] {
        phone.session().answer(draft, &key(place), &Answer::Money(Fen(fen))).unwrap();
    }
    phone.reopen();
    phone.session().remove_instance(draft, &first).unwrap();
    phone.reopen();
    assert_eq!(phone.session().open_drafts().unwrap()[0].answered, 1);
    let (_, visit) = sealed(&phone, draft);
    assert_eq!(visit.answers[&key("total")], Answer::Money(Fen(2_025)));
    assert_eq!(visit.answers[&key("income")], Answer::Many(vec!["2".to_owned()]));
    assert!(!visit.answers.contains_key(&key("income[1]/amount")));
    let trail: Vec<&str> = visit.trail.iter().map(|step| step.question.as_str()).collect();
    assert_eq!(trail, ["income[2]/amount"], "only what people answered has a trail");
}

#[test]
fn an_answer_that_is_not_asked_any_more_stays_in_the_draft_and_out_of_the_record() {
    let mut phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    phone.session().answer(draft, &key("has_car"), &one("yes")).unwrap();
    phone.session().answer(draft, &key("plate"), &Answer::Text("赣E00001".to_owned())).unwrap();
    phone.session().answer(draft, &key("has_car"), &one("no")).unwrap();
    let refused = phone.session().answer(draft, &key("plate"), &Answer::Text("赣E00002".to_owned()));
    assert_eq!(refused.unwrap_err().code(), "answer_not_relevant");
    phone.reopen();
    let kept = phone.session().draft(draft).unwrap().answers;
    assert_eq!(kept[&key("plate")], Answer::Text("赣E00001".to_owned()));
    let (_, visit) = sealed(&phone, draft);
    assert!(!visit.answers.contains_key(&key("plate")));
}

#[test]
fn problems_say_where_to_jump_to() {
    let phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    phone.session().answer(draft, &key("has_car"), &one("yes")).unwrap();
    phone.session().add_instance(draft, &key("income")).unwrap();
    let problems = phone.session().problems(draft).unwrap();
    let places: Vec<_> =
        problems.iter().map(|problem| problem.question.as_ref().map(AnswerKey::as_str)).collect();
    assert_eq!(places, [None, Some("plate"), Some("income[1]/amount")], "{problems:?}");
}

#[test]
fn a_draft_keeps_the_form_it_was_started_with() {
    let old = county(COUNTY);
    let new = county(&COUNTY.replace("是否有车", "家里是否有车").replace("| plate      |", "| plate_no   |"));
    let mut phone = phone_with(&old);
    let begun = phone.start_visit(1);
    phone.session().answer(begun, &key("has_car"), &one("yes")).unwrap();
    let changed = [form(8, &new), campaign_with(9, vec![new.version().clone()])];
    assert_eq!(phone.session().store().take_in(EPOCH, &changed, (9, false)).unwrap(), 0);
    phone.reopen();
    let fresh = phone.start_visit(1);
    phone.session().answer(begun, &key("plate"), &Answer::Text("赣E00001".to_owned())).unwrap();
    phone.session().answer(fresh, &key("has_car"), &one("yes")).unwrap();
    phone.session().answer(fresh, &key("plate_no"), &Answer::Text("赣E00001".to_owned())).unwrap();
    assert_eq!(phone.session().draft(begun).unwrap().form, *old.version());
    assert_eq!(sealed(&phone, begun).0, *old.version());
    assert_eq!(sealed(&phone, fresh).0, *new.version());
}

#[test]
fn without_a_form_nothing_is_begun_and_the_surveyor_is_told_what_to_do() {
    let definition = county(COUNTY);
    let phone = TestPhone::blank();
    let store = phone.session().store();
    store.write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16]))).unwrap();
    // The campaign is there; its form is still under way, or is not what it says.
    let mut broken = form(1, &definition);
    broken.body.truncate(40);
    let items = [broken, campaign_with(2, vec![definition.version().clone()]), assignment(3, 1, row(1))];
    assert_eq!(store.take_in(EPOCH, &items, (3, false)).unwrap(), 1);
    let refused = phone.session().start_visit(&household(1), VisitPurpose::Review).unwrap_err();
    assert_eq!(refused.code(), "form_missing");
    assert!(refused.to_string().contains("联网同步"), "{refused}");
    assert!(phone.session().open_drafts().unwrap().is_empty());
}

#[test]
fn a_draft_from_before_forms_were_data_goes_on_with_the_campaigns_form() {
    let definition = county(COUNTY);
    let phone = phone_with(&definition);
    let new = phone.start_visit(1);
    let head = phone.session().store().read(|r| r.draft(&new)).unwrap().unwrap().head;
    let head = DraftHead { form: FormVersion("home_visit@0123456789abcdef".to_owned()), ..head };
    let old = phone.session().store().write(|w| -> Result<_, CaptureError> {
        let id = w.begin_draft(RecordKind::Visit, &household(1), &head)?;
        let draft = w.draft(&id)?.ok_or(CaptureError::UnknownDraft)?;
        // The first checklists kept choices of yes and no as such.
        w.keep_answer(&draft, &key("has_car"), Some(&Answer::YesNo(false)), &w.now())?;
        w.keep_answer(&draft, &key("no_longer_asked"), Some(&Answer::Integer(3)), &w.now())?;
        Ok(id)
    });
    let old = old.unwrap();
    assert_eq!(phone.session().question(old, &key("has_car")).unwrap().unwrap().answer, Some(one("no")));
    let (form, visit) = sealed(&phone, old);
    assert_eq!(form, *definition.version());
    assert_eq!(visit.answers[&key("has_car")], one("no"));
}

#[test]
fn a_full_disk_leaves_the_form_as_it_was_kept() {
    let phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    let store = phone.session().store();
    store.limit_pages(store.pages());
    let long = Answer::Text("车".repeat(9_000));
    phone.session().answer(draft, &key("has_car"), &one("yes")).unwrap();
    assert_eq!(phone.session().answer(draft, &key("plate"), &long).unwrap_err().code(), "disk_full");
    assert_eq!(phone.session().question(draft, &key("plate")).unwrap().unwrap().answer, None);
}

/// What a record says: heading, question and answer of each line.
fn lines(phone: &TestPhone, entry_id: &EntryId) -> Vec<[String; 3]> {
    let lines = phone.session().record_readable(entry_id).unwrap();
    lines.into_iter().map(|line| [line.section_title, line.label, line.text]).collect()
}

#[test]
fn a_sealed_record_is_read_by_the_form_it_was_made_with() {
    let mut phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    phone.session().answer(draft, &key("has_car"), &one("yes")).unwrap();
    phone.session().answer(draft, &key("plate"), &Answer::Text("赣E00001".to_owned())).unwrap();
    phone.session().add_instance(draft, &key("income")).unwrap();
    phone.session().answer(draft, &key("income[1]/amount"), &Answer::Money(Fen(1_050))).unwrap();
    phone.complete_visit(draft);
    let entry_id = phone.session().seal_visit(draft).unwrap();
    let new = county(&COUNTY.replace("是否有车", "家里是否有车"));
    let changed = [form(8, &new), campaign_with(9, vec![new.version().clone()])];
    assert_eq!(phone.session().store().take_in(EPOCH, &changed, (9, false)).unwrap(), 0);
    phone.reopen();
    let expected = [
        ["", "是否有车", "有"],
        ["", "车牌号", "赣E00001"],
        ["收入 1", "金额", "10.50 元"],
        ["", "合计", "10.50 元"],
    ];
    assert_eq!(lines(&phone, &entry_id), expected);
}

#[test]
fn a_record_whose_form_never_arrives_is_read_by_the_campaigns_and_nothing_is_hidden() {
    let phone = phone_with(&county(COUNTY));
    let draft = phone.start_visit(1);
    let (_, mut visit) = sealed(&phone, draft);
    visit.answers =
        [(key("has_car"), Answer::YesNo(false)), (key("no_longer_asked"), Answer::Integer(3))].into();
    let record = Record::Visit(Box::new(visit));
    let logged = |version: &str| {
        let origin = Origin {
            household: household(1),
            household_version: 1,
            assignment_epoch: 1,
            campaign: CampaignId::new("2026-annual").unwrap(),
            form: FormVersion(version.to_owned()),
            sealed: record.answers().unwrap().1,
            supersedes: None,
        };
        phone.session().store().write(|w| log(w, &record, origin)).unwrap()
    };
    let expected =
        [["", "是否有车", "无"], ["", "合计", "0.00 元"], ["表单以外的答案", "no_longer_asked", "3"]];
    assert_eq!(lines(&phone, &logged("home_visit@0123456789abcdef")), expected);
    let unknown = phone.session().record_readable(&logged("county_own@0123456789abcdef"));
    assert_eq!(unknown.unwrap_err().code(), "form_missing");
}

#[test]
fn an_attempt_says_nothing_by_a_form_and_a_record_of_another_phone_is_not_here() {
    let phone = phone_with(&county(COUNTY));
    let attempt = NewAttempt {
        outcome: AttemptOutcome::Absent,
        surveyors: vec![name("陈建国")],
        note: "敲门无人应".to_owned(),
        photos: Vec::new(),
        fix: None,
    };
    let entry_id = phone.session().record_attempt(&household(1), attempt).unwrap();
    assert!(lines(&phone, &entry_id).is_empty());
    let refused = phone.session().record_readable(&EntryId([9; 16]));
    assert_eq!(refused.unwrap_err().code(), "unknown_record");
}
