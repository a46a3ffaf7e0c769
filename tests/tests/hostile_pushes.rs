//! Whatever a phone sends, the server says clearly what is wrong, keeps what can be evidence, and goes on.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use ruhu_core::{
    clock::ClockReading,
    error::Explain as _,
    form::{Answer, AnswerKey, FormVersion},
    ids::{CampaignId, EntryId, Sha256Hash},
    journal::{CodecError, Head, SealedEntry, SignedHead},
    money::Fen,
    record::Record,
    wire::{self, PushResponse, RecordState},
};
use ruhu_server::store::StoreError;
use ruhu_tests::{
    phone::{Problem, WirePhone},
    records::{EntryMaker, minutes_in, visit},
    site::Site,
};
use serde_bytes::ByteBuf;

const DEEP: usize = 10_000;

fn problem_of(error: &anyhow::Error) -> Problem {
    error.downcast_ref::<Problem>().cloned().unwrap_or_else(|| panic!("not a problem: {error}"))
}

fn plain_visit() -> Record {
    Record::Visit(Box::new(visit(Vec::new())))
}

fn seal(site: &Site, phone: &mut WirePhone, number: u64) -> SealedEntry {
    EntryMaker::new(&site.campaign, &site.households[0], number).seal(phone, &plain_visit()).unwrap()
}

fn findings(response: PushResponse) -> Vec<String> {
    match response {
        PushResponse::Accepted { findings, .. } => findings.into_iter().map(|finding| finding.code).collect(),
        other => panic!("not accepted: {other:?}"),
    }
}

fn state_of(site: &Site, id: EntryId) -> RecordState {
    site.app().store.read(|r| -> Result<_, StoreError> { Ok(r.record(&id)?.unwrap().state) }).unwrap()
}

#[test]
fn a_good_visit_is_accepted_once_however_often_it_is_pushed() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entries = [seal(&site, &mut phone, 1), seal(&site, &mut phone, 2)];
    assert!(findings(phone.push(&entries).unwrap()).is_empty());
    assert!(findings(phone.push(&entries).unwrap()).is_empty());
    let counts = site.counts();
    assert_eq!((counts.visits, counts.complete), (2, 2));
}

#[test]
fn a_wrong_signature_is_refused_and_the_batch_kept() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entry = seal(&site, &mut phone, 1);
    let mut batch = phone.batch(std::slice::from_ref(&entry));
    let other = ed25519_dalek::SigningKey::from_bytes(&[99; 32]);
    batch.signed_head = SignedHead::sign(&other, &phone.stream, batch.signed_head.head);
    let refused = phone.call::<_, PushResponse>("push", &batch).unwrap_err();
    assert_eq!((problem_of(&refused).status, problem_of(&refused).code.as_str()), (422, "bad_signature"));
    assert_eq!(site.quarantined_batches(), ["bad_signature"]);
    assert!(findings(phone.push(&[entry]).unwrap()).is_empty(), "the queue goes on");
}

#[test]
fn a_changed_byte_breaks_the_chain_of_its_batch() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entries = [seal(&site, &mut phone, 1), seal(&site, &mut phone, 2)];
    let mut batch = phone.batch(&entries);
    let text = "继续保障".as_bytes();
    let bytes = batch.entries[0].as_mut_slice();
    let at = bytes.windows(text.len()).position(|window| window == text).unwrap();
    bytes[at..at + text.len()].copy_from_slice("停止保障".as_bytes());
    let refused = problem_of(&phone.call::<_, PushResponse>("push", &batch).unwrap_err());
    assert_eq!((refused.status, refused.code.as_str()), (422, "batch_not_chained"));
    assert_eq!(site.quarantined_batches(), ["batch_not_chained"]);
}

#[test]
fn another_hash_at_the_same_place_is_a_fork_and_a_missing_entry_a_gap() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let first = seal(&site, &mut phone, 1);
    phone.push(std::slice::from_ref(&first)).unwrap();
    let head = Head { seq: 1, hash: first.hash };

    phone.head = Head { seq: 0, hash: Sha256Hash::ZERO };
    let rival = seal(&site, &mut phone, 2);
    assert_eq!(phone.push(&[rival]).unwrap(), PushResponse::Fork { head: Some(head) });

    phone.head = Head { seq: 5, hash: first.hash };
    let far = seal(&site, &mut phone, 3);
    assert_eq!(phone.push(&[far]).unwrap(), PushResponse::Gap { head: Some(head) });

    phone.head = Head { seq: 1, hash: Sha256Hash([9; 32]) };
    let stranger = seal(&site, &mut phone, 4);
    assert_eq!(phone.push(&[stranger]).unwrap(), PushResponse::Fork { head: Some(head) });
    assert_eq!(site.counts().sealed, 1);
}

