//! How much of a file goes into one request, and how long to wait after a setback.

use std::time::Duration;

/// Smallest chunk in bytes: below, the headers of a request weigh too much.
pub(super) const LEAST_CHUNK: u64 = 16 * 1024;
/// Largest chunk in bytes: what a cut line costs at most.
pub(super) const MOST_CHUNK: u64 = 1024 * 1024;
/// First chunk of a sync in bytes.
pub(super) const FIRST_CHUNK: u64 = 64 * 1024;
/// A full chunk that took less than this was too small: waiting for its answer is a good part of it.
const QUICK: Duration = Duration::from_millis(600);
/// A chunk that took more was too large: a cut would cost too much.
const SLOW: Duration = Duration::from_millis(1_500);
/// Wait after the second setback in a row; it doubles with each one more.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// Longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    /// It arrived, so many bytes in this time.
    Through {
        /// Bytes of the chunk.
        bytes: u64,
        /// From the first byte sent to the answer.
        took: Duration,
    },
    /// It was lost with its line, so many bytes long.
    Lost {
        /// Bytes of the chunk.
        bytes: u64,
    },
}

/// The size of the next chunk, given the size that was aimed at and what became of one.
#[must_use]
pub(super) fn next_chunk(aimed: u64, went: Went) -> u64 {
    let next = match went {
        Went::Through { took, .. } if took > SLOW => aimed / 2,
        // The end of a file is quick and says nothing of a whole chunk.
        Went::Through { bytes, took } if took < QUICK && bytes >= aimed => aimed.saturating_mul(2),
        Went::Through { .. } => aimed,
        // One cut takes the chunks of all lanes: the first halves the size, the others are larger than it already.
        Went::Lost { bytes } if bytes > aimed => aimed,
        Went::Lost { .. } => aimed / 2,
    };
    next.clamp(LEAST_CHUNK, MOST_CHUNK)
}

/// How long to wait after so many setbacks in a row: not at all after the first, for a line that was cut is mostly there
/// again; then longer and longer. `dice` spreads phones that lost the same line.
#[must_use]
pub(super) fn wait_after(setbacks: u32, dice: u8) -> Duration {
    let Some(doublings) = setbacks.checked_sub(2) else { return Duration::ZERO };
    let whole = FIRST_WAIT.saturating_mul(1_u32.checked_shl(doublings).unwrap_or(u32::MAX)).min(LONGEST_WAIT);
    whole / 2 + whole.saturating_mul(u32::from(dice)) / (2 * u32::from(u8::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn through(bytes: u64, millis: u64) -> Went {
        Went::Through { bytes, took: Duration::from_millis(millis) }
    }

    #[test]
    fn a_quick_line_gets_large_chunks_and_a_slow_one_small_ones() {
        let settled = |bytes_per_second: u64, round_trip_ms: u64| {
            (0..20).fold(FIRST_CHUNK, |chunk, _| {
                next_chunk(chunk, through(chunk, chunk * 1_000 / bytes_per_second + round_trip_ms))
            })
        };
        assert_eq!(settled(10_000_000, 20), MOST_CHUNK);
        assert_eq!(settled(41_000, 200), FIRST_CHUNK / 2, "a lane of several on 1 Mbit/s");
        assert_eq!(settled(2_700, 2_000), LEAST_CHUNK, "a lane of several on 64 kbit/s");
    }

    #[test]
    fn the_quick_end_of_a_file_does_not_make_chunks_grow() {
        assert_eq!(next_chunk(FIRST_CHUNK, through(1_000, 10)), FIRST_CHUNK);
    }

    #[test]
    fn one_cut_through_several_lanes_halves_the_chunk_once() {
        let cut = Went::Lost { bytes: FIRST_CHUNK };
        assert_eq!([cut, cut, cut].into_iter().fold(FIRST_CHUNK, next_chunk), FIRST_CHUNK / 2);
    }

    #[test]
    fn waits_grow_from_nothing_to_a_limit_and_differ_between_phones() {
        assert_eq!(wait_after(0, 255), Duration::ZERO);
        assert_eq!(wait_after(1, 255), Duration::ZERO);
        assert_eq!((wait_after(2, 0), wait_after(2, 255)), (FIRST_WAIT / 2, FIRST_WAIT));
        assert_eq!(wait_after(u32::MAX, 255), LONGEST_WAIT);
    }

    proptest! {
        #[test]
        fn a_chunk_keeps_its_limits(aimed: u64, bytes: u64, millis in 0_u64..1_000_000, lost: bool) {
            let next = next_chunk(aimed, if lost { Went::Lost { bytes } } else { through(bytes, millis) });
            prop_assert!((LEAST_CHUNK..=MOST_CHUNK).contains(&next));
        }

        #[test]
        fn a_wait_keeps_its_limit(setbacks: u32, dice: u8) {
            prop_assert!(wait_after(setbacks, dice) <= LONGEST_WAIT);
        }
    }
}
