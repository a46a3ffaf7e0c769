//! A phone's folder that an earlier version of the library left opens, migrates and keeps everything.
//!
//! The folders in `tests/stores` were made by `store-fixture` of the version that they are named after. Whoever
//! changes the phone's schema adds one, made before the change.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::path::Path;

use ruhu_core::{
    capture::{FieldSession, StoreError},
    form::{Answer, AnswerKey, FormRole, shipped},
    ids::{CampaignId, ServerEpoch},
    journal::to_cbor,
    store::LocalStatus,
    wire::{CampaignBody, FeedItem, FeedKind, FormBody},
};
use ruhu_tests::{day::open_phone, folder::copy_folder};

/// The versions of the schema before this one, and whether they kept forms.
const EARLIER: [(&str, bool); 2] = [("v1", false), ("v3", true)];

/// Opens a copy of a kept folder: opening changes it.
fn with_copy_of<T>(name: &str, look: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("stores").join(name);
    copy_folder(&kept, folder.path()).unwrap();
    look(folder.path())
}

#[test]
fn a_store_of_every_version_opens_and_keeps_everything() {
    for (version, kept_forms) in EARLIER {
        with_copy_of(version, |folder| {
            let phone = open_phone(folder).unwrap();
            assert_eq!(phone.who().unwrap().unwrap().surveyor, "陈建国");
            assert_eq!(phone.roster(0).unwrap().total, 3);
            let status = phone.status().unwrap();
            assert_eq!((status.counts.drafts, status.counts.sealed, status.counts.complete), (1, 1, 1));
            let draft = phone.open_drafts().unwrap().remove(0);
            let reason = AnswerKey::new("proposal_reason").unwrap();
            let answers = phone.draft(draft.id).unwrap().answers;
            assert_eq!(answers.get(&reason), Some(&Answer::Text("待补充。".to_owned())));
            let complete = status.records.iter().find(|line| line.status == LocalStatus::Complete).unwrap();
            let record = phone.record(&complete.entry_id.unwrap()).unwrap();
            let photo = record.photos().first().unwrap();
            assert!(phone.photo_file(&photo.thumbnail).unwrap().starts_with(&[0xff, 0xd8]));
            // What a form has to say about it comes with the next sync; then it can be worked in.
            let missing =
                phone.problems(draft.id).unwrap().iter().any(|problem| problem.code == "form_missing");
            assert_eq!(missing, !kept_forms, "{version}");
            if missing {
                hear_of_forms(&phone);
            }
            phone.answer(draft.id, &reason, &Answer::Text("已补充。".to_owned())).unwrap();
            let open = phone.problems(draft.id).unwrap();
            assert!(open.iter().any(|problem| problem.code == "answer_missing"), "{open:?}");
        });
    }
}

/// What the next sync with an upgraded server brings.
fn hear_of_forms(phone: &FieldSession) {
    let form = shipped(FormRole::HomeVisit).unwrap();
    let campaign = phone.campaign().unwrap().unwrap();
    let item = |cursor, kind: FeedKind, body: Vec<u8>| FeedItem {
        cursor,
        kind: kind.name().to_owned(),
        body: body.into(),
    };
    let version = form.version().clone();
    let content = FormBody { version: version.clone(), content: form.to_bytes().unwrap().into() };
    let campaign = CampaignBody {
        campaign: CampaignId::clone(&campaign.id),
        title: campaign.title,
        forms: vec![version],
    };
    let items = [
        item(901, FeedKind::Form, to_cbor(&content).unwrap()),
        item(902, FeedKind::Campaign, to_cbor(&campaign).unwrap()),
    ];
    assert_eq!(phone.store().take_in(ServerEpoch([1; 16]), &items, (902, false)).unwrap(), 0);
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    with_copy_of("newer", |folder| {
        assert!(matches!(refusal(folder), StoreError::StoreNewer));
        assert!(matches!(refusal(folder), StoreError::StoreNewer));
    });
}

fn refusal(folder: &Path) -> StoreError {
    open_phone(folder).unwrap_err().downcast().unwrap()
}
