//! Slows down guessing: after a few failures a login has to wait, longer every time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tokio::sync::Semaphore;

/// Failures that cost no wait.
pub(super) const FREE_FAILURES: u32 = 5;
/// The first wait, in milliseconds; each further failure doubles it.
const FIRST_WAIT_MS: u64 = 30_000;
/// The longest wait, in milliseconds.
const LONGEST_WAIT_MS: u64 = 15 * 60_000;
/// Failures are forgotten after this, in milliseconds.
const FORGET_MS: u64 = 60 * 60_000;
/// Most logins remembered at once.
const MAX_REMEMBERED: usize = 4_096;
/// Most passwords hashed at once: each takes some 20 MB and a core.
const MAX_AT_ONCE: usize = 2;

#[derive(Debug, Clone, Copy)]
struct Tries {
    count: u32,
    wait_until_ms: u64,
    last_ms: u64,
}

/// The failures of every login, by the monotonic clock.
pub(super) struct LoginGuard {
    tries: Mutex<HashMap<String, Tries>>,
    pub(super) at_once: Semaphore,
}

impl Default for LoginGuard {
    fn default() -> Self {
        Self { tries: Mutex::default(), at_once: Semaphore::new(MAX_AT_ONCE) }
    }
}

impl LoginGuard {
    /// Counts a try before it is made, so that tries made at the same moment are counted too.
    ///
    /// # Errors
    /// How many milliseconds this login still has to wait.
    pub(super) fn begin(&self, login: &str, now_ms: u64) -> Result<(), u64> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.retain(|_, t| now_ms.saturating_sub(t.last_ms) < FORGET_MS);
        if tries.len() >= MAX_REMEMBERED && !tries.contains_key(login) {
            forget_oldest(&mut tries);
        }
        let known =
            tries.entry(login.to_owned()).or_insert(Tries { count: 0, wait_until_ms: 0, last_ms: now_ms });
        if now_ms < known.wait_until_ms {
            return Err(known.wait_until_ms - now_ms);
        }
        known.count = known.count.saturating_add(1);
        known.last_ms = now_ms;
        if known.count >= FREE_FAILURES {
            let doublings = (known.count - FREE_FAILURES).min(16);
            known.wait_until_ms = now_ms + (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
        }
        Ok(())
    }

    /// The login was right: its tries are forgotten.
    pub(super) fn succeed(&self, login: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(login);
    }
}

fn forget_oldest(tries: &mut HashMap<String, Tries>) {
    let oldest = tries.iter().min_by_key(|(_, t)| t.last_ms).map(|(login, _)| login.clone());
    if let Some(login) = oldest {
        tries.remove(&login);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_waits_and_each_wait_is_longer() {
        let guard = LoginGuard::default();
        for _ in 0..FREE_FAILURES {
            assert_eq!(guard.begin("li", 1_000), Ok(()));
        }
        assert_eq!(guard.begin("li", 1_000), Err(FIRST_WAIT_MS));
        assert_eq!(guard.begin("wang", 1_000), Ok(()), "others do not wait");
        assert_eq!(guard.begin("li", 31_000), Ok(()));
        assert_eq!(guard.begin("li", 31_000), Err(2 * FIRST_WAIT_MS));
    }

    #[test]
    fn success_and_an_hour_clear_the_count() {
        let guard = LoginGuard::default();
        for _ in 0..4 {
            guard.begin("li", 0).unwrap();
        }
        guard.succeed("li");
        for _ in 0..FREE_FAILURES {
            assert_eq!(guard.begin("li", 10), Ok(()));
        }
        assert!(guard.begin("li", 10).is_err());
        assert_eq!(guard.begin("li", 10 + FORGET_MS), Ok(()));
    }

    #[test]
    fn the_wait_has_an_end_and_the_memory_a_bound() {
        let guard = LoginGuard::default();
        let mut now = 0;
        for _ in 0..40 {
            if let Err(wait) = guard.begin("li", now) {
                assert!(wait <= LONGEST_WAIT_MS);
                now += wait;
            }
        }
        for n in 0..2 * MAX_REMEMBERED {
            let _ = guard.begin(&format!("guess-{n}"), now);
        }
        assert!(guard.tries.lock().unwrap().len() <= MAX_REMEMBERED);
    }
}
