//! The last step of a sync: the server's evidence log must go on from what this phone has seen, and hold what it
//! acknowledged.

use super::{
    SyncStop,
    books::{Books, Office},
    engine::Engine,
    plan::StreamView,
};
use crate::{
    error::Explain,
    evidence::{Judgement, LogAlarm, LogFault, LogStatement, judge},
    journal::Head,
    wire::{EVIDENCE_MAX_ENTRIES, EntryPlace, EvidenceRequest, EvidenceResponse, PROTOCOL_VERSION},
};

/// How often a proof is asked for in one sync: once, again where the server was restored since the last one, and
/// again where it was restored in between.
const MAX_ASKED: u32 = 3;

impl<B: Books, R: Office<B::Fault>> Engine<'_, B, R> {
    /// Compares the server's log with what was seen of it. An alarm does not stop records from going up: it is kept,
    /// and told at every sync until the office enrols the phone again.
    pub(super) fn examine_log(&mut self) -> Result<(), SyncStop<B::Fault>> {
        let known = self.books.log_statements().map_err(SyncStop::Store)?;
        let heads = self.acknowledged_heads()?;
        match self.ask_about_log(&known, &heads) {
            // A server from before the log; one that had it and hides it is another matter.
            Err(SyncStop::Refused { status: 404, .. }) if known.is_empty() => {}
            Err(SyncStop::Refused { status: 404, .. }) => {
                let message = "服务器不再提供存证日志，无法核对记录是否被改动；请联系县级管理员";
                self.note("log_withheld", message);
            }
            other => other?,
        }
        if let Some(fault) = self.books.log_alarm().map_err(SyncStop::Store)? {
            self.note(fault.code(), &fault.to_string());
        }
        Ok(())
    }

    /// The last entry that the server acknowledged of each stream; none while the two still differ.
    fn acknowledged_heads(&self) -> Result<Vec<(EntryPlace, Head)>, SyncStop<B::Fault>> {
        if !self.report.digest_equal {
            return Ok(Vec::new());
        }
        let streams = self.books.streams().map_err(SyncStop::Store)?;
        let compared = streams.iter().filter(|stream| stream.is_compared());
        let place = |stream: &StreamView| {
            stream.acked.map(|head| (EntryPlace { stream: stream.id, seq: head.seq }, head))
        };
        Ok(compared.filter_map(place).take(EVIDENCE_MAX_ENTRIES).collect())
    }

    fn ask_about_log(
        &mut self,
        known: &[LogStatement],
        heads: &[(EntryPlace, Head)],
    ) -> Result<(), SyncStop<B::Fault>> {
        let mut from = known.last().map(|newest| newest.head.tree.size);
        for _ in 0..MAX_ASKED {
            let entries = heads.iter().map(|(place, _)| *place).collect();
            let request = EvidenceRequest { protocol: PROTOCOL_VERSION, from, entries };
            let response = self.office.evidence(&request)?;
            if self.books.verify_statement(&response.statement).is_err() {
                return self.raise(&alarm(LogFault::BadStatement, known, &response.statement));
            }
            match judge(known, &response.statement, response.consistency.as_ref()) {
                Judgement::Ask { from: asked } => from = Some(asked),
                Judgement::Alarm(found) => return self.raise(&found),
                Judgement::Explained { lost } => {
                    self.note("log_restored", &restored(lost));
                    return self.believe(known, heads, &response);
                }
                Judgement::Sound => return self.believe(known, heads, &response),
            }
        }
        Err(SyncStop::NoProgress)
    }

    /// Keeps a head that goes on from what was seen, if it holds what was acknowledged.
    fn believe(
        &self,
        known: &[LogStatement],
        heads: &[(EntryPlace, Head)],
        response: &EvidenceResponse,
    ) -> Result<(), SyncStop<B::Fault>> {
        let statement = &response.statement;
        // Where the server was restored after the acknowledgements were compared, the next sync compares them again.
        let (life, _) = self.books.feed_position().map_err(SyncStop::Store)?;
        let heads = if life == Some(statement.head.epoch) { heads } else { &[] };
        for (number, (_, head)) in heads.iter().enumerate() {
            let inclusion = response.inclusions.get(number).and_then(Option::as_ref);
            let stands =
                inclusion.is_some_and(|proof| proof.entry == head.hash && proof.proves(&statement.head.tree));
            if !stands {
                return self.raise(&alarm(LogFault::EntryMissing, known, statement));
            }
        }
        let is_new = known.last().is_none_or(|newest| {
            (newest.head.tree, &newest.lives) != (statement.head.tree, &statement.lives)
        });
        if is_new { self.books.keep_statement(statement).map_err(SyncStop::Store) } else { Ok(()) }
    }

    fn raise(&self, alarm: &LogAlarm) -> Result<(), SyncStop<B::Fault>> {
        self.books.raise_alarm(alarm).map_err(SyncStop::Store)
    }
}

fn alarm(fault: LogFault, known: &[LogStatement], told: &LogStatement) -> LogAlarm {
    LogAlarm { fault, known: known.last().cloned(), told: told.clone() }
}

fn restored(lost: u64) -> String {
    if lost == 0 {
        return "服务器已从备份恢复，记录没有缺失，无需处理".to_owned();
    }
    format!("服务器已从备份恢复，备份之后的 {lost} 条记录由各手机重新上传；请尽快同步每部手机")
}
