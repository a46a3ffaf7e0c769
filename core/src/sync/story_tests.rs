use proptest::prelude::*;

use super::{
    engine_tests::{copy, joined, restore, sync},
    model_server::Fault,
};
use crate::capture::{
    LocalStatus,
    test_phone::{household, name},
};

/// What may happen between phone and server.
#[derive(Debug, Clone)]
enum Happening {
    Seal,
    Sync,
    CutPush,
    LoseAnswer,
    BackUp,
    Restore,
    Reopen,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => Just(Happening::Seal),
        3 => Just(Happening::Sync),
        1 => Just(Happening::CutPush),
        1 => Just(Happening::LoseAnswer),
        1 => Just(Happening::BackUp),
        1 => Just(Happening::Restore),
        1 => Just(Happening::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Whatever happens, every record that the phone still has, and every one it has ever sent, is on the server once
    /// the two have agreed.
    #[test]
    fn nothing_sealed_is_lost_by_cuts_restores_and_restarts(story in prop::collection::vec(happening(), 1..25)) {
        let (mut phone, server) = joined(1);
        let backup = tempfile::tempdir().unwrap();
        copy(&mut phone, &backup.path().join("0"));
        let mut latest = 0;
        let mut on_server = std::collections::BTreeSet::new();
        for step in story {
            match step {
                Happening::Seal => {
                    let draft = phone.session().start_interview(&household(1), vec![name("陈建国")]).unwrap();
                    phone.answer_all(draft);
                    phone.session().seal_interview(draft).unwrap();
                }
                Happening::Sync => {
                    let report = sync(&phone, &server).unwrap();
                    prop_assert!(report.digest_equal, "{report:?}");
                }
                Happening::CutPush => server.state().faults.push(("POST /push", Fault::Lost)),
                Happening::LoseAnswer => server.state().faults.push(("POST /push", Fault::AnswerLost)),
                Happening::BackUp => {
                    latest += 1;
                    copy(&mut phone, &backup.path().join(latest.to_string()));
                }
                Happening::Restore => restore(&mut phone, &backup.path().join(latest.to_string())),
                Happening::Reopen => phone.reopen(),
            }
            if !server.state().faults.is_empty() && sync(&phone, &server).is_ok() {
                // There was nothing to push; the fault waits for the next one.
                server.state().faults.clear();
            }
            on_server.extend(server.entry_ids());
            prop_assert_eq!(&server.entry_ids(), &on_server);
        }
        prop_assert!(sync(&phone, &server).unwrap().digest_equal);
        let held = server.entry_ids();
        for record in phone.session().status().unwrap().records {
            prop_assert!(held.contains(&record.entry_id.unwrap()));
            prop_assert_eq!(record.status, LocalStatus::Sent);
        }
    }
}
