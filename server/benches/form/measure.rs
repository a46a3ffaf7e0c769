//! Times, and the lines that tell them.

use std::time::Duration;

/// How often something is done that is measured whole.
const RUNS: usize = 21;

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = std::time::Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// The middle one of several runs; `prepare` is not measured.
pub(crate) fn middle<P, T>(mut prepare: impl FnMut() -> P, mut work: impl FnMut(P) -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let prepared = prepare();
            // What comes out is thrown away outside of the time that is measured.
            let (_done, time) = timed(|| work(prepared));
            time
        })
        .collect();
    percentile(&mut times, 50)
}

pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
}

/// A line for people and for `cargo xtask bench`.
#[expect(clippy::print_stdout, reason = "a benchmark reports")]
pub(crate) fn report(name: &str, time: Duration) {
    println!("{name}: {:.4} ms", milliseconds(time));
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
