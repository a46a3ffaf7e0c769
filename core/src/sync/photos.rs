//! Photo files to the server: thumbnails, then derivatives, then originals; one failure never blocks the others.

use std::collections::HashSet;

use super::{
    SyncStop,
    books::{Books, Further, Office, UploadStep},
    engine::Engine,
};
use crate::{
    ids::Sha256Hash,
    journal::WaitingBlob,
    planted::{Fault, planted},
    wire::{PROTOCOL_VERSION, WANTED_MAX_HASHES, WantedRequest},
};

/// The network is taken to be down after so many files in a row have failed by it.
const MAX_CUTS_IN_A_ROW: u32 = 3;

impl<B: Books, R: Office<B::Fault>> Engine<'_, B, R> {
    pub(super) fn send_photos(&mut self) -> Result<(), SyncStop<B::Fault>> {
        let waiting = self.books.waiting_blobs().map_err(SyncStop::Store)?;
        let (given_up, wanted): (Vec<_>, Vec<_>) =
            self.wanted(&waiting)?.into_iter().partition(|waiting| waiting.is_freed);
        if !given_up.is_empty() {
            self.note_given_up(given_up.len());
        }
        let (wanted, left) = self.limits.part(wanted, self.report.bytes_sent);
        self.report.files_left = left.len() as u64;
        self.report.bytes_left = left.iter().map(|waiting| waiting.blob.size).sum();
        if wanted.is_empty() {
            return Ok(());
        }
        self.progress.files_total = self.progress.files_done + wanted.len() as u64;
        self.progress.bytes_total =
            self.progress.bytes_done + wanted.iter().map(|waiting| waiting.blob.size).sum::<u64>();
        let (office, capabilities) = (self.office, self.office.capabilities()?);
        let mut cuts = 0;
        office.upload_all(&wanted, capabilities, &mut |step| match step {
            UploadStep::Arrived(bytes) => {
                self.progress.bytes_done += bytes;
                self.report.bytes_sent += bytes;
                self.moved().map(|()| Further::Yes)
            }
            UploadStep::Ended(waiting, sent) => self.photo_ended(waiting, sent, &mut cuts),
        })
    }

    /// The server was restored from an older backup than the one that it had called durable.
    fn note_given_up(&mut self, files: usize) {
        let message = format!(
            "服务器缺少 {files} 个照片文件，手机在服务器备份后已腾出；请联系县级管理员用最新的备份恢复服务器"
        );
        self.note("photo_given_up", &message);
    }

    fn photo_ended(
        &mut self,
        waiting: &WaitingBlob,
        sent: Result<(), SyncStop<B::Fault>>,
        cuts: &mut u32,
    ) -> Result<Further, SyncStop<B::Fault>> {
        let sent = if planted(Fault::FailedFileSent) { sent.or(Ok(())) } else { sent };
        match sent {
            Ok(()) => {
                *cuts = 0;
                self.books.blobs_are_held(&[waiting.blob.sha256]).map_err(SyncStop::Store)?;
                self.report.photos_sent += 1;
                self.progress.files_done += 1;
                self.moved()?;
            }
            Err(error @ SyncStop::Cancelled) => return Err(error),
            Err(error) if error.is_server_full() => {
                self.note_error(&error);
                return Ok(Further::No);
            }
            Err(SyncStop::NoProgress) => self.note(
                "photo_not_accepted",
                "有一张照片多次上传仍未被服务器接受，照片仍在手机中；请稍后重新同步",
            ),
            Err(error) if error.is_final() => return Err(error),
            Err(error) => {
                *cuts = if matches!(error, SyncStop::Transport(_)) { *cuts + 1 } else { 0 };
                if *cuts >= MAX_CUTS_IN_A_ROW {
                    return Err(error);
                }
                self.note_error(&error);
            }
        }
        Ok(Further::Yes)
    }

    /// Those of the waiting files that the server lacks; the others are marked as held.
    fn wanted(&self, waiting: &[WaitingBlob]) -> Result<Vec<WaitingBlob>, SyncStop<B::Fault>> {
        let mut lacking: HashSet<Sha256Hash> = HashSet::new();
        for page in waiting.chunks(WANTED_MAX_HASHES) {
            let hashes = page.iter().map(|waiting| waiting.blob.sha256).collect();
            lacking.extend(self.office.wanted(&WantedRequest { protocol: PROTOCOL_VERSION, hashes })?.wanted);
        }
        let (wanted, held): (Vec<_>, Vec<_>) = waiting
            .iter()
            .cloned()
            .partition(|waiting| lacking.contains(&waiting.blob.sha256) && !planted(Fault::FileHeldUnasked));
        if !held.is_empty() {
            let held: Vec<_> = held.iter().map(|held| held.blob.sha256).collect();
            self.books.blobs_are_held(&held).map_err(SyncStop::Store)?;
        }
        Ok(wanted)
    }
}
