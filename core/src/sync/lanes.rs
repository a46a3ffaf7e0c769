//! Several files on the way at once: while one waits for its answer the line carries another.

use std::{
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use super::{
    SyncError, SyncStop,
    books::{Further, Office, Told, UploadStep, one_by_one},
    phone::HttpOffice,
    tus::Capabilities,
};
use crate::{journal::WaitingBlob, store::StoreError};

/// Files on the way at once: enough to fill a line of long delay, few enough that a cut costs little.
const LANES: usize = 4;

/// Uploads files in their order, so many at a time; steps are told on the caller's thread.
pub(super) fn upload_in_lanes<'w>(
    office: &HttpOffice<'_>,
    waiting: &'w [WaitingBlob],
    capabilities: Capabilities,
    told: Told<'_, StoreError>,
) -> Result<(), SyncError> {
    let (next, stopping) = (AtomicUsize::new(0), AtomicBool::new(false));
    let stop = || stopping.store(true, Ordering::Relaxed);
    let lane = |say: mpsc::Sender<UploadStep<'w, StoreError>>| {
        while !stopping.load(Ordering::Relaxed) {
            let Some(one) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
            let mut on_bytes = |bytes| {
                let heard = !stopping.load(Ordering::Relaxed) && say.send(UploadStep::Arrived(bytes)).is_ok();
                if heard { Ok(()) } else { Err(SyncStop::Cancelled) }
            };
            let sent = office.upload(one, capabilities, &mut on_bytes);
            if say.send(UploadStep::Ended(one, sent)).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        let (say, heard) = mpsc::channel();
        let begun = (0..LANES.min(waiting.len()))
            .filter(|number| {
                let (say, lane) = (say.clone(), &lane);
                let name = format!("ruhu-photos-{number}");
                thread::Builder::new().name(name).spawn_scoped(scope, move || lane(say)).is_ok()
            })
            .count();
        drop(say);
        if begun == 0 {
            // A phone that can start no thread still sends its photos.
            return one_by_one(office, waiting, capabilities, told);
        }
        let mut ended = Ok(());
        for step in heard {
            if stopping.load(Ordering::Relaxed) {
                continue;
            }
            match told(step) {
                Ok(Further::Yes) => {}
                Ok(Further::No) => stop(),
                Err(error) => {
                    ended = Err(error);
                    stop();
                }
            }
        }
        ended
    })
}
