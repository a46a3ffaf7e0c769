use super::{
    SyncError, SyncReport, Unwatched,
    model_server::{Fault, ModelServer},
};
use crate::{
    capture::{
        LocalStatus, NewPhoto,
        test_phone::{TestPhone, assignment, campaign, fix, household, identity, item, new_photo, row},
    },
    ids::{EntryId, ServerEpoch},
    wire::{FeedKind, ReceiptBody, RecordState},
};

/// A picture too large for one chunk: noise does not compress.
pub(super) fn large_jpeg(seed: u32) -> Vec<u8> {
    let mut noise = seed | 1;
    let pixels: Vec<u8> = (0..1_100 * 900 * 3)
        .map(|_| {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            u8::try_from(noise & 0xff).unwrap()
        })
        .collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.encode(&pixels, 1_100, 900, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

pub(super) fn photo(bytes: Vec<u8>) -> NewPhoto {
    NewPhoto { bytes, fix: Some(fix()), ..new_photo(0) }
}

/// A phone and its server, which have synced once.
pub(super) fn joined(households: usize) -> (TestPhone, ModelServer) {
    let server = ModelServer::default();
    {
        let mut state = server.state();
        state.epoch = 7;
        state.feed.extend(campaign());
        state.feed.extend((1..=households).map(|number| assignment(3 + number as u64, 1, row(number))));
    }
    let phone = TestPhone::blank();
    phone
        .session()
        .store()
        .write(|w| w.become_device(&identity(), crate::ids::ServerEpoch([0; 16])))
        .unwrap();
    assert!(sync(&phone, &server).unwrap().digest_equal);
    (phone, server)
}

pub(super) fn sync(phone: &TestPhone, server: &ModelServer) -> Result<SyncReport, SyncError> {
    phone.session().sync_over(server, &Unwatched)
}

pub(super) fn visit_with(phone: &TestPhone, number: usize, bytes: Vec<u8>) -> EntryId {
    let draft = phone.start_visit(number);
    phone.complete_visit(draft);
    phone.session().attach_photo(draft, photo(bytes)).unwrap();
    phone.session().seal_visit(draft).unwrap()
}

pub(super) fn status(phone: &TestPhone, entry_id: &EntryId) -> LocalStatus {
    phone.session().record_status(entry_id).unwrap().unwrap().status
}

/// Copies a phone's folder, as a backup of the phone does.
pub(super) fn copy(phone: &mut TestPhone, to: &std::path::Path) {
    phone.close();
    copy_folder(phone.folder.path(), to);
    phone.reopen();
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

pub(super) fn restore(phone: &mut TestPhone, from: &std::path::Path) {
    phone.close();
    std::fs::remove_dir_all(phone.folder.path()).unwrap();
    copy_folder(from, phone.folder.path());
    phone.reopen();
}

#[test]
fn a_days_work_arrives_whole_and_in_order() {
    let (phone, server) = joined(5);
    assert_eq!(phone.session().roster(0).unwrap().total, 5);
    let small = visit_with(&phone, 1, crate::capture::test_phone::jpeg(1));
    let large = visit_with(&phone, 2, large_jpeg(1));
    let before = phone.session().counts().unwrap();
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!((report.pushed, report.photos_sent, report.problems.len()), (2, 6, 0));
    assert_eq!(server.state().blobs.len(), 6);
    assert_eq!(server.entry_ids(), [small, large].into());
    assert_eq!(status(&phone, &small), LocalStatus::Sent);
    let receipt = ReceiptBody { entry_id: small, state: RecordState::Complete, code: None, message: None };
    server.state().feed.push(item(50, FeedKind::Receipt, &receipt));
    sync(&phone, &server).unwrap();
    assert_eq!(status(&phone, &small), LocalStatus::Complete);
    let after = phone.session().counts().unwrap();
    assert!(before.pending_bytes > 1_000_000 && before.pending_files == 6);
    assert_eq!((after.pending_bytes, after.pending_files), (0, 0));
    assert_eq!(server.requests("POST /files"), 6, "each file once");
}

#[test]
fn a_push_whose_answer_was_lost_is_sent_again_and_taken_once() {
    let (phone, server) = joined(1);
    let entry_id = phone.sealed_visit(1);
    server.state().faults.push(("POST /push", Fault::AnswerLost));
    assert_eq!(sync(&phone, &server).unwrap_err().full_code(), "network_cut");
    assert_eq!(status(&phone, &entry_id), LocalStatus::Sealed);
    assert_eq!(phone.session().sync_problems().unwrap()[0].code, "network_cut");
    assert!(sync(&phone, &server).unwrap().digest_equal);
    assert_eq!(status(&phone, &entry_id), LocalStatus::Sent);
    assert_eq!(server.state().streams.len(), 1, "no new incarnation for a lost answer");
    assert!(phone.session().sync_problems().unwrap().is_empty());
}

#[test]
fn a_phone_restored_from_an_old_copy_loses_nothing_when_it_goes_on() {
    let (mut phone, server) = joined(4);
    let first = phone.sealed_visit(1);
    sync(&phone, &server).unwrap();
    let backup = tempfile::tempdir().unwrap();
    copy(&mut phone, backup.path());
    let lost_life = phone.sealed_visit(2);
    sync(&phone, &server).unwrap();
    restore(&mut phone, backup.path());
    let second_life = phone.sealed_visit(3);
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!(report.problems.iter().filter(|problem| problem.code == "restored_copy").count(), 1);
    assert_eq!(server.entry_ids(), [first, lost_life, second_life].into());
    assert_eq!(server.state().streams.len(), 2, "the old stream stays");
    assert_eq!(status(&phone, &second_life), LocalStatus::Sent);
    let quiet = sync(&phone, &server).unwrap();
    assert!(quiet.digest_equal && quiet.problems.is_empty(), "{quiet:?}");
}

#[test]
fn a_restored_phone_with_nothing_new_notices_before_its_next_entry() {
    let (mut phone, server) = joined(4);
    let backup = tempfile::tempdir().unwrap();
    copy(&mut phone, backup.path());
    phone.sealed_visit(1);
    phone.sealed_visit(2);
    sync(&phone, &server).unwrap();
    restore(&mut phone, backup.path());
    let before = phone.session().store().read(|r| r.current_stream()).unwrap().id;
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal);
    assert_eq!(report.problems[0].code, "restored_copy");
    let after = phone.session().store().read(|r| r.current_stream()).unwrap().id;
    assert_ne!(before.incarnation, after.incarnation);
    phone.sealed_visit(3);
    assert!(sync(&phone, &server).unwrap().problems.is_empty());
    assert_eq!(server.entry_ids().len(), 3);
}

#[test]
fn entries_that_were_not_acknowledged_are_logged_again_with_the_same_identity() {
    let (mut phone, server) = joined(4);
    let backup = tempfile::tempdir().unwrap();
    let unsent = [phone.sealed_visit(1), phone.sealed_visit(2)];
    copy(&mut phone, backup.path());
    sync(&phone, &server).unwrap();
    phone.sealed_visit(3);
    sync(&phone, &server).unwrap();
    restore(&mut phone, backup.path());
    // The copy holds two entries that it believes unsent, and the server's ack for them names one that it lacks.
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!(server.entry_ids().len(), 3, "the same entries under the same names");
    assert!(unsent.iter().all(|entry_id| status(&phone, entry_id) == LocalStatus::Sent));
}

#[test]
fn a_server_restored_from_its_backup_is_given_again_what_it_lost() {
    let (phone, server) = joined(4);
    let kept = visit_with(&phone, 1, crate::capture::test_phone::jpeg(1));
    sync(&phone, &server).unwrap();
    let backup = server.state().clone();
    let lost = visit_with(&phone, 2, crate::capture::test_phone::jpeg(2));
    sync(&phone, &server).unwrap();
    *server.state() = backup;
    server.state().epoch = 8;
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!(server.entry_ids(), [kept, lost].into());
    assert_eq!(server.state().blobs.len(), 6, "its photos too");
    let epoch = phone.session().store().read(|r| r.feed_position()).unwrap().0;
    assert_eq!(epoch, Some(ServerEpoch([8; 16])));
    assert_eq!(phone.session().roster(0).unwrap().total, 4);
}

#[test]
fn a_server_that_lost_everything_is_given_everything_again() {
    let (phone, server) = joined(2);
    phone.sealed_visit(1);
    sync(&phone, &server).unwrap();
    phone.sealed_visit(2);
    server.state().streams.clear();
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!(server.entry_ids().len(), 2);
}

#[test]
fn one_entry_that_the_server_will_not_take_does_not_hold_up_the_others() {
    let (phone, server) = joined(6);
    let entries: Vec<EntryId> = (1..=6).map(|number| phone.sealed_visit(number)).collect();
    server.state().refused_entries.extend([entries[2], entries[4]]);
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    assert_eq!(server.entry_ids().len(), 4);
    assert_eq!(report.problems.len(), 2, "{:?}", report.problems);
    let counts = phone.session().counts().unwrap();
    assert_eq!((counts.sent, counts.quarantined), (4, 2));
    assert!(
        matches!(status(&phone, &entries[2]), LocalStatus::Quarantined { code, .. } if code == "cbor_malformed")
    );
    // An upgraded server takes it.
    server.state().refused_entries.clear();
    assert!(phone.session().retry_quarantined(&entries[2]).unwrap());
    assert!(sync(&phone, &server).unwrap().digest_equal);
    assert_eq!((server.entry_ids().len(), status(&phone, &entries[2])), (5, LocalStatus::Sent));
    assert!(!phone.session().retry_quarantined(&entries[0]).unwrap());
}

#[test]
fn a_busy_server_is_asked_again_after_the_pause_it_asks_for() {
    let (phone, server) = joined(1);
    phone.sealed_visit(1);
    server.state().faults.push(("POST /push", Fault::Refused(503, "busy")));
    assert!(sync(&phone, &server).unwrap().problems.is_empty());
    assert_eq!(server.state().paused.as_secs(), 2);
}

#[test]
fn a_full_server_leaves_the_copy_on_the_phone_and_the_rest_goes_on() {
    let (phone, server) = joined(1);
    let entry_id = phone.sealed_visit(1);
    server.state().feed.push(assignment(90, 1, row(7)));
    server.state().faults.push(("POST /push", Fault::Refused(507, "storage_full")));
    let report = sync(&phone, &server).unwrap();
    assert_eq!(report.problems[0].code, "storage_full");
    assert!(!report.digest_equal);
    assert_eq!(status(&phone, &entry_id), LocalStatus::Sealed);
    assert!(phone.session().household(&household(7)).unwrap().is_some(), "the feed was taken in");
    assert!(sync(&phone, &server).unwrap().digest_equal);
}

#[test]
fn a_revoked_phone_is_told_and_keeps_what_it_has() {
    let (phone, server) = joined(1);
    let entry_id = phone.sealed_visit(1);
    server.state().faults.push(("POST /push", Fault::Refused(403, "device_revoked")));
    let refused = sync(&phone, &server).unwrap_err();
    assert_eq!((refused.full_code().as_str(), refused.to_string().as_str()), ("device_revoked", "请重试"));
    assert!(phone.session().record(&entry_id).is_ok());
}

#[test]
fn a_phone_enrolled_again_sends_all_under_its_new_name_so_that_it_is_told_of_it() {
    let (phone, server) = joined(3);
    let sent = phone.sealed_visit(1);
    sync(&phone, &server).unwrap();
    let waiting = phone.sealed_visit(2);
    let again = crate::store::Identity { device: crate::ids::DeviceId([4; 16]), ..identity() };
    let life = ServerEpoch([server.state().epoch; 16]);
    phone.session().store().write(|w| w.become_device(&again, life)).unwrap();
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal, "{report:?}");
    let state = server.state();
    let of_new: Vec<EntryId> = state
        .streams
        .iter()
        .filter(|(stream, _)| stream.device == again.device)
        .flat_map(|(_, held)| held.iter().map(|sealed| sealed.entry.entry_id))
        .collect();
    drop(state);
    assert_eq!(of_new, [sent, waiting]);
    assert_eq!(server.entry_ids(), [sent, waiting].into(), "each is one record");
}

#[test]
fn a_phone_enrolled_again_at_a_restored_server_sends_all_that_the_lost_life_acknowledged() {
    let (phone, server) = joined(3);
    let backup = server.state().clone();
    let first = phone.sealed_visit(1);
    sync(&phone, &server).unwrap();
    // A second stream of the same device, acknowledged as well.
    phone.session().store().write(|w| w.begin_stream("test")).unwrap();
    let second = phone.sealed_visit(2);
    assert!(sync(&phone, &server).unwrap().digest_equal);
    *server.state() = backup;
    server.state().epoch = 8;
    let again = crate::store::Identity { device: crate::ids::DeviceId([4; 16]), ..identity() };
    phone.session().store().write(|w| w.become_device(&again, ServerEpoch([8; 16]))).unwrap();
    assert!(sync(&phone, &server).unwrap().digest_equal);
    assert_eq!(server.entry_ids(), [first, second].into());
    assert_eq!(phone.session().counts().unwrap().pending_files, 0);
}

#[test]
fn only_one_sync_runs_and_a_stranger_is_not_synced() {
    let (phone, server) = joined(1);
    let _running = phone.session().store().begin_sync().unwrap();
    assert!(matches!(sync(&phone, &server), Err(SyncError::AlreadyRunning)));
    let blank = TestPhone::blank();
    assert_eq!(sync(&blank, &server).unwrap_err().full_code(), "not_enrolled");
}

#[test]
fn a_phone_that_loses_its_power_as_it_hears_of_a_new_life_doubts_what_the_old_one_said() {
    let (mut phone, server) = joined(2);
    let (blank, worked) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(&mut phone, blank.path());
    let backup = server.state().clone();
    let first = phone.sealed_visit(1);
    assert!(sync(&phone, &server).unwrap().digest_equal);
    copy(&mut phone, worked.path());
    // Both sides go back, and another entry takes the first one's place.
    restore(&mut phone, blank.path());
    *server.state() = backup;
    server.state().epoch = 8;
    let other = phone.sealed_visit(2);
    assert!(sync(&phone, &server).unwrap().digest_equal);
    restore(&mut phone, worked.path());
    phone.session().store().write(|w| w.reset_feed(Some(ServerEpoch([8; 16])))).unwrap();
    phone.reopen();
    assert!(sync(&phone, &server).unwrap().digest_equal);
    assert_eq!(server.entry_ids(), [first, other].into());
}
