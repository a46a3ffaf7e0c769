//! Drives a sync: push, pull, photos, receipts, check. The store is never held while the network is waited for.

use super::{
    Progress, Stage, SyncLimits, SyncObserver, SyncReport, SyncStop,
    books::{Books, Office},
    plan::{FeedStep, after_pull},
};
use crate::{
    error::Problem,
    wire::{FEED_MAX_ITEMS, PROTOCOL_VERSION, PullRequest, PullResponse},
};

/// How often the whole is gone through until phone and server agree.
const MAX_ROUNDS: u32 = 4;
/// Most pages of the feed in one sync: ten million items.
const MAX_PAGES: u32 = 10_000;

/// One sync between a phone's store and a server.
pub struct Engine<'e, B, R> {
    pub(super) books: &'e B,
    pub(super) office: &'e R,
    observer: &'e dyn SyncObserver,
    pub(super) report: SyncReport,
    pub(super) progress: Progress,
    pub(super) limits: SyncLimits,
}

impl<'e, B: Books, R: Office<B::Fault>> Engine<'e, B, R> {
    /// Joins the two.
    pub fn new(books: &'e B, office: &'e R, observer: &'e dyn SyncObserver) -> Self {
        let (report, progress) = (SyncReport::default(), Progress::default());
        Self { books, office, observer, report, progress, limits: SyncLimits::default() }
    }

    /// Sends no more than these allow.
    #[must_use]
    pub fn within(self, limits: SyncLimits) -> Self {
        Self { limits, ..self }
    }

    /// Pushes, pulls, sends photos, takes receipts and compares, until both hold the same or it has to stop.
    ///
    /// # Errors
    /// [`SyncStop`] where it stopped; what was not acknowledged goes with the next one.
    pub fn run(mut self) -> Result<SyncReport, SyncStop<B::Fault>> {
        let ended = self.rounds().and_then(|()| self.examine_log());
        if ended.is_ok() {
            self.free_durable();
        }
        if let Err(error) = &ended {
            self.note(&error.full_code(), &error.to_string());
        }
        // What is told about problems must not become one more reason to fail.
        let kept = self.books.replace_problems(&self.report.problems).map_err(SyncStop::Store);
        ended?;
        kept?;
        self.at(Stage::Done)?;
        Ok(self.report)
    }

    fn rounds(&mut self) -> Result<(), SyncStop<B::Fault>> {
        for _ in 0..MAX_ROUNDS {
            self.at(Stage::Push)?;
            let pushed = self.push_all()?;
            self.at(Stage::Pull)?;
            self.pull_all()?;
            self.at(Stage::Photos)?;
            self.send_photos()?;
            self.at(Stage::Receipts)?;
            self.pull_all()?;
            self.at(Stage::Check)?;
            self.report.digest_equal = self.check()?;
            if self.report.digest_equal || !pushed {
                return Ok(());
            }
        }
        let message = "手机与服务器核对后仍不一致，数据都在手机中；请再次同步，仍不一致请联系县级管理员";
        self.note("digest_differs", message);
        Ok(())
    }

    /// Both sides agree: what a backup of the server holds need not lie on the phone as well. Where that fails, the
    /// sync is no worse for it.
    fn free_durable(&mut self) {
        match self.books.free_durable() {
            Ok(freed) => self.report.freed = freed,
            Err(fault) => self.note_error(&SyncStop::Store(fault)),
        }
    }

    /// Enters a stage.
    pub(super) fn at(&mut self, stage: Stage) -> Result<(), SyncStop<B::Fault>> {
        self.progress.stage = stage;
        self.moved()
    }

    /// Tells the observer, and asks whether to go on.
    pub(super) fn moved(&self) -> Result<(), SyncStop<B::Fault>> {
        self.observer.progress(&self.progress);
        let done = self.progress.stage == Stage::Done;
        if self.observer.is_cancelled() && !done { Err(SyncStop::Cancelled) } else { Ok(()) }
    }

    /// Notes a problem that does not stop the rest.
    pub(super) fn note(&mut self, code: &str, message: &str) {
        let at_ms = self.books.now_ms();
        let stage = self.progress.stage.name().to_owned();
        self.report.problems.push(Problem {
            at_ms,
            stage,
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }

    /// Notes an error that does not stop the rest.
    pub(super) fn note_error(&mut self, error: &SyncStop<B::Fault>) {
        self.note(&error.full_code(), &error.to_string());
    }

    fn pull_all(&mut self) -> Result<(), SyncStop<B::Fault>> {
        for _ in 0..MAX_PAGES {
            let (known, cursor) = self.books.feed_position().map_err(SyncStop::Store)?;
            let limit = u32::try_from(FEED_MAX_ITEMS).unwrap_or(u32::MAX);
            let request = PullRequest { protocol: PROTOCOL_VERSION, server_epoch: known, cursor, limit };
            let response = self.office.pull(&request)?;
            match (after_pull((known, cursor), &response), response) {
                (FeedStep::TakeIn, PullResponse::Feed { server_epoch, items, next, more }) => {
                    let unread =
                        self.books.take_in(server_epoch, &items, (next, more)).map_err(SyncStop::Store)?;
                    if unread > 0 {
                        self.note(
                            "feed_unreadable",
                            &format!("有 {unread} 条任务数据无法读取，请升级应用后重新同步"),
                        );
                    }
                    let taken = items.len() as u64;
                    self.report.pulled += taken;
                    self.progress.items_done += taken;
                    self.moved()?;
                    if !more {
                        return Ok(());
                    }
                }
                (FeedStep::Reset(epoch), _) => {
                    self.books.reset_feed(Some(epoch)).map_err(SyncStop::Store)?;
                }
                _ => return Err(SyncStop::NoProgress),
            }
        }
        Err(SyncStop::NoProgress)
    }
}
