use std::sync::atomic::{AtomicUsize, Ordering};

use super::{
    PhotoScope, Progress, Stage, SyncError, SyncLimits, SyncObserver, Unwatched,
    engine_tests::{joined, large_jpeg, photo, sync, visit_with},
    model_server::Fault,
};
use crate::capture::test_phone::jpeg;

#[test]
fn one_photo_that_fails_does_not_hold_up_the_others() {
    let (phone, server) = joined(2);
    visit_with(&phone, 1, jpeg(1));
    visit_with(&phone, 2, jpeg(2));
    let waiting = phone.session().store().read(|r| r.records()).unwrap();
    let crate::record::Record::Visit(visit) = phone.session().record(&waiting[0].entry_id).unwrap() else {
        panic!("a visit was sealed")
    };
    server.state().refused_blobs.insert(visit.photos[0].derivative.sha256);
    let report = sync(&phone, &server).unwrap();
    assert_eq!((report.photos_sent, report.problems.len()), (5, 1));
    assert_eq!(report.problems[0].code, "photo_too_large");
    assert_eq!(phone.session().counts().unwrap().pending_files, 1);
}

#[test]
fn an_upload_that_was_cut_goes_on_where_it_stopped() {
    let (phone, server) = joined(1);
    let draft = phone.start_visit(1);
    phone.complete_visit(draft);
    let attached = phone.session().attach_photo(draft, photo(large_jpeg(3))).unwrap();
    assert!(attached.original.size > 2 * 1024 * 1024, "several chunks: {}", attached.original.size);
    phone.session().seal_visit(draft).unwrap();
    // The line is cut in the middle and stays down for the rest of this sync.
    server.state().faults.push(("PATCH /files", Fault::AnswerLost));
    server.state().faults.extend((0..4).map(|_| ("HEAD /files", Fault::Lost)));
    let cut = sync(&phone, &server);
    let sent = phone.session().counts().unwrap().pending_files;
    assert!(cut.is_ok_and(|report| !report.problems.is_empty()) && sent == 1);
    let report = sync(&phone, &server).unwrap();
    assert!(report.digest_equal && report.problems.is_empty(), "{report:?}");
    assert!(server.state().blobs.contains_key(&attached.original.sha256));
    let files = [attached.original, attached.derivative, attached.thumbnail];
    let payload: u64 = files.iter().map(|blob| blob.size).sum();
    assert_eq!(server.state().photo_bytes, payload, "no byte is sent twice");
}

#[test]
fn a_line_that_comes_back_in_a_moment_costs_a_wait_and_no_sync() {
    let (phone, server) = joined(1);
    visit_with(&phone, 1, large_jpeg(8));
    // Original and derivative go side by side in several chunks: whichever goes first, one is lost twice in a row.
    server.state().faults.extend((0..3).map(|_| ("PATCH /files", Fault::Lost)));
    server.state().faults.push(("HEAD /files", Fault::Lost));
    let report = sync(&phone, &server).unwrap();
    assert!(report.problems.is_empty(), "{report:?}");
    assert_eq!(server.state().blobs.len(), 3);
    assert!(!server.state().paused.is_zero(), "it does not hammer");
}

#[test]
fn a_chunk_that_was_cut_goes_again_without_a_question() {
    let (phone, server) = joined(1);
    visit_with(&phone, 1, large_jpeg(8));
    server.state().faults.push(("PATCH /files", Fault::Lost));
    assert!(sync(&phone, &server).unwrap().problems.is_empty());
    let asked = server.state().log.iter().filter(|line| line.starts_with("HEAD")).count();
    assert_eq!((server.state().blobs.len(), asked), (3, 0));
}

#[test]
fn an_upload_that_the_server_has_forgotten_begins_anew() {
    let (phone, server) = joined(1);
    visit_with(&phone, 1, large_jpeg(4));
    server.state().faults.push(("PATCH /files", Fault::Refused(404, "upload_unknown")));
    assert!(sync(&phone, &server).unwrap().problems.is_empty());
    assert_eq!(server.state().blobs.len(), 3);
}

#[test]
fn a_chunk_whose_checksum_does_not_fit_is_sent_again() {
    let (phone, server) = joined(1);
    visit_with(&phone, 1, large_jpeg(5));
    server.state().faults.push(("PATCH /files", Fault::Refused(460, "chunk_checksum_mismatch")));
    assert!(sync(&phone, &server).unwrap().problems.is_empty());
    assert_eq!(server.state().blobs.len(), 3);
}

#[test]
fn on_mobile_data_thumbnails_go_and_the_photos_follow_later() {
    let (phone, server) = joined(2);
    visit_with(&phone, 1, large_jpeg(9));
    visit_with(&phone, 2, jpeg(2));
    let thumbnails = SyncLimits { photos: PhotoScope::Thumbnails, photo_bytes: None };
    let report = phone.session().sync_within(thumbnails, &server, &Unwatched).unwrap();
    assert!(report.digest_equal && report.problems.is_empty(), "all records are there");
    assert_eq!((report.photos_sent, report.files_left), (2, 4));
    assert_eq!(phone.session().counts().unwrap().pending_bytes, report.bytes_left);
    let budget = SyncLimits { photos: PhotoScope::All, photo_bytes: Some(report.bytes_left - 1) };
    let report = phone.session().sync_within(budget, &server, &Unwatched).unwrap();
    assert!(report.files_left >= 1 && report.bytes_sent < budget.photo_bytes.unwrap());
    assert_eq!(sync(&phone, &server).unwrap().files_left, 0);
    assert_eq!(server.state().blobs.len(), 6);
}

/// Cancels after so many looks.
struct Impatient {
    looks: AtomicUsize,
    patience: usize,
}

impl SyncObserver for Impatient {
    fn progress(&self, progress: &Progress) {
        assert!(
            progress.entries_done <= progress.entries_total
                && progress.bytes_done <= progress.bytes_total.max(1)
        );
        assert!(progress.stage != Stage::Done || progress.files_done == progress.files_total);
        self.looks.fetch_add(1, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.looks.load(Ordering::Relaxed) > self.patience
    }
}

#[test]
fn a_sync_can_be_cancelled_at_any_moment_and_the_next_one_goes_on() {
    let (phone, server) = joined(3);
    let large = large_jpeg(6);
    visit_with(&phone, 1, large);
    visit_with(&phone, 2, jpeg(2));
    for patience in 0..60 {
        let observer = Impatient { looks: AtomicUsize::new(0), patience };
        match phone.session().sync_over(&server, &observer) {
            Ok(report) => {
                assert!(report.digest_equal);
                assert_eq!(server.state().blobs.len(), 6);
                return;
            }
            Err(error) => assert!(matches!(error, SyncError::Cancelled), "{error:?}"),
        }
    }
    panic!("it never came to its end");
}
