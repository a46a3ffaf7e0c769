//! What a phone makes of the head it is told, given those it has seen.

use serde::{Deserialize, Serialize};

use super::{ConsistencyProof, LogStatement};
use crate::error::Explain;

/// What is wrong with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LogFault {
    /// It has fewer entries than it had, and no statement explains it.
    #[error(
        "服务器的存证日志变短了，可能有记录被删除；请停止评议和公示，并向县纪委监委反映，手机中的记录都在"
    )]
    Shorter,
    /// It does not contain what it contained.
    #[error(
        "服务器的存证日志与以前不一致，可能有记录被改动；请停止评议和公示，并向县纪委监委反映，手机中的记录都在"
    )]
    Forked,
    /// It is signed with another key.
    #[error(
        "服务器的存证日志换了签名密钥；请向县级管理员核实服务器，核实前请勿采信公示结果，手机中的记录都在"
    )]
    OtherKey,
    /// Its statement is not signed by the key it names, or contradicts itself.
    #[error("服务器的存证日志签名不符；请向县级管理员核实服务器，核实前请勿采信公示结果，手机中的记录都在")]
    BadStatement,
    /// An entry that the server has acknowledged does not stand in it.
    #[error("服务器已确认收到的记录不在存证日志中；请停止评议和公示，并向县纪委监委反映，手机中的记录都在")]
    EntryMissing,
}

impl Explain for LogFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Shorter => "log_shorter",
            Self::Forked => "log_forked",
            Self::OtherKey => "log_other_key",
            Self::BadStatement => "log_bad_statement",
            Self::EntryMissing => "log_entry_missing",
        }
    }
}

/// An alarm with what it rests on: two statements that the server signed convict it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogAlarm {
    /// What is wrong.
    pub fault: LogFault,
    /// What the phone had been told before, where that matters.
    pub known: Option<LogStatement>,
    /// What it is told now.
    pub told: LogStatement,
}

/// What follows from a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// It goes on from everything that was seen; keep it.
    Sound,
    /// The server was restored from a backup and says so; keep the statement.
    Explained {
        /// How many entries the backup lacked of those the log had when it was last seen.
        lost: u64,
    },
    /// Ask for the proof of consistency from the tree of this size.
    Ask {
        /// Leaves of the earlier tree.
        from: u64,
    },
    /// The log is not what it was; keep the alarm, and not the statement.
    Alarm(Box<LogAlarm>),
}

/// How two statements of one log are related.
enum Past {
    /// They share the tree up to this size; the later one's lives go on as the number says.
    Shared { size: u64, lives: usize },
    /// One life began in two ways.
    Contradiction,
}

/// Where the life of that number ends in the statement's past: where the next one goes on.
fn end_of_life(statement: &LogStatement, number: usize) -> u64 {
    statement.lives.get(number + 1).map_or(u64::MAX, |next| next.start.size)
}

fn shared_past(known: &LogStatement, told: &LogStatement) -> Past {
    let lives = known.lives.iter().zip(&told.lives).take_while(|(a, b)| a == b).count();
    let began_twice = |number: usize| match (known.lives.get(number), told.lives.get(number)) {
        (Some(a), Some(b)) => a.epoch == b.epoch,
        _ => false,
    };
    let Some(last) = lives.checked_sub(1) else { return Past::Contradiction };
    if began_twice(lives) {
        return Past::Contradiction;
    }
    let size = known.head.tree.size.min(end_of_life(known, last)).min(end_of_life(told, last));
    Past::Shared { size, lives }
}

/// Judges a statement whose signatures are verified, given those that were kept, the oldest first, and the proof of
/// consistency that came with it.
#[must_use]
pub fn judge(known: &[LogStatement], told: &LogStatement, proof: Option<&ConsistencyProof>) -> Judgement {
    let Some(newest) = known.last() else { return Judgement::Sound };
    let alarm = |fault, known: &LogStatement| {
        Judgement::Alarm(Box::new(LogAlarm { fault, known: Some(known.clone()), told: told.clone() }))
    };
    if newest.head.log_key != told.head.log_key {
        return alarm(LogFault::OtherKey, newest);
    }
    let Past::Shared { size: shared, lives } = shared_past(newest, told) else {
        return alarm(LogFault::Forked, newest);
    };
    let lies_wholly_in_it = |seen: &&LogStatement| match shared_past(seen, told) {
        Past::Shared { size, .. } => size == seen.head.tree.size,
        Past::Contradiction => false,
    };
    if let Some(base) = known.iter().filter(lies_wholly_in_it).max_by_key(|seen| seen.head.tree.size) {
        let (earlier, later) = (&base.head.tree, &told.head.tree);
        if later.size < earlier.size {
            return alarm(LogFault::Shorter, base);
        }
        if later.size == earlier.size && later.root != earlier.root {
            return alarm(LogFault::Forked, base);
        }
        if later.size > earlier.size && earlier.size > 0 {
            match proof.filter(|proof| proof.from == earlier.size) {
                None => return Judgement::Ask { from: earlier.size },
                Some(proof) if !proof.proves(earlier, later) => return alarm(LogFault::Forked, base),
                Some(_) => {}
            }
        }
    }
    let lost = newest.head.tree.size - shared;
    match told.lives.get(lives) {
        Some(_) => Judgement::Explained { lost },
        // The server is back in a life that it had left: an old copy was started as if nothing had been since.
        None if newest.lives.len() > lives => alarm(LogFault::Forked, newest),
        None => Judgement::Sound,
    }
}
