//! The single writer: work that arrives together is committed together, so that many phones share one flush of the
//! disk, and each is answered only after it.

use std::sync::{
    Arc,
    mpsc::{Receiver, SyncSender, sync_channel},
};

use rusqlite::{Connection, TransactionBehavior};

use super::{Reader, Ready, StoreError, Writer};

/// Most pieces of work in one commit.
const MAX_GROUP: usize = 64;
/// Most pieces of work waiting; further callers wait their turn.
const MAX_WAITING: usize = 256;

/// Does its part inside the open transaction; the returned function tells the caller how it ended.
type Job = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Reply + Send>;
type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

pub(super) struct GroupWriter {
    jobs: SyncSender<Job>,
    ready: Arc<Ready>,
}

impl GroupWriter {
    pub(super) fn start(conn: Connection, ready: Arc<Ready>) -> Result<Self, StoreError> {
        let (jobs, inbox) = sync_channel(MAX_WAITING);
        std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || serve(conn, &inbox))?;
        Ok(Self { jobs, ready })
    }

    pub(super) fn run<T, E>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let ready = Arc::clone(&self.ready);
        let job: Job = Box::new(move |conn| {
            let outcome = conn.map_err(E::from).and_then(|conn| in_savepoint(conn, &ready, work));
            Box::new(move |committed| {
                // The caller may have gone away; its work is committed all the same.
                let _ = reply.send(outcome.and_then(|value| committed.map(|()| value).map_err(E::from)));
            })
        });
        self.jobs.send(job).map_err(|_| E::from(StoreError::Stopped))?;
        answer.recv().map_err(|_| E::from(StoreError::Stopped))?
    }
}

fn in_savepoint<T, E: From<StoreError>>(
    conn: &Connection,
    ready: &Ready,
    work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    conn.execute_batch("SAVEPOINT job").map_err(StoreError::from)?;
    let outcome = work(&Writer { reader: Reader { conn, ready } });
    let end = if outcome.is_ok() { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
    // A full disk may already have rolled the whole transaction back; the commit below then reports it.
    match (conn.execute_batch(end), outcome) {
        (Err(error), Ok(_)) => Err(StoreError::from(error).into()),
        (_, outcome) => outcome,
    }
}

fn serve(mut conn: Connection, inbox: &Receiver<Job>) {
    while let Ok(first) = inbox.recv() {
        let transaction = match conn.transaction_with_behavior(TransactionBehavior::Immediate) {
            Ok(transaction) => transaction,
            Err(error) => {
                first(Err(error.into()))(Ok(()));
                continue;
            }
        };
        let mut replies = vec![first(Ok(&transaction))];
        while replies.len() < MAX_GROUP {
            match inbox.try_recv() {
                Ok(job) => replies.push(job(Ok(&transaction))),
                Err(_) => break,
            }
        }
        let committed = transaction.commit().map_err(StoreError::from);
        for reply in replies {
            reply(committed.as_ref().copied().map_err(restate));
        }
    }
}

/// The same error for each caller of a failed group.
fn restate(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Busy => StoreError::Busy,
        StoreError::Io(kind) => StoreError::Io(*kind),
        StoreError::Database(rusqlite::Error::SqliteFailure(code, text)) => {
            StoreError::Database(rusqlite::Error::SqliteFailure(*code, text.clone()))
        }
        _ => StoreError::Stopped,
    }
}
