//! Time as the phone knows it, passed in so that rules can be tested and simulated.

use serde::{Deserialize, Serialize};

use crate::ids::BootId;

/// What a clock shows at one moment.
///
/// The wall clock of a phone can be wrong by years; inside one boot the monotonic clock orders events truly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// Milliseconds since 1970-01-01T00:00:00Z by the device's wall clock.
    pub wall_ms: i64,
    /// Which start of the operating system `mono_ms` counts from.
    pub boot: BootId,
    /// Milliseconds since that start; never goes back within one boot.
    pub mono_ms: u64,
}

/// Where a time comes from: an inspector weighs them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The phone's wall clock.
    DeviceClock,
    /// The picture's EXIF block, read with the phone's own zone.
    Exif,
    /// A satellite fix.
    Gnss,
    /// The server's clock.
    Server,
}

/// A time that says where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcedTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// What measured it.
    pub source: TimeSource,
}

/// Gives the time. The one door through which `now` enters the rules.
pub trait Clock: Send + Sync {
    /// What the clock shows.
    fn read(&self) -> ClockReading;
}

/// The machine's own clock.
#[derive(Debug, Clone)]
pub struct SystemClock {
    boot: BootId,
    started: std::time::Instant,
    offset_ms: u64,
}

impl SystemClock {
    /// Reads the operating system's boot id where there is one (Linux, Android); elsewhere the caller's
    /// `fallback` stands for this start of the process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    pub fn new(fallback: BootId) -> Self {
        let read = |path: &str| std::fs::read_to_string(path).ok();
        let boot = read("/proc/sys/kernel/random/boot_id")
            .and_then(|text| text.trim().replace('-', "").parse().ok())
            .unwrap_or(fallback);
        let offset_ms = read("/proc/uptime")
            .and_then(|text| {
                text.split_whitespace().next().and_then(|s| s.replace('.', "").parse::<u64>().ok())
            })
            .map_or(0, |centiseconds| centiseconds * 10);
        Self { boot, started: std::time::Instant::now(), offset_ms }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    fn read(&self) -> ClockReading {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        ClockReading {
            wall_ms: i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX),
            boot: self.boot,
            mono_ms: self.offset_ms + u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// A clock that moves only when told to: for tests, simulation and the demo.
#[derive(Debug)]
pub struct ManualClock {
    wall_ms: std::sync::atomic::AtomicI64,
    mono_ms: std::sync::atomic::AtomicU64,
    boot: BootId,
}

impl ManualClock {
    /// Starts at `wall_ms`, one minute after a boot.
    #[must_use]
    pub fn at(wall_ms: i64) -> Self {
        Self { wall_ms: wall_ms.into(), mono_ms: 60_000.into(), boot: BootId([0xb0; 16]) }
    }

    /// Lets `ms` milliseconds pass.
    pub fn advance_ms(&self, ms: u32) {
        self.wall_ms.fetch_add(i64::from(ms), std::sync::atomic::Ordering::Relaxed);
        self.mono_ms.fetch_add(u64::from(ms), std::sync::atomic::Ordering::Relaxed);
    }

    /// Sets the wall clock alone, as a user or a flat battery does.
    pub fn set_wall_ms(&self, wall_ms: i64) {
        self.wall_ms.store(wall_ms, std::sync::atomic::Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn read(&self) -> ClockReading {
        ClockReading {
            wall_ms: self.wall_ms.load(std::sync::atomic::Ordering::Relaxed),
            boot: self.boot,
            mono_ms: self.mono_ms.load(std::sync::atomic::Ordering::Relaxed),
        }
    }
}