#[test]
fn a_wrong_campaign_sets_the_record_apart_and_the_queue_goes_on() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let wrong = CampaignId::new("1999-none").unwrap();
    let lost = EntryMaker::new(&wrong, &site.households[0], 1).seal(&mut phone, &plain_visit()).unwrap();
    let good = seal(&site, &mut phone, 2);
    assert_eq!(findings(phone.push(&[lost.clone(), good.clone()]).unwrap()), ["unknown_campaign"]);
    assert_eq!(state_of(&site, lost.entry.entry_id), RecordState::Quarantined);
    assert_eq!(state_of(&site, good.entry.entry_id), RecordState::Complete);
}

#[test]
fn a_form_that_the_server_never_gave_out_sets_the_record_apart() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    for (number, form) in [(1, "home_visit@0000000000000000"), (2, "neighbour_interview@0000000000000000")] {
        let mut maker = EntryMaker::new(&site.campaign, &site.households[0], number);
        maker.form = Some(FormVersion(form.to_owned()));
        let entry = maker.seal(&mut phone, &plain_visit()).unwrap();
        assert_eq!(findings(phone.push(std::slice::from_ref(&entry)).unwrap()), ["unknown_form"]);
        assert_eq!(state_of(&site, entry.entry.entry_id), RecordState::Quarantined);
    }
}

#[test]
fn answers_are_held_to_the_form_that_the_record_names() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let key = |text: &str| AnswerKey::new(text).unwrap();
    let cases = [
        ("income_wage", Answer::Money(Fen(-1)), "answer_constraint"),
        ("income_wage", Answer::Text("很多".to_owned()), "answer_wrong_type"),
        ("proposal", Answer::One("double".to_owned()), "unknown_choice"),
        ("no_such_question", Answer::Integer(1), "unknown_question"),
    ];
    for (number, (question, answer, code)) in (1..).zip(cases) {
        let mut record = visit(Vec::new());
        record.answers.insert(key(question), answer);
        let maker = EntryMaker::new(&site.campaign, &site.households[0], number);
        let entry = maker.seal(&mut phone, &Record::Visit(Box::new(record))).unwrap();
        assert_eq!(findings(phone.push(&[entry]).unwrap()), [code], "{question}");
    }
    let mut record = visit(Vec::new());
    record.answers.remove("proposal").unwrap();
    let maker = EntryMaker::new(&site.campaign, &site.households[0], 9);
    let entry = maker.seal(&mut phone, &Record::Visit(Box::new(record.clone()))).unwrap();
    assert_eq!(findings(phone.push(&[entry]).unwrap()), ["answer_missing"]);
    // The first checklists asked less: their records are not blamed for it.
    let mut maker = EntryMaker::new(&site.campaign, &site.households[0], 10);
    maker.form = Some(FormVersion("home_visit@9203736b57a03791".to_owned()));
    let entry = maker.seal(&mut phone, &Record::Visit(Box::new(record))).unwrap();
    assert!(findings(phone.push(&[entry]).unwrap()).is_empty());
}

#[test]
fn a_clock_in_1970_marks_the_record_but_keeps_it() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut maker = EntryMaker::new(&site.campaign, &site.households[0], 1);
    maker.sealed = ClockReading { wall_ms: 86_400_000, ..minutes_in(0) };
    let entry = maker.seal(&mut phone, &plain_visit()).unwrap();
    assert_eq!(findings(phone.push(std::slice::from_ref(&entry)).unwrap()), ["clock_implausible"]);
    assert_eq!(state_of(&site, entry.entry.entry_id), RecordState::Complete);
}

#[test]
fn a_body_nested_ten_thousand_deep_is_set_apart() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut deep = vec![0x81; DEEP];
    deep.push(0x00);
    let maker = EntryMaker::new(&site.campaign, &site.households[0], 1);
    let entry = maker.seal_body(&mut phone, (deep, Vec::new())).unwrap();
    let found = findings(phone.push(std::slice::from_ref(&entry)).unwrap());
    assert!(found == [CodecError::TooDeep.code()] || found == [CodecError::Malformed.code()], "{found:?}");
    assert_eq!(state_of(&site, entry.entry.entry_id), RecordState::Quarantined);
}

#[test]
fn an_unsigned_visit_is_set_apart() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut unsigned = visit(Vec::new());
    unsigned.signatures.clear();
    let record = Record::Visit(Box::new(unsigned));
    let entry = EntryMaker::new(&site.campaign, &site.households[0], 1).seal(&mut phone, &record).unwrap();
    assert_eq!(findings(phone.push(&[entry]).unwrap()), ["surveyor_signature_missing"]);
}

