//! `kill -9` at a random microsecond, hundreds of times: of a phone while it saves, and of a server while it takes in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and the counts are its result"
)]

use std::time::Duration;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

mod killed {
    pub(crate) mod phone;
    pub(crate) mod server;
}

/// How often each is killed.
const KILLS: u32 = 500;

/// When a process is killed.
#[derive(Clone, Copy)]
enum Moment {
    /// So long after it was started: while it opens what the kill before left behind.
    AfterStart(Duration),
    /// So long after it said this many times that something is kept.
    AtWork { words: u32, wait: Duration },
}

/// Below what each part of a moment lies.
struct Spans {
    start_us: u64,
    words: u32,
    work_us: u64,
}

/// The moments of one run, the same each time: every fifth while it starts.
fn moments(seed: u64, spans: &Spans) -> impl Iterator<Item = Moment> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..KILLS).map(move |number| {
        if number % 5 == 0 {
            Moment::AfterStart(Duration::from_micros(rng.random_range(0..spans.start_us)))
        } else {
            Moment::AtWork {
                words: rng.random_range(1..=spans.words),
                wait: Duration::from_micros(rng.random_range(0..spans.work_us)),
            }
        }
    })
}

#[test]
fn a_phone_that_is_killed_while_it_saves_has_all_that_it_called_saved() {
    // Counted in words, so that slow machines come to a photo as well. There is one after every twenty answers, and a phone that
    // was killed while it took one begins right behind them: the photo's is the twenty-first word.
    let count = killed::phone::run(moments(1, &Spans { start_us: 60_000, words: 30, work_us: 60_000 }));
    println!(
        "phone: killed {KILLS} times, {} in mid-save; {} answers and {} photos called saved, 0 lost",
        count.in_mid_save, count.answers, count.photos
    );
    assert!(count.answers > KILLS, "the phones did work: {}", count.answers);
    assert!(count.photos > KILLS / 10, "photos were taken: {}", count.photos);
    assert!(count.in_mid_save > KILLS / 20, "kills hit the saving: {}", count.in_mid_save);
}

#[test]
fn a_server_that_is_killed_while_it_takes_in_has_all_that_it_acknowledged() {
    let count = killed::server::run(moments(2, &Spans { start_us: 150_000, words: 1, work_us: 20_000 }));
    println!(
        "server: killed {KILLS} times, {} with an answer outstanding; {} entries and {} photos acknowledged, 0 lost, 0 doubled",
        count.unanswered, count.entries, count.photos
    );
    assert!(count.entries > u64::from(KILLS), "the server did work: {}", count.entries);
    assert!(count.photos > u64::from(KILLS) / 10, "photos were sent: {}", count.photos);
    assert!(count.unanswered > KILLS / 10, "kills hit the taking in: {}", count.unanswered);
}