#[test]
fn bytes_that_are_no_message_are_told_apart() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let mut nested = vec![0x81; DEEP];
    nested.push(0x00);
    let bomb = zstd::bulk::compress(&vec![0; 64 << 20], 19).unwrap();
    for (body, codes) in [
        (b"<html>".to_vec(), &["body_corrupt"][..]),
        (bomb, &["body_too_large"]),
        (zstd::bulk::compress(&nested, 3).unwrap(), &["cbor_too_deep", "cbor_malformed"]),
        (wire::pack(&"text").unwrap(), &["cbor_malformed"]),
    ] {
        let refused = phone.send_bytes("push", &body).unwrap();
        assert_eq!(refused.status, 400);
        assert!(codes.contains(&refused.code.as_str()), "{} not in {codes:?}", refused.code);
        assert!(!refused.detail.is_ascii(), "people read Chinese: {}", refused.detail);
    }
    let entry = seal(&site, &mut phone, 1);
    assert!(findings(phone.push(&[entry]).unwrap()).is_empty());
}

#[test]
fn another_phones_stream_is_refused() {
    let site = Site::start(1);
    let mut owner = site.wire_phone(1);
    let thief = site.wire_phone(2);
    let entry = seal(&site, &mut owner, 1);
    let batch = owner.batch(&[entry]);
    let refused = problem_of(&thief.call::<_, PushResponse>("push", &batch).unwrap_err());
    assert_eq!((refused.status, refused.code.as_str()), (403, "wrong_device"));
    assert_eq!(site.counts().sealed, 0);
}

#[test]
fn unreadable_entries_are_named_by_place() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let entry = seal(&site, &mut phone, 1);
    let mut batch = phone.batch(&[entry]);
    batch.entries.push(ByteBuf::from(vec![0xff, 0x00]));
    let refused = problem_of(&phone.call::<_, PushResponse>("push", &batch).unwrap_err());
    assert_eq!((refused.status, refused.code.as_str()), (422, "cbor_malformed"));
    assert!(refused.detail.contains("第 2 条"), "{}", refused.detail);
}

#[test]
fn a_revoked_phone_gets_nothing_and_its_evidence_is_kept_apart() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let before = seal(&site, &mut phone, 1);
    phone.push(std::slice::from_ref(&before)).unwrap();
    assert_eq!(ruhu_server::ingest::revoke(site.app(), phone.enrolled.device, "手机遗失").unwrap(), 1);
    assert_eq!(state_of(&site, before.entry.entry_id), RecordState::Quarantined);

    let after = seal(&site, &mut phone, 2);
    let refused = problem_of(&phone.push(&[after]).unwrap_err());
    assert_eq!((refused.status, refused.code.as_str()), (403, "device_revoked"));
    assert_eq!(site.quarantined_batches(), ["device_revoked"]);
    assert_eq!(problem_of(&phone.pull(0).unwrap_err()).code, "device_revoked");
    assert_eq!(phone.send_photo(b"not sent").unwrap(), 403);

    ruhu_server::ingest::release(site.app(), before.entry.entry_id, "已核实").unwrap();
    assert_eq!(state_of(&site, before.entry.entry_id), RecordState::Complete);
}

#[test]
fn a_code_works_once() {
    let site = Site::start(1);
    let code = site.code();
    WirePhone::enrol(&site.url(), &code, 1).unwrap();
    let refused = WirePhone::enrol(&site.url(), &code, 2).err().unwrap();
    assert_eq!(problem_of(&refused).code, "bad_enrol_code");
}

#[test]
fn a_correction_replaces_what_came_before_it_and_nothing_that_comes_after() {
    let site = Site::start(1);
    let mut phone = site.wire_phone(1);
    let device = phone.enrolled.device;
    let id_of = |number: u64| {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&device.as_bytes()[..8]);
        id[8..].copy_from_slice(&number.to_be_bytes());
        EntryId(id)
    };
    // The first names the second, which is still to come; the second names the first; the third corrects the second.
    let (first, second) = (id_of(1), id_of(2));
    for (number, corrects) in [(1, second), (2, first), (3, second)] {
        let mut corrected = visit(Vec::new());
        corrected.supersedes = Some(corrects);
        let record = Record::Visit(Box::new(corrected));
        let maker = EntryMaker::new(&site.campaign, &site.households[0], number);
        let entry = maker.seal(&mut phone, &record).unwrap();
        assert!(findings(phone.push(&[entry]).unwrap()).is_empty());
    }
    let file =
        site.app().store.read(|r| ruhu_server::casework::filed::File::of(r, &site.households[0])).unwrap();
    let in_force: Vec<EntryId> = file.visits().map(|(filed, _)| filed.stored.entry_id).collect();
    assert_eq!(in_force, [id_of(3)]);
}
